"""What happens on Min vei itself: a language is chosen, and somebody sits down beside the participant."""

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samlop.access.models import Person, Relation
from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.participants.models import Participant
from samlop.portal import policies
from samlop.portal.queries.meetings import mark_of_version
from samlop.routines.actions import agreement
from samlop.routines.models import AgreedText, Confirmation
from samlop.routines.queries.agreed_texts import versions_of


@transaction.atomic
def choose_language(actor: Actor, participant: Participant, *, language: str) -> Participant:
    """Keeps the language of Min vei, so that mail is written in it as well."""
    participant = Participant.objects.select_for_update(of=["self"]).get(pk=participant.pk)
    require(policies.may_choose_language(standing(actor, participant.pk)))
    if language not in dict(settings.LANGUAGES):
        raise RuleBroken(_("Velg et av språkene på listen."))
    if participant.portal_language != language:
        participant.portal_language = language
        participant.save(update_fields=["portal_language"], force_update=True)
        record(actor, "language.chosen", participant, language=language)
    return participant


@transaction.atomic
def open_beside(actor: Actor, participant: Participant) -> Person:
    """Lets a member of staff sit down beside the participant at Min vei; the event log tells who and when."""
    require(policies.may_sit_beside(standing(actor, participant.pk)))
    own = Relation.objects.filter(subject_id=participant.pk, relation=Relation.Kind.SELF)
    if participant.person is None or not own.current(localdate()).exists():
        raise RuleBroken(
            _(
                "%(name)s har ikke fått tilgang til Min vei ennå. "
                "Den som er ansvarlig, kan gi tilgang under «Opplysninger»."
            )
            % {"name": participant.first_name}
        )
    record(actor, "assisted.opened", participant)
    return participant.person


@transaction.atomic
def say_of_text(actor: Actor, text: AgreedText, *, answer: str, words: str, mark: str) -> Confirmation:
    """Gives the participant's word on the text as it was read; one that has changed since is read again first."""
    texts = AgreedText.objects.filter(pk=text.pk).select_for_update(of=["self"])
    text = texts.get()
    if mark_of_version(versions_of(AgreedText.objects.filter(pk=text.pk))[0]) != mark:
        raise RuleBroken(_("Teksten er endret siden du leste den. Les den en gang til."))
    return agreement.confirm(
        actor,
        text,
        for_participant=True,
        answer=answer,
        words="" if answer == Confirmation.Answer.AGREES else words,
        manner=Confirmation.Manner.ASSISTED if actor.assisted_by else Confirmation.Manner.SIGNED_IN,
    )
