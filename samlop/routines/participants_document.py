"""The participants document `samlop/participants/1`, read one participant at a time.

Source: the contract for what is due, "Participants". Milestones and meeting points that the routine does not
know are left alone: the same file serves several routines and versions.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from samlop.routines.due import Concern, Held, ParticipantDates
from samlop.routines.json_text import JsonText, Readable
from samlop.routines.reading import Field, Source, place_shown, shown

SCHEMA = "samlop/participants/1"
BYTE_ORDER_MARK = "\ufeff"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_REMEDY = "Skriv en dag som finnes, slik: 2026-03-31"
NOTHING: list[Any] = []

TOP_KEYS = ("schema", "participants")
NEEDED_KEYS = ("id", "milestones")
OTHER_KEYS = ("interpreter_language", "held", "concerns")
ALL_KEYS = frozenset((*NEEDED_KEYS, *OTHER_KEYS))


def read_participants(text: Readable, *, file: str) -> Iterator[ParticipantDates]:
    """Each participant in turn; a `DocumentError` names file, place, fault and remedy.

    The document is whole and sound only when the last one has been given out.
    """
    json = JsonText(text, file=file)
    reader = _Reader(Source(file))
    found: set[str] = set()
    if json.next_sign() == BYTE_ORDER_MARK:
        raise json.refusal("filen begynner med et BOM-merke", "Lagre filen som UTF-8 uten BOM")
    for key in json.names():
        if key not in TOP_KEYS or key in found:
            _top_level(file, found, wrong=key)
        found.add(key)
        if key == "schema":
            Field(json.value(), reader.source, ("schema",)).one_of(
                [SCHEMA], kind="et skjema som kan leses her"
            )
        else:
            for number in json.numbers():
                yield reader.participant(json.value(), number)
    _top_level(file, found)
    if json.next_sign():
        raise json.refusal("det står noe etter slutten", "Fjern det som står etter den siste }")


def _top_level(file: str, found: set[str], *, wrong: str | None = None) -> None:
    """Refuses a document whose outermost keys are not the two that belong there."""
    if wrong is not None and wrong in found:
        Field(None, Source(file), (wrong,)).refuse("nøkkelen står to ganger", "Behold den ene")
    keys = dict.fromkeys([*found, *([] if wrong is None else [wrong])])
    Field(keys, Source(file)).entries(TOP_KEYS)


class _Days(dict[object, date]):
    """Days by how they are written; each is read once."""

    def __missing__(self, written: object) -> date:
        self[written] = day = day_written(written)
        return day


class _Reader:
    """Reads one participant after another and remembers whom it has read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._days = _Days()
        self._read: dict[str, int] = {}

    def participant(self, record: object, number: int) -> ParticipantDates:
        """One participant; what the swift reading will not take, the careful one takes or explains."""
        whole = ("participants", number)
        try:
            read = self._swiftly(record)
        except (AttributeError, KeyError, TypeError, ValueError):
            read = carefully_read(Field(record, self.source, whole))
        earlier = self._read.setdefault(read.participant, number)
        if earlier != number:
            before = place_shown(("participants", earlier, "id"))
            problem = f"{shown(read.participant)} er brukt før ({before})"
            Field(None, self.source, (*whole, "id")).refuse(problem, "Gi hver deltaker sin egen id")
        return read

    def _swiftly(self, record: Any) -> ParticipantDates:
        if not ALL_KEYS.issuperset(record):
            raise KeyError
        language = record.get("interpreter_language")
        return ParticipantDates(
            participant=_plain(record["id"]),
            milestones={code: self._days[day] for code, day in record["milestones"].items()},
            held=tuple([Held(*self._dated(held, "point", "day")) for held in _listed(record, "held")]),
            concerns=tuple(
                [Concern(*self._dated(concern, "code", "raised")) for concern in _listed(record, "concerns")]
            ),
            interpreter_language=None if language is None or language == "" else _plain(language),
        )

    def _dated(self, record: Any, word: str, day: str) -> tuple[str, date]:
        if len(record) != 2:
            raise KeyError
        return _plain(record[word]), self._days[record[day]]


def _plain(word: object) -> str:
    """A word that needs no second look."""
    if type(word) is str and word.isprintable() and word and not word.isspace():
        return word
    raise ValueError


def _listed(record: dict[str, Any], key: str) -> list[Any]:
    listed = record.get(key, NOTHING)
    if type(listed) is list:
        return listed
    raise TypeError


def carefully_read(whole: Field) -> ParticipantDates:
    """One participant, or a refusal that names the very place."""
    parts = whole.entries(NEEDED_KEYS, OTHER_KEYS)
    milestones = parts["milestones"].mapping('Skriv milepælene slik: {"programme_start": "2026-03-31"}')
    held = [item.entries(("point", "day")) for item in parts["held"].items()] if "held" in parts else []
    concerns = (
        [item.entries(("code", "raised")) for item in parts["concerns"].items()]
        if "concerns" in parts
        else []
    )
    return ParticipantDates(
        participant=parts["id"].text(),
        milestones={code: _day(day) for code, day in milestones.items()},
        held=tuple(Held(item["point"].text(), _day(item["day"])) for item in held),
        concerns=tuple(Concern(item["code"].text(), _day(item["raised"])) for item in concerns),
        interpreter_language=_language(parts.get("interpreter_language")),
    )


def _language(field: Field | None) -> str | None:
    """The language, or none when it is null, empty or not there."""
    if field is None or field.value is None or field.value == "":
        return None
    return field.text()


def _day(field: Field) -> date:
    try:
        return day_written(field.value)
    except ValueError:
        field.refuse(f"her står {shown(field.value)}", DAY_REMEDY)


def day_written(written: object) -> date:
    """The day written as year, month and day with hyphens, or a `ValueError`."""
    if not isinstance(written, str) or not DAY.fullmatch(written):
        raise ValueError
    return date.fromisoformat(written)
