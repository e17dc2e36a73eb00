"""The fictional region: counties, organisations through the merger of 2020, and all that stands on them."""

from datetime import date

from samlop.demo.cast import MERGER, employments, staff
from samlop.demo.history import REFERENCE_DAY, historic_adults, historic_events
from samlop.demo.records import County, Organisation, Region
from samlop.demo.today import caseload
from samlop.kernel.identifiers import synthetic_orgnummer

BEFORE_MEMORY = date(2007, 1, 1)

OLD_NUMBERS = ("1002", "1021", "1029")
NEW_NUMBERS = ("4205",)
ALL_NUMBERS = OLD_NUMBERS + NEW_NUMBERS

COUNTIES = (
    County("10", "Vest-Agder", BEFORE_MEMORY, MERGER, successor="42"),
    County("42", "Agder", MERGER),
)

OLD_ROWS: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("mandal", "Mandal kommune", "municipality", ("1002",), "lindesnes"),
    ("marnardal", "Marnardal kommune", "municipality", ("1021",), "lindesnes"),
    ("gamle_lindesnes", "Lindesnes kommune (før 2020)", "municipality", ("1029",), "lindesnes"),
    ("flyktning_mandal", "Flyktningtjenesten i Mandal", "refugee_service", ("1002",), "flyktning_lindesnes"),
    (
        "flyktning_marnardal",
        "Flyktningtjenesten i Marnardal",
        "refugee_service",
        ("1021",),
        "flyktning_lindesnes",
    ),
    (
        "flyktning_gamle_lindesnes",
        "Flyktningtjenesten i Lindesnes (før 2020)",
        "refugee_service",
        ("1029",),
        "flyktning_lindesnes",
    ),
    (
        "kvalifiseringsenheten",
        "Kvalifiseringsenheten i Mandal",
        "adult_education",
        OLD_NUMBERS,
        "laeringssenter",
    ),
    ("karriere_lindesnes", "Karriere Lindesnes", "county_career_centre", OLD_NUMBERS, "karriere_agder"),
    ("nav_mandal", "NAV Mandal", "nav", ("1002",), "nav_lindesnes"),
    ("nav_marnardal", "NAV Marnardal", "nav", ("1021",), "nav_lindesnes"),
    ("nav_gamle_lindesnes", "NAV Lindesnes (før 2020)", "nav", ("1029",), "nav_lindesnes"),
)
NEW_ROWS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("lindesnes", "Lindesnes kommune", "municipality", NEW_NUMBERS),
    ("flyktning_lindesnes", "Flyktningtjenesten i Lindesnes", "refugee_service", NEW_NUMBERS),
    ("laeringssenter", "Lindesnes læringssenter", "adult_education", NEW_NUMBERS),
    ("karriere_agder", "Karriere Agder – Lyngdal", "county_career_centre", NEW_NUMBERS),
    ("nav_lindesnes", "NAV Lindesnes", "nav", NEW_NUMBERS),
)
LEVELS = {
    "municipality": "municipality",
    "refugee_service": "municipality",
    "adult_education": "municipality",
    "county_career_centre": "county",
    "upper_secondary": "county",
    "nav": "state",
}


def organisations() -> tuple[Organisation, ...]:
    """All units: those merged away first, then those of today, then the one outside the agreement."""
    old = [
        _organisation(row[:4], BEFORE_MEMORY, ordinal=ordinal, until=MERGER, successor=row[4])
        for ordinal, row in enumerate(OLD_ROWS)
    ]
    new = [_organisation(row, MERGER, ordinal=20 + ordinal) for ordinal, row in enumerate(NEW_ROWS)]
    school = ("mandal_vgs", "Mandal videregående skole", "upper_secondary", ALL_NUMBERS)
    outside = ("vestre_kommune", "Vestre kommune, flyktningtjenesten", "refugee_service", ("4299",))
    return (
        *old,
        *new,
        _organisation(school, BEFORE_MEMORY, ordinal=30),
        _organisation(outside, BEFORE_MEMORY, ordinal=40, party=False),
    )


def _organisation(
    row: tuple[str, str, str, tuple[str, ...]],
    first: date,
    *,
    ordinal: int,
    until: date | None = None,
    successor: str = "",
    party: bool = True,
) -> Organisation:
    key, name, kind, numbers = row
    return Organisation(
        key=key,
        name=name,
        kind=kind,
        level=LEVELS[kind],
        municipality_numbers=numbers,
        orgnr=synthetic_orgnummer(ordinal),
        first=first,
        until=until,
        successor=successor,
        party_to_agreement=party,
        intake=kind == "refugee_service",
    )


def build_region(today: date) -> Region:
    """The region as it stands that day; the same day always gives the same region."""
    return Region(
        today=today,
        reference_day=REFERENCE_DAY,
        counties=COUNTIES,
        organisations=organisations(),
        people=staff(),
        employments=employments(today),
        history=historic_adults(),
        events=historic_events(),
        participants=caseload(today),
    )
