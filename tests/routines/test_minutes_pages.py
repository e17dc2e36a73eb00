"""The pages of a meeting while it is held, by button and by themselves: nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samlop.access.models import ReadLog
from samlop.kernel.actor import Actor
from samlop.participants.models import LanguageSkills
from samlop.routines.forms.minutes import shown as as_shown
from samlop.routines.models import AgendaAnswer, Invitation, Meeting, OwnNote, OwnWords
from tests.cast import Cast
from tests.routines.meetings import (
    agreed_meeting,
    called_meeting,
    everybody_confirms,
    held_meeting,
    ready_text,
)

SignIn = Callable[[Actor], Client]


def read_and_written(captured: CaptureQueriesContext) -> list[str]:
    """The statements that read or write rows, not those that open a transaction or name its actor."""
    around = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config")
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(around)]


def address(name: str, meeting: Meeting, *more: object) -> str:
    return reverse(f"routines:{name}", args=[meeting.pk, *more])


def page_of(client: Client, meeting: Meeting) -> str:
    response = client.get(address("hold", meeting))
    assert response.status_code == 200
    return response.content.decode()


def autosave(client: Client, where: str, **values: object):
    return client.post(where, values, headers={"X-Autosave": "1"})


@pytest.mark.parametrize("state", ["called", "held"])
def test_to_ute_and_dina_there_is_no_such_page(cast: Cast, signed_in: SignIn, state: str) -> None:
    meeting = called_meeting(cast) if state == "called" else held_meeting(cast)
    for actor in (cast.ute, cast.lea, cast.dina):
        assert signed_in(actor).get(address("hold", meeting)).status_code == 404
    for actor in (cast.ute, cast.lea):
        client = signed_in(actor)
        assert client.post(address("hold", meeting), {"act": "save"}).status_code == 404
        assert client.post(address("take_back_start", meeting)).status_code == 404
        assert client.post(address("share", meeting)).status_code == 404
        for where in ("note", "own_words", "agreed_item"):
            assert autosave(client, address(where, meeting), text="x", version=0).status_code == 404
        assert autosave(client, address("answer", meeting, "english"), version=0).status_code == 404


def test_an_autosave_of_ute_writes_nothing(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    values = {"n-english-text": "x", "version": 0}
    assert autosave(signed_in(cast.ute), address("note", meeting, "english"), **values).status_code == 404
    assert autosave(signed_in(cast.dina), address("note", meeting, "english"), **values).status_code == 404
    assert not OwnNote.objects.exists()


def test_the_one_who_began_is_shown_who_is_there(cast: Cast, signed_in: SignIn) -> None:
    meeting = called_meeting(cast)
    client = signed_in(cast.kari)
    page = client.get(address("hold", meeting)).content.decode()
    assert "Vi begynner" in page
    assert "Tolken er til stede" in page
    seats = {str(seat.role): str(seat.pk) for seat in Invitation.objects.filter(meeting=meeting)}
    nobody = client.post(address("hold", meeting), {"present": seats["participant"]})
    assert nobody.status_code == 422
    assert "Minst én fra en etat" in nobody.content.decode()
    chosen = {"present": list(seats.values()), "interpreter": "on"}
    assert client.post(address("hold", meeting), chosen).status_code == 302
    page = page_of(client, meeting)
    assert "Møtet har begynt." in page
    assert "Angre" in page
    client.post(address("take_back_start", meeting))
    meeting.refresh_from_db()
    assert meeting.state == "called"


def test_a_cancelled_meeting_is_not_begun(cast: Cast, signed_in: SignIn) -> None:
    meeting = called_meeting(cast, state="cancelled", cancelled_because="syk tolk")
    page = page_of(signed_in(cast.kari), meeting)
    assert "Møtet er avlyst" in page
    assert "Vi begynner" not in page


def test_the_agenda_stands_with_a_note_to_each_item(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    page = page_of(signed_in(cast.tea), meeting)
    assert "Hvor mye engelsk kan du?" in page
    assert page.count("data-autosave=") == 24
    assert address("note", meeting, "english") in page


def test_the_page_costs_twelve_queries_and_one_read(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    autosave(client, address("answer", meeting, "english"), **{"a-english-text": "documented", "version": 0})
    autosave(client, address("note", meeting, "english"), **{"n-english-text": "kan litt", "version": 0})
    before = ReadLog.objects.count()
    with CaptureQueriesContext(connection) as captured:
        page_of(client, meeting)
    assert len(read_and_written(captured)) <= 12, "\n".join(one[:150] for one in read_and_written(captured))
    assert ReadLog.objects.count() == before + 1


def test_a_note_saves_itself(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    response = autosave(
        client, address("note", meeting, "english"), **{"n-english-text": "Kan litt", "version": 0}
    )
    assert response.json()["version"] == 1
    assert OwnNote.objects.get(meeting=meeting).text == "Kan litt"
    general = autosave(client, address("note", meeting), **{"n--text": "Annet", "version": 0})
    assert general.json()["version"] == 1
    assert "Kan litt" in page_of(client, meeting)


def test_a_contested_note_is_told_with_both_texts(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    autosave(client, address("note", meeting, "english"), **{"n-english-text": "Første fane", "version": 0})
    response = autosave(
        client, address("note", meeting, "english"), **{"n-english-text": "Andre", "version": 0}
    )
    assert response.status_code == 409
    told = response.json()
    assert (told["theirs"], told["author"], told["field"]) == (
        "Første fane",
        "Tea Tålmodig",
        "n-english-text",
    )


def test_an_ended_session_is_told_the_way_in(cast: Cast) -> None:
    meeting = held_meeting(cast)
    response = autosave(
        Client(), address("note", meeting, "english"), **{"n-english-text": "x", "version": 0}
    )
    assert (response.status_code, list(response.json())) == (401, ["sign_in"])


def test_a_page_opened_in_another_hat_does_not_save(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    values = {"n-english-text": "NAVs ord", "version": 0, "owner": str(cast.nils.employment_id)}
    assert autosave(signed_in(cast.tea), address("note", meeting, "english"), **values).status_code == 403
    page = {"n-english-text": "NAVs ord", "n-english-version": 0, "owner": str(cast.nils.employment_id)}
    assert signed_in(cast.tea).post(address("hold", meeting), page).status_code == 403
    assert not OwnNote.objects.exists()


def test_a_note_that_is_too_long_is_refused_at_its_field(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    values = {"n-english-text": "a" * 20_001, "version": 0}
    response = autosave(signed_in(cast.tea), address("note", meeting, "english"), **values)
    assert (response.status_code, list(response.json()["errors"])) == (422, ["n-english-text"])


def test_a_note_after_agreement_is_refused_in_words(cast: Cast, signed_in: SignIn) -> None:
    meeting = agreed_meeting(cast)
    values = {"n-english-text": "for sent", "version": 0}
    response = autosave(signed_in(cast.tea), address("note", meeting, "english"), **values)
    assert response.status_code == 422
    assert "ny versjon" in response.json()["errors"]["n-english-text"][0]


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999999"])
def test_a_version_that_makes_no_sense_is_refused(cast: Cast, signed_in: SignIn, version: str) -> None:
    meeting = held_meeting(cast)
    values = {"n-english-text": "x", "version": version}
    response = autosave(signed_in(cast.tea), address("note", meeting, "english"), **values)
    assert response.status_code in (200, 409, 422)
    assert autosave(signed_in(cast.tea), address("note", meeting, "planted"), **values).status_code == 422


def shown(text: str = "", version: int = 0, *, was: str = "") -> dict[str, object]:
    return {"text": text, "version": version, "mark": as_shown(was, version)["mark"]}


def sent(**texts: dict[str, object]) -> dict[str, object]:
    """What the browser sends: `n_english` stands for the field of prefix `n-english`."""
    names = {name: name.replace("_", "-", 1) for name in texts}
    return {f"{names[name]}-{field}": value for name, text in texts.items() for field, value in text.items()}


def test_one_button_keeps_the_whole_page(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    typed = sent(
        n_english=shown("Kan litt"),
        n_norwegian=shown("B1"),
        o=shown("Vil bli kokk"),
        n_documentation=shown(""),
    )
    response = client.post(address("hold", meeting), typed | {"act": "save"})
    assert response.status_code == 302
    assert {note.agenda_code: note.text for note in OwnNote.objects.all()} == {
        "english": "Kan litt",
        "norwegian": "B1",
    }
    assert OwnWords.objects.get().text == "Vil bli kokk"


def test_a_field_that_was_not_touched_contests_nothing(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    autosave(
        client, address("note", meeting, "english"), **{"n-english-text": "Ny fra kollega", "version": 0}
    )
    response = client.post(address("hold", meeting), sent(n_english=shown("")) | {"act": "save"})
    assert response.status_code == 302
    assert OwnNote.objects.get().text == "Ny fra kollega"


def conflict_page(cast: Cast, client: Client, meeting: Meeting) -> str:
    autosave(client, address("note", meeting, "english"), **{"n-english-text": "Kollegaens", "version": 0})
    typed = sent(n_english=shown("Min"), n_norwegian=shown("B1"))
    response = client.post(address("hold", meeting), typed | {"act": "save"})
    assert response.status_code == 409
    return response.content.decode()


def test_a_conflict_by_button_shows_both_and_keeps_the_rest(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    page = conflict_page(cast, signed_in(cast.tea), meeting)
    assert "Kollegaens" in page
    assert "Min</textarea>" in page
    assert "Bruk min tekst" in page
    assert OwnNote.objects.get(agenda_code="english").text == "Kollegaens"
    assert OwnNote.objects.get(agenda_code="norwegian").text == "B1"


@pytest.mark.parametrize(
    ("choice", "becomes"), [("mine", "Min"), ("theirs", "Kollegaens"), ("both", "Kollegaens\n\nMin")]
)
def test_the_writer_chooses_between_two_texts(
    cast: Cast, signed_in: SignIn, choice: str, becomes: str
) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    conflict_page(cast, client, meeting)
    chosen = {
        "n-english-text": "Min",
        "n-english-version": 1,
        "n-english-mark": "",
        "act": f"{choice}:n-english",
    }
    assert client.post(address("hold", meeting), chosen).status_code == 302
    assert OwnNote.objects.get(agenda_code="english").text == becomes


def test_what_is_too_long_keeps_the_page_as_it_was_typed(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    typed = sent(n_english=shown("a" * 20_001), n_norwegian=shown("B1 i alt"))
    response = signed_in(cast.tea).post(address("hold", meeting), typed | {"act": "save"})
    assert response.status_code == 422
    assert "B1 i alt" in response.content.decode()


def test_what_is_typed_too_late_is_shown_and_not_lost(cast: Cast, signed_in: SignIn) -> None:
    meeting = agreed_meeting(cast)
    response = signed_in(cast.tea).post(
        address("hold", meeting), sent(n_english=shown("mine ord")) | {"act": "save"}
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "mine ord" in page
    assert "Begynn en ny versjon" in page


def test_own_words_and_answers_typed_too_late_stand_in_their_fields(cast: Cast, signed_in: SignIn) -> None:
    meeting = agreed_meeting(cast)
    typed = sent(o=shown("Mine siste ord"), a_routes=shown("Bli baker"), a_english=shown("documented"))
    response = signed_in(cast.tea).post(address("hold", meeting), typed | {"act": "save"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Mine siste ord</textarea>" in page
    assert "Bli baker</textarea>" in page
    assert '<option value="documented" selected>' in page
    assert not OwnWords.objects.exists()
    assert "</textarea>" not in page_of(signed_in(cast.tea), meeting)


def test_what_is_typed_while_the_start_is_taken_back_is_not_lost(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    signed_in(cast.kari).post(address("take_back_start", meeting))
    response = signed_in(cast.tea).post(
        address("hold", meeting), sent(n_english=shown("mine ord")) | {"act": "save"}
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "mine ord</textarea>" in page
    assert "Møtet har ikke begynt ennå." in page


def test_two_who_begin_at_once_begin_one_meeting(cast: Cast, signed_in: SignIn) -> None:
    meeting = called_meeting(cast)
    present = {"present": [str(seat.pk) for seat in Invitation.objects.filter(meeting=meeting)]}
    client = signed_in(cast.tea)
    assert client.post(address("hold", meeting), present).status_code == 302
    assert client.post(address("hold", meeting), present | {"act": "save"}).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).state == "held"


def test_notes_are_shared_by_a_button(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    before = page_of(client, meeting)
    assert (
        "Del notatene" in before
    )  # A note that saves itself can be shared without the page being read again.
    client.post(address("hold", meeting), sent(n_english=shown("Deles nå")) | {"act": "share"})
    assert OwnNote.objects.get().shared_at
    page = page_of(client, meeting)
    assert "1 notat er delt med de andre." in page
    assert page.count("delt med de andre</span>") == 1


def test_what_the_page_says_of_sharing_holds_after_an_autosave(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    empty = sharing_told(page_of(client, meeting))
    autosave(client, address("note", meeting, "english"), **{"n-english-text": "Kan litt", "version": 0})
    assert (
        sharing_told(page_of(client, meeting))
        == empty
        == ["Bare Lindesnes læringssenter ser et notat til dere deler det."]
    )
    client.post(address("hold", meeting), {"act": "share"})
    client.get(address("hold", meeting))
    told = sharing_told(page_of(client, meeting))
    autosave(client, address("note", meeting, "english"), **{"n-english-text": "Kan mye", "version": 1})
    autosave(client, address("note", meeting, "norwegian"), **{"n-norwegian-text": "B1", "version": 0})
    assert sharing_told(page_of(client, meeting)) == told == [*empty, "delt med de andre"]


def sharing_told(page: str) -> list[str]:
    """What the page says of who reads the notes, in the order it stands."""
    found = re.findall(
        r"Bare [^<]+ ser et notat[^<]+|delt med de andre(?=</span>)|ikke delt|delvis delt", page
    )
    return [words.strip() for words in found]


def test_an_answer_is_proposed_shown_beside_today_and_taken_in(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    LanguageSkills.objects.create(participant=cast.participant, english="self_declared")
    client = signed_in(cast.tea)
    client.post(address("hold", meeting), sent(a_english=shown("documented")) | {"act": "propose:english"})
    page = page_of(client, meeting)
    assert "egenerklært" in page
    assert "<strong>dokumentert</strong>" in page
    response = client.post(address("hold", meeting), {"act": "accept:english"})
    assert response.headers["Location"].endswith("#punkt-english")
    assert LanguageSkills.objects.get().english == "documented"
    assert "Svaret er tatt inn." in page_of(client, meeting)


@pytest.mark.parametrize(
    ("text", "chosen", "language"),
    [
        ("Vil bli kokk", "", "nb"),
        ("أريد أن أصبح طباخة", "", "ar"),
        ("أريد أن أصبح طباخة", "nb", "ar"),
        ("می‌خواهم آشپز شوم", "fa", "fa"),
        ("I want to cook", "en", "en"),
    ],
)
def test_own_words_are_kept_in_their_language(
    cast: Cast, signed_in: SignIn, text: str, chosen: str, language: str
) -> None:
    cast.participant.language = "fa" if chosen == "fa" else "ar"
    cast.participant.save()
    meeting = held_meeting(cast)
    typed = sent(o=shown(text)) | {"o-language": chosen, "initial-o-language": "", "act": "save"}
    client = signed_in(cast.tea)
    assert client.post(address("hold", meeting), typed).status_code == 302
    assert OwnWords.objects.get().language == language
    typed = sent(o=shown(f"{text}!", 1, was=text)) | {"o-language": language, "initial-o-language": language}
    client.post(address("hold", meeting), typed | {"act": "save"})
    assert (OwnWords.objects.get().text, OwnWords.objects.get().language) == (f"{text}!", language)
    assert f'<option value="{language}" selected>' in page_of(client, meeting)


def test_the_language_of_own_words_saves_itself_and_keeps_the_words(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client, where = signed_in(cast.tea), address("own_words", meeting)
    assert autosave(client, where, **{"o-text": "Vil bli kokk", "version": 0}).json()["version"] == 1
    assert autosave(client, where, **{"o-language": "nn", "version": 1}).json()["version"] == 2
    assert (OwnWords.objects.get().text, OwnWords.objects.get().language) == ("Vil bli kokk", "nn")
    assert autosave(client, where, **{"o-text": "Vil verte kokk", "version": 2}).status_code == 200
    assert OwnWords.objects.get().language == "nn"
    assert autosave(client, where, **{"o-language": "planted", "version": 3}).status_code == 422
    assert autosave(client, where, **{"o-text": "", "o-language": "nn", "version": 3}).status_code == 200
    assert OwnWords.objects.get().text == ""


def test_a_goal_that_is_taken_in_is_read_in_the_text_and_on_the_map(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client, typed = signed_in(cast.kari), sent(a_routes=shown("Kokk på hotell")) | {"act": "propose:routes"}
    client.post(address("hold", meeting), typed)
    assert "Blir deltakerens mål når alle har bekreftet" in page_of(client, meeting)
    client.post(address("hold", meeting), {"act": "accept:routes"})
    assert "Planen endres når alle har bekreftet referatet." in page_of(client, meeting)
    page = client.get(address("reconcile", meeting)).content.decode()
    assert '<p class="decision__text" dir="auto">Kokk på hotell</p>' in page
    everybody_confirms(cast, ready_text(cast, meeting))
    assert "Kokk på hotell" in client.get(address("agreed", meeting)).content.decode()
    plan = client.get(reverse("plans:plan", args=[cast.participant.pk]))
    assert plan.context["page"].pathway.goal == "Kokk på hotell"
    assert "Kokk på hotell" in signed_in(cast.dina).get(reverse("portal:goals")).content.decode()


def test_an_answer_too_long_to_decide_on_is_told_at_its_field(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    typed = {"a-routes-text": "a" * 501, "version": 0}
    response = autosave(signed_in(cast.tea), address("answer", meeting, "routes"), **typed)
    assert response.status_code == 422
    assert "høyst 500 tegn" in response.json()["errors"]["a-routes-text"][0]


def test_an_answer_is_left_out_or_withdrawn(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    where = address("answer", meeting, "english")
    assert autosave(client, where, **{"a-english-text": "documented", "version": 0}).json()["version"] == 1
    assert autosave(client, where, **{"a-english-text": "", "version": 1}).status_code == 200
    assert AgendaAnswer.objects.get().state == "rejected"
    client.post(address("hold", meeting), sent(a_english=shown("none", 1)) | {"act": "reject:english"})
    assert (AgendaAnswer.objects.get().state, AgendaAnswer.objects.get().value) == ("rejected", "none")
    assert not LanguageSkills.objects.filter(english="none").exists()


def test_an_answer_that_fits_nowhere_is_refused_at_its_field(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    where = address("answer", meeting, "english")
    response = autosave(signed_in(cast.tea), where, **{"a-english-text": "fluent", "version": 0})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["a-english-text"])
    unknown = address("answer", meeting, "planted")
    assert autosave(signed_in(cast.tea), unknown, version=0).status_code == 404
    typed = sent(a_education_system=shown("a" * 5000))
    assert signed_in(cast.tea).post(address("hold", meeting), typed | {"act": "save"}).status_code == 422


def test_attendance_is_corrected_on_the_page(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast, absent=["nils"])
    nils = Invitation.objects.get(meeting=meeting, employment_id=cast.nils.employment_id)
    client = signed_in(cast.kari)
    client.post(address("hold", meeting), {"act": "present", "present": [str(nils.pk)]})
    nils.refresh_from_db()
    assert nils.attended
    ready_text(cast, meeting)
    assert "Rett oppmøtet" not in page_of(client, meeting)
    client.post(address("hold", meeting), {"act": "present", "present": []})
    nils.refresh_from_db()
    assert nils.attended


def test_unknown_buttons_and_broken_forms_are_no_breakdown(cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(cast)
    client = signed_in(cast.tea)
    for act in ("planted", "accept:planted", "reject:", "both:nothing", "present"):
        assert (
            client.post(address("hold", meeting), {"act": act, "present": ["not-an-id"]}).status_code == 302
        )
    for code in ("\x00", "english\x00", "\ufffe"):
        for act in ("accept", "reject", "propose"):
            assert client.post(address("hold", meeting), {"act": f"{act}:{code}"}).status_code == 302
    broken = {"n-english-text": "x\x00", "n-english-version": "1; drop table"}
    assert client.post(address("hold", meeting), broken).status_code == 422
