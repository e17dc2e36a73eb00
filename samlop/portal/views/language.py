"""The language of Min vei, which is also the language mail is written in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from samlop.kernel.errors import RuleBroken
from samlop.participants.models import Participant
from samlop.portal import actions
from samlop.portal.views.opening import own_actor
from samlop.ui.languages import SESSION_KEY
from samlop.ui.rendering import render_problem
from samlop.ui.views import language as keep_in_browser


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak the chosen language from now on; the browser of somebody who sits beside keeps its own."""
    actor = own_actor(request)
    participant = get_object_or_404(Participant.objects.visible_to(actor), pk=actor.participant_id)
    chosen = request.POST.get("language", "")
    try:
        actions.choose_language(actor, participant, language=chosen)
    except RuleBroken as broken:
        return render_problem(request, 400, str(broken))
    request.session[SESSION_KEY] = chosen
    if actor.assisted_by is None:
        return keep_in_browser(request)
    wanted = request.POST.get("next", "")
    return redirect(
        wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "portal:road"
    )
