"""What pages read of plans."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from samlop.kernel.actor import Actor
from samlop.participants.models import Participant
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step, StepDependency, StepKind
from samlop.plans.pathway import MeetingMarker, MeetingState, Pathway, Station, StepStatus
from samlop.plans.pathway import StepKind as Kind
from samlop.routines.models import Meeting

MARKS = {Meeting.State.CALLED: MeetingState.CALLED, Meeting.State.HELD: MeetingState.HELD, Meeting.State.AGREED: MeetingState.HELD}


@dataclass(frozen=True)
class PlanPage:
    """Everything a plan's page shows."""

    plan: Plan | None
    goals: list[Goal]
    steps: list[Step]
    actions: list[Action]
    versions: list[PlanVersion]
    pathway: Pathway


def station_of(step: Step, *, waits_for: Iterable[UUID] = ()) -> Station:
    """A step as the map and the rules about transitions know it."""
    return Station(
        key=str(step.pk),
        title=step.name,
        kind=Kind(step.kind),
        first=step.first,
        until=step.until,
        status=StepStatus(step.status),
        organisation=step.organisation.name if step.organisation else "",
        organisation_key=str(step.organisation_id or ""),
        waits_for=tuple(str(pk) for pk in waits_for),
        note=step.note,
    )


def stations_of(participant_ids: Iterable[UUID]) -> dict[UUID, list[Station]]:
    """The steps of many participants in one query, without what they wait for."""
    found: dict[UUID, list[Station]] = {}
    steps = Step.objects.filter(participant__in=list(participant_ids), removed=False).select_related("organisation")
    for step in steps:
        found.setdefault(step.participant_id, []).append(station_of(step))
    return found


def plan_page(actor: Actor, participant: Participant, today: date) -> PlanPage:
    """The plan with goals, steps, actions, versions and the road they draw; seven queries."""
    steps = list(Step.objects.filter(participant=participant, removed=False).select_related("organisation"))
    waits: dict[UUID, list[UUID]] = {}
    for one in StepDependency.objects.filter(participant=participant):
        waits.setdefault(one.step_id, []).append(one.waits_for_id)
    goals = list(Goal.objects.filter(participant=participant).exclude(state=Goal.State.LEFT))
    plan = Plan.objects.filter(participant=participant).first()
    actions = Action.objects.filter(participant=participant, dropped=False)
    return PlanPage(
        plan=plan,
        goals=goals,
        steps=steps,
        actions=list(actions.select_related("owner_employment__person", "owner_employment__organisation")),
        versions=list(PlanVersion.objects.filter(participant=participant).defer("content").select_related("meeting")),
        pathway=Pathway(
            stations=tuple(station_of(step, waits_for=waits.get(step.pk, ())) for step in steps),
            today=today,
            meetings=meeting_markers(participant),
            goal=next((goal.words for goal in goals if goal.state == Goal.State.ACTIVE), ""),
            horizon=plan.horizon if plan else None,
        ),
    )


def meeting_markers(participant: Participant) -> tuple[MeetingMarker, ...]:
    """The participant's meetings as marks on the map."""
    meetings = Meeting.objects.filter(participant=participant).standing().select_related("routine_version")
    return tuple(
        MeetingMarker(
            day=timezone.localdate(meeting.starts_at), title=title_of(meeting), state=MARKS[Meeting.State(meeting.state)]
        )
        for meeting in meetings
    )


def title_of(meeting: Meeting) -> str:
    """The meeting's name as the version of the routine that governs it has it."""
    for point in meeting.routine_version.document["meeting_points"]:
        if point["code"] == meeting.point:
            return str(point["title"]["nb"])
    return ""


def open_actions_of(employment_id: UUID) -> list[Action]:
    """What one member of staff has promised and not yet done, the nearest deadline first."""
    return list(Action.objects.open().filter(owner_employment_id=employment_id).select_related("participant"))


@dataclass(frozen=True)
class KeptStep:
    """A step as a version kept it."""

    name: str
    status: str
    first: date | None
    until: date | None
    organisation: str


@dataclass(frozen=True)
class KeptPlan:
    """A whole version in words."""

    goals: list[str]
    steps: list[KeptStep]
    actions: list[str]


def version_in_words(version: PlanVersion) -> KeptPlan:
    """What a version kept, ready to be read."""
    content = version.content
    steps = [
        KeptStep(
            name=step["title"] or str(StepKind(step["kind"]).label).capitalize(),
            status=str(Step.Status(step["status"]).label),
            first=date.fromisoformat(step["first"]) if step["first"] else None,
            until=date.fromisoformat(step["until"]) if step["until"] else None,
            organisation=step["organisation"],
        )
        for step in content["steps"]
    ]
    return KeptPlan(
        goals=[goal["words"] for goal in content["goals"]], steps=steps, actions=[one["text"] for one in content["actions"]]
    )
