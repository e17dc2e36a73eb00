"""Everybody present confirms one text, and what follows when they have."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samlop.access.models import Organisation
from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.models import Outbox
from samlop.kernel.outbox import send_later, try_again_now
from samlop.routines import minutes_rules as rules
from samlop.routines.actions.reconciling import locked
from samlop.routines.minutes_words import REFUSALS
from samlop.routines.models import AgreedText, ArchiveCopy, Confirmation, Invitation, Meeting
from samlop.routines.policies import minutes as policies
from samlop.routines.ports import agreement_effects


@transaction.atomic
def confirm(
    actor: Actor,
    agreed_text: AgreedText,
    *,
    for_participant: bool = False,
    organisation: Organisation | None = None,
    answer: str,
    words: str = "",
    manner: str,
    given_by: UUID | None = None,
) -> Confirmation:
    """Takes one party's word on a text that lies ready; when all present and the participant agree, it holds.

    `given_by` is the employment of whoever speaks for a party in the room. The same word twice is one word;
    another word sets the first aside.
    """
    text = locked(agreed_text)
    party = _party(actor, organisation, for_participant=for_participant)
    require(policies.may_confirm(standing(actor, text.participant_id), party=party, manner=manner))
    required = _require_confirmable(text, party=party, manner=manner)
    if answer == Confirmation.Answer.DISAGREES and not words.strip():
        raise RuleBroken(_("Skriv hva dere er uenige i, så de andre kan se det."), field="words")
    standing_word = _word_of(text, party)
    if standing_word and (standing_word.answer, standing_word.words) == (answer, words):
        return standing_word
    if standing_word:
        _set_aside(standing_word)
    word = Confirmation(participant_id=text.participant_id, agreed_text=text, answer=answer, words=words)
    word.is_participant, word.organisation_id = for_participant, None if for_participant else UUID(party)
    word.manner, word.given_by_id = manner, _speaker(actor, text, party=party, given_by=given_by)
    word.save(force_insert=True)
    record(actor, "agreement.word_given", word, answer=answer, manner=manner, party=party)
    if _tally(text, required).is_agreed:
        _conclude(actor, text)
    return word


@transaction.atomic
def take_back_word(actor: Actor, confirmation: Confirmation) -> None:
    """Undoes a word, as long as the text is not agreed: a wrong button is soon pressed on a shared screen."""
    text = locked(confirmation.agreed_text)
    party = rules.PARTICIPANT if confirmation.is_participant else str(confirmation.organisation_id)
    require(
        policies.may_confirm(standing(actor, text.participant_id), party=party, manner=confirmation.manner)
    )
    if text.state != AgreedText.State.DRAFT:
        raise RuleBroken(str(REFUSALS[rules.Refusal.AGREED]))
    _set_aside(confirmation)
    record(actor, "agreement.word_taken_back", confirmation, party=party)


@transaction.atomic
def send_copy_again(actor: Actor, agreed_text: AgreedText, *, organisation_id: UUID) -> None:
    """Asks that a copy which has failed is tried at once, and not at the time set for it."""
    require(policies.may_deliver(standing(actor, agreed_text.participant_id)))
    if not try_again_now(rules.copy_key(agreed_text.pk, organisation_id)):
        raise RuleBroken(_("Denne kopien venter ikke på noe nytt forsøk."))
    record(actor, "archive_copy.tried_again", agreed_text, organisation=str(organisation_id))


def _party(actor: Actor, organisation: Organisation | None, *, for_participant: bool) -> str:
    if for_participant:
        return rules.PARTICIPANT
    return str(organisation.pk if organisation else actor.organisation_id)


def _require_confirmable(text: AgreedText, *, party: str, manner: str) -> frozenset[str]:
    """Who must confirm, once it is settled that this party may do so now."""
    is_draft = text.state == AgreedText.State.DRAFT
    refusal = rules.why_not_to_confirm(has_draft=is_draft, closed=text.closed)
    if refusal:
        raise RuleBroken(str(REFUSALS[refusal]))
    present = Invitation.objects.filter(meeting=text.meeting_id, attended=True)
    seats = list(present.values_list("organisation_id", "employment_id"))
    required = rules.parties(organisation for organisation, _employment in seats)
    if party not in required:
        raise RuleBroken(_("Denne etaten var ikke til stede, og bekrefter derfor ikke."))
    participant_is_here = any(employment is None for _organisation, employment in seats)
    if party == rules.PARTICIPANT and manner == Confirmation.Manner.IN_ROOM and not participant_is_here:
        raise RuleBroken(_("Deltakeren var ikke i rommet, og bekrefter selv på Min vei."))
    return required


def _word_of(text: AgreedText, party: str) -> Confirmation | None:
    words = Confirmation.objects.filter(agreed_text=text, set_aside_at=None)
    if party == rules.PARTICIPANT:
        return words.filter(is_participant=True).first()
    return words.filter(organisation=UUID(party)).first()


def _set_aside(word: Confirmation) -> None:
    word.set_aside_at = timezone.now()
    word.save(update_fields=["set_aside_at"], force_update=True)


def _speaker(actor: Actor, text: AgreedText, *, party: str, given_by: UUID | None) -> UUID | None:
    """Who gave the word: the one named, else whoever acts, else the first of that party in the room."""
    if party == rules.PARTICIPANT:
        return actor.employment_id or actor.assisted_by
    people = Invitation.objects.filter(meeting=text.meeting_id, organisation=UUID(party), attended=True)
    present = list(people.order_by("pk").values_list("employment_id", flat=True))
    if given_by in present:
        return given_by
    return actor.employment_id if str(actor.organisation_id) == party else present[0]


def _tally(text: AgreedText, required: frozenset[str]) -> rules.Tally:
    words = Confirmation.objects.filter(agreed_text=text, set_aside_at=None)
    given = words.values_list("organisation_id", "answer")
    return rules.tally(
        required,
        {str(party or rules.PARTICIPANT): answer == Confirmation.Answer.AGREES for party, answer in given},
    )


def _conclude(actor: Actor, text: AgreedText) -> None:
    """The text holds: the version before is replaced, the plan is changed, each agency gets its copy."""
    AgreedText.objects.filter(meeting=text.meeting_id, state=AgreedText.State.AGREED).update(
        state=AgreedText.State.SUPERSEDED
    )
    text.state, text.agreed_at = AgreedText.State.AGREED, timezone.now()
    text.save(update_fields=["state", "agreed_at"], force_update=True)
    Meeting.objects.filter(pk=text.meeting_id).update(state=Meeting.State.AGREED)
    record(actor, "agreement.reached", text, number=text.number)
    _send_copies(text)
    agreement_effects()(actor, text)


def _send_copies(text: AgreedText) -> None:
    called = Invitation.objects.filter(meeting=text.meeting_id, organisation__isnull=False)
    organisations = sorted(set(called.values_list("organisation_id", flat=True)), key=str)
    keys = {
        organisation: rules.copy_key(text.pk, organisation) for organisation in organisations if organisation
    }
    for organisation, key in keys.items():
        send_later("archive.copy", key=key, agreed_text=str(text.pk), organisation=str(organisation))
    rows = dict(Outbox.objects.filter(key__in=keys.values()).values_list("key", "pk"))
    ArchiveCopy.objects.bulk_create(
        ArchiveCopy(
            participant_id=text.participant_id,
            agreed_text=text,
            organisation_id=organisation,
            outbox_id=rows[key],
        )
        for organisation, key in keys.items()
    )
