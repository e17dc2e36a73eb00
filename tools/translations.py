"""Compiles the translations, so that nobody needs gettext installed to run Samløp.

Source: the GNU gettext manual, "The Format of GNU MO Files".
"""

import ast
import struct
from dataclasses import dataclass, field
from pathlib import Path

from tools.places import ROOT, writing_to
from tools.terminal import Problem

MAGIC = 0x950412DE


@dataclass
class Entry:
    """One text with its translation, or with one translation for each plural form."""

    context: str | None = None
    source: str | None = None
    plural: str | None = None
    forms: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    def pair(self) -> tuple[str, str] | None:
        """What the compiled file holds; doubtful and empty translations are left out."""
        if self.source is None or (self.fuzzy and self.source) or not any(self.forms.values()):
            return None
        key = self.source if self.context is None else f"{self.context}\x04{self.source}"
        if self.plural is not None:
            key = f"{key}\0{self.plural}"
        return key, "\0".join(self.forms[number] for number in sorted(self.forms))


def compile_all(root: Path = ROOT) -> int:
    """Compile every catalogue that is newer than its compiled file, and count them."""
    compiled = 0
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        content = compile_catalogue(read_catalogue(source))
        with writing_to(target):
            unfinished = target.with_suffix(".mo.unfinished")
            unfinished.write_bytes(content)
            unfinished.replace(target)
        compiled += 1
    return compiled


def catalogues(root: Path) -> list[Path]:
    """Every catalogue of ours."""
    places = [root / "locale", *sorted(root.glob("samlop/**/locale"))]
    found = (path for place in places for path in place.glob("*/LC_MESSAGES/*.po"))
    return sorted(found)


def read_catalogue(path: Path) -> dict[str, str]:
    """The finished translations of one file."""
    entries: list[Entry] = [Entry()]
    reading = _Reading(entries)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            reading.take(line.strip())
        except (ValueError, SyntaxError) as wrong:
            raise Problem(
                f"{path}, line {number}: {line.strip()[:60]!r} is not a line of a catalogue"
            ) from wrong
    pairs = (entry.pair() for entry in entries)
    return dict(pair for pair in pairs if pair)


class _Reading:
    """Collects the lines of a catalogue into entries."""

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries
        self._fuzzy = False
        self._place: str | int = ""

    def take(self, line: str) -> None:
        """Read one line."""
        if line.startswith("#,"):
            self._fuzzy = "fuzzy" in line
        elif line.startswith('"'):
            self._add(ast.literal_eval(line))
        elif line and not line.startswith("#"):
            keyword, _, rest = line.partition(" ")
            self._open(keyword)
            self._add(ast.literal_eval(rest.strip()))
        elif not line:
            self._fuzzy = False

    def _open(self, keyword: str) -> None:
        entry = self._entries[-1]
        begins = keyword == "msgctxt" or (keyword == "msgid" and (self._place != "context" or entry.forms))
        if begins and (entry.source is not None):
            entry = Entry()
            self._entries.append(entry)
        if begins:
            entry.fuzzy, self._fuzzy = self._fuzzy, False
        if keyword.startswith("msgstr"):
            self._place = int(keyword[7:-1]) if "[" in keyword else 0
            entry.forms[self._place] = ""
            return
        self._place = {"msgctxt": "context", "msgid": "source", "msgid_plural": "plural"}.get(keyword, "")
        if not self._place:
            raise ValueError(keyword)
        setattr(entry, str(self._place), "")

    def _add(self, text: str) -> None:
        entry = self._entries[-1]
        if isinstance(self._place, int):
            entry.forms[self._place] += text
        elif self._place:
            setattr(entry, self._place, getattr(entry, self._place) + text)
        else:
            raise ValueError(text)


def compile_catalogue(translations: dict[str, str]) -> bytes:
    """The compiled form: two sorted tables of lengths and places, then the texts."""
    encoded = sorted((key.encode(), value.encode()) for key, value in translations.items())
    header = 7 * 4
    first_text = header + 16 * len(encoded)
    texts, keys, values = bytearray(), [], []
    for key, _ in encoded:
        keys.append((len(key), first_text + len(texts)))
        texts += key + b"\0"
    for _, value in encoded:
        values.append((len(value), first_text + len(texts)))
        texts += value + b"\0"
    tables = b"".join(struct.pack("<II", *row) for row in [*keys, *values])
    start = struct.pack("<7I", MAGIC, 0, len(encoded), header, header + 8 * len(encoded), 0, first_text)
    return start + tables + bytes(texts)
