"""The map as SVG made on the server: drawn once for the eye, with links for hand and keyboard."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import hypot

from samlop.plans.captions import STRONG, Icon, MapLabels, spoken
from samlop.plans.landscape import wide_sheets
from samlop.plans.lettering import fenced
from samlop.plans.metro import PathwayMap
from samlop.plans.portrait import tall_sheets
from samlop.plans.sheet import (
    Arrow,
    LegendEntry,
    MeetingPlace,
    Point,
    Sheet,
    Sign,
    StopPlace,
    Stroke,
    StrokeKind,
    Words,
)
from samlop.plans.symbols import gap_sign, goal_sign, hand_over_sign, meeting_sign, status_sign
from samlop.ui import svg

StationAddress = Callable[[str], str]
_HAIR = 0.6


class Orientation(StrEnum):
    """How the sheet lies: wide for screens and paper, tall for a phone."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


@dataclass(frozen=True, kw_only=True)
class Weight:
    """How heavy lines and signs are drawn."""

    line: float
    station: float
    goal: float
    corner: float


@dataclass(frozen=True)
class Look:
    """How one kind of line is drawn: its width, its ends, and its dashes, as shares of the map's line."""

    width: float
    cap: str = "butt"
    dashes: tuple[float, ...] = ()


_LOOKS = {
    StrokeKind.SOLID: Look(1.0),
    StrokeKind.PLANNED: Look(1.0),
    StrokeKind.GAP: Look(0.7, "round", (0.0, 1.45)),
    StrokeKind.MINOR: Look(0.28, dashes=(0.2, 0.4)),
    StrokeKind.END: Look(0.5, "round"),
}
_WEIGHTS = {
    Orientation.HORIZONTAL: Weight(line=12.0, station=10.5, goal=19.0, corner=14.0),
    Orientation.VERTICAL: Weight(line=9.0, station=8.5, goal=14.0, corner=9.0),
}
_SHEETS = {Orientation.HORIZONTAL: wide_sheets, Orientation.VERTICAL: tall_sheets}


def draw(
    drawn: PathwayMap,
    *,
    orientation: Orientation,
    direction: svg.Direction,
    labels: MapLabels,
    address: StationAddress | None = None,
    name: str = "pathway",
) -> str:
    """The map as SVG, one for each sheet; stations with an address are links; `name` is unique on a page."""
    sheets = _SHEETS[orientation](drawn, labels)
    pens = [
        _Pen(
            sheet,
            labels,
            direction,
            weight=_WEIGHTS[orientation],
            address=address,
            name=name if len(sheets) == 1 else f"{name}-{number}",
            part=labels.part(number, len(sheets)) if len(sheets) > 1 else "",
        )
        for number, sheet in enumerate(sheets, start=1)
    ]
    return "".join(pen.drawing(orientation) for pen in pens)


@dataclass(frozen=True)
class _Pen:
    """Draws the parts of a sheet, turned for the direction of writing."""

    sheet: Sheet
    labels: MapLabels
    direction: svg.Direction
    weight: Weight
    address: StationAddress | None
    name: str
    part: str

    def drawing(self, orientation: Orientation) -> svg.Element:
        """The whole sheet as one SVG."""
        sheet, title = self.sheet, self.labels.title
        return svg.svg(
            sheet.width,
            sheet.height,
            svg.group(*self.background(), css_class="map-ground", aria_hidden="true"),
            svg.group(*self.lines(), css_class="map-lines", aria_hidden="true", fill="none"),
            svg.group(*self.furniture(), css_class="map-furniture", aria_hidden="true"),
            svg.group(*self.stations(), css_class="map-stations"),
            title=self.labels.separator.join((title, self.part)) if self.part else title,
            description=self.labels.description,
            direction=self.direction,
            name=self.name,
            role="group" if self.address else "img",
            css_class=f"pathway-map pathway-map--{orientation}",
        )

    def background(self) -> Iterator[svg.Element]:
        """What lies under the lines: the paper, the past, the ruler with its years, today."""
        width, height = self.sheet.width, self.sheet.height
        yield svg.rect(0, 0, width=width, height=height, css_class="map-ground-paper", fill="#fff")
        for (left, top), (right, bottom) in self.sheet.past:
            x = min(self._x(left), self._x(right))
            yield svg.rect(x, top, width=right - left, height=bottom - top, css_class="map-past", fill="none")
        for start, end in self.sheet.rulers:
            yield svg.line(self._at(start), self._at(end), css_class="map-ruler", stroke="currentColor")
        for start, end in self.sheet.today:
            yield svg.line(
                self._at(start),
                self._at(end),
                css_class="map-today-line",
                stroke="currentColor",
                stroke_width=2,
                stroke_dasharray="2 5",
                stroke_linecap="round",
            )
        for words in self.sheet.years:
            yield from self._words(words)

    def lines(self) -> Iterator[svg.Element]:
        """The lines of the map, those still planned with a white core."""
        for stroke in self.sheet.strokes:
            yield from self._stroke(stroke)
        for arrow in self.sheet.arrows:
            yield self._arrow(arrow)

    def furniture(self) -> Iterator[svg.Element]:
        """Plates, gaps, meetings, the goal and the legend."""
        for plate in self.sheet.signs:
            yield self._sign(plate)
        for mark in self.sheet.marks:
            sign = gap_sign(self._at(mark.at), size=self.weight.station * 1.3)
            told = list(self._words(mark.words)) if mark.words else []
            yield svg.group(sign, *told, css_class="map-gap")
        for meeting in self.sheet.meetings:
            yield self._meeting(meeting)
        if self.sheet.goal:
            at, words = self.sheet.goal
            yield goal_sign(self._at(at), size=self.weight.goal)
            yield from self._words(words)
        for entry in self.sheet.legend:
            yield self._legend(entry)

    def stations(self) -> Iterator[svg.Element]:
        """The stations with their captions, each a link if it has an address."""
        return (self._station(place) for place in self.sheet.stops)

    def _station(self, place: StopPlace) -> svg.Element:
        """One station."""
        station = place.stop.station
        spoken_words = spoken(station, self.labels)
        drawn = svg.group(
            self._hit(place),
            status_sign(station.status, self._at(place.at), size=self.weight.station),
            *self._words(place.words),
            title="" if self.address else spoken_words,
            css_class=f"map-station map-station--{station.status} map-{station.track}",
            id=f"{self.name}-station-{station.key}",
            data_station=station.key,
            aria_hidden=None if self.address else "true",
        )
        if not self.address:
            return drawn
        return svg.link(self.address(station.key), drawn, css_class="map-link", aria_label=spoken_words)

    def _hit(self, place: StopPlace) -> svg.Element:
        """The area one can tap, which also shows where the keyboard is."""
        radius = self.weight.station * 1.3 + 3
        caption = place.words.caption
        left = min(place.at[0] - radius, place.words.x - 5)
        right = max(place.at[0] + radius, place.words.x + caption.width + 4)
        top = min(place.at[1] - radius, place.words.y - 2)
        bottom = max(place.at[1] + radius, place.words.y + caption.height + 3)
        return svg.rect(
            min(self._x(left), self._x(right)),
            top,
            width=right - left,
            height=bottom - top,
            radius=8,
            css_class="map-hit",
            fill="none",
            pointer_events="all",
        )

    def _stroke(self, stroke: Stroke) -> Iterator[svg.Element]:
        """One piece of line."""
        way = _rounded([self._at(point) for point in stroke.points], radius=self.weight.corner)
        look = _LOOKS[stroke.kind]
        yield svg.path(
            *way,
            css_class=f"map-line map-line--{stroke.kind} map-{stroke.track}",
            stroke="currentColor",
            stroke_width=self.weight.line * look.width,
            stroke_linecap=look.cap,
            stroke_dasharray=" ".join(svg.number(self.weight.line * dash) for dash in look.dashes) or None,
            stroke_dashoffset=self.weight.line * look.dashes[-1] * 0.45
            if look.cap == "round" and look.dashes
            else None,
        )
        if stroke.kind is StrokeKind.PLANNED:
            yield svg.path(*way, css_class="map-core", stroke="#fff", stroke_width=self.weight.line * 0.4)

    def _arrow(self, arrow: Arrow) -> svg.Element:
        """The point of a line that goes on."""
        x, y = self._at(arrow.at)
        size = self.weight.line * 0.95
        way = -1 if self.direction == "rtl" else 1
        corners = (
            ("M", x - size, y, "L", x + size, y, x, y + size * 1.2, "Z")
            if arrow.is_down
            else ("M", x, y - size, "L", x, y + size, x + way * size * 1.2, y, "Z")
        )
        return svg.path(*corners, css_class=f"map-arrow map-{arrow.track}", fill="currentColor")

    def _sign(self, sign: Sign) -> svg.Element:
        """A plate with a word."""
        x, y = self._at(sign.at)
        left = x - sign.width if self.direction == "rtl" else x
        css_class = f"map-{sign.track}" if sign.track else "map-today"
        return svg.group(
            svg.rect(
                left,
                y - 11,
                width=sign.width,
                height=22,
                radius=6,
                css_class="map-plate",
                fill="currentColor",
            ),
            svg.text(
                left + sign.width / 2,
                y + 4.6,
                self._fenced(sign.text),
                anchor="middle",
                size=STRONG.size,
                weight=650,
                css_class="map-plate-text",
                fill="#fff",
            ),
            css_class=f"map-sign {css_class}",
        )

    def _meeting(self, meeting: MeetingPlace) -> svg.Element:
        """A meeting with its words."""
        return svg.group(
            meeting_sign(meeting.marker.state, self._at(meeting.at)),
            *self._words(meeting.words),
            css_class=f"map-meeting map-meeting--{meeting.marker.state}",
        )

    def _legend(self, entry: LegendEntry) -> svg.Element:
        """A sign with its name."""
        at = self._at(entry.at)
        if entry.status:
            sign = status_sign(entry.status, at, size=7.0)
        elif entry.meeting:
            sign = meeting_sign(entry.meeting, at)
        else:
            sign = gap_sign(at, size=9.5)
        return svg.group(sign, *self._words(entry.words), css_class="map-legend")

    def _words(self, words: Words) -> Iterator[svg.Element]:
        """The lines of a caption."""
        top = words.y
        for line in words.caption.lines:
            tone = line.tone
            baseline = top + (tone.leading - tone.size) / 2 + tone.size * 0.8
            if line.icon:
                yield self._icon(line.icon, (words.x, baseline - tone.size * 0.34))
            yield svg.text(
                self._x(words.x + line.indent),
                baseline,
                self._fenced(line.text),
                size=tone.size,
                weight=650 if tone.bold else None,
                css_class=f"map-text map-text--{tone.css_class}",
            )
            top += tone.leading

    def _icon(self, icon: Icon, at: Point) -> svg.Element:
        """The small arrow before the organisation that takes over, or the mark of a gap."""
        x, y = at
        if icon is Icon.GAP:
            return gap_sign((self._x(x + 6.5), y), size=7.5)
        return hand_over_sign(self._x(x), self._x(x + 12), y)

    def _fenced(self, text: str) -> str:
        """Words that keep their own direction within the map's."""
        return fenced(text, right_to_left=self.direction == "rtl")

    def _x(self, x: float) -> float:
        """A place measured from where reading starts."""
        return svg.from_start(x, width=self.sheet.width, direction=self.direction)

    def _at(self, point: Point) -> Point:
        """A point turned for the direction of writing."""
        return self._x(point[0]), point[1]


def _rounded(points: Sequence[Point], *, radius: float) -> list[str | float]:
    """Path commands through the corners of a line, each corner rounded and the ends a hair longer."""
    corners = [points[0], *(point for before, point in pairwise(points) if point != before)]
    if len(corners) > 1:
        corners[0] = _towards(corners[0], corners[1], -_HAIR)
        corners[-1] = _towards(corners[-1], corners[-2], -_HAIR)
    way: list[str | float] = ["M", *corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        enter = _towards(corner, before, radius)
        leave = _towards(corner, after, radius)
        way += ["L", *enter, "Q", *corner, *leave]
    return [*way, "L", *corners[-1]]


def _towards(corner: Point, other: Point, distance: float) -> Point:
    """A point some way from a corner along one of its sides, at most half of it."""
    length = hypot(other[0] - corner[0], other[1] - corner[1])
    share = min(distance, length / 2) / length
    return corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share
