"""Catches every name that a template asks for and nobody has given it, also where Django looks away.

`{% if name %}`, `{% for one in name %}`, `|default` and `{% include %}` all pass over a name that does not exist, so
`string_if_invalid` is not enough: each failed look-up is written down where it happens.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pytest
from django.forms.renderers import get_default_renderer
from django.template import Node, engines
from django.template.base import Variable, VariableDoesNotExist

from tests.house.source import ROOT

DRAWN_FOR_DJANGO = "/templates/django/forms/widgets/"
"""Django's widgets say of an attribute only that they have it."""


class Missing(str):
    """What stands for a name that is not there: empty, and `{% blocktranslate %}` tells it which name it wanted."""

    __slots__ = ("found",)

    def __new__(cls, found: set[str]) -> Self:
        """Remember where to write down what is missing."""
        self = super().__new__(cls, "")
        self.found = found
        return self

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        _write_down(self.found, name)
        return ""


@contextmanager
def undefined_names(own: Path = ROOT) -> Iterator[set[str]]:
    """Fills as pages are made: `place of the tag: name`, for templates in the folder of our own."""
    found: set[str] = set()
    missing, resolve = Missing(found), Variable.resolve

    def resolved(variable: Variable, context: Any) -> Any:
        try:
            answer = resolve(variable, context)
        except VariableDoesNotExist as absence:
            if not (_looks_away() and absence.params[1] is None):
                _write_down(found, variable.var)
            raise
        if answer is missing:
            _write_down(found, variable.var)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Variable, "resolve", resolved)
        for engine in (engines["django"].engine, get_default_renderer().engine.engine):  # type: ignore[attr-defined]
            patch.setattr(engine, "string_if_invalid", missing)
        yield found
    found -= {line for line in found if not line.startswith(str(own)) or DRAWN_FOR_DJANGO in line}


def _looks_away() -> bool:
    """Asked by a tag that takes nothing for an answer: `{% if meeting.place %}` may well have no meeting."""
    return bool(sys._getframe(2).f_locals.get("ignore_failures"))


def _write_down(found: set[str], name: object) -> None:
    found.add(f"{_place()}: {name}")


def _place() -> str:
    """The template and line of the tag that is being drawn."""
    frame = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) and getattr(node, "token", None):
            return f"{node.origin.name}:{node.token.lineno}"
        frame = frame.f_back  # type: ignore[assignment]
    return "?"
