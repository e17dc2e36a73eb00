"""Requests without a database, and a browser that is served from the templates themselves."""

import mimetypes
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route, sync_playwright

from samlop.kernel.actor import Actor

SITE = "http://samlop.test"
MakeRequest = Callable[..., HttpRequest]


@pytest.fixture
def make_request(settings) -> MakeRequest:
    """A request from Ydmyk Fjord, with session and messages but without the rest of the house."""
    settings.NAVIGATION = ""

    def make(path: str = "/", *, method: str = "get", values: object = None, **extra: object) -> HttpRequest:
        request = getattr(RequestFactory(), method)(path, values or {}, **extra)
        request.session = SessionStore()
        request._messages = SessionStorage(request)
        request.actor = Actor(name="Ydmyk Fjord", organisation_name="Elvedal kommune")
        request.csrf_processing_done = True
        return request

    return make


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own browser, gone before the next module asks the database for anything."""
    with sync_playwright() as playwright:
        chosen = os.environ.get("SAMLOP_CHROMIUM") or "/usr/bin/chromium"
        started = playwright.chromium.launch(executable_path=chosen, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def open_page(browser) -> Iterator[Callable[..., Page]]:
    """Opens a page whose addresses are answered by a function; static files come from the finders."""
    contexts = []

    def open_with(answer: Callable[[Route], None], **options: object) -> Page:
        context = browser.new_context(reduced_motion="reduce", **options)
        contexts.append(context)
        context.route(f"{SITE}/**", lambda route: _static(route) or answer(route))
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        return page

    yield open_with
    for context in contexts:
        context.close()


def _static(route: Route) -> bool:
    path = urlsplit(route.request.url).path
    if not path.startswith("/static/"):
        return False
    found = finders.find(path.removeprefix("/static/"))
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    route.fulfill(body=Path(found).read_bytes(), content_type=kind)
    return True
