"""Calendar arithmetic of a routine: years, months, weeks and days counted from a day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

DAYS_IN_ANY_MONTH = 28
LAST_ORDINAL = date.max.toordinal()


class OutsideCalendarError(ValueError):
    """The day asked for lies before year 1 or after year 9999, where no calendar reaches."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in the units a routine is written in; each may be negative."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def plus(self, other: "Span", *, times: int = 1) -> "Span":
        """Unit is added to unit, before anything is counted on a calendar.

        Source: due, rule 1.
        """
        return Span(
            years=self.years + times * other.years,
            months=self.months + times * other.months,
            weeks=self.weeks + times * other.weeks,
            days=self.days + times * other.days,
        )

    @property
    def whole_months(self) -> int:
        """Years and months as months, for they are counted together."""
        return 12 * self.years + self.months

    @property
    def whole_days(self) -> int:
        """Weeks and days as days, for they are counted together."""
        return 7 * self.weeks + self.days

    def after(self, day: date) -> date:
        """Months first, keeping the day of the month or else the month's last; then the days.

        Source: due, rule 1 (31 March + 6 months = 30 September).
        """
        return moved(day, months=self.whole_months, days=self.whole_days)

    def before(self, day: date) -> date:
        """The same count backwards in time."""
        return moved(day, months=-self.whole_months, days=-self.whole_days)


def moved(day: date, *, months: int, days: int) -> date:
    """The day so many months and then so many days away."""
    if months:
        day = _months_away(day, months)
    if not days:
        return day
    ordinal = day.toordinal() + days
    if not 1 <= ordinal <= LAST_ORDINAL:
        raise OutsideCalendarError
    return date.fromordinal(ordinal)


def _months_away(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not MINYEAR <= year <= MAXYEAR:
        raise OutsideCalendarError
    if day.day <= DAYS_IN_ANY_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
