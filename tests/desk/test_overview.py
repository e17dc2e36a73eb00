"""One participant at a glance: who sits in the group, what is promised, and the way to do it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from samlop.access.models import Relation
from samlop.participants.models import Membership
from samlop.plans.models import Action
from tests.cast import LONG_AGO, Cast, make_employee

TODAY = localdate()


def part(client: Client, cast: Cast, anchor: str) -> str:
    """One section of the page, without the markup between its words."""
    page = client.get(f"/deltakere/{cast.participant.pk}/").content.decode()
    return page.partition(f'id="{anchor}"')[2].partition("</section>")[0]


def words(html: str) -> str:
    """What is read, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def promises(cast: Cast) -> dict[str, Action]:
    """Something Tea should have done, and something Dina is to do."""
    return {
        "tea": Action.objects.create(
            participant=cast.participant, text="Ring skolen", owner_employment_id=cast.tea.employment_id,
            due_on=TODAY - timedelta(days=3),
        ),
        "dina": Action.objects.create(
            participant=cast.participant, text="Øve hver dag", owner_is_participant=True
        ),
    }  # fmt: skip


def test_each_task_names_its_owner_and_day(cast: Cast, signed_in, promises: Any) -> None:
    told = words(part(signed_in(cast.kari), cast, "oppgaver"))
    assert "Ring skolen Tea Tålmodig, Lindesnes læringssenter" in told
    assert "frist" in told
    assert "Øve hver dag Dina Blåmeis" in told


def test_a_task_is_changed_and_ticked_from_here(cast: Cast, signed_in, promises: Any) -> None:
    client, action = signed_in(cast.kim), promises["tea"]
    section = part(client, cast, "oppgaver")
    here = f"/deltakere/{cast.participant.pk}/"
    assert f'href="{here}plan/oppgaver/{action.pk}/"' in section
    assert f'href="{here}plan/oppgaver/"' in section
    assert 'name="back" value="overview"' in section
    answer = client.post(f"{here}plan/oppgaver/{action.pk}/gjort/", {"back": "overview"})
    assert answer["Location"] == f"{here}#oppgaver"
    assert "Ring skolen" not in part(client, cast, "oppgaver")


def test_no_task_says_where_tasks_come_from(cast: Cast, signed_in) -> None:
    assert "Det gruppen vedtar i et møte, blir oppgaver her." in part(signed_in(cast.kari), cast, "oppgaver")


def test_the_group_is_those_who_sit_in_it_today(cast: Cast, signed_in) -> None:
    seat = Membership.objects.get(employment_id=cast.kim.employment_id)
    Relation.objects.filter(pk=seat.relation_id).update(period=(LONG_AGO, TODAY))
    Membership.objects.filter(employment_id=cast.nils.employment_id).update(is_contact=True)
    section = part(signed_in(cast.tea), cast, "gruppen")
    told = words(section)
    assert "Kim Klarsynt" not in told
    assert "Tea Tålmodig Lærer i voksenopplæringen, Lindesnes læringssenter" in told
    assert "NAV Lindesnes svarer for gruppen kontaktperson" in told
    assert f'href="/deltakere/{cast.participant.pk}/gruppe/"' in section


def test_an_extra_meeting_has_one_name(cast: Cast, signed_in) -> None:
    kari, file = signed_in(cast.kari), f"/deltakere/{cast.participant.pk}/"
    for page in (file, f"{file}moter/", f"{file}kall-inn/ekstra/behov/"):
        assert "Ekstra møte" in kari.get(page).content.decode()
    assert "Ekstra møte" not in signed_in(cast.tea).get(file).content.decode()


def test_whoever_only_receives_is_offered_no_task(cast: Cast, signed_in, promises: Any) -> None:
    received = make_employee("Ingar Inn", cast.organisations["refugee"], "programme_adviser", intake=True)
    section = part(signed_in(received), cast, "oppgaver")
    assert "gjort/" not in section
    assert "Ny oppgave" not in section


def test_to_ute_there_is_no_such_page(cast: Cast, signed_in) -> None:
    assert signed_in(cast.ute).get(f"/deltakere/{cast.participant.pk}/").status_code == 404
