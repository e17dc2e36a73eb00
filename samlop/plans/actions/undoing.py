"""Taking back what one has just changed in a plan: what is added is laid away, what is changed is put back."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samlop.access.policies import Standing, standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.models import Change
from samlop.participants.actions.changing import lock
from samlop.participants.models import Participant
from samlop.plans import policies
from samlop.plans.actions.steps import set_waits, waits_of
from samlop.plans.models import Action, Goal, Plan, Step, StepDependency

Row = Goal | Step | Action | Plan
ROWS: Mapping[str, type[Row]] = {one._meta.db_table: one for one in (Goal, Step, Action, Plan)}
BEFORE, AFTER = 0, 1
WAITS = StepDependency._meta.db_table
LAID_AWAY: Mapping[type[Row], Mapping[str, Any]] = {
    Goal: {"state": Goal.State.LEFT},
    Step: {"removed": True},
    Action: {"dropped": True},
    Plan: {"horizon": None},
}


@transaction.atomic
def undo_changes(actor: Actor, participant: Participant, *, first: int, last: int) -> int:
    """Puts the actor's own changes of the plan back and says how many; what was changed since is left alone."""
    held = standing(actor, participant.pk)
    lock(participant.pk)
    made = Change.objects.filter(
        participant_id=participant.pk,
        pk__gte=first,
        pk__lte=last,
        employment_id=actor.employment_id,
        table__in=[*ROWS, WAITS],
    )
    changes = list(made.order_by("-pk"))
    for change in changes:
        if change.table in ROWS:
            _undo(held, change)
    _undo_waits(held, [change for change in changes if change.table == WAITS])
    if not changes:
        raise RuleBroken(_("Dette kan ikke angres lenger."))
    record(actor, "plan.change_undone", participant, first=first, last=last)
    return len(changes)


def _undo(held: Standing, change: Change) -> None:
    rows: Any = ROWS[change.table].objects
    row = rows.select_for_update(of=["self"]).get(pk=change.row_id)
    after = _values(row, change, side=AFTER)
    if any(getattr(row, name) != value for name, value in after.items()):
        raise RuleBroken(_("Dette er endret igjen siden, og kan ikke angres. Se endringene i mappen."))
    require(_may_change(held, row))
    is_new = change.verb == Change.Verb.ADDED
    before = dict(LAID_AWAY[type(row)]) if is_new else _values(row, change, side=BEFORE)
    for name, value in before.items():
        setattr(row, name, value)
    require(_may_change(held, row))
    row.save(update_fields=list(before), force_update=True)


def _values(row: Row, change: Change, *, side: int) -> dict[str, Any]:
    """What stood in each changed field before or after, as the field has it."""
    fields = {field.column: field for field in row._meta.concrete_fields}
    return {
        fields[column].attname: fields[column].to_python(values[side])
        for column, values in change.values.items()
        if column in fields
    }


def _may_change(held: Standing, row: Row) -> bool:
    if isinstance(row, Step):
        return policies.may_change_step(held, row.organisation_id)
    if isinstance(row, Goal):
        return policies.may_change_goals(held)
    return policies.may_change_actions(held) if isinstance(row, Action) else policies.may_change_plan(held)


def _undo_waits(held: Standing, changes: Iterable[Change]) -> None:
    """What was no longer to be waited for is again, and the other way round."""
    wanted: dict[UUID, set[UUID]] = {}
    for change in changes:
        added = change.verb == Change.Verb.ADDED
        step_id, other = (UUID(change.values[name][added]) for name in ("step_id", "waits_for_id"))
        step = Step.objects.get(pk=step_id)
        waits = wanted.setdefault(step_id, set(waits_of(step)))
        waits.discard(other) if added else waits.add(other)
    for step in Step.objects.filter(pk__in=wanted):
        require(policies.may_change_step(held, step.organisation_id))
        set_waits(step, frozenset(wanted[step.pk]))
