"""One way to answer: a whole page, or only the part of it that htmx asked for."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

MESSAGES = "#messages"


def wants_fragment(request: HttpRequest) -> bool:
    """Asked by htmx for a part; a boosted link and a step back in history want the whole page."""
    headers = request.headers
    if headers.get("HX-Boosted") == "true" or headers.get("HX-History-Restore-Request") == "true":
        return False
    return headers.get("HX-Request") == "true"


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    partial: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, rendered before this returns; under htmx only its named partial.

    A page without a partial that htmx reaches, by a redirect for instance, takes the place of the whole page.
    """
    fragment = wants_fragment(request)
    name = f"{template}#{partial}" if fragment and partial else template
    response = render(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ("HX-Request",))
    if fragment and not partial:
        _take_over_page(request, response)
    return response


def redirect_after_post(request: HttpRequest, to: Any, *arguments: Any, **keywords: Any) -> HttpResponse:
    """Send the browser to read what it changed; htmx leaves the page when the answer lies on another one."""
    address = resolve_url(to, *arguments, **keywords)
    if (
        wants_fragment(request)
        and urlsplit(address).path != urlsplit(request.headers.get("HX-Current-URL", "")).path
    ):
        return HttpResponse(headers={"HX-Redirect": address, "Vary": "HX-Request"})
    response = HttpResponseRedirect(address)
    patch_vary_headers(response, ("HX-Request",))
    return response


def render_problem(
    request: HttpRequest, status: int, message: str = "", *, template: str = ""
) -> HttpResponse:
    """Say in plain words why something was not done; under htmx beside the page: nothing typed is lost."""
    fragment = wants_fragment(request)
    name = template or f"{status}.html"
    response = render(request, f"{name}#problem" if fragment else name, {"message": message}, status=status)
    return _beside_page(response, fragment=fragment)


def render_breakdown(request: HttpRequest) -> HttpResponse:
    """The page for our own failure, made without request, session or database."""
    fragment = wants_fragment(request)
    page = render_to_string("500.html#problem" if fragment else "500.html", {"message": ""})
    return _beside_page(HttpResponse(page, status=500), fragment=fragment)


def _beside_page(response: HttpResponse, *, fragment: bool) -> HttpResponse:
    if fragment:
        response["HX-Retarget"], response["HX-Reswap"] = MESSAGES, "innerHTML"
    patch_vary_headers(response, ("HX-Request",))
    return response


def _take_over_page(request: HttpRequest, response: HttpResponse) -> None:
    if request.method == "GET" and response.status_code == 200:
        response["HX-Redirect"] = request.get_full_path()
    else:
        response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
