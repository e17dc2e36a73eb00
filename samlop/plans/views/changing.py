"""Forms that change the plan."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samlop.kernel.errors import require
from samlop.participants.opening import OpenFile, open_file
from samlop.plans import actions, policies, queries
from samlop.plans.forms import ActionForm, GoalForm, HorizonForm, Offered, StepForm
from samlop.plans.models import Action, Goal, Plan, Step
from samlop.plans.views.answering import Way, actor_in, answer, row_in


@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, pk: UUID, goal_pk: UUID | None = None) -> HttpResponse:
    """Write a goal down, or change its words."""
    actor, file = actor_in(request), _open(request, pk, kind="goal")
    require(policies.may_change_goals(file.standing))
    held = row_in(request, Goal, file.participant, pk=goal_pk) if goal_pk else None
    form = GoalForm(request.POST or None, participant=file.participant, goal=held)

    def deed() -> object:
        if held:
            return actions.change_goal(actor, held, **form.cleaned_data, seen=form.seen())
        return actions.set_goal(actor, file.participant, **form.cleaned_data)

    title = _("Endre målet") if held else _("Nytt mål")
    away = reverse("plans:goal_state", args=[pk, held.pk, Goal.State.LEFT]) if held else ""
    way = Way(_("Målet er lagret."), "maal", away, _("Legg bort målet"))
    return answer(request, file, form, title=title, way=way, deed=deed)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: UUID, step_pk: UUID | None = None) -> HttpResponse:
    """Put a step into the plan, or change one."""
    actor, today, file = actor_in(request), localdate(), _open(request, pk, kind="plan")
    held = row_in(request, Step, file.participant, pk=step_pk) if step_pk else None
    require(policies.may_change_step(file.standing, held.organisation_id if held else actor.organisation_id))
    form = _step_form(request, file, held)

    def deed() -> object:
        if held:
            return actions.change_step(actor, held, today=today, changes=form.changes(), seen=form.seen())
        return actions.add_step(actor, file.participant, today=today, **form.cleaned_data)

    title = _("Endre steget") if held else _("Nytt steg")
    away = reverse("plans:remove_step", args=[pk, held.pk]) if held else ""
    way = Way(
        _("Steget er lagret."), f"steg-{held.pk}" if held else "steg", away, _("Ta steget ut av planen")
    )
    return answer(request, file, form, title=title, way=way, deed=deed)


@require_http_methods(["GET", "POST"])
def action(request: HttpRequest, pk: UUID, action_pk: UUID | None = None) -> HttpResponse:
    """Give somebody something to do, or change it."""
    actor, today, file = actor_in(request), localdate(), _open(request, pk, kind="action")
    require(policies.may_change_actions(file.standing))
    held = row_in(request, Action, file.participant, pk=action_pk) if action_pk else None
    seats = queries.seats_today(file.participant, today)
    form = ActionForm(
        request.POST or None,
        participant=file.participant,
        seats=seats,
        action=held,
        own=actor.employment_id,
    )

    def deed() -> object:
        if held:
            return actions.change_action(actor, held, today=today, changes=form.changes(), seen=form.seen())
        return actions.add_action(actor, file.participant, today=today, **form.values())

    title = _("Endre oppgaven") if held else _("Ny oppgave")
    away = reverse("plans:drop", args=[pk, held.pk]) if held else ""
    way = Way(_("Oppgaven er lagret."), "oppgaver", away, _("Legg bort oppgaven"))
    return answer(request, file, form, title=title, way=way, deed=deed)


@require_http_methods(["GET", "POST"])
def horizon(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how far ahead the goal realistically lies."""
    actor, today, file = actor_in(request), localdate(), _open(request, pk, kind="plan")
    require(policies.may_change_plan(file.standing))
    plan = Plan.objects.visible_to(actor).filter(participant=file.participant).first()
    form = HorizonForm(request.POST or None, plan=plan)
    return answer(
        request,
        file,
        form,
        title=_("Realistisk tid"),
        way=Way(_("Tiden er lagret."), "veien"),
        deed=lambda: actions.set_horizon(
            actor, file.participant, today=today, **form.cleaned_data, seen=form.seen()
        ),
    )


def _open(request: HttpRequest, pk: UUID, *, kind: str) -> OpenFile:
    return open_file(actor_in(request), pk, section="plan", kind=kind)


def _step_form(request: HttpRequest, file: OpenFile, held: Step | None) -> StepForm:
    """Whoever may only change the own organisation's steps is offered no other organisation."""
    actor, today = actor_in(request), localdate()
    may_choose = policies.may_change_plan(file.standing)
    seats = queries.seats_today(file.participant, today) if may_choose else []
    return StepForm(
        request.POST or None,
        step=held,
        others=queries.other_steps(actor, file.participant, besides=held),
        waits_for=queries.waits_in_plan(actor, held) if held else (),
        organisations=Offered(
            own=actor.organisation_id,
            may_choose=may_choose,
            seated=[seat.organisation_id for seat in seats],
            today=today,
        ),
    )
