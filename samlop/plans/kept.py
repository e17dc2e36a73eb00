"""A version of the plan as it is read: what was kept, in words."""

from dataclasses import dataclass
from datetime import date

from samlop.plans.content import PlanContent, StepContent, read
from samlop.plans.models import Goal, PlanVersion, Step, StepKind


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
