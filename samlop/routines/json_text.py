"""JSON read piece by piece: one value at a time, so a large file is never held whole."""

from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Protocol

from samlop.routines.reading import DocumentError, shown

PIECE = 1 << 20
WHITESPACE = " \t\r\n"
REMEDY = "Rett filen her, eller skriv den ut på nytt fra systemet den kommer fra"
PROBLEMS = {
    "Expecting value": "her mangler en verdi",
    "Expecting property name": "her mangler en nøkkel i anførselstegn",
    "Expecting ':'": "her mangler et kolon",
    "Expecting ','": "her mangler et komma",
    "Illegal trailing comma": "her er et komma for mye",
    "Unterminated string": "en tekst er ikke lukket med anførselstegn",
    "Invalid control character": "en tekst har linjeskift eller et annet styretegn i seg",
    "Invalid \\": "en tekst har en omvendt skråstrek som ikke betyr noe",
}


class Readable(Protocol):
    """A text file, or anything that gives out text the same way."""

    def read(self, size: int, /) -> str:
        """At most so many characters; none at the end."""
        ...


class TwiceError(ValueError):
    """The same key stands twice in one object."""


class NoNumberError(ValueError):
    """NaN and Infinity are not JSON."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _ in pairs]
    raise TwiceError(next(key for key in keys if keys.count(key) > 1))


def _no_number(word: str) -> object:
    raise NoNumberError(word)


class JsonText:
    """A place in a JSON text that moves forward; a refusal names line and column."""

    def __init__(self, text: Readable, *, file: str) -> None:
        self.file = file
        self._text = text
        self._decode = JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number).raw_decode
        self._held = ""
        self._at = 0
        self._ended = False
        self._lines_passed = 0
        self._columns_passed = 0

    def next_sign(self) -> str:
        """The next character that is not white space, left where it is; empty at the end."""
        while True:
            while self._at < len(self._held):
                sign = self._held[self._at]
                if sign not in WHITESPACE:
                    return sign
                self._at += 1
            if not self._more():
                return ""

    def take(self, signs: str, *, wanted: str) -> str:
        """The next character, which must be one of these."""
        sign = self.next_sign()
        if not sign or sign not in signs:
            raise self.refusal(
                f"her står {shown(sign)}" if sign else "filen slutter for tidlig",
                f"Her skal det stå {wanted}",
            )
        self._at += 1
        return sign

    def value(self) -> object:
        """The next value, whole."""
        self.next_sign()
        while True:
            try:
                value, self._at = self._decode(self._held, self._at)
            except JSONDecodeError as broken:
                if self._more():
                    continue
                raise self._syntax_error(broken) from None
            except (RecursionError, ValueError) as broken:
                raise self._strange(broken) from None
            return value

    def key(self) -> str:
        """The next key of an object and the colon after it."""
        if self.next_sign() != '"':
            raise self.refusal("her mangler en nøkkel i anførselstegn", REMEDY)
        key = str(self.value())
        self.take(":", wanted="et kolon")
        return key

    def numbers(self) -> Iterator[int]:
        """The number of each item of a list, with the place moved to where the item starts."""
        self.take("[", wanted="en liste, fra [ til ]")
        if self.next_sign() == "]":
            self._at += 1
            return
        number = 0
        while True:
            yield number
            if self.take(",]", wanted="et komma eller ]") == "]":
                return
            number += 1

    def names(self) -> Iterator[str]:
        """Each key of an object, with the place moved to its value."""
        self.take("{", wanted="et objekt, fra { til }")
        if self.next_sign() == "}":
            self._at += 1
            return
        while True:
            yield self.key()
            if self.take(",}", wanted="et komma eller }") == "}":
                return

    def refusal(self, problem: str, remedy: str, *, at: int | None = None) -> DocumentError:
        """What is wrong here, with line and column."""
        at = self._at if at is None else at
        line = self._lines_passed + self._held.count("\n", 0, at)
        start = self._held.rfind("\n", 0, at) + 1
        column = at - start + (0 if start else self._columns_passed)
        return DocumentError(self.file, "", problem=problem, remedy=remedy, line=line + 1, column=column + 1)

    def _syntax_error(self, broken: JSONDecodeError) -> DocumentError:
        if broken.pos >= len(self._held.rstrip()):
            return self.refusal("filen slutter for tidlig", REMEDY, at=broken.pos)
        known = (words for sign, words in PROBLEMS.items() if broken.msg.startswith(sign))
        return self.refusal(next(known, "dette er ikke gyldig JSON"), REMEDY, at=broken.pos)

    def _strange(self, broken: Exception) -> DocumentError:
        if isinstance(broken, TwiceError):
            return self.refusal(
                f"nøkkelen {shown(str(broken))} står to ganger i samme objekt", "Behold den ene"
            )
        if isinstance(broken, NoNumberError):
            return self.refusal(f"{shown(str(broken))} er ikke gyldig JSON", REMEDY)
        if isinstance(broken, RecursionError):
            return self.refusal("verdiene ligger for dypt inni hverandre", REMEDY)
        return self.refusal("et tall er for langt", REMEDY)

    def _more(self) -> bool:
        """Reads on, twice as much each time a value is not yet whole."""
        if self._ended:
            return False
        piece = self._text.read(max(PIECE, len(self._held) - self._at))
        if not piece:
            self._ended = True
            return False
        passed = self._held[: self._at]
        self._lines_passed += passed.count("\n")
        newline = passed.rfind("\n")
        self._columns_passed = len(passed) - newline - 1 + (self._columns_passed if newline < 0 else 0)
        self._held, self._at = self._held[self._at :] + piece, 0
        return True
