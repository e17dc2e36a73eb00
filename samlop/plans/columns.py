"""Where along the line each event stands: in the order of time, compressed, nothing on top of another."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

_POWER = 0.7
_PAST_SHARE = 0.5
_UNDATED_DAYS = 30
_WIDEST_SCALE = 4.0
_HALVINGS = 8
_HAIR = 0.01
_GAIN = 30.0

UNDER, OVER = 0, 1


@dataclass(frozen=True)
class Reach:
    """The room something takes across some zones, from so far before its place to so far after it."""

    first_zone: int
    last_zone: int
    before: float
    after: float


@dataclass(frozen=True)
class Bound:
    """A column that must stand at least so far after an earlier one, wherever both are in the same band."""

    column: int
    distance: float


@dataclass(frozen=True)
class Choice:
    """The side of its line an event's words may take, with the room all of it then needs."""

    side: int
    reaches: tuple[Reach, ...]


@dataclass(frozen=True)
class Column:
    """One event to place, with the room it takes on the side it prefers, or else on the other."""

    day: date | None
    choices: tuple[Choice, ...]
    bounds: tuple[Bound, ...] = ()

    def on_side(self, side: int) -> tuple[Choice, ...]:
        """The choices on one side of the line."""
        return tuple(choice for choice in self.choices if choice.side == side)

    @cached_property
    def before(self) -> float:
        """How far the event may reach back from its place."""
        return max((reach.before for choice in self.choices for reach in choice.reaches), default=0.0)

    @cached_property
    def after(self) -> float:
        """How far the event may reach on from its place."""
        return max((reach.after for choice in self.choices for reach in choice.reaches), default=0.0)


@dataclass(frozen=True)
class Spot:
    """The place of an event: which band of the sheet, how far along it, and the side its words took."""

    band: int
    x: float
    side: int = UNDER


def place(columns: Sequence[Column], *, width: float, today: date) -> tuple[Spot, ...]:
    """The events in as few bands as hold them, each band spread as widely as time asks and room allows."""
    under = [replace(column, choices=column.on_side(UNDER)) for column in columns]
    if _bands(_placed(under, width=width)) == 1:
        columns = under
    narrow = _narrowest(columns, width=width)
    bands = [spot.band for spot in _placed(columns, width=narrow)]
    spots: list[Spot] = []
    for band in range(max(bands, default=-1) + 1):
        first, last = bands.index(band), len(bands) - bands[::-1].index(band)
        spread = _spread(_cut_out(columns, first, last), width=width, today=today)
        spots += [replace(spot, band=band) for spot in spread]
    return tuple(spots)


def _narrowest(columns: Sequence[Column], *, width: float) -> float:
    """The least width that needs no more bands than the sheet's own, so that the bands are evenly filled."""
    fewest = _bands(_placed(columns, width=width))
    low, high = 0.0, width
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _bands(_placed(columns, width=middle)) <= fewest else (middle, high)
    return high


def _cut_out(columns: Sequence[Column], first: int, last: int) -> list[Column]:
    """The columns of one band, with the bounds among them."""
    return [
        replace(
            column,
            bounds=tuple(replace(b, column=b.column - first) for b in column.bounds if b.column >= first),
        )
        for column in columns[first:last]
    ]


def _spread(columns: Sequence[Column], *, width: float, today: date) -> tuple[Spot, ...]:
    """One band at the largest scale of time that it holds."""
    spots = _placed(columns, width=width)
    low, high = 0.0, _WIDEST_SCALE
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        tried = _placed(columns, width=width, today=today, scale=middle)
        if _bands(tried) == 1:
            low, spots = middle, tried
        else:
            high = middle
    return spots


def stretch(earlier: date | None, later: date | None, *, today: date) -> float:
    """How long a time feels on the map: long times are compressed, and what is behind is shortened."""
    if later is None or earlier is None:
        return float(_UNDATED_DAYS**_POWER)
    days = max(0, (later - earlier).days)
    return float(days**_POWER) * (_PAST_SHARE if later <= today else 1.0)


def _bands(spots: Sequence[Spot]) -> int:
    """How many bands are in use."""
    return max((spot.band for spot in spots), default=0) + 1


def _placed(
    columns: Sequence[Column], *, width: float, today: date = date.min, scale: float = 0.0
) -> tuple[Spot, ...]:
    """One way to place all events, at a given scale of time."""
    placing = _Placing(columns, width)
    for number, column in enumerate(columns):
        earlier = columns[number - 1].day if number else column.day
        placing.add(number, stretch(earlier, column.day, today=today) * scale if scale else 0.0)
    return tuple(placing.spots)


class _Placing:
    """The events placed so far, and the room that is taken in the band being filled."""

    def __init__(self, columns: Sequence[Column], width: float) -> None:
        self.columns = columns
        self.width = width
        self.spots: list[Spot] = []
        self.band = 0
        self.taken: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)

    def add(self, number: int, distance: float) -> None:
        """Places the next event as near the wished distance from the one before as room allows."""
        column = self.columns[number]
        wished = self.spots[-1].x + distance if self.spots else 0.0
        least = max(wished, column.before, self._bounded(column))
        x, choice = self._best(column, least)
        is_first = not self.spots or self.spots[-1].band < self.band
        if x + column.after > self.width and not is_first:
            self.band += 1
            self.taken.clear()
            x, choice = column.before, column.choices[0]
        self.spots.append(Spot(self.band, x, choice.side))
        for reach in choice.reaches:
            for zone in range(reach.first_zone, reach.last_zone + 1):
                self.taken[zone].append((x - reach.before, x + reach.after))

    def _best(self, column: Column, least: float) -> tuple[float, Choice]:
        """The place and side that come soonest; the preferred side unless the other gains much."""
        tried = [(self._free(choice.reaches, least), choice) for choice in column.choices]
        return min(tried, key=lambda found: found[0] + (0.0 if found[1] is column.choices[0] else _GAIN))

    def _bounded(self, column: Column) -> float:
        """The least place an event may have for its bounds."""
        spots = ((self.spots[bound.column], bound.distance) for bound in column.bounds)
        return max((spot.x + distance for spot, distance in spots if spot.band == self.band), default=0.0)

    def _free(self, reaches: Sequence[Reach], x: float) -> float:
        """The first place from here on where all the room an event needs is free."""
        barred = sorted(
            (left - reach.after, right + reach.before)
            for reach in reaches
            for zone in range(reach.first_zone, reach.last_zone + 1)
            for left, right in self.taken[zone]
        )
        for first, last in barred:
            if first + _HAIR < x < last - _HAIR:
                x = last
        return x
