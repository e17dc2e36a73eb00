"""Things done with one press, each of which can be taken back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samlop.participants.models import Participant
from samlop.plans import actions
from samlop.plans.models import Action, Goal, Step
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post


@require_POST
def tick(request: HttpRequest, pk: UUID, action_pk: UUID) -> HttpResponse:
    """Done."""
    actions.tick_action(_actor(request), _row(request, Action, pk, row_pk=action_pk), today=localdate())
    return _back(request, pk, _("Oppgaven er gjort."), undo=reverse("plans:untick", args=[pk, action_pk]))


@require_POST
def untick(request: HttpRequest, pk: UUID, action_pk: UUID) -> HttpResponse:
    """Not done after all."""
    actions.untick_action(_actor(request), _row(request, Action, pk, row_pk=action_pk))
    return _back(request, pk, _("Oppgaven er åpen igjen."), undo=reverse("plans:tick", args=[pk, action_pk]))


@require_POST
def drop(request: HttpRequest, pk: UUID, action_pk: UUID) -> HttpResponse:
    """No longer wanted."""
    actions.drop_action(_actor(request), _row(request, Action, pk, row_pk=action_pk))
    return _back(request, pk, _("Oppgaven er lagt bort."), undo=reverse("plans:take_up", args=[pk, action_pk]))


@require_POST
def take_up(request: HttpRequest, pk: UUID, action_pk: UUID) -> HttpResponse:
    """Wanted after all."""
    actions.drop_action(_actor(request), _row(request, Action, pk, row_pk=action_pk), dropped=False)
    return _back(request, pk, _("Oppgaven er tatt fram igjen."), undo=reverse("plans:drop", args=[pk, action_pk]))


@require_POST
def remove_step(request: HttpRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """Take a step out of the plan."""
    actions.remove_step(_actor(request), _row(request, Step, pk, row_pk=step_pk))
    return _back(request, pk, _("Steget er tatt ut av planen."), undo=reverse("plans:restore_step", args=[pk, step_pk]))


@require_POST
def restore_step(request: HttpRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """Put it back."""
    actions.restore_step(_actor(request), _row(request, Step, pk, row_pk=step_pk))
    return _back(request, pk, _("Steget er satt inn igjen."), undo=reverse("plans:remove_step", args=[pk, step_pk]))


@require_POST
def goal_state(request: HttpRequest, pk: UUID, goal_pk: UUID, state: str) -> HttpResponse:
    """Mark a goal as reached, lay it away, or take it up again."""
    if state not in Goal.State:
        raise Http404
    goal = _row(request, Goal, pk, row_pk=goal_pk)
    undo = reverse("plans:goal_state", args=[pk, goal_pk, goal.state])
    actions.set_goal_state(_actor(request), goal, state=state)
    return _back(request, pk, _("Målet er endret."), undo=undo)


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _row(request: HttpRequest, model: Any, pk: UUID, *, row_pk: UUID) -> Any:
    participant = get_object_or_404(Participant.objects.visible_to(_actor(request)), pk=pk)
    return get_object_or_404(model.objects.visible_to(_actor(request)).filter(participant=participant), pk=row_pk)


def _back(request: HttpRequest, pk: UUID, text: str, *, undo: str) -> HttpResponse:
    flash(request, text, undo=undo)
    return redirect_after_post(request, "plans:plan", pk)
