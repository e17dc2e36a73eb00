"""Who may say yes for whom: in the room those who are there, elsewhere each for themselves; never a guess."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from pytest_django import Settings

from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.errors import Denied, RuleBroken
from samlop.kernel.models import Outbox
from samlop.routines.actions import agreement, minutes, reconciling
from samlop.routines.models import (
    AgreedText,
    ArchiveCopy,
    ArchivedNote,
    Confirmation,
    Invitation,
    Meeting,
    OwnNote,
)
from samlop.routines.queries.meeting_history import history_of
from tests.cast import Cast, make_employee, make_member
from tests.routines.meetings import (
    AGREES,
    DISAGREES,
    IN_ROOM,
    SIGNED_IN,
    agreed_meeting,
    called_meeting,
    draft_of,
    everybody_confirms,
    gather,
    held_meeting,
    ready_text,
    seat,
    seats,
)
from tests.routines.test_minutes_pages import address

SignIn = Callable[[Actor], Client]
ASSISTED = Confirmation.Manner.ASSISTED


@pytest.fixture(autouse=True)
def plan(settings: Settings) -> None:
    """A plan that carries out nothing."""
    settings.AGREEMENT_EFFECTS = "tests.routines.fakes.carry_out"


def nora(cast: Cast) -> Actor:
    """A colleague of Nils, in the group."""
    colleague = make_employee("Nora Nennsom", cast.organisations["nav"], cast.nils.role)
    make_member(cast.participant, colleague)
    cast.__dict__["nora"] = colleague
    return colleague


def new_version(cast: Cast, meeting: Meeting) -> AgreedText:
    """The next version, closed and ready to be confirmed."""
    with acting_as(cast.kari):
        return reconciling.close_draft(cast.kari, reconciling.begin_new_version(cast.kari, meeting))


def press(actor: Actor, text: AgreedText, cast: Cast, name: str, **values: object) -> Confirmation:
    """This one presses yes for the organisation of another, or for Dina."""
    who = (
        {"for_participant": True} if name == "dina" else {"organisation": cast.employment(name).organisation}
    )
    with acting_as(actor):
        return agreement.confirm(actor, text, **({"answer": AGREES, "manner": IN_ROOM} | who | values))


# Only those in the room press for others


@pytest.mark.parametrize("name", ["kari", "tea", "kim", "nils", "dina"])
def test_one_who_was_never_called_presses_for_nobody(cast: Cast, name: str) -> None:
    stranger = nora(cast)
    text = ready_text(cast, held_meeting(cast))
    with pytest.raises(RuleBroken, match="i rommet"):
        press(stranger, text, cast, name)
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("name", ["kari", "tea", "dina"])
def test_one_who_was_absent_presses_for_nobody(cast: Cast, name: str) -> None:
    text = ready_text(cast, held_meeting(cast, absent=["nils"]))
    with pytest.raises(RuleBroken, match="i rommet"):
        press(cast.nils, text, cast, name)
    assert not Confirmation.objects.exists()


def test_an_uncalled_member_posts_for_all_and_nothing_is_agreed(cast: Cast, signed_in: SignIn) -> None:
    stranger = nora(cast)
    meeting = held_meeting(cast)
    ready_text(cast, meeting)
    client = signed_in(stranger)
    for party in [str(getattr(cast, name).organisation_id) for name in ("kari", "tea", "kim")] + [
        "participant"
    ]:
        response = client.post(address("confirm", meeting), {"party": party, "answer": "agrees"})
        assert response.status_code == 422
        assert "Bare en som er i rommet" in response.content.decode()
    assert not Confirmation.objects.exists()


def test_the_page_offers_the_absent_only_their_own_word(cast: Cast, signed_in: SignIn) -> None:
    colleague = nora(cast)
    meeting = held_meeting(cast)
    ready_text(cast, meeting)
    page = signed_in(colleague).get(address("confirm", meeting)).content.decode()
    assert "Enig – Nora Nennsom" in page
    assert page.count('value="agrees"') == 1
    assert "Du er ikke merket av som til stede." in page
    page = signed_in(cast.kari).get(address("confirm", meeting)).content.decode()
    assert page.count('value="agrees"') == 5
    assert "Du er ikke merket av" not in page


def test_the_database_lets_nobody_else_press(cast: Cast) -> None:
    stranger = nora(cast)
    text = ready_text(cast, held_meeting(cast, absent=["nils"]))
    tea, nav = cast.employment("tea"), cast.organisations["nav"]
    word = {"participant": cast.participant, "agreed_text": text, "answer": AGREES}
    forged = [
        (stranger, {"manner": IN_ROOM, "organisation": tea.organisation, "given_by": tea}),
        (cast.kari, {"manner": IN_ROOM, "organisation": nav, "given_by_id": cast.nils.employment_id}),
        (
            cast.kari,
            {"manner": SIGNED_IN, "organisation": tea.organisation, "given_by_id": cast.kari.employment_id},
        ),
        (cast.kari, {"manner": SIGNED_IN, "organisation": cast.organisations["refugee"], "given_by": tea}),
        (cast.kari, {"manner": SIGNED_IN, "is_participant": True, "given_by_id": cast.kari.employment_id}),
        (cast.kari, {"manner": ASSISTED, "is_participant": True, "given_by_id": cast.kari.employment_id}),
        (cast.dina, {"manner": IN_ROOM, "is_participant": True}),
        (cast.dina, {"manner": SIGNED_IN, "organisation": nav}),
        (
            replace(cast.dina, assisted_by=cast.kari.employment_id),
            {"manner": SIGNED_IN, "is_participant": True},
        ),
    ]
    for actor, values in forged:
        refused = pytest.raises(DatabaseError, match="row-level security")
        with acting_as(actor), refused, transaction.atomic():
            Confirmation.objects.create(**word, **values)
    with acting_as(cast.kari):
        Confirmation.objects.create(**word, manner=IN_ROOM, organisation=tea.organisation, given_by=tea)


def test_who_of_several_speaks_is_chosen_and_not_guessed(cast: Cast) -> None:
    colleague = nora(cast)
    text = ready_text(cast, held_meeting(cast, staff=("kari", "tea", "kim", "nils", "nora")))
    for given_by in (None, cast.tea.employment_id):
        with pytest.raises(RuleBroken, match="Velg hvem"):
            press(cast.kari, text, cast, "nils", given_by=given_by)
    assert (
        press(cast.kari, text, cast, "nils", given_by=colleague.employment_id).given_by_id
        == colleague.employment_id
    )
    with pytest.raises(RuleBroken, match="Velg hvem"):
        press(cast.kari, text, cast, "tea", given_by=cast.nils.employment_id)


def test_a_colleagues_word_is_not_told_as_signed_in(cast: Cast, signed_in: SignIn) -> None:
    colleague = nora(cast)
    meeting = held_meeting(cast, staff=("kari", "tea", "kim", "nils", "nora"))
    ready_text(cast, meeting)
    values = {
        "party": str(cast.nils.organisation_id),
        "answer": "agrees",
        "given_by": str(colleague.employment_id),
    }
    signed_in(cast.nils).post(address("confirm", meeting), values)
    word = Confirmation.objects.get()
    assert (word.manner, word.given_by_id) == ("in_room", colleague.employment_id)


def test_the_absent_take_back_no_word_but_their_own(cast: Cast) -> None:
    text = ready_text(cast, held_meeting(cast, absent=["nils"]))
    for name in ("tea", "dina"):
        word = press(cast.kari, text, cast, name)
        with acting_as(cast.nils), pytest.raises(Denied):
            agreement.take_back_word(cast.nils, word)
        own = getattr(cast, name)
        with acting_as(own):
            agreement.take_back_word(own, word)
    assert not Confirmation.objects.filter(set_aside_at=None).exists()


# A later version


def test_the_first_meeting_says_nothing_of_who_confirms_a_later_version(cast: Cast) -> None:
    text = new_version(cast, agreed_meeting(cast))
    for name in ("tea", "kim", "nils", "dina"):
        with pytest.raises(RuleBroken, match="i rommet"):
            press(cast.kari, text, cast, name)
    gather(cast, text, cast.kari, cast.tea)
    press(cast.kari, text, cast, "tea")
    for name in ("nils", "dina"):
        with pytest.raises(RuleBroken, match="rommet"):
            press(cast.kari, text, cast, name)
    with pytest.raises(RuleBroken, match="i rommet"):
        press(cast.nils, text, cast, "tea")


def test_a_later_version_is_agreed_by_each_signed_in(cast: Cast) -> None:
    text = new_version(cast, agreed_meeting(cast))
    for actor in (cast.kari, cast.tea, cast.kim, cast.nils):
        with acting_as(actor):
            agreement.confirm(actor, text, answer=AGREES, manner=SIGNED_IN)
    with acting_as(cast.dina):
        agreement.confirm(cast.dina, text, for_participant=True, answer=AGREES, manner=SIGNED_IN)
    text.refresh_from_db()
    assert text.state == "agreed"


def test_only_one_who_is_there_says_who_is_there(cast: Cast) -> None:
    text = new_version(cast, agreed_meeting(cast))
    with acting_as(cast.kari), pytest.raises(RuleBroken, match="deg selv"):
        agreement.mark_here(cast.kari, text, present=seats(text.meeting, cast.tea))
    assert not Invitation.objects.filter(here_for=2).exists()
    with acting_as(cast.ute), pytest.raises(AgreedText.DoesNotExist):
        agreement.mark_here(cast.ute, text, present=[])


def test_one_who_was_not_called_comes_to_the_later_version(cast: Cast) -> None:
    stranger = make_employee("Rut Rolig", cast.organisations["elsewhere"], cast.kim.role)
    make_member(cast.participant, stranger)
    meeting = agreed_meeting(cast)
    text = new_version(cast, meeting)
    with acting_as(stranger):
        agreement.mark_here(
            stranger, text, present=seats(meeting, cast.tea), walk_ins=[stranger.employment_id]
        )
    place = seat(meeting, stranger)
    assert (place.walked_in, place.attended, place.here_for) == (True, False, 2)
    press(stranger, text, cast, "tea")
    with acting_as(stranger):
        agreement.mark_here(stranger, text, present=[place.pk])
    assert not seat(meeting, cast.tea).is_here(2)
    with acting_as(cast.kari):
        agreement.mark_here(cast.kari, text, present=seats(meeting, cast.kari))
    assert not Invitation.objects.filter(meeting=meeting, walked_in=True).exists()


def test_the_room_of_a_later_version_is_marked_on_the_page(cast: Cast, signed_in: SignIn) -> None:
    meeting = agreed_meeting(cast)
    new_version(cast, meeting)
    client = signed_in(cast.kari)
    page = client.get(address("confirm", meeting)).content.decode()
    assert "Hvem er samlet nå?" in page
    assert page.count('value="agrees"') == 1
    alone = client.post(address("confirm", meeting), {"act": "here", "present": seats(meeting, cast.tea)})
    assert alone.status_code == 422
    assert "Merk også av deg selv" in alone.content.decode()
    everybody = [place.pk for place in Invitation.objects.filter(meeting=meeting)]
    assert client.post(address("confirm", meeting), {"act": "here", "present": everybody}).status_code == 302
    assert client.get(address("confirm", meeting)).content.decode().count('value="agrees"') == 5
    for party in [str(getattr(cast, name).organisation_id) for name in ("kari", "tea", "kim", "nils")] + [
        "participant"
    ]:
        client.post(address("confirm", meeting), {"party": party, "answer": "agrees"})
    assert AgreedText.objects.get(meeting=meeting, number=2).state == "agreed"


def test_attendance_in_the_meeting_stands_once_all_have_agreed(cast: Cast, signed_in: SignIn) -> None:
    meeting = agreed_meeting(cast)
    with acting_as(cast.kari):
        reconciling.begin_new_version(cast.kari, meeting)
        with pytest.raises(RuleBroken, match="står fast"):
            minutes.mark_present(cast.kari, meeting, present=seats(meeting, cast.kari))
    assert seat(meeting, cast.tea).attended
    assert "Rett oppmøtet" not in signed_in(cast.kari).get(address("hold", meeting)).content.decode()


# Somebody comes without being called


def test_one_who_came_uncalled_gets_a_seat_that_says_so(cast: Cast) -> None:
    meeting = called_meeting(cast, staff=("kari", "tea", "kim"))
    with acting_as(cast.kim):
        present = seats(meeting, cast.kim, cast.tea, cast.dina)
        minutes.start_meeting(cast.kim, meeting, present=present, walk_ins=[cast.nils.employment_id])
    place = seat(meeting, cast.nils)
    assert (place.walked_in, place.attended, place.role) == (True, True, cast.nils.role)
    meeting.refresh_from_db()
    with acting_as(cast.kari):
        told = [line.text for line in history_of(meeting)]
    assert "Nils Nøysom kom uten å være kalt inn" in told
    text = ready_text(cast, meeting)
    press(cast.nils, text, cast, "tea")
    everybody_confirms(cast, text, besides=["kari"])
    text.refresh_from_db()
    assert text.state == "agreed"
    assert ArchiveCopy.objects.filter(organisation=cast.nils.organisation_id).exists()


def test_an_uncalled_seat_is_taken_away_again(cast: Cast) -> None:
    meeting = held_meeting(cast, staff=("kari", "tea"))
    with acting_as(cast.tea):
        minutes.mark_present(
            cast.tea, meeting, present=seats(meeting, cast.kari), walk_ins=[cast.kim.employment_id]
        )
        minutes.mark_present(cast.tea, meeting, present=seats(meeting, cast.kari, cast.tea))
        assert not Invitation.objects.filter(walked_in=True).exists()
        minutes.mark_present(cast.tea, meeting, present=[], walk_ins=[cast.kim.employment_id])
        minutes.take_back_start(cast.tea, meeting)
    assert not Invitation.objects.filter(walked_in=True).exists()
    assert Invitation.objects.filter(meeting=meeting).count() == 3


def test_nobody_outside_the_group_walks_in(cast: Cast) -> None:
    meeting = held_meeting(cast, staff=("kari", "tea"))
    for employment in (cast.ute.employment_id, cast.lea.employment_id, cast.tea.employment_id):
        with acting_as(cast.kari), pytest.raises(RuleBroken) as broken:
            minutes.mark_present(cast.kari, meeting, present=[], walk_ins=[employment])
        assert broken.value.field == "walk_ins"
    values = {"participant": cast.participant, "meeting": meeting, "role": "x", "walked_in": True}
    for actor in (cast.ute, cast.lea):
        outside = {"employment_id": actor.employment_id, "organisation_id": actor.organisation_id}
        refused = pytest.raises(DatabaseError, match="row-level security")
        with acting_as(cast.tea), refused, transaction.atomic():
            Invitation.objects.create(**values, **outside)


def test_the_tick_list_holds_the_rest_of_the_group(cast: Cast, signed_in: SignIn) -> None:
    meeting = called_meeting(cast, staff=("kari", "tea"))
    client = signed_in(cast.tea)
    page = client.get(address("hold", meeting)).content.decode()
    assert "Er noen her uten å være kalt inn?" in page
    assert "Nils Nøysom, NAV Lindesnes" in page
    assert "Ute Utakt" not in page
    chosen = {"present": seats(meeting, cast.tea, cast.dina), "walk_ins": [cast.nils.employment_id]}
    assert client.post(address("hold", meeting), chosen).status_code == 302
    assert seat(meeting, cast.nils).attended
    corrected = {"act": "present", "present": seats(meeting, cast.tea), "walk_ins": [cast.kim.employment_id]}
    client.post(address("hold", meeting), corrected)
    assert seat(meeting, cast.kim).walked_in
    assert not Invitation.objects.filter(employment=cast.nils.employment_id).exists()


# What is archived


def test_an_agency_that_wrote_gets_a_copy_though_not_called(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast, staff=("kari", "tea"))
    with acting_as(cast.nils):
        minutes.save_note(cast.nils, meeting, agenda_code="english", text="NAVs eget", version=0)
    everybody_confirms(cast, ready_text(cast, meeting))
    organisations = {getattr(cast, name).organisation_id for name in ("kari", "tea", "nils")}
    assert set(ArchiveCopy.objects.values_list("organisation_id", flat=True)) == organisations
    assert Outbox.objects.filter(kind="archive.copy").count() == 3
    for actor in (cast.nils, cast.tea):
        assert "NAV Lindesnes" in signed_in(actor).get(address("archive", meeting)).content.decode()


def test_notes_are_kept_as_they_stood_and_only_for_their_own(cast: Cast) -> None:
    meeting = held_meeting(cast)
    for actor in (cast.tea, cast.nils):
        with acting_as(actor):
            minutes.save_note(actor, meeting, agenda_code="english", text=f"FØR {actor.name}", version=0)
    text = ready_text(cast, meeting)
    everybody_confirms(cast, text, besides=["dina"])
    with acting_as(cast.dina):
        agreement.confirm(cast.dina, text, for_participant=True, answer=AGREES, manner=SIGNED_IN)
    with acting_as(cast.tea):
        reconciling.begin_new_version(cast.tea, meeting)
        minutes.save_note(cast.tea, meeting, agenda_code="english", text="ETTER", version=1)
        assert [note.text for note in ArchivedNote.objects.all()] == ["FØR Tea Tålmodig"]
        assert [note.text for note in ArchivedNote.objects.visible_to(cast.tea)] == ["FØR Tea Tålmodig"]
    OwnNote.objects.update(shared_at="2026-01-01T00:00Z")
    for actor in (cast.kari, cast.dina, cast.ute):
        with acting_as(actor):
            assert not ArchivedNote.objects.exists()


def test_what_is_kept_is_neither_added_to_nor_changed(cast: Cast) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.tea):
        minutes.save_note(cast.tea, meeting, agenda_code="english", text="FØR", version=0)
    text = ready_text(cast, meeting)
    with acting_as(cast.tea), pytest.raises(DatabaseError, match="once"), transaction.atomic():
        agreement._keep_notes(text)
    everybody_confirms(cast, text)
    text.refresh_from_db()
    kept = ArchivedNote.objects.get()
    values = {"participant": cast.participant, "agreed_text": text, "organisation": kept.organisation}
    attempts = [
        lambda: agreement._keep_notes(text),
        lambda: ArchivedNote.objects.update(text="ETTER"),
        lambda: ArchivedNote.objects.filter(pk=kept.pk).delete(),
        lambda: ArchivedNote.objects.create(**values, text="til", author=kept.author),
        lambda: AgreedText.objects.filter(pk=text.pk).update(as_agreed={}),
    ]
    for attempt in attempts:
        with acting_as(cast.tea), pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ArchivedNote.objects.update(text="ETTER")
    with acting_as(cast.ute), pytest.raises(DatabaseError, match="once"), transaction.atomic():
        agreement._keep_notes(text)


# Words typed too late


@pytest.mark.parametrize("state", ["reopened", "agreed"])
def test_an_objection_that_comes_too_late_is_shown_and_not_lost(
    cast: Cast, signed_in: SignIn, state: str
) -> None:
    meeting = held_meeting(cast)
    text = ready_text(cast, meeting)
    if state == "reopened":
        with acting_as(cast.tea):
            reconciling.reopen_draft(cast.tea, text)
    else:
        everybody_confirms(cast, text)
    typed = {
        "party": str(cast.nils.organisation_id),
        "answer": DISAGREES.value,
        "words": "Fristen er <for> kort",
    }
    client = signed_in(cast.nils)
    response = client.post(address("confirm", meeting), typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Fristen er &lt;for&gt; kort</textarea>" in page
    assert ("åpnet teksten igjen" if state == "reopened" else "ny versjon") in page
    onward = address("reconcile" if state == "reopened" else "agreed", meeting)
    assert client.post(address("confirm", meeting), typed | {"words": ""}).headers["Location"] == onward
    assert not Confirmation.objects.filter(answer=DISAGREES).exists()


def test_a_refused_objection_stands_open_in_its_own_form(cast: Cast, signed_in: SignIn) -> None:
    colleague = nora(cast)
    meeting = held_meeting(cast, staff=("kari", "tea", "kim", "nils", "nora"))
    ready_text(cast, meeting)
    typed = {"party": str(colleague.organisation_id), "answer": "disagrees", "words": "Fristen er for kort"}
    response = signed_in(cast.kari).post(address("confirm", meeting), typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert page.count("Fristen er for kort</textarea>") == 1
    assert "Velg hvem som svarer." in page
    assert draft_of(meeting).closed
