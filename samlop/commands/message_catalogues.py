"""Reads the catalogues in locale/: each text with its translation, finished or not.

Source: the GNU gettext manual, "The Format of PO Files".
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from samlop.commands.message_sources import Key

_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])? (".*")$')
_FORMS = re.compile(r"nplurals=(\d)")


@dataclass
class Translation:
    """What a catalogue says for one text: one form, or one for each plural form of the language."""

    plural: str = ""
    forms: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def is_finished(self) -> bool:
        """Every form is written and no doubt is noted."""
        return not self.fuzzy and bool(self.forms) and all(self.forms.values())


@dataclass(frozen=True)
class Catalogue:
    """One language: its texts, and how many plural forms it counts in."""

    translations: dict[Key, Translation]
    plural_forms: int


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in one file."""
    translations: dict[Key, Translation] = {}
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        key, translation = _entry(block.splitlines())
        if translation.forms:
            translations[key] = translation
    header = translations.pop(Key(""), Translation())
    counted = _FORMS.search(header.forms.get(0, ""))
    return Catalogue(translations, int(counted[1]) if counted else 0)


def _entry(lines: list[str]) -> tuple[Key, Translation]:
    texts: dict[tuple[str, int], str] = {}
    place = ("", 0)
    for line in lines:
        if opening := _KEYWORD.match(line):
            place = (opening[1], int(opening[2] or 0))
            texts[place] = ast.literal_eval(opening[3])
        elif line.startswith('"'):
            texts[place] += ast.literal_eval(line)
    forms = {number: text for (keyword, number), text in texts.items() if keyword == "msgstr"}
    fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
    key = Key(texts.get(("msgid", 0), ""), texts.get(("msgctxt", 0), ""))
    return key, Translation(texts.get(("msgid_plural", 0), ""), forms, fuzzy)
