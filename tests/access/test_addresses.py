"""Every address × every role, in one table: what is not in the table fails."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samlop.access.models import ReadLog
from samlop.kernel.actor import Actor
from tests.access.world import addresses, make_world
from tests.cast import Cast

TABLE = Path(__file__).with_name("addresses.csv")
ROLES = ("nobody", "ute", "lea", "dina", "kari", "tea", "kim", "nils")
NO_FILE = ("ute", "lea")
FILE_ROUTES = ("deltakere/<uuid:pk>", "moter/<uuid:pk>")
SignIn = Callable[[Actor], Client]


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["address"]: row for row in csv.DictReader(file)}


def clients(cast: Cast, signed_in: SignIn) -> dict[str, Client]:
    return {role: Client() if role == "nobody" else signed_in(getattr(cast, role)) for role in ROLES}


def test_every_address_is_in_the_table() -> None:
    assert sorted({one.name for one in addresses()}) == sorted(table())


def test_each_role_gets_what_the_table_says(cast: Cast, signed_in: SignIn) -> None:
    world, expected, surprises = make_world(cast), table(), []
    browsers = clients(cast, signed_in)
    for address in addresses():
        for role, browser in browsers.items():
            status = str(browser.get(world.path(address)).status_code)
            wanted = expected[address.name][role]
            if status != wanted:
                surprises.append(f"{address.name} as {role}: {status}, the table says {wanted}")
    assert surprises == []


def test_outsiders_never_see_a_file_by_post(cast: Cast, signed_in: SignIn) -> None:
    world, surprises = make_world(cast), []
    for role in NO_FILE:
        browser = signed_in(getattr(cast, role))
        for address in addresses():
            if address.route.startswith(FILE_ROUTES):
                status = browser.post(world.path(address), {"text": "x"}).status_code
                if status not in (404, 405):
                    surprises.append(f"{address.name} as {role}: {status}")
    assert surprises == []


def test_the_table_lets_no_outsider_into_a_file() -> None:
    routes = {one.name: one.route for one in addresses()}
    rows = table()
    leaks = [
        name
        for name, route in routes.items()
        if route.startswith((*FILE_ROUTES, "min-vei/"))
        for role in NO_FILE
        if rows[name][role] not in ("404", "405")
    ]
    assert leaks == []


def test_nobody_is_sent_to_sign_in_or_finds_an_open_page() -> None:
    public = {
        "access:sign_in",
        "access:sign_out",
        "access:matrix",
        "access:hats",
        "ui:language",
        "ui:colours",
    }
    odd = [name for name, row in table().items() if row["nobody"] != "302" and name not in public]
    assert odd == []


@pytest.mark.parametrize("role", ["kari", "tea", "dina"])
def test_a_page_of_a_file_writes_the_read_log_and_nothing_else(
    cast: Cast, signed_in: SignIn, role: str
) -> None:
    world, silent, written = make_world(cast), [], []
    browser, rows = signed_in(getattr(cast, role)), table()
    for address in addresses():
        if not address.route.startswith((*FILE_ROUTES, "min-vei/")) or rows[address.name][role] != "200":
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
