"""The map on a wide sheet: time runs in reading direction, and a long map goes on in a band below."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from samlop.plans.captions import QUIET, Lettered, MapLabels, Measure, letter
from samlop.plans.columns import OVER, Spot, place
from samlop.plans.corridors import CAPTION_EDGE, GOAL_ROOM, MARK_BACK, SIGN_START, columns_of
from samlop.plans.metro import EventKind, PathwayMap
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
MEASURE = Measure(stop=154.0, widest_word=216.0, note=176.0, meeting=112.0, goal=216.0, joins_notes=True)

_CAPTION_DROP = 19.0
_GOAL_DROP = 28.0
_LEAST_ABOVE, _BEND_ABOVE, _LEAST_BELOW = 24.0, 38.0, 30.0
_CAPTION_FOOT = 8.0
_BAND_SPACE = 34.0
_MEETING_RISE = 13.0
_SIGN_DROP = 22.0
_RULER_FOOT = 40.0
_BAR = 11.0


@dataclass(frozen=True)
class _Band:
    """The heights of one band of the sheet."""

    top: float
    ruler: float
    lanes: Mapping[int, float]
    bottom: float


def wide_sheet(drawn: PathwayMap, labels: MapLabels) -> Sheet:
    """The finished sheet for wide screens and paper; a longer map gets more bands, never smaller letters."""
    lettered = letter(drawn, labels, measure=MEASURE)
    reserved: frozenset[str] = frozenset()
    while True:
        routes = _routes(lettered, reserved)
        names = line_names(lettered, routes)
        homeless = frozenset(key for key, spot in names.items() if spot is None) - reserved
        if not homeless:
            return _Wide(lettered, routes, names, tuple(routes.pieces())).sheet()
        reserved |= homeless


def _routes(lettered: Lettered, reserved: frozenset[str]) -> Routes:
    """The events of a map in their places, with the lines between them."""
    drawn = lettered.drawn
    columns = columns_of(lettered, reserved=reserved)
    spots = place(columns, width=WIDTH - 2 * MARGIN, today=drawn.pathway.today)
    named = {(event.kind, event.subject): spot for event, spot in zip(drawn.events, spots, strict=True)}
    reached = max(spot.x + column.after for spot, column in zip(spots, columns, strict=True))
    edge = WIDTH - 2 * MARGIN if spots[-1].band > 0 else max(reached, NARROWEST - 2 * MARGIN)
    return Routes(drawn, named, edge)


@dataclass(frozen=True)
class _Wide:
    """A wide sheet in the making."""

    lettered: Lettered
    routes: Routes
    names: Mapping[str, Spot | None]
    pieces: tuple[Piece, ...]

    def sheet(self) -> Sheet:
        """Everything in its place."""
        drawn = self.lettered.drawn
        bands = self._bands()
        width = self.routes.edge + 2 * MARGIN
        foot = bands[-1].bottom + 18
        entries, legend_height = legend(
            self.lettered, origin=(MARGIN, foot), width=width - 2 * MARGIN, names_lines=False
        )
        goal = self.routes.start(None)
        goal_at = self._at(bands, goal, drawn.goal_lane)
        return Sheet(
            width=width,
            height=foot + legend_height + 14,
            strokes=(*self._strokes(bands), *self._ends(bands)),
            stops=tuple(self._stops(bands)),
            marks=tuple(self._marks(bands)),
            meetings=tuple(self._meetings(bands)),
            signs=tuple(self._signs(bands)),
            arrows=tuple(self._arrows(bands)),
            rulers=tuple(self._rulers(bands)),
            years=tuple(self._years(bands)),
            today=tuple(self._today(bands)),
            past=tuple(self._past(bands)),
            goal=(goal_at, Words(self.lettered.goal, goal_at[0] - GOAL_ROOM + 4, goal_at[1] + _GOAL_DROP)),
            legend=entries,
        )

    def _bands(self) -> tuple[_Band, ...]:
        """The heights of each band, from the lanes in use and the words at them."""
        found: list[_Band] = []
        top = 18.0
        for number in range(self.routes.start(None).band + 1):
            above, below = self._room(number)
            meetings = self._meeting_height(number)
            ruler = top + meetings
            y = ruler + _RULER_FOOT
            lanes: dict[int, float] = {}
            for lane in sorted(above):
                lanes[lane] = y + above[lane]
                y = lanes[lane] + below[lane]
            found.append(_Band(top, ruler, lanes, y))
            top = y + _BAND_SPACE
        return tuple(found)

    def _room(self, band: int) -> tuple[dict[int, float], dict[int, float]]:
        """How much room each lane of a band needs over and under its line."""
        above: dict[int, float] = defaultdict(lambda: _LEAST_ABOVE)
        below: dict[int, float] = defaultdict(lambda: _LEAST_BELOW)

        def need(room: dict[int, float], lane: int, height: float) -> None:
            room[lane] = max(room[lane], height)

        for node in (node for piece in self.pieces if piece.band == band for node in piece.nodes):
            need(above, node.lane, _BEND_ABOVE if node.off < 0 else 0)
        for key, lane, spot in self._places():
            if spot.band != band:
                continue
            words = self.lettered.goal if key is None else self.lettered.stops[key]
            drop = _GOAL_DROP if key is None else _CAPTION_DROP
            need(above if spot.side else below, lane, words.height + drop + _CAPTION_FOOT)
        for lane in above:
            need(below, lane, 0)
        return above, below

    def _places(self) -> Iterator[tuple[str | None, int, Spot]]:
        """Every station and the goal, with lane and spot."""
        drawn = self.lettered.drawn
        for stop in drawn.stops:
            yield stop.station.key, stop.lane, self.routes.start(stop.station.key)
        yield None, drawn.goal_lane, self.routes.start(None)

    def _meeting_height(self, band: int) -> float:
        """The room over the ruler for the meetings of a band."""
        heights = [
            caption.height + _MEETING_RISE + 4
            for number, caption in enumerate(self.lettered.meetings)
            if self.routes.spots[(EventKind.MEETING, str(number))].band == band
        ]
        return max(heights, default=0.0)

    def _at(self, bands: Sequence[_Band], spot: Spot, lane: int) -> Point:
        """A spot on a lane as a point of the sheet."""
        return spot.x + MARGIN, bands[spot.band].lanes[lane]

    def _strokes(self, bands: Sequence[_Band]) -> Iterator[Stroke]:
        """The lines."""
        for piece in self.pieces:
            lanes = bands[piece.band].lanes
            points = tuple((node.x + MARGIN, lanes[node.lane] + node.off) for node in piece.nodes)
            yield Stroke(piece.kind, piece.track, points)

    def _ends(self, bands: Sequence[_Band]) -> Iterator[Stroke]:
        """A bar across each line that ends without being followed."""
        followed = {link.source for link in self.lettered.drawn.links if link.leaves_at_end}
        for event in self.lettered.drawn.events:
            if event.kind is EventKind.END and not event.is_open and event.subject not in followed:
                stop = self.lettered.drawn.stop(event.subject)
                x, y = self._at(bands, self.routes.spots[(event.kind, event.subject)], stop.lane)
                yield Stroke(StrokeKind.END, stop.station.track, ((x + 4, y - _BAR), (x + 4, y + _BAR)))

    def _stops(self, bands: Sequence[_Band]) -> Iterator[StopPlace]:
        """The stations with their captions under them."""
        for stop in self.lettered.drawn.stops:
            spot = self.routes.start(stop.station.key)
            caption = self.lettered.stops[stop.station.key]
            x, y = self._at(bands, spot, stop.lane)
            top = y - _CAPTION_DROP - caption.height if spot.side == OVER else y + _CAPTION_DROP
            yield StopPlace(stop, (x, y), Words(caption, x - CAPTION_EDGE, top))

    def _marks(self, bands: Sequence[_Band]) -> Iterator[MarkPlace]:
        """The gaps, each marked on the line just before what comes after it."""
        for key, lane, spot in self._places():
            if self.lettered.drawn.gaps_at(key):
                x, y = self._at(bands, spot, lane)
                yield MarkPlace((x - MARK_BACK, y))

    def _meetings(self, bands: Sequence[_Band]) -> Iterator[MeetingPlace]:
        """The meetings on the ruler."""
        for number, marker in enumerate(self.lettered.drawn.pathway.meetings):
            spot = self.routes.spots[(EventKind.MEETING, str(number))]
            caption = self.lettered.meetings[number]
            x, y = spot.x + MARGIN, bands[spot.band].ruler
            words = Words(caption, x - CAPTION_EDGE, y - _MEETING_RISE - caption.height)
            yield MeetingPlace(marker, (x, y), words)

    def _signs(self, bands: Sequence[_Band]) -> Iterator[Sign]:
        """Today under the ruler, and the name of each line after its first station."""
        spot = self.routes.spots[(EventKind.TODAY, "")]
        today = sign(self.lettered.today, (0.0, 0.0), track=None)
        at = (spot.x + MARGIN - today.width / 2, bands[spot.band].ruler + _SIGN_DROP)
        yield Sign(at, today.width, today.text, None)
        for stop in self.lettered.drawn.stops:
            if stop.station.key in self.names:
                start = self.routes.start(stop.station.key)
                spot = self.names[stop.station.key] or replace(start, x=start.x + SIGN_START)
                name = self.lettered.labels.lines[stop.station.track]
                yield sign(name, self._at(bands, spot, stop.lane), track=stop.station.track)

    def _arrows(self, bands: Sequence[_Band]) -> Iterator[Arrow]:
        """Where a line goes on: beyond the plan, or in the next band."""
        for event in self.lettered.drawn.events:
            if event.is_open:
                stop = self.lettered.drawn.stop(event.subject)
                at = self._at(bands, self.routes.spots[(event.kind, event.subject)], stop.lane)
                yield Arrow(at, stop.station.track, is_down=False)
        for piece in self.pieces:
            last = piece.nodes[-1]
            if last.x > self.routes.edge:
                at = (last.x + MARGIN, bands[piece.band].lanes[last.lane])
                yield Arrow(at, piece.track, is_down=False)

    def _rulers(self, bands: Sequence[_Band]) -> Iterator[tuple[Point, Point]]:
        """The line of time over each band, with a tick for each year."""
        for band in bands:
            yield (MARGIN, band.ruler), (self.routes.edge + MARGIN, band.ruler)
        for spot, _ in self._new_years():
            x, y = spot.x + MARGIN, bands[spot.band].ruler
            yield (x, y - 5), (x, y + 5)

    def _years(self, bands: Sequence[_Band]) -> Iterator[Words]:
        """The years on the ruler, those left out that would touch another word."""
        today = self.routes.spots[(EventKind.TODAY, "")]
        half = sign(self.lettered.today, (0.0, 0.0), track=None).width / 2 + 6
        last = Spot(-1, 0.0)
        for spot, year in self._new_years():
            caption = line_of(self.lettered.labels.year(year), QUIET)
            right = spot.x + caption.width
            meets_today = today.band == spot.band and spot.x < today.x + half and right > today.x - half
            meets_last = last.band == spot.band and spot.x < last.x + 8
            if not meets_today and not meets_last and right <= self.routes.edge:
                yield Words(caption, spot.x + MARGIN, bands[spot.band].ruler + 6)
                last = Spot(spot.band, right)

    def _new_years(self) -> Iterator[tuple[Spot, int]]:
        """Where each new year falls between the events on either side of it."""
        dated = [
            (event.day, self.routes.spots[(event.kind, event.subject)])
            for event in self.lettered.drawn.events
            if event.day and event.kind is not EventKind.GOAL and not event.is_open
        ]
        for (day, spot), (next_day, next_spot) in pairwise(dated):
            for year in range(day.year + 1, next_day.year + 1):
                share = (date(year, 1, 1) - day).days / max(1, (next_day - day).days)
                if spot.band == next_spot.band:
                    yield Spot(spot.band, spot.x + (next_spot.x - spot.x) * share), year
                else:
                    yield next_spot, year

    def _today(self, bands: Sequence[_Band]) -> Iterator[tuple[Point, Point]]:
        """The line of today across the lanes."""
        spot = self.routes.spots[(EventKind.TODAY, "")]
        band = bands[spot.band]
        yield (spot.x + MARGIN, band.ruler), (spot.x + MARGIN, band.bottom)

    def _past(self, bands: Sequence[_Band]) -> Iterator[tuple[Point, Point]]:
        """What lies behind today, as two corners in each band."""
        today = self.routes.spots[(EventKind.TODAY, "")]
        for number, band in enumerate(bands[: today.band + 1]):
            right = today.x + MARGIN if number == today.band else self.routes.edge + 2 * MARGIN
            yield (0.0, band.top - 18 if number == 0 else band.top - 12), (right, band.bottom)
