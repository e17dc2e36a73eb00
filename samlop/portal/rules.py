"""What comes first, the short picture of the road, and what to bring: decided from values alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from samlop.kernel.periods import add_months
from samlop.plans.pathway import OVER, Station, StepStatus

SOON = timedelta(days=31)
IN_SIGHT_MONTHS = 6
AHEAD_ON_TRAIL = 3


class What(StrEnum):
    """What a next step can be; on the same day the first named comes first."""

    MEETING = "meeting"
    TEXT = "text"
    TASK = "task"
    STATION = "station"
    PLAN = "plan"


@dataclass(frozen=True)
class Ahead:
    """One thing that lies ahead: the day of a meeting, the deadline of a task, the day a station begins.

    A text or a plan that waits for the participant's word has no day.
    """

    what: What
    key: str
    day: date | None = None


class Place(StrEnum):
    """Where on the road a station lies, as the participant stands today."""

    BEHIND = "behind"
    HERE = "here"
    PAUSED = "paused"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Landmark:
    """One station on the short picture of the road."""

    station: Station
    place: Place


class Bring(StrEnum):
    """What a meeting is easier with."""

    SCHOOL_PAPERS = "school_papers"
    VIGO = "vigo"
    STUDENT_FINANCE = "student_finance"
    ADAPTATION_PAPERS = "adaptation_papers"


BROUGHT_FOR = {
    "mapping.education": Bring.SCHOOL_PAPERS,
    "mapping.documentation": Bring.SCHOOL_PAPERS,
    "mapping.self_declaration": Bring.SCHOOL_PAPERS,
    "mapping.application": Bring.VIGO,
    "mapping.student_finance": Bring.STUDENT_FINANCE,
    "mapping.adapted_teaching": Bring.ADAPTATION_PAPERS,
}


_WITHOUT_DAY = {What.TEXT: 1, What.TASK: 4, What.PLAN: 5}


def next_step(things: Iterable[Ahead], today: date) -> Ahead | None:
    """The one thing to think of now, or nothing.

    A meeting today or tomorrow comes first, then a text that waits for the participant's word, then what is
    overdue, then the nearest day within a month, then tasks without a deadline, then a plan to say yes to, and
    last what lies further ahead. Source: Proba's study of NAV's activity plan: those with little schooling use a
    plan least, and one that only lists activities not at all.
    """
    return min(things, key=lambda thing: _urgency(thing, today), default=None)


def leaves_room(first: Ahead | None, today: date) -> bool:
    """Nothing lies close at hand, so that a meeting nobody has called to yet may be named instead."""
    return first is None or (first.day is not None and first.day > today + SOON)


def _urgency(thing: Ahead, today: date) -> tuple[int, date, int]:
    return _turn(thing, today), thing.day or today, list(What).index(thing.what)


def _turn(thing: Ahead, today: date) -> int:
    if thing.day is None:
        return _WITHOUT_DAY[thing.what]
    if thing.what is What.MEETING and thing.day <= today + timedelta(days=1):
        return 0
    if thing.what is What.TASK and thing.day < today:
        return 2
    return 3 if thing.day <= today + SOON else 6


def stations_ahead(stations: Iterable[Station], today: date) -> list[Ahead]:
    """The planned stations in sight: those that begin within half a year, each with its day.

    What lies further ahead belongs on the map: a step years away is no next step. Source: routine, meetings 3
    and 4 prepare a change about six months before.
    """
    until = add_months(today, IN_SIGHT_MONTHS)
    return [
        Ahead(What.STATION, station.key, station.first)
        for station in stations
        if station.status is StepStatus.PLANNED
        and station.first is not None
        and today <= station.first <= until
    ]


def trail(stations: Iterable[Station], today: date) -> list[Landmark]:
    """The short picture: the last station behind, where the participant is now, the nearest ones ahead."""
    placed = [Landmark(station, place_of(station, today)) for station in sorted(stations, key=_in_time)]
    behind = [mark for mark in placed if mark.place is Place.BEHIND]
    here = [mark for mark in placed if mark.place in (Place.HERE, Place.PAUSED)]
    ahead = [mark for mark in placed if mark.place is Place.AHEAD]
    return [*behind[-1:], *here, *ahead[:AHEAD_ON_TRAIL]]


def place_of(station: Station, today: date) -> Place:
    """Where a station lies: its status says so, and a planned one whose day has come is where one is."""
    if station.status in OVER:
        return Place.BEHIND
    if station.status is StepStatus.PAUSED:
        return Place.PAUSED
    if station.status is StepStatus.ONGOING:
        return Place.HERE
    if station.ends is not None and station.ends <= today:
        return Place.BEHIND
    return Place.HERE if station.runs_on(today, today=today) else Place.AHEAD


def _in_time(station: Station) -> tuple[bool, date]:
    return station.first is None, station.first or date.max


def to_bring(fills: Iterable[str | None]) -> list[Bring]:
    """What to bring to a meeting whose agenda fills these fields, each thing once."""
    return list(dict.fromkeys(BROUGHT_FOR[one] for one in fills if one in BROUGHT_FOR))
