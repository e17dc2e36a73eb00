"""The demo region as values: its people and places, and the report's tables to the last person."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache

import pytest

from samlop.demo.names import synthetic_name
from samlop.demo.records import HistoryEvent, Region
from samlop.demo.region import build_region
from samlop.kernel.identifiers import check_fodselsnummer, check_orgnummer

TODAY = date(2026, 11, 22)
REFERENCE_DAY = date(2022, 4, 19)
EVENT_ORDER = (
    "settled",
    "programme_start",
    "adult_education_start",
    "adult_education_end",
    "upper_secondary_start",
    "apprenticeship_start",
)


@cache
def region_on(day: date) -> Region:
    return build_region(day)


@pytest.fixture(name="region")
def the_region() -> Region:
    return region_on(TODAY)


# --- the report's tables


def adults_by_municipality_and_year(events: tuple[HistoryEvent, ...]) -> Counter[tuple[str, int]]:
    return Counter((event.municipality, event.day.year) for event in events if event.code == "settled")


def school_starts_by_year(events: tuple[HistoryEvent, ...]) -> Counter[int]:
    return Counter(event.day.year for event in events if event.code == "upper_secondary_start")


def lives_on(events: tuple[HistoryEvent, ...], day: date) -> dict[str, list[HistoryEvent]]:
    lives = defaultdict(list)
    for event in events:
        if event.day <= day:
            lives[event.participant].append(event)
    return lives


def cohort(events: tuple[HistoryEvent, ...], years: set[int], day: date) -> list[list[HistoryEvent]]:
    return [
        life
        for life in lives_on(events, day).values()
        if any(event.code == "upper_secondary_start" and event.day.year in years for event in life)
    ]


def training_status(life: list[HistoryEvent]) -> str:
    codes = {event.code for event in life}
    for code, status in (
        ("trade_certificate_passed", "passed"),
        ("trade_examination_failed", "failed"),
        ("interrupted", "interrupted"),
        ("left_school", "unknown"),
    ):
        if code in codes:
            return status
    return "in_training"


def is_in_work(life: list[HistoryEvent]) -> bool:
    codes = Counter(event.code for event in life)
    return codes["work_start"] > codes["work_end"]


def has_moved(life: list[HistoryEvent]) -> bool:
    return any(event.code == "moved" for event in life)


def test_table_1_adults_by_municipality_and_year(region):
    assert adults_by_municipality_and_year(region.events) == {
        ("1021", 2016): 15,
        ("1021", 2017): 6,
        ("1029", 2016): 21,
        ("1029", 2017): 20,
        ("1029", 2018): 9,
        ("1029", 2019): 8,
        ("1002", 2016): 51,
        ("1002", 2017): 45,
        ("1002", 2018): 21,
        ("1002", 2019): 12,
        ("4205", 2020): 16,
        ("4205", 2021): 15,
    }
    assert len(region.history) == 239


def test_table_1_starts_in_upper_secondary_by_year(region):
    assert school_starts_by_year(region.events) == {2018: 88, 2019: 26, 2020: 22, 2021: 6}


def test_table_2_training_status_of_the_cohorts(region):
    lives = cohort(region.events, {2018, 2019}, REFERENCE_DAY)
    assert len(lives) == 114
    assert Counter(training_status(life) for life in lives) == {
        "passed": 17,
        "failed": 3,
        "interrupted": 8,
        "in_training": 43,
        "unknown": 43,
    }


def test_table_3_work_beside_training_status(region):
    lives = cohort(region.events, {2018, 2019}, REFERENCE_DAY)
    in_work = Counter(training_status(life) for life in lives if is_in_work(life))
    assert in_work == {"passed": 14, "failed": 3, "interrupted": 5, "in_training": 26, "unknown": 32}
    active = [life for life in lives if is_in_work(life) or training_status(life) == "in_training"]
    assert (len(active), round(100 * len(active) / len(lives))) == (97, 85)
    assert 43 - in_work["in_training"] == 17


def test_table_3_who_has_moved(region):
    lives = cohort(region.events, {2018, 2019}, REFERENCE_DAY)
    moved = Counter(training_status(life) for life in lives if has_moved(life))
    assert sum(moved.values()) == 39
    assert moved["unknown"] == 19
    assert round(100 * moved["passed"] / 17) == 29


def test_the_reference_day_matters(region):
    year_before = cohort(region.events, {2018, 2019}, date(2021, 4, 19))
    assert Counter(training_status(life) for life in year_before)["passed"] == 0
    assert region.reference_day == REFERENCE_DAY
    assert max(event.day for event in region.events) <= REFERENCE_DAY


def test_history_is_a_life_in_order(region):
    births = {adult.key: adult.birth for adult in region.history}
    for key, life in lives_on(region.events, REFERENCE_DAY).items():
        days = [event.day for event in life]
        assert days == sorted(days), key
        first = {event.code: event.day for event in reversed(life)}
        ordered = [first[code] for code in EVENT_ORDER if code in first]
        assert ordered == sorted(set(ordered)), key
        assert life[0].code == "settled"
        assert 18 <= (life[0].day - births[key]).days / 365.25 < 61


def test_history_happens_where_places_existed(region):
    places = {place.key: place for place in region.organisations}
    for event in region.events:
        if event.organisation:
            place = places[event.organisation]
            assert place.first <= event.day < (place.until or date.max)
            assert event.municipality in place.municipality_numbers
        assert (event.municipality == "4205") <= (event.day >= date(2020, 1, 1))


# --- the region


def test_organisations_hand_over_without_a_gap(region):
    places = {place.key: place for place in region.organisations}
    for place in region.organisations:
        assert check_orgnummer(place.orgnr) == place.orgnr
        assert place.orgnr.startswith("3")
        if place.until:
            assert places[place.successor].first <= place.until
            assert places[place.successor].kind == place.kind
    assert len({place.orgnr for place in region.organisations}) == len(places)
    assert [place.key for place in region.organisations if not place.party_to_agreement] == ["vestre_kommune"]


def test_the_cast_is_there(region):
    hats = {(hat.person, hat.role): hat for hat in region.employments if hat.until is None}
    kari = hats["kari", "programme_adviser"]
    assert (kari.intake, kari.coordinator) == (True, True)
    for person, role in (
        ("tea", "adult_education"),
        ("kim", "career_adviser"),
        ("nils", "nav_adviser"),
        ("siv", "school_adviser"),
        ("lea", "leader"),
        ("arne", "archivist"),
        ("berit", "adult_education"),
        ("berit", "nav_adviser"),
    ):
        assert (person, role) in hats
    assert hats["ute", "programme_adviser"].organisation == "vestre_kommune"
    assert [person.key for person in region.participants if person.cast] == ["dina", "olena", "yonas"]


def test_no_two_people_share_a_name_or_number(region):
    everybody = [*region.people, *region.history, *region.participants]
    assert len({person.name for person in everybody}) == len(everybody)
    numbered = [*region.history, *region.participants]
    assert len({person.fodselsnummer for person in numbered}) == len(numbered)
    for person in numbered:
        number = check_fodselsnummer(person.fodselsnummer)
        assert (number.is_synthetic, number.birth) == (True, person.birth)


def test_the_same_day_gives_the_same_region():
    assert build_region(TODAY) == build_region(TODAY)
    assert build_region(TODAY) != build_region(TODAY + timedelta(days=1))


def test_there_are_names_for_everybody():
    assert len({synthetic_name(ordinal) for ordinal in range(2600)}) == 2600
