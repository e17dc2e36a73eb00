"""Queries whose SQL is made once and asked many times: a page's time goes to the database, not to writing SQL anew."""

import inspect
from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, ForeignObject, Lookup, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils.timezone import localdate

from samlop.kernel.actor import Actor

P = ParamSpec("P")
Row = TypeVar("Row")

_FIRST_DAY = date(4001, 1, 1)
NAMES = ("name", "organisation_name")
MOST_KEPT = 500
MOST_ARGUMENTS = 100


@Field.register_lookup
@ForeignObject.register_lookup
class OneOf(Lookup):
    """`filter(column__one_of=ids)`: one array, however many ids, where `in` writes each by itself."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The column is any of the array's."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))


@dataclass(frozen=True)
class _Made:
    """One query's SQL, where the arguments go in it, and what turns its rows into what was asked for."""

    queryset: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]

    def rows(self, values: list[Any]) -> list[Any]:
        """The rows for these arguments."""
        params = list(self.params)
        for place, number in self.places:
            params[place] = values[number]
        compiler, database = copy(self.compiler), self.queryset.db
        compiler.connection = connections[database]
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, tuple(params))  # type: ignore[method-assign]
        asked = SimpleNamespace(
            db=database,
            query=_Compiled(self.queryset.query, compiler),
            model=self.queryset.model,
            _fields=self.queryset._fields,  # type: ignore[attr-defined]
            _known_related_objects={},
        )
        iterable: Any = self.queryset._iterable_class  # noqa: SLF001
        return list(iterable(asked))


class _Compiled:
    """A query that hands out the compiler whose SQL is made."""

    def __init__(self, query: Any, compiler: SQLCompiler) -> None:
        self._query, self._compiler = query, compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *_args: object, **_kwargs: object) -> SQLCompiler:
        """The compiler whose SQL is made."""
        return self._compiler


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Makes a function that builds a query give its rows, and write its SQL once for each shape of its arguments.

    Ids, days, clock times, lists of ids (with `one_of`) and the ids of an actor go into the SQL anew each time; all
    else (a role, a flag, whether an id is there at all) is shape, and so is today's date. The function may use an
    argument only as it is: a day counted from an argument, or the clock, would be frozen, and is refused.
    See docs/adr/0012-prepared-queries.md.
    """
    made: dict[Hashable, tuple[_Made | None]] = {}
    signature = inspect.signature(build)

    @wraps(build)
    def rows(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        split = _Split()
        standing_in = {name: split.stand_in(value) for name, value in bound.arguments.items()}
        shape = (localdate(), *split.shape)
        entry = made.get(shape)
        if entry is None:
            entry = (_make(build(**standing_in), split.stand_ins, name=build.__qualname__),)  # type: ignore[call-arg]
            if len(made) >= MOST_KEPT:
                made.clear()
            made[shape] = entry
        (found,) = entry
        return found.rows(split.values) if found else []

    return rows


class _Split:
    """Takes arguments apart: values that go into the SQL, what stands in for them, and the shape that is left."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.stand_ins: list[Any] = []
        self.shape: list[Hashable] = []

    def stand_in(self, value: Any) -> Any:
        """What the builder gets in place of an argument."""
        number = len(self.values)
        if isinstance(value, Actor):
            parts = {one.name: getattr(value, one.name) for one in fields(value)}
            ids = {name: self.stand_in(part) for name, part in parts.items() if isinstance(part, UUID)}
            self.shape.append(
                tuple((name, part) for name, part in parts.items() if name not in {*ids, *NAMES})
            )
            return replace(value, **ids)
        stand_in: Any
        if isinstance(value, UUID):
            stand_in = UUID(int=number + 1)
        elif isinstance(value, list):
            stand_in = [UUID(int=number + 1)]
        elif isinstance(value, datetime):
            stand_in = datetime(4001, 1, 1, tzinfo=UTC) + timedelta(days=number)
        elif isinstance(value, date):
            stand_in = _FIRST_DAY + timedelta(days=number)
        else:
            self.shape.append(value)
            return value
        self.shape.append(type(value).__name__)
        self.values.append(value)
        self.stand_ins.append(stand_in)
        return stand_in


def _make(queryset: QuerySet[Any], stand_ins: list[Any], *, name: str) -> _Made | None:
    """The SQL with its places; nothing where the query can have no rows at all."""
    compiler = queryset.query.get_compiler(using=queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = tuple(
        (place, number)
        for place, param in enumerate(params)
        for number, stand_in in enumerate(stand_ins)
        if type(param) is type(stand_in) and param == stand_in
    )
    filled = {place for place, _number in places}
    texts = {str(one) for one in stand_ins}
    for place, param in enumerate(params):
        if place not in filled and (_would_freeze(param) or str(param) in texts):
            raise TypeError(
                f"{name} uses {param!r}, which is no argument of it: it would be the same for ever"
            )
    return _Made(queryset, compiler, sql, tuple(params), places)


def _would_freeze(param: Any) -> bool:
    """A clock time, a day that is not today, or an id out of a list that was to go in whole."""
    if isinstance(param, UUID):
        return param.int <= MOST_ARGUMENTS
    return isinstance(param, datetime) or (isinstance(param, date) and param != localdate())
