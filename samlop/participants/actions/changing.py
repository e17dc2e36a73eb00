"""Changing a row field by field, so that two who write at once never overwrite each other unseen."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext as _

from samlop.kernel.errors import RuleBroken
from samlop.participants.models import Participant

Row = TypeVar("Row", bound=models.Model)


class Overtaken(RuleBroken):
    """Somebody else changed the same while the form was open; `present` is what stands there now, by field."""

    def __init__(self, present: Mapping[str, Any]) -> None:
        super().__init__(_("Noen andre har endret det samme mens du skrev. Ingenting er overskrevet."))
        self.present = dict(present)


class Faults(RuleBroken):
    """Several fields cannot be right as they stand; `faults` says why, field by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(_("Noe av dette kan ikke stemme."))
        self.faults = dict(faults)


def lock(key: UUID) -> None:
    """Lets one at a time change what hangs on this key, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])


def apply_changes(row: models.Model, changes: Mapping[str, Any], *, seen: Mapping[str, Any]) -> list[str]:
    """Puts the new values into the row and names those that differ; refuses what changed after it was shown."""
    present = {name: getattr(row, name) for name in changes}
    overtaken = {
        name: value
        for name, value in present.items()
        if name in seen and value not in (seen[name], changes[name])
    }
    if overtaken:
        raise Overtaken(overtaken)
    different = [name for name, value in changes.items() if present[name] != value]
    for name in different:
        setattr(row, name, changes[name])
    return different


def own_row(model: type[Row], participant: Participant) -> tuple[Row, bool]:
    """The participant's one row of a table, locked; a new one, not yet stored, where there is none."""
    lock(participant.pk)
    rows: models.QuerySet[Row, Row] = models.QuerySet(model).select_for_update(of=["self"])
    found = rows.filter(participant=participant).first()
    return (model(participant=participant), True) if found is None else (found, False)


def store(row: models.Model, fields: list[str], *, is_new: bool) -> None:
    """Stores a new row whole, or of an old one just the fields that differ."""
    if is_new:
        row.save(force_insert=True)
    elif fields:
        row.save(update_fields=fields, force_update=True)
