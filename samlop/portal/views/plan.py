"""My own part of the plan: the map, the goals, what I am to do."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samlop.kernel.errors import RuleBroken
from samlop.participants.opening import OpenFile
from samlop.plans import actions
from samlop.plans.map_words import drawn
from samlop.plans.models import Goal
from samlop.plans.queries import plan_page
from samlop.portal.forms import GoalForm, NewGoalForm
from samlop.portal.queries.people import helper_of
from samlop.portal.queries.plan import goals_of, plan_to_agree, station_page, steps_of, tasks_of
from samlop.portal.views.opening import own_file, show
from samlop.ui.languages import current_language
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post
from samlop.ui.scripts import language_of


@require_GET
def road_map(request: HttpRequest) -> HttpResponse:
    """The whole road as a map; each station leads to what it is."""
    file = own_file(request, section="plan", kind="plan")
    page = plan_page(file.standing.actor, file.participant, localdate())
    map_ = drawn(page.pathway, address=lambda key: reverse("portal:station", args=[key]))
    return show(request, "portal/map.html", {"file": file, "map": map_, "plan": page.plan})


@require_GET
def station(request: HttpRequest, step_pk: UUID) -> HttpResponse:
    """What one station is, who answers for it, and when."""
    file = own_file(request, section="plan", kind="plan")
    actor = file.standing.actor
    step = get_object_or_404(steps_of(actor, file.participant), pk=step_pk)
    return show(
        request, "portal/station.html", {"file": file, "page": station_page(actor, step, localdate())}
    )


@require_GET
def goals(request: HttpRequest) -> HttpResponse:
    """What I want, and whether the plan says so."""
    file = own_file(request, section="goals", kind="goal")
    actor = file.standing.actor
    context = {
        "file": file,
        "goals": goals_of(actor, file.participant),
        "to_agree": plan_to_agree(actor, file.participant),
        "helper": helper_of(file.participant),
    }
    return show(request, "portal/goals.html", context)


@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, goal_pk: UUID | None = None) -> HttpResponse:
    """Write a goal, or change its words."""
    file = own_file(request, section="goals", kind="goal")
    mine = Goal.objects.visible_to(file.standing.actor).filter(participant=file.participant)
    held = get_object_or_404(mine, pk=goal_pk) if goal_pk else None
    kind, words = (GoalForm, {"words": held.words}) if held else (NewGoalForm, {})
    form = kind(request.POST or None, initial=words)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            _keep_goal(file, held, form)
            flash(request, _("Målet ditt er lagret."))
            return redirect_after_post(request, "portal:goals")
        except RuleBroken as broken:
            status = form.refuse(broken)
    return show(request, "portal/goal.html", {"file": file, "form": form, "held": held}, status=status)


def _keep_goal(file: OpenFile, held: Goal | None, form: GoalForm) -> None:
    actor, likely = file.standing.actor, (current_language(), file.participant.language)
    language = language_of(form.cleaned_data["words"], likely=likely)
    if held is None:
        actions.set_goal(actor, file.participant, language=language, **form.cleaned_data)
    elif form.changed_data:
        actions.change_goal(actor, held, language=language, seen=form.seen(), **form.cleaned_data)


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """What I am to do, what I have done, and what others do for me."""
    file = own_file(request, section="actions", kind="action")
    found = tasks_of(file.standing.actor, file.participant)
    return show(request, "portal/actions.html", {"file": file, "tasks": found, "today": localdate()})
