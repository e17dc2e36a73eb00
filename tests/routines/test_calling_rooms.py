"""Rooms: the last one is proposed, and one that is taken is told."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samlop.access.models import Role
from samlop.participants.models import Milestone
from samlop.routines.models import Invitation, Meeting
from samlop.routines.rules import Occasion
from tests.cast import Cast, make_employee, make_member, make_participant
from tests.routines.calls import called, in_days, stretch
from tests.routines.reading import HTMX
from tests.routines.test_calling_pages import call_address, filled


@pytest.fixture
def kari(cast: Cast, signed_in: Any) -> Client:
    return signed_in(cast.kari)


def test_the_room_of_the_last_meeting_of_that_kind_is_proposed(
    cast: Cast, kari: Client, signed_in: Any
) -> None:
    """A link is not: whoever has it could walk into the next participant's meeting."""

    def proposed(client: Client, address: str) -> str:
        return client.get(address).context["form"].initial["place"]

    assert proposed(kari, call_address(cast)) == ""
    other = make_participant("Stille", "Elv", registered_by=cast.organisations["refugee"])
    for actor in (cast.kari, cast.nils):
        make_member(other, actor, relation="responsible")
    called(cast, occasion=Occasion("second", 0), place="Rom Elva")
    called(cast, occasion=Occasion("", reason="Haster"), when=stretch(9), place="Rom Heia")
    called(
        cast,
        occasion=Occasion("third", 0),
        when=stretch(10),
        place_kind="screen",
        place="https://video.example",
    )
    own = Occasion("", reason="Arbeid")
    called(cast, cast.nils, by=cast.nils, occasion=own, when=stretch(11), place="Rom NAV")
    assert proposed(kari, call_address(cast, "first")) == "Rom Heia"
    Milestone.objects.create(participant=other, code="programme_start", actual=in_days(-90))
    Milestone.objects.create(participant=other, code="adult_education_end", expected=in_days(400))
    second = reverse("routines:call", args=[other.pk, "second", "0"])
    assert proposed(kari, second) == "Rom Elva"
    assert proposed(signed_in(cast.nils), second) == "Rom NAV"


ROOM_IS_TAKEN = "Et annet møte bruker rommet på denne tiden"


@pytest.mark.parametrize(
    ("changes", "is_taken"),
    [
        ({"place": " rom ELVA "}, True),
        ({"place": "Rom Heia"}, False),
        ({"place_kind": "screen"}, False),
        ({"starts": "10:45", "ends": "11:30"}, False),
        ({"starts": "10:44", "ends": "11:30"}, True),
        ({"day": "2000-01-01"}, False),
    ],
)
def test_a_room_that_is_taken_is_told_and_refuses_nothing(
    cast: Cast, kari: Client, changes: dict[str, str], is_taken: bool
) -> None:
    """A colleague whom Kari shares no participant with meets there; whom the colleague meets, is not told."""
    colleague = make_employee("Kollega Klok", cast.organisations["refugee"], Role.PROGRAMME_ADVISER)
    other = make_participant("Stille", "Elv", registered_by=cast.organisations["refugee"])
    make_member(other, colleague, relation="responsible")
    meeting = called(cast, cast.kari, when=stretch(9))
    Invitation.objects.filter(meeting=meeting).delete()
    Meeting.objects.filter(pk=meeting.pk).update(
        participant=other, called_by=colleague.employment_id, occurrence=None, target=None
    )
    values = filled(kari, call_address(cast), day=in_days(9).isoformat(), starts="10:00", ends="10:45")
    values |= {"employments": [str(cast.tea.employment_id)]} | changes
    told = kari.post(reverse("routines:collisions", args=[cast.participant.pk]), values, headers=HTMX)
    assert (ROOM_IS_TAKEN in told.content.decode()) is is_taken
    assert "Stille" not in told.content.decode()
    if "day" in changes:
        return
    page = kari.post(call_address(cast), values, follow=True).content.decode()
    assert "Innkallingen er sendt." in page
    assert ("Rommet er også brukt av et annet møte på denne tiden." in page) is is_taken


def test_a_room_of_another_organisation_or_of_the_meeting_itself_is_not_taken(
    cast: Cast, kari: Client
) -> None:
    meeting = called(cast, cast.tea, when=stretch(9))
    address = reverse("routines:collisions", args=[cast.participant.pk])
    values = {"day": in_days(9).isoformat(), "starts": "10:00", "ends": "10:45"}
    values |= {"place_kind": "room", "place": "Rom Elva"}
    assert ROOM_IS_TAKEN in kari.post(address, values, headers=HTMX).content.decode()
    own = kari.post(address, values | {"besides": str(meeting.pk)}, headers=HTMX).content.decode()
    assert ROOM_IS_TAKEN not in own
    Meeting.objects.filter(pk=meeting.pk).update(called_by=cast.nils.employment_id)
    assert ROOM_IS_TAKEN not in kari.post(address, values, headers=HTMX).content.decode()
