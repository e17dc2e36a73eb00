"""The cells of an imported row: what is refused in each column, and what cannot be right together."""

from datetime import date

import pytest

from samlop.kernel.identifiers import check_fodselsnummer, synthetic_fodselsnummer
from samlop.participants.importing import ProblemCode
from tests.participants.tables import DINA, accepted, problems

BORN_1880 = "08838050078"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("nøkkel", "", ProblemCode.REQUIRED),
        ("nøkkel", "x" * 65, ProblemCode.TOO_LONG),
        ("nøkkel", "=1+1", ProblemCode.FORMULA),
        ("nøkkel", "a\u202eb", ProblemCode.UNREADABLE_CHARACTERS),
        ("nøkkel", "a\u0007b", ProblemCode.UNREADABLE_CHARACTERS),
        ("fornavn", "  ", ProblemCode.REQUIRED),
        ("fornavn", "=cmd|' /C calc'!A0", ProblemCode.FORMULA),
        ("fornavn", "@SUM(1)", ProblemCode.FORMULA),
        ("fornavn", "+1", ProblemCode.FORMULA),
        ("etternavn", "-2+3", ProblemCode.FORMULA),
        ("etternavn", "123", ProblemCode.NO_LETTER),
        ("etternavn", "SÃ¸lve", ProblemCode.BROKEN_LETTERS),
        ("etternavn", "S\ufffdlve", ProblemCode.BROKEN_LETTERS),
        ("etternavn", "x" * 101, ProblemCode.TOO_LONG),
        ("fødselsnummer", "13097248023", ProblemCode.CONTROL_DIGITS),
        ("fødselsnummer", "1,29E+10", ProblemCode.NOT_DIGITS),
        ("fødselsnummer", '="12345678901"', ProblemCode.FORMULA),
        ("fødselsnummer", "2013299997", ProblemCode.LOST_ZERO),
        ("fødselsnummer", "13527248013", ProblemCode.AUXILIARY_NUMBER),
        ("fødselsnummer", "80000012345", ProblemCode.EMERGENCY_NUMBER),
        ("fødselsnummer", "32127248022", ProblemCode.IMPOSSIBLE_DATE),
        ("duf", "201699999999", ProblemCode.CONTROL_DIGITS),
        ("duf", "2016", ProblemCode.WRONG_LENGTH),
        ("kommunenummer", "", ProblemCode.REQUIRED),
        ("kommunenummer", "301", ProblemCode.LOST_ZERO),
        ("kommunenummer", "9999", ProblemCode.UNKNOWN_KOMMUNE),
        ("kommunenummer", "1002", ProblemCode.KOMMUNE_ENDED),
        ("kommunenummer", "Mandal", ProblemCode.NOT_DIGITS),
        ("fødselsdato", "31.12.94", ProblemCode.TWO_DIGIT_YEAR),
        ("fødselsdato", "31.2.1994", ProblemCode.IMPOSSIBLE_DAY),
        ("fødselsdato", "0000-01-01", ProblemCode.IMPOSSIBLE_DAY),
        ("fødselsdato", "12/31/1994", ProblemCode.BAD_DATE),
        ("fødselsdato", "1994", ProblemCode.BAD_DATE),
        ("fødselsdato", "٣١.١٢.١٩٩٤", ProblemCode.BAD_DATE),
        ("fødselsdato", "=I.DAG()", ProblemCode.FORMULA),
        ("fødselsdato", "31.12.1899", ProblemCode.IMPOSSIBLE_YEAR),
        ("fødselsdato", "0001-01-01", ProblemCode.IMPOSSIBLE_YEAR),
        ("fødselsdato", "23.11.2026", ProblemCode.BORN_IN_FUTURE),
        ("bosatt", "23.11.2041", ProblemCode.TOO_FAR_AHEAD),
        ("bosatt", "31.12.1949", ProblemCode.TOO_EARLY),
        ("bosatt", "1.1.1026", ProblemCode.IMPOSSIBLE_YEAR),
        ("programstart", "9999-12-31", ProblemCode.IMPOSSIBLE_YEAR),
        ("språk", "klingonsk", ProblemCode.UNKNOWN_LANGUAGE),
        ("tolkebehov", "kanskje", ProblemCode.NOT_YES_OR_NO),
        ("tolkebehov", "ja", ProblemCode.INTERPRETER_WITHOUT_LANGUAGE),
        ("telefon", "1234", ProblemCode.BAD_PHONE),
        ("telefon", "12345678", ProblemCode.BAD_PHONE),
        ("telefon", "+47 1234567", ProblemCode.BAD_PHONE),
        ("telefon", "+47 41234567 ring meg", ProblemCode.BAD_PHONE),
        ("epost", "dina", ProblemCode.BAD_EMAIL),
        ("epost", "dina@eksempel", ProblemCode.BAD_EMAIL),
        ("epost", "dina@@eksempel.no", ProblemCode.BAD_EMAIL),
        ("epost", f"{'d' * 250}@eksempel.no", ProblemCode.TOO_LONG),
    ],
)
def test_wrong_value_is_refused_under_its_column(column, value, code):
    assert problems(**{column: value}) == [(code, column)]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"fødselsnummer": DINA, "fødselsdato": "09.03.1994"}, ProblemCode.BIRTH_DISAGREES, "fødselsdato"),
        ({"fødselsdato": "8.3.1994", "bosatt": "7.3.1994"}, ProblemCode.BEFORE_BIRTH, "bosatt"),
        ({"fødselsnummer": DINA, "læretid_start": "7.3.1994"}, ProblemCode.BEFORE_BIRTH, "læretid_start"),
        ({"bosatt": "2.1.2024", "programstart": "1.1.2024"}, ProblemCode.BEFORE_OTHER, "programstart"),
        (
            {"voksenopplæring_start": "1.8.2024", "voksenopplæring_slutt": "1.8.2024"},
            ProblemCode.NOT_AFTER_OTHER,
            "voksenopplæring_slutt",
        ),
        (
            {"videregående_start": "1.8.2024", "videregående_slutt": "31.7.2024"},
            ProblemCode.NOT_AFTER_OTHER,
            "videregående_slutt",
        ),
    ],
)
def test_days_that_contradict_each_other_are_refused(cells, code, column):
    assert problems(**cells) == [(code, column)]


def test_every_problem_of_a_row_is_named_at_once():
    assert problems(nøkkel="", telefon="1", fødselsdato="x", kommunenummer="1") == [
        (ProblemCode.REQUIRED, "nøkkel"),
        (ProblemCode.WRONG_LENGTH, "kommunenummer"),
        (ProblemCode.BAD_DATE, "fødselsdato"),
        (ProblemCode.BAD_PHONE, "telefon"),
    ]


def test_settlement_and_programme_may_begin_on_one_day():
    assert accepted(bosatt="1.1.2024", programstart="1.1.2024").milestones["settled"] == date(2024, 1, 1)


def test_last_day_that_is_near_enough_is_accepted():
    assert accepted(læretid_start="22.11.2041").milestones == {"apprenticeship_start": date(2041, 11, 22)}


def test_ended_municipality_is_accepted_for_its_own_time():
    assert accepted(kommunenummer="1002", bosatt="2017-05-01").kommunenummer == "1002"
    assert problems(kommunenummer="1002", bosatt="2020-01-01") == [
        (ProblemCode.KOMMUNE_ENDED, "kommunenummer")
    ]


def test_dnumber_may_differ_from_the_birth_day_and_tells_none():
    dnumber = synthetic_fodselsnummer(date(1994, 3, 8), 0, dnummer=True)
    assert accepted(fødselsnummer=dnumber).birth_day is None
    assert accepted(fødselsnummer=dnumber, fødselsdato="1994-06-01").birth_day == date(1994, 6, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nb", "nb"),
        ("Bokmål", "nb"),
        ("nynorsk", "nn"),
        ("ENG", "en"),
        ("Ukrainsk", "uk"),
        ("arabisk", "ar"),
        ("Tigrinya", "ti"),
        ("somali", "so"),
        ("DARI", "prs"),
        ("persisk", "fa"),
        ("pol", "pl"),
        ("sorani", "ckb"),
    ],
)
def test_language_is_known_by_name_or_code(text, code):
    assert accepted(språk=text).language == code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("41234567", "+4741234567"),
        ("+47 412 34 567", "+4741234567"),
        ("0047 41234567", "+4741234567"),
        ("+46 70 123 45 67", "+46701234567"),
        ("(+380) 50-123-45-67", "+380501234567"),
    ],
)
def test_phone_is_stored_with_its_country(text, number):
    assert accepted(telefon=text).phone == number


@pytest.mark.parametrize(
    ("text", "answer"), [("ja", True), ("J", True), ("nei", False), ("N", False), ("", None)]
)
def test_need_of_interpreter_is_yes_no_or_unknown(text, answer):
    assert accepted(tolkebehov=text, språk="ti").needs_interpreter is answer


def test_persian_name_keeps_its_joiner():
    assert accepted(fornavn="علی\u200cرضا").first_name == "علی\u200cرضا"


def test_a_key_is_one_however_its_letters_are_put_together():
    assert accepted(nøkkel="A\u030a1").external_key == "Å1" == accepted(nøkkel="\u00c51").external_key


def test_somebody_born_before_1900_by_the_number_is_refused():
    assert check_fodselsnummer(BORN_1880).birth == date(1880, 3, 8)
    assert problems(fødselsnummer=BORN_1880) == [(ProblemCode.BORN_TOO_EARLY, "fødselsdato")]
