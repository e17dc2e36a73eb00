"""Forms that change the plan."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samlop.kernel.errors import RuleBroken
from samlop.participants.opening import OpenFile, open_file
from samlop.plans import actions
from samlop.plans.forms import PARTICIPANT, ActionForm, GoalForm, HorizonForm, StepForm, goal_initial, initial_of
from samlop.plans.models import Action, Goal, Plan, Step
from samlop.ui.rendering import redirect_after_post, render_page

Deed = Callable[..., Any]


@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, pk: UUID, goal_pk: UUID | None = None) -> HttpResponse:
    """Write a goal down, or change its words."""
    file = _open(request, pk, kind="goal")
    held = _held(Goal, request, file, pk=goal_pk)
    form = GoalForm(request.POST or None, initial=goal_initial(held) if held else None)
    title = _("Endre målet") if held else _("Nytt mål")
    if held:
        return _answer(request, file, form, title, lambda values: actions.change_goal(_actor(request), held, **values))
    return _answer(request, file, form, title, lambda values: actions.set_goal(_actor(request), file.participant, **values))


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: UUID, step_pk: UUID | None = None) -> HttpResponse:
    """Put a step into the plan, or change one."""
    file = _open(request, pk, kind="plan")
    held = _held(Step, request, file, pk=step_pk)
    initial = initial_of(held) if held else {"organisation": _actor(request).organisation_id}
    form = StepForm(request.POST or None, initial=initial, participant=file.participant, step=held, today=localdate())
    title = _("Endre steget") if held else _("Nytt steg")
    if held:
        return _answer(request, file, form, title, lambda values: actions.change_step(_actor(request), held, **values))
    return _answer(request, file, form, title, lambda values: actions.add_step(_actor(request), file.participant, **values))


@require_http_methods(["GET", "POST"])
def action(request: HttpRequest, pk: UUID, action_pk: UUID | None = None) -> HttpResponse:
    """Give somebody something to do, or change it."""
    file = _open(request, pk, kind="action")
    held = _held(Action, request, file, pk=action_pk)
    today, actor = localdate(), _actor(request)
    initial = {"owner": actor.employment_id}
    if held:
        owner = PARTICIPANT if held.owner_is_participant else held.owner_employment_id
        initial = {"text": held.text, "due_on": held.due_on, "owner": owner}
    form = ActionForm(request.POST or None, initial=initial, participant=file.participant, today=today)
    title = _("Endre oppgaven") if held else _("Ny oppgave")
    if held:
        return _answer(request, file, form, title, lambda values: actions.change_action(actor, held, today=today, **values))
    return _answer(
        request, file, form, title, lambda values: actions.add_action(actor, file.participant, today=today, **values)
    )


@require_http_methods(["GET", "POST"])
def horizon(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how far ahead the goal realistically lies."""
    file = _open(request, pk, kind="plan")
    plan = Plan.objects.filter(participant=file.participant).first()
    form = HorizonForm(request.POST or None, initial={"horizon": plan.horizon if plan else None})
    return _answer(
        request,
        file,
        form,
        _("Realistisk tid"),
        lambda values: actions.set_horizon(_actor(request), file.participant, today=localdate(), **values),
    )


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _open(request: HttpRequest, pk: UUID, *, kind: str) -> OpenFile:
    file = open_file(_actor(request), pk, section="plan", kind=kind)
    if not file.may("write", kind, organisation_id=_actor(request).organisation_id):
        raise Http404
    return file


def _held(model: Any, request: HttpRequest, file: OpenFile, *, pk: UUID | None) -> Any:
    rows = model.objects.visible_to(_actor(request)).filter(participant=file.participant)
    return get_object_or_404(rows, pk=pk) if pk else None


def _answer(request: HttpRequest, file: OpenFile, form: Form, title: str, deed: Deed) -> HttpResponse:
    if form.is_valid():
        try:
            deed(form.cleaned_data)
            return redirect_after_post(request, "plans:plan", file.participant.pk)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    status = 422 if form.is_bound else 200
    return render_page(request, "plans/form.html", {"file": file, "form": form, "title": title}, status=status)
