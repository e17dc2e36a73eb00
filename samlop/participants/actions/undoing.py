"""Taking back what was just changed: pressing the wrong button never makes anything vanish."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.models import Change
from samlop.participants import policies
from samlop.participants.actions.changing import lock
from samlop.participants.models import Participant
from samlop.participants.undoable import UNDOABLE


@transaction.atomic
def undo_changes(actor: Actor, participant: Participant, *, first: int, last: int) -> int:
    """Puts rows back as they were before these changes and says how many; what was changed since is left alone."""
    held = standing(actor, participant.pk)
    require(policies.may_read_history(held))
    lock(participant.pk)
    made = Change.objects.filter(participant_id=participant.pk, pk__range=(first, last))
    changes = list(made.filter(table__in=UNDOABLE).order_by("-pk"))
    if changes:
        changes = [change for change in changes if change.employment_id == changes[-1].employment_id]
    for change in changes:
        require(policies.may_map(held, change.kind))
        _undo_change(actor, participant, change)
    if not changes:
        raise RuleBroken(_("Dette kan ikke angres lenger."))
    return len(changes)


def _undo_change(actor: Actor, participant: Participant, change: Change) -> None:
    model = UNDOABLE[change.table]
    rows: models.QuerySet[Any, Any] = models.QuerySet(model).select_for_update(of=["self"])
    row: models.Model | None = rows.filter(pk=change.row_id).first()
    values = _values(model, change)
    if change.verb == Change.Verb.REMOVED:
        _bring_back(model(pk=change.row_id), participant, values=values)
    elif row is None or any(getattr(row, name) != after for name, (_before, after) in values.items()):
        raise RuleBroken(_("Dette er endret igjen siden, og kan ikke angres. Se endringene i mappen."))
    elif change.verb == Change.Verb.ADDED:
        row.delete()
    else:
        _put_back(row, values)
    record(actor, "change.undone", change, change=change.pk)


def _values(model: type[models.Model], change: Change) -> dict[str, tuple[Any, Any]]:
    """What stood in each field before and after, as the field has it."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    return {
        fields[column].attname: (fields[column].to_python(before), fields[column].to_python(after))
        for column, (before, after) in change.values.items()
    }


def _bring_back(
    row: models.Model, participant: Participant, *, values: Mapping[str, tuple[Any, Any]]
) -> None:
    if values["participant_id"][0] != participant.pk:
        raise RuleBroken(_("Dette kan ikke angres lenger."))
    for name, (before, _after) in values.items():
        setattr(row, name, before)
    with _still_fitting():
        row.save(force_insert=True)


def _put_back(row: models.Model, values: Mapping[str, tuple[Any, Any]]) -> None:
    for name, (before, _after) in values.items():
        setattr(row, name, before)
    with _still_fitting():
        row.save(update_fields=list(values), force_update=True)


@contextmanager
def _still_fitting() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as impossible:
        raise RuleBroken(_("Dette passer ikke lenger med resten, og kan ikke angres.")) from impossible
