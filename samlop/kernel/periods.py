"""Periods that own their first day and not their last, and months counted as people count them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` until, but without, `until`; with no `until` it is still running."""

    first: date
    until: date | None = None

    def __post_init__(self) -> None:
        """A period never ends before it begins; one that ends where it begins holds no day."""
        if self.until is not None and self.until < self.first:
            raise ValueError(f"a period cannot end on {self.until}, before it begins on {self.first}")

    @property
    def days(self) -> int | None:
        """How many days it holds; None while it is still running."""
        return None if self.until is None else (self.until - self.first).days

    def contains(self, day: date) -> bool:
        """The first day is inside, the day called `until` is not."""
        return self.first <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Period") -> bool:
        """Some day lies in both; periods that only touch share none."""
        begins_last = max(self.first, other.first)
        return self.contains(begins_last) and other.contains(begins_last)

    def ended_by(self, until: date) -> "Period":
        """The same period, cut short on that day unless it ended earlier."""
        if self.until is not None and self.until <= until:
            return self
        return Period(self.first, max(until, self.first))


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months away, or that month's last day where it has no such day.

    Source: due, rule 1 (31 March + 6 months = 30 September).
    """
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same date so many years away; 29 February becomes the 28th where the year has no leap day."""
    return add_months(day, years * MONTHS_A_YEAR)
