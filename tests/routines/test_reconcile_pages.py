"""The pages of reconciling and confirming: one text, decisions, everybody's word, the versions that held."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from samlop.access.models import ReadLog
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.errors import Denied
from samlop.routines.actions import agreement, minutes, reconciling
from samlop.routines.models import AgreedItem, AgreedText, Confirmation, Decision, Meeting, OwnNote
from tests.cast import Cast, make_employee, make_member, make_participant
from tests.routines import fakes
from tests.routines.meetings import (
    AGREES,
    DISAGREES,
    SIGNED_IN,
    agreed_meeting,
    called_meeting,
    draft_of,
    everybody_confirms,
    held_meeting,
    ready_text,
)
from tests.routines.test_minutes_pages import address, autosave, read_and_written, sent, shown

SignIn = Callable[[Actor], Client]
DECISION = {"d-text": "Søke på vigo.no", "d-due_on": "2027-03-01", "d-plan_change": "", "act": "decide"}


@pytest.fixture(autouse=True)
def plan(settings: Settings) -> None:
    """A plan that remembers what it was asked to carry out."""
    settings.AGREEMENT_EFFECTS = "tests.routines.fakes.carry_out"
    settings.PLAN_CHOICES = "tests.routines.fakes.Choices"
    fakes.carried_out.clear()


def shared_note(actor: Actor, meeting: Meeting, text: str, code: str = "english") -> OwnNote:
    with acting_as(actor):
        note = minutes.save_note(actor, meeting, agenda_code=code, text=text, version=0)
        minutes.share_notes(actor, meeting)
        return note


@pytest.mark.parametrize("name", ["reconcile", "confirm", "agreed", "archive"])
def test_to_ute_and_dina_there_is_no_such_page(cast: Cast, signed_in: SignIn, name: str) -> None:
    meeting = agreed_meeting(cast) if name in ("agreed", "archive") else held_meeting(cast)
    for actor in (cast.ute, cast.lea, cast.dina):
        assert signed_in(actor).get(address(name, meeting)).status_code == 404
        if name in ("reconcile", "confirm"):
            assert signed_in(actor).post(address(name, meeting), {"act": "close"}).status_code == 404


def test_ute_presses_no_button(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    ready_text(cast, meeting)
    ute = signed_in(cast.ute)
    for name in ("reopen", "new_version", "share"):
        assert ute.post(address(name, meeting)).status_code == 404
    word = Confirmation(pk=cast.participant.pk)
    assert ute.post(address("take_back_word", meeting, word.pk)).status_code == 404
    assert ute.post(address("bring_back_decision", meeting, word.pk)).status_code == 404
    assert draft_of(meeting).closed


def test_a_meeting_that_has_not_begun_is_not_reconciled(cast: Cast, signed_in: SignIn) -> None:
    meeting = called_meeting(cast)
    for name in ("reconcile", "agreed"):
        assert signed_in(cast.tea).get(address(name, meeting)).headers["Location"] == address("hold", meeting)


def test_shared_notes_stand_side_by_side_and_own_ones_too(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    shared_note(cast.nils, meeting, "NAV mener kokk")
    with acting_as(cast.kim):
        minutes.save_note(cast.kim, meeting, agenda_code="english", text="Kims hemmelige", version=0)
    with acting_as(cast.tea):
        minutes.save_note(cast.tea, meeting, agenda_code="english", text="Teas eget", version=0)
    page = signed_in(cast.tea).get(address("reconcile", meeting)).content.decode()
    assert "NAV mener kokk" in page
    assert "Teas eget" in page
    assert "bare dere ser dette" in page
    assert "Kims hemmelige" not in page
    assert "Karriere Agder" in page.partition("Disse har ikke delt")[2][:200]


def test_the_pages_cost_twelve_queries_and_one_read(
    cast: Cast, signed_in: SignIn, settings: Settings
) -> None:
    settings.PLAN_CHOICES = "samlop.plans.effects.PlanChoices"
    meeting = held_meeting(cast)
    shared_note(cast.nils, meeting, "NAV")
    shared_note(cast.tea, meeting, "skolen")
    client = signed_in(cast.tea)
    client.post(address("reconcile", meeting), DECISION | {"d-owner": str(cast.kim.employment_id)})
    client.get(address("reconcile", meeting))
    pages = ["reconcile"]
    for name in ("reconcile", "confirm", "agreed", "archive"):
        if name == "confirm":
            ready_text(cast, meeting)
        if name == "agreed":
            everybody_confirms(cast, draft_of(meeting))
        before = ReadLog.objects.count()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(name, meeting)).status_code == 200
        assert len(read_and_written(captured)) <= 12, (
            name,
            "\n".join(one[:150] for one in read_and_written(captured)),
        )
        assert ReadLog.objects.count() == before + 1
        pages.append(name)


def test_the_one_text_saves_itself_and_meets_a_conflict(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    where = address("agreed_item", meeting, "english")
    first = autosave(signed_in(cast.tea), where, **{"t-english-text": "Teas", "version": 1})
    assert first.json()["version"] == 2
    second = autosave(signed_in(cast.nils), where, **{"t-english-text": "Nils'", "version": 1})
    assert (second.status_code, second.json()["theirs"], second.json()["author"]) == (
        409,
        "Teas",
        "Tea Tålmodig",
    )
    for code in ("x", "\x00"):
        typed = {f"t-{code}-text": "x", "version": 1}
        planted = autosave(signed_in(cast.nils), address("agreed_item", meeting, code), **typed)
        assert planted.status_code == 422
    assert autosave(signed_in(cast.dina), where, **{"t-english-text": "D", "version": 2}).status_code == 404


def test_a_note_becomes_the_start_of_the_text_and_typed_text_stays(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    note = shared_note(cast.nils, meeting, "NAV mener kokk")
    typed = sent(t_english=shown("Vi er enige om dette:", 1), t_norwegian=shown("B1", 1))
    client = signed_in(cast.tea)
    response = client.post(address("reconcile", meeting), typed | {"act": f"from:{note.pk}"})
    assert response["Location"] == f"{address('reconcile', meeting)}#punkt-english"
    page = client.get(address("reconcile", meeting)).content.decode()
    assert 'id="punkt-english"' in page
    assert "Lagt i felles tekst." in page
    texts = dict(AgreedItem.objects.exclude(text="").values_list("agenda_code", "text"))
    assert texts == {"english": "Vi er enige om dette:\n\nNAV mener kokk", "norwegian": "B1"}


def test_who_has_shared_nothing_is_shown_the_way_to_the_notes(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    shared_note(cast.nils, meeting, "NAV mener kokk")
    for actor, is_shown in ((cast.tea, True), (cast.nils, False)):
        page = signed_in(actor).get(address("reconcile", meeting)).content.decode()
        assert "Hver etat deler sine notater på siden Notater." in page
        assert ("Gå til notatene deres" in page) == is_shown


def test_anothers_unshared_note_is_no_start(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.kim):
        note = minutes.save_note(cast.kim, meeting, agenda_code="english", text="Kims", version=0)
    response = signed_in(cast.tea).post(address("reconcile", meeting), {"act": f"from:{note.pk}"})
    assert response.status_code == 404


def test_a_note_of_another_participants_meeting_is_no_start(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    another = make_participant("Olav", "Omsorgsfull", registered_by=cast.organisations["refugee"])
    elsewhere = Meeting.objects.create(
        participant=another,
        routine_version=cast.routine_version,
        reason="Ekstra",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        called_by_id=cast.kari.employment_id,
    )
    note = OwnNote.objects.create(
        participant=another,
        meeting=elsewhere,
        organisation_id=cast.tea.organisation_id,
        author_id=cast.tea.employment_id,
        agenda_code="english",
        text="Olavs hemmelighet",
    )
    make_member(another, cast.tea)
    with acting_as(cast.tea):
        assert OwnNote.objects.visible_to(cast.tea).filter(pk=note.pk).exists()
        with pytest.raises(Denied):
            reconciling.start_from_note(cast.tea, draft_of(meeting), note=note)
    response = signed_in(cast.tea).post(address("reconcile", meeting), {"act": f"from:{note.pk}"})
    assert response.status_code == 404
    assert not AgreedItem.objects.exclude(text="").exists()


def test_a_conflict_by_button_keeps_both_texts(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    where = address("agreed_item", meeting, "english")
    autosave(signed_in(cast.nils), where, **{"t-english-text": "Nils'", "version": 1})
    client = signed_in(cast.tea)
    response = client.post(address("reconcile", meeting), sent(t_english=shown("Teas", 1)) | {"act": "save"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Nils&#x27;" in page
    assert "Teas</textarea>" in page
    chosen = sent(t_english=shown("Teas", 2)) | {"act": "both:t-english", "t-english-mark": ""}
    assert client.post(address("reconcile", meeting), chosen).status_code == 302
    assert AgreedItem.objects.get(agenda_code="english").text == "Nils'\n\nTeas"


def test_a_decision_is_written_down_taken_out_and_brought_back(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    typed = sent(t_norwegian=shown("B1", 1))
    owner = {"d-owner": str(cast.kim.employment_id)}
    assert client.post(address("reconcile", meeting), DECISION | owner | typed).status_code == 302
    decision = Decision.objects.get()
    assert (decision.owner_employment_id, str(decision.due_on)) == (cast.kim.employment_id, "2027-03-01")
    assert AgreedItem.objects.get(agenda_code="norwegian").text == "B1"
    client.post(address("reconcile", meeting), {"act": f"remove:{decision.pk}"})
    assert not Decision.objects.exists()
    page = client.get(address("reconcile", meeting)).content.decode()
    undo = address("bring_back_decision", meeting, decision.pk)
    assert undo in page
    client.post(undo)
    assert Decision.objects.get().text == "Søke på vigo.no"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"d-text": ""}, "Hva er vedtatt"),
        ({"d-owner": ""}, "Hvem gjør det"),
        ({"d-plan_change": "horizon"}, "realistisk å nå målet"),
        ({"d-plan_change": "planted"}, "Hva endrer det i planen"),
        ({"d-first": "2027-05-01", "d-until": "2027-04-01"}, "Steget kan ikke slutte før"),
    ],
)
def test_a_decision_that_lacks_something_says_what(
    cast: Cast, signed_in: SignIn, values: dict[str, str], problem: str
) -> None:
    meeting = held_meeting(cast)
    typed = sent(t_norwegian=shown("B1", 1))
    posted = DECISION | {"d-owner": "participant"} | values | typed
    response = signed_in(cast.tea).post(address("reconcile", meeting), posted)
    assert response.status_code == 422
    page = response.content.decode()
    assert problem in page.partition("data-error-summary")[2]
    assert "B1</textarea>" in page
    assert not Decision.objects.exists()


def half(page: str) -> tuple[bool, bool, bool]:
    """Whether the decision somebody was writing stands there, open, and with its deadline."""
    part = page.partition('id="vedtak"')[2]
    opened = re.search(r"<details[^>]*\bopen\b", part)
    return "Søke på vigo.no</textarea>" in part, bool(opened), 'value="2027-03-01"' in part


@pytest.mark.parametrize("why", ["contested", "too long", "closed"])
def test_a_decision_being_written_stays_when_a_text_is_not_kept(
    cast: Cast, signed_in: SignIn, why: str
) -> None:
    meeting = held_meeting(cast)
    text, status = {"contested": ("Teas", 409), "too long": ("a" * 20_001, 422), "closed": ("for sent", 422)}[
        why
    ]
    if why == "closed":
        ready_text(cast, meeting)
    autosave(
        signed_in(cast.nils),
        address("agreed_item", meeting, "english"),
        **{"t-english-text": "N", "version": 1},
    )
    typed = sent(t_english=shown(text, 1)) | DECISION | {"act": "save", "d-owner": "participant"}
    response = signed_in(cast.tea).post(address("reconcile", meeting), typed)
    assert response.status_code == status
    page = response.content.decode()
    assert half(page) == (True, True, True)
    assert '<option value="participant" selected>' in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize("act", ["save", "from", "remove", "close"])
def test_a_whole_decision_is_written_down_whatever_button_is_pressed(
    cast: Cast, signed_in: SignIn, act: str
) -> None:
    meeting, note, decision = meeting_to_reconcile(cast)
    what = {"from": f"from:{note.pk}", "remove": f"remove:{decision.pk}"}.get(act, act)
    typed = DECISION | {"d-owner": "participant", "act": what}
    assert signed_in(cast.tea).post(address("reconcile", meeting), typed).status_code == 302
    assert Decision.objects.filter(text="Søke på vigo.no", owner_is_participant=True).count() == 1
    assert draft_of(meeting).closed == (act == "close")
    assert Decision.objects.filter(pk=decision.pk).exists() == (act != "remove")


@pytest.mark.parametrize("act", ["save", "from", "remove", "close", "decide"])
def test_half_a_decision_stays_whatever_button_is_pressed(cast: Cast, signed_in: SignIn, act: str) -> None:
    meeting, note, decision = meeting_to_reconcile(cast)
    what = {"from": f"from:{note.pk}", "remove": f"remove:{decision.pk}"}.get(act, act)
    typed = sent(t_norwegian=shown("B1", 1)) | DECISION | {"act": what}
    response = signed_in(cast.tea).post(address("reconcile", meeting), typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert half(page) == (True, True, True)
    assert "Hvem gjør det" in page.partition("data-error-summary")[2]
    assert AgreedItem.objects.get(agenda_code="norwegian").text == "B1"
    assert AgreedItem.objects.filter(text="NAV mener kokk").exists() == (act == "from")
    assert Decision.objects.filter(pk=decision.pk).exists() == (act != "remove")
    assert not draft_of(meeting).closed


def meeting_to_reconcile(cast: Cast) -> tuple[Meeting, OwnNote, Decision]:
    """A meeting with a shared note, one decision, and so enough to be ready."""
    meeting = held_meeting(cast)
    note = shared_note(cast.nils, meeting, "NAV mener kokk")
    with acting_as(cast.kari):
        return meeting, note, reconciling.add_decision(cast.kari, draft_of(meeting), text="Møtes igjen")


def test_what_is_typed_when_the_start_was_taken_back_can_be_copied(cast: Cast, signed_in: SignIn) -> None:
    meeting = called_meeting(cast)
    typed = sent(t_norwegian=shown("B1 i mai", 1)) | DECISION
    response = signed_in(cast.tea).post(address("reconcile", meeting), typed)
    assert response.status_code == 409
    assert "B1 i mai</div>" in response.content.decode()
    assert "Søke på vigo.no</div>" in response.content.decode()


def test_a_button_pressed_twice_makes_one_decision(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    key = re.search(
        r'name="d-key" value="([^"]+)"', client.get(address("reconcile", meeting)).content.decode()
    )
    assert key
    typed = sent(t_norwegian=shown("B1", 1)) | DECISION | {"d-owner": "participant", "d-key": key[1]}
    answers = [client.post(address("reconcile", meeting), typed) for _press in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (302, f"{address('reconcile', meeting)}#vedtak")
    ] * 2
    assert Decision.objects.count() == 1
    client.post(address("reconcile", meeting), typed | {"d-text": "Søke igjen"})
    assert sorted(Decision.objects.values_list("text", flat=True)) == ["Søke igjen", "Søke på vigo.no"]


@pytest.mark.parametrize("act", ["remove", "close"])
def test_other_buttons_pressed_twice_lose_nothing(cast: Cast, signed_in: SignIn, act: str) -> None:
    meeting, _note, decision = meeting_to_reconcile(cast)
    what = f"remove:{decision.pk}" if act == "remove" else act
    typed = sent(t_norwegian=shown("B1", 1)) | {"act": what}
    client = signed_in(cast.tea)
    assert [client.post(address("reconcile", meeting), typed).status_code for _press in range(2)] == [
        302,
        302,
    ]
    assert AgreedItem.objects.get(agenda_code="norwegian").text == "B1"


def test_a_decision_changes_the_plan_in_words(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    school = str(cast.tea.organisation_id)
    change = {"d-plan_change": "add_step:norwegian_course", "d-first": "2027-08-01", "d-organisation": school}
    change |= {"d-title": "Norskkurs B1"}
    signed_in(cast.tea).post(address("reconcile", meeting), DECISION | {"d-owner": "participant"} | change)
    decision = Decision.objects.get()
    assert decision.owner_is_participant
    assert decision.plan_words == "Norskkurs"
    expected = {
        "change": "add_step",
        "kind": "norwegian_course",
        "title": "Norskkurs B1",
        "first": "2027-08-01",
    }
    assert decision.plan_change == expected | {"until": None, "organisation": school}


def test_ready_goes_on_to_the_confirmation(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    assert (
        client.post(address("reconcile", meeting), {"act": "close"})
        .headers["Location"]
        .startswith(address("reconcile", meeting))
    )
    assert "Det er ikke skrevet noe" in client.get(address("reconcile", meeting)).content.decode()
    client.post(address("reconcile", meeting), sent(t_norwegian=shown("B1", 1)) | {"act": "close"})
    assert client.get(address("reconcile", meeting)).headers["Location"] == address("confirm", meeting)
    page = client.get(address("confirm", meeting)).content.decode()
    assert "B1" in page
    assert "Enig – Nils Nøysom" in page
    own_button = '<button class="ds-button" type="submit" name="answer" value="agrees" lang="ar" dir="rtl">'
    assert own_button in " ".join(page.split())


@pytest.mark.parametrize("state", ["closed", "agreed"])
def test_what_is_typed_too_late_is_shown_and_not_lost(cast: Cast, signed_in: SignIn, state: str) -> None:
    meeting = held_meeting(cast)
    text = ready_text(cast, meeting)
    if state == "agreed":
        everybody_confirms(cast, text)
    typed = sent(t_norwegian=shown("mine siste ord", 1)) | {"act": "save"}
    response = signed_in(cast.tea).post(address("reconcile", meeting), typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert "mine siste ord</textarea>" in page
    assert ("klar til bekreftelse" if state == "closed" else "ny versjon") in page
    assert not AgreedItem.objects.filter(text="mine siste ord").exists()


def word(client: Client, meeting: Meeting, party: object, answer: str = "agrees", **values: object):
    return client.post(address("confirm", meeting), {"party": str(party), "answer": answer} | values)


def in_turn(cast: Cast) -> list[str]:
    """The organisations as they stand on the page; the participant comes after them."""
    return sorted(str(getattr(cast, name).organisation_id) for name in ("kari", "tea", "kim", "nils"))


def test_everybody_confirms_on_one_screen(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    ready_text(cast, meeting)
    client = signed_in(cast.kari)
    places = dict(zip(in_turn(cast), [*in_turn(cast)[1:], "participant"], strict=True))
    for party, following in places.items():
        anchor = "deltaker" if following == "participant" else f"etat-{following}"
        where = word(client, meeting, party).headers["Location"]
        assert where == f"{address('confirm', meeting)}#{anchor}"
        assert f'id="{anchor}"' in client.get(where).content.decode()
    assert word(client, meeting, "participant").headers["Location"] == address("agreed", meeting)
    manners = dict(Confirmation.objects.values_list("given_by__person__name", "manner"))
    assert manners["Nils Nøysom"] == "in_room"
    page = client.get(address("agreed", meeting)).content.decode()
    assert "Alle er enige. Referatet er samordnet." in page
    assert "Dina søker kokk på vigo.no." in page
    assert "Nils Nøysom" in page
    assert client.get(address("confirm", meeting)).headers["Location"] == address("agreed", meeting)


def test_one_signed_in_confirms_for_the_own_agency(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    ready_text(cast, meeting)
    client = signed_in(cast.nils)
    word(client, meeting, cast.nils.organisation_id)
    assert Confirmation.objects.get().manner == "signed_in"
    assert "Nils Nøysom er enig." in client.get(address("confirm", meeting)).content.decode()


def test_one_who_presses_when_all_have_agreed_is_told_without_alarm(cast: Cast, signed_in: SignIn) -> None:
    meeting = agreed_meeting(cast)
    client = signed_in(cast.kari)
    late = client.post(
        address("confirm", meeting),
        {"party": str(cast.kari.organisation_id), "answer": "agrees"},
        follow=True,
    )
    told = next(one for one in late.context["messages"] if "Alle har bekreftet" in str(one))
    assert told.level_tag == "info"


def test_own_words_and_what_changes_in_the_plan_are_read_before_the_yes(
    cast: Cast, signed_in: SignIn
) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.dina):
        minutes.save_own_words(cast.dina, meeting, text="أريد أن أصبح طاهية", version=0)
    change = {"d-plan_change": "add_step:norwegian_course", "d-first": "2027-08-01"}
    client = signed_in(cast.tea)
    client.post(address("reconcile", meeting), DECISION | {"d-owner": "participant"} | change)
    client.post(address("reconcile", meeting), sent(t_norwegian=shown("B1", 1)) | {"act": "close"})
    page = client.get(address("confirm", meeting)).content.decode()
    own_words, _heading, rest = page.partition('id="tekst"')
    assert re.search(r'dir="auto">أريد أن أصبح طاهية</blockquote>', own_words)
    assert "Planen: Norskkurs" in rest


def test_one_of_two_colleagues_speaks_for_the_agency(cast: Cast, signed_in: SignIn) -> None:
    colleague = make_employee("Nora Nennsom", cast.organisations["nav"], cast.nils.role)
    make_member(cast.participant, colleague)
    cast.__dict__["nora"] = colleague
    meeting = held_meeting(cast, staff=("kari", "tea", "kim", "nils", "nora"))
    ready_text(cast, meeting)
    client = signed_in(cast.kari)
    assert "Hvem svarer?" in client.get(address("confirm", meeting)).content.decode()
    word(client, meeting, cast.nils.organisation_id, given_by=str(colleague.employment_id))
    assert Confirmation.objects.get().given_by_id == colleague.employment_id


def test_a_disagreement_needs_words_and_is_seen(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    ready_text(cast, meeting)
    client = signed_in(cast.nils)
    refused = word(client, meeting, cast.nils.organisation_id, "disagrees", words=" ")
    assert refused.status_code == 422
    told = refused.content.decode()
    assert f'href="#words-{cast.nils.organisation_id}">NAV Lindesnes: Skriv hva dere er uenige i' in told
    box = told.partition(f'id="etat-{cast.nils.organisation_id}"')[2].partition("</li>")[0]
    assert re.search(r"<details[^>]*\bopen\b", box)
    assert "Skriv hva dere er uenige i" in box
    word(client, meeting, cast.nils.organisation_id, "disagrees", words="Fristen er for kort")
    assert "Nils Nøysom er ikke enig." in client.get(address("confirm", meeting)).content.decode()
    page = signed_in(cast.tea).get(address("confirm", meeting)).content.decode()
    assert "Fristen er for kort" in page
    assert "uenig" in page
    signed_in(cast.tea).post(address("reopen", meeting))
    page = signed_in(cast.tea).get(address("reconcile", meeting)).content.decode()
    assert "Tidligere uenighet" in page
    assert "Fristen er for kort" in page


def test_the_participant_is_asked_as_one_person(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    ready_text(cast, meeting)
    refused = word(signed_in(cast.kari), meeting, "participant", "disagrees", words="")
    page = refused.content.decode()
    box = page.partition('id="deltaker"')[2].partition("</li>")[0]
    assert re.search(r"<details[^>]*\bopen\b", box)
    assert "Hva er du uenig i?" in box
    assert "Skriv hva du er uenig i" in box
    assert page.count("Hva er du uenig i?") == 1


def test_a_word_by_the_wrong_button_is_undone(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    ready_text(cast, meeting)
    client = signed_in(cast.kari)
    word(client, meeting, cast.nils.organisation_id)
    given = Confirmation.objects.get()
    undo = address("take_back_word", meeting, given.pk)
    assert undo in client.get(address("confirm", meeting)).content.decode()
    client.post(undo)
    given.refresh_from_db()
    assert given.set_aside_at


@pytest.mark.parametrize("values", [{}, {"answer": "planted"}, {"party": "planted"}, {"given_by": "x"}])
def test_a_word_that_makes_no_sense_is_refused(cast: Cast, signed_in: SignIn, values: dict[str, str]) -> None:
    meeting = held_meeting(cast)
    ready_text(cast, meeting)
    sense = {"party": str(cast.nils.organisation_id), "answer": "agrees"}
    response = signed_in(cast.nils).post(address("confirm", meeting), (sense | values) if values else {})
    assert response.status_code == 422
    assert not Confirmation.objects.exists()


def test_a_new_version_is_begun_while_the_old_holds(cast: Cast, signed_in: SignIn) -> None:
    meeting = agreed_meeting(cast)
    client = signed_in(cast.tea)
    assert client.get(address("reconcile", meeting)).headers["Location"] == address("agreed", meeting)
    assert client.post(address("new_version", meeting)).headers["Location"] == address("reconcile", meeting)
    page = client.get(address("reconcile", meeting)).content.decode()
    assert "Dette er versjon 2" in page
    assert "Dina søker kokk på vigo.no.</textarea>" in page
    assert "Gå til utkastet" in client.get(address("agreed", meeting)).content.decode()
    text = AgreedText.objects.get(meeting=meeting, number=2)
    client.post(address("reconcile", meeting), {"act": "close"})
    everybody_confirms(cast, text)
    assert "Versjon 1" in client.get(address("agreed", meeting)).content.decode()
    assert client.post(address("new_version", meeting)).status_code == 302
    client.post(address("new_version", meeting))
    assert "Det ligger alt et utkast" in client.get(address("reconcile", meeting)).content.decode()


def test_notes_are_shared_from_the_agreed_page(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.tea):
        minutes.save_note(cast.tea, meeting, agenda_code="english", text="glemt", version=0)
    everybody_confirms(cast, ready_text(cast, meeting))
    client = signed_in(cast.tea)
    assert "Notatene deres er ikke delt" in client.get(address("agreed", meeting)).content.decode()
    client.post(address("share", meeting))
    assert OwnNote.objects.get().shared_at
    assert "Notatene deres er ikke delt" not in client.get(address("agreed", meeting)).content.decode()


def test_the_minutes_of_all_meetings_stand_on_one_page(cast: Cast, signed_in: SignIn) -> None:
    agreed_meeting(cast)
    held_meeting(cast, occurrence=2)
    where = reverse("routines:minutes", args=[cast.participant.pk])
    client = signed_in(cast.kim)
    before = ReadLog.objects.count()
    with CaptureQueriesContext(connection) as captured:
        page = client.get(where).content.decode()
    assert len(read_and_written(captured)) <= 12
    assert ReadLog.objects.count() == before + 1
    assert "Dina søker kokk på vigo.no." in page
    assert "Møtet er holdt, men ikke samordnet" in page
    for actor in (cast.ute, cast.lea, cast.dina):
        assert signed_in(actor).get(where).status_code == 404


def test_dina_confirms_herself_as_the_last(cast: Cast) -> None:
    meeting = held_meeting(cast)
    text = ready_text(cast, meeting)
    everybody_confirms(cast, text, besides=["dina"])
    with acting_as(cast.dina):
        agreement.confirm(
            cast.dina, text, for_participant=True, answer=DISAGREES, words="لا", manner=SIGNED_IN
        )
        agreement.confirm(cast.dina, text, for_participant=True, answer=AGREES, manner=SIGNED_IN)
    text.refresh_from_db()
    assert text.state == "agreed"
