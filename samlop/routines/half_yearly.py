"""The option of half-yearly meetings during upper secondary school, put into a routine or taken out of it.

Source: report, groups meet every half-year during upper secondary to secure progress.
"""

from collections.abc import Mapping
from typing import Any

from samlop.routines.document import shipped_text
from samlop.routines.yaml_text import read_yaml

CODE = "half_yearly"
SHIPPED_WITH = "kmv-half-yearly"
ROLES = frozenset({"participant", "nav_adviser", "school_adviser", "career_adviser", "programme_adviser"})
MILESTONES = frozenset({"upper_secondary_start", "upper_secondary_end"})


def is_possible(document: Mapping[str, Any]) -> bool:
    """Whether a routine has the days and the roles that the option speaks of."""
    return _codes(document, "roles") >= ROLES and _codes(document, "milestones") >= MILESTONES


def is_taken(document: Mapping[str, Any]) -> bool:
    """Whether a routine has the half-yearly meetings."""
    return CODE in _codes(document, "meeting_points")


def with_half_yearly(document: Mapping[str, Any]) -> dict[str, Any]:
    """The routine with the half-yearly meetings ahead of the one that ends upper secondary; all else as it was."""
    if is_taken(document):
        return dict(document)
    points = list(document["meeting_points"])
    last = (
        number for number, point in enumerate(points) if point["due"]["milestone"] == "upper_secondary_end"
    )
    points.insert(next(last, len(points)), _option())
    return {**document, "meeting_points": points}


def without_half_yearly(document: Mapping[str, Any]) -> dict[str, Any]:
    """The routine without the half-yearly meetings; all else as it was."""
    points = [point for point in document["meeting_points"] if point["code"] != CODE]
    return {**document, "meeting_points": points}


def _option() -> dict[str, Any]:
    """The half-yearly meetings as the shipped routine has them."""
    shipped: Any = read_yaml(shipped_text(SHIPPED_WITH), file=f"{SHIPPED_WITH}.yaml").value
    return next(dict(point) for point in shipped["meeting_points"] if point["code"] == CODE)


def _codes(document: Mapping[str, Any], listing: str) -> set[str]:
    return {one["code"] for one in document[listing]}
