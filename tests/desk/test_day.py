"""Min dag: what waits for each member of staff, what gapes, and the one click to the very thing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from samlop.kernel.acting import acting_as
from samlop.participants.models import Education, Membership, Schooling
from samlop.plans.models import Action, Step
from samlop.routines.actions import agreement, minutes, reconciling
from samlop.routines.models import AgreedText, Invitation, Meeting
from tests.cast import LONG_AGO, Cast, make_employee, make_member
from tests.routines.meetings import (
    AGREES,
    SIGNED_IN,
    agreed_meeting,
    draft_of,
    everybody_confirms,
    held_meeting,
    ready_text,
)

TODAY = localdate()
SHARED = "dere har ikke delt notatene deres"
CHANGED = "og ikke alle har bekreftet den"


def day_of(client: Client) -> str:
    """Min dag with every row."""
    return client.get("/?alt=hull").content.decode()


def long_ago(meeting: Meeting, days: int = 10) -> None:
    """Lets a meeting have been held so many days ago."""
    held_at = now() - timedelta(days=days)
    Meeting.objects.filter(pk=meeting.pk).update(
        held_at=held_at, starts_at=held_at, ends_at=held_at + timedelta(hours=1)
    )


def write(who: Any, meeting: Meeting, *, share: bool = False) -> None:
    """Somebody writes a note, and lets the others read it or not."""
    with acting_as(who):
        minutes.save_note(who, meeting, agenda_code="english", text="Kan en del", version=0)
        if share:
            minutes.share_notes(who, meeting)


def test_own_notes_gape_until_one_has_shared_them_oneself(cast: Cast, signed_in) -> None:
    meeting = held_meeting(cast)
    write(cast.tea, meeting)
    write(cast.nils, meeting, share=True)
    long_ago(meeting)
    tea = signed_in(cast.tea)
    page = day_of(tea)
    assert SHARED in page
    assert f'href="/moter/{meeting.pk}/hold/"' in page
    assert SHARED not in day_of(signed_in(cast.nils))
    assert SHARED not in day_of(signed_in(cast.kari))
    with acting_as(cast.tea):
        minutes.share_notes(cast.tea, meeting)
    assert SHARED not in day_of(tea)


@pytest.mark.parametrize(("days", "is_missed"), [(6, False), (10, True), (150, True), (200, False)])
def test_notes_are_still_missed_when_all_agree(cast: Cast, signed_in, days: int, is_missed: bool) -> None:
    meeting = held_meeting(cast)
    write(cast.tea, meeting)
    everybody_confirms(cast, ready_text(cast, meeting))
    long_ago(meeting, days)
    page = day_of(signed_in(cast.tea))
    assert (SHARED in page) is is_missed
    assert (f'href="/moter/{meeting.pk}/referat/"' in page) is is_missed


def changed(cast: Cast, meeting: Meeting) -> AgreedText:
    """The next version of what all have agreed on, ready to be confirmed."""
    with acting_as(cast.kari):
        reconciling.begin_new_version(cast.kari, meeting)
        return reconciling.close_draft(cast.kari, draft_of(meeting))


def awaits(client: Client, meeting: Meeting) -> bool:
    """Whether Min dag asks for a word on the meeting's text."""
    section = client.get("/").content.decode().partition('id="venter"')[2].partition("</section>")[0]
    return f"/moter/{meeting.pk}/samordne/" in section


def test_a_word_that_was_set_aside_is_asked_for_anew(cast: Cast, signed_in) -> None:
    meeting = agreed_meeting(cast)
    tea = signed_in(cast.tea)
    assert not awaits(tea, meeting)
    text = changed(cast, meeting)
    assert awaits(tea, meeting)
    with acting_as(cast.tea):
        agreement.confirm(cast.tea, text, answer=AGREES, manner=SIGNED_IN)
    assert not awaits(tea, meeting)
    with acting_as(cast.kari):
        reconciling.reopen_draft(cast.kari, text)
        reconciling.close_draft(cast.kari, draft_of(meeting))
    assert awaits(tea, meeting)


def test_whoever_was_not_there_is_not_asked_to_confirm(cast: Cast, signed_in) -> None:
    meeting = held_meeting(cast, absent=("kim",))
    everybody_confirms(cast, ready_text(cast, meeting))
    changed(cast, meeting)
    assert awaits(signed_in(cast.tea), meeting)
    assert not awaits(signed_in(cast.kim), meeting)


@pytest.mark.parametrize(("days", "is_gap"), [(6, False), (7, True), (60, True)])
def test_a_change_never_confirmed_is_a_gap(cast: Cast, signed_in, days: int, is_gap: bool) -> None:
    meeting = agreed_meeting(cast)
    text = changed(cast, meeting)
    AgreedText.objects.filter(pk=text.pk).update(created_at=now() - timedelta(days=days))
    tea = signed_in(cast.tea)
    assert (CHANGED in day_of(tea)) is is_gap
    everybody_confirms(cast, text)
    assert CHANGED not in day_of(tea)


@pytest.mark.parametrize("came", [True, False])
def test_a_meeting_without_the_participant_is_not_meeting_them(cast: Cast, signed_in, came: bool) -> None:
    meeting = agreed_meeting(cast)
    long_ago(meeting, 20)
    type(cast.participant).objects.filter(pk=cast.participant.pk).update(
        created_at=now() - timedelta(days=400)
    )
    cast.participant.milestones.filter(code="programme_start").update(actual=TODAY - timedelta(days=400))
    Invitation.objects.filter(meeting=meeting, employment=None).update(attended=came)
    assert ("Ingen har møtt deltakeren siden" in day_of(signed_in(cast.kari))) is not came


# One click from doing it


def road_with_gaps(cast: Cast) -> dict[str, Any]:
    """One of each gap that a form of the file closes."""
    person, soon = cast.participant, TODAY + timedelta(days=50)
    gone = make_employee("Siv Stille", cast.organisations["school"], "school_adviser")
    seat = make_member(person, gone)
    type(seat.relation).objects.filter(pk=seat.relation_id).update(period=(LONG_AGO, TODAY))
    Schooling.objects.create(participant=person, application_due=soon)
    Step.objects.create(
        participant=person, kind="adult_education", first=TODAY - timedelta(days=90), until=soon,
        status="ongoing", organisation=cast.organisations["school"],
    )  # fmt: skip
    return {
        "step": Step.objects.create(participant=person, kind="upper_secondary", first=soon).pk,
        "seat": seat.pk,
        "education": Education.objects.create(
            participant=person, level="primary", country="Syria", completion="completed", years=9,
            documentation="translated",
        ).pk,
        "action": Action.objects.create(
            participant=person, text="Ring skolen", owner_employment_id=cast.tea.employment_id,
            due_on=TODAY - timedelta(days=1),
        ).pk,
    }  # fmt: skip


FORMS = (
    "plan/steg/{step}/",
    "gruppe/{seat}/overlever/",
    "kartlegging/utdanning/{education}/papirer/",
    "plan/oppgaver/{action}/",
    "kall-inn/ekstra/behov/",
)
PLACES = (
    "plan/#steg-{step}",
    "gruppe/#uten-etterfolger",
    "kartlegging/utdanning/{education}/papirer/",
    "plan/oppgaver/{action}/",
    "moter/",
)


@pytest.mark.parametrize(
    ("who", "ways"), [("kari", FORMS), ("nils", FORMS), ("tea", PLACES), ("kim", PLACES)]
)
@pytest.mark.parametrize("page", ["/?alt=hull", "/deltakere/{pk}/"])
def test_every_gap_leads_to_the_very_thing(cast: Cast, signed_in, who: str, ways: Any, page: str) -> None:
    things, client = road_with_gaps(cast), signed_in(getattr(cast, who))
    shown = client.get(page.format(pk=cast.participant.pk)).content.decode()
    for way in ways:
        address = f"/deltakere/{cast.participant.pk}/{way.format(**things)}"
        assert f'href="{address}"' in shown
        assert client.get(address).status_code == 200


def test_a_road_that_ends_leads_to_the_next_step(cast: Cast, signed_in) -> None:
    soon = TODAY + timedelta(days=50)
    Step.objects.create(
        participant=cast.participant, kind="adult_education", first=TODAY, until=soon, status="ongoing",
        organisation=cast.organisations["school"],
    )  # fmt: skip
    assert f'href="/deltakere/{cast.participant.pk}/plan/steg/"' in day_of(signed_in(cast.tea))


def test_a_member_is_not_offered_to_call_and_sees_where_it_is_called(cast: Cast, signed_in) -> None:
    call = f"/deltakere/{cast.participant.pk}/kall-inn/first/0/"
    assert call in signed_in(cast.kari).get("/").content.decode()
    page = signed_in(cast.tea).get("/").content.decode()
    assert call not in page
    assert f'href="/deltakere/{cast.participant.pk}/moter/"' in page


def test_intake_alone_is_shown_no_way_it_may_not_go(cast: Cast, signed_in) -> None:
    Membership.objects.filter(employment_id=cast.kari.employment_id).delete()
    cast.participant.milestones.filter(code="adult_education_end").update(expected=TODAY)
    road_with_gaps(cast)
    client = signed_in(
        make_employee("Ingar Inn", cast.organisations["refugee"], "programme_adviser", intake=True)
    )
    page = client.get(f"/deltakere/{cast.participant.pk}/").content.decode()
    assert "/plan/" not in page
    assert "/kall-inn/" not in page


def test_what_i_promised_opens_the_promise(cast: Cast, signed_in) -> None:
    action = Action.objects.create(
        participant=cast.participant, text="Ring skolen", owner_employment_id=cast.tea.employment_id
    )
    page = signed_in(cast.tea).get("/").content.decode()
    assert f'href="/deltakere/{cast.participant.pk}/plan/oppgaver/{action.pk}/"' in page
