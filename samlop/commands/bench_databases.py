"""Scratch databases for the benchmark: made, filled, entered as the role the web server has, and dropped."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from psycopg import sql

from config.environment import database
from samlop.commands.bench_filling import without_triggers
from samlop.commands.bench_region import fill_region
from samlop.commands.command_line import CommandError

SOURCES = (
    "samlop/**/migrations/*.py",
    "samlop/access/*.sql",
    "samlop/access/matrix.csv",
    "samlop/commands/bench_*.py",
)
POWERS = """SELECT session_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = session_user"""


@dataclass(frozen=True)
class Scratch:
    """One database with so many participants in it."""

    name: str
    participants: int

    def enter(self, *, as_owner: bool = False) -> None:
        """Makes every query from now on go to this database, as the web's own role or as the owner of the tables."""
        connections["default"] = _connection(self.name, as_owner)

    @property
    def address(self) -> str:
        """The address under which the owner of the tables finds it."""
        return urlsplit(_owner_address())._replace(path=f"/{self.name}").geturl()


@cache
def _connection(name: str, as_owner: bool) -> BaseDatabaseWrapper:
    own = dict(connections.settings["default"])
    if as_owner:
        own |= database(_owner_address())
    backend = load_backend(own["ENGINE"])
    wrapper: BaseDatabaseWrapper = backend.DatabaseWrapper(own | {"NAME": name}, "default")
    return wrapper


def _owner_address() -> str:
    try:
        return os.environ["OWNER_DATABASE_URL"]
    except KeyError:
        raise CommandError(
            "OWNER_DATABASE_URL mangler: målingen lager egne databaser. Kjør ./dev bench pages, "
            "eller oppgi en rolle som kan lage databaser."
        ) from None


@contextmanager
def scratch(participants: int, today: date, *, keep: bool, tell: Callable[[str], None]) -> Iterator[Scratch]:
    """A filled database; one kept from before is taken as it is while nothing it was made of has changed."""
    place = Scratch(f"samlop_bench_{participants}", participants)
    mark = _mark(participants, today)
    try:
        with psycopg.connect(_owner_address(), autocommit=True) as owner:
            if _mark_of(owner, place.name) != mark:
                _make(place, owner, today=today, tell=tell)
                owner.execute(_named("COMMENT ON DATABASE {} IS {}", place.name, mark))
            try:
                yield place
            finally:
                _leave(place)
                if not keep:
                    owner.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", place.name))
    except psycopg.errors.InsufficientPrivilege as refusal:
        raise CommandError(
            f"OWNER_DATABASE_URL er en rolle som ikke får lage målingens databaser ({refusal}). "
            "Bruk en som er superbruker på en database for utprøving, eller kjør ./dev bench pages."
        ) from None
    except psycopg.OperationalError as broken:
        raise CommandError(f"databasen svarer ikke ({broken}). Sjekk OWNER_DATABASE_URL.") from None


def _named(statement: str, name: str, value: str = "") -> sql.Composed:
    parts = [sql.Identifier(name), sql.Literal(value)] if value else [sql.Identifier(name)]
    return sql.SQL(statement).format(*parts)


def _make(
    place: Scratch,
    owner: "psycopg.Connection[tuple[object, ...]]",
    *,
    today: date,
    tell: Callable[[str], None],
) -> None:
    tell(f"lager {place.name}")
    owner.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", place.name))
    owner.execute(_named("CREATE DATABASE {} TEMPLATE template0", place.name))
    environment = dict(os.environ) | {"DATABASE_URL": place.address, "OWNER_DATABASE_URL": place.address}
    made = subprocess.run(
        [sys.executable, "-m", "samlop", "setup"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        reason = (made.stderr.strip().splitlines() or ["uten et ord"])[-1]
        raise CommandError(f"samlop setup stanset i {place.name}: {reason}")
    place.enter(as_owner=True)
    without_triggers()
    fill_region(place.participants, today, tell=lambda table: tell(f"fyller {place.name}: {table}"))
    connections["default"].close()
    tell(f"teller opp {place.name}")
    with psycopg.connect(place.address, autocommit=True) as inside:
        inside.execute("VACUUM ANALYZE")
        inside.execute("CHECKPOINT")


def _leave(place: Scratch) -> None:
    for as_owner in (False, True):
        place.enter(as_owner=as_owner)
        connections["default"].close()


def _mark(participants: int, today: date) -> str:
    """What a kept database was made of, in one word."""
    digest = hashlib.sha256(f"{participants} {today}".encode())
    root = Path(settings.ROOT)
    for path in sorted(path for pattern in SOURCES for path in root.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _mark_of(owner: "psycopg.Connection[tuple[object, ...]]", name: str) -> object:
    found = owner.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return found[0] if found else None


def require_web_role(place: Scratch) -> str:
    """The role that visits log in as, once it is certain that the database's own guard holds for it."""
    place.enter()
    with connections["default"].cursor() as cursor:
        cursor.execute(POWERS)
        role, is_super, bypasses = cursor.fetchone()
    if is_super or bypasses or role != settings.WEB_ROLE:
        raise CommandError(
            f"målingen er logget inn som {role}: sett DATABASE_URL til rollen {settings.WEB_ROLE}."
        )
    return str(role)
