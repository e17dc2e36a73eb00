"""Where a pathway is handed over from step to step, and where somebody must mind the gap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samlop.plans.pathway import HALTED, OVER, Station, StepStatus, TrackKind, dependency_cycle, in_order

LONGEST_QUIET_DAYS = 14
"""More days than this without any step is a gap. Source: KMV's «Mind the gap»; the figure is our reading."""

NEAR_DAYS = 60
"""How close a start must be before an unfinished step it waits for becomes a gap; our reading of the same."""

SEASON_DAYS = 120
"""A step follows the one on its track that ended at most this many days (a summer, an intake) before."""

_SUMMER_FROM, _SUMMER_UNTIL = (6, 1), (9, 1)


class Reason(StrEnum):
    """What there is to say of a transition; all but a mere change of agency make it a gap."""

    GAP_IN_TIME = "gap_in_time"
    NO_NEXT_AGENCY = "no_next_agency"
    WAITS_FOR_UNFINISHED = "waits_for_unfinished"
    CHANGES_AGENCY = "changes_agency"


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One hand-over from a step to the next; without a next step the plan stops there."""

    leaving: Station
    entering: Station | None
    day: date | None
    days_between: int | None
    quiet_days: int
    reasons: frozenset[Reason]

    @property
    def is_gap(self) -> bool:
        """Whether somebody must mind this transition."""
        return bool(self.reasons - {Reason.CHANGES_AGENCY})

    @property
    def next_organisation(self) -> str | None:
        """The organisation that takes over, or nothing when none is named."""
        return (self.entering.organisation or None) if self.entering else None


@dataclass(frozen=True, kw_only=True)
class Approach:
    """How one station is reached: from steps left behind, or from a step that goes on beside it."""

    station: Station
    left: tuple[Station, ...] = ()
    beside: Station | None = None


def approaches(stations: Iterable[Station], *, today: date) -> tuple[Approach, ...]:
    """How each station is reached, in order; the steps left behind stand with the nearest first."""
    ordered = in_order(stations)
    ring = frozenset(dependency_cycle(ordered))
    return tuple(
        _approach(station, earlier=ordered[:number], later=ordered[number + 1 :], ring=ring, today=today)
        for number, station in enumerate(ordered)
    )


def _approach(
    station: Station,
    *,
    earlier: Sequence[Station],
    later: Sequence[Station],
    ring: frozenset[str],
    today: date,
) -> Approach:
    """What a station waits for; else the step before it on its track; else one beside it; else the last."""

    def nearest(others: Iterable[Station]) -> tuple[Station, ...]:
        return tuple(sorted(others, key=lambda other: _nearness(other, station), reverse=True))

    reachable = earlier if station.key in ring else (*earlier, *later)
    if waited := nearest(other for other in reachable if other.key in station.waits_for):
        return Approach(station=station, left=waited)
    if followed := nearest(other for other in earlier if _is_followed(other, station)):
        return Approach(station=station, left=followed[:1])
    if beside := nearest(other for other in earlier if _goes_on_beside(other, station, today=today)):
        return Approach(station=station, beside=beside[0])
    first = station.first or date.max
    ended = nearest(other for other in earlier if not station.first or other.covers_until(today) <= first)
    return Approach(station=station, left=ended[:1])


def _goes_on_beside(other: Station, station: Station, *, today: date) -> bool:
    """Whether an earlier step is still running on the day a station begins, or begins with it."""
    return station.first is not None and other.runs_on(station.first, today=today)


def _nearness(other: Station, station: Station) -> tuple[bool, bool, date, date]:
    """What to prefer among steps to follow: the same track, then undated, then the latest end and start."""
    is_open = other.first is None
    return other.track is station.track, is_open, other.ends or date.min, other.first or date.min


def _is_followed(other: Station, station: Station) -> bool:
    """Whether a station takes over on its track: begins within a season of the other and outlasts it."""
    if other.track is not station.track:
        return False
    if not station.first or not other.first or not other.ends:
        return not station.first and not other.first
    takes_over = other.first < station.first and other.ends <= (station.ends or date.max)
    return takes_over and abs((station.first - other.ends).days) <= SEASON_DAYS


def _is_school_summer(leaving: Station, entering: Station) -> bool:
    """Whether two steps at one and the same school are parted by nothing but its summer holiday."""
    end, first = leaving.ends, entering.first
    if not end or not first or leaving.agency != entering.agency or not leaving.agency:
        return False
    learns = leaving.track is entering.track is TrackKind.LEARNING
    return learns and (end.month, end.day) >= _SUMMER_FROM and first <= date(end.year, *_SUMMER_UNTIL)


def quiet_stretches(stations: Iterable[Station], *, today: date) -> dict[date, int]:
    """Stretches too long without any step on any track, as the day each one ends and its length in days."""
    found: dict[date, int] = {}
    filled_until: date | None = None
    for station in in_order(stations):
        if station.first is None:
            break
        if filled_until and (station.first - filled_until).days > LONGEST_QUIET_DAYS:
            found[station.first] = (station.first - filled_until).days
        filled_until = max(filled_until or date.min, station.covers_until(today))
    return found


def transitions(stations: Iterable[Station], *, today: date) -> tuple[Transition, ...]:
    """Every hand-over of the pathway in order, each with its reasons; a quiet stretch is told once."""
    listed = tuple(stations)
    quiet = quiet_stretches(listed, today=today)
    found = []
    for approach in approaches(listed, today=today):
        for leaving in approach.left:
            first = approach.station.first
            quiet_days = quiet.pop(first, 0) if first else 0
            quiet_days = 0 if _is_school_summer(leaving, approach.station) else quiet_days
            found.append(_hand_over(leaving, approach.station, quiet_days=quiet_days, today=today))
        if approach.beside and _lacks_agency(approach.station):
            found.append(_hand_over(approach.beside, approach.station, quiet_days=0, today=today))
    return (*found, *_closing(listed, today=today))


def _hand_over(leaving: Station, entering: Station, *, quiet_days: int, today: date) -> Transition:
    """The transition between two steps with what there is to say of it."""
    between = (entering.first - leaving.ends).days if entering.first and leaving.ends else None
    is_named = bool(leaving.agency and entering.agency)
    is_awaited = leaving.key in entering.waits_for
    said = {
        Reason.GAP_IN_TIME: quiet_days > 0,
        Reason.NO_NEXT_AGENCY: _lacks_agency(entering),
        Reason.CHANGES_AGENCY: is_named and leaving.agency != entering.agency,
        Reason.WAITS_FOR_UNFINISHED: is_awaited and _is_late(leaving, entering, today=today),
    }
    return Transition(
        leaving=leaving,
        entering=entering,
        day=entering.first or leaving.ends,
        days_between=between,
        quiet_days=quiet_days,
        reasons=frozenset(reason for reason, holds in said.items() if holds),
    )


def _lacks_agency(station: Station) -> bool:
    """Whether a step that is still to be walked has nobody who answers for it."""
    return station.status not in OVER and not station.organisation


def _is_late(leaving: Station, entering: Station, *, today: date) -> bool:
    """Whether a step that another waits for will not, or may well not, be finished when that one begins."""
    if leaving.status is StepStatus.COMPLETED or entering.status is not StepStatus.PLANNED:
        return False
    if entering.first is None:
        return leaving.status in HALTED
    if leaving.first and leaving.first >= entering.first:
        return True
    if leaving.ends and leaving.ends > entering.first:
        return True
    is_on_time = leaving.status not in HALTED and leaving.ends is not None and leaving.ends >= today
    return not is_on_time and (entering.first - today).days <= NEAR_DAYS


def _closing(stations: Sequence[Station], *, today: date) -> tuple[Transition, ...]:
    """The end of a plan after which nothing is named, unless some step goes on or is still without a day."""
    last = max(stations, key=lambda station: station.covers_until(today), default=None)
    if last is None or any(station.first is None for station in stations):
        return ()
    end = last.covers_until(today)
    if end == date.max:
        return ()
    quiet_days = max(0, (today - end).days)
    reasons = {Reason.NO_NEXT_AGENCY} | ({Reason.GAP_IN_TIME} if quiet_days > LONGEST_QUIET_DAYS else set())
    return (
        Transition(
            leaving=last,
            entering=None,
            day=end,
            days_between=None,
            quiet_days=quiet_days if quiet_days > LONGEST_QUIET_DAYS else 0,
            reasons=frozenset(reasons),
        ),
    )
