"""The occurrences of one meeting point, and where each stands: the single rules of what is due.

Source: the contract for what is due, rules 1, 3, 4 and 5.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samlop.routines.routine import Condition, MeetingPoint, Repeat
from samlop.routines.spans import LAST_ORDINAL, OutsideCalendarError, Span

DAYS_IN_SHORTEST_MONTH = 28


class State(StrEnum):
    """Where a meeting stands on the day asked for."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Series:
    """The occurrences of one meeting point from one milestone day; `last` is -1 when there are none."""

    point: MeetingPoint
    start: date
    last: int = 0

    def distance(self, number: int) -> Span:
        """How far occurrence number so-and-so lies from the milestone day, unit by unit.

        Source: due, rule 1.
        """
        offset = self.point.due.offset
        return offset.plus(self.point.repeat.every, times=number) if self.point.repeat else offset

    def target(self, number: int) -> date:
        """The day an occurrence aims at, counted from the milestone and never from the one before."""
        return self.distance(number).after(self.start)

    def count_until(self, limit: date) -> int:
        """How many occurrences aim at the limit or a day before it, were there no end."""
        ahead = limit.toordinal() - self.target(0).toordinal()
        if ahead < 0 or self.point.repeat is None:
            return 0 if ahead < 0 else 1
        most = ahead // _shortest_step(self.point.repeat) + 2
        return bisect_right(range(most), limit.toordinal(), key=self._ordinal)

    def nearest(self, day: date) -> int:
        """The occurrence whose target is nearest; of two as near, the earlier.

        Source: due, rule 3.
        """
        after = min(self.count_until(day), self.last)
        before = max(after - 1, 0)
        behind, ahead = abs(day - self.target(before)), abs(self.target(after) - day)
        return before if behind <= ahead else after

    def _ordinal(self, number: int) -> int:
        try:
            return self.target(number).toordinal()
        except OutsideCalendarError:
            return LAST_ORDINAL + 1


def _shortest_step(repeat: Repeat) -> int:
    """Two targets in a row are at least so many days apart."""
    return DAYS_IN_SHORTEST_MONTH * repeat.every.whole_months + repeat.every.whole_days


def series_of(point: MeetingPoint, start: date, *, end: date | None, on: date) -> Series:
    """All occurrences that a milestone day gives; `end` is the day of the milestone that ends the rhythm.

    Source: due, rule 1. While the end is unknown, the last is the first one aimed at a later day than `on`.
    """
    endless = Series(point, start)
    if point.repeat is None:
        return endless
    if end is None:
        return Series(point, start, endless.count_until(on))
    return Series(point, start, endless.count_until(point.repeat.until.offset.after(end)) - 1)


def applies(condition: Condition, milestones: Mapping[str, date]) -> bool:
    """Says whether a meeting point is for somebody with these milestones.

    Source: due, rule 5.
    """
    if condition.has_milestone is not None and condition.has_milestone not in milestones:
        return False
    return condition.lacks_milestone is None or condition.lacks_milestone not in milestones


def state_on(day: date, *, window: tuple[date, date], held: bool) -> State:
    """Held, or before, inside or after the window.

    Source: due, rules 3 and 4.
    """
    if held:
        return State.HELD
    if day < window[0]:
        return State.UPCOMING
    return State.DUE if day <= window[1] else State.OVERDUE
