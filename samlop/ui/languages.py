"""Which languages a page is offered in, which one was chosen, and which way it is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from samlop.ui.svg import Direction

SESSION_KEY = "language"


@dataclass(frozen=True)
class LanguageChoice:
    """One language as its own readers call it."""

    code: str
    name: str
    direction: Direction
    current: bool


def direction_of(code: str) -> Direction:
    """Which way a language is written."""
    return "rtl" if translation.get_language_info(code)["bidi"] else "ltr"


def current_language() -> str:
    """The language now spoken, also where nothing has been chosen."""
    return translation.get_language() or settings.LANGUAGE_CODE


def language_choices(codes: Iterable[str] | None = None) -> list[LanguageChoice]:
    """The languages on offer, each named in itself."""
    offered = set(codes) if codes is not None else {code for code, _ in settings.LANGUAGES}
    spoken = current_language()
    return [
        LanguageChoice(code, name, direction_of(code), current=code == spoken)
        for code, name in settings.LANGUAGES
        if code in offered
    ]


def is_offered(code: str | None) -> bool:
    """A language Samløp is written in."""
    return code in dict(settings.LANGUAGES)


def chosen_language(request: HttpRequest) -> str:
    """What the session says, else what this browser chose, else what it asks for, else bokmål."""
    wishes = (request.session.get(SESSION_KEY), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
    for code in wishes:
        if code and is_offered(code):
            return code
    return translation.get_language_from_request(request)


def restrict_languages(request: HttpRequest, codes: Iterable[str]) -> None:
    """Pages of this request exist in these languages only; any other choice becomes bokmål here."""
    offered = tuple(codes)
    request.language_codes = offered  # type: ignore[attr-defined]
    if current_language() not in offered:
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE
