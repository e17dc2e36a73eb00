"""What every template may ask for without its view having said so."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from samlop.ui.languages import current_language, direction_of, language_choices
from samlop.ui.shell import navigation_of, page_links, who_is_here

COLOUR_COOKIE = "samlop-farger"
COLOUR_SCHEMES = ("auto", "light", "dark")


def chosen_colour_scheme(request: HttpRequest) -> str:
    """Light, dark, or whatever the device prefers."""
    chosen = request.COOKIES.get(COLOUR_COOKIE, "")
    return chosen if chosen in COLOUR_SCHEMES else "auto"


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, colours and surroundings of the page; navigation is asked for only by shells that show it."""
    language = current_language()
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "language_code": language,
        "direction": direction_of(language),
        "language_choices": language_choices(getattr(request, "language_codes", None)),
        "language_action": reverse("ui:language"),
        "colour_scheme": chosen_colour_scheme(request),
        "navigation": lambda: navigation_of(request),
        "who": who_is_here(request),
        "links": page_links(),
        "here": request.get_full_path(),
    }
