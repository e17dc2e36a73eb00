"""Which days the demo region uses: working days and school starts."""

from datetime import date, timedelta

SATURDAY = 5
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 17), (12, 24), (12, 25), (12, 26), (12, 31)})
FROM_EASTER = frozenset({-3, -2, 0, 1, 39, 49, 50})
ONE_DAY = timedelta(days=1)


def easter_sunday(year: int) -> date:
    """Easter Sunday by the Gregorian rule."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_workday(day: date) -> bool:
    """Neither a weekend nor a Norwegian public holiday."""
    if day.weekday() >= SATURDAY or (day.month, day.day) in FIXED_HOLIDAYS:
        return False
    return (day - easter_sunday(day.year)).days not in FROM_EASTER


def workday_from(day: date) -> date:
    """That day, or the first working day after it."""
    while not is_workday(day):
        day += ONE_DAY
    return day


def workday_until(day: date) -> date:
    """That day, or the last working day before it."""
    while not is_workday(day):
        day -= ONE_DAY
    return day


def school_starts(year: int) -> tuple[date, date]:
    """The year's two intakes: the second Monday of January and the third of August."""
    return _monday_from(date(year, 1, 8)), _monday_from(date(year, 8, 15))


def school_start_from(day: date) -> date:
    """The first intake on or after a day."""
    return min(start for year in (day.year, day.year + 1) for start in school_starts(year) if start >= day)


def school_start_until(day: date) -> date:
    """The last intake on or before a day."""
    return max(start for year in (day.year - 1, day.year) for start in school_starts(year) if start <= day)


def term_end_before(start: date) -> date:
    """The last school day before an intake: before Christmas or before the summer."""
    return workday_until(date(start.year - 1, 12, 18) if start.month == 1 else date(start.year, 6, 18))


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
