"""Steps: added, moved, taken out and put back, and how far ahead the goal lies."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samlop.access.models import Organisation
from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.once import once_id, written_before
from samlop.participants.actions.changing import apply_changes, lock
from samlop.participants.models import Participant
from samlop.plans import policies, rules
from samlop.plans.models import Plan, Step, StepDependency
from samlop.plans.pathway import Station
from samlop.plans.pathway import StepKind as Kind
from samlop.plans.wording import REFUSALS

WAITS_FOR = "waits_for"
NOTHING: Mapping[str, Any] = MappingProxyType({})


@transaction.atomic
def add_step(
    actor: Actor,
    participant: Participant,
    *,
    today: date,
    waits_for: Collection[UUID] = (),
    organisation_id: UUID | None = None,
    key: UUID | None = None,
    **values: Any,
) -> Step:
    """Puts a new step into the plan, once for a form sent twice; `values` are the step's own fields."""
    require(policies.may_change_step(standing(actor, participant.pk), organisation_id))
    pk = once_id(participant.pk, key, organisation_id, *sorted(values.items()), *sorted(waits_for))
    if before := written_before(Step, pk):
        return before
    step = Step(id=pk, participant=participant, organisation_id=organisation_id, **values)
    _require_period(step)
    _require_existing(organisation_id, today)
    step.save(force_insert=True)
    lock(participant.pk)
    set_waits(step, frozenset(waits_for))
    record(actor, "step.added", step, kind=step.kind)
    return step


@transaction.atomic
def change_step(
    actor: Actor, step: Step, *, today: date, changes: Mapping[str, Any], seen: Mapping[str, Any] = NOTHING
) -> Step:
    """Changes some fields of a step, and what it waits for; refuses what somebody else changed after it was shown."""
    lock(step.participant_id)
    step = Step.objects.select_for_update(of=["self"]).get(pk=step.pk)
    held = standing(actor, step.participant_id)
    require(policies.may_change_step(held, step.organisation_id))
    own = {name: value for name, value in changes.items() if name != WAITS_FOR}
    different = apply_changes(step, own, seen=seen)
    require(policies.may_change_step(held, step.organisation_id))
    if "first" in different or "until" in different:
        _require_period(step)
    if "organisation_id" in different:
        _require_existing(step.organisation_id, today)
    if different:
        step.save(update_fields=different, force_update=True)
    if WAITS_FOR in changes and _change_waits(step, changes, seen=seen):
        different.append(WAITS_FOR)
    if different:
        record(actor, "step.changed", step, fields=sorted(different))
    return step


@transaction.atomic
def remove_step(actor: Actor, step: Step) -> Step:
    """Takes a step out of the plan; it can be put back."""
    return _set_removed(actor, step, removed=True)


@transaction.atomic
def restore_step(actor: Actor, step: Step) -> Step:
    """Puts a step back that was taken out."""
    return _set_removed(actor, step, removed=False)


@transaction.atomic
def set_horizon(
    actor: Actor,
    participant: Participant,
    *,
    horizon: date | None,
    today: date,
    seen: Mapping[str, Any] = NOTHING,
) -> Plan:
    """Says how far ahead the goal realistically lies. Source: routine, meeting 1, item 8."""
    require(policies.may_change_plan(standing(actor, participant.pk)))
    lock(participant.pk)
    found = Plan.objects.select_for_update(of=["self"]).filter(participant=participant).first()
    plan = found or Plan(participant=participant)
    if not apply_changes(plan, {"horizon": horizon}, seen=seen):
        return plan
    if refusal := rules.horizon_refusal(horizon, today):
        raise RuleBroken(REFUSALS[refusal], field="horizon")
    plan.save(force_insert=found is None, force_update=found is not None)
    record(actor, "plan.horizon", plan)
    return plan


def _set_removed(actor: Actor, step: Step, *, removed: bool) -> Step:
    lock(step.participant_id)
    step = Step.objects.select_for_update(of=["self"]).get(pk=step.pk)
    require(policies.may_change_step(standing(actor, step.participant_id), step.organisation_id))
    if step.removed != removed:
        step.removed = removed
        step.save(update_fields=["removed"], force_update=True)
        record(actor, "step.removed" if removed else "step.restored", step)
    return step


def _require_period(step: Step) -> None:
    if refusal := rules.period_refusal(rules.PlannedPeriod(step.first, step.until)):
        raise RuleBroken(REFUSALS[refusal], field="until")


def _require_existing(organisation_id: UUID | None, today: date) -> None:
    existing = Organisation.objects.existing_on(today)
    if organisation_id is not None and not existing.filter(pk=organisation_id).exists():
        raise RuleBroken(_("Velg en etat som finnes i dag."), field="organisation_id")


def _change_waits(step: Step, changes: Mapping[str, Any], *, seen: Mapping[str, Any]) -> bool:
    """Adds and takes away what the writer did, and keeps what somebody else added meanwhile."""
    wanted, present = frozenset(changes[WAITS_FOR]), waits_of(step)
    shown = frozenset(seen.get(WAITS_FOR, present))
    return set_waits(step, (present - (shown - wanted)) | (wanted - shown))


def waits_of(step: Step) -> frozenset[UUID]:
    """What a step waits for, of the steps that are still in the plan."""
    waits = StepDependency.objects.filter(step=step, waits_for__removed=False)
    return frozenset(waits.values_list("waits_for", flat=True))


def set_waits(step: Step, wanted: frozenset[UUID]) -> bool:
    """Lets a step wait for these and no others, and says whether that is anything new."""
    present = waits_of(step)
    if wanted == present:
        return False
    _require_sensible(step, wanted)
    StepDependency.objects.filter(step=step, waits_for__in=present - wanted).delete()
    StepDependency.objects.bulk_create(
        StepDependency(participant_id=step.participant_id, step=step, waits_for_id=pk)
        for pk in sorted(wanted - present)
    )
    return True


def _require_sensible(step: Step, wanted: frozenset[UUID]) -> None:
    """Only steps of the same plan are waited for, and never in a ring, whether the step is in the plan or taken out."""
    kinds = dict(Step.objects.filter(participant=step.participant_id).values_list("pk", "kind"))
    if not wanted <= kinds.keys():
        raise RuleBroken(_("Velg steg i denne planen."), field=WAITS_FOR)
    waiting: dict[str, set[str]] = {}
    held = StepDependency.objects.filter(participant=step.participant_id).exclude(step=step)
    for from_id, to_id in held.values_list("step", "waits_for"):
        waiting.setdefault(str(from_id), set()).add(str(to_id))
    waiting[str(step.pk)] = {str(pk) for pk in wanted}
    stations = [Station(key=str(pk), title="", kind=Kind(kind)) for pk, kind in kinds.items()]
    if refusal := rules.dependency_refusal(waiting, stations):
        raise RuleBroken(REFUSALS[refusal], field=WAITS_FOR)
