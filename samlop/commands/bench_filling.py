"""Fills tables by the set: one statement a table, and the models' own defaults where nothing else is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import connection, models
from psycopg import sql


@dataclass(frozen=True)
class Rows:
    """The rows of one table: the query they come from, and an SQL expression for each column that matters."""

    model: type[models.Model]
    source: str
    values: Mapping[str, str]


def fill(rows: Rows) -> int:
    """Inserts the rows and tells how many there were."""
    columns: list[sql.Identifier] = []
    expressions: list[sql.Composable] = []
    parameters: list[Any] = []
    for field in rows.model._meta.concrete_fields:
        named = rows.values.get(field.attname)
        if named is None and _fills_itself(field):
            continue
        columns.append(sql.Identifier(str(field.column)))
        if named is not None:
            expressions.append(sql.SQL(named))
        elif field.default is uuid4:
            expressions.append(sql.SQL("gen_random_uuid()"))
        elif getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            expressions.append(sql.SQL("now()"))
        else:
            expressions.append(sql.Placeholder())
            parameters.append(_default(field))
    statement = sql.SQL("INSERT INTO {table} ({columns}) SELECT {expressions} FROM {source}").format(
        table=sql.Identifier(rows.model._meta.db_table),
        columns=sql.SQL(", ").join(columns),
        expressions=sql.SQL(", ").join(expressions),
        source=sql.SQL(rows.source),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def _fills_itself(field: "models.Field[Any, Any]") -> bool:
    return field.null or isinstance(field, models.AutoField) or field.db_default is not models.NOT_PROVIDED


def _default(field: "models.Field[Any, Any]") -> Any:
    """What a new row holds there; a text that may be left out is empty, and anything else must be said."""
    if field.default is models.NOT_PROVIDED and not (field.blank and field.empty_strings_allowed):
        raise LookupError(
            f"{field.model._meta.label}.{field.attname} has no default: the benchmark must name it"
        )
    return field.get_db_prep_save(field.get_default(), connection)


def write_table(name: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
    """Makes a small table for the statements to draw upon."""
    width = len(rows[0])
    target = sql.SQL("bench.{}").format(sql.Identifier(name))
    create = sql.SQL("CREATE TABLE {} ({})").format(target, sql.SQL(columns))
    places = sql.SQL(", ").join([sql.Placeholder()] * width)
    insert = sql.SQL("INSERT INTO {} VALUES ({})").format(target, places)
    with connection.cursor() as cursor:
        cursor.execute(create)
        cursor.executemany(insert, rows)


def count(model: type[models.Model]) -> int:
    """How many rows the table holds, as its owner sees it."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(model._meta.db_table)))
        return int(cursor.fetchone()[0])


def without_triggers() -> None:
    """Lets this session write rows that are whole already: no history of their making, no checks one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
