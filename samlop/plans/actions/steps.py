"""Steps: added, moved, taken out and put back."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from samlop.access.models import Organisation
from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.participants.models import Participant
from samlop.plans import policies, rules
from samlop.plans.models import Plan, Step, StepDependency
from samlop.plans.pathway import Station
from samlop.plans.pathway import StepKind as Kind
from samlop.plans.wording import REFUSALS

CHANGEABLE = ("kind", "title", "first", "until", "status", "organisation", "note")


@transaction.atomic
def add_step(
    actor: Actor, participant: Participant, *, organisation: Organisation | None, waits_for: Iterable[Step] = (), **values: Any
) -> Step:
    """Puts a new step into the plan."""
    organisation_id = organisation.pk if organisation else None
    require(policies.may_change_step(standing(actor, participant.pk), organisation_id))
    _require_period(values.get("first"), values.get("until"))
    Plan.objects.get_or_create(participant=participant) if policies.may_change_plan(actor, participant.pk) else None
    step = Step.objects.create(participant=participant, organisation=organisation, **values)
    _set_waits(step, waits_for)
    record(actor, "step.added", step, kind=step.kind)
    return step


@transaction.atomic
def change_step(actor: Actor, step: Step, *, waits_for: Iterable[Step] | None = None, **values: Any) -> Step:
    """Changes a step; what it was before stays in the history."""
    step = Step.objects.select_for_update(of=["self"]).get(pk=step.pk)
    held = standing(actor, step.participant_id)
    require(policies.may_change_step(held, step.organisation_id))
    for name in CHANGEABLE:
        if name in values:
            setattr(step, name, values[name])
    require(policies.may_change_step(held, step.organisation_id))
    _require_period(step.first, step.until)
    step.save(force_update=True)
    if waits_for is not None:
        _set_waits(step, waits_for)
    record(actor, "step.changed", step, fields=sorted(values))
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
def set_horizon(actor: Actor, participant: Participant, *, horizon: date | None, today: date) -> Plan:
    """Says how far ahead the goal realistically lies. Source: routine, meeting 1, item 8."""
    require(policies.may_change_plan(actor, participant.pk))
    if refusal := rules.horizon_refusal(horizon, today):
        raise RuleBroken(REFUSALS[refusal], field="horizon")
    plan, _made = Plan.objects.get_or_create(participant=participant)
    plan.horizon = horizon
    plan.save(force_update=True)
    record(actor, "plan.horizon", plan)
    return plan


def _set_removed(actor: Actor, step: Step, *, removed: bool) -> Step:
    step = Step.objects.select_for_update(of=["self"]).get(pk=step.pk)
    require(policies.may_change_step(standing(actor, step.participant_id), step.organisation_id))
    step.removed = removed
    step.save(force_update=True)
    record(actor, "step.removed" if removed else "step.restored", step)
    return step


def _require_period(first: date | None, until: date | None) -> None:
    if refusal := rules.period_refusal(rules.PlannedPeriod(first, until)):
        raise RuleBroken(REFUSALS[refusal], field="until")


def _set_waits(step: Step, waits_for: Iterable[Step]) -> None:
    wanted = {other.pk for other in waits_for if other.participant_id == step.participant_id}
    waiting: dict[str, set[str]] = {}
    for from_id, to_id in StepDependency.objects.filter(participant_id=step.participant_id).values_list("step", "waits_for"):
        waiting.setdefault(str(from_id), set()).add(str(to_id))
    waiting[str(step.pk)] = {str(pk) for pk in wanted}
    stations = [
        Station(key=str(pk), title="", kind=Kind(kind))
        for pk, kind in Step.objects.filter(participant_id=step.participant_id).values_list("pk", "kind")
    ]
    if refusal := rules.dependency_refusal(waiting, stations):
        raise RuleBroken(REFUSALS[refusal], field="waits_for")
    _write_waits(step, wanted)


def _write_waits(step: Step, wanted: set[UUID]) -> None:
    held = set(StepDependency.objects.filter(step=step).values_list("waits_for", flat=True))
    StepDependency.objects.filter(step=step, waits_for__in=held - wanted).delete()
    for pk in wanted - held:
        StepDependency.objects.create(participant_id=step.participant_id, step=step, waits_for_id=pk)
