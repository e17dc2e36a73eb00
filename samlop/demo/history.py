"""239 adults settled 2016–2021 whose dated events add up to the source report's Tables 1, 2 and 3.

Counts in a constant here are the report's; days are made up. Source: NORCE report 10-2022, section 5.1.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import gcd
from typing import TypeVar

from samlop.demo.cast import MERGER
from samlop.demo.days import workday_until
from samlop.demo.identity import NumberSeries, birth_before
from samlop.demo.names import synthetic_name
from samlop.demo.records import HistoricParticipant, HistoryEvent

REFERENCE_DAY = date(2022, 4, 19)

ADULTS_SETTLED: dict[int, dict[str, int]] = {
    2016: {"1021": 15, "1029": 21, "1002": 51},
    2017: {"1021": 6, "1029": 20, "1002": 45},
    2018: {"1029": 9, "1002": 21},
    2019: {"1029": 8, "1002": 12},
    2020: {"4205": 16},
    2021: {"4205": 15},
}
STARTED_BY_SETTLED: dict[int, dict[int, int]] = {
    2016: {2018: 62, 2019: 8, 2020: 1},
    2017: {2018: 26, 2019: 14, 2020: 8},
    2018: {2019: 4, 2020: 9, 2021: 1},
    2019: {2020: 4, 2021: 3},
    2020: {2021: 2},
    2021: {},
}
SCHOOL_START = {
    2018: date(2018, 8, 20),
    2019: date(2019, 8, 19),
    2020: date(2020, 8, 17),
    2021: date(2021, 8, 16),
}

PASSED, FAILED, INTERRUPTED, TRAINING, UNKNOWN = "passed", "failed", "interrupted", "training", "unknown"


@dataclass(frozen=True)
class Fate:
    """How a pathway stands on the reference day: in training or how it ended; in work; moved."""

    outcome: str
    works: bool = False
    moved: bool = False


FATES_OF_STARTERS: dict[int, tuple[tuple[int, Fate], ...]] = {
    2018: (
        (9, Fate(PASSED, works=True)),
        (4, Fate(PASSED, works=True, moved=True)),
        (1, Fate(PASSED, moved=True)),
        (2, Fate(PASSED)),
        (2, Fate(FAILED, works=True)),
        (1, Fate(FAILED, works=True, moved=True)),
        (2, Fate(INTERRUPTED, works=True)),
        (2, Fate(INTERRUPTED, works=True, moved=True)),
        (1, Fate(INTERRUPTED, moved=True)),
        (1, Fate(INTERRUPTED)),
        (12, Fate(TRAINING, works=True)),
        (4, Fate(TRAINING, works=True, moved=True)),
        (3, Fate(TRAINING, moved=True)),
        (8, Fate(TRAINING)),
        (14, Fate(UNKNOWN, works=True)),
        (13, Fate(UNKNOWN, works=True, moved=True)),
        (3, Fate(UNKNOWN, moved=True)),
        (6, Fate(UNKNOWN)),
    ),
    2019: (
        (1, Fate(PASSED, works=True)),
        (1, Fate(INTERRUPTED, works=True)),
        (1, Fate(INTERRUPTED, moved=True)),
        (8, Fate(TRAINING, works=True)),
        (2, Fate(TRAINING, works=True, moved=True)),
        (1, Fate(TRAINING, moved=True)),
        (5, Fate(TRAINING)),
        (3, Fate(UNKNOWN, works=True)),
        (2, Fate(UNKNOWN, works=True, moved=True)),
        (1, Fate(UNKNOWN, moved=True)),
        (1, Fate(UNKNOWN)),
    ),
    2020: (
        (8, Fate(TRAINING, works=True)),
        (9, Fate(TRAINING)),
        (2, Fate(TRAINING, moved=True)),
        (1, Fate(INTERRUPTED, works=True)),
        (2, Fate(UNKNOWN, works=True)),
    ),
    2021: ((2, Fate(TRAINING, works=True)), (4, Fate(TRAINING))),
}
ADULT_EDUCATION, PROGRAMME, WORK = "adult_education", "programme", "work"
FATES_OF_OTHERS: dict[int, tuple[tuple[int, Fate], ...]] = {
    2016: ((9, Fate(WORK, works=True)), (4, Fate(WORK, works=True, moved=True)), (3, Fate(ADULT_EDUCATION))),
    2017: ((11, Fate(WORK, works=True)), (6, Fate(ADULT_EDUCATION, moved=True)), (6, Fate(ADULT_EDUCATION))),
    2018: ((6, Fate(WORK, works=True)), (3, Fate(ADULT_EDUCATION, moved=True)), (7, Fate(ADULT_EDUCATION))),
    2019: ((3, Fate(WORK, works=True)), (2, Fate(ADULT_EDUCATION, moved=True)), (8, Fate(ADULT_EDUCATION))),
    2020: ((1, Fate(WORK, works=True)), (1, Fate(ADULT_EDUCATION, moved=True)), (12, Fate(ADULT_EDUCATION))),
    2021: ((9, Fate(PROGRAMME)), (6, Fate(ADULT_EDUCATION))),
}
SCHOOL = "mandal_vgs"
TRADES = (
    ("Helse- og oppvekstfag", "Helsearbeiderfaget"),
    ("Helse- og oppvekstfag", "Barne- og ungdomsarbeiderfaget"),
    ("Teknologi- og industrifag", "Industrimekanikerfaget"),
    ("Bygg- og anleggsteknikk", "Tømrerfaget"),
    ("Restaurant- og matfag", "Kokkefaget"),
    ("Salg, service og reiseliv", "Salgsfaget"),
    ("Teknologi- og industrifag", "Logistikkfaget"),
)
OFFICES = {
    "1002": ("flyktning_mandal", "kvalifiseringsenheten"),
    "1021": ("flyktning_marnardal", "kvalifiseringsenheten"),
    "1029": ("flyktning_gamle_lindesnes", "kvalifiseringsenheten"),
    "4205": ("flyktning_lindesnes", "laeringssenter"),
}


Lot = TypeVar("Lot")


@dataclass(frozen=True)
class Pathway:
    """One adult's lot before it becomes events: settled where and when, at school when, and the fate."""

    ordinal: int
    settled_in: str
    settled: date
    started: int | None
    fate: Fate

    @property
    def key(self) -> str:
        """How the adult is called in the region."""
        return f"h{self.ordinal + 1:03}"

    @property
    def trade(self) -> tuple[str, str]:
        """The education programme and the trade this adult aims at."""
        return TRADES[self.ordinal % len(TRADES)]

    @property
    def is_even(self) -> bool:
        """Every second adult, for what half of them do."""
        return self.ordinal % 2 == 0

    def day(self, first: date, last: date, *, stride: int) -> date:
        """A working day of this adult's own between two days."""
        return workday_until(first + timedelta(days=(self.ordinal * stride + 5) % ((last - first).days + 1)))

    def after(self, day: date, least: int, most: int) -> date:
        """A working day so many days later, never past the reference day."""
        latest = min(day + timedelta(days=most), REFERENCE_DAY - timedelta(days=7))
        return self.day(day + timedelta(days=least), latest, stride=17)


@dataclass(frozen=True)
class Happening:
    """An event that does not yet know whose it is and where."""

    code: str
    day: date
    at_school: bool = False
    details: tuple[tuple[str, str], ...] = ()


def stirred(lots: list[Lot], *, stride: int) -> list[Lot]:
    """The same lots in an order that mixes them, always the same."""
    while gcd(stride, len(lots)) > 1:
        stride += 1
    return [lots[place * stride % len(lots)] for place in range(len(lots))]


def _dealt(counted: tuple[tuple[int, Fate], ...], *, stride: int) -> Iterator[Fate]:
    return iter(stirred([fate for count, fate in counted for _ in range(count)], stride=stride))


@cache
def pathways() -> tuple[Pathway, ...]:
    """All 239 lots, year by year, exactly as many of each as the tables say."""
    of_starters = {year: _dealt(counted, stride=37) for year, counted in FATES_OF_STARTERS.items()}
    of_others = {year: _dealt(counted, stride=7) for year, counted in FATES_OF_OTHERS.items()}
    lots: list[Pathway] = []
    for year, by_municipality in ADULTS_SETTLED.items():
        places = [number for number, count in by_municipality.items() for _ in range(count)]
        starts: list[int | None] = [
            start for start, count in STARTED_BY_SETTLED[year].items() for _ in range(count)
        ]
        starts += [None] * (len(places) - len(starts))
        for place, start in zip(places, stirred(starts, stride=31), strict=True):
            fate = next(of_starters[start] if start else of_others[year])
            lots.append(Pathway(len(lots), place, _settlement_day(len(lots), year, start), start, fate))
    return tuple(lots)


def _settlement_day(ordinal: int, year: int, start: int | None) -> date:
    """Those who began upper secondary the year after were settled in the first half of the year."""
    last = date(year, 6, 25) if start == year + 1 else date(year, 11, 28)
    first = date(year, 1, 8)
    return workday_until(first + timedelta(days=ordinal * 41 % (last - first).days))


def historic_adults() -> tuple[HistoricParticipant, ...]:
    """The people of the tables, 18 to 60 years old when settled."""
    numbers = NumberSeries(first=0)
    adults = []
    for lot in pathways():
        given, family = synthetic_name(lot.ordinal)
        age = 19 + lot.ordinal * 11 % (24 if lot.started else 41)
        birth = birth_before(lot.settled, age=age, days=lot.ordinal * 47 % 360)
        adults.append(HistoricParticipant(lot.key, given, family, birth, numbers.take(birth), lot.settled_in))
    return tuple(adults)


@cache
def historic_events() -> tuple[HistoryEvent, ...]:
    """Everything that happened to them, each adult's days in order."""
    return tuple(event for lot in pathways() for event in _events_of(lot))


def _events_of(lot: Pathway) -> list[HistoryEvent]:
    happenings = _first_years(lot)
    happenings += _after_school_start(lot) if lot.started else _without_school(lot, happenings[-1].day)
    happenings.sort(key=lambda happening: happening.day)
    left = next((happening.day for happening in happenings if happening.code == "moved"), REFERENCE_DAY)
    return [_placed(lot, happening, lives_here=happening.day <= left) for happening in happenings]


def _placed(lot: Pathway, happening: Happening, *, lives_here: bool) -> HistoryEvent:
    """The event in the municipality and organisation of its day; elsewhere in the country both are empty."""
    municipality, organisation = "", ""
    if lives_here:
        municipality = lot.settled_in if happening.day < MERGER else "4205"
        organisation = _organisation(happening, municipality)
    return HistoryEvent(lot.key, happening.code, happening.day, municipality, organisation, happening.details)


def _organisation(happening: Happening, municipality: str) -> str:
    refugee_service, adult_education = OFFICES[municipality]
    if happening.at_school:
        return SCHOOL
    if happening.code.startswith("adult_education"):
        return adult_education
    return "" if happening.code.startswith("work") else refugee_service


def _first_years(lot: Pathway) -> list[Happening]:
    programme = lot.after(lot.settled, 28, 75)
    happenings = [Happening("settled", lot.settled), Happening("programme_start", programme)]
    if lot.fate.outcome == PROGRAMME:
        return happenings
    begun = lot.after(programme, 14, 45)
    happenings.append(Happening("adult_education_start", begun))
    if lot.started:
        happenings.append(Happening("adult_education_end", workday_until(date(lot.started, 6, 15))))
    elif lot.fate.outcome == WORK:
        earliest, latest = lot.settled + timedelta(days=500), lot.settled + timedelta(days=900)
        ended = lot.day(earliest, min(latest, date(2021, 11, 30)), stride=23)
        happenings.append(Happening("adult_education_end", ended))
    return happenings


def _without_school(lot: Pathway, latest: date) -> list[Happening]:
    happenings = []
    if lot.fate.works:
        happenings.append(_work(lot, lot.after(latest, 20, 100)))
    elif lot.fate.outcome == ADULT_EDUCATION and lot.settled.year <= 2018 and not lot.fate.moved:
        happenings += [
            Happening("adult_education_end", date(2021, 6, 18)),
            *_work_that_ended(lot, date(2021, 6, 18)),
        ]
    if lot.fate.moved:
        happenings.append(_move(lot, latest + timedelta(days=100)))
    return happenings


def _after_school_start(lot: Pathway) -> list[Happening]:
    start = SCHOOL_START[lot.started or 0]
    programme, _ = lot.trade
    details = (("programme", programme), ("level", "Vg1"))
    happenings = [Happening("upper_secondary_start", start, at_school=True, details=details)]
    happenings += OUTCOMES[lot.fate.outcome](lot, start)
    ended = happenings[-1].day
    if lot.fate.works:
        happenings.append(_work(lot, lot.after(ended, *WORK_AFTER[lot.fate.outcome])))
    elif lot.fate.outcome in {INTERRUPTED, UNKNOWN} and lot.is_even:
        happenings += _work_that_ended(lot, ended)
    if lot.fate.moved:
        happenings.append(_move(lot, start + timedelta(days=60)))
    return happenings


def _passed(lot: Pathway, start: date) -> list[Happening]:
    _, trade = lot.trade
    if start.year == 2018 and lot.ordinal % 3 == 0:
        day = lot.day(date(2021, 5, 25), date(2021, 6, 25), stride=5)
        route = (("trade", trade), ("route", "Vg3 i skole"))
        return [Happening("trade_certificate_passed", day, at_school=True, details=route)]
    day = lot.day(date(2022, 1, 17), date(2022, 3, 25), stride=5)
    happenings = [_apprenticeship(lot, 2020)]
    if lot.is_even:
        first_try = lot.day(date(2021, 11, 8), date(2021, 12, 10), stride=5)
        happenings.append(
            Happening("trade_examination_failed", first_try, at_school=True, details=(("trade", trade),))
        )
    route = (("trade", trade), ("route", "Læretid med fradrag for praksis"))
    happenings.append(Happening("trade_certificate_passed", day, at_school=True, details=route))
    return happenings


def _failed(lot: Pathway, _start: date) -> list[Happening]:
    day = lot.day(date(2021, 11, 8), date(2022, 3, 25), stride=5)
    details = (("trade", lot.trade[1]),)
    return [
        _apprenticeship(lot, 2020),
        Happening("trade_examination_failed", day, at_school=True, details=details),
    ]


def _interrupted(lot: Pathway, start: date) -> list[Happening]:
    day = lot.day(start + timedelta(days=70), start + timedelta(days=400), stride=29)
    return [Happening("interrupted", day, at_school=True)]


def _in_training(lot: Pathway, start: date) -> list[Happening]:
    if start.year > 2019 or not lot.is_even:
        return []
    return [_apprenticeship(lot, 2021 if start.year == 2019 else 2020 + lot.ordinal // 2 % 2)]


def _left_school(lot: Pathway, start: date) -> list[Happening]:
    years = 1 if start.year == 2020 or lot.is_even else 2
    day = lot.day(date(start.year + years, 6, 14), date(start.year + years, 6, 22), stride=3)
    return [Happening("left_school", day, at_school=True, details=(("completed", f"Vg{years}"),))]


OUTCOMES: dict[str, Callable[[Pathway, date], list[Happening]]] = {
    PASSED: _passed,
    FAILED: _failed,
    INTERRUPTED: _interrupted,
    TRAINING: _in_training,
    UNKNOWN: _left_school,
}
WORK_AFTER = {
    PASSED: (5, 18),
    FAILED: (5, 18),
    INTERRUPTED: (20, 120),
    TRAINING: (60, 160),
    UNKNOWN: (30, 200),
}


def _apprenticeship(lot: Pathway, year: int) -> Happening:
    day = lot.day(date(year, 8, 3), date(year, 9, 14), stride=11)
    return Happening("apprenticeship_start", day, at_school=True, details=(("trade", lot.trade[1]),))


def _work(lot: Pathway, day: date) -> Happening:
    hours = "7.5" if lot.fate.outcome == TRAINING else ("37.5", "30", "20")[lot.ordinal % 3]
    return Happening("work_start", day, details=(("hours_a_week", hours),))


def _work_that_ended(lot: Pathway, free: date) -> list[Happening]:
    begun = lot.after(free, 20, 60)
    return [_work(lot, begun), Happening("work_end", lot.after(begun, 90, 150))]


def _move(lot: Pathway, earliest: date) -> Happening:
    to = ("annen kommune i Agder", "annet fylke")[lot.ordinal % 2]
    return Happening("moved", lot.day(earliest, date(2022, 3, 31), stride=43), details=(("to", to),))
