"""A form sent twice writes once: its key and what it says become the id of the row."""

from typing import TypeVar
from uuid import UUID, uuid4, uuid5

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def once_id(owner: UUID, key: UUID | None, *said: object) -> UUID:
    """The id of what a form with this key writes for its owner; saying something else with the same key writes anew.

    A page that comes back from the browser's history holds the key it had, but perhaps other words.
    """
    return uuid5(owner, repr((str(key), *said))) if key else uuid4()


def written_before(model: type[Row], pk: UUID) -> Row | None:
    """What the same form has written already; of two that arrive at once the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [str(pk)])
    rows: models.QuerySet[Row, Row] = models.QuerySet(model)
    return rows.filter(pk=pk).first()
