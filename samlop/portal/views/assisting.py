"""A member of staff sits down beside the participant."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from samlop.access.sessions import sit_beside
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken
from samlop.participants.models import Participant
from samlop.portal import actions
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post


@require_POST
def assist(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open Min vei together; everything done from now on is marked as done together."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_staff:
        raise Http404
    visible = Participant.objects.visible_to(actor).select_related("person")
    participant = get_object_or_404(visible, pk=pk)
    try:
        person = actions.open_beside(actor, participant)
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
        return redirect_after_post(request, "desk:participant", pk)
    sit_beside(
        request,
        person,
        participant_id=participant.pk,
        actor=actor,
        language=participant.portal_language,
    )
    return redirect_after_post(request, "portal:road")
