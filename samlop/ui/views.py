"""Choices of language and colours, the pages for when something fails, and the component page."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from samlop.ui.autosave import is_autosave, renewed_token, saved
from samlop.ui.context import COLOUR_COOKIE, COLOUR_SCHEMES
from samlop.ui.languages import SESSION_KEY, is_offered
from samlop.ui.rendering import render_breakdown, render_page, render_problem
from samlop.ui.shell import HOME
from samlop.ui.showcase import following_version, showcase

A_YEAR = timedelta(days=365)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak the chosen language from now on, in this session and in this browser."""
    chosen = request.POST.get("language", "")
    if not is_offered(chosen):
        return HttpResponseBadRequest()
    if SESSION_KEY in request.session:
        request.session[SESSION_KEY] = chosen
    return _remembered(request, settings.LANGUAGE_COOKIE_NAME, chosen)


@login_not_required
@require_POST
def colours(request: HttpRequest) -> HttpResponse:
    """Use light or dark colours from now on in this browser, or those of the device."""
    chosen = request.POST.get("scheme", "")
    if chosen not in COLOUR_SCHEMES:
        return HttpResponseBadRequest()
    return _remembered(request, COLOUR_COOKIE, chosen)


@require_http_methods(["GET", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    """Every component with examples, for those who make pages; what is sent here is looked at and let go."""
    if is_autosave(request):
        return saved(following_version(request.POST.get("version", "")), now())
    return render_page(request, "ui/showcase.html", showcase())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """What arrived could not be understood."""
    return render_problem(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """The reader may see this but not do it."""
    return render_problem(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """There is no such page, or none for this reader: the two are told apart by nobody."""
    return render_problem(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The fault is ours."""
    return render_breakdown(request)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form was older than the session it was made in; one that saves itself is told the new token."""
    if is_autosave(request):
        return renewed_token(request)
    return render_problem(request, 403, template="form_expired.html")


def _remembered(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if is_ours else HOME)
    response.set_cookie(cookie, value, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response
