"""Versions of a plan: how it stood when a meeting agreed, or when it was laid before the participant; and the yes."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.participants.actions.changing import lock
from samlop.participants.models import Participant
from samlop.plans import policies
from samlop.plans.content import differences, read, written
from samlop.plans.decisions import Deed, written_deed
from samlop.plans.models import PlanVersion
from samlop.plans.queries import content_of
from samlop.routines.models import AgreedText, Confirmation


@transaction.atomic
def write_version(actor: Actor, agreed_text: AgreedText, *, deeds: Iterable[Deed]) -> PlanVersion:
    """Keeps the plan as the agreed text left it; the participant's yes to the text is a yes to this as well."""
    require(policies.may_carry_out(standing(actor, agreed_text.participant_id)))
    words = Confirmation.objects.filter(agreed_text=agreed_text, is_participant=True, set_aside_at=None)
    agrees = words.filter(answer=Confirmation.Answer.AGREES).first()
    return _keep(
        actor,
        agreed_text.participant,
        agreed_text=agreed_text,
        carried_out=[written_deed(deed) for deed in deeds],
        agreed_at=agrees.at if agrees else None,
    )


@transaction.atomic
def lay_before_participant(actor: Actor, participant: Participant) -> PlanVersion:
    """Keeps the plan as it stands between meetings, for the participant to say yes to."""
    require(policies.may_change_plan(standing(actor, participant.pk)))
    lock(participant.pk)
    latest = PlanVersion.objects.filter(participant=participant).first()
    content = content_of(actor, participant)
    if content.is_empty:
        raise RuleBroken(_("Planen er tom ennå. Skriv et mål eller et steg først."))
    if latest and not differences(read(latest.content), content):
        raise RuleBroken(_("Ingenting er endret siden forrige versjon."))
    return _keep(actor, participant)


@transaction.atomic
def withdraw_version(actor: Actor, version: PlanVersion) -> None:
    """Takes back the latest version, as long as no meeting and no participant has agreed to it."""
    require(policies.may_change_plan(standing(actor, version.participant_id)))
    lock(version.participant_id)
    latest = PlanVersion.objects.filter(participant=version.participant_id).first()
    if latest != version or latest.agreed_text_id or latest.agreed_at:
        raise RuleBroken(_("Denne versjonen kan ikke trekkes tilbake lenger."))
    record(actor, "plan.withdrawn", version, number=version.number)
    version.delete()


@transaction.atomic
def agree_to_plan(actor: Actor, version: PlanVersion) -> PlanVersion:
    """The participant says yes to a version of the plan."""
    require(policies.may_agree_to_plan(standing(actor, version.participant_id)))
    version = PlanVersion.objects.select_for_update(of=["self"]).get(pk=version.pk)
    if version.agreed_at is None:
        version.agreed_at = timezone.now()
        version.save(update_fields=["agreed_at"], force_update=True)
        record(actor, "plan.agreed", version, number=version.number)
    return version


def _keep(actor: Actor, participant: Participant, **values: Any) -> PlanVersion:
    lock(participant.pk)
    versions = PlanVersion.objects.filter(participant=participant)
    last = versions.aggregate(last=Max("number"))["last"] or 0
    content = written(content_of(actor, participant))
    version = PlanVersion(participant=participant, number=last + 1, content=content, **values)
    version.save(force_insert=True)
    record(actor, "plan.version", version, number=version.number)
    return version
