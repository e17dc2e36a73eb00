"""How every page of Min vei begins and ends: one's own file, read by oneself or with somebody beside one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from samlop.access.sessions import leave_seat
from samlop.kernel.actor import Actor
from samlop.participants.opening import OpenFile, open_file
from samlop.portal import policies
from samlop.portal.words import first_name
from samlop.ui.rendering import render_page


def own_file(request: HttpRequest, *, section: str, kind: str = "person") -> OpenFile:
    """The file of whoever wears the participant's hat; in any other hat these pages do not exist.

    Here the participant gets a name for the page, for the session has none.
    """
    actor = own_actor(request)
    file = open_file(actor, cast("UUID", actor.participant_id), section=section, kind=kind)
    request.actor = replace(actor, name=str(file.participant))  # type: ignore[attr-defined]
    return file


def own_actor(request: HttpRequest) -> Actor:
    """The participant, also when somebody sits beside; a seat that has ended is left at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_participant:
        raise Http404
    if not policies.still_sits_beside(actor):
        leave_seat(request)
        raise Http404
    return actor


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of Min vei, which says so when somebody sits beside the participant."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    surroundings = {
        "first_name": first_name(actor.name),
        "is_assisted": actor.assisted_by is not None,
        "language_action": reverse("portal:language"),
    }
    return render_page(request, template, surroundings | dict(context), status=status)
