"""The server's half of a form that saves itself; the contract is docs/mechanisms/autosave.md."""

from datetime import datetime

from django.forms import BaseForm
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token

from samlop.kernel.errors import Conflict


def is_autosave(request: HttpRequest) -> bool:
    """Sent by the page itself while somebody types, not by a button."""
    return request.headers.get("X-Autosave") == "1"


def saved(version: int, saved_at: datetime) -> JsonResponse:
    """What was typed is kept, and this is the version it became."""
    return JsonResponse({"version": version, "saved_at": saved_at.isoformat()})


def conflicting(conflict: Conflict, *, field: str = "") -> JsonResponse:
    """Somebody else saved first: their text, so that both can be shown; nothing was overwritten."""
    told = {
        "version": conflict.version,
        "theirs": conflict.theirs,
        "author": conflict.author,
        "saved_at": conflict.saved_at.isoformat(),
    }
    return JsonResponse(told | ({"field": field} if field else {}), status=409)


def refused(form: BaseForm) -> JsonResponse:
    """What must be mended before the text can be kept, field by field."""
    errors = {form.add_prefix(name): [str(error) for error in form.errors[name]] for name in form.errors}
    return JsonResponse({"errors": errors}, status=422)


def sign_in_needed(address: str) -> JsonResponse:
    """The session is over; the page keeps the text and shows the way back in."""
    return JsonResponse({"sign_in": address}, status=401)


def renewed_token(request: HttpRequest) -> JsonResponse:
    """Signing in anew gave the session another token; the page sends its text again with this one."""
    return JsonResponse({"token": get_token(request)}, status=403)
