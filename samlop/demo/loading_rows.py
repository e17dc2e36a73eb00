"""Collects the rows of the region, pours them into the database at once, and writes how they came to be."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, models
from psycopg import sql

from samlop.demo.loading_keys import NOBODY, Hand
from samlop.kernel.models import Change

HISTORIES = """
SELECT c.relname, t.tgargs FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = 'record_change'
"""
FORCED = "SELECT relname FROM pg_class WHERE relforcerowsecurity AND relnamespace = 'public'::regnamespace"
ADDED = """
INSERT INTO kernel_change (at, participant_id, kind, "table", row_id, verb, values, person_id, employment_id,
                           organisation_id, system)
SELECT w.at, (whole ->> {participant})::uuid, {kind}, {table}, w.row_id, 'INSERT', (
         SELECT jsonb_object_agg(k, CASE WHEN k = ANY ({unlogged}) THEN '[null, null]'
                                         ELSE jsonb_build_array(NULL, v) END)
         FROM jsonb_each(whole || w.at_first) AS cell(k, v) WHERE k <> 'id'),
       w.person, w.employment, w.organisation, ''
FROM unnest(%s::text[], %s::timestamptz[], %s::uuid[], %s::uuid[], %s::uuid[], %s::jsonb[])
     AS w(row_id, at, person, employment, organisation, at_first)
JOIN (SELECT to_jsonb(t) AS whole, t.{key}::text AS row_id FROM {name} t) stored USING (row_id)
"""


@dataclass(frozen=True)
class Entry:
    """One row as it was first written: by whom, when, and which values it has taken later."""

    row: models.Model
    at: datetime
    by: Hand
    at_first: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """How the database keeps the history of one table, as its trigger says."""

    kind: str
    participant: str
    unlogged: tuple[str, ...]

    @classmethod
    def told_by(cls, arguments: bytes) -> "History":
        """What the trigger was made with."""
        kind, participant, *unlogged = bytes(arguments).decode().rstrip("\0").split("\0")
        return cls(kind, participant, tuple(unlogged))


class Rows:
    """Everything that is to be loaded, by table; nothing reaches the database before all of it is known."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._rows: dict[type[models.Model], list[models.Model]] = {}
        self._entries: dict[tuple[type[models.Model], str], Entry] = {}
        self._changes: list[tuple[Entry, datetime, Hand, dict[str, list[Any]]]] = []

    def add(self, row: models.Model, *, at: datetime | None = None, by: Hand = NOBODY) -> None:
        """One more row; with `at` its table's history begins at that moment, where the table has one."""
        self._rows.setdefault(type(row), []).append(row)
        if at is not None:
            at = min(at, self._now)
            _stamp(row, at)
            self._entries[type(row), str(row.pk)] = Entry(row, at, by)

    def turn(
        self, row: models.Model, *, at: datetime, by: Hand, values: Mapping[str, tuple[Any, Any]]
    ) -> None:
        """At a moment, columns of a row went from one value to another; the row holds the last ones."""
        entry = self._entries[type(row), str(row.pk)]
        changed = {column: [_plain(before), _plain(after)] for column, (before, after) in values.items()}
        for column, (before, _after) in changed.items():
            entry.at_first.setdefault(column, before)
        self._changes.append((entry, min(at, self._now), by, changed))

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    def pour(self) -> None:
        """Writes it all, and the history of it, as the owner of the tables."""
        with _unguarded() as histories:
            for model, rows in self._rows.items():
                _copy(model, rows)
            for model in self._rows:
                if history := histories.get(model._meta.db_table):
                    _write_beginnings(
                        model, history, [one for key, one in self._entries.items() if key[0] is model]
                    )
            _copy(Change, list(self._turns(histories)))

    def _turns(self, histories: Mapping[str, History]) -> Iterator[Change]:
        for entry, at, by, values in sorted(self._changes, key=lambda change: change[1]):
            table = entry.row._meta.db_table
            history = histories.get(table)
            if history is None:
                continue
            whose = entry.row.pk if history.participant == "id" else entry.row.participant_id  # type: ignore[attr-defined]
            yield Change(
                at=at,
                participant_id=whose,
                kind=history.kind,
                table=table,
                row_id=str(entry.row.pk),
                verb=Change.Verb.CHANGED,
                values=values,
                person_id=by.person_id,
                employment_id=by.employment_id,
                organisation_id=by.organisation_id,
            )


def _stamp(row: models.Model, at: datetime) -> None:
    """A row that would stamp its own time when saved has the time it was written instead."""
    for one in row._meta.concrete_fields:
        stamps = isinstance(one, models.DateTimeField) and (one.auto_now or one.auto_now_add)
        if stamps and getattr(row, one.attname) is None:
            setattr(row, one.attname, at)


def _plain(value: Any) -> Any:
    """A value as the database's own history holds it."""
    return value.isoformat() if isinstance(value, date) else value


@contextmanager
def _unguarded() -> Iterator[dict[str, History]]:
    """The tables without their watch: the past cannot be written through triggers that tell of today."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORIES)
        histories = {table: History.told_by(arguments) for table, arguments in cursor.fetchall()}
        cursor.execute(FORCED)
        forced = [table for (table,) in cursor.fetchall()]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        _alter(forced, "NO FORCE ROW LEVEL SECURITY")
        _alter(histories, "DISABLE TRIGGER record_change")
        yield histories
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        _alter(histories, "ENABLE TRIGGER record_change")
        _alter(forced, "FORCE ROW LEVEL SECURITY")


def _alter(tables: Iterable[str], how: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(sql.SQL("ALTER TABLE {} {}").format(sql.Identifier(table), sql.SQL(how)))


def _copy(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """All rows of one table in one stream; numbers the database counts itself are left to it."""
    fields = [one for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]
    columns = [sql.Identifier(str(one.column)) for one in fields]
    table = sql.Identifier(model._meta.db_table)
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(columns))
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row([one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields])


def _write_beginnings(model: type[models.Model], history: History, entries: list[Entry]) -> None:
    """The first line of each row's history, in the words the trigger would have used on that day."""
    command = sql.SQL(ADDED).format(
        participant=sql.Literal(history.participant),
        kind=sql.Literal(history.kind),
        table=sql.Literal(model._meta.db_table),
        unlogged=sql.Literal(list(history.unlogged)),
        key=sql.Identifier(str(model._meta.pk.column)),
        name=sql.Identifier(model._meta.db_table),
    )
    columns: list[list[Any]] = [
        [str(one.row.pk) for one in entries],
        [one.at for one in entries],
        [one.by.person_id for one in entries],
        [one.by.employment_id for one in entries],
        [one.by.organisation_id for one in entries],
        [json.dumps(one.at_first) for one in entries],
    ]
    with connection.cursor() as cursor:
        cursor.execute(command, columns)
