"""Finds every text the code and the templates hand to gettext, without the gettext programs."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

CODE = ("samlop/**/*.py", "config/**/*.py")
TEMPLATES = ("samlop/**/templates/**/*.html", "samlop/**/templates/**/*.txt")
# Which of a call's first arguments are text: "t" a text, "p" its plural, "c" a context.
CALLS = {
    "_": "t",
    "gettext": "t",
    "gettext_lazy": "t",
    "gettext_noop": "t",
    "ngettext": "tp",
    "ngettext_lazy": "tp",
    "pgettext": "ct",
    "pgettext_lazy": "ct",
    "npgettext": "ctp",
    "npgettext_lazy": "ctp",
}
_LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(_|n?p?gettext(?:_lazy)?)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)")


@dataclass(frozen=True, order=True)
class Key:
    """What tells one text from another."""

    text: str
    context: str = ""


@dataclass
class Source:
    """One text as it is asked for, and the files that ask."""

    plural: str = ""
    places: set[str] = field(default_factory=set)


def sources(root: Path) -> dict[Key, Source]:
    """Every text under this root."""
    found: dict[Key, Source] = defaultdict(Source)
    for path, asked in _asked(root):
        for key, plural in asked:
            source = found[key]
            source.plural = source.plural or plural
            source.places.add(path.relative_to(root).as_posix())
    return dict(found)


def texts_of_code(code: str) -> Iterator[tuple[Key, str]]:
    """The texts of one Python file, each with its plural."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            yield from _texts_of_call(node)


def texts_of_template(template: str) -> Iterator[tuple[Key, str]]:
    """The texts of one template, each with its plural."""
    for name, literals in _CALL.findall(templatize(template)):
        values = [ast.literal_eval(one) for one in re.findall(_LITERAL, literals)]
        yield from _key(CALLS[name], values)


def _asked(root: Path) -> Iterator[tuple[Path, Iterator[tuple[Key, str]]]]:
    for pattern in CODE:
        for path in sorted(root.glob(pattern)):
            if "migrations" not in path.parts:
                yield path, texts_of_code(path.read_text(encoding="utf-8"))
    for pattern in TEMPLATES:
        for path in sorted(root.glob(pattern)):
            yield path, texts_of_template(path.read_text(encoding="utf-8"))


def _texts_of_call(call: ast.Call) -> Iterator[tuple[Key, str]]:
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
    if name in CALLS:
        values = [one.value for one in call.args if isinstance(one, ast.Constant)]
        yield from _key(CALLS[name], [value for value in values if isinstance(value, str)])


def _key(meaning: str, values: list[str]) -> Iterator[tuple[Key, str]]:
    parts = dict(zip(meaning, values, strict=False))
    if parts.keys() == set(meaning):
        yield Key(parts["t"], parts.get("c", "")), parts.get("p", "")
