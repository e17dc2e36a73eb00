"""Whether the database obeys the same access matrix as the program; asked by `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import DatabaseError

from samlop.access.matrix import matrix
from samlop.access.models import Rule

CELL = ("relation", "role", "kind", "action", "scope")


def database_obeys_the_file(databases: Sequence[str] | None = None, **_asked: Any) -> list[CheckMessage]:
    """Every cell of the file is a rule of the database, and the database has no other."""
    if not databases:
        return []
    wanted = {tuple(getattr(row, name) for name in CELL) for row in matrix()}
    try:
        obeyed = set(Rule.objects.values_list(*CELL))
    except DatabaseError as refused:
        return [_error(f"The database's access rules cannot be read: {refused}".rstrip())]
    lacking, foreign = len(wanted - obeyed), len(obeyed - wanted)
    if lacking or foreign:
        return [
            _error(f"The database lacks {lacking} of the access matrix's cells and has {foreign} others.")
        ]
    return []


def _error(message: str) -> CheckMessage:
    return Error(message, hint="Run `samlop setup`.", id="access.E001")
