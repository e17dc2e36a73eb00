"""What every answer carries: the headers that keep the browser on our side, and the language chosen."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from samlop.ui.languages import chosen_language, current_language

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeadersMiddleware:
    """No script or style but our own files, nothing kept by the browser, nothing framed by others."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the request its nonce and the response its headers, unless a view has set its own."""
        nonce = secrets.token_urlsafe(16)
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class ChosenLanguageMiddleware:
    """Each request is answered in the language its reader chose."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Speak the chosen language for the length of one request, and say which it was."""
        with translation.override(chosen_language(request)):
            request.LANGUAGE_CODE = current_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", current_language())
        patch_vary_headers(response, ("Accept-Language",))
        return response
