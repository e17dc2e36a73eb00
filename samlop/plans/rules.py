"""Pure rules of a plan: what a change may be, and what a version holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samlop.plans.pathway import Station, dependency_cycle

LONGEST_HORIZON_YEARS = 15


class ChangeKind(StrEnum):
    """What a decision may change in a plan."""

    ADD_STEP = "add_step"
    STEP_STATUS = "step_status"
    STEP_PERIOD = "step_period"
    HORIZON = "horizon"


class Refusal(StrEnum):
    """Why a plan may not be as asked."""

    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    WAITS_IN_A_RING = "waits_in_a_ring"
    HORIZON_IS_PAST = "horizon_is_past"
    HORIZON_TOO_FAR = "horizon_too_far"


@dataclass(frozen=True)
class PlannedPeriod:
    """From and until of a step, either unknown."""

    first: date | None
    until: date | None


def period_refusal(period: PlannedPeriod) -> Refusal | None:
    """A step cannot end before it begins."""
    if period.first and period.until and period.until < period.first:
        return Refusal.ENDS_BEFORE_IT_BEGINS
    return None


def dependency_refusal(waiting: Mapping[str, Iterable[str]], kinds: Iterable[Station]) -> Refusal | None:
    """Steps that wait for each other in a ring would never begin."""
    stations = [
        Station(key=station.key, title=station.title, kind=station.kind, waits_for=tuple(waiting.get(station.key, ())))
        for station in kinds
    ]
    return Refusal.WAITS_IN_A_RING if dependency_cycle(stations) else None


def horizon_refusal(horizon: date | None, today: date) -> Refusal | None:
    """A realistic horizon lies ahead, and not further than fifteen years. Source: routine, meeting 1, item 8."""
    if horizon is None:
        return None
    if horizon <= today:
        return Refusal.HORIZON_IS_PAST
    if horizon.year - today.year > LONGEST_HORIZON_YEARS:
        return Refusal.HORIZON_TOO_FAR
    return None
