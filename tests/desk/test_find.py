"""A participant is found by name, own caseload, milestone and gap, and by nobody without a duty."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from samlop.desk import queries
from samlop.participants.models import Milestone
from samlop.plans.models import Action
from tests.cast import Cast, make_member, make_participant

TODAY = localdate()
ENDS = "adult_education_end"
LIMIT = 12 + 3  # a test's own savepoint, its release, and the hat taken off


@pytest.fixture
def kari(cast: Cast, signed_in) -> Client:
    """Kari's browser."""
    return signed_in(cast.kari)


@pytest.fixture
def aase(cast: Cast) -> None:
    """Åse, in Kari's group, has finished school; Aage, only received by Kari's agency, has not."""
    refugee = cast.organisations["refugee"]
    one = make_participant("Åse", "Rolig-Aas", registered_by=refugee, external_key="F-17")
    make_member(one, cast.kari, relation="responsible")
    Milestone.objects.create(participant=one, code=ENDS, actual=TODAY - timedelta(days=9))
    Action.objects.create(
        participant=one,
        text="Ring",
        owner_employment_id=cast.kari.employment_id,
        due_on=TODAY - timedelta(days=1),
    )
    other = make_participant("Aage", "Zeller", registered_by=refugee)
    Milestone.objects.create(participant=other, code=ENDS, expected=TODAY + timedelta(days=30))


def found(client: Client, asked: Mapping[str, str]) -> set[str]:
    """Who stands in the list after a search."""
    page = client.post("/deltakere/", dict(asked), headers={"HX-Request": "true"}).content.decode()
    return {name for name in ("Dina", "Åse", "Aage") if f">{name} " in page}


@pytest.mark.usefixtures("aase")
@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"Dina", "Åse"}),
        ({"hvem": "mine"}, {"Dina", "Åse"}),
        ({"hvem": "alle"}, {"Dina", "Åse", "Aage"}),
        ({"sok": "dina"}, {"Dina"}),
        ({"sok": "BLÅ"}, {"Dina"}),
        ({"sok": "blaa"}, {"Dina"}),
        ({"sok": "Dina Blåmeis"}, {"Dina"}),
        ({"sok": "aase"}, {"Åse"}),
        ({"sok": "åge", "hvem": "alle"}, {"Aage"}),
        ({"sok": "aas"}, {"Åse"}),
        ({"sok": "f-17"}, {"Åse"}),
        ({"sok": "F-1"}, set()),
        ({"sok": "Olena"}, set()),
        ({"milepael": ENDS}, {"Dina", "Åse"}),
        ({"milepael": ENDS, "naar": "nadd"}, {"Åse"}),
        ({"milepael": ENDS, "naar": "ventes"}, set()),
        ({"milepael": ENDS, "naar": "ventes", "hvem": "alle"}, {"Aage"}),
        ({"milepael": "programme_start", "naar": "nadd"}, {"Dina"}),
        ({"milepael": "trade_certificate"}, set()),
        ({"hull": "action_overdue"}, {"Åse"}),
        ({"hull": "action_overdue", "sok": "dina"}, set()),
        ({"hull": "no_successor"}, set()),
        ({"hull": "finnes ikke"}, {"Dina", "Åse"}),
    ],
)
def test_participants_are_found(kari: Client, asked: Mapping[str, str], names: set[str]) -> None:
    assert found(kari, asked) == names


@pytest.mark.usefixtures("aase")
@pytest.mark.parametrize(
    ("distance", "is_awaited"),
    [(timedelta(days=-40), True), (timedelta(0), True), (timedelta(days=190), False)],
)
def test_what_should_have_been_reached_is_still_awaited(
    cast: Cast, kari: Client, distance: timedelta, is_awaited: bool
) -> None:
    Milestone.objects.filter(participant=cast.participant, code=ENDS).update(expected=TODAY + distance)
    asked = {"milepael": ENDS, "naar": "ventes"}
    assert ("Dina" in found(kari, asked)) is is_awaited


@pytest.mark.usefixtures("aase")
@pytest.mark.parametrize("who", ["tea", "ute", "lea"])
def test_others_find_only_their_own(cast: Cast, signed_in, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert found(client, {"hvem": "alle"}) == ({"Dina"} if who == "tea" else set())


def test_a_gap_is_looked_for_a_number_of_files_at_a_time(
    cast: Cast, kari: Client, monkeypatch, django_assert_max_num_queries
) -> None:
    monkeypatch.setattr(queries, "LOOKED_THROUGH", 4)
    refugee = cast.organisations["refugee"]
    for number in range(9):
        one = make_participant("Stille", f"Elv {number}", registered_by=refugee)
        make_member(one, cast.kari, relation="responsible")
        if number in (0, 8):
            Action.objects.create(
                participant=one,
                text="Ring",
                owner_employment_id=cast.kari.employment_id,
                due_on=date(2020, 1, 1),
            )
    pages, steps = [], []
    for number in ("1", "2", "3"):
        with django_assert_max_num_queries(LIMIT):
            response = kari.post("/deltakere/", {"hull": "action_overdue", "side": number})
        page = response.content.decode()
        pages.append([name for name in ("Elv 0", "Elv 8") if name in page])
        assert "4 deltakere om gangen" in page
        steps.append(re.findall(r'name="side"\s+value="(\d)"', page))
    assert steps == [["2"], ["1", "3"], ["2"]]
    assert pages == [["Elv 0"], [], ["Elv 8"]]


def test_a_gap_of_a_short_list_is_looked_for_at_once(kari: Client) -> None:
    page = kari.post("/deltakere/", {"hull": "action_overdue"}).content.decode()
    assert "deltakere om gangen" not in page


def test_a_search_stands_in_no_address(cast, kari) -> None:
    assert 'method="post"' in kari.get("/deltakere/").content.decode()


def test_htmx_gets_the_found_part_alone(cast, kari) -> None:
    part = kari.post("/deltakere/", {"sok": "dina"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Dina" in part
