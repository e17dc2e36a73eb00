"""What pages read of plans."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Max, Min, OuterRef, QuerySet
from django.utils import timezone

from samlop.kernel.actor import Actor
from samlop.kernel.models import Change
from samlop.kernel.prepared import prepared
from samlop.participants.models import Membership, Participant
from samlop.plans.content import (
    ActionContent,
    GoalContent,
    PlanContent,
    StepContent,
    read,
)
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step, StepDependency
from samlop.plans.pathway import (
    OVER,
    MeetingMarker,
    MeetingState,
    Pathway,
    Station,
    StepStatus,
    TrackKind,
    track_of,
)
from samlop.plans.pathway import StepKind as Kind
from samlop.plans.rules import HorizonNote, horizon_note
from samlop.plans.wording import LOOKS, TRACKS
from samlop.routines.models import Meeting
from samlop.routines.queries.meetings import title_of

MARKS = {
    Meeting.State.CALLED: MeetingState.CALLED,
    Meeting.State.HELD: MeetingState.HELD,
    Meeting.State.AGREED: MeetingState.HELD,
}


@dataclass(frozen=True)
class Reading:
    """All rows of one participant's plan, those laid away among them."""

    plan: Plan | None
    goals: list[Goal]
    steps: list[Step]
    waits: Mapping[UUID, frozenset[UUID]]
    actions: list[Action]

    def content(self) -> PlanContent:
        """The plan as a version keeps it."""
        present = {step.pk for step in self.steps if not step.removed}
        return PlanContent(
            horizon=self.plan.horizon if self.plan else None,
            goals=tuple(_goal_content(goal) for goal in self.goals),
            steps=tuple(
                _step_content(step, waits_for=self.waits[step.pk] & present)
                for step in self.steps
                if not step.removed
            ),
            actions=tuple(_action_content(action) for action in self.actions if not action.dropped),
        )


@dataclass(frozen=True)
class StepRow:
    """One step as a line of the page: what it waits for, and how its status looks."""

    step: Step
    waits_for: tuple[Step, ...]

    @property
    def look(self) -> str:
        """The look of its status."""
        return LOOKS[StepStatus(self.step.status)]

    @property
    def lacks_agency(self) -> bool:
        """Nobody answers for a step that is still to be walked."""
        return self.step.organisation_id is None and StepStatus(self.step.status) not in OVER


@dataclass(frozen=True)
class Track:
    """The steps on one line of the map."""

    kind: TrackKind
    title: str
    rows: tuple[StepRow, ...]


@dataclass(frozen=True)
class PlanPage:
    """Everything a plan's page shows."""

    plan: Plan | None
    goals: list[Goal]
    steps: list[Step]
    tracks: list[Track]
    actions: list[Action]
    versions: list[PlanVersion]
    pathway: Pathway
    left_goals: list[Goal]
    removed_steps: list[Step]
    dropped_actions: list[Action]
    kept: PlanContent
    content: PlanContent

    @property
    def latest(self) -> PlanVersion | None:
        """The newest version."""
        return self.versions[0] if self.versions else None

    @property
    def agreed(self) -> PlanVersion | None:
        """The newest version the participant has said yes to."""
        return next((version for version in self.versions if version.agreed_at), None)

    @property
    def horizon_note(self) -> HorizonNote | None:
        """What there is to say of the realistic day."""
        pathway = self.pathway
        return horizon_note(pathway.horizon, pathway.stations, pathway.today) if pathway.stations else None

    @property
    def open_actions(self) -> list[Action]:
        """What is still to be done."""
        return [action for action in self.actions if action.done_on is None]

    @property
    def done_actions(self) -> list[Action]:
        """What has been done, the last first."""
        done = [action for action in self.actions if action.done_on is not None]
        return sorted(done, key=lambda action: action.done_on or date.min, reverse=True)


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


def read_plan(actor: Actor, participant: Participant) -> Reading:
    """The rows of a plan in four queries, however many they are."""
    steps = _steps(actor, participant.pk)
    return Reading(
        plan=next(iter(_plans(actor, participant.pk)), None),
        goals=_goals(actor, participant.pk),
        steps=steps,
        waits={step.pk: frozenset(step.waits_ids) for step in steps},  # type: ignore[attr-defined]
        actions=_actions(actor, participant.pk),
    )


@prepared
def _plans(actor: Actor, participant_id: UUID) -> QuerySet[Plan]:
    return Plan.objects.visible_to(actor).filter(participant=participant_id)


@prepared
def _goals(actor: Actor, participant_id: UUID) -> QuerySet[Goal]:
    return Goal.objects.visible_to(actor).filter(participant=participant_id)


@prepared
def _steps(actor: Actor, participant_id: UUID) -> QuerySet[Step]:
    waits = StepDependency.objects.filter(step=OuterRef("pk")).values("waits_for")
    rows = Step.objects.visible_to(actor).filter(participant=participant_id).select_related("organisation")
    return rows.annotate(waits_ids=ArraySubquery(waits)).order_by(F("first").asc(nulls_last=True), "pk")


@prepared
def _actions(actor: Actor, participant_id: UUID) -> QuerySet[Action]:
    rows = Action.objects.visible_to(actor).filter(participant=participant_id)
    owners = rows.select_related("owner_employment__person", "owner_employment__organisation")
    return owners.order_by(F("due_on").asc(nulls_last=True), "created_at", "pk")


def content_of(actor: Actor, participant: Participant) -> PlanContent:
    """The plan as it stands, in the form a version keeps."""
    return read_plan(actor, participant).content()


def plan_page(actor: Actor, participant: Participant, today: date) -> PlanPage:
    """The plan with goals, steps, actions, versions and the road they draw; six queries."""
    found = read_plan(actor, participant)
    steps = [step for step in found.steps if not step.removed]
    goals = [goal for goal in found.goals if goal.state != Goal.State.LEFT]
    versions = versions_of(actor, participant.pk)
    return PlanPage(
        plan=found.plan,
        goals=goals,
        steps=steps,
        tracks=_tracks(steps, found.waits),
        actions=[action for action in found.actions if not action.dropped],
        versions=versions,
        pathway=_pathway(
            found, steps=steps, goals=goals, meetings=meeting_markers(actor, participant), today=today
        ),
        left_goals=[goal for goal in found.goals if goal.state == Goal.State.LEFT],
        removed_steps=[step for step in found.steps if step.removed],
        dropped_actions=[action for action in found.actions if action.dropped],
        kept=read(versions[0].content) if versions else PlanContent(),
        content=found.content(),
    )


def _tracks(steps: list[Step], waits: Mapping[UUID, frozenset[UUID]]) -> list[Track]:
    """The steps under the line of the map each is drawn on, in the order of the map."""
    rows: dict[TrackKind, list[StepRow]] = {track: [] for track in TrackKind}
    for step in steps:
        waited = tuple(other for other in steps if other.pk in waits[step.pk])
        rows[track_of(Kind(step.kind))].append(StepRow(step, waited))
    return [Track(track, str(TRACKS[track]), tuple(found)) for track, found in rows.items() if found]


def _pathway(
    found: Reading,
    *,
    steps: list[Step],
    goals: list[Goal],
    meetings: tuple[MeetingMarker, ...],
    today: date,
) -> Pathway:
    return Pathway(
        stations=tuple(
            station_of(step, waits_for=(other.pk for other in steps if other.pk in found.waits[step.pk]))
            for step in steps
        ),
        today=today,
        meetings=meetings,
        goal=next((goal.words for goal in goals if goal.state == Goal.State.ACTIVE), ""),
        horizon=found.plan.horizon if found.plan else None,
    )


@prepared
def versions_of(actor: Actor, participant_id: UUID) -> QuerySet[PlanVersion]:
    """The versions of a plan, newest first, each with the meeting that made it."""
    rows: QuerySet[PlanVersion] = PlanVersion.objects.visible_to(actor).filter(participant=participant_id)
    return rows.select_related("agreed_text__meeting").defer("carried_out")


def meeting_markers(actor: Actor, participant: Participant) -> tuple[MeetingMarker, ...]:
    """The participant's meetings as marks on the map."""
    return tuple(
        MeetingMarker(
            day=timezone.localdate(meeting.starts_at),
            title=title_of(meeting),
            state=MARKS[Meeting.State(meeting.state)],
        )
        for meeting in _standing_meetings(actor, participant.pk)
    )


@prepared
def _standing_meetings(actor: Actor, participant_id: UUID) -> QuerySet[Meeting]:
    seen = Meeting.objects.visible_to(actor).filter(participant=participant_id)
    return seen.standing().select_related("routine_version").defer("routine_version__document")


def other_steps(actor: Actor, participant: Participant, *, besides: Step | None) -> list[Step]:
    """The steps of the plan that another step can wait for."""
    steps = Step.objects.visible_to(actor).filter(participant=participant, removed=False)
    others = steps.exclude(pk=besides.pk) if besides else steps
    return list(others.order_by(F("first").asc(nulls_last=True), "pk"))


def waits_in_plan(actor: Actor, step: Step) -> list[UUID]:
    """What a step waits for, of the steps still in the plan."""
    waits = StepDependency.objects.visible_to(actor).filter(step=step, waits_for__removed=False)
    return list(waits.values_list("waits_for", flat=True))


def last_change_number(participant: Participant) -> int:
    """The number of the newest change of the plan that the reader may see."""
    newest = _plan_changes(participant).aggregate(last=Max("pk"))["last"]
    return newest or 0


def changes_since(participant: Participant, number: int) -> tuple[int, int] | None:
    """The first and last change of the plan after that one, for a way back."""
    found = _plan_changes(participant).filter(pk__gt=number).aggregate(first=Min("pk"), last=Max("pk"))
    return (found["first"], found["last"]) if found["first"] else None


def _plan_changes(participant: Participant) -> QuerySet[Change]:
    tables = [model._meta.db_table for model in (Goal, Step, StepDependency, Action, Plan)]
    return Change.objects.filter(participant_id=participant.pk, table__in=tables)


def seats_today(participant: Participant, today: date) -> list[Membership]:
    """Those in the group today, who can be given something to do."""
    members = Membership.objects.current(today).filter(participant=participant)
    return list(members.select_related("employment__person", "organisation"))


def _goal_content(goal: Goal) -> GoalContent:
    return GoalContent(
        key=str(goal.pk), words=goal.words, language=goal.language, state=goal.state, rank=goal.rank
    )


def _step_content(step: Step, *, waits_for: Iterable[UUID]) -> StepContent:
    return StepContent(
        key=str(step.pk),
        kind=step.kind,
        title=step.title,
        first=step.first,
        until=step.until,
        status=step.status,
        organisation=step.organisation.name if step.organisation else "",
        waits_for=frozenset(str(pk) for pk in waits_for),
        note=step.note,
    )


def _action_content(action: Action) -> ActionContent:
    return ActionContent(
        key=str(action.pk),
        text=action.text,
        owner=action.owner_employment.person.name if action.owner_employment else "",
        due_on=action.due_on,
        done=action.done_on is not None,
    )
