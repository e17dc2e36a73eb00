"""The plan as it is, on screen, on paper, and as it was."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from samlop.participants.opening import open_file
from samlop.plans import policies, queries
from samlop.plans.map_words import drawn
from samlop.plans.models import PlanVersion, Step
from samlop.ui.rendering import render_page


@require_GET
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The map, the goals, the steps and who does what."""
    return _plan(request, pk, template="plans/plan.html")


@require_GET
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same on one sheet of paper."""
    return _plan(request, pk, template="plans/printed.html")


@require_GET
def version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The plan as it stood in one version."""
    file = open_file(request.actor, pk, section="plan", kind="plan")  # type: ignore[attr-defined]
    versions = PlanVersion.objects.visible_to(request.actor).filter(participant=file.participant)  # type: ignore[attr-defined]
    found = get_object_or_404(versions.select_related("meeting"), number=number)
    kept = queries.version_in_words(found)
    return render_page(request, "plans/version.html", {"file": file, "version": found, "kept": kept})


def _plan(request: HttpRequest, pk: UUID, *, template: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    file = open_file(actor, pk, section="plan", kind="plan")
    today = localdate()
    page = queries.plan_page(actor, file.participant, today)
    may_change = {step.pk for step in page.steps if policies.may_change_step(file.standing, step.organisation_id)}
    context = {
        "file": file,
        "page": page,
        "map": drawn(page.pathway, address=lambda key: reverse("plans:plan", args=[pk]) + f"#steg-{key}"),
        "may_change": may_change,
        "may_add_step": file.may("write", "plan", organisation_id=actor.organisation_id),
        "may_change_actions": file.may("write", "action"),
        "may_change_goals": file.may("write", "goal"),
        "may_set_horizon": file.may("write", "plan"),
        "statuses": Step.Status,
        "today": today,
    }
    return render_page(request, template, context)
