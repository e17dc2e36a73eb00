"""Whatever is sent to whatever address, nobody ever meets a fault of ours."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from samlop.kernel.actor import Actor
from tests.access.shown_forms import Form, read_forms
from tests.access.world import World, addresses

SignIn = Callable[[Actor], Client]
Body = dict[str, object]

NUL, LONG, HUGE, BELOW = "a\x00b", "ø" * 100_000, "9" * 40, "-1"
NONSENSE, NO_UUID, FIRST_DAY, LAST_DAY = "finnes-ikke", "00000000-0000", "0001-01-01", "9999-12-31"
NO_DAY, CLOCK, NO_NUMBER, SEVERAL = "2026-02-30", "0001-01-01T00:00", "NaN", ["1", "2"]
JUNK: dict[str, object] = {
    "NUL": NUL, "100,000 letters": LONG, "a huge number": HUGE, "below nothing": BELOW, "nonsense": NONSENSE,
    "no id": NO_UUID, "the first day": FIRST_DAY, "the last day": LAST_DAY, "no day": NO_DAY, "a clock": CLOCK,
    "no number": NO_NUMBER, "two values": SEVERAL, "nothing": "", "control letters": "\x1b\x07\u202e\ufffe",
}  # fmt: skip
BY_KIND = {
    "date": ("the first day", "the last day", "no day", "NUL"),
    "time": ("a clock", "NUL", "a huge number"),
    "datetime-local": ("a clock", "the last day", "NUL"),
    "number": ("a huge number", "below nothing", "no number", "NUL"),
    "hidden": ("NUL", "a huge number", "nonsense", "two values", "below nothing", "nothing"),
    "select": ("nonsense", "NUL", "no id", "two values", "a huge number"),
    "radio": ("nonsense", "NUL", "no id", "two values"),
    "checkbox": ("nonsense", "NUL", "no id", "two values"),
    "button": ("nonsense", "NUL", "two values"),
}
OF_TEXT = ("NUL", "100,000 letters", "control letters", "the first day", "two values")
AT_ONCE = 2
"""How many kinds of junk one field is given; the next field of its kind is given the next ones."""

BYTES = "%ff%fe%00"
ALSO_ASKED = ("q", "next", "side", "page", "sok", "rolle", "dag", "alle")
ROLES = ("kari", "lea", "dina")


@dataclass
class Tried:
    """One role's way round the whole product, and what went wrong on it."""

    world: World
    role: str
    sign_in: SignIn
    faults: list[str]

    def browser(self) -> Client:
        """A new browser for each act: what one sent may have signed it out."""
        return self.sign_in(getattr(self.world.cast, self.role), raise_request_exception=False)  # type: ignore[call-arg]

    def get(self, address: str, query: str = "") -> str:
        """The page, or nothing where there is none."""
        return self._send("GET", f"{address}?{query}" if query else address, {})

    def post(self, address: str, body: Body, *, told: str) -> None:
        """Send a form; whatever it changes is taken back."""
        self._send("POST", address, body, told=told)

    def _send(self, method: str, address: str, body: Body, *, told: str = "") -> str:
        before = transaction.savepoint()
        browser = self.browser()
        answer = browser.get(address) if method == "GET" else browser.post(address, body)
        transaction.savepoint_rollback(before)
        text = "" if answer.streaming else answer.content.decode(errors="replace")
        if answer.status_code >= 500 or "Traceback (most recent" in text:
            why = getattr(answer, "exc_info", None)
            shown = f"{why[0].__name__}: {str(why[1])[:100]}" if why else ""
            self.faults.append(
                f"{method} {address[:120]} {told} as {self.role}: {answer.status_code} {shown}"
            )
        return text if answer.status_code in (200, 422) else ""


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """A fault is told by the test and not by a thousand lines of log."""
    caplog.set_level(logging.CRITICAL, logger="django.request")


@pytest.fixture(params=ROLES)
def tried(request: pytest.FixtureRequest, world: World, signed_in: SignIn) -> Tried:
    return Tried(world, request.param, signed_in, [])


def test_junk_breaks_nothing(tried: Tried) -> None:
    shown = {path: tried.get(path) for path in (tried.world.path(one) for one in addresses())}
    readers = [read_forms(html, path) for path, html in shown.items() if html]
    forms = [form for reader in readers for form in reader.forms]
    asked = {*ALSO_ASKED, *(name for reader in readers for name in reader.asked)}
    asked |= {name for form in forms if form.method == "get" for name in form.fields}
    _ask(tried, [path for path, html in shown.items() if html], sorted(asked))
    _fill_in(tried, [form for form in forms if form.method == "post"])
    _heap(tried, sorted({name for form in forms for name in form.fields}))
    assert "\n".join(tried.faults) == ""


def _ask(tried: Tried, paths: list[str], names: list[str]) -> None:
    """Every page, asked for with junk."""
    assert paths
    for path in paths:
        tried.get(path, "&".join(f"{name}={BYTES}" for name in names))
        for body in _mixtures(names):
            tried.get(path, urlencode(body, doseq=True))


def _fill_in(tried: Tried, forms: list[Form]) -> None:
    """Every form filled in as it should be, but for one field."""
    turns = {kind: cycle(junk) for kind, junk in BY_KIND.items()}
    of_text = cycle(OF_TEXT)
    different = {(resolve(form.action).view_name, _alike(form)): form for form in forms}
    assert different
    for form in different.values():
        filled = form.filled()
        tried.post(form.action, {}, told="nothing at all")
        for name in _alike(form):
            rest = {other: value for other, value in filled.items() if other != name}
            if form.fields[name].kind in ("hidden", "button"):
                tried.post(form.action, rest, told=f"without {name}")
            for kind in islice(turns.get(form.fields[name].kind, of_text), AT_ONCE):
                tried.post(form.action, rest | {name: JUNK[kind]}, told=f"{name}={kind}")


def _alike(form: Form) -> tuple[str, ...]:
    """The names in a form; of many that differ only by the item they are about, the first."""
    first: dict[tuple[str, str], str] = {}
    for one in form.fields.values():
        if one.name != "csrfmiddlewaretoken":
            first.setdefault((one.kind, one.name.rsplit("-", 1)[-1]), one.name)
    return tuple(first.values())


def _heap(tried: Tried, names: list[str]) -> None:
    """Every address, with everything any form can send."""
    for address in addresses():
        for place, body in enumerate(_mixtures(names)):
            tried.post(tried.world.path(address), body, told=f"mixture {place}")


def _mixtures(names: list[str]) -> Iterator[Body]:
    short = [junk for kind, junk in JUNK.items() if kind != "100,000 letters"]
    yield dict.fromkeys(names, NUL)
    for offset in (0, 5):
        yield dict(zip(names, islice(cycle(short), offset, None), strict=False))


def test_no_foreign_kind_of_body_breaks_an_address(tried: Tried) -> None:
    for address in addresses():
        path = tried.world.path(address)
        for kind, body in (
            ("application/json", '{"text": [1'),
            ("multipart/form-data; boundary=x", "--y"),
            ("", ""),
        ):
            before = transaction.savepoint()
            answer = tried.browser().post(path, body, content_type=kind)
            transaction.savepoint_rollback(before)
            if answer.status_code >= 500:
                tried.faults.append(f"POST {path} {kind} as {tried.role}: {answer.status_code}")
    assert "\n".join(tried.faults) == ""


def test_the_test_finds_a_fault(world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise KeyError("planted")

    monkeypatch.setattr("samlop.desk.views.queries.day_of", broken)
    tried = Tried(world, "kari", signed_in, [])
    tried.get("/")
    assert [fault for fault in tried.faults if "KeyError" in fault]
