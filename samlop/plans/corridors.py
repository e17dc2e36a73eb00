"""The room everything on a wide sheet needs: zones round the lanes, and corridors from lane to lane."""

from collections.abc import Iterator
from dataclasses import dataclass

from samlop.plans.captions import Caption, Lettered
from samlop.plans.columns import OVER, UNDER, Bound, Choice, Column, Reach
from samlop.plans.metro import Event, EventKind, Link, PathwayMap, Stop
from samlop.plans.sheet import sign_width

STOP_ROOM = 17.0
GOAL_ROOM = 22.0
CAPTION_EDGE = 12.0
APPROACH = 20.0
GAP_APPROACH = 68.0
MARK_BACK, GOAL_MARK_BACK = 38.0, 48.0
LONG_BEND, SHORT_BEND = 30.0, 14.0
SIGN_START = 22.0
_SLOT = 16.0
_SPACE = 14.0
_LINE_ROOM = 9.0
_SHORTEST_RUN = 30.0
_OPEN_RUN = 62.0
SIGN_ZONE, MEETING_ZONE = -1, -2


@dataclass(frozen=True)
class Corridor:
    """The way a line leaves one lane and joins another just before a station, measured back from it."""

    link: Link
    source_lane: int
    target_lane: int
    offset: float

    @property
    def is_down(self) -> bool:
        """Whether the line goes to a lane further down."""
        return self.target_lane > self.source_lane

    @property
    def leave(self) -> float:
        """How long the bend is where the line leaves."""
        return SHORT_BEND if self.is_down else LONG_BEND

    @property
    def join(self) -> float:
        """How long the bend is where the line joins."""
        return LONG_BEND if self.is_down else SHORT_BEND

    def reaches(self) -> Iterator[Reach]:
        """The room the line takes between the lanes it goes from and to."""
        near, far = -(self.offset - _LINE_ROOM), self.offset + _LINE_ROOM
        begins = self.offset + self.leave + _LINE_ROOM
        joins = -(self.offset - self.join)
        if self.is_down:
            yield Reach(line_zone(self.source_lane), line_zone(self.source_lane), begins, near)
            yield Reach(below_zone(self.source_lane), line_zone(self.target_lane) - 2, far, near)
            yield Reach(above_zone(self.target_lane), above_zone(self.target_lane), far, joins)
        else:
            yield Reach(above_zone(self.source_lane), line_zone(self.source_lane), begins, near)
            yield Reach(below_zone(self.target_lane), below_zone(self.source_lane) - 3, far, near)
            yield Reach(below_zone(self.target_lane), below_zone(self.target_lane), far, joins)


def above_zone(lane: int) -> int:
    """The zone over a lane, where gaps speak."""
    return 3 * lane


def line_zone(lane: int) -> int:
    """The zone of the lane's own line."""
    return 3 * lane + 1


def below_zone(lane: int) -> int:
    """The zone under a lane, where its stations are named."""
    return 3 * lane + 2


def approach_of(drawn: PathwayMap, key: str | None) -> float:
    """The straight piece of line before a station or the goal; a gap needs room for its mark."""
    return GAP_APPROACH if drawn.gaps_at(key) else APPROACH


def corridors(drawn: PathwayMap, key: str) -> tuple[Corridor, ...]:
    """The ways by which a station is reached from other lanes, the main one nearest."""
    lane = drawn.stop(key).lane
    found: list[Corridor] = []
    for link in drawn.links_to(key):
        source = drawn.stop(link.source).lane
        if source != lane:
            join = LONG_BEND if lane > source else SHORT_BEND
            offset = approach_of(drawn, key) + join + _SLOT * len(found)
            found.append(Corridor(link, source, lane, offset))
    return tuple(found)


def columns_of(lettered: Lettered, *, reserved: frozenset[str]) -> tuple[Column, ...]:
    """Every event of the map with the room it takes; some stations keep room for the name of their line."""
    return tuple(_column(lettered, event, reserved=reserved) for event in lettered.drawn.events)


def _column(lettered: Lettered, event: Event, *, reserved: frozenset[str]) -> Column:
    """One event with its room and what it must stand after."""
    drawn = lettered.drawn
    if event.kind is EventKind.START:
        return _start_column(lettered, event, reserved=reserved)
    if event.kind is EventKind.END:
        return _end_column(lettered, event, reserved=reserved)
    if event.kind is EventKind.MEETING:
        room = lettered.meetings[int(event.subject)].width - CAPTION_EDGE + _SPACE
        return _plain_column(event, Reach(MEETING_ZONE, MEETING_ZONE, CAPTION_EDGE, room))
    if event.kind is EventKind.TODAY:
        half = sign_width(lettered.today) / 2 + 4
        last = below_zone(len(drawn.lanes))
        return _plain_column(event, Reach(SIGN_ZONE, SIGN_ZONE, half, half), Reach(0, last, 10.0, 10.0))
    return _goal_column(lettered, event)


def _plain_column(event: Event, *reaches: Reach) -> Column:
    """An event that stands off the lanes and has no side to choose."""
    return Column(event.day, (Choice(UNDER, reaches),))


def _start_column(lettered: Lettered, event: Event, *, reserved: frozenset[str]) -> Column:
    """A station, whose words may stand under or over its line."""
    key = event.subject
    fixed = tuple(_start_reaches(lettered, key, has_name=key in reserved))
    words, lane = lettered.stops[key], lettered.drawn.stop(key).lane
    choices = (
        Choice(UNDER, (*fixed, _words_reach(words, below_zone(lane), edge=CAPTION_EDGE))),
        Choice(OVER, (*fixed, _words_reach(words, above_zone(lane), edge=CAPTION_EDGE))),
    )
    if _lines_leave_downwards(lettered.drawn, key):
        choices = choices[::-1]
    return Column(event.day, choices, tuple(_start_bounds(lettered.drawn, key)))


def _lines_leave_downwards(drawn: PathwayMap, key: str) -> bool:
    """Whether the lines out of a station's lane all go down, so that its words are best over it."""
    lane = drawn.stop(key).lane
    targets = {drawn.stop(link.target).lane for link in drawn.links if link.source == key and link.target}
    return bool(targets - {lane}) and all(target >= lane for target in targets)


def _start_reaches(lettered: Lettered, key: str, *, has_name: bool) -> Iterator[Reach]:
    """The station on its line, the name of the line, and the lines that lead to it."""
    drawn = lettered.drawn
    stop = drawn.stop(key)
    found = corridors(drawn, key)
    back = found[0].offset if found else (GAP_APPROACH if drawn.gaps_at(key) else STOP_ROOM)
    on = name_end(lettered, stop) if has_name else STOP_ROOM
    yield Reach(line_zone(stop.lane), line_zone(stop.lane), back, on)
    for corridor in found:
        yield from corridor.reaches()


def name_end(lettered: Lettered, stop: Stop) -> float:
    """How far after a station the name of its line ends."""
    return SIGN_START + sign_width(lettered.labels.lines[stop.station.track]) + 10


def _words_reach(words: Caption, zone: int, *, edge: float) -> Reach:
    """The room of the words at a station or the goal."""
    return Reach(zone, zone, edge, max(words.width, STOP_ROOM) - edge + _SPACE)


def _start_bounds(drawn: PathwayMap, key: str) -> Iterator[Bound]:
    """A station stands after the places where its lines leave others, and after what it follows."""
    offsets = {corridor.link: corridor.offset + corridor.leave for corridor in corridors(drawn, key)}
    straight = GAP_APPROACH if drawn.gaps_at(key) else 0.0
    for link in drawn.links_to(key):
        offset = offsets.get(link, straight)
        start = drawn.event_number(EventKind.START, link.source)
        end = drawn.event_number(EventKind.END, link.source) if link.leaves_at_end else None
        if end is not None:
            yield Bound(end, offset + 4)
        if start is not None:
            yield Bound(start, offset + STOP_ROOM)


def _end_column(lettered: Lettered, event: Event, *, reserved: frozenset[str]) -> Column:
    """The end of a step: never so near its start that the line between them is lost."""
    drawn = lettered.drawn
    stop = drawn.stop(event.subject)
    start = drawn.event_number(EventKind.START, event.subject) or 0
    goes_on = any(link.source == event.subject and link.leaves_at_end for link in drawn.links)
    reaches = () if goes_on else (Reach(line_zone(stop.lane), line_zone(stop.lane), 4.0, 16.0),)
    sign_end = name_end(lettered, stop) if event.subject in reserved else 0.0
    run = _OPEN_RUN if event.is_open else _SHORTEST_RUN
    return Column(event.day, (Choice(UNDER, reaches),), (Bound(start, max(run, sign_end)),))


def _goal_column(lettered: Lettered, event: Event) -> Column:
    """The goal at the end of the last line."""
    drawn = lettered.drawn
    lane = drawn.goal_lane
    back = GOAL_MARK_BACK + GAP_APPROACH - MARK_BACK if drawn.gaps_at(None) else GOAL_ROOM + STOP_ROOM
    bounds = [
        Bound(number, back)
        for link in drawn.links_to(None)
        for kind in (EventKind.START, EventKind.END)
        if (number := drawn.event_number(kind, link.source)) is not None
    ]
    reaches = (
        Reach(line_zone(lane), line_zone(lane), back, GOAL_ROOM),
        _words_reach(lettered.goal, below_zone(lane), edge=GOAL_ROOM),
    )
    return Column(event.day, (Choice(UNDER, reaches),), tuple(bounds))
