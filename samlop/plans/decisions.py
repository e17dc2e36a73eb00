"""What decisions ask of a plan, and what a later version of the minutes leaves to do: plain values, no database.

The forms are those of `routines.ports.AgreementEffects`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from samlop.plans.pathway import StepKind, StepStatus

LONGEST_GOAL = 500


class ChangeKind(StrEnum):
    """What a decision may change in a plan."""

    ADD_STEP = "add_step"
    STEP_STATUS = "step_status"
    STEP_PERIOD = "step_period"
    HORIZON = "horizon"
    ADD_GOAL = "add_goal"


class UnknownChange(ValueError):
    """What a decision asks of the plan is not one of the forms."""


@dataclass(frozen=True)
class NewStep:
    """A new step; `organisation` is the text of an id, or empty when nobody answers for it yet."""

    kind: StepKind
    title: str = ""
    first: date | None = None
    until: date | None = None
    organisation: str = ""


@dataclass(frozen=True)
class NewStatus:
    """A step has come so far; `step` is the text of its id."""

    step: str
    status: StepStatus


@dataclass(frozen=True)
class NewPeriod:
    """A step is moved; `step` is the text of its id, and a day that is not given stays as it is."""

    step: str
    first: date | None
    until: date | None


@dataclass(frozen=True)
class NewHorizon:
    """The goal is realistic by this day."""

    horizon: date | None


@dataclass(frozen=True)
class NewGoal:
    """A goal the participant has said; it is the participant's own to change afterwards."""

    words: str
    language: str


PlanChange = NewStep | NewStatus | NewPeriod | NewHorizon | NewGoal


@dataclass(frozen=True)
class Deed:
    """What was done because it was asked: with which step or goal, and what stood there before."""

    asked: PlanChange
    step: str = ""
    before: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Promise:
    """What somebody is to do: the text, and the id of the owner's employment or "participant"."""

    text: str
    owner: str


@dataclass(frozen=True)
class Left:
    """What a later version of the minutes leaves, by place: to do, done and still asked, done and no longer asked."""

    new: tuple[int, ...]
    kept: tuple[int, ...]
    gone: tuple[int, ...]


def read_change(stored: Mapping[str, Any]) -> PlanChange | None:
    """The change a decision keeps, or nothing; what is none of the forms raises."""
    if not stored:
        return None
    try:
        return _READERS[ChangeKind(stored["change"])](stored)
    except (KeyError, ValueError, TypeError, AttributeError) as unknown:
        raise UnknownChange(str(stored)) from unknown


def written_change(change: PlanChange) -> dict[str, Any]:
    """The change as a decision keeps it."""
    if isinstance(change, NewStep):
        return {
            "change": ChangeKind.ADD_STEP.value,
            "kind": change.kind.value,
            "title": change.title,
            "first": _written(change.first),
            "until": _written(change.until),
            "organisation": change.organisation or None,
        }
    if isinstance(change, NewStatus):
        return {"change": ChangeKind.STEP_STATUS.value, "step": change.step, "status": change.status.value}
    if isinstance(change, NewPeriod):
        days = {"first": _written(change.first), "until": _written(change.until)}
        return {"change": ChangeKind.STEP_PERIOD.value, "step": change.step} | days
    if isinstance(change, NewGoal):
        return {"change": ChangeKind.ADD_GOAL.value, "words": change.words, "language": change.language}
    return {"change": ChangeKind.HORIZON.value, "horizon": _written(change.horizon)}


def read_deed(stored: Mapping[str, Any]) -> Deed:
    """A deed as a version of the plan keeps it."""
    change = read_change(stored["asked"])
    if change is None:
        raise UnknownChange(str(stored))
    return Deed(change, step=stored["step"], before=tuple(stored["before"]))


def written_deed(deed: Deed) -> dict[str, Any]:
    """A deed as a version of the plan keeps it."""
    return {"asked": written_change(deed.asked), "step": deed.step, "before": list(deed.before)}


def what_is_left(asked: Sequence[object], done: Sequence[object]) -> Left:
    """What is asked and not yet done, and which of the deeds done are still asked; asked twice is done twice."""
    waiting = list(enumerate(done))
    new, kept = [], []
    for place, one in enumerate(asked):
        match = next((pair for pair in waiting if pair[1] == one), None)
        if match is None:
            new.append(place)
        else:
            waiting.remove(match)
            kept.append(match[0])
    return Left(tuple(new), tuple(kept), tuple(place for place, _one in waiting))


def kept_promises(now: Sequence[Promise], then: Sequence[Promise]) -> dict[int, int]:
    """Which of the promises made then each of those made now is: the same, else the same text with another owner."""
    pairs: dict[int, int] = {}
    for is_same in (_is_same_promise, _is_handed_over):
        for place, promise in enumerate(now):
            free = (other for other in range(len(then)) if other not in pairs.values())
            if place not in pairs:
                match = next((other for other in free if is_same(promise, then[other])), None)
                pairs |= {} if match is None else {place: match}
    return pairs


def _is_same_promise(now: Promise, then: Promise) -> bool:
    return now == then


def _is_handed_over(now: Promise, then: Promise) -> bool:
    return now.text.casefold().split() == then.text.casefold().split()


def _new_step(stored: Mapping[str, Any]) -> NewStep:
    return NewStep(
        kind=StepKind(stored["kind"]),
        title=str(stored.get("title") or ""),
        first=_day(stored.get("first")),
        until=_day(stored.get("until")),
        organisation=str(stored.get("organisation") or ""),
    )


_READERS: Mapping[ChangeKind, Any] = {
    ChangeKind.ADD_STEP: _new_step,
    ChangeKind.STEP_STATUS: lambda stored: NewStatus(str(stored["step"]), StepStatus(stored["status"])),
    ChangeKind.STEP_PERIOD: lambda stored: NewPeriod(
        str(stored["step"]), _day(stored.get("first")), _day(stored.get("until"))
    ),
    ChangeKind.HORIZON: lambda stored: NewHorizon(_day(stored["horizon"])),
    ChangeKind.ADD_GOAL: lambda stored: NewGoal(_said(stored["words"]), str(stored["language"])),
}


def _said(words: str) -> str:
    if not words.strip() or len(words) > LONGEST_GOAL:
        raise ValueError(words)
    return words


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
