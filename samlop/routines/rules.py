"""Rules of calling to a meeting, and of when a version of the routine governs, decided from values alone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from samlop.routines.occurrences import State

PARTICIPANT = "participant"
EXTRA = "ekstra"
ON_NEED = "behov"
"""How an address names a meeting outside the routine's points, and one that no milestone asked for."""

USUAL_LENGTH = timedelta(minutes=45)
USUAL_START = time(10, 0)
NOTICE = timedelta(days=7)
GATHERED_WITHIN = timedelta(days=183)
LONGEST = timedelta(hours=8)
FRIDAY = 4


class MeetingState(StrEnum):
    """How far a meeting of the routine has come."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    CALLED = "called"
    HELD = "held"


class CallRefusal(StrEnum):
    """Why nobody can be called to a meeting at that time."""

    ENDS_BEFORE_START = "ends_before_start"
    TOO_LONG = "too_long"
    HAS_BEEN = "has_been"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment until, but without, another."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Stretch") -> bool:
        """Some moment lies in both; meetings that only touch do not collide."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a meeting is for: an occurrence of a point of the routine, or an extra one with its reason."""

    point: str
    occurrence: int | None = None
    target: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """When and where a meeting is held, who of the group is called, and whether an interpreter comes."""

    when: Stretch
    place_kind: str
    place: str
    employments: frozenset[UUID]
    interpreter_language: str = ""
    interpreter_booked: str = ""


def meeting_state(state: State, *, is_called: bool) -> MeetingState:
    """What is due, with the meetings that have been called: a meeting held stays held."""
    if is_called and state is not State.HELD:
        return MeetingState.CALLED
    return MeetingState(state.value)


def meeting_id(participant_id: UUID, key: UUID) -> UUID:
    """The same form sent twice makes the same meeting, and never another participant's."""
    return uuid5(participant_id, f"meeting:{key}")


def proposed_day(target: date, *, window_last: date, today: date) -> date:
    """A weekday near the routine's day, with a week's notice where the window still allows it."""
    wanted = max(target, today + NOTICE)
    if today < window_last < wanted:
        wanted = window_last
    later = _workday(wanted, step=1)
    earlier = _workday(wanted, step=-1)
    return earlier if later > window_last and earlier > today else later


def _workday(day: date, *, step: int) -> date:
    while day.weekday() > FRIDAY:
        day += timedelta(days=step)
    return day


def missing_roles(called: Iterable[str], seated: Collection[str]) -> tuple[str, ...]:
    """The roles the routine calls that nobody in the group has; the participant is always there."""
    return tuple(role for role in called if role != PARTICIPANT and role not in seated)


def in_sentence(title: str) -> str:
    """A title as it stands inside a sentence: «programrådgiver», but still «NAV-veileder»."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def call_refusal(when: Stretch, *, now: datetime) -> CallRefusal | None:
    """What keeps a meeting from being called at that time, if anything."""
    if when.ends_at <= when.starts_at:
        return CallRefusal.ENDS_BEFORE_START
    if when.ends_at - when.starts_at > LONGEST:
        return CallRefusal.TOO_LONG
    return CallRefusal.HAS_BEEN if when.starts_at <= now else None


def is_near(target: date, today: date) -> bool:
    """Whether a meeting lies so near that the gathering before it can be called."""
    return target <= today + GATHERED_WITHIN


def in_force_since(
    effective_from: date, *, parties: Collection[UUID], approvals: Mapping[UUID, date]
) -> date | None:
    """The first day a version governs: every party has approved it, and its own first day has come.

    Source: agreement, "larger changes to model or routine need new agreement between the parties".
    """
    if not parties or any(party not in approvals for party in parties):
        return None
    return max(effective_from, *(approvals[party] for party in parties))


def living(organisation: UUID, ended: Mapping[UUID, UUID | None]) -> UUID | None:
    """Who carries on for an organisation after mergers; None when nobody does."""
    seen: set[UUID] = set()
    carried: UUID | None = organisation
    while carried is not None and carried in ended:
        if carried in seen:
            return None
        seen.add(carried)
        carried = ended[carried]
    return carried


def word_of(
    organisation: UUID,
    *,
    signed: Collection[UUID],
    given: Mapping[UUID, date],
    ended: Mapping[UUID, UUID | None],
) -> date | None:
    """The day an organisation said yes, or the last of those it alone carries on for; None while a yes is wanted.

    A party answers for itself: it inherits no yes from one that is merged into it. An heir that is no party itself
    inherits the yes only when all it carries on for have given it.
    """
    if organisation in given:
        return given[organisation]
    if organisation in signed:
        return None
    before = [one for one in _in_line(signed, ended) if ended.get(one) == organisation]
    words = [word_of(one, signed=signed, given=given, ended=ended) for one in before]
    days = [day for day in words if day is not None]
    return max(days) if days and len(days) == len(words) else None


def _in_line(signed: Iterable[UUID], ended: Mapping[UUID, UUID | None]) -> set[UUID]:
    """The parties that signed, and everybody who has carried on for them since."""
    line: set[UUID] = set()
    for party in signed:
        carried: UUID | None = party
        while carried is not None and carried not in line:
            line.add(carried)
            carried = ended.get(carried)
    return line
