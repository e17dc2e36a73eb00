"""Things done with one press, each of which can be taken back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samlop.kernel.errors import RuleBroken
from samlop.plans import actions
from samlop.plans.models import Action, Goal, PlanVersion, Step
from samlop.plans.views.answering import (
    Way,
    actor_in,
    done_at_once,
    participant_in,
    plan_address,
    row_in,
    undoable,
)
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post


@require_POST
def tick(request: HttpRequest, pk: UUID, action_pk: UUID) -> HttpResponse:
    """Done."""
    participant, actor = participant_in(request, pk), actor_in(request)
    action = row_in(request, Action, participant, pk=action_pk)
    return done_at_once(
        request,
        participant,
        way=Way(_("Oppgaven er gjort."), "oppgaver"),
        undo=reverse("plans:untick", args=[pk, action_pk]),
        deed=lambda: actions.tick_action(actor, action, today=localdate()),
    )


@require_POST
def untick(request: HttpRequest, pk: UUID, action_pk: UUID) -> HttpResponse:
    """Not done after all."""
    participant, actor = participant_in(request, pk), actor_in(request)
    action = row_in(request, Action, participant, pk=action_pk)
    return done_at_once(
        request,
        participant,
        way=Way(_("Oppgaven er åpen igjen."), "oppgaver"),
        undo=reverse("plans:tick", args=[pk, action_pk]),
        deed=lambda: actions.untick_action(actor, action),
    )


@require_POST
def drop(request: HttpRequest, pk: UUID, action_pk: UUID, *, dropped: bool) -> HttpResponse:
    """No longer wanted, or wanted after all."""
    participant, actor = participant_in(request, pk), actor_in(request)
    action = row_in(request, Action, participant, pk=action_pk)
    done = _("Oppgaven er lagt bort.") if dropped else _("Oppgaven er tatt fram igjen.")
    back = "plans:take_up" if dropped else "plans:drop"
    return done_at_once(
        request,
        participant,
        way=Way(done, "oppgaver"),
        undo=reverse(back, args=[pk, action_pk]),
        deed=lambda: actions.drop_action(actor, action, dropped=dropped),
    )


@require_POST
def remove_step(request: HttpRequest, pk: UUID, step_pk: UUID, *, removed: bool) -> HttpResponse:
    """Take a step out of the plan, or put it back."""
    participant, actor = participant_in(request, pk), actor_in(request)
    step = row_in(request, Step, participant, pk=step_pk)
    done = _("Steget er tatt ut av planen.") if removed else _("Steget er satt inn igjen.")
    back = "plans:restore_step" if removed else "plans:remove_step"
    act = actions.remove_step if removed else actions.restore_step
    return done_at_once(
        request,
        participant,
        way=Way(done, "steg" if removed else f"steg-{step_pk}"),
        undo=reverse(back, args=[pk, step_pk]),
        deed=lambda: act(actor, step),
    )


@require_POST
def goal_state(request: HttpRequest, pk: UUID, goal_pk: UUID, *, state: str) -> HttpResponse:
    """Mark a goal as reached, lay it away, or take it up again."""
    if state not in Goal.State:
        raise Http404
    participant, actor = participant_in(request, pk), actor_in(request)
    goal = row_in(request, Goal, participant, pk=goal_pk)
    told = {
        Goal.State.ACTIVE.value: _("Deltakeren er på vei mot målet igjen."),
        Goal.State.REACHED.value: _("Målet er nådd!"),
        Goal.State.LEFT.value: _("Målet er lagt bort."),
    }
    return done_at_once(
        request,
        participant,
        way=Way(told[state], "maal"),
        undo=reverse("plans:goal_state", args=[pk, goal_pk, goal.state]),
        deed=lambda: actions.set_goal_state(actor, goal, state=state),
    )


@require_POST
def goal_first(request: HttpRequest, pk: UUID, goal_pk: UUID) -> HttpResponse:
    """Let the map lead to this goal."""
    participant, actor = participant_in(request, pk), actor_in(request)
    goal = row_in(request, Goal, participant, pk=goal_pk)
    with undoable(request, participant, _("Kartet går nå til dette målet.")):
        actions.put_goal_first(actor, goal)
    return redirect_after_post(request, plan_address(participant, "maal"))


@require_POST
def lay_before(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the plan as it is for the participant to say yes to."""
    participant, actor = participant_in(request, pk), actor_in(request)
    try:
        version = actions.lay_before_participant(actor, participant)
        undo = reverse("plans:withdraw", args=[pk, version.number])
        flash(request, _("Planen ligger hos deltakeren, som kan si ja på Min vei."), undo=undo)
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, plan_address(participant, "versjoner"))


@require_POST
def withdraw(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Take a version back that nobody has answered; laying the plan before the participant again makes it anew."""
    participant, actor = participant_in(request, pk), actor_in(request)
    found = PlanVersion.objects.visible_to(actor).filter(participant=participant, number=number).first()
    if found is None:
        raise Http404
    return done_at_once(
        request,
        participant,
        way=Way(_("Versjonen er trukket tilbake."), "versjoner"),
        undo=reverse("plans:lay_before", args=[pk]),
        deed=lambda: actions.withdraw_version(actor, found),
    )


@require_POST
def undo(request: HttpRequest, pk: UUID, first: int, *, last: int) -> HttpResponse:
    """Take back what one has just changed."""
    participant, actor = participant_in(request, pk), actor_in(request)
    try:
        actions.undo_changes(actor, participant, first=first, last=last)
        flash(request, _("Endringen er tatt tilbake."))
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, plan_address(participant))
