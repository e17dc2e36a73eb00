"""Norway's municipalities by number since 2016: which exist on a day, and who succeeds those that ended.

Source: Statistics Norway's classification of municipalities (Klass 131), 2016–2026, in `kommuner.csv`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from samlop.kernel.identifiers import IdentifierRejected, Reason
from samlop.kernel.norwegian_order import norwegian_order

TABLE = Path(__file__).with_name("kommuner.csv")


@dataclass(frozen=True, slots=True)
class Kommune:
    """A municipality under one number; `first` is None for those older than the table."""

    number: str
    name: str
    first: date | None
    until: date | None
    successor_numbers: tuple[str, ...]

    def exists_on(self, day: date) -> bool:
        """Whether the number is in use that day."""
        return (self.first is None or self.first <= day) and (self.until is None or day < self.until)


@cache
def kommuner() -> Mapping[str, Kommune]:
    """Every number in use at some time since 2016."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return MappingProxyType({row["number"]: _kommune(row) for row in csv.DictReader(lines)})


def kommuner_on(day: date) -> list[Kommune]:
    """Those that exist that day, in Norwegian alphabetical order."""
    present = (kommune for kommune in kommuner().values() if kommune.exists_on(day))
    return sorted(present, key=lambda kommune: norwegian_order(kommune.name))


def check_kommunenummer(text: str, *, on: date | None = None) -> Kommune:
    """The municipality with this number; with a day, it must exist that day."""
    kommune = kommuner().get(_four_digits(text))
    if kommune is None:
        raise IdentifierRejected(Reason.UNKNOWN_KOMMUNE)
    if on is None or kommune.exists_on(on):
        return kommune
    if kommune.until is None or on < kommune.until:
        raise IdentifierRejected(Reason.KOMMUNE_NOT_YET, {"name": kommune.name, "first": kommune.first})
    successors = ", ".join(f"{later.number} {later.name}" for later in successors_on(kommune, on))
    raise IdentifierRejected(
        Reason.KOMMUNE_ENDED, {"name": kommune.name, "until": kommune.until, "successors": successors}
    )


def successors_on(kommune: Kommune, day: date) -> tuple[Kommune, ...]:
    """Those that carry its duties that day: itself, its successor, or both halves where it was divided."""
    if kommune.until is None or day < kommune.until:
        return (kommune,)
    found: dict[str, Kommune] = {}
    for number in kommune.successor_numbers:
        found |= {later.number: later for later in successors_on(kommuner()[number], day)}
    return tuple(found.values())


def _four_digits(text: str) -> str:
    digits = text.strip()
    if not digits:
        raise IdentifierRejected(Reason.EMPTY)
    if not (digits.isascii() and digits.isdigit()):
        raise IdentifierRejected(Reason.NOT_DIGITS)
    if f"0{digits}" in kommuner():
        raise IdentifierRejected(Reason.LOST_ZERO, {"expected": 4})
    if len(digits) != 4:
        raise IdentifierRejected(Reason.WRONG_LENGTH, {"expected": 4, "found": len(digits)})
    return digits


def _kommune(row: Mapping[str, str]) -> Kommune:
    return Kommune(
        number=row["number"],
        name=row["name"],
        first=_day(row["first"]),
        until=_day(row["until"]),
        successor_numbers=tuple(row["successors"].split()),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
