"""What a version of a plan holds, and what differs from one version to the next: plain values, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, kw_only=True)
class GoalContent:
    """A goal in the participant's words."""

    key: str
    words: str
    language: str = "nb"
    state: str = "active"
    rank: int = 1


@dataclass(frozen=True, kw_only=True)
class StepContent:
    """One stretch of the road; `organisation` is its name as it was then, `waits_for` the keys of other steps."""

    key: str
    kind: str
    title: str = ""
    first: date | None = None
    until: date | None = None
    status: str = "planned"
    organisation: str = ""
    waits_for: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ActionContent:
    """Who does what by when; `owner` is a name, empty where the participant does it."""

    key: str
    text: str
    owner: str = ""
    due_on: date | None = None
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanContent:
    """The whole plan at one moment. Source: integreringsloven § 15: goals, what is to be done, by whom and when."""

    goals: tuple[GoalContent, ...] = ()
    steps: tuple[StepContent, ...] = ()
    actions: tuple[ActionContent, ...] = ()
    horizon: date | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing is planned yet."""
        return self == PlanContent()

    def step(self, key: str) -> StepContent | None:
        """One step by its key."""
        return next((step for step in self.steps if step.key == key), None)


Piece = GoalContent | StepContent | ActionContent


class Thing(StrEnum):
    """What can differ between two versions."""

    HORIZON = "horizon"
    GOAL = "goal"
    STEP = "step"
    ACTION = "action"


@dataclass(frozen=True)
class Horizon:
    """The realistic day, or that none is said."""

    day: date | None


@dataclass(frozen=True)
class Difference:
    """One thing that is new (nothing before), gone (nothing after) or changed, and in a changed one, which fields."""

    thing: Thing
    before: Piece | Horizon | None
    after: Piece | Horizon | None
    changed: tuple[str, ...] = ()


def written(content: PlanContent) -> dict[str, Any]:
    """The content as a version stores it."""
    return {
        "horizon": _written(content.horizon),
        "goals": [_values(goal) for goal in content.goals],
        "steps": [_values(step) for step in content.steps],
        "actions": [_values(action) for action in content.actions],
    }


def read(stored: Mapping[str, Any]) -> PlanContent:
    """The content of a stored version; what older versions did not store yet is left empty."""
    return PlanContent(
        goals=tuple(_read(GoalContent, values, key=values["words"]) for values in stored["goals"]),
        steps=tuple(_read(StepContent, values, key="") for values in stored["steps"]),
        actions=tuple(_read(ActionContent, values, key=values["text"]) for values in stored["actions"]),
        horizon=_day(stored.get("horizon")),
    )


def differences(before: PlanContent, after: PlanContent) -> tuple[Difference, ...]:
    """What is new, changed and gone, in the order of the page; only changing places is no difference."""
    found = list(_horizon(before, after))
    found += _pieces(Thing.GOAL, before.goals, after.goals)
    found += _pieces(Thing.STEP, before.steps, after.steps)
    found += _pieces(Thing.ACTION, before.actions, after.actions)
    return tuple(found)


def _horizon(before: PlanContent, after: PlanContent) -> Iterable[Difference]:
    if before.horizon != after.horizon:
        yield Difference(Thing.HORIZON, Horizon(before.horizon), Horizon(after.horizon), ("day",))


def _pieces(thing: Thing, before: Sequence[Piece], after: Sequence[Piece]) -> Iterable[Difference]:
    earlier = {piece.key: piece for piece in before}
    for piece in after:
        known = earlier.pop(piece.key, None)
        if known is None:
            yield Difference(thing, None, piece)
        elif changed := _changed(known, piece):
            yield Difference(thing, known, piece, changed)
    for gone in earlier.values():
        yield Difference(thing, gone, None)


def _changed(before: Piece, after: Piece) -> tuple[str, ...]:
    names = (field.name for field in fields(after) if field.name != "key")
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _values(piece: Piece) -> dict[str, Any]:
    named = {
        field.name: _written(getattr(piece, field.name)) for field in fields(piece) if field.name != "key"
    }
    return {"id": piece.key} | named


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value


def _read(model: type[Any], stored: Mapping[str, Any], *, key: str) -> Any:
    values = {name: value for name, value in stored.items() if name in model.__dataclass_fields__}
    for name in {"first", "until", "due_on"} & values.keys():
        values[name] = _day(values[name])
    if "waits_for" in values:
        values["waits_for"] = frozenset(values["waits_for"])
    return model(key=stored.get("id", key), **values)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
