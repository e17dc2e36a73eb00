"""Things done with one press, each of which can be taken back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken
from samlop.plans import actions
from samlop.plans.models import Action, Goal, PlanVersion
from samlop.portal.views.opening import own_actor
from samlop.routines.actions import gatherings
from samlop.routines.models import GatheringInvitation
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post


@require_POST
def tick(request: HttpRequest, action_pk: UUID) -> HttpResponse:
    """Done."""
    actor = own_actor(request)
    actions.tick_action(actor, _task(actor, action_pk), today=localdate())
    flash(request, _("Bra! Du har gjort det."), undo=reverse("portal:untick", args=[action_pk]))
    return redirect_after_post(request, "portal:actions")


@require_POST
def untick(request: HttpRequest, action_pk: UUID) -> HttpResponse:
    """Not done after all."""
    actor = own_actor(request)
    actions.untick_action(actor, _task(actor, action_pk))
    flash(request, _("Oppgaven står på listen igjen."), undo=reverse("portal:tick", args=[action_pk]))
    return redirect_after_post(request, "portal:actions")


@require_POST
def goal_state(request: HttpRequest, goal_pk: UUID, state: str) -> HttpResponse:
    """Reached, laid away, or taken up again."""
    actor = own_actor(request)
    if state not in Goal.State:
        raise Http404
    goals = Goal.objects.visible_to(actor).filter(participant=actor.participant_id)
    goal = get_object_or_404(goals, pk=goal_pk)
    undo = reverse("portal:goal_state", args=[goal_pk, goal.state])
    actions.set_goal_state(actor, goal, state=state)
    flash(request, _goal_told(state), undo=undo)
    return redirect_after_post(request, "portal:goals")


@require_POST
def first_goal(request: HttpRequest, goal_pk: UUID) -> HttpResponse:
    """This is the goal the road leads to."""
    actor = own_actor(request)
    goals = Goal.objects.visible_to(actor).filter(participant=actor.participant_id)
    actions.put_goal_first(actor, get_object_or_404(goals, pk=goal_pk))
    flash(request, _("Dette målet står først nå. Veien din leder dit."))
    return redirect_after_post(request, "portal:goals")


@require_POST
def reply_to_gathering(request: HttpRequest, invitation_pk: UUID) -> HttpResponse:
    """I come to the joint meeting, or I cannot."""
    actor = own_actor(request)
    invited = GatheringInvitation.objects.visible_to(actor).filter(participant=actor.participant_id)
    try:
        gatherings.reply_to_gathering(
            actor, get_object_or_404(invited, pk=invitation_pk), reply=request.POST.get("reply", "")
        )
        flash(request, _("Takk for svaret."))
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, "portal:meetings")


@require_POST
def agree_to_plan(request: HttpRequest, number: int) -> HttpResponse:
    """Yes to the plan as it stands; the number tells which one was read."""
    actor = own_actor(request)
    versions = PlanVersion.objects.visible_to(actor).filter(participant=actor.participant_id)
    newest = versions.order_by("-number").first()
    if newest is None:
        raise Http404
    if newest.number != number:
        flash(request, _("Planen er endret siden du leste den. Les den en gang til."), kind="warning")
        return redirect_after_post(request, "portal:goals")
    actions.agree_to_plan(actor, newest)
    flash(request, _("Takk. Du har sagt ja til planen."))
    return redirect_after_post(request, "portal:goals")


def _task(actor: Actor, pk: UUID) -> Action:
    mine = Action.objects.visible_to(actor).filter(
        participant=actor.participant_id, owner_is_participant=True
    )
    found: Action = get_object_or_404(mine, pk=pk)
    return found


def _goal_told(state: str) -> str:
    return {
        Goal.State.ACTIVE.value: _("Målet er med igjen."),
        Goal.State.REACHED.value: _("Gratulerer! Du har nådd målet."),
        Goal.State.LEFT.value: _("Målet er lagt bort."),
    }[state]
