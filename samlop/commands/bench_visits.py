"""Visits to pages through the whole web application, as a signed-in browser makes them."""

import gzip
from collections.abc import Callable, Iterable
from contextlib import closing, nullcontext
from dataclasses import dataclass
from hashlib import md5
from importlib import import_module
from io import BytesIO
from time import perf_counter
from typing import Any
from uuid import UUID
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections

from samlop.access.sessions import KEY
from samlop.commands.command_line import CommandError

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Answer:
    """What came back, what it took, and how many statements the database was sent."""

    status: str
    body: bytes
    seconds: float
    statements: int

    @property
    def text(self) -> str:
        """The page as the browser shows it."""
        unpacked = gzip.decompress(self.body) if self.body.startswith(b"\x1f\x8b") else self.body
        return unpacked.decode()


def made_up_id(kind: str, number: int) -> UUID:
    """The identifier the made-up country gives the thing with this number."""
    return UUID(md5(f"{kind} {number}".encode(), usedforsecurity=False).hexdigest())


def sign_in_staff(employment: UUID) -> str:
    """Signs a member of staff in and gives the key of the session."""
    return _session({"employment": str(employment)})


def sign_in_participant(person: UUID, *, participant: UUID) -> str:
    """Signs a participant in and gives the key of the session."""
    return _session({"person": str(person), "participant": str(participant)})


def _session(hat: dict[str, str]) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[KEY] = hat
    session.save()
    return str(session.session_key)


def visit(application: Application, address: str, *, session: str, counted: bool = False) -> Answer:
    """One page, from the request's first byte to the answer's last; a page that is not shown ends the benchmark."""
    environ = _environ(address, session)
    statements: list[str] = []

    def count(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        statements.append(statement)
        return execute(statement, *rest)

    said: list[str] = []
    with connections["default"].execute_wrapper(count) if counted else nullcontext():
        begin = perf_counter()
        answer: Any = application(environ, lambda status, _headers, *_rest: said.append(status))
        with closing(answer):
            body = b"".join(answer)
        seconds = perf_counter() - begin
    if said[0] != "200 OK":
        raise CommandError(
            f"{address} ga {said[0]} i stedet for siden. Målingen gjelder bare sider som vises."
        )
    return Answer(said[0], body, seconds, len(statements))


def _environ(address: str, session: str) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "PATH_INFO": address,
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}",
        "HTTP_ACCEPT": "text/html",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_ACCEPT_LANGUAGE": "nb",
        "HTTP_X_FORWARDED_PROTO": "https",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "https",
    }
    setup_testing_defaults(environ)
    return environ
