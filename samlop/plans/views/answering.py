"""How the plan's forms and buttons are answered: done, told with a way back, or shown again with what was typed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken
from samlop.participants.forms.changing import SeenForm
from samlop.participants.models import Participant
from samlop.participants.opening import OpenFile
from samlop.plans.queries import changes_since, last_change_number
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page

DAY, OVERVIEW = "day", "overview"


@dataclass(frozen=True)
class Way:
    """Where a form leads once it is saved, the words that say what was done, and what else can be done there."""

    done: str
    anchor: str
    away: str = ""
    away_label: str = ""


def actor_in(request: HttpRequest) -> Actor:
    """Who acts in this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def participant_in(request: HttpRequest, pk: UUID) -> Participant:
    """The participant whose plan is changed; unknown and forbidden look the same."""
    return get_object_or_404(Participant.objects.visible_to(actor_in(request)), pk=pk)


def row_in(request: HttpRequest, model: type[Any], participant: Participant, *, pk: UUID) -> Any:
    """One row of the participant's plan."""
    rows = model.objects.visible_to(actor_in(request))
    return get_object_or_404(rows.filter(participant=participant), pk=pk)


def plan_address(participant: Participant, anchor: str = "") -> str:
    """The plan's page, at the place that was changed."""
    address = reverse("plans:plan", args=[participant.pk])
    return f"{address}#{anchor}" if anchor else address


@contextmanager
def undoable(request: HttpRequest, participant: Participant, done: str) -> Iterator[None]:
    """Tells what was done, with a button that takes it back; nothing is told where nothing was changed."""
    before = last_change_number(participant)
    yield
    made = changes_since(participant, before)
    undo = reverse("plans:undo", args=[participant.pk, *made]) if made else ""
    flash(request, done, undo=undo)


def answer(
    request: HttpRequest, file: OpenFile, form: SeenForm, *, title: str, way: Way, deed: Callable[[], object]
) -> HttpResponse:
    """The form; sent and right it is done and leads back, otherwise it stays with every fault named."""
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            with undoable(request, file.participant, way.done):
                deed()
            return redirect_after_post(request, plan_address(file.participant, way.anchor))
        except RuleBroken as broken:
            status = form.refuse(broken)
    back = plan_address(file.participant, way.anchor)
    context = {"file": file, "form": form, "title": title, "back": back, "way": way}
    return render_page(request, "plans/form.html", context, status=status)


def done_at_once(
    request: HttpRequest, participant: Participant, *, way: Way, undo: str, deed: Callable[[], object]
) -> HttpResponse:
    """A button that does something: done and told, or told why not; back to the page of the desk it stood on."""
    try:
        deed()
        flash(request, way.done, undo=undo)
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    if request.POST.get("back") == DAY:
        return redirect_after_post(request, "desk:day")
    if request.POST.get("back") == OVERVIEW:
        return redirect_after_post(request, f"{reverse('desk:participant', args=[participant.pk])}#oppgaver")
    return redirect_after_post(request, plan_address(participant, way.anchor))
