"""What is due: a pure computation from a routine, milestone days, meetings held, concerns and today.

Source: the contract for what is due, rules 1 to 7.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from heapq import heappop, heappush
from typing import NamedTuple, TypeAlias

from samlop.routines.because import ConcernReason, MilestoneReason, Reason, sentence
from samlop.routines.occurrences import Series, State, applies, series_of, state_on
from samlop.routines.routine import Interpreter, MeetingPoint, Routine
from samlop.routines.spans import OutsideCalendarError

NEVER_HELD: tuple[int, ...] = ()
HELD_ONCE: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place."""

    point: str
    day: date


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern that somebody raised."""

    code: str
    raised: date


@dataclass(frozen=True, slots=True)
class ParticipantDates:
    """All that the computation knows of a participant."""

    participant: str
    milestones: Mapping[str, date]
    held: tuple[Held, ...] = ()
    concerns: tuple[Concern, ...] = ()
    interpreter_language: str | None = None

    @property
    def uses_interpreter(self) -> bool:
        """Has a language that an interpreter is called for."""
        return bool(self.interpreter_language and self.interpreter_language.strip())


@dataclass(frozen=True, slots=True, eq=False)
class DueMeeting:
    """One meeting that is due, the same for everybody whose days are the same."""

    point: str
    occurrence: int | None
    target: date
    window_first: date
    window_last: date
    state: State
    responsible: str
    calls: tuple[str, ...]
    may_call: tuple[str, ...]
    interpreter: bool
    reason: Reason

    @property
    def because(self) -> str:
        """Why, in bokmål."""
        return sentence(self.reason)


@dataclass(frozen=True, slots=True)
class DueRow(DueMeeting):
    """One meeting that is due for one participant."""

    participant: str


MEETING_FIELDS = tuple(field.name for field in fields(DueMeeting))


class UnreachableDayError(ValueError):
    """A meeting would fall where no calendar reaches; says whose and which."""

    def __init__(self, participant: str, point: str) -> None:
        super().__init__(f"{participant}: {point}")
        self.participant = participant
        self.point = point


class _Course(NamedTuple):
    """Participants of one course share every row: same point, milestone day, end and meetings held."""

    rank: int
    start: date
    last: int
    held: tuple[int, ...]
    interpreter: bool


class _Alarm(NamedTuple):
    """Participants of one alarm share one row: same point, concern and day raised."""

    rank: int
    trigger: int
    raised: date
    held: bool
    interpreter: bool


_Shared: TypeAlias = _Course | _Alarm
_CourseKey: TypeAlias = tuple[int, date, int, tuple[int, ...], bool]
_Sorted: TypeAlias = tuple[str, int, tuple[date, int] | tuple[()], DueMeeting]


class DueList:
    """What is due for any number of participants, given back day by day.

    Participants whose days coincide are kept together, and an occurrence is made when its day comes: memory
    follows the participants taken in and not the rows given back. Each participant is added once.
    """

    def __init__(self, routine: Routine, on: date) -> None:
        self._on = on
        self._points = sorted(routine.meeting_points, key=lambda point: point.code)
        self._titles = {milestone.code: milestone.title for milestone in routine.milestones}
        self._last: dict[tuple[int, date, date | None], int] = {}
        self._courses: dict[_CourseKey, list[str]] = {}
        self._alarms: dict[_Alarm, list[str]] = {}
        self._waiting: dict[date, list[tuple[_Shared, int, list[str]]]] = {}
        self._days: list[date] = []

    def add(self, participant: ParticipantDates) -> None:
        """Takes in one participant; a day that no calendar has is an `UnreachableDayError`."""
        milestones, held = participant.milestones, _days_by_point(participant.held)
        for rank, point in enumerate(self._points):
            days = held.get(point.code, ())
            start = milestones.get(point.due.milestone)
            if start is not None and applies(point.applies_when, milestones):
                self._add_course(rank, participant, start=start, days=days)
            if point.also_on and participant.concerns:
                self._add_alarms(rank, participant, days=days)

    def _add_course(
        self, rank: int, participant: ParticipantDates, *, start: date, days: Sequence[date]
    ) -> None:
        point, last, held = self._points[rank], 0, HELD_ONCE if days else NEVER_HELD
        if point.repeat is not None:
            end = participant.milestones.get(point.repeat.until.milestone)
            try:
                last = self._last_occurrence(rank, start, end)
                held = _occurrences_held(Series(point, start, last), days)
            except OutsideCalendarError:
                raise UnreachableDayError(participant.participant, point.code) from None
        if last >= 0:
            course = (rank, start, last, held, _interpreted(point, participant))
            self._courses.setdefault(course, []).append(participant.participant)

    def _last_occurrence(self, rank: int, start: date, end: date | None) -> int:
        key = (rank, start, end)
        if key not in self._last:
            self._last[key] = series_of(self._points[rank], start, end=end, on=self._on).last
        return self._last[key]

    def _add_alarms(self, rank: int, participant: ParticipantDates, *, days: Sequence[date]) -> None:
        point = self._points[rank]
        for number, trigger in enumerate(point.also_on):
            for concern in participant.concerns:
                if concern.code == trigger.concern and concern.raised <= self._on:
                    answered = any(day >= concern.raised for day in days)
                    alarm = _Alarm(rank, number, concern.raised, answered, _interpreted(point, participant))
                    self._alarms.setdefault(alarm, []).append(participant.participant)

    def days(self) -> Iterator[tuple[date, list[tuple[str, DueMeeting]]]]:
        """Day by day the meetings that aim at it, each with its participant, sorted by participant and point.

        Whatever is wrong with a day shows as an `UnreachableDayError` before the first of them.
        """
        while self._courses:
            course, participants = self._courses.popitem()
            self._set_out(_Course(*course), participants)
        while self._alarms:
            self._set_out(*self._alarms.popitem())
        return self._each_day()

    def _each_day(self) -> Iterator[tuple[date, list[tuple[str, DueMeeting]]]]:
        while self._days:
            day = heappop(self._days)
            yield day, self._meetings_on(day)

    def _set_out(self, shared: _Shared, participants: list[str]) -> None:
        """Waits for the first occurrence, once the first and the last are known to fit in the calendar."""
        try:
            target = self._target(shared, 0)
            self._points[shared.rank].window.around(target)
            if isinstance(shared, _Course) and shared.last:
                self._points[shared.rank].window.around(self._target(shared, shared.last))
        except OutsideCalendarError:
            raise UnreachableDayError(participants[0], self._points[shared.rank].code) from None
        self._wait(shared, 0, participants, day=target)

    def _wait(self, shared: _Shared, number: int, participants: list[str], *, day: date) -> None:
        if day not in self._waiting:
            self._waiting[day] = []
            heappush(self._days, day)
        self._waiting[day].append((shared, number, participants))

    def _meetings_on(self, day: date) -> list[tuple[str, DueMeeting]]:
        meetings: dict[object, DueMeeting] = {}
        rows: list[_Sorted] = []
        for shared, number, participants in self._waiting.pop(day):
            alike, order = _alike(shared, number), _order(shared)
            meeting = meetings.get(alike) or meetings.setdefault(alike, self._meeting(shared, number, day))
            rows.extend([(participant, *order, meeting) for participant in participants])
            if isinstance(shared, _Course) and number < shared.last:
                self._wait(shared, number + 1, participants, day=self._target(shared, number + 1))
        rows.sort()
        return [(row[0], row[-1]) for row in rows]

    def _target(self, shared: _Shared, number: int) -> date:
        point = self._points[shared.rank]
        if isinstance(shared, _Alarm):
            return point.also_on[shared.trigger].within.after(shared.raised)
        return Series(point, shared.start).target(number)

    def _meeting(self, shared: _Shared, number: int, target: date) -> DueMeeting:
        point = self._points[shared.rank]
        occurrence, held, window, reason = self._circumstances(shared, number, target)
        return DueMeeting(
            point=point.code,
            occurrence=occurrence,
            target=target,
            window_first=window[0],
            window_last=window[1],
            state=state_on(self._on, window=window, held=held),
            responsible=point.responsible,
            calls=point.calls,
            may_call=point.may_call,
            interpreter=shared.interpreter,
            reason=reason,
        )

    def _circumstances(
        self, shared: _Shared, number: int, target: date
    ) -> tuple[int | None, bool, tuple[date, date], Reason]:
        point = self._points[shared.rank]
        if isinstance(shared, _Alarm):
            trigger = point.also_on[shared.trigger]
            reason = ConcernReason(trigger.concern, shared.raised, trigger.within)
            return None, shared.held, (shared.raised, target), reason
        distance = Series(point, shared.start).distance(number)
        because_of = MilestoneReason(self._titles[point.due.milestone], distance)
        return number, number in shared.held, point.window.around(target), because_of


def due_rows(routine: Routine, participant: ParticipantDates, on: date) -> list[DueRow]:
    """What is due for one participant on the day, in the order of the days aimed at."""
    due_list = DueList(routine, on)
    due_list.add(participant)
    return [_row(whose, meeting) for _, meetings in due_list.days() for whose, meeting in meetings]


def _row(participant: str, meeting: DueMeeting) -> DueRow:
    return DueRow(participant=participant, **{name: getattr(meeting, name) for name in MEETING_FIELDS})


def _interpreted(point: MeetingPoint, participant: ParticipantDates) -> bool:
    """Source: due, rule 7."""
    return point.interpreter is Interpreter.IF_NEEDED and participant.uses_interpreter


def _days_by_point(held: Iterable[Held]) -> dict[str, list[date]]:
    days: dict[str, list[date]] = {}
    for meeting in held:
        days.setdefault(meeting.point, []).append(meeting.day)
    return days


def _occurrences_held(series: Series, days: Iterable[date]) -> tuple[int, ...]:
    """The numbers of the occurrences that the meetings held belong to."""
    return tuple(sorted({series.nearest(day) for day in days})) if series.last >= 0 else ()


def _alike(shared: _Shared, number: int) -> object:
    """Equal for meetings that are equal in everything but whose they are."""
    if isinstance(shared, _Alarm):
        return shared
    return shared.rank, shared.start, number, number in shared.held, shared.interpreter


def _order(shared: _Shared) -> tuple[int, tuple[date, int] | tuple[()]]:
    """The order among one participant's meetings of one day: by point, and an alarm after the occurrence."""
    if isinstance(shared, _Alarm):
        return shared.rank, (shared.raised, shared.trigger)
    return shared.rank, ()
