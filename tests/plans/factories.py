"""Plans of the cast as tests need them, and meetings that decide on them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from samlop.access.models import Organisation
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.plans.models import Action, Goal, PlanVersion, Step, StepDependency
from samlop.routines.actions import agreement, reconciling
from samlop.routines.models import AgreedText, Meeting
from tests.cast import Cast
from tests.routines.meetings import AGREES, IN_ROOM, SIGNED_IN, STAFF, draft_of, gather, held_meeting

DAY = timedelta(days=1)
EMPTY = {"goals": [], "steps": [], "actions": [], "horizon": None}


def make_step(
    cast: Cast,
    kind: str = "norwegian_course",
    *,
    at: str | None = "school",
    waits_for: Step | None = None,
    **extra: Any,
) -> Step:
    """A step of Dina's plan, at the organisation of that name."""
    organisation = cast.organisations[at] if at else None
    step = Step.objects.create(participant=cast.participant, kind=kind, organisation=organisation, **extra)
    if waits_for:
        StepDependency.objects.create(participant=cast.participant, step=step, waits_for=waits_for)
    return step


def make_goal(cast: Cast, words: str = "Jeg vil bli kokk.", **extra: Any) -> Goal:
    """A goal of Dina's."""
    return Goal.objects.create(participant=cast.participant, words=words, **extra)


def make_action(cast: Cast, owner: str = "tea", **extra: Any) -> Action:
    """Something one of the staff, or Dina, is to do."""
    values = {"text": "Sende papirene til godkjenning"} | extra
    if owner == "dina":
        return Action.objects.create(participant=cast.participant, owner_is_participant=True, **values)
    return Action.objects.create(
        participant=cast.participant, owner_employment_id=getattr(cast, owner).employment_id, **values
    )


def make_version(cast: Cast, number: int = 1, **extra: Any) -> PlanVersion:
    """A version of Dina's plan."""
    return PlanVersion.objects.create(
        participant=cast.participant, number=number, **({"content": EMPTY} | extra)
    )


def make_whole_plan(cast: Cast, today: date | None = None) -> dict[str, Any]:
    """Dina's plan with a bit of everything: three tracks, a gap, somebody to wait for, promises kept and not."""
    today = today or localdate()
    programme = make_step(
        cast,
        "introduction_programme",
        at="refugee",
        first=today - 92 * DAY,
        until=today + 600 * DAY,
        status="ongoing",
    )
    course = make_step(
        cast, title="Norskkurs A2", first=today - 60 * DAY, until=today + 120 * DAY, status="ongoing"
    )
    school = make_step(
        cast,
        "upper_secondary",
        at=None,
        title="Restaurant- og matfag",
        first=today + 200 * DAY,
        waits_for=course,
    )
    goal = make_goal(cast)
    open_action = make_action(cast, due_on=today - DAY)
    done = make_action(cast, "dina", text="Ringe skolen", done_on=today - DAY)
    return {
        "programme": programme,
        "course": course,
        "school": school,
        "goal": goal,
        "open": open_action,
        "done": done,
    }


def decided(cast: Cast, *decisions: Mapping[str, Any], meeting: Meeting | None = None) -> AgreedText:
    """A text with these decisions, ready to be confirmed; with a meeting that has agreed, its next version."""
    meeting = meeting or held_meeting(cast)
    with acting_as(cast.kari):
        if not AgreedText.objects.filter(meeting=meeting, state="draft").exists():
            reconciling.begin_new_version(cast.kari, meeting)
        draft = draft_of(meeting)
        for old in draft.decisions.all():
            reconciling.remove_decision(cast.kari, old)
        item = draft.items.order_by("agenda_code").first()
        reconciling.save_agreed_item(
            cast.kari, draft, agenda_code=item.agenda_code, text="Vi er enige.", version=item.version
        )
        for decision in decisions:
            reconciling.add_decision(cast.kari, draft, **({"text": "Vedtatt"} | decision))
        return reconciling.close_draft(cast.kari, draft)


def agree(cast: Cast, text: AgreedText, *, last: Actor | None = None) -> AgreedText:
    """Everybody confirms; whoever is last does it signed in, the others on the screen in the room."""
    last = last or cast.dina
    if text.number > 1:
        gather(cast, text)
    with acting_as(cast.kari):
        for name in STAFF:
            if getattr(cast, name) != last:
                organisation = cast.employment(name).organisation
                agreement.confirm(cast.kari, text, organisation=organisation, answer=AGREES, manner=IN_ROOM)
        if last != cast.dina:
            agreement.confirm(cast.kari, text, for_participant=True, answer=AGREES, manner=IN_ROOM)
    with acting_as(last):
        agreement.confirm(last, text, for_participant=last == cast.dina, answer=AGREES, manner=SIGNED_IN)
    return AgreedText.objects.select_related("meeting").get(pk=text.pk)


def promise(cast: Cast, text: str = "Søke om plass", owner: str = "tea", **extra: Any) -> dict[str, Any]:
    """A decision that somebody shall do something."""
    if owner == "dina":
        return {"text": text, "owner_is_participant": True} | extra
    return {"text": text, "owner_employment": getattr(cast, owner).employment_id} | extra


def new_step(kind: str = "work_practice", *, at: Organisation | None = None, **extra: Any) -> dict[str, Any]:
    """A decision that puts a step into the plan."""
    change = {"change": "add_step", "kind": kind, "title": "", "first": None, "until": None}
    return {"plan_change": change | {"organisation": str(at.pk) if at else None} | extra}


def new_status(step: Step, status: str) -> dict[str, Any]:
    """A decision that says how far a step has come."""
    return {"plan_change": {"change": "step_status", "step": str(step.pk), "status": status}}


def new_period(step: Step, first: date | None, until: date | None) -> dict[str, Any]:
    """A decision that moves a step."""
    days = {"first": first and first.isoformat(), "until": until and until.isoformat()}
    return {"plan_change": {"change": "step_period", "step": str(step.pk)} | days}


def new_horizon(horizon: date) -> dict[str, Any]:
    """A decision about when the goal is realistic."""
    return {"plan_change": {"change": "horizon", "horizon": horizon.isoformat()}}
