"""Versions of a plan: how it stood when a meeting agreed, and when the participant said yes."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from samlop.kernel.actor import Actor
from samlop.kernel.errors import require
from samlop.kernel.log import record
from samlop.participants.models import Participant
from samlop.plans import policies
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step, StepDependency
from samlop.routines.models import Decision, Meeting


def content_of(participant: Participant) -> dict[str, Any]:
    """The whole plan as plain values."""
    steps = Step.objects.filter(participant=participant, removed=False).select_related("organisation")
    waits = StepDependency.objects.filter(participant=participant)
    actions = Action.objects.filter(participant=participant, dropped=False)
    return {
        "goals": list(Goal.objects.filter(participant=participant).values("words", "language", "state", "rank")),
        "steps": [
            {
                "id": str(step.pk),
                "kind": step.kind,
                "title": step.title,
                "first": step.first and step.first.isoformat(),
                "until": step.until and step.until.isoformat(),
                "status": step.status,
                "organisation": step.organisation.name if step.organisation else "",
                "waits_for": [str(one.waits_for_id) for one in waits if one.step_id == step.pk],
            }
            for step in steps
        ],
        "actions": [
            {"text": one.text, "due_on": one.due_on and one.due_on.isoformat(), "done": one.done_on is not None}
            for one in actions
        ],
    }


@transaction.atomic
def write_version(
    actor: Actor, participant: Participant, *, meeting: Meeting, decision: Decision, agreed_at: datetime | None
) -> PlanVersion:
    """Keeps the plan as the meeting left it, as the next version."""
    plan = Plan.objects.select_for_update(of=["self"]).filter(participant=participant).first()
    if plan is None:
        plan = Plan.objects.create(participant=participant, number=0, decision=decision)
    plan.number, plan.decision = plan.number + 1, decision
    plan.save(force_update=True)
    version = PlanVersion.objects.create(
        participant=participant,
        number=plan.number,
        content=content_of(participant),
        meeting=meeting,
        decision=decision,
        agreed_at=agreed_at,
    )
    record(actor, "plan.version", version, number=version.number)
    return version


@transaction.atomic
def agree_to_plan(actor: Actor, version: PlanVersion) -> PlanVersion:
    """The participant says yes to a version of the plan."""
    version = PlanVersion.objects.select_for_update(of=["self"]).get(pk=version.pk)
    require(policies.may_agree_to_plan(actor, version.participant_id))
    if version.agreed_at is None:
        version.agreed_at = timezone.now()
        version.save(force_update=True)
        record(actor, "plan.agreed", version, number=version.number)
    return version
