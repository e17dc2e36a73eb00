"""Min dag, the list and the overview, by role."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from samlop.access.models import ReadLog
from samlop.participants.models import Milestone
from samlop.plans.models import Action, Goal, Step
from tests.access.world import make_world
from tests.cast import Cast, make_member, make_participant
from tests.routines.meetings import called_meeting

LIMIT = 12 + 3  # a test's own savepoint, its release, and the hat taken off


@pytest.fixture
def kari(cast: Cast, signed_in):
    """Kari's browser."""
    return signed_in(cast.kari)


def test_min_dag_says_whose_meeting_is_due_and_why(cast, kari) -> None:
    page = kari.get("/").content.decode()
    assert "Dina Blåmeis" in page
    assert "3 måneder etter start i introduksjonsprogrammet" in page
    assert f"/deltakere/{cast.participant.pk}/kall-inn/first/0/" in page


def test_min_dag_shows_gaps_with_the_way_to_close_them(cast, kari) -> None:
    soon = localdate() + timedelta(days=60)
    Step.objects.create(participant=cast.participant, kind="adult_education", first=localdate(), until=soon,
                        status="ongoing", organisation=cast.organisations["school"])  # fmt: skip
    Step.objects.create(participant=cast.participant, kind="upper_secondary", first=soon)
    page = kari.get("/").content.decode()
    assert "Ingen tar over" in page
    assert f"/deltakere/{cast.participant.pk}/plan/" in page


def test_min_dag_holds_what_i_promised_and_nobody_elses_promises(cast, kari) -> None:
    for owner, text in ((cast.kari, "Ring skolen"), (cast.tea, "Finn læreboka")):
        Action.objects.create(
            participant=cast.participant, text=text, owner_employment_id=owner.employment_id
        )
    page = kari.get("/").content.decode()
    assert "Ring skolen" in page
    assert "Finn læreboka" not in page


def test_min_dag_of_somebody_without_a_group_says_what_to_do(cast, signed_in) -> None:
    page = signed_in(cast.ute).get("/").content.decode()
    assert "Du er ikke med i noen ressursgruppe ennå" in page
    assert "Dina" not in page


def test_a_leader_sees_no_participant(cast, signed_in) -> None:
    lea = signed_in(cast.lea)
    assert "Dina" not in lea.get("/").content.decode()
    assert "Dina" not in lea.get("/deltakere/").content.decode()
    assert lea.get(f"/deltakere/{cast.participant.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/deltakere/", "/deltakere/{pk}/"])
def test_few_queries_and_the_same_number_for_many(cast, kari, path, django_assert_max_num_queries) -> None:
    make_world(cast)
    address = path.format(pk=cast.participant.pk)
    kari.get(address)
    with django_assert_max_num_queries(LIMIT) as few:
        kari.get(address)
    for number in range(12):
        one = make_participant("Stille", f"Elv {number}", registered_by=cast.organisations["refugee"])
        make_member(one, cast.kari, relation="responsible")
        Milestone.objects.create(participant=one, code="programme_start", actual=localdate())
    with django_assert_max_num_queries(len(few)):
        kari.get(address)


def test_the_overview_shows_the_goal_the_group_and_the_road(cast, kari) -> None:
    Goal.objects.create(participant=cast.participant, words="Jeg vil bli kokk")
    Step.objects.create(participant=cast.participant, kind="work", title="Kjøkken", first=localdate())
    page = kari.get(f"/deltakere/{cast.participant.pk}/").content.decode()
    assert "kokk" in page
    assert "Tea Tålmodig" in page
    assert "Kjøkken" in page
    assert ReadLog.objects.filter(participant_id=cast.participant.pk, section="overview").count() == 1


def test_a_called_meeting_is_no_longer_to_be_called(cast, kari) -> None:
    called_meeting(cast, occurrence=0)
    assert "/kall-inn/first/0/" not in kari.get("/").content.decode()
