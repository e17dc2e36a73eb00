"""Signing in and out, choosing a hat, and the access matrix as a page anybody can read."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samlop.access import queries
from samlop.access.models import Employment
from samlop.access.sessions import actor_of, leave_seat, wear_employment
from samlop.ui.rendering import render_page


@login_not_required
@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """The ways to sign in that this place has; the demo has one, and leads straight to it."""
    ways, wanted = queries.ways_to_sign_in(), request.GET.get("next", "/")
    if settings.DEMO and ways:
        return redirect(f"{ways[0].address}?{urlencode({'next': wanted})}")
    return render_page(request, "access/sign_in.html", {"ways": ways, "next": wanted})


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; beside a participant only that ends, and one's own hat comes back on."""
    if leave_seat(request):
        messages.success(request, _("Du er tilbake i din egen rolle."))
        return redirect("/")
    request.session.flush()
    response = redirect(settings.SIGN_IN_PATH)
    response["Clear-Site-Data"] = '"storage"'  # Text not yet saved lies in the tab's own storage.
    return response


def hats(request: HttpRequest) -> HttpResponse:
    """Another hat is another session: what one may see follows the hat."""
    actor = actor_of(request)
    if actor is None or not actor.is_staff:
        raise Http404
    mine = Employment.objects.current(localdate()).filter(person__in=[actor.person_id])
    if request.method == "POST":
        wear_employment(request, get_object_or_404(mine, pk=request.POST.get("employment") or None))
        return redirect("/")
    held = mine.select_related("organisation").order_by("organisation__name")
    return render_page(request, "access/hats.html", {"hats": held, "worn": actor.employment_id})


@login_not_required
@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Who may see and do what, for what purpose and on what basis: the file the system itself obeys."""
    return render_page(request, "access/matrix.html", {"relations": queries.matrix_in_words()})
