"""Long lists a page at a time, without counting the whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

PARAMETER = "side"
SIZE = 25
LAST = 10_000

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and whether there are more before and after."""

    rows: Sequence[Row]
    number: int
    has_next: bool

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        """There are rows before these."""
        return self.number > 1


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, size: int = SIZE) -> Page[Any]:
    """The page the address asks for, read with one query whatever the length of the list."""
    number = _number(request.POST.get(PARAMETER) or request.GET.get(PARAMETER, ""))
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Page(found[:size], number, has_next=len(found) > size)


def _number(written: str) -> int:
    return (
        min(max(int(written), 1), LAST) if written.isascii() and written.isdigit() and len(written) < 7 else 1
    )
