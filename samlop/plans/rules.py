"""Pure rules of a plan: what a change may be, and what is realistic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samlop.kernel.periods import is_possible_day, last_day
from samlop.plans.pathway import HALTED, Station, dependency_cycle

LONGEST_HORIZON_YEARS = 15
"""A goal further off than this cannot be planned towards; the figure is our reading of «realistic»."""


class Refusal(StrEnum):
    """Why a plan may not be as asked."""

    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    WAITS_IN_A_RING = "waits_in_a_ring"
    HORIZON_IS_PAST = "horizon_is_past"
    HORIZON_TOO_FAR = "horizon_too_far"
    IMPOSSIBLE_DAY = "impossible_day"


class HorizonNote(StrEnum):
    """What there is to say of the realistic day as things stand today."""

    NOT_SAID = "not_said"
    PASSED = "passed"
    STEPS_LAST_LONGER = "steps_last_longer"


@dataclass(frozen=True)
class PlannedPeriod:
    """From and until of a step, either unknown."""

    first: date | None
    until: date | None


def period_refusal(period: PlannedPeriod) -> Refusal | None:
    """A step lasts at least one day, in years somebody can mean; `until` is the first day after it."""
    days = [day for day in (period.first, period.until and last_day(period.until)) if day]
    if not all(is_possible_day(day) for day in days):
        return Refusal.IMPOSSIBLE_DAY
    if period.first and period.until and period.until <= period.first:
        return Refusal.ENDS_BEFORE_IT_BEGINS
    return None


def deadline_refusal(day: date | None) -> Refusal | None:
    """What was promised or aimed at has a day somebody can mean, also one that has passed."""
    return Refusal.IMPOSSIBLE_DAY if day and not is_possible_day(day) else None


def dependency_refusal(waiting: Mapping[str, Iterable[str]], steps: Iterable[Station]) -> Refusal | None:
    """Steps that wait for each other in a ring would never begin."""
    stations = [
        Station(key=step.key, title=step.title, kind=step.kind, waits_for=tuple(waiting.get(step.key, ())))
        for step in steps
    ]
    return Refusal.WAITS_IN_A_RING if dependency_cycle(stations) else None


def horizon_refusal(horizon: date | None, today: date) -> Refusal | None:
    """A realistic horizon lies ahead, and at most fifteen years. Source: routine, meeting 1, item 8."""
    if horizon is None:
        return None
    if horizon <= today:
        return Refusal.HORIZON_IS_PAST
    if (horizon.year - LONGEST_HORIZON_YEARS, horizon.month, horizon.day) > (
        today.year,
        today.month,
        today.day,
    ):
        return Refusal.HORIZON_TOO_FAR
    return None


def horizon_note(horizon: date | None, steps: Iterable[Station], today: date) -> HorizonNote | None:
    """Whether the time perspective is still realistic. Source: routine, meeting 2, item 5."""
    if horizon is None:
        return HorizonNote.NOT_SAID
    if horizon <= today:
        return HorizonNote.PASSED
    ends = [step.until or step.first for step in steps if step.status not in HALTED]
    if any(end is not None and end > horizon for end in ends):
        return HorizonNote.STEPS_LAST_LONGER
    return None
