"""YAML read to plain values: no key twice, no surprises of type, and the line of every place."""

import re
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from samlop.routines.reading import DocumentError, Field, Place, Source, place_shown, shown

CORE = "tag:yaml.org,2002:"
PLAIN_KINDS = {
    "null": re.compile(r"(?:~|null|Null|NULL|)\Z"),
    "bool": re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"),
    "int": re.compile(r"[-+]?[0-9]+\Z"),
    "float": re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"),
}
MOST_DIGITS = 300
PLAIN = "Skriv verdien rett ut"

SYNTAX_REMEDY = "Se etter innrykk, kolon, anførselstegn og klammer rundt denne linjen"
SYNTAX_PROBLEMS = {
    "mapping values are not allowed": "et kolon står der det ikke kan stå",
    "could not find expected ':'": "et kolon mangler",
    "found character '\\t'": "innrykket er skrevet med tabulator, ikke mellomrom",
    "found unexpected end of stream": "et anførselstegn er ikke lukket",
    "but found another document": "filen har mer enn ett dokument (---)",
    "found undefined alias": "en henvisning med * peker ikke på noe",
    "expected ',' or ']'": "en liste er ikke lukket med ]",
    "expected ',' or '}'": "et sett med nøkler er ikke lukket med }",
    "expected <block end>": "innrykket passer ikke med linjene over",
}


class CoreLoader(yaml.BaseLoader):
    """Reads words as words, `on`, `no` and dates too; plain numbers, true, false and null are not words."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: tuple[bool, bool] | bool) -> str:
        """The kind of a value by the core rules of YAML 1.2."""
        if kind is yaml.ScalarNode and isinstance(implicit, tuple) and implicit[0]:
            for tag, pattern in PLAIN_KINDS.items():
                if pattern.match(value or ""):
                    return CORE + tag
        return str(super().resolve(kind, value, implicit))


def read_yaml(text: str, *, file: str) -> Field:
    """The whole document as one field; a refusal names the line."""
    reading = _Reading(file)
    try:
        reading.root = yaml.compose(text, Loader=CoreLoader)
        return Field(reading.value_of(reading.root, ()), Source(file, reading.line_of))
    except yaml.YAMLError as broken:
        raise _syntax_error(broken, text, file) from None
    except RecursionError:
        remedy = "Skriv rutinen som i eksempelet som følger med"
        raise DocumentError(
            file, "", problem="nøklene ligger for dypt inni hverandre", remedy=remedy
        ) from None


def _syntax_error(broken: yaml.YAMLError, text: str, file: str) -> DocumentError:
    if isinstance(broken, yaml.reader.ReaderError):
        line = text.count("\n", 0, broken.position) + 1
        problem = "her står et tegn som ikke kan brukes i YAML"
        return DocumentError(file, "", problem=problem, remedy="Fjern tegnet", line=line)
    mark = getattr(broken, "problem_mark", None)
    said = str(getattr(broken, "problem", "") or "")
    problem = next(
        (words for sign, words in SYNTAX_PROBLEMS.items() if sign in said), "dette er ikke gyldig YAML"
    )
    if mark is None:
        return DocumentError(file, "", problem=problem, remedy=SYNTAX_REMEDY)
    position = {"line": mark.line + 1, "column": mark.column + 1}
    return DocumentError(file, "", problem=problem, remedy=SYNTAX_REMEDY, **position)


@dataclass(slots=True)
class _Reading:
    file: str
    root: yaml.Node | None = None
    read: dict[int, object] = field(default_factory=dict)
    under_way: set[int] = field(default_factory=set)

    def value_of(self, node: yaml.Node | None, place: Place) -> object:
        if node is None:
            return None
        if id(node) in self.under_way:
            self._refuse(node, place, problem="en henvisning med * peker på noe som den selv er en del av")
        if id(node) not in self.read:
            self.under_way.add(id(node))
            self.read[id(node)] = self._fresh_value(node, place)
            self.under_way.discard(id(node))
        return self.read[id(node)]

    def _fresh_value(self, node: yaml.Node, place: Place) -> object:
        if isinstance(node, yaml.MappingNode) and node.tag == CORE + "map":
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode) and node.tag == CORE + "seq":
            return [self.value_of(item, (*place, number)) for number, item in enumerate(node.value)]
        if not isinstance(node, yaml.ScalarNode):
            self._refuse(node, place, problem=f"merket {shown(node.tag)} kan ikke brukes")
        return self._scalar(node, place)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[object, object]:
        values: dict[object, object] = {}
        for key_node, value_node in node.value:
            key = self.value_of(key_node, place)
            if isinstance(key, list | dict):
                self._refuse(key_node, place, problem="en nøkkel er ikke en tekst")
            step = key if isinstance(key, str) else shown(key)
            if key in values:
                twice = "nøkkelen står to ganger"
                self._refuse(key_node, (*place, step), problem=twice, remedy="Behold den ene")
            values[key] = self.value_of(value_node, (*place, step))
        return values

    def _scalar(self, node: yaml.ScalarNode, place: Place) -> object:
        kind, text = node.tag.removeprefix(CORE), node.value
        if kind == "str":
            return text
        if kind not in PLAIN_KINDS or not PLAIN_KINDS[kind].match(text) or len(text) > MOST_DIGITS:
            self._refuse(node, place, problem=f"{shown(text)} kan ikke leses som {shown(kind)}")
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
        return text.lower() == "true" if kind == "bool" else None

    def _refuse(self, node: yaml.Node, place: Place, *, problem: str, remedy: str = PLAIN) -> NoReturn:
        line = node.start_mark.line + 1
        raise DocumentError(self.file, place_shown(place), problem=problem, remedy=remedy, line=line)

    def line_of(self, place: Place) -> int | None:
        """The line of a place, or of the nearest thing round it that is written in the file."""
        node, line = self.root, None
        for step in place:
            found = _step_into(node, step)
            if found is None:
                break
            line, node = found
        if line is None and self.root is not None:
            line = self.root.start_mark.line + 1
        return line


def _step_into(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None
