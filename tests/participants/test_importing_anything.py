"""Whatever is written comes back, and whatever else is in a file is refused in words."""

import csv
import io
import unicodedata
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from samlop.kernel.identifiers import synthetic_duf, synthetic_fodselsnummer
from samlop.kernel.kommuner import kommuner_on
from samlop.participants.import_columns import MILESTONES
from samlop.participants.importing import FileRejected, ParticipantRow, ProblemCode, RowAccepted
from samlop.participants.languages import language_codes
from tests.participants.tables import TODAY, accepted, outcome, read, table

LETTERS = st.characters(
    codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\ufffdÃ"
)
NAMES = st.text(LETTERS, max_size=40).map(lambda text: " ".join(f"A{text}".split()))
KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30).map(
    lambda key: f"k{key}"
)
NUMBERS = st.builds(
    synthetic_fodselsnummer, st.dates(date(1900, 1, 1), TODAY), st.integers(0, 50), dnummer=st.booleans()
)


@st.composite
def participants(draw):
    """Rows that are right, with days in their natural order."""
    days = sorted(
        draw(st.lists(st.dates(date(2010, 1, 1), date(2041, 1, 1)), min_size=7, max_size=7, unique=True))
    )
    given_days = draw(st.lists(st.booleans(), min_size=7, max_size=7))
    milestones = zip(MILESTONES.values(), days, given_days, strict=True)
    return ParticipantRow(
        external_key=draw(KEYS),
        first_name=draw(NAMES),
        last_name=draw(NAMES),
        kommunenummer=draw(st.sampled_from([kommune.number for kommune in kommuner_on(TODAY)])),
        duf=draw(st.just("") | st.builds(synthetic_duf, st.integers(2000, 2026), st.integers(0, 99_999))),
        birth_day=draw(st.none() | st.dates(date(1930, 1, 1), date(2009, 12, 31))),
        milestones={code: day for code, day, is_given in milestones if is_given},
        language=draw(st.sampled_from(language_codes())),
        needs_interpreter=draw(st.sampled_from([True, False, None])),
        phone=draw(st.sampled_from(["", "+4741234567", "+380501234567"])),
        email=draw(st.sampled_from(["", "dina@eksempel.no"])),
    )


def written(row, *, iso):
    """The row as an organisation would write it."""

    def day(value):
        return value.isoformat() if iso or not value else f"{value.day}.{value.month}.{value.year}"

    answers = {True: "ja", False: "nei", None: ""}
    return {
        "nøkkel": row.external_key,
        "fornavn": row.first_name,
        "etternavn": row.last_name,
        "kommunenummer": row.kommunenummer,
        "duf": row.duf,
        "fødselsdato": day(row.birth_day) if row.birth_day else "",
        **{
            column.value: day(row.milestones[code]) if code in row.milestones else ""
            for column, code in MILESTONES.items()
        },
        "språk": row.language,
        "tolkebehov": answers[row.needs_interpreter],
        "telefon": row.phone,
        "epost": row.email,
    }


@settings(deadline=timedelta(seconds=5))
@given(
    rows=st.lists(participants(), min_size=1, max_size=5, unique_by=(lambda row: row.external_key)),
    delimiter=st.sampled_from(",;\t"),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    bom=st.booleans(),
    iso=st.booleans(),
)
def test_what_is_written_is_what_is_read(rows, delimiter, ending, bom, iso):
    seen_duf = [row.duf for row in rows if row.duf]
    if len(seen_duf) != len(set(seen_duf)):
        return
    content = table(*(written(row, iso=iso) for row in rows), delimiter=delimiter, ending=ending, bom=bom)
    found = read(content)
    assert [row.values if isinstance(row, RowAccepted) else row for row in found] == [
        normalised(row) for row in rows
    ]


def normalised(row):
    """The row with its letters composed, as names are stored."""
    return replace(
        row,
        first_name=unicodedata.normalize("NFC", row.first_name),
        last_name=unicodedata.normalize("NFC", row.last_name),
    )


HEADER = b"nokkel;fornavn;etternavn;kommunenummer;fnr;fodselsdato;bosatt;sprak;tolkebehov;telefon;epost\n"


def are_explained(rows):
    """Each row is accepted, or refused with at least one problem."""
    return all(isinstance(row, RowAccepted) or row.problems for row in rows)


@settings(max_examples=300)
@given(st.binary(max_size=400), st.sampled_from([b"", HEADER, b"sep=;\n", b"\xef\xbb\xbf" + HEADER]))
def test_any_bytes_are_rows_or_one_refusal(content, beginning):
    found = outcome(beginning + content)
    assert isinstance(found, FileRejected) or (found and are_explained(found))


@settings(max_examples=300)
@given(st.lists(st.lists(st.text(max_size=20), max_size=12), min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_any_text_in_any_cell_is_accepted_or_explained(cells, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(cells)
    header = HEADER.replace(b";", delimiter.encode())
    found = outcome(header + text.getvalue().encode("utf-8", "replace"))
    if isinstance(found, FileRejected):
        assert found.problem.code in {ProblemCode.NO_ROWS, ProblemCode.NUL_BYTE}
    else:
        assert are_explained(found)


@given(NUMBERS)
def test_every_made_number_can_be_imported(number):
    assert accepted(fødselsnummer=number).fodselsnummer == number
