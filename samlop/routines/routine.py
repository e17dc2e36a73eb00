"""A routine: who meets, when, about what, as unchangeable values."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from samlop.routines.spans import Span

NORWEGIAN = "nb"
USUAL_BEFORE = Span(weeks=2)
USUAL_AFTER = Span(weeks=4)


class Level(StrEnum):
    """The level of government, or the side of the table, that a role belongs to."""

    MUNICIPALITY = "municipality"
    COUNTY = "county"
    STATE = "state"
    CIVIL = "civil"
    PARTICIPANT = "participant"


class Answer(StrEnum):
    """The kind of answer an agenda item asks for."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    LEVEL = "level"
    CHECK = "check"


class Interpreter(StrEnum):
    """Whether an interpreter is called for those who need one."""

    IF_NEEDED = "if_needed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Title:
    """Words for one thing in several languages; bokmål is always among them."""

    texts: tuple[tuple[str, str], ...]

    def has(self, language: str) -> bool:
        """Says whether the words exist in that very language."""
        return any(known == language for known, _ in self.texts)

    def text(self, language: str = NORWEGIAN) -> str:
        """The words in the language, or else in bokmål."""
        texts = dict(self.texts)
        return texts.get(language, texts[NORWEGIAN])

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class Role:
    """A part somebody plays round the participant."""

    code: str
    title: Title
    level: Level


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day in the participant's course that meetings are counted from."""

    code: str
    title: Title


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day given as a milestone and a distance from it."""

    milestone: str
    offset: Span


@dataclass(frozen=True, slots=True)
class Window:
    """How long before and after its target a meeting is in time."""

    before: Span = USUAL_BEFORE
    after: Span = USUAL_AFTER

    def around(self, target: date) -> tuple[date, date]:
        """The first and the last day in time; both count.

        Source: due, rule 2.
        """
        return self.before.before(target), self.after.after(target)


@dataclass(frozen=True, slots=True)
class Repeat:
    """The rhythm of a meeting point, and the day it ends."""

    every: Span
    until: Anchor


@dataclass(frozen=True, slots=True)
class ConcernTrigger:
    """A concern that calls for a meeting, and how soon."""

    concern: str
    within: Span


@dataclass(frozen=True, slots=True)
class Condition:
    """Whom a meeting point is for: those with the one milestone, and without the other."""

    has_milestone: str | None = None
    lacks_milestone: str | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """Which role books the interpreter and which the room."""

    interpreter: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing to go through, and where in the mapping or plan its answer belongs."""

    code: str
    title: Title
    answer: Answer
    fills: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingPoint:
    """One meeting of the routine: when, who calls whom, and what about."""

    code: str
    title: Title
    due: Anchor
    responsible: str
    calls: tuple[str, ...]
    may_call: tuple[str, ...]
    interpreter: Interpreter
    books: Books
    agenda: tuple[AgendaItem, ...]
    window: Window = Window()
    repeat: Repeat | None = None
    also_on: tuple[ConcernTrigger, ...] = ()
    applies_when: Condition = Condition()


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting for several participants at once, ahead of a meeting point."""

    code: str
    title: Title
    before: str


Coded = TypeVar("Coded", Role, Milestone, MeetingPoint, Gathering)


@dataclass(frozen=True, slots=True)
class Routine:
    """One version of a routine, whole and consistent."""

    id: str
    version: int
    title: Title
    roles: tuple[Role, ...]
    milestones: tuple[Milestone, ...]
    meeting_points: tuple[MeetingPoint, ...]
    gatherings: tuple[Gathering, ...] = ()

    def role(self, code: str) -> Role:
        """The role with that code."""
        return _coded(self.roles, code)

    def milestone(self, code: str) -> Milestone:
        """The milestone with that code."""
        return _coded(self.milestones, code)

    def point(self, code: str) -> MeetingPoint:
        """The meeting point with that code."""
        return _coded(self.meeting_points, code)

    def gatherings_before(self, code: str) -> tuple[Gathering, ...]:
        """The gatherings that prepare a meeting point."""
        return tuple(gathering for gathering in self.gatherings if gathering.before == code)

    def standing_in(self, milestones: Collection[str]) -> Mapping[str, str]:
        """The points that the milestones known have put out of use, each with the point it was the same meeting as.

        A point for those who lack a milestone, with the agenda of the one point counted from that milestone, is that
        meeting under another anchor. Source: routine, meeting 4 (end of school, or going out in apprenticeship).
        """
        found: dict[str, str] = {}
        for point in self.meeting_points:
            lacking = point.applies_when.lacks_milestone
            twins = [
                one.code
                for one in self.meeting_points
                if lacking in milestones and one.due.milestone == lacking and one.agenda == point.agenda
            ]
            if point.agenda and len(twins) == 1:
                found[point.code] = twins[0]
        return found


def _coded(things: Iterable[Coded], code: str) -> Coded:
    for thing in things:
        if thing.code == code:
            return thing
    raise KeyError(code)
