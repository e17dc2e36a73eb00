"""How every form of this package is answered: saved and back, or shown again with what was typed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.participants import history, policies
from samlop.participants.forms import SeenForm
from samlop.participants.opening import OpenFile, open_file
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page


def actor_in(request: HttpRequest) -> Actor:
    """Who acts in this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def open_to_change(request: HttpRequest, pk: UUID, *, section: str, kind: str) -> OpenFile:
    """The file for somebody who may both see and change this part of it; others are told they may not."""
    file = open_file(actor_in(request), pk, section=section, kind=kind)
    require(policies.may_map(file.standing, kind))
    return file


@dataclass
class Way:
    """Where a form leads once it is saved, and the words that say what was done."""

    back: str
    back_label: str
    done: str


@contextmanager
def undoable(request: HttpRequest, file: OpenFile, done: str) -> Iterator[None]:
    """Tells what was done, with a button that takes it back where there is a way back."""
    if not policies.may_read_history(file.standing):
        yield
        flash(request, done)
        return
    before = history.last_number(file.participant)
    yield
    made = history.last_changes(file.participant, after=before)
    undo = reverse("participants:undo", args=[file.participant.pk, *made]) if made else ""
    flash(request, done, undo=undo)


def answer(
    request: HttpRequest,
    file: OpenFile,
    form: Form,
    *,
    title: str,
    way: Way,
    deed: Callable[[], object],
    template: str = "participants/form.html",
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The form; sent and right it is done and leads back, otherwise it stays with every fault named."""
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            with undoable(request, file, way.done):
                deed()
            return redirect_after_post(request, way.back)
        except RuleBroken as broken:
            status = refused(form, broken)
    context = {"file": file, "form": form, "title": title, "way": way, "lead": "", "today_is": ""}
    return render_page(request, template, context | dict(extra or {}), status=status)


def refused(form: Form, broken: RuleBroken) -> int:
    """Shows in the form why nothing was done, and tells the status of the answer."""
    if isinstance(form, SeenForm):
        return form.refuse(broken)
    form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    return 422


def done_at_once(
    request: HttpRequest, file: OpenFile, *, way: Way, deed: Callable[[], object]
) -> HttpResponse:
    """A button that does something: done and told, or told why not."""
    try:
        with undoable(request, file, way.done):
            deed()
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, way.back)
