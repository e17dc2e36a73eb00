"""Half-open periods, and months counted as people count them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samlop.kernel.periods import Period, add_days, add_months, add_years, is_possible_day, last_day

AUTUMN = Period(date(2026, 8, 17), date(2026, 12, 19))
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@st.composite
def periods(draw):
    first = draw(DAYS)
    length = draw(st.none() | st.integers(0, 4000))
    return Period(first, None if length is None else first + timedelta(days=length))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 8, 16), False),
        (date(2026, 8, 17), True),
        (date(2026, 12, 18), True),
        (date(2026, 12, 19), False),
    ],
)
def test_first_day_is_inside_and_until_is_not(day, inside):
    assert AUTUMN.contains(day) is inside


def test_open_period_never_stops():
    running = Period(date(2026, 8, 17))
    assert running.contains(date.max)
    assert running.days is None


def test_days_counts_the_days_it_contains():
    assert AUTUMN.days == 124


def test_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_empty_period_holds_no_day_and_overlaps_nothing():
    empty = Period(date(2026, 9, 1), date(2026, 9, 1))
    assert empty.days == 0
    assert not empty.contains(date(2026, 9, 1))
    assert not empty.overlaps(AUTUMN)
    assert not AUTUMN.overlaps(empty)


def test_periods_that_touch_do_not_overlap():
    spring = Period(date(2026, 12, 19), date(2027, 6, 18))
    assert not AUTUMN.overlaps(spring)
    assert AUTUMN.overlaps(Period(date(2026, 12, 18)))


@pytest.mark.parametrize(
    ("period", "until", "ended"),
    [
        (Period(date(2026, 1, 1)), date(2026, 6, 1), Period(date(2026, 1, 1), date(2026, 6, 1))),
        (AUTUMN, date(2026, 10, 1), Period(AUTUMN.first, date(2026, 10, 1))),
        (AUTUMN, date(2027, 1, 1), AUTUMN),
        (AUTUMN, date(2026, 1, 1), Period(AUTUMN.first, AUTUMN.first)),
    ],
)
def test_ending_a_period_only_shortens_it(period, until, ended):
    assert period.ended_by(until) == ended


@given(periods(), periods())
def test_overlap_means_a_shared_day(one, other):
    shared = one.contains(max(one.first, other.first)) and other.contains(max(one.first, other.first))
    assert one.overlaps(other) == other.overlaps(one) == shared


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 6, 16), -12, date(2025, 6, 16)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
    ],
)
def test_months_keep_the_day_or_take_the_last(day, months, expected):
    assert add_months(day, months) == expected


def test_leap_day_becomes_the_28th_in_other_years():
    assert add_years(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert add_years(date(2028, 2, 29), 4) == date(2032, 2, 29)


@given(DAYS, st.integers(-600, 600))
def test_months_land_in_the_month_asked_for(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("reached", "stops"),
    [
        (add_months(date(9999, 12, 1), 1), date.max),
        (add_months(date.min, -1), date.min),
        (add_days(date.max, 1), date.max),
        (add_days(date(9999, 12, 30), 1), date.max),
        (add_days(date.min, -28), date.min),
        (last_day(date.min), date.min),
        (last_day(date(2026, 3, 1)), date(2026, 2, 28)),
    ],
)
def test_counting_stops_where_the_calendar_does(reached, stops):
    assert reached == stops


@pytest.mark.parametrize(
    ("day", "possible"),
    [
        (date.min, False),
        (date(1899, 12, 31), False),
        (date(1900, 1, 1), True),
        (date(2026, 3, 2), True),
        (date(2100, 12, 31), True),
        (date(2101, 1, 1), False),
        (date.max, False),
    ],
)
def test_a_year_half_typed_is_no_day_anybody_means(day, possible):
    assert is_possible_day(day) is possible
