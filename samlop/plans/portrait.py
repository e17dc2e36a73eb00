"""The map on a narrow sheet: time runs down, lanes stand side by side, every word has its own row."""

from collections.abc import Iterator
from dataclasses import dataclass

from samlop.plans.captions import Lettered, MapLabels, Measure, letter
from samlop.plans.columns import stretch
from samlop.plans.metro import Event, EventKind, Link, PathwayMap, Stop
from samlop.plans.pathway import StepStatus
from samlop.plans.sheet import (
    Arrow,
    MarkPlace,
    MeetingPlace,
    Point,
    Sheet,
    Sign,
    StopPlace,
    Stroke,
    StrokeKind,
    Words,
    legend,
    link_kind,
    sign,
)

WIDTH = 304.0
_FIRST_LANE, _PITCH = 18.0, 20.0
_WORDS_BACK = 24.0
_NARROWEST_WORDS = 164.0
_EDGE = 4.0
_BEND = 34.0
_SLOT = 14.0
_SMALL_BEND = 12.0
_CLOSEST, _WIDEST_STEP = 12.0, 34.0
_SIGN_ROW = 30.0
_FOOT = 8.0
_BAR = 8.0
_MEETING_ROOM = 26.0


@dataclass(frozen=True)
class _Row:
    """Where one event stands: the top of its row, its bends, its mark, its own height, and where it ends."""

    event: Event
    bend: float
    mark: float
    sign: float
    at: float
    words: float


def tall_sheets(drawn: PathwayMap, labels: MapLabels) -> tuple[Sheet, ...]:
    """The one finished sheet for a phone held upright; letters keep their size whatever the lanes."""
    lanes = max(1, len(drawn.lanes))
    words_x = _FIRST_LANE + _PITCH * (lanes - 1) + _WORDS_BACK
    room = max(WIDTH - words_x - _EDGE, _NARROWEST_WORDS)
    measure = Measure(
        stop=room, widest_word=room, note=room, meeting=room - _MEETING_ROOM, goal=room, goal_lines=8
    )
    return (_Tall(letter(drawn, labels, measure=measure), words_x, words_x + room + _EDGE).sheet(),)


class _Tall:
    """A tall sheet in the making."""

    def __init__(self, lettered: Lettered, words_x: float, width: float) -> None:
        self.lettered = lettered
        self.drawn = lettered.drawn
        self.words_x = words_x
        self.width = width
        self.bottom = 14.0
        self.rows: dict[tuple[EventKind, str], _Row] = {}
        earlier: Event | None = None
        for event in self.drawn.events:
            self._add(event, earlier)
            earlier = event

    def sheet(self) -> Sheet:
        """Everything in its place."""
        foot = self.bottom + 14
        entries, legend_height = legend(
            self.lettered, origin=(_EDGE + 4, foot), width=self.width - 2 * _EDGE - 4
        )
        goal = self.rows[(EventKind.GOAL, "")]
        goal_at = (self._x(self.drawn.goal_lane), goal.at)
        today = self.rows[(EventKind.TODAY, "")].at
        return Sheet(
            width=self.width,
            height=foot + legend_height + 10,
            strokes=(*self._links(), *self._runs(), *self._ends()),
            stops=tuple(self._stops()),
            marks=tuple(self._marks()),
            meetings=tuple(self._meetings()),
            signs=tuple(self._signs()),
            arrows=tuple(self._arrows()),
            today=(((0.0, today), (self.width, today)),),
            past=(((0.0, 0.0), (self.width, today)),),
            goal=(goal_at, Words(self.lettered.goal, self.words_x, goal.words)),
            legend=entries,
        )

    def _x(self, lane: int) -> float:
        """Where a lane stands."""
        return _FIRST_LANE + _PITCH * lane

    def _add(self, event: Event, earlier: Event | None) -> None:
        """The next row, as far from the one before as time asks, within reason."""
        today = self.drawn.pathway.today
        step = stretch(earlier.day, event.day, today=today) if earlier else 0.0
        top = self.bottom + min(step / 2, _WIDEST_STEP)
        key = None if event.kind is EventKind.GOAL else event.subject
        if event.kind in {EventKind.START, EventKind.GOAL}:
            row = self._stop_row(event, key, top=top)
        elif event.kind is EventKind.MEETING:
            height = self.lettered.meetings[int(event.subject)].height
            row = _Row(event, top, top, top, at=top + 12, words=top + 3)
            self.bottom = top + 3 + height + _FOOT
        else:
            room = 2 * _CLOSEST if event.kind is EventKind.TODAY else _CLOSEST
            row = _Row(event, top, top, top, at=top + room, words=top)
            self.bottom = top + room + (room if event.kind is EventKind.TODAY else 0)
        self.rows[(event.kind, event.subject)] = row

    def _stop_row(self, event: Event, key: str | None, *, top: float) -> _Row:
        """The row of a station or the goal: room for its bends, its gap, the name of its line, its words."""
        crossing = [link for link in self.drawn.links_to(key) if self._crosses(link)]
        mark = top + (_BEND + _SLOT * (len(crossing) - 1) if crossing else _CLOSEST)
        note = self.lettered.notes.get(key)
        plate = mark + (note.height + 18 if note else 0)
        is_named = key is not None and self.drawn.stop(key).names_line
        words = plate + (_SIGN_ROW if is_named else 0)
        caption = self.lettered.goal if key is None else self.lettered.stops[key]
        self.bottom = words + max(caption.height, 22) + _FOOT
        at = words + (18 if key is None else caption.lines[0].tone.leading / 2 if caption.lines else 10)
        return _Row(event, top, mark, plate, at=at, words=words)

    def _crosses(self, link: Link) -> bool:
        """Whether a link leads to another lane."""
        return (
            link.target is not None and self.drawn.stop(link.source).lane != self.drawn.stop(link.target).lane
        )

    def _row(self, key: str | None) -> _Row:
        """The row of a station, or of the goal."""
        return self.rows[(EventKind.GOAL, "") if key is None else (EventKind.START, key)]

    def _departure(self, link: Link) -> float:
        """How far down a link leaves its lane: where the step behind ends, or where the bend begins."""
        ended = self.rows.get((EventKind.END, link.source)) if link.leaves_at_end else None
        if ended:
            return ended.at
        row = self._row(link.target)
        if self._crosses(link):
            return self._bend_top(link)
        return row.mark if link.is_gap else row.at

    def _bend_top(self, link: Link) -> float:
        """Where a link begins to leave its lane; minor links bend before the main one."""
        crossing = [other for other in self.drawn.links_to(link.target) if self._crosses(other)]
        return self._row(link.target).bend + _SLOT * (len(crossing) - 1 - crossing.index(link))

    def _links(self) -> Iterator[Stroke]:
        """The lines between stations, and to the goal."""
        for link in self.drawn.links:
            source = self.drawn.stop(link.source)
            target = self.drawn.stop(link.target) if link.target is not None else None
            track = target.station.track if target else source.station.track
            here, there = self._x(source.lane), self._x(target.lane if target else source.lane)
            points = [(here, self._departure(link)), *self._bend(link, here, there)]
            yield Stroke(link_kind(link, target), track, (*points, (there, self._row(link.target).at)))

    def _bend(self, link: Link, here: float, there: float) -> Iterator[Point]:
        """The corners of a line that changes lanes."""
        if here == there:
            return
        top = self._bend_top(link)
        way = 1 if there > here else -1
        yield here, top
        if abs(there - here) > 2 * _SMALL_BEND:
            yield here + way * _SMALL_BEND, top + _SMALL_BEND
            yield there - way * _SMALL_BEND, top + _SMALL_BEND
            yield there, top + 2 * _SMALL_BEND
        else:
            yield there, top + abs(there - here)

    def _runs(self) -> Iterator[Stroke]:
        """The lines of the steps themselves; what is still ahead of an ongoing one is only planned."""
        today = self.rows[(EventKind.TODAY, "")].at
        for stop in self.drawn.stops:
            x, here, there = self._x(stop.lane), self._row(stop.station.key).at, self._run_end(stop)
            kind = StrokeKind.PLANNED if stop.station.status is StepStatus.PLANNED else StrokeKind.SOLID
            if stop.station.status is StepStatus.ONGOING and here < today < there:
                yield Stroke(StrokeKind.SOLID, stop.station.track, ((x, here), (x, today)))
                here, kind = today, StrokeKind.PLANNED
            yield Stroke(kind, stop.station.track, ((x, here), (x, max(here, there))))

    def _run_end(self, stop: Stop) -> float:
        """How far down the line of a step goes."""
        key = stop.station.key
        ended = self.rows.get((EventKind.END, key))
        onward = (
            self._departure(link) for link in self.drawn.links if link.source == key and not link.is_minor
        )
        return ended.at if ended else next(onward, self._row(key).at)

    def _ends(self) -> Iterator[Stroke]:
        """A bar across each line that ends without being followed."""
        followed = {link.source for link in self.drawn.links if link.leaves_at_end}
        for row in self._end_rows():
            if not row.event.is_open and row.event.subject not in followed:
                stop = self.drawn.stop(row.event.subject)
                x = self._x(stop.lane)
                yield Stroke(
                    StrokeKind.END, stop.station.track, ((x - _BAR, row.at + 1.5), (x + _BAR, row.at + 1.5))
                )

    def _end_rows(self) -> Iterator[_Row]:
        """The rows where steps end."""
        return (row for row in self.rows.values() if row.event.kind is EventKind.END)

    def _arrows(self) -> Iterator[Arrow]:
        """Where a line goes on beyond what the plan says."""
        for row in self._end_rows():
            if row.event.is_open:
                stop = self.drawn.stop(row.event.subject)
                yield Arrow((self._x(stop.lane), row.at), stop.station.track, is_down=True)

    def _stops(self) -> Iterator[StopPlace]:
        """The stations, their captions beside the lanes."""
        for stop in self.drawn.stops:
            row = self._row(stop.station.key)
            words = Words(self.lettered.stops[stop.station.key], self.words_x, row.words)
            yield StopPlace(stop, (self._x(stop.lane), row.at), words)

    def _marks(self) -> Iterator[MarkPlace]:
        """The gaps, each marked on the line before what comes after it."""
        for key, note in self.lettered.notes.items():
            lane = self.drawn.goal_lane if key is None else self.drawn.stop(key).lane
            top = self._row(key).mark + 4
            yield MarkPlace((self._x(lane), top + note.height / 2), Words(note, self.words_x, top))

    def _meetings(self) -> Iterator[MeetingPlace]:
        """The meetings between the stations."""
        for number, marker in enumerate(self.drawn.pathway.meetings):
            row = self.rows[(EventKind.MEETING, str(number))]
            words = Words(self.lettered.meetings[number], self.words_x + _MEETING_ROOM, row.words)
            yield MeetingPlace(marker, (self.words_x + 10, row.at), words)

    def _signs(self) -> Iterator[Sign]:
        """Today, and the name of each line over its first station."""
        row = self.rows[(EventKind.TODAY, "")]
        limit = self.width - self.words_x - 20
        yield sign(self.lettered.today, (self.words_x, row.at), track=None, limit=limit)
        for stop in self.drawn.stops:
            if stop.names_line:
                at = (self.words_x, self._row(stop.station.key).sign + 12)
                name = self.lettered.labels.lines[stop.station.track]
                yield sign(name, at, track=stop.station.track, limit=limit)
