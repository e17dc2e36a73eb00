"""The decision's form in a meeting asks for the plan's days as the plan's own form does."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from samlop.plans.models import Step
from samlop.routines.models import Decision, Meeting
from tests.cast import Cast
from tests.plans.factories import DAY, agree, make_step
from tests.routines.meetings import draft_of, held_meeting, ready_text

TODAY = localdate()
LATER = TODAY + timedelta(days=200)
pytestmark = pytest.mark.django_db


def decide(client: Client, meeting: Meeting, change: str, **values: Any) -> Any:
    """Somebody writes a decision down."""
    sent = {"text": "Dina begynner på kveldskurs", "owner": "participant", "plan_change": change} | values
    return client.post(
        f"/moter/{meeting.pk}/samordne/",
        {f"d-{name}": value for name, value in sent.items()} | {"act": "decide"},
    )


def days(**given: Any) -> dict[str, str]:
    """Days as the browser sends them."""
    return {name: day.isoformat() for name, day in given.items()}


def test_one_day_in_both_fields_is_a_step_of_one_day(cast: Cast, signed_in) -> None:
    meeting = held_meeting(cast)
    sent = days(first=LATER, until=LATER) | {"title": "Prøvedag"}
    decide(signed_in(cast.kari), meeting, "add_step:work", **sent)
    agree(cast, ready_text(cast, meeting))
    step = Step.objects.get()
    assert (step.first, step.until, step.last_day) == (LATER, LATER + DAY, LATER)
    assert (step.name, step.note) == ("Prøvedag", "Dina begynner på kveldskurs")


def test_a_step_without_a_name_is_called_by_its_kind(cast: Cast, signed_in) -> None:
    meeting = held_meeting(cast)
    decide(signed_in(cast.kari), meeting, "add_step:norwegian_course")
    agree(cast, ready_text(cast, meeting))
    assert Step.objects.get().name == "Norskkurs"


def test_a_new_last_day_leaves_the_start_alone(cast: Cast, signed_in) -> None:
    step = make_step(cast, first=TODAY - 100 * DAY, until=TODAY + 10 * DAY)
    meeting = held_meeting(cast)
    decide(signed_in(cast.kari), meeting, f"step_period:{step.pk}", **days(until=LATER))
    agree(cast, ready_text(cast, meeting))
    step.refresh_from_db()
    assert (step.first, step.last_day) == (TODAY - 100 * DAY, LATER)


@pytest.mark.parametrize(
    ("change", "sent", "told"),
    [
        ("step_period:{step}", {"until": "0001-01-01"}, "Skriv et årstall fra 1900 til 2100."),
        ("step_period:{step}", {"first": "9999-12-31"}, "Skriv et årstall fra 1900 til 2100."),
        ("add_step:work", {"first": "0001-01-01", "until": "0001-01-02"}, "Skriv et årstall"),
        ("horizon", {"until": "0202-06-01"}, "Skriv et årstall"),
        ("", {"due_on": "0002-06-01"}, "Skriv et årstall"),
        ("add_step:work", {"first": "2027-05-02", "until": "2027-05-01"}, "Steget kan ikke slutte før"),
        ("step_period:{step}", {"until": "2000-05-01"}, "Steget kan ikke slutte før det begynner."),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(
    cast: Cast, signed_in, change: str, sent: dict[str, str], told: str
) -> None:
    step = make_step(cast, first=TODAY - 100 * DAY)
    meeting = held_meeting(cast)
    answer = decide(signed_in(cast.kari), meeting, change.format(step=step.pk), **sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page.partition("data-error-summary")[2]
    assert "Dina begynner på kveldskurs" in page
    assert not Decision.objects.exists()


def test_changes_stand_under_headings(cast: Cast, signed_in) -> None:
    step = make_step(cast, title="Norskkurs A2")
    meeting = held_meeting(cast)
    page = signed_in(cast.kari).get(f"/moter/{meeting.pk}/samordne/").content.decode()
    assert re.findall(r'<optgroup label="([^"]+)"', page) == ["Målet", "Nytt steg", "Norskkurs A2"]
    assert f'value="step_period:{step.pk}"' in page
    decide(signed_in(cast.kari), meeting, f"step_status:{step.pk}:completed")
    assert Decision.objects.get(agreed_text=draft_of(meeting)).plan_words == "Norskkurs A2: fullført"


@pytest.mark.parametrize("page", ["plan/", "", "plan/utskrift/", "plan/steg/{step}/"])
def test_the_ends_of_the_years_can_be_shown(cast: Cast, signed_in, page: str) -> None:
    step = make_step(cast, first="1900-01-01", until="2101-01-01")
    step.refresh_from_db()
    address = f"/deltakere/{cast.participant.pk}/{page.format(step=step.pk)}"
    assert signed_in(cast.kari).get(address).status_code == 200
