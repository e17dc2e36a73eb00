"""What pages read of plans."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from samlop.kernel.actor import Actor
from samlop.participants.models import Membership, Participant
from samlop.plans.content import ActionContent, GoalContent, PlanContent, StepContent, read
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step, StepDependency, StepKind
from samlop.plans.pathway import MeetingMarker, MeetingState, Pathway, Station, StepStatus
from samlop.plans.pathway import StepKind as Kind
from samlop.routines.models import Meeting
from samlop.routines.queries.governing import routine_of
from samlop.ui.languages import current_language

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
    waits: dict[UUID, list[UUID]]
    actions: list[Action]

    def content(self) -> PlanContent:
        """The plan as a version keeps it."""
        present = {step.pk for step in self.steps if not step.removed}
        return PlanContent(
            horizon=self.plan.horizon if self.plan else None,
            goals=tuple(_goal_content(goal) for goal in self.goals),
            steps=tuple(
                _step_content(step, waits_for=present.intersection(self.waits.get(step.pk, ())))
                for step in self.steps
                if not step.removed
            ),
            actions=tuple(_action_content(action) for action in self.actions if not action.dropped),
        )


@dataclass(frozen=True)
class PlanPage:
    """Everything a plan's page shows."""

    plan: Plan | None
    goals: list[Goal]
    steps: list[Step]
    actions: list[Action]
    versions: list[PlanVersion]
    pathway: Pathway
    left_goals: list[Goal]
    removed_steps: list[Step]
    dropped_actions: list[Action]
    has_changed: bool

    @property
    def latest(self) -> PlanVersion | None:
        """The newest version."""
        return self.versions[0] if self.versions else None

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
    """The rows of a plan in five queries, however many they are."""

    def rows(model: type[Any]) -> Any:
        return model.objects.visible_to(actor).filter(participant=participant)

    waits: dict[UUID, list[UUID]] = {}
    for one in rows(StepDependency).order_by("waits_for__first", "waits_for"):
        waits.setdefault(one.step_id, []).append(one.waits_for_id)
    actions = rows(Action).select_related("owner_employment__person", "owner_employment__organisation")
    return Reading(
        plan=rows(Plan).first(),
        goals=list(rows(Goal)),
        steps=list(rows(Step).select_related("organisation").order_by(F("first").asc(nulls_last=True), "pk")),
        waits=waits,
        actions=list(actions.order_by(F("due_on").asc(nulls_last=True), "created_at", "pk")),
    )


def content_of(actor: Actor, participant: Participant) -> PlanContent:
    """The plan as it stands, in the form a version keeps."""
    return read_plan(actor, participant).content()


def plan_page(actor: Actor, participant: Participant, today: date) -> PlanPage:
    """The plan with goals, steps, actions, versions and the road they draw; seven queries."""
    found = read_plan(actor, participant)
    steps = [step for step in found.steps if not step.removed]
    goals = [goal for goal in found.goals if goal.state != Goal.State.LEFT]
    versions = list(versions_of(actor, participant))
    return PlanPage(
        plan=found.plan,
        goals=goals,
        steps=steps,
        actions=[action for action in found.actions if not action.dropped],
        versions=versions,
        pathway=_pathway(found, steps=steps, goals=goals, meetings=meeting_markers(participant), today=today),
        left_goals=[goal for goal in found.goals if goal.state == Goal.State.LEFT],
        removed_steps=[step for step in found.steps if step.removed],
        dropped_actions=[action for action in found.actions if action.dropped],
        has_changed=not versions or read(versions[0].content) != found.content(),
    )


def _pathway(
    found: Reading,
    *,
    steps: list[Step],
    goals: list[Goal],
    meetings: tuple[MeetingMarker, ...],
    today: date,
) -> Pathway:
    present = {step.pk for step in steps}
    return Pathway(
        stations=tuple(
            station_of(step, waits_for=(pk for pk in found.waits.get(step.pk, ()) if pk in present))
            for step in steps
        ),
        today=today,
        meetings=meetings,
        goal=next((goal.words for goal in goals if goal.state == Goal.State.ACTIVE), ""),
        horizon=found.plan.horizon if found.plan else None,
    )


def versions_of(actor: Actor, participant: Participant) -> QuerySet[PlanVersion]:
    """The versions of a plan, newest first, each with the meeting that made it."""
    rows: QuerySet[PlanVersion] = PlanVersion.objects.visible_to(actor).filter(participant=participant)
    return rows.select_related("agreed_text__meeting").defer("carried_out")


def stations_of(participant_ids: Iterable[UUID]) -> dict[UUID, list[Station]]:
    """The steps of many participants in one query, without what they wait for."""
    found: dict[UUID, list[Station]] = {}
    steps = Step.objects.filter(participant__in=list(participant_ids), removed=False).select_related(
        "organisation"
    )
    for step in steps:
        found.setdefault(step.participant_id, []).append(station_of(step))
    return found


def meeting_markers(participant: Participant) -> tuple[MeetingMarker, ...]:
    """The participant's meetings as marks on the map."""
    meetings = Meeting.objects.filter(participant=participant).standing().select_related("routine_version")
    return tuple(
        MeetingMarker(
            day=timezone.localdate(meeting.starts_at),
            title=title_of(meeting),
            state=MARKS[Meeting.State(meeting.state)],
        )
        for meeting in meetings.defer("routine_version__document")
    )


def title_of(meeting: Meeting) -> str:
    """The meeting's name, in the reader's language, as the version of the routine that governs it has it."""
    if not meeting.point:
        return _("Møte ved behov")
    return routine_of(meeting.routine_version).point(meeting.point).title.text(current_language())


def open_actions_of(employment_id: UUID) -> list[Action]:
    """What one member of staff has promised and not yet done, the nearest deadline first."""
    return list(Action.objects.open().filter(owner_employment_id=employment_id).select_related("participant"))


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


@dataclass(frozen=True)
class KeptStep:
    """A step as a version kept it."""

    name: str
    status: str
    first: date | None
    until: date | None
    organisation: str
    waits_for: tuple[str, ...]


@dataclass(frozen=True)
class KeptAction:
    """Who was to do what by when; no owner where it is the participant."""

    text: str
    owner: str
    due_on: date | None
    done: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class KeptPlan:
    """A whole version in words."""

    goals: list[str]
    steps: list[KeptStep]
    actions: list[KeptAction]
    horizon: date | None


def version_in_words(version: PlanVersion) -> KeptPlan:
    """What a version kept, ready to be read."""
    content = read(version.content)
    return KeptPlan(
        goals=[goal.words for goal in content.goals if goal.state != Goal.State.LEFT],
        steps=[_kept_step(step, content) for step in content.steps],
        actions=[KeptAction(one.text, one.owner, one.due_on, one.done) for one in content.actions],
        horizon=content.horizon,
    )


def _kept_step(step: StepContent, content: PlanContent) -> KeptStep:
    waits = (content.step(key) for key in step.waits_for)
    return KeptStep(
        name=name_of(step),
        status=str(Step.Status(step.status).label),
        first=step.first,
        until=step.until,
        organisation=step.organisation,
        waits_for=tuple(sorted(name_of(one) for one in waits if one)),
    )


def name_of(step: StepContent) -> str:
    """A kept step's own title, else what kind it was."""
    return step.title or str(StepKind(step.kind).label).capitalize()
