"""The plan as it is, on screen, on paper, and as it was."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from samlop.participants.opening import OpenFile, open_file
from samlop.plans import policies, queries
from samlop.plans.kept import version_in_words
from samlop.plans.map_words import drawn
from samlop.plans.version_words import compared, differences_in_words
from samlop.plans.views.answering import actor_in, plan_address
from samlop.plans.wording import HORIZON_NOTES
from samlop.ui.rendering import render_page


@require_GET
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The map, what to mind, the goals, the steps and who does what."""
    file = open_file(actor_in(request), pk, section="plan", kind="plan")
    page = queries.plan_page(actor_in(request), file.participant, localdate())
    context = _shown(file, page) | {
        "map": drawn(page.pathway, address=lambda key: plan_address(file.participant, f"steg-{key}")),
        "differences": differences_in_words(page.kept, page.content),
        "may_change": _changeable(file, page),
        "may_add_step": policies.may_add_step(file.standing),
        "may_change_actions": policies.may_change_actions(file.standing),
        "may_change_goals": policies.may_change_goals(file.standing),
        "may_change_plan": policies.may_change_plan(file.standing),
    }
    return render_page(request, "plans/plan.html", context)


@require_GET
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same on paper, A4 lying down."""
    file = open_file(actor_in(request), pk, section="plan", kind="plan")
    page = queries.plan_page(actor_in(request), file.participant, localdate())
    return render_page(request, "plans/printed.html", _shown(file, page) | {"map": drawn(page.pathway)})


@require_GET
def version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The plan as it stood in one version, and what was new in it."""
    file = open_file(actor_in(request), pk, section="plan", kind="plan")
    versions = queries.versions_of(actor_in(request), file.participant.pk)
    place = next((place for place, one in enumerate(versions) if one.number == number), None)
    if place is None:
        raise Http404
    before = versions[place + 1] if place + 1 < len(versions) else None
    context = {
        "file": file,
        "version": versions[place],
        "before": before,
        "after": versions[place - 1] if place else None,
        "kept": version_in_words(versions[place]),
        "differences": compared(before, versions[place]) if before else [],
    }
    return render_page(request, "plans/version.html", context)


def _shown(file: OpenFile, page: queries.PlanPage) -> dict[str, Any]:
    """What screen and paper both need."""
    note = page.horizon_note
    return {
        "file": file,
        "page": page,
        "today": localdate(),
        "horizon_note": HORIZON_NOTES[note] if note else "",
    }


def _changeable(file: OpenFile, page: queries.PlanPage) -> set[UUID]:
    steps = [*page.steps, *page.removed_steps]
    return {step.pk for step in steps if policies.may_change_step(file.standing, step.organisation_id)}
