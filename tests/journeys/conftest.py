"""A real browser against the whole house: server, database and all."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from samlop.kernel.actor import Actor

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs in the test's thread.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own browser."""
    with sync_playwright() as playwright:
        chosen = os.environ.get("SAMLOP_CHROMIUM") or "/usr/bin/chromium"
        started = playwright.chromium.launch(executable_path=chosen, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(
    browser: Browser, live_server, signed_in: Callable[[Actor], Client]
) -> Iterator[Callable[..., Page]]:
    """Opens a browser of one's own for an actor, signed in."""
    contexts: list[BrowserContext] = []

    def open_for(actor: Actor, path: str = "/", *, language: str = "", **options: object) -> Page:
        context = browser.new_context(reduced_motion="reduce", base_url=live_server.url, **options)
        contexts.append(context)
        session = signed_in(actor).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        if language:
            context.add_cookies([{"name": "samlop-sprak", "value": language, "url": f"{live_server.url}/"}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(path)
        return page

    yield open_for
    for context in contexts:
        context.close()
