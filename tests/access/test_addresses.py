"""Every address × every role, in one table: what is not in the table fails."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samlop.access.models import ReadLog
from samlop.kernel.actor import Actor
from tests.access.world import Address, World, addresses
from tests.cast import Cast

TABLE = Path(__file__).with_name("addresses.csv")
POSTS = Path(__file__).with_name("posts.csv")
ROLES = ("nobody", "ute", "lea", "dina", "kari", "tea", "kim", "nils")
INSIDERS = ("kari", "tea", "kim", "nils")
NO_FILE = ("ute", "lea")
FILE_ROUTES = ("deltakere/<uuid:pk>", "moter/<uuid:pk>")
OWN_ROUTES = "min-vei/"
FOR_ALL = {"access:sign_in", "access:sign_out", "access:matrix", "access:hats", "desk:day"}
SignIn = Callable[[Actor], Client]
Statuses = dict[str, dict[str, str]]


def table(file: Path = TABLE) -> Statuses:
    with file.open(encoding="utf-8", newline="") as rows:
        return {row["address"]: row for row in csv.DictReader(rows)}


def clients(cast: Cast, signed_in: SignIn) -> dict[str, Client]:
    return {role: browser_of(role, cast, signed_in) for role in ROLES}


def read(world: World, browsers: dict[str, Client]) -> Statuses:
    """What each role gets when it asks for each address."""
    found: Statuses = {}
    for address in addresses():
        for role, browser in browsers.items():
            _keep(found, address, role, browser.get(world.path(address)).status_code)
    return found


def post(world: World, signed_in: SignIn) -> Statuses:
    """What each role gets when it posts a word to each address; what it changed is taken back each time."""
    found: Statuses = {}
    for address in addresses():
        for role in ROLES:
            before = transaction.savepoint()
            browser = browser_of(role, world.cast, signed_in)
            answer = browser.post(world.path(address), {"text": "x"})
            transaction.savepoint_rollback(before)
            _keep(found, address, role, answer.status_code)
    return found


def _keep(found: Statuses, address: Address, role: str, status: int) -> None:
    """Two addresses of one name must answer alike; where they do not, both answers stand."""
    row = found.setdefault(address.name, {})
    row[role] = str(status) if row.get(role, str(status)) == str(status) else f"{row[role]}/{status}"


def browser_of(role: str, cast: Cast, signed_in: SignIn) -> Client:
    return Client() if role == "nobody" else signed_in(getattr(cast, role), raise_request_exception=False)


def surprises(found: Statuses, wanted: Statuses) -> list[str]:
    return [
        f"{name} as {role}: {status}, the table says {wanted[name][role]}"
        for name, row in found.items()
        for role, status in row.items()
        if status != wanted[name][role]
    ]


@pytest.mark.parametrize("file", [TABLE, POSTS])
def test_every_address_is_in_the_table(file: Path) -> None:
    assert sorted({one.name for one in addresses()}) == sorted(table(file))


def test_each_role_gets_what_the_table_says(world: World, cast: Cast, signed_in: SignIn) -> None:
    assert surprises(read(world, clients(cast, signed_in)), table()) == []


def test_each_role_may_post_what_the_table_says(world: World, signed_in: SignIn) -> None:
    assert surprises(post(world, signed_in), table(POSTS)) == []


@pytest.mark.parametrize("file", [TABLE, POSTS])
def test_the_table_lets_no_outsider_into_a_file(file: Path) -> None:
    rows = table(file)
    leaks = [
        f"{one.name} as {role}"
        for one in addresses()
        for role in ROLES
        if one.name not in FOR_ALL and _is_outside(role, one.route)
        if rows[one.name][role] not in ("404", "405")
    ]
    assert leaks == []


def _is_outside(role: str, route: str) -> bool:
    """Staff outside the group have no file, no member of staff has own pages, and a participant has nothing else."""
    if route.startswith(OWN_ROUTES):
        return role not in ("nobody", "dina")
    return role == "dina" or (role in NO_FILE and route.startswith(FILE_ROUTES))


def test_every_page_of_the_file_shows_itself_to_somebody() -> None:
    reads, posts = table(), table(POSTS)
    unseen = [
        name
        for name, row in reads.items()
        if not {"200", "405"} & set(row.values())
        or (
            "405" in row.values()
            and not {"200", "302", "400", "422"} & {posts[name][role] for role in ROLES[1:]}
        )
    ]
    assert unseen == []


def test_nobody_is_sent_to_sign_in_or_finds_an_open_page() -> None:
    public = {"access:sign_in", "access:sign_out", "access:matrix", "access:hats"}
    odd = [
        name
        for file in (TABLE, POSTS)
        for name, row in table(file).items()
        if row["nobody"] not in ("302", "401") and name not in public
    ]
    assert odd == []


@pytest.mark.parametrize("role", ["kari", "tea", "dina"])
def test_a_page_of_a_file_writes_the_read_log_and_nothing_else(
    world: World, signed_in: SignIn, role: str
) -> None:
    silent, written = [], []
    browser, rows = signed_in(getattr(world.cast, role)), table()
    for address in addresses():
        if not address.route.startswith((*FILE_ROUTES, OWN_ROUTES)) or rows[address.name][role] != "200":
            continue
        before = ReadLog.objects.count()
        with CaptureQueriesContext(connection) as queries:
            browser.get(world.path(address))
        if ReadLog.objects.count() == before:
            silent.append(address.name)
        written += [f"{address.name}: {sql[:80]}" for sql in _writes(queries)]
    assert silent == []
    assert written == []


def _writes(queries: CaptureQueriesContext) -> list[str]:
    changing = ("INSERT", "UPDATE", "DELETE")
    kept = ('"access_readlog"', '"django_session"')
    found = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in found if sql.startswith(changing) and not any(name in sql for name in kept)]


def test_unknown_and_forbidden_look_the_same(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.ute)
    forbidden = browser.get(f"/deltakere/{cast.participant.pk}/")
    unknown = browser.get("/deltakere/00000000-0000-4000-8000-000000000000/")
    assert forbidden.status_code == unknown.status_code == 404
    assert _without_nonce(forbidden.content, cast) == _without_nonce(unknown.content, cast)


def _without_nonce(content: bytes, cast: Cast) -> str:
    text = (
        content.decode()
        .replace(str(cast.participant.pk), "…")
        .replace("00000000-0000-4000-8000-000000000000", "…")
    )
    return re.sub(r'nonce="[^"]+"|value="[A-Za-z0-9]{64}"', "", text)
