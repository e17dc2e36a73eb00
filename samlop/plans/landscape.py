"""The map on wide sheets: time runs in reading direction, from one sheet to the next when it must."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from samlop.plans.captions import QUIET, Lettered, MapLabels, Measure, letter
from samlop.plans.columns import OVER, Spot, place
from samlop.plans.corridors import CAPTION_EDGE, GOAL_MARK_BACK, GOAL_ROOM, MARK_BACK, SIGN_START, columns_of
from samlop.plans.metro import Event, EventKind, PathwayMap
from samlop.plans.routes import Piece, Routes, line_names
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
    line_of,
    sign,
)

WIDTH = 1120.0
NARROWEST = 560.0
MARGIN = 28.0
MEASURE = Measure(stop=150.0, widest_word=216.0, note=168.0, meeting=112.0, goal=216.0, joins_notes=True)

_TOP = 20.0
_CAPTION_DROP = 19.0
_GOAL_DROP = 28.0
_LEAST_ABOVE, _BEND_ABOVE, _LEAST_BELOW = 24.0, 38.0, 30.0
_CAPTION_FOOT = 8.0
_MEETING_RISE = 13.0
_SIGN_DROP = 24.0
_RULER_FOOT = 40.0
_FOOT = 16.0
_BAR, _BAR_SHIFT = 11.0, 2.0


def wide_sheets(drawn: PathwayMap, labels: MapLabels) -> tuple[Sheet, ...]:
    """The finished sheets for wide screens and paper; a long map takes more of them, not smaller letters."""
    lettered = letter(drawn, labels, measure=MEASURE)
    reserved: frozenset[str] = frozenset()
    while True:
        routes = _routes(lettered, reserved)
        names = line_names(lettered, routes)
        homeless = frozenset(key for key, spot in names.items() if spot is None) - reserved
        if not homeless:
            break
        reserved |= homeless
    pieces = tuple(routes.pieces())
    bands = range(routes.start(None).band + 1)
    return tuple(_Band(lettered, routes, names, pieces=pieces, number=number).sheet() for number in bands)


def _routes(lettered: Lettered, reserved: frozenset[str]) -> Routes:
    """The events of a map in their places, with the lines between them."""
    drawn = lettered.drawn
    columns = columns_of(lettered, reserved=reserved)
    spots = place(columns, width=WIDTH - 2 * MARGIN, today=drawn.pathway.today)
    named = {(event.kind, event.subject): spot for event, spot in zip(drawn.events, spots, strict=True)}
    reached = max(spot.x + column.after for spot, column in zip(spots, columns, strict=True))
    edge = WIDTH - 2 * MARGIN if spots[-1].band > 0 else max(reached, NARROWEST - 2 * MARGIN)
    return Routes(drawn, named, edge)


class _Band:
    """One wide sheet in the making: the lanes in use there, and all that stands at them."""

    def __init__(
        self,
        lettered: Lettered,
        routes: Routes,
        names: Mapping[str, Spot | None],
        *,
        pieces: Sequence[Piece],
        number: int,
    ) -> None:
        self.lettered = lettered
        self.drawn = lettered.drawn
        self.routes = routes
        self.names = names
        self.number = number
        self.pieces = [piece for piece in pieces if piece.band == number]
        self.ruler = _TOP + self._meeting_height()
        self.lanes, self.bottom = self._heights()

    def sheet(self) -> Sheet:
        """Everything in its place; the last sheet has the goal and explains the signs."""
        is_last = self.routes.start(None).band == self.number
        width = self.routes.edge + 2 * MARGIN
        foot = self.bottom + _FOOT
        entries, height = (
            legend(self.lettered, origin=(MARGIN, foot), width=width - 2 * MARGIN) if is_last else ((), 0.0)
        )
        return Sheet(
            width=width,
            height=foot + height + (12 if is_last else 0),
            strokes=(*self._strokes(), *self._ends()),
            stops=tuple(self._stops()),
            marks=tuple(self._marks()),
            meetings=tuple(self._meetings()),
            signs=(*self._today_sign(), *self._line_signs()),
            arrows=tuple(self._arrows()),
            rulers=tuple(self._rulers()),
            years=tuple(self._years()),
            today=tuple(self._today_line()),
            past=tuple(self._past()),
            goal=self._goal() if is_last else None,
            legend=entries,
        )

    def _heights(self) -> tuple[dict[int, float], float]:
        """Where each lane in use lies, from the words and bends at it, and where the last one ends."""
        above: dict[int, float] = defaultdict(lambda: _LEAST_ABOVE)
        below: dict[int, float] = defaultdict(lambda: _LEAST_BELOW)
        for node in (node for piece in self.pieces for node in piece.nodes):
            above[node.lane] = max(above[node.lane], _BEND_ABOVE if node.off < 0 else 0.0)
        for key, lane, spot in self._places():
            words = self.lettered.goal if key is None else self.lettered.stops[key]
            drop = _GOAL_DROP if key is None else _CAPTION_DROP
            room, other = (above, below) if spot.side == OVER else (below, above)
            room[lane] = max(room[lane], words.height + drop + _CAPTION_FOOT)
            other[lane] = max(other[lane], 0.0)
        y = self.ruler + _RULER_FOOT
        lanes: dict[int, float] = {}
        for lane in sorted({*above, *below}):
            lanes[lane] = y + above[lane]
            y = lanes[lane] + below[lane]
        return lanes, y

    def _places(self) -> Iterator[tuple[str | None, int, Spot]]:
        """The stations of this band, and the goal if it is here, with lane and spot."""
        for stop in self.drawn.stops:
            spot = self.routes.start(stop.station.key)
            if spot.band == self.number:
                yield stop.station.key, stop.lane, spot
        spot = self.routes.start(None)
        if spot.band == self.number:
            yield None, self.drawn.goal_lane, spot

    def _events(self, kind: EventKind) -> Iterator[tuple[Event, Spot]]:
        """The events of one kind in this band."""
        for event in self.drawn.events:
            spot = self.routes.spots[(event.kind, event.subject)]
            if event.kind is kind and spot.band == self.number:
                yield event, spot

    def _meeting_height(self) -> float:
        """The room over the ruler for the meetings of the band."""
        captions = (
            self.lettered.meetings[int(event.subject)] for event, _ in self._events(EventKind.MEETING)
        )
        return max((caption.height + _MEETING_RISE + 4 for caption in captions), default=0.0)

    def _at(self, spot: Spot, lane: int) -> Point:
        """A spot on a lane as a point of the sheet."""
        return spot.x + MARGIN, self.lanes[lane]

    def _strokes(self) -> Iterator[Stroke]:
        """The lines."""
        for piece in self.pieces:
            points = tuple((node.x + MARGIN, self.lanes[node.lane] + node.off) for node in piece.nodes)
            yield Stroke(piece.kind, piece.track, points)

    def _ends(self) -> Iterator[Stroke]:
        """A bar across each line that ends without being followed."""
        followed = {link.source for link in self.drawn.links if link.leaves_at_end}
        for event, spot in self._events(EventKind.END):
            if not event.is_open and event.subject not in followed:
                stop = self.drawn.stop(event.subject)
                x, y = self._at(spot, stop.lane)
                bar = ((x + _BAR_SHIFT, y - _BAR), (x + _BAR_SHIFT, y + _BAR))
                yield Stroke(StrokeKind.END, stop.station.track, bar)

    def _stops(self) -> Iterator[StopPlace]:
        """The stations with their words under or over them."""
        for key, lane, spot in self._places():
            if key is not None:
                caption = self.lettered.stops[key]
                x, y = self._at(spot, lane)
                top = y - _CAPTION_DROP - caption.height if spot.side == OVER else y + _CAPTION_DROP
                yield StopPlace(self.drawn.stop(key), (x, y), Words(caption, x - CAPTION_EDGE, top))

    def _goal(self) -> tuple[Point, Words]:
        """The goal with its words."""
        x, y = self._at(self.routes.start(None), self.drawn.goal_lane)
        return (x, y), Words(self.lettered.goal, x - GOAL_ROOM + 4, y + _GOAL_DROP)

    def _marks(self) -> Iterator[MarkPlace]:
        """The gaps, each marked on the line just before what comes after it."""
        for key, lane, spot in self._places():
            if self.drawn.gaps_at(key):
                x, y = self._at(spot, lane)
                yield MarkPlace((x - (GOAL_MARK_BACK if key is None else MARK_BACK), y))

    def _meetings(self) -> Iterator[MeetingPlace]:
        """The meetings on the ruler."""
        for event, spot in self._events(EventKind.MEETING):
            number = int(event.subject)
            caption = self.lettered.meetings[number]
            x = spot.x + MARGIN
            words = Words(caption, x - CAPTION_EDGE, self.ruler - _MEETING_RISE - caption.height)
            yield MeetingPlace(self.drawn.pathway.meetings[number], (x, self.ruler), words)

    def _today_sign(self) -> Iterator[Sign]:
        """The plate of today under the ruler."""
        for _, spot in self._events(EventKind.TODAY):
            plate = sign(self.lettered.today, (0.0, 0.0), track=None)
            yield replace(plate, at=(spot.x + MARGIN - plate.width / 2, self.ruler + _SIGN_DROP))

    def _line_signs(self) -> Iterator[Sign]:
        """The name of each line, where there is room along it or else right after a station."""
        for key, found in self.names.items():
            stop = self.drawn.stop(key)
            start = self.routes.start(key)
            spot = found or replace(start, x=start.x + SIGN_START)
            if spot.band == self.number:
                name = self.lettered.labels.lines[stop.station.track]
                yield sign(name, self._at(spot, stop.lane), track=stop.station.track)

    def _arrows(self) -> Iterator[Arrow]:
        """Where a line goes on: beyond the plan, or on the next sheet."""
        for event, spot in self._events(EventKind.END):
            if event.is_open:
                stop = self.drawn.stop(event.subject)
                yield Arrow(self._at(spot, stop.lane), stop.station.track, is_down=False)
        for piece in self.pieces:
            last = piece.nodes[-1]
            if last.x > self.routes.edge:
                yield Arrow((last.x + MARGIN, self.lanes[last.lane]), piece.track, is_down=False)

    def _rulers(self) -> Iterator[tuple[Point, Point]]:
        """The line of time over the lanes, with a tick for each year."""
        yield (MARGIN, self.ruler), (self.routes.edge + MARGIN, self.ruler)
        for x, _ in self._new_years():
            yield (x + MARGIN, self.ruler - 5), (x + MARGIN, self.ruler + 5)

    def _years(self) -> Iterator[Words]:
        """The years under the ruler, those left out that would touch another word."""
        half = sign(self.lettered.today, (0.0, 0.0), track=None).width / 2 + 6
        taken = [(spot.x - half, spot.x + half) for _, spot in self._events(EventKind.TODAY)]
        taken += [(spot.x - 12, spot.x + 4) for _, spot in self._events(EventKind.MEETING)]
        for x, year in [*self._new_years(), *self._first_year()]:
            caption = line_of(self.lettered.labels.year(year), QUIET)
            right = x + caption.width + 8
            is_free = all(right <= left or end <= x for left, end in taken)
            if is_free and right <= self.routes.edge:
                yield Words(caption, x + MARGIN, self.ruler + 6)
                taken.append((x, right))

    def _days(self) -> list[tuple[date, float]]:
        """The days known along this band."""
        events = (entry for kind in EventKind for entry in self._events(kind))
        shown = [
            (event.day, spot.x)
            for event, spot in events
            if event.day and event.kind is not EventKind.GOAL and not event.is_open
        ]
        return sorted(shown, key=lambda entry: (entry[1], entry[0]))

    def _new_years(self) -> Iterator[tuple[float, int]]:
        """Where each new year falls between the events on either side of it."""
        for (day, x), (next_day, next_x) in pairwise(self._days()):
            for year in range(day.year + 1, next_day.year + 1):
                share = (date(year, 1, 1) - day).days / max(1, (next_day - day).days)
                yield x + (next_x - x) * share, year

    def _first_year(self) -> Iterator[tuple[float, int]]:
        """The year in which the band begins."""
        if days := self._days():
            yield 0.0, days[0][0].year

    def _today_line(self) -> Iterator[tuple[Point, Point]]:
        """The line of today across the lanes."""
        for _, spot in self._events(EventKind.TODAY):
            yield (spot.x + MARGIN, self.ruler), (spot.x + MARGIN, self.bottom)

    def _past(self) -> Iterator[tuple[Point, Point]]:
        """What lies behind today, as two corners."""
        today = self.routes.spots[(EventKind.TODAY, "")]
        if self.number < today.band:
            yield (0.0, 0.0), (self.routes.edge + 2 * MARGIN, self.bottom)
        elif self.number == today.band:
            yield (0.0, 0.0), (today.x + MARGIN, self.bottom)
