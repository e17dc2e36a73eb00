"""Periods that own their first day and not their last, and months counted as people count them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

MONTHS_A_YEAR = 12
EARLIEST_DAY, LATEST_DAY = date(1900, 1, 1), date(2100, 12, 31)


def is_possible_day(day: date) -> bool:
    """Whether somebody can have meant this day: a year half typed is a day too, a thousand years off."""
    return EARLIEST_DAY <= day <= LATEST_DAY


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

    It stops where the calendar does. Source: due, rule 1 (31 March + 6 months = 30 September).
    """
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if year < MINYEAR else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same date so many years away; 29 February becomes the 28th where the year has no leap day."""
    return add_months(day, years * MONTHS_A_YEAR)


def add_days(day: date, days: int) -> date:
    """The day so many days away; it stops where the calendar does."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def last_day(until: date) -> date:
    """The last day of what is over on `until`, as people say it."""
    return add_days(until, -1)
