"""Lists, cards and days: found by any part of the name, and read with few queries."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from samlop.kernel.acting import acting_as
from samlop.participants.models import Contact, Milestone
from samlop.participants.queries import file_card, milestone_days, participants_with
from tests.cast import Cast, make_member, make_participant
from tests.participants.factories import registered

TODAY = localdate()


@pytest.fixture
def crowd(cast: Cast) -> Cast:
    """Kari follows three; the refugee service receives a fourth."""
    for first, last in (("Åse Marie", "Ødegård"), ("Aage", "Zeller"), ("Øyvind", "Aas-Bekk")):
        make_member(make_participant(first, last, registered_by=cast.organisations["refugee"]), cast.kari)
    make_participant("Dag", "Blåmeis", registered_by=cast.organisations["refugee"])
    return cast


def _found(cast: Cast, **wanted: object) -> list[str]:
    with acting_as(cast.kari) as kari:
        return [str(one) for one in participants_with(kari, **wanted)]  # type: ignore[arg-type]


def test_the_list_stands_in_norwegian_order(crowd: Cast) -> None:
    assert _found(crowd) == [
        "Dag Blåmeis",
        "Dina Blåmeis",
        "Aage Zeller",
        "Åse Marie Ødegård",
        "Øyvind Aas-Bekk",
    ]


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("blå", ["Dag Blåmeis", "Dina Blåmeis"]),
        ("DINA", ["Dina Blåmeis"]),
        ("dina blå", ["Dina Blåmeis"]),
        ("blåmeis, dag", ["Dag Blåmeis"]),
        ("marie", ["Åse Marie Ødegård"]),
        ("bekk", ["Øyvind Aas-Bekk"]),
        ("aa", ["Aage Zeller", "Åse Marie Ødegård", "Øyvind Aas-Bekk"]),
        ("å", ["Aage Zeller", "Åse Marie Ødegård", "Øyvind Aas-Bekk"]),
        ("meis", []),
        ("%", ["Dag Blåmeis", "Dina Blåmeis", "Aage Zeller", "Åse Marie Ødegård", "Øyvind Aas-Bekk"]),
        ("_ina", []),
    ],
)
def test_a_name_is_found_by_the_beginning_of_any_part(crowd: Cast, search: str, names: list[str]) -> None:
    assert _found(crowd, search=search) == names


def test_own_caseload_is_those_in_whose_group_kari_sits(crowd: Cast) -> None:
    assert "Dag Blåmeis" not in _found(crowd, own_groups=True)
    assert "Dina Blåmeis" in _found(crowd, own_groups=True)


def test_ute_finds_none_of_them(crowd: Cast) -> None:
    with acting_as(crowd.ute) as ute:
        assert not participants_with(ute, search="dina").exists()


def test_a_milestone_in_a_period_finds(crowd: Cast) -> None:
    end = Milestone.objects.get(participant=crowd.participant, code="adult_education_end").day
    assert _found(crowd, milestone="adult_education_end") == ["Dina Blåmeis"]
    assert _found(crowd, milestone="adult_education_end", first=end, until=end + timedelta(days=1)) == [
        "Dina Blåmeis"
    ]
    assert _found(crowd, milestone="adult_education_end", until=end) == []
    assert _found(crowd, milestone="adult_education_end", first=end + timedelta(days=1)) == []


def test_the_actual_day_decides_once_it_is_known(crowd: Cast) -> None:
    Milestone.objects.filter(participant=crowd.participant, code="adult_education_end").update(
        actual=date(2026, 1, 5)
    )
    until = date(2026, 1, 6)
    assert _found(crowd, milestone="adult_education_end", first=date(2026, 1, 5), until=until) == [
        "Dina Blåmeis"
    ]
    days = milestone_days([crowd.participant.pk])[crowd.participant.pk]
    assert days["adult_education_end"] == date(2026, 1, 5)


def test_one_query_finds_however_many(crowd: Cast, django_assert_num_queries: object) -> None:
    with acting_as(crowd.kari) as kari, django_assert_num_queries(1):  # type: ignore[operator]
        assert list(participants_with(kari, search="bl", own_groups=True, milestone="programme_start"))


def test_a_card_tells_how_somebody_is_reached(cast: Cast) -> None:
    participant = registered(cast.kari, file_id=uuid4(), phone="+4741300000", email="rolig@example.org")
    with acting_as(cast.kari):
        card = file_card(participant)
    assert (card.name, card.interpreter_language, card.phone) == ("Rolig Bekk", "tigrinja", "+4741300000")


def test_the_database_keeps_a_telephone_from_those_who_may_not_read_it(cast: Cast) -> None:
    Contact.objects.create(participant=cast.participant, phone="+4741300000")
    with acting_as(cast.ute):
        assert file_card(cast.participant).phone == ""
    with acting_as(cast.tea):
        assert file_card(cast.participant).phone == "+4741300000"
