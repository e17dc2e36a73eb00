"""Days and times are said as people say them, in each language."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from samlop.ui import dates

TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "tirsdag 3. mars 2026"),
        ("nn", "tysdag 3. mars 2026"),
        ("en", "Tuesday 3 March 2026"),
        ("ar", "الثلاثاء 3 مارس 2026"),
    ],
)
def test_a_day_is_said_in_the_language_of_the_page(language, said):
    with translation.override(language):
        assert dates.long_day(TODAY) == said


def test_a_moment_is_told_in_norwegian_time():
    moment = datetime(2026, 3, 3, 9, 5, tzinfo=UTC)
    with translation.override("nb"):
        assert dates.day_and_clock(moment) == "3. mars 2026 kl. 10.05"
        assert dates.clock(moment) == "10.05"
    with translation.override("ar"):
        assert dates.clock(moment) == "10:05"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 3), "i dag"),
        (date(2026, 3, 4), "i morgen"),
        (date(2026, 3, 2), "i går"),
        (date(2026, 3, 15), "om 12 dager"),
        (date(2026, 2, 28), "for 3 dager siden"),
        (date(2026, 5, 1), "om 59 dager"),
        (date(2026, 6, 3), "om 3 måneder"),
        (date(2025, 9, 3), "for 6 måneder siden"),
        (date(2029, 3, 3), "om 3 år"),
        (date(2021, 3, 3), "for 5 år siden"),
    ],
)
def test_distance_is_told_in_fitting_units(day, said):
    with translation.override("nb"):
        assert dates.days_from(day, TODAY) == said


def test_late_evening_counts_as_the_norwegian_day():
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    with translation.override("nb"):
        assert dates.days_from(late, TODAY) == "i morgen"


@pytest.mark.parametrize(
    ("first", "until", "said"),
    [
        (date(2026, 3, 1), date(2026, 7, 1), "1. mars 2026 – 30. juni 2026"),
        (date(2026, 3, 1), None, "fra 1. mars 2026"),
        (date(2026, 3, 1), date(2026, 3, 2), "1. mars 2026"),
    ],
)
def test_half_open_periods_are_told_by_their_last_day(first, until, said):
    with translation.override("nb"):
        assert dates.period(first, until) == said
