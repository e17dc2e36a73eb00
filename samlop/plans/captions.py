"""The words of the map, set in lines: what stands at each station, gap, meeting and goal."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from samlop.plans.lettering import text_width, wrap
from samlop.plans.metro import PathwayMap, Stop
from samlop.plans.pathway import HALTED, OVER, MeetingMarker, MeetingState, Station, StepStatus, TrackKind
from samlop.plans.transitions import Reason, Transition

ICON_ROOM = 17.0


@dataclass(frozen=True, kw_only=True)
class MapLabels:
    """Every word on the map that is not the plan's own, in the reader's language."""

    title: str
    lines: Mapping[TrackKind, str]
    statuses: Mapping[StepStatus, str]
    meeting_states: Mapping[MeetingState, str]
    today: str
    goal: str
    no_goal: str
    gap: str
    no_agency: str
    no_next_step: str
    quiet: Callable[[int], str]
    awaits: Callable[[str], str]
    period: Callable[[date | None, date | None], str]
    day: Callable[[date], str]
    year: Callable[[int], str]
    part: Callable[[int, int], str]
    description: str = ""
    separator: str = ", "


@dataclass(frozen=True, kw_only=True)
class Tone:
    """One step of the typographic scale: its name, its size, and the room for a line."""

    css_class: str
    size: float
    leading: float
    bold: bool = False


GOAL = Tone(css_class="goal", size=18.0, leading=24.0, bold=True)
TITLE = Tone(css_class="title", size=15.0, leading=20.0, bold=True)
STRONG = Tone(css_class="strong", size=13.0, leading=18.0, bold=True)
WARNING = Tone(css_class="warning", size=13.0, leading=18.0, bold=True)
DETAIL = Tone(css_class="detail", size=13.0, leading=18.0)
QUIET = Tone(css_class="quiet", size=13.0, leading=18.0)


class Icon(StrEnum):
    """The small signs that lead a line of words."""

    HAND_OVER = "hand_over"
    GAP = "gap"


@dataclass(frozen=True)
class Line:
    """One line of words; a hand-over to another organisation, or a gap, is led by its sign."""

    text: str
    tone: Tone
    indent: float = 0.0
    icon: Icon | None = None

    @property
    def width(self) -> float:
        """The room the line takes from where it starts."""
        return self.indent + text_width(self.text, size=self.tone.size, bold=self.tone.bold)


@dataclass(frozen=True)
class Caption:
    """Lines under each other."""

    lines: tuple[Line, ...] = ()

    @property
    def width(self) -> float:
        """The widest line."""
        return max((line.width for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        """All lines together."""
        return sum(line.tone.leading for line in self.lines)


@dataclass(frozen=True)
class Lettered:
    """The map with all its words set, before anything has a place."""

    drawn: PathwayMap
    labels: MapLabels
    stops: Mapping[str, Caption]
    notes: Mapping[str | None, Caption]
    meetings: tuple[Caption, ...]
    goal: Caption
    today: str


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How wide the captions of one sheet may be."""

    stop: float
    widest_word: float
    note: float
    meeting: float
    goal: float
    goal_lines: int = 6
    joins_notes: bool = False


def letter(drawn: PathwayMap, labels: MapLabels, *, measure: Measure) -> Lettered:
    """All captions of a map, wrapped to the measure of a sheet."""
    keys: list[str | None] = [stop.station.key for stop in drawn.stops]
    gaps = {key: drawn.gaps_at(key) for key in [*keys, None]}
    notes = {
        key: _note(found, labels, limit=measure.note, has_icons=measure.joins_notes)
        for key, found in gaps.items()
        if found
    }
    stops = {
        stop.station.key: _stop_caption(drawn, stop, labels=labels, measure=measure) for stop in drawn.stops
    }
    goal = _goal_caption(drawn, labels, measure=measure)
    if measure.joins_notes:
        stops = {key: _joined(caption, notes.get(key)) for key, caption in stops.items()}
        goal = _joined(goal, notes.get(None))
    return Lettered(
        drawn=drawn,
        labels=labels,
        stops=stops,
        notes={} if measure.joins_notes else notes,
        meetings=tuple(_meeting_caption(m, labels, limit=measure.meeting) for m in drawn.pathway.meetings),
        goal=goal,
        today=f"{labels.today} {labels.day(drawn.pathway.today)}",
    )


def _joined(caption: Caption, note: Caption | None) -> Caption:
    """A caption with what its gap says at the end."""
    return Caption((*caption.lines, *note.lines)) if note else caption


def spoken(station: Station, labels: MapLabels) -> str:
    """What a station says to somebody who reaches it by keyboard or screen reader."""
    parts = (
        station.title,
        labels.period(station.first, station.until),
        labels.statuses[station.status],
        station.organisation or ("" if station.status in OVER else labels.no_agency),
    )
    return labels.separator.join(part for part in parts if part)


def _lines(text: str, tone: Tone, *, limit: float, lines: int = 2, indent: float = 0.0) -> Iterable[Line]:
    """A text wrapped in one tone."""
    wrapped = wrap(text, size=tone.size, limit=limit - indent, bold=tone.bold, lines=lines)
    return (Line(part, tone, indent=indent) for part in wrapped)


def _stop_caption(drawn: PathwayMap, stop: Stop, *, labels: MapLabels, measure: Measure) -> Caption:
    """Title, period and responsible organisation of a station; an organisation that is new has an arrow."""
    station = stop.station
    words = (text_width(word, size=TITLE.size, bold=True) for word in station.title.split())
    limit = min(max(measure.stop, *words, 0.0), measure.widest_word)
    lines = [
        *_lines(station.title, TITLE, limit=limit, lines=3),
        *_lines(labels.period(station.first, station.until), DETAIL, limit=limit),
    ]
    if station.status in HALTED:
        lines += _lines(labels.statuses[station.status], STRONG, limit=limit)
    return Caption((*lines, *_agency_lines(drawn, station, labels=labels, limit=limit)))


def _agency_lines(drawn: PathwayMap, station: Station, *, labels: MapLabels, limit: float) -> Iterable[Line]:
    """The organisation that answers for a step, or that none does unless a gap beside it says so already."""
    found = drawn.transitions_to(station.key)
    reasons = {reason for transition in found for reason in transition.reasons}
    if not station.organisation:
        is_said = station.status in OVER or Reason.NO_NEXT_AGENCY in reasons
        return () if is_said else _lines(labels.no_agency, WARNING, limit=limit)
    if Reason.CHANGES_AGENCY not in reasons:
        return _lines(station.organisation, QUIET, limit=limit, lines=3)
    return _led(_lines(station.organisation, STRONG, limit=limit, lines=3, indent=ICON_ROOM), Icon.HAND_OVER)


def _led(lines: Iterable[Line], icon: Icon) -> Iterator[Line]:
    """Lines of which the first is led by a sign."""
    for number, line in enumerate(lines):
        yield line if number else replace(line, icon=icon)


def _note(gaps: Iterable[Transition], labels: MapLabels, *, limit: float, has_icons: bool) -> Caption:
    """Why somebody must mind a transition, each reason once."""
    said: dict[str, None] = {}
    for gap in gaps:
        if Reason.GAP_IN_TIME in gap.reasons:
            said[labels.quiet(gap.quiet_days)] = None
        if Reason.NO_NEXT_AGENCY in gap.reasons:
            said[labels.no_agency if gap.entering else labels.no_next_step] = None
        if Reason.WAITS_FOR_UNFINISHED in gap.reasons:
            said[labels.awaits(gap.leaving.title)] = None
    if not has_icons:
        return Caption(tuple(line for text in said for line in _lines(text, WARNING, limit=limit, lines=3)))
    set_lines = (_lines(text, WARNING, limit=limit, lines=3, indent=ICON_ROOM) for text in said)
    return Caption(tuple(line for lines in set_lines for line in _led(lines, Icon.GAP)))


def _meeting_caption(meeting: MeetingMarker, labels: MapLabels, *, limit: float) -> Caption:
    """What the meeting is called and its day."""
    title = _lines(meeting.title, STRONG, limit=limit)
    return Caption((*title, *_lines(labels.day(meeting.day), DETAIL, limit=limit)))


def _goal_caption(drawn: PathwayMap, labels: MapLabels, *, measure: Measure) -> Caption:
    """The participant's goal in the participant's words, and how far ahead it is."""
    limit = measure.goal
    lines = list(_lines(labels.goal, QUIET, limit=limit))
    lines += _lines(drawn.pathway.goal or labels.no_goal, GOAL, limit=limit, lines=measure.goal_lines)
    if drawn.pathway.horizon:
        lines += _lines(labels.day(drawn.pathway.horizon), DETAIL, limit=limit)
    return Caption(tuple(lines))
