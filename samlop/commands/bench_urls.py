"""The addresses while pages are measured: Samløp's own, and the page all of them are compared with."""

from functools import cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.template.backends.django import DjangoTemplates, Template
from django.urls import include, path
from django.views.decorators.http import require_GET

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as own
from samlop.participants.models import Participant

__all__ = ["handler400", "handler403", "handler404", "handler500", "one_row", "urlpatterns"]

NAMESPACE = "bench"
TEXT = """{%% extends "ui/%s.html" %%}{%% block main %%}<h1>{{ participant }}</h1>{%% endblock %%}"""


@require_GET
def one_row(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The least a signed-in page can be: the shell of the house, and one row of those within reach."""
    actor = request.actor  # type: ignore[attr-defined]
    participant = get_object_or_404(Participant.objects.visible_to(actor), pk=pk)
    shell = _shell("portal" if actor.is_participant else "base")
    return HttpResponse(shell.render({"participant": participant}, request))


@cache
def _shell(name: str) -> Template:
    templates: DjangoTemplates = engines["django"]  # type: ignore[assignment]
    return templates.from_string(TEXT % name)


beside = [path("maling/<uuid:pk>/", one_row, name="one_row")]
urlpatterns = [path("", include((beside, NAMESPACE))), *own]
