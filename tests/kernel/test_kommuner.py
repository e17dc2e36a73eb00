"""The municipalities of Norway through the reform of 2020 and the division of 2024."""

from datetime import date

import pytest

from samlop.kernel.identifiers import IdentifierRejected, Reason
from samlop.kernel.kommuner import check_kommunenummer, kommuner, kommuner_on, successors_on

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "how_many"),
    [
        (date(2016, 7, 1), 428),
        (date(2017, 7, 1), 426),
        (date(2018, 7, 1), 422),
        (date(2019, 7, 1), 422),
        (date(2020, 7, 1), 356),
        (date(2023, 12, 31), 356),
        (TODAY, 357),
    ],
)
def test_number_of_municipalities_is_the_official_one(day, how_many):
    assert len(kommuner_on(day)) == how_many


@pytest.mark.parametrize(
    ("number", "name", "today"),
    [
        ("1002", "Mandal", ["4205"]),
        ("1021", "Marnardal", ["4205"]),
        ("1029", "Lindesnes", ["4205"]),
        ("1026", "Åseral", ["4224"]),
        ("1027", "Audnedal", ["4225"]),
        ("1032", "Lyngdal", ["4225"]),
        ("0101", "Halden", ["3101"]),
        ("1601", "Trondheim", ["5001"]),
        ("1534", "Haram", ["1508", "1580"]),
        ("1850", "Tysfjord - Divtasvuodna", ["1806", "1875"]),
        ("4205", "Lindesnes", ["4205"]),
        ("0301", "Oslo - Oslove", ["0301"]),
    ],
)
def test_successors_carry_the_duties_on(number, name, today):
    kommune = check_kommunenummer(number)
    assert kommune.name == name
    assert [later.number for later in successors_on(kommune, TODAY)] == today


def test_every_number_has_somebody_in_charge_today():
    for kommune in kommuner().values():
        assert all(later.exists_on(TODAY) for later in successors_on(kommune, TODAY))
        assert successors_on(kommune, TODAY)


def test_every_successor_exists_when_the_number_ends():
    for kommune in kommuner().values():
        assert bool(kommune.until) == bool(kommune.successor_numbers)
        for number in kommune.successor_numbers:
            assert kommuner()[number].exists_on(kommune.until)


def test_ended_number_names_who_took_over():
    with pytest.raises(IdentifierRejected) as refused:
        check_kommunenummer("1002", on=TODAY)
    assert refused.value.reason is Reason.KOMMUNE_ENDED
    assert refused.value.parameters == {
        "name": "Mandal",
        "until": date(2020, 1, 1),
        "successors": "4205 Lindesnes",
    }


def test_number_is_valid_to_the_last_day_of_its_period():
    assert check_kommunenummer("1002", on=date(2019, 12, 31)).name == "Mandal"
    assert check_kommunenummer("4205", on=date(2020, 1, 1)).name == "Lindesnes"
    with pytest.raises(IdentifierRejected) as refused:
        check_kommunenummer("4205", on=date(2019, 12, 31))
    assert refused.value.reason is Reason.KOMMUNE_NOT_YET


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        ("Mandal", Reason.NOT_DIGITS),
        ("301", Reason.LOST_ZERO),
        ("42050", Reason.WRONG_LENGTH),
        ("9999", Reason.UNKNOWN_KOMMUNE),
        ("٤٢٠٥", Reason.NOT_DIGITS),
    ],
)
def test_refusal_says_why(text, reason):
    with pytest.raises(IdentifierRejected) as refused:
        check_kommunenummer(text)
    assert refused.value.reason is reason


def test_list_stands_in_norwegian_order():
    names = [kommune.name for kommune in kommuner_on(TODAY)]
    assert names[:2] == ["Alstahaug", "Alta"]
    assert names.index("Aarborte - Hattfjelldal") > names.index("Ørsta")
    assert names[-1] == "Åsnes"
