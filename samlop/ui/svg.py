"""Drawings made on the server: SVG elements that escape whatever they are given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

Element = SafeString
Attribute = str | int | float | bool | None
Direction = Literal["ltr", "rtl"]
Anchor = Literal["start", "middle", "end"]

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:_-]*\Z")
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZzEe0-9.,\s+-]*\Z")
_REFUSED_ELEMENTS = frozenset({"script", "style", "foreignobject"})
_LOCAL_LINK = re.compile(r"(#|/(?!/)|\?)")


class UnsafeDrawing(ValueError):
    """A drawing asked for something the content security policy or safety forbids."""


@lru_cache(maxsize=8192)
def number(value: float) -> str:
    """A coordinate as short as it can be written, so equal drawings are equal text."""
    rounded = f"{round(value, 2):.2f}".rstrip("0").rstrip(".")
    return "0" if rounded in {"-0", ""} else rounded


def element(name: str, attributes: Mapping[str, Attribute] | None = None, *children: str | None) -> Element:
    """Any SVG element; plain strings among the children are escaped, elements are kept."""
    if not _NAME.match(name) or name.lower() in _REFUSED_ELEMENTS:
        raise UnsafeDrawing(f"element name {name!r}")
    opening = name + "".join(_written(key, value) for key, value in (attributes or {}).items())
    inner = "".join(conditional_escape(child) for child in children if child is not None)
    return mark_safe(f"<{opening}>{inner}</{name}>" if inner else f"<{opening}/>")  # noqa: S308 (all parts escaped above)


def svg(
    width: float,
    height: float,
    *children: str | None,
    title: str,
    description: str = "",
    direction: Direction = "ltr",
    name: str = "drawing",
    **attributes: Attribute,
) -> Element:
    """A whole drawing that a screen reader meets as one named picture; `name` must be unique on the page."""
    labels = [f"{name}-title"] + ([f"{name}-description"] if description else [])
    outer: dict[str, Attribute] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {number(width)} {number(height)}",
        "width": width,
        "height": height,
        "direction": direction,
        "role": "img",
        "aria-labelledby": " ".join(labels),
    }
    return element(
        "svg",
        outer | _spelled(attributes),
        element("title", {"id": labels[0]}, title),
        element("desc", {"id": labels[1]}, description) if description else None,
        *children,
    )


def group(*children: str | None, title: str = "", **attributes: Attribute) -> Element:
    """Elements that belong together, named to whoever points at them."""
    return element("g", _spelled(attributes), element("title", None, title) if title else None, *children)


def link(href: str, *children: str | None, **attributes: Attribute) -> Element:
    """Elements one can follow to another place in Samløp."""
    return element("a", {"href": href} | _spelled(attributes), *children)


def line(start: tuple[float, float], end: tuple[float, float], **attributes: Attribute) -> Element:
    """A straight line from one point to another."""
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    return element("line", ends | _spelled(attributes))


def circle(x: float, y: float, radius: float, **attributes: Attribute) -> Element:
    """A circle round a point."""
    return element("circle", {"cx": x, "cy": y, "r": radius} | _spelled(attributes))


def rect(
    x: float, y: float, *, width: float, height: float, radius: float = 0, **attributes: Attribute
) -> Element:
    """A rectangle from its upper left corner, its own corners rounded when asked."""
    shape = {"x": x, "y": y, "width": width, "height": height, "rx": radius or None}
    return element("rect", shape | _spelled(attributes))


def polyline(points: Iterable[tuple[float, float]], **attributes: Attribute) -> Element:
    """A line through several points, never filled unless asked."""
    written = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return element("polyline", {"points": written, "fill": "none"} | _spelled(attributes))


def path(*commands: str | float, **attributes: Attribute) -> Element:
    """A free line from path letters and numbers, as in `path("M", 0, 0, "L", 10, 4)`."""
    written = " ".join(part if isinstance(part, str) else number(part) for part in commands)
    if not _PATH.match(written):
        raise UnsafeDrawing(f"path {written!r}")
    return element("path", {"d": written, "fill": "none"} | _spelled(attributes))


def text(
    x: float,
    y: float,
    content: str,
    *,
    anchor: Anchor = "start",
    weight: int | str | None = None,
    size: float | None = None,
    **attributes: Attribute,
) -> Element:
    """Words at a point; `start` is where reading starts, so it turns with the direction of writing."""
    return element(
        "text", _text_place(x, y, anchor, weight=weight, size=size) | _spelled(attributes), content
    )


def text_lines(
    x: float,
    y: float,
    lines: Iterable[str],
    *,
    line_height: float,
    anchor: Anchor = "start",
    weight: int | str | None = None,
    size: float | None = None,
    **attributes: Attribute,
) -> Element:
    """Several lines of words under each other, the first on the point itself."""
    spans = [
        element("tspan", {"x": x, "dy": line_height if position else 0}, content)
        for position, content in enumerate(lines)
    ]
    return element("text", _text_place(x, y, anchor, weight=weight, size=size) | _spelled(attributes), *spans)


def from_start(x: float, *, width: float, direction: Direction) -> float:
    """A place measured from where reading starts, so that one layout serves both directions of writing."""
    return width - x if direction == "rtl" else x


def _text_place(
    x: float, y: float, anchor: Anchor, *, weight: int | str | None, size: float | None
) -> dict[str, Attribute]:
    return {"x": x, "y": y, "text-anchor": anchor, "font-weight": weight, "font-size": size}


def _spelled(attributes: Mapping[str, Attribute]) -> dict[str, Attribute]:
    return {_spelled_key(key): value for key, value in attributes.items()}


@lru_cache(maxsize=512)
def _spelled_key(key: str) -> str:
    return "class" if key == "css_class" else key.rstrip("_").replace("_", "-")


@lru_cache(maxsize=512)
def _is_allowed(key: str) -> bool:
    return bool(_NAME.match(key)) and key.lower() != "style" and not key.lower().startswith("on")


def _written(key: str, value: Attribute) -> str:
    if not _is_allowed(key):
        raise UnsafeDrawing(f"attribute {key!r}")
    if value is None or value is False:
        return ""
    if value is True:
        return f' {key}="{key}"'
    if isinstance(value, int | float):
        return f' {key}="{number(value)}"'
    if key.lower() in {"href", "xlink:href"} and not _LOCAL_LINK.match(value):
        raise UnsafeDrawing(f"link {value!r}")
    return f' {key}="{escape(value)}"'
