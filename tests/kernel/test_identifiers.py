"""Identity numbers: which are well formed, what they tell, and that no single slip of a digit passes."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samlop.kernel.identifiers import (
    IdentifierRejected,
    Reason,
    Series,
    check_duf,
    check_fodselsnummer,
    check_orgnummer,
    synthetic_duf,
    synthetic_fodselsnummer,
    synthetic_orgnummer,
)

BIRTHS = st.dates(date(1900, 1, 1), date(2039, 12, 31))
FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def number(nine: str, *, remainder: int = 0) -> str | None:
    """Control digits by the published formulas, apart from the code under test; None where there are none."""
    first = (11 + remainder - sum(int(d) * w for d, w in zip(nine, FIRST_WEIGHTS, strict=True)) % 11) % 11
    second = (11 - sum(int(d) * w for d, w in zip(f"{nine}{first}", SECOND_WEIGHTS, strict=False)) % 11) % 11
    return None if 10 in (first, second) else f"{nine}{first}{second}"


def refusal(check, text):
    with pytest.raises(IdentifierRejected) as refused:
        check(text)
    return refused.value


def valid_nine(head: str, individuals) -> str:
    return next(found for n in individuals if (found := number(f"{head}{n:03}")))


@pytest.mark.parametrize(
    ("head", "individuals", "series", "is_dnummer", "birth"),
    [
        ("130972", range(480, 490), Series.ORDINARY, False, date(1972, 9, 13)),
        ("290200", range(758, 770), Series.ORDINARY, False, date(2000, 2, 29)),
        ("150219", range(519, 530), Series.ORDINARY, False, date(2019, 2, 15)),
        ("150280", range(900, 910), Series.ORDINARY, False, date(1980, 2, 15)),
        ("150280", range(600, 610), Series.ORDINARY, False, date(1880, 2, 15)),
        ("150245", range(600, 610), Series.ORDINARY, False, None),
        ("150280", range(800, 810), Series.ORDINARY, False, None),
        ("290200", range(100, 110), Series.ORDINARY, False, None),
        ("530972", range(480, 490), Series.ORDINARY, True, None),
        ("135272", range(480, 490), Series.AUXILIARY, False, None),
        ("138172", range(480, 490), Series.SYNTHETIC, False, date(1972, 1, 13)),
        ("537472", range(480, 490), Series.HEALTH_TEST, True, None),
        ("137472", range(480, 490), Series.HEALTH_TEST, False, date(1972, 9, 13)),
        ("508462", range(23, 30), Series.SYNTHETIC, True, None),
    ],
)
def test_number_tells_series_and_sometimes_birth(head, individuals, series, is_dnummer, birth):
    found = check_fodselsnummer(valid_nine(head, individuals))
    assert (found.series, found.is_dnummer, found.birth) == (series, is_dnummer, birth)


@pytest.mark.parametrize("text", ["02013299997", "30108299920", "30108299939", "70108299914"])
def test_examples_of_the_rule_of_2032_are_valid(text):
    assert check_fodselsnummer(text).digits == text


@pytest.mark.parametrize("text", ["02013299987", "02013299996"])
def test_control_digits_outside_both_rules_are_refused(text):
    assert refusal(check_fodselsnummer, text).reason is Reason.CONTROL_DIGITS


@given(BIRTHS, st.integers(0, 999), st.integers(0, 10))
def test_exactly_four_remainders_are_valid_from_2032(birth, individual, remainder):
    text = number(f"{birth:%d%m%y}{individual:03}", remainder=remainder)
    if text is None:
        return
    if remainder <= 3:
        found = check_fodselsnummer(text)
        assert found.agrees_with(birth) == (found.birth in {None, birth})
        assert remainder == 0 or found.birth is None
    else:
        assert refusal(check_fodselsnummer, text).reason is Reason.CONTROL_DIGITS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        ("   ", Reason.EMPTY),
        ("1234567891A", Reason.NOT_DIGITS),
        ("1,30972E+10", Reason.NOT_DIGITS),
        ("١٣٠٩٧٢٤٨٠٢٢", Reason.NOT_DIGITS),
        ("¹3097248022", Reason.NOT_DIGITS),
        ("123456789101", Reason.WRONG_LENGTH),
        ("1234567890", Reason.WRONG_LENGTH),
        ("123", Reason.WRONG_LENGTH),
        ("2013299997", Reason.LOST_ZERO),
        ("29020112345", Reason.IMPOSSIBLE_DATE),
        ("32127248022", Reason.IMPOSSIBLE_DATE),
        ("13137248022", Reason.IMPOSSIBLE_DATE),
        ("00010112345", Reason.IMPOSSIBLE_DATE),
        ("40010112345", Reason.IMPOSSIBLE_DATE),
        ("13537248022", Reason.IMPOSSIBLE_DATE),
        ("13937248022", Reason.IMPOSSIBLE_DATE),
        ("80000012345", Reason.EMERGENCY_NUMBER),
        ("13097248023", Reason.CONTROL_DIGITS),
    ],
)
def test_refusal_says_why(text, reason):
    assert refusal(check_fodselsnummer, text).reason is reason


def test_refusal_does_not_repeat_the_number():
    assert "13097248023" not in repr(refusal(check_fodselsnummer, "13097248023"))


def test_number_is_not_printed_by_a_log():
    assert "13818" not in repr(check_fodselsnummer(synthetic_fodselsnummer(date(1981, 1, 13), 0)))


def test_spaces_and_hyphen_of_handwriting_are_allowed():
    plain = synthetic_fodselsnummer(date(1981, 1, 13), 0)
    for written in (
        f"{plain[:6]} {plain[6:]}",
        f"{plain[:6]}-{plain[6:]}",
        f" {plain[:6]}\u00a0{plain[6:]} ",
    ):
        assert check_fodselsnummer(written).digits == plain


@given(BIRTHS, st.integers(0, 300))
def test_made_number_is_synthetic_and_tells_the_birth(birth, ordinal):
    found = check_fodselsnummer(synthetic_fodselsnummer(birth, ordinal))
    assert found.is_synthetic
    assert found.birth == birth
    assert found.agrees_with(birth)


@given(BIRTHS, st.integers(0, 300))
def test_made_dnumber_is_one_and_tells_no_birth(birth, ordinal):
    found = check_fodselsnummer(synthetic_fodselsnummer(birth, ordinal, dnummer=True))
    assert (found.is_dnummer, found.is_synthetic, found.birth) == (True, True, None)
    assert found.agrees_with(date(1970, 1, 1))


def test_made_numbers_of_one_day_all_differ():
    day = date(1990, 5, 17)
    assert len({synthetic_fodselsnummer(day, ordinal) for ordinal in range(400)}) == 400


@pytest.mark.parametrize(
    ("birth", "ordinal"), [(date(1990, 5, 17), 500), (date(2040, 1, 1), 0), (date(1899, 1, 1), 0)]
)
def test_no_number_is_made_where_none_exists(birth, ordinal):
    with pytest.raises(ValueError, match="number"):
        synthetic_fodselsnummer(birth, ordinal)


@given(BIRTHS, st.integers(0, 300), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(birth, ordinal, place, added):
    text = synthetic_fodselsnummer(birth, ordinal)
    wrong = f"{text[:place]}{(int(text[place]) + added) % 10}{text[place + 1 :]}"
    assert refusal(check_fodselsnummer, wrong).reason in {
        Reason.CONTROL_DIGITS,
        Reason.IMPOSSIBLE_DATE,
        Reason.EMERGENCY_NUMBER,
    }


@given(st.text())
def test_any_text_is_a_number_or_refused(text):
    for check in (check_fodselsnummer, check_duf, check_orgnummer):
        with suppress(IdentifierRejected):
            assert check(text)


@pytest.mark.parametrize("text", ["974760673", "974 760 673", "310000000"])
def test_organisation_number_is_accepted(text):
    assert check_orgnummer(text) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("974760674", Reason.CONTROL_DIGITS),
        ("97476067", Reason.WRONG_LENGTH),
        ("NO974760673", Reason.NOT_DIGITS),
        ("", Reason.EMPTY),
    ],
)
def test_organisation_number_is_refused(text, reason):
    assert refusal(check_orgnummer, text).reason is reason


def test_organisation_number_with_control_ten_does_not_exist():
    without = next(n for n in range(31_000_000, 32_000_000) if _control(n) == 10)
    for last in range(10):
        assert refusal(check_orgnummer, f"{without}{last}").reason is Reason.CONTROL_DIGITS


def _control(eight: int) -> int:
    total = sum(
        int(digit) * weight for digit, weight in zip(str(eight), (3, 2, 7, 6, 5, 4, 3, 2), strict=True)
    )
    return -total % 11


@given(st.integers(0, 3000), st.integers(0, 8), st.integers(1, 9))
def test_made_organisation_number_catches_a_slip(ordinal, place, added):
    text = synthetic_orgnummer(ordinal)
    assert check_orgnummer(text) == text
    wrong = f"{text[:place]}{(int(text[place]) + added) % 10}{text[place + 1 :]}"
    assert refusal(check_orgnummer, wrong).reason is Reason.CONTROL_DIGITS


@given(st.integers(2000, 2032), st.integers(0, 5000), st.integers(0, 9), st.integers(1, 9))
def test_made_duf_number_catches_a_slip(year, ordinal, place, added):
    text = synthetic_duf(year, ordinal)
    assert check_duf(text) == text
    assert text.startswith(str(year))
    wrong = f"{text[:place]}{(int(text[place]) + added) % 10}{text[place + 1 :]}"
    assert refusal(check_duf, wrong).reason is Reason.CONTROL_DIGITS


def test_duf_number_has_twelve_digits():
    assert refusal(check_duf, "20169999").parameters == {"expected": 12, "found": 8}
