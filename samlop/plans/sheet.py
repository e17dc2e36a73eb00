"""A finished map as places and words on a sheet, still without a drawing language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from samlop.plans.captions import DETAIL, Caption, Lettered, Line, Tone
from samlop.plans.lettering import text_width, wrap
from samlop.plans.metro import Link, Stop
from samlop.plans.pathway import MeetingMarker, MeetingState, StepStatus, TrackKind

Point = tuple[float, float]

SIGN_LIMIT = 220.0


class StrokeKind(StrEnum):
    """How a piece of line is drawn."""

    SOLID = "solid"
    PLANNED = "planned"
    GAP = "gap"
    MINOR = "minor"
    END = "end"


@dataclass(frozen=True)
class Stroke:
    """A piece of line through some corners, in the colour of a track."""

    kind: StrokeKind
    track: TrackKind
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Words:
    """A caption with its upper corner on the side where reading starts."""

    caption: Caption
    x: float
    y: float


@dataclass(frozen=True)
class StopPlace:
    """A station on the sheet."""

    stop: Stop
    at: Point
    words: Words


@dataclass(frozen=True)
class MarkPlace:
    """The mark of a gap, and what it says where that is not part of the next station's words."""

    at: Point
    words: Words | None = None


@dataclass(frozen=True)
class MeetingPlace:
    """A meeting on the sheet."""

    marker: MeetingMarker
    at: Point
    words: Words


@dataclass(frozen=True)
class Sign:
    """A word on a coloured plate: the name of a line, or of today when it has no track."""

    at: Point
    width: float
    text: str
    track: TrackKind | None


@dataclass(frozen=True)
class Arrow:
    """A line that goes on beyond the sheet or the plan."""

    at: Point
    track: TrackKind
    is_down: bool


@dataclass(frozen=True)
class LegendEntry:
    """One symbol explained: a status, a meeting, or a gap when it is neither."""

    words: Words
    at: Point
    status: StepStatus | None = None
    meeting: MeetingState | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything on the sheet, measured from the corner where reading starts."""

    width: float
    height: float
    strokes: tuple[Stroke, ...] = ()
    stops: tuple[StopPlace, ...] = ()
    marks: tuple[MarkPlace, ...] = ()
    meetings: tuple[MeetingPlace, ...] = ()
    signs: tuple[Sign, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    rulers: tuple[tuple[Point, Point], ...] = ()
    years: tuple[Words, ...] = ()
    today: tuple[tuple[Point, Point], ...] = ()
    past: tuple[tuple[Point, Point], ...] = ()
    goal: tuple[Point, Words] | None = None
    legend: tuple[LegendEntry, ...] = ()

    def words(self) -> Iterator[Words]:
        """Every caption on the sheet."""
        for group in (self.stops, self.meetings, self.legend):
            yield from (place.words for place in group)
        yield from (mark.words for mark in self.marks if mark.words)
        yield from self.years
        if self.goal:
            yield self.goal[1]


_ENTRY_HEIGHT = 26.0
_SYMBOL_ROOM = 24.0
_ENTRY_GAP = 22.0


def line_of(text: str, tone: Tone = DETAIL) -> Caption:
    """A caption of one line."""
    return Caption((Line(text, tone),))


def sign(text: str, at: Point, *, track: TrackKind | None, limit: float = SIGN_LIMIT) -> Sign:
    """A plate just wide enough for its words, its place the middle of the side where reading starts."""
    shown = wrap(text, size=DETAIL.size, limit=limit, bold=True, lines=1)[0] if text.strip() else ""
    return Sign(at, sign_width(shown, limit=limit), shown, track)


def sign_width(text: str, *, limit: float = SIGN_LIMIT) -> float:
    """The room a plate takes."""
    return min(text_width(text, size=DETAIL.size, bold=True), limit) + 18.0


def legend(lettered: Lettered, *, origin: Point, width: float) -> tuple[tuple[LegendEntry, ...], float]:
    """The symbols in use with their names, in rows from a corner, and the height they take."""
    entries: list[LegendEntry] = []
    x, y = origin
    for entry in _unplaced(lettered, limit=width - _SYMBOL_ROOM):
        needed = _SYMBOL_ROOM + entry.words.caption.width
        if entries and x + needed > origin[0] + width:
            x, y = origin[0], y + _ENTRY_HEIGHT
        middle = y + _ENTRY_HEIGHT / 2
        words = Words(entry.words.caption, x + _SYMBOL_ROOM, middle - entry.words.caption.height / 2)
        entries.append(LegendEntry(words, (x + 9.0, middle), entry.status, meeting=entry.meeting))
        x += needed + _ENTRY_GAP
    return tuple(entries), (y - origin[1] + _ENTRY_HEIGHT) if entries else 0.0


def _unplaced(lettered: Lettered, *, limit: float) -> Iterable[LegendEntry]:
    """The entries a map needs, in the order of a plan."""
    labels = lettered.labels
    stops = lettered.drawn.stops

    def words(text: str) -> Words:
        shown = wrap(text, size=DETAIL.size, limit=limit, lines=1)
        return Words(line_of(shown[0] if shown else ""), 0.0, 0.0)

    used = {stop.station.status for stop in stops}
    yield from (LegendEntry(words(labels.statuses[s]), (0, 0), s) for s in StepStatus if s in used)
    states = {meeting.state for meeting in lettered.drawn.pathway.meetings}
    yield from (
        LegendEntry(words(labels.meeting_states[m]), (0, 0), meeting=m) for m in MeetingState if m in states
    )
    if any(transition.is_gap for transition in lettered.drawn.transitions):
        yield LegendEntry(words(labels.gap), (0, 0))


def link_kind(link: Link, target: Stop | None) -> StrokeKind:
    """How a link is drawn: broken at a gap, hollow while what it leads to is only planned."""
    if link.is_minor:
        return StrokeKind.MINOR
    if link.is_gap:
        return StrokeKind.GAP
    is_planned = target is None or target.station.status is StepStatus.PLANNED
    return StrokeKind.PLANNED if is_planned else StrokeKind.SOLID
