"""What surrounds every page: who is here, where they can go, the fixed links of the foot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

HOME = "/"
LINK_NAMES = ("sign_in", "sign_out", "hats", "help", "privacy", "accessibility")


@dataclass(frozen=True)
class NavigationEntry:
    """One place to go; `count` is how much waits there."""

    label: str
    href: str
    symbol: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Who:
    """The person signed in and the hat they wear."""

    name: str
    hat: str = ""


def navigation_of(request: HttpRequest) -> Sequence[NavigationEntry]:
    """The places open to whoever asks, as the settings' own function lists them."""
    dotted_path = getattr(settings, "NAVIGATION", "")
    if not dotted_path or getattr(request, "actor", None) is None:
        return ()
    entries: Callable[[HttpRequest], Sequence[NavigationEntry]] = import_string(dotted_path)
    return entries(request)


def who_is_here(request: HttpRequest) -> Who | None:
    """The actor of the request in words; `request.hat` may tell more than the organisation's name."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return None
    return Who(actor.name, str(getattr(request, "hat", "") or actor.organisation_name))


def page_links() -> dict[str, str]:
    """The addresses the settings give for the fixed links; a link without an address is not shown."""
    names = getattr(settings, "PAGE_LINKS", {})
    return {"home": HOME} | {link: reverse(names[link]) if link in names else "" for link in LINK_NAMES}
