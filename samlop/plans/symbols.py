"""The signs of the map: each status, meeting, gap and the goal has a shape of its own, not a colour alone."""

from math import cos, pi, sin

from samlop.plans.pathway import MeetingState, StepStatus
from samlop.plans.sheet import Point
from samlop.ui import svg

_STAR_TIPS = 5
_INNER_SHARE = 0.45


def status_sign(status: StepStatus, at: Point, *, size: float) -> svg.Element:
    """A station: an open ring, one with a heart, a filled one with a tick, one halted, or a crossed box."""
    x, y = at
    if status is StepStatus.PLANNED:
        return _ring(at, size * 0.95, line=size * 0.34)
    if status is StepStatus.ONGOING:
        heart = svg.circle(x, y, size * 0.52, fill="currentColor")
        return svg.group(_ring(at, size * 1.15, line=size * 0.34), heart, css_class="map-ink")
    if status is StepStatus.COMPLETED:
        disc = svg.circle(x, y, size * 1.1, css_class="map-ink", fill="currentColor")
        tick = svg.path(
            "M", x - size * 0.5, y + size * 0.02, "l", size * 0.36, size * 0.38, size * 0.64, -size * 0.78
        )
        return svg.group(disc, _scored(tick, size * 0.26, css_class="map-paper-line", colour="#fff"))
    if status is StepStatus.PAUSED:
        left, right, top = x - size * 0.3, x + size * 0.3, y - size * 0.38
        bars = svg.path("M", left, top, "v", size * 0.76, "M", right, top, "v", size * 0.76)
        return svg.group(_ring(at, size, line=size * 0.3), _scored(bars, size * 0.26), css_class="map-ink")
    arm = size * 0.38
    cross = svg.path("M", x - arm, y - arm, "l", 2 * arm, 2 * arm, "m", 0, -2 * arm, "l", -2 * arm, 2 * arm)
    return svg.group(_box(at, size * 1.75, line=size * 0.3), _scored(cross, size * 0.26), css_class="map-ink")


def meeting_sign(state: MeetingState, at: Point) -> svg.Element:
    """A meeting: a speech bubble, dashed until people are called, filled when it is held."""
    x, y = at
    return svg.path(
        *("M", x - 6, y - 8, "h", 12, "q", 3, 0, 3, 3, "v", 6, "q", 0, 3, -3, 3, "h", -5),
        *("l", -4, 5, "v", -5, "h", -3, "q", -3, 0, -3, -3, "v", -6, "q", 0, -3, 3, -3, "z"),
        css_class="map-ink" if state is MeetingState.HELD else "map-bubble",
        fill="currentColor" if state is MeetingState.HELD else "#fff",
        stroke="currentColor",
        stroke_width=2,
        stroke_linejoin="round",
        stroke_dasharray="3 2.4" if state is MeetingState.DUE else None,
    )


def gap_sign(at: Point, *, size: float) -> svg.Element:
    """The mark of a gap: a diamond with an exclamation mark."""
    x, y = at
    diamond = svg.path(
        *("M", x, y - size, "L", x + size, y, x, y + size, x - size, y, "Z"),
        css_class="map-gap-plate",
        fill="#fff",
        stroke="currentColor",
        stroke_width=max(size * 0.17, 1.4),
        stroke_linejoin="round",
    )
    stem = svg.path("M", x, y - size * 0.48, "v", size * 0.5)
    point = svg.circle(x, y + size * 0.44, size * 0.14, fill="currentColor")
    return svg.group(diamond, _scored(stem, size * 0.22), point, css_class="map-gap-mark")


def goal_sign(at: Point, *, size: float) -> svg.Element:
    """The goal: a double ring with a star."""
    x, y = at
    corners: list[float | str] = ["M"]
    for number in range(2 * _STAR_TIPS):
        radius = size * 0.62 * (1 if number % 2 == 0 else _INNER_SHARE)
        turn = pi * number / _STAR_TIPS
        corners += [x + radius * sin(turn), y - radius * cos(turn), "L"]
    star = svg.path(*corners[:-1], "Z", css_class="map-ink", fill="currentColor")
    return svg.group(_ring(at, size, line=size * 0.2), star, css_class="map-goal")


def hand_over_sign(start: float, tip: float, y: float) -> svg.Element:
    """A small arrow along the direction of reading."""
    back = tip + (start - tip) * 0.38
    return svg.path(
        *("M", start, y, "L", tip, y, "M", back, y - 4.5, "L", tip, y, back, y + 4.5),
        css_class="map-hand-over",
        stroke="currentColor",
        stroke_width=2,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def _ring(at: Point, radius: float, *, line: float) -> svg.Element:
    """A circle with white inside."""
    return svg.circle(
        *at, radius, css_class="map-ring", fill="#fff", stroke="currentColor", stroke_width=line
    )


def _box(at: Point, side: float, *, line: float) -> svg.Element:
    """A square with white inside."""
    x, y = at[0] - side / 2, at[1] - side / 2
    shape = {"css_class": "map-ring", "fill": "#fff", "stroke": "currentColor"}
    return svg.rect(x, y, width=side, height=side, radius=side / 6, stroke_width=line, **shape)


def _scored(
    path: svg.Element, width: float, *, css_class: str = "", colour: str = "currentColor"
) -> svg.Element:
    """Strokes drawn into a sign."""
    return svg.group(
        path,
        css_class=css_class or None,
        stroke=colour,
        stroke_width=width,
        stroke_linecap="round",
        stroke_linejoin="round",
    )
