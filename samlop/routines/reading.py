"""Careful reading of a document: a refusal names file, place, what is wrong and what would be right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn, TypeAlias

Step: TypeAlias = str | int
Place: TypeAlias = tuple[Step, ...]

SHOWN_CHARACTERS = 60


class DocumentError(ValueError):
    """A document cannot be used; the one line says where, why, and what would be right."""

    def __init__(
        self,
        file: str,
        place: str,
        *,
        problem: str,
        remedy: str,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        self.file = file
        self.place = place
        self.problem = problem
        self.remedy = remedy
        self.line = line
        self.column = column
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        position = [f"linje {self.line}"] if self.line else []
        position += [f"kolonne {self.column}"] if self.column else []
        where = [self.place] if self.place else []
        heads = [one_line(self.file), ", ".join(position), *where]
        return ": ".join([head for head in heads if head] + [f"{self.problem}. {self.remedy}"])


def one_line(text: str) -> str:
    """The text with everything that would break or steer a terminal line written out."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def shown(value: object) -> str:
    """A value as a person recognises it, short whatever it holds."""
    if value is None:
        return "ingenting"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        cut = value if len(value) <= SHOWN_CHARACTERS else value[:SHOWN_CHARACTERS] + "…"
        return f"«{one_line(cut)}»"
    if isinstance(value, int | float):
        return _number_shown(value)
    return "en liste" if isinstance(value, list) else "et sett med nøkler"


def _number_shown(value: float) -> str:
    if isinstance(value, int) and value.bit_length() > 100:
        return "et svært stort tall"
    return f"tallet {value}"


def place_shown(place: Place) -> str:
    """The place as a path: `meeting_points[2].due.offset`."""
    path = ""
    for step in place:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{one_line(step)}" if path else one_line(step)
    return path


def listed(words: Iterable[str]) -> str:
    """The words that would have been right, in one phrase."""
    known = list(words)
    return ", ".join(known) if known else "(ingen er oppgitt)"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from, and on which line each of its places stands when that is known."""

    file: str
    line_of: Callable[[Place], int | None] | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a document and the place where it stands."""

    value: object
    source: Source
    place: Place = ()

    def refuse(self, problem: str, remedy: str) -> NoReturn:
        """Stops the reading here."""
        line = self.source.line_of(self.place) if self.source.line_of else None
        raise DocumentError(
            self.source.file, place_shown(self.place), problem=problem, remedy=remedy, line=line
        )

    def below(self, step: Step, value: object) -> "Field":
        """A value inside this one."""
        return Field(value, self.source, (*self.place, step))

    def text(self) -> str:
        """Words, not blank, that can be shown and stored everywhere."""
        if not isinstance(self.value, str):
            self.refuse(
                f"her står {shown(self.value)}", "Skriv en tekst, i anførselstegn om den likner et tall"
            )
        if not self.value.strip():
            self.refuse("teksten er tom", "Skriv en tekst")
        if not is_storable(self.value):
            self.refuse("teksten har tegn som ikke kan vises", "Skriv teksten på nytt med vanlige tegn")
        return self.value

    def whole_number(self, *, least: int | None = None) -> int:
        """A whole number; true and false are not numbers."""
        wanted = "et helt tall" if least is None else f"et helt tall, {least} eller mer"
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.refuse(f"her står {shown(self.value)}", f"Skriv {wanted}")
        if least is not None and self.value < least:
            self.refuse(f"her står {shown(self.value)}", f"Skriv {wanted}")
        return self.value

    def one_of(self, words: Iterable[str], *, kind: str = "en av verdiene her") -> str:
        """One of the known words, spelt as they are."""
        word, known = self.text(), list(words)
        if word not in known:
            self.refuse(f"{shown(word)} er ikke {kind}", f"{_guess(word, known)}Bruk en av: {listed(known)}")
        return word

    def items(self) -> Iterator["Field"]:
        """The items of a list, each with its own place."""
        if not isinstance(self.value, list):
            self.refuse(f"her står {shown(self.value)}", "Skriv en liste")
        return (self.below(number, item) for number, item in enumerate(self.value))

    def entries(self, required: Iterable[str], optional: Iterable[str] = ()) -> Mapping[str, "Field"]:
        """The values by key; all required keys are there and no unknown one."""
        needed = list(required)
        known = [*needed, *optional]
        found = self.mapping(f"Skriv nøkler: {listed(known)}")
        for key, field in found.items():
            if key not in known:
                field.refuse("ukjent nøkkel", f"{_guess(key, known)}Bruk: {listed(known)}")
        for key in needed:
            if key not in found:
                self.below(key, None).refuse("nøkkelen mangler", f"Legg til {key}")
        return found

    def mapping(self, remedy: str) -> Mapping[str, "Field"]:
        """The values by key, whatever the keys are called."""
        if not isinstance(self.value, dict):
            self.refuse(f"her står {shown(self.value)}", remedy)
        for key in self.value:
            if not isinstance(key, str):
                self.refuse(f"nøkkelen {shown(key)} er ikke en tekst", "Skriv nøkkelen i anførselstegn")
        return {key: self.below(key, value) for key, value in self.value.items()}


def _guess(word: str, known: list[str]) -> str:
    near = get_close_matches(word[:SHOWN_CHARACTERS], known, n=1)
    return f"Mente du «{near[0]}»? " if near else ""


def is_storable(text: str) -> bool:
    """Neither half a character nor a control character other than tab and line break."""
    if text.isprintable():
        return True
    return not any(
        "\ud800" <= letter <= "\udfff" or (letter < " " and letter not in "\t\n") for letter in text
    )


def unique(fields: Iterable[tuple[str, Field]]) -> None:
    """Refuses the second of two equal codes, and says where the first one is."""
    first: dict[str, Field] = {}
    for code, field in fields:
        if code in first:
            before = place_shown(first[code].place)
            field.refuse(f"{shown(code)} er brukt før ({before})", "Gi hver sin egen kode")
        first[code] = field
