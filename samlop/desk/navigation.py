"""Where one can go from every page."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samlop.access.models import CASEWORK_ROLES
from samlop.ui.shell import NavigationEntry

STAFF = (
    ("desk:day", "house"),
    ("desk:participants", "group"),
    ("routines:gatherings", "meeting"),
    ("routines:versions", "book"),
)
PORTAL = (
    ("portal:road", "house"),
    ("portal:map", "map"),
    ("portal:goals", "star"),
    ("portal:actions", "tasks"),
    ("portal:group", "group"),
)


def entries(request: HttpRequest) -> Sequence[NavigationEntry]:
    """The entries for the hat that is worn."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.is_participant:
        return [_entry(request, name, symbol) for name, symbol in PORTAL]
    if actor.role not in CASEWORK_ROLES:
        return [_entry(request, "routines:versions", "book")]
    return [_entry(request, name, symbol) for name, symbol in STAFF]


def _words() -> dict[str, str]:
    return {
        "desk:day": _("Min dag"),
        "desk:participants": _("Deltakere"),
        "routines:gatherings": _("Fellesmøter"),
        "routines:versions": _("Rutinen"),
        "portal:road": _("Hjem"),
        "portal:map": _("Veien min"),
        "portal:goals": _("Målene mine"),
        "portal:actions": _("Gjøre"),
        "portal:group": _("Gruppen min"),
    }


def _entry(request: HttpRequest, name: str, symbol: str) -> NavigationEntry:
    href = reverse(name)
    here = request.path == href if href in ("/", reverse("portal:road")) else request.path.startswith(href)
    return NavigationEntry(_words()[name], href, symbol, current=here)
