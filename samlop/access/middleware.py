"""Every request acts as one actor, inside one transaction the database knows the actor of."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from samlop.access.sessions import actor_of
from samlop.kernel.acting import acting_as
from samlop.kernel.errors import Denied
from samlop.ui.languages import restrict_languages
from samlop.ui.rendering import render_page, render_problem
from samlop.ui.typed import typed_in

View = Callable[..., HttpResponse]


class ActorMiddleware:
    """Views that do not say otherwise are for those who are signed in, and run as them.

    The view runs inside `acting_as`, so what it reads, writes and logs stands or falls together; a view marked
    `login_not_required` runs outside and can therefore read no personal data at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the actor is set just before the view runs."""
        request.actor = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(  # noqa: PLR0917  Django calls it so
        self, request: HttpRequest, view: View, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> HttpResponse | None:
        """Run the view as whoever is signed in, or show the way to sign in."""
        if not getattr(view, "login_required", True):
            return None
        actor = actor_of(request)
        if actor is None:
            return _to_sign_in(request)
        if actor.is_participant and not _is_for_participants(request):
            raise Http404
        request.actor = actor  # type: ignore[attr-defined]
        if actor.is_staff:
            restrict_languages(request, settings.STAFF_LANGUAGES)
        try:
            with acting_as(actor):
                return view(request, *arguments, **keywords)
        except Denied:
            return render_problem(request, 403)


def _is_for_participants(request: HttpRequest) -> bool:
    """Staff pages do not exist in the participant's hat: what is theirs stands on their own pages."""
    found = request.resolver_match
    return request.path == "/" or (found is not None and found.namespace in settings.PARTICIPANT_NAMESPACES)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way in; whoever had typed something keeps it, in the page alone: nothing is stored without an actor."""
    wanted = request.get_full_path() if request.method == "GET" else "/"
    address = f"{settings.SIGN_IN_PATH}?{urlencode({'next': wanted})}"
    if request.headers.get("X-Autosave") == "1":
        return JsonResponse({"sign_in": settings.SIGN_IN_PATH}, status=401)
    if request.method == "POST" and (typed := typed_in(request.POST)).texts:
        context = {"typed": typed, "sign_in": address}
        return render_page(request, "access/signed_out.html", context, status=401)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
