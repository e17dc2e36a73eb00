"""How much room words take, and where they may be broken, without asking a browser."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

_Fits = Callable[[str], bool]

_WIDTHS = {
    0.26: "ijlIíìîï'|’‘",
    0.29: " .,:;!·",
    0.37: "frt()[]/\\",
    0.45: '1-`´"',
    0.50: "–*°^_",
    0.54: "s",
    0.57: "axvyzkJLáàâäåÿ7ß",
    0.60: "cehnuEF5?èéêëçñüúùû",
    0.63: "bdgopq0236894øöóòô$",
    0.66: "BPRSTZ+<>=~#«»&",
    0.71: "AVXYKÅÄÁÀ",
    0.76: "CDGHNUÜ",
    0.78: "OQØÖÓ",
    0.84: "w",
    0.92: "mMæ",
    1.02: "W@%—…Æ",
}
"""The advance of common letters as shares of the text size, measured in Inter and rounded up."""

_ADVANCE = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_BOLD = 1.045
_DIGIT = 0.67
_SPARE = 1.02
_ARABIC, _ETHIOPIC, _OTHER, _WIDE = 0.54, 0.72, 0.72, 1.05
_SHORTEST_PIECE = 5
_JOINT = re.compile(r"[^\W\d_aeiouyæøå]s[^\W\d_aeiouyæøåj]")
_SYLLABLE = re.compile(r"\w\w[^\W\d_aeiouyæøå][aeiouyæøå]")
_FROM_LEFT, _FROM_RIGHT, _END_OF_FENCE = "\u2066", "\u2067", "\u2069"


@lru_cache(maxsize=8192)
def text_width(text: str, *, size: float, bold: bool = False) -> float:
    """How wide a line of text may become: never less than common typefaces need."""
    advance = sum(_advance(letter) for letter in text)
    return advance * size * _SPARE * (_BOLD if bold else 1)


@lru_cache(maxsize=4096)
def wrap(text: str, *, size: float, limit: float, bold: bool = False, lines: int = 3) -> tuple[str, ...]:
    """Text broken into lines no wider than the limit; what does not fit ends in an ellipsis."""

    def fits(part: str) -> bool:
        return text_width(part, size=size, bold=bold) <= limit

    wrapped: list[str] = []
    for word in text.split():
        for piece in _pieces(word, fits):
            joined = f"{wrapped[-1]} {piece}" if wrapped else piece
            if wrapped and fits(joined):
                wrapped[-1] = joined
            else:
                wrapped.append(piece)
    if len(wrapped) <= lines:
        return tuple(wrapped)
    return (*wrapped[: lines - 1], _shortened(wrapped[lines - 1], fits))


def fenced(text: str, *, right_to_left: bool) -> str:
    """Words in a map of the other direction, fenced so that their numbers and signs keep their own side."""
    directions = [unicodedata.bidirectional(letter) for letter in text]
    first = next((direction for direction in directions if direction in {"L", "R", "AL"}), "")
    if right_to_left and "L" in directions and not {"R", "AL"} & set(directions):
        return f"{_FROM_LEFT}{text}{_END_OF_FENCE}"
    if not right_to_left and first in {"R", "AL"}:
        return f"{_FROM_RIGHT}{text}{_END_OF_FENCE}"
    return text


def _advance(letter: str) -> float:
    """The advance of one letter as a share of the text size."""
    known = _ADVANCE.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return 0.0
    if letter.isdigit():
        return _DIGIT
    if "\u0600" <= letter <= "\u08ff" or "\ufb50" <= letter <= "\ufeff":
        return _ARABIC
    if "\u1200" <= letter <= "\u139f":
        return _ETHIOPIC
    return _WIDE if unicodedata.east_asian_width(letter) in {"W", "F"} else _OTHER


def _pieces(word: str, fits: _Fits) -> Iterator[str]:
    """The word itself, or parts of it with a hyphen where it is wider than a line."""
    rest = word
    while not fits(rest) and len(rest) > _SHORTEST_PIECE:
        cut = _cut(rest, fits)
        yield rest[:cut] + _hyphen(rest[cut - 1])
        rest = rest[cut:]
    yield rest


def _cut(word: str, fits: _Fits) -> int:
    """Where to break a word: at a joint of its parts, else before a syllable, else as late as it fits."""
    latest = max((n for n in range(1, len(word)) if fits(word[:n] + _hyphen(word[n - 1]))), default=1)
    latest = min(latest, max(1, len(word) - _SHORTEST_PIECE))
    letters = word.lower()
    places = range(latest, max(latest // 2, _SHORTEST_PIECE) - 1, -1)
    for pattern in (_JOINT, _SYLLABLE):
        for place in places:
            if pattern.match(letters[place - 2 : place + 2]):
                return place
    return latest


def _hyphen(letter: str) -> str:
    """A hyphen after letters that take one; Arabic script is broken without."""
    return "-" if letter.isalpha() and unicodedata.bidirectional(letter) == "L" else ""


def _shortened(line: str, fits: _Fits) -> str:
    """The start of a line that leaves room for an ellipsis."""
    kept = line
    while kept and not fits(f"{kept}…"):
        kept = kept[:-1]
    return f"{kept.rstrip(' -')}…"
