"""The minutes of all a participant's meetings on one page."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from samlop.participants.opening import open_file
from samlop.routines.queries.minutes import agreed_texts_of
from samlop.routines.views.requests import ActorRequest
from samlop.ui.rendering import render_page


@require_GET
def minutes(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What was agreed in each meeting, the latest first."""
    if not request.actor.is_staff:
        raise Http404
    file = open_file(request.actor, pk, section="minutes", kind="agreed")
    context = {"file": file, "meetings": agreed_texts_of(file.participant)}
    return render_page(request, "routines/minutes.html", context)
