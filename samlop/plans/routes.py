"""How the lines of a wide sheet run from stop to stop, along lanes and through corridors, band by band."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from samlop.plans.captions import Lettered
from samlop.plans.columns import Spot
from samlop.plans.corridors import GAP_APPROACH, SIGN_START, Corridor, corridors
from samlop.plans.metro import EventKind, Link, PathwayMap, Stop
from samlop.plans.pathway import StepStatus, TrackKind
from samlop.plans.sheet import StrokeKind, link_kind, sign_width

OVERHANG = 12.0


@dataclass(frozen=True)
class Node:
    """A corner of a line: how far along a band, on which lane, and how far off it."""

    x: float
    lane: int
    off: float = 0.0


@dataclass(frozen=True)
class Piece:
    """A stretch of line within one band."""

    band: int
    kind: StrokeKind
    track: TrackKind
    nodes: tuple[Node, ...]
    step: str = ""


@dataclass(frozen=True)
class Routes:
    """The lines of a map whose events have their spots; `edge` is where a band ends."""

    drawn: PathwayMap
    spots: Mapping[tuple[EventKind, str], Spot]
    edge: float

    def pieces(self) -> Iterator[Piece]:
        """Every stretch of line: what leads to the stops, then the steps themselves on top."""
        for link in self.drawn.links:
            yield from self._link(link)
        for stop in self.drawn.stops:
            yield from self._run(stop)

    def start(self, key: str | None) -> Spot:
        """Where a station or the goal stands."""
        return self.spots[(EventKind.GOAL, "") if key is None else (EventKind.START, key)]

    def end(self, key: str) -> Spot | None:
        """Where a step ends, if the map shows it."""
        return self.spots.get((EventKind.END, key))

    def _link(self, link: Link) -> Iterator[Piece]:
        """The line from one stop to the next or to the goal."""
        source = self.drawn.stop(link.source)
        target = self.drawn.stop(link.target) if link.target is not None else None
        track = target.station.track if target else source.station.track
        corridor = self._corridor(link)
        here, there = self._departure(link), self.start(link.target)
        kind = link_kind(link, target)
        for band, first, last in self._stretches(here, there):
            nodes: tuple[Node, ...] = (Node(first, source.lane), Node(last, source.lane))
            if corridor and band == there.band:
                nodes = _bend(corridor, first, last)
            if first != last or corridor:
                yield Piece(band, kind, track, nodes)

    def _run(self, stop: Stop) -> Iterator[Piece]:
        """The line of a step from start to end; what is still ahead of an ongoing one is only planned."""
        station = stop.station
        here, there = self.start(station.key), self.end(station.key)
        if there is None:
            there = next(
                (self._departure(link) for link in self.drawn.links if _goes_out(link, station.key)), here
            )
        today = self.spots[(EventKind.TODAY, "")]
        is_planned = station.status is StepStatus.PLANNED
        if station.status is StepStatus.ONGOING and _between(here, today, there):
            yield from self._along(stop, here, today, kind=StrokeKind.SOLID)
            here, is_planned = today, True
        yield from self._along(stop, here, there, kind=StrokeKind.PLANNED if is_planned else StrokeKind.SOLID)

    def _along(self, stop: Stop, here: Spot, there: Spot, *, kind: StrokeKind) -> Iterator[Piece]:
        """A straight line on a stop's own lane."""
        for band, first, last in self._stretches(here, there):
            nodes = (Node(first, stop.lane), Node(last, stop.lane))
            yield Piece(band, kind, stop.station.track, nodes, stop.station.key)

    def _departure(self, link: Link) -> Spot:
        """Where a link leaves: at the end of the step behind, or at the bend when that one goes on."""
        ended = self.end(link.source) if link.leaves_at_end else None
        if ended:
            return ended
        corridor = self._corridor(link)
        back = corridor.offset + corridor.leave if corridor else (GAP_APPROACH if link.is_gap else 0.0)
        there = self.start(link.target)
        return replace(there, x=there.x - back)

    def _corridor(self, link: Link) -> Corridor | None:
        """The corridor a link goes through, if it changes lanes."""
        found = corridors(self.drawn, link.target) if link.target is not None else ()
        return next((corridor for corridor in found if corridor.link == link), None)

    def _stretches(self, here: Spot, there: Spot) -> Iterator[tuple[int, float, float]]:
        """The way between two spots, band by band."""
        for band in range(here.band, there.band + 1):
            first = here.x if band == here.band else -OVERHANG
            last = there.x if band == there.band else self.edge + OVERHANG
            yield band, first, max(first, last)


def line_names(lettered: Lettered, routes: Routes) -> dict[str, Spot | None]:
    """For the station that names each line, where along its step the name has room, if anywhere."""
    pieces = tuple(routes.pieces())
    names: dict[str, Spot | None] = {}
    for stop in routes.drawn.stops:
        if stop.names_line:
            width = sign_width(lettered.labels.lines[stop.station.track])
            names[stop.station.key] = next(_rooms(routes, pieces, stop=stop, width=width), None)
    return names


def _rooms(routes: Routes, pieces: Sequence[Piece], *, stop: Stop, width: float) -> Iterator[Spot]:
    """The places along a step where nothing leaves, joins, crosses, begins or ends."""
    today = routes.spots[(EventKind.TODAY, "")]
    corners = {(today.band, today.x), *(corner for piece in pieces for corner in _corners(piece, stop.lane))}
    for piece in pieces:
        if piece.step != stop.station.key:
            continue
        first, last = piece.nodes[0].x, piece.nodes[-1].x
        met = sorted(x for band, x in corners if band == piece.band and first <= x <= last)
        for left, right in pairwise(met):
            if right - left >= width + 2 * SIGN_START:
                yield Spot(piece.band, left + SIGN_START)


def _corners(piece: Piece, lane: int) -> Iterator[tuple[int, float]]:
    """Where a piece of line has a corner on a lane, or crosses it."""
    for node in piece.nodes:
        if node.lane == lane:
            yield piece.band, node.x
    for before, after in pairwise(piece.nodes):
        if min(before.lane, after.lane) < lane < max(before.lane, after.lane):
            yield piece.band, after.x


def _bend(corridor: Corridor, first: float, last: float) -> tuple[Node, ...]:
    """The corners of a line that leaves one lane and joins another before a station."""
    x = last - corridor.offset
    down = 1 if corridor.is_down else -1
    source, target = corridor.source_lane, corridor.target_lane
    return (
        Node(min(first, x - corridor.leave), source),
        Node(x - corridor.leave, source),
        Node(x, source, down * corridor.leave),
        Node(x, target, -down * corridor.join),
        Node(x + corridor.join, target),
        Node(last, target),
    )


def _goes_out(link: Link, key: str) -> bool:
    """Whether a link is the main one out of a station."""
    return link.source == key and not link.is_minor


def _between(first: Spot, middle: Spot, last: Spot) -> bool:
    """Whether one spot lies between two others."""
    return (first.band, first.x) < (middle.band, middle.x) < (last.band, last.x)
