"""Puts the plan among the rows: goals, steps, promises, and each version as its meeting left it."""

from datetime import date, datetime, time, timedelta
from functools import cache
from uuid import UUID

from samlop.demo import cast, records
from samlop.demo.days import workday_from
from samlop.demo.loading_files import File
from samlop.demo.loading_keys import (
    PARTICIPANT,
    employment_id,
    hand_of,
    key_id,
    moment,
    organisation_id,
    staff_id,
)
from samlop.demo.loading_meetings import Held
from samlop.demo.loading_minutes import decision_id, text_id
from samlop.demo.loading_rows import Rows
from samlop.plans.content import ActionContent, GoalContent, PlanContent, StepContent, written
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step, StepDependency
from samlop.plans.pathway import StepStatus

PLANNED_AFTER = timedelta(days=14)
DONE_AT = time(14, 0)
NOT_BEFORE = timedelta(days=1)


class PlanRows:
    """The plan of one file with its ids; `names` are the organisations' names by key."""

    def __init__(self, rows: Rows, file: File, names: dict[str, str]) -> None:
        self.rows = rows
        self.file = file
        self.plan = file.record.plan
        self.names = names
        self.drawn_on = min(workday_from(file.opened + PLANNED_AFTER), file.today - NOT_BEFORE)
        self.drawn_at = max(moment(self.drawn_on), file.registered)

    def step_id(self, key: str) -> UUID:
        """The id of a step."""
        return key_id("step", self.file.key, key)

    def goal_id(self, rank: int) -> UUID:
        """The id of a goal."""
        return key_id("goal", self.file.key, rank)


def add_plan(rows: Rows, file: File, meetings: list[Held], *, names: dict[str, str]) -> None:
    """The plan as it stands, and a version for each meeting that agreed."""
    plan = PlanRows(rows, file, names)
    agreed = [one for one in meetings if one.is_agreed]
    head = Plan(participant_id=file.id, horizon=plan.plan.horizon, updated_at=plan.drawn_at)
    rows.add(head, at=plan.drawn_at, by=file.hand(plan.drawn_on))
    for rank, words in enumerate(plan.plan.goals, 1):
        _add_goal(plan, words, rank=rank)
    for step in plan.plan.steps:
        _add_step(plan, step)
    for step in plan.plan.steps:
        _add_waits(plan, step)
    for action in plan.plan.actions:
        _add_action(plan, action, meetings)
    for number, held in enumerate(agreed, 1):
        _add_version(plan, held, number=number)


def _add_goal(plan: PlanRows, words: records.OwnWords, *, rank: int) -> None:
    """In the participant's own words; those with a way in wrote them on Min vei."""
    own = plan.file.record.cast
    row = Goal(
        id=plan.goal_id(rank),
        participant_id=plan.file.id,
        words=words.text,
        language=words.language,
        rank=rank,
        written_by_id=None if own else employment_id(plan.file.adviser(plan.drawn_on)),
        created_at=plan.drawn_at,
    )
    plan.rows.add(row, at=plan.drawn_at, by=plan.file.own_hand if own else plan.file.hand(plan.drawn_on))


def _add_step(plan: PlanRows, step: records.Step) -> None:
    row = Step(
        id=plan.step_id(step.key),
        participant_id=plan.file.id,
        kind=step.kind,
        title=step.title,
        first=step.first,
        until=step.until,
        status=step.status,
        organisation_id=organisation_id(step.organisation) if step.organisation else None,
    )
    plan.rows.add(row, at=plan.drawn_at, by=plan.file.hand(plan.drawn_on))
    turns = [(step.first, StepStatus.PLANNED, StepStatus.ONGOING)]
    if step.until:
        turns.append((step.until, StepStatus.ONGOING, StepStatus.COMPLETED))
    for day, before, after in turns:
        if plan.drawn_on < day <= plan.file.today:
            values = {"status": (before.value, after.value)}
            plan.rows.turn(row, at=moment(day, turn=5), by=plan.file.hand(day), values=values)


def _add_waits(plan: PlanRows, step: records.Step) -> None:
    for key in step.waits_for:
        row = StepDependency(
            id=key_id("wait", plan.file.key, step.key, key),
            participant_id=plan.file.id,
            step_id=plan.step_id(step.key),
            waits_for_id=plan.step_id(key),
        )
        plan.rows.add(row)


def _add_action(plan: PlanRows, action: records.Action, meetings: list[Held]) -> None:
    """A promise a meeting decided on, or one that somebody made between meetings."""
    held = next((one for one in meetings if one.record.key == action.meeting), None)
    made = held.ends_at if held else moment(action.deadline - 2 * PLANNED_AFTER)
    row = Action(
        id=key_id("action", action.key),
        participant_id=plan.file.id,
        text=action.text,
        owner_employment_id=staff_id(action.owner),
        owner_is_participant=action.owner == PARTICIPANT,
        due_on=action.deadline,
        done_on=action.done_on,
        decision_id=decision_id(held.record.key, action.text) if held else None,
        created_at=made,
    )
    plan.rows.add(row, at=made, by=held.caller if held else hand_of(action.owner))
    if action.done_on:
        done = max(moment(action.done_on, DONE_AT), made)
        by = plan.file.hand_by(action.owner)
        plan.rows.turn(row, at=done, by=by, values={"done_on": (None, action.done_on)})


def _add_version(plan: PlanRows, held: Held, *, number: int) -> None:
    row = PlanVersion(
        id=key_id("version", plan.file.key, number),
        participant_id=plan.file.id,
        number=number,
        content=written(_content(plan, held.ends_at, day=held.record.day)),
        agreed_text_id=text_id(held.record.key),
        made_at=held.ends_at,
        agreed_at=held.ends_at,
    )
    plan.rows.add(row, at=held.ends_at, by=held.caller)


def _content(plan: PlanRows, at: datetime, *, day: date) -> PlanContent:
    """The plan as it stood that day."""
    keys = {action.meeting for action in plan.plan.actions}
    until_then = {one.key for one in plan.file.record.meetings if one.day <= at.date()} & keys
    goals = enumerate(plan.plan.goals, 1)
    return PlanContent(
        horizon=plan.plan.horizon,
        goals=tuple(
            GoalContent(key=str(plan.goal_id(rank)), words=goal.text, language=goal.language, rank=rank)
            for rank, goal in goals
        ),
        steps=tuple(_kept_step(plan, step, day) for step in plan.plan.steps),
        actions=tuple(
            _kept_action(action, day) for action in plan.plan.actions if action.meeting in until_then
        ),
    )


def _kept_action(action: records.Action, day: date) -> ActionContent:
    return ActionContent(
        key=str(key_id("action", action.key)),
        text=action.text,
        owner="" if action.owner == PARTICIPANT else _staff_names()[action.owner.partition("@")[0]],
        due_on=action.deadline,
        done=bool(action.done_on and action.done_on <= day),
    )


@cache
def _staff_names() -> dict[str, str]:
    return {person.key: f"{person.given} {person.family}" for person in cast.staff()}


def _kept_step(plan: PlanRows, step: records.Step, day: date) -> StepContent:
    return StepContent(
        key=str(plan.step_id(step.key)),
        kind=step.kind,
        title=step.title,
        first=step.first,
        until=step.until,
        status=_status_on(step, day),
        organisation=plan.names.get(step.organisation, ""),
        waits_for=frozenset(str(plan.step_id(key)) for key in step.waits_for),
    )


def _status_on(step: records.Step, day: date) -> str:
    if step.until and step.until <= day:
        return StepStatus.COMPLETED.value
    return StepStatus.ONGOING.value if step.first <= day else StepStatus.PLANNED.value
