"""A meeting begins, everybody writes, nothing is lost, and what is shared is seen."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.errors import Conflict, Denied, RuleBroken
from samlop.kernel.models import Event
from samlop.participants.models import LanguageSkills
from samlop.routines.actions import answers, minutes, reconciling
from samlop.routines.actions.sheets import keep_sheet
from samlop.routines.minutes_rules import Typed
from samlop.routines.models import AgreedItem, AgreedText, Decision, Invitation, Meeting, OwnNote, OwnWords
from tests.cast import Cast, make_employee, make_member
from tests.routines.meetings import (
    agreed_meeting,
    called_meeting,
    draft_of,
    everybody_confirms,
    held_meeting,
    ready_text,
    seat,
    seats,
)


def note(actor: Actor, meeting: Meeting, text: str, *, version: int = 0, code: str = "english") -> OwnNote:
    with acting_as(actor):
        return minutes.save_note(actor, meeting, agenda_code=code, text=text, version=version)


def test_beginning_marks_who_is_there(cast: Cast) -> None:
    meeting = called_meeting(cast)
    present = [
        *seats(meeting, cast.kari, cast.tea, cast.kim),
        Invitation.objects.get(meeting=meeting, employment=None).pk,
    ]
    with acting_as(cast.tea):
        minutes.start_meeting(cast.tea, meeting, present=present, interpreter=False)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.interpreter_attended) == ("held", False)
    assert meeting.held_at
    assert seat(meeting, cast.kari).attended
    assert seat(meeting, cast.nils).attended is False
    draft = draft_of(meeting)
    assert draft.number == 1
    assert {item.agenda_code for item in draft.items.all()} >= {"earlier_education", "english", ""}
    assert Event.objects.filter(code="meeting.begun").exists()


def test_a_meeting_begins_once_and_with_somebody_in_it(cast: Cast) -> None:
    meeting = called_meeting(cast)
    only_dina = [Invitation.objects.get(meeting=meeting, employment=None).pk]
    with acting_as(cast.kari), pytest.raises(RuleBroken) as broken:
        minutes.start_meeting(cast.kari, meeting, present=only_dina)
    assert broken.value.field == "present"
    meeting = held_meeting(cast, occurrence=2)
    present = seats(meeting, cast.kari)
    with acting_as(cast.kari), pytest.raises(RuleBroken):
        minutes.start_meeting(cast.kari, meeting, present=present)


def test_to_ute_there_is_no_meeting_to_begin(cast: Cast) -> None:
    meeting = called_meeting(cast)
    present = seats(meeting, cast.kari)
    with acting_as(cast.ute), pytest.raises(Meeting.DoesNotExist):
        minutes.start_meeting(cast.ute, meeting, present=present)


def test_a_beginning_is_taken_back_until_something_is_agreed(cast: Cast) -> None:
    meeting = held_meeting(cast)
    note(cast.tea, meeting, "Teas notat")
    with acting_as(cast.kari):
        minutes.take_back_start(cast.kari, meeting)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.held_at) == ("called", None)
    assert seat(meeting, cast.kari).attended is None
    assert OwnNote.objects.get(meeting=meeting).text == "Teas notat"
    with acting_as(cast.kari):
        draft = minutes.start_meeting(cast.kari, meeting, present=seats(meeting, cast.kari))
        reconciling.save_agreed_item(cast.kari, draft, agenda_code="english", text="Felles", version=1)
        with pytest.raises(RuleBroken):
            minutes.take_back_start(cast.kari, meeting)


def test_attendance_is_corrected_until_the_text_lies_ready(cast: Cast) -> None:
    meeting = held_meeting(cast, absent=["nils"])
    with acting_as(cast.kari):
        minutes.mark_present(cast.kari, meeting, present=seats(meeting, cast.kari, cast.nils))
    assert seat(meeting, cast.nils).attended
    assert seat(meeting, cast.tea).attended is False
    ready_text(cast, meeting)
    with acting_as(cast.kari), pytest.raises(RuleBroken):
        minutes.mark_present(cast.kari, meeting, present=seats(meeting, cast.kari))


def test_a_note_is_kept_with_its_version(cast: Cast) -> None:
    meeting = held_meeting(cast)
    first = note(cast.tea, meeting, "Kan litt engelsk.\r\nHar hatt kurs.")
    assert (first.version, first.text) == (1, "Kan litt engelsk.\nHar hatt kurs.")
    assert note(cast.tea, meeting, "Kan engelsk.", version=1).version == 2
    assert note(cast.tea, meeting, "Kan engelsk.", version=1).version == 2


def test_two_tabs_lose_nothing(cast: Cast) -> None:
    meeting = held_meeting(cast)
    note(cast.tea, meeting, "fra første fane")
    with pytest.raises(Conflict) as conflict:
        note(cast.tea, meeting, "fra andre fane", version=0)
    assert (conflict.value.mine, conflict.value.theirs) == ("fra andre fane", "fra første fane")
    assert (conflict.value.author, conflict.value.version) == ("Tea Tålmodig", 1)
    assert OwnNote.objects.get(meeting=meeting).text == "fra første fane"


def test_two_colleagues_lose_nothing(cast: Cast) -> None:
    meeting = held_meeting(cast)
    colleague = make_employee("Nora Nennsom", cast.organisations["nav"], cast.nils.role)
    make_member(cast.participant, colleague)
    note(cast.nils, meeting, "Nils skrev dette")
    with pytest.raises(Conflict) as conflict:
        note(colleague, meeting, "Nora skrev dette")
    assert (conflict.value.author, conflict.value.theirs) == ("Nils Nøysom", "Nils skrev dette")
    assert (
        note(colleague, meeting, "begge", version=conflict.value.version).author_id == colleague.employment_id
    )


def test_each_organisation_writes_its_own(cast: Cast) -> None:
    meeting = held_meeting(cast)
    note(cast.tea, meeting, "skolen")
    note(cast.nils, meeting, "NAV")
    assert OwnNote.objects.filter(meeting=meeting).count() == 2


def test_a_note_belongs_to_an_item_of_the_agenda(cast: Cast) -> None:
    meeting = held_meeting(cast)
    with pytest.raises(RuleBroken):
        note(cast.tea, meeting, "hva som helst", code="planted")
    assert note(cast.tea, meeting, "annet", code="").version == 1


def test_notes_are_closed_before_the_meeting_and_after_agreement(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        note(cast.tea, called_meeting(cast, occurrence=2), "for tidlig")
    meeting = agreed_meeting(cast)
    with pytest.raises(RuleBroken):
        note(cast.tea, meeting, "for sent")


def test_notes_stay_open_while_the_text_waits_for_a_yes(cast: Cast) -> None:
    meeting = held_meeting(cast)
    everybody_confirms(cast, ready_text(cast, meeting), besides=["tea"])
    assert note(cast.tea, meeting, "til vårt eget arkiv").version == 1


def test_nobody_reads_an_unshared_note_of_another_agency(cast: Cast) -> None:
    meeting = held_meeting(cast)
    note(cast.tea, meeting, "skolens eget")
    for other in (cast.nils, cast.kari, cast.dina, cast.ute):
        with acting_as(other):
            assert not OwnNote.objects.filter(meeting=meeting).exists()
            assert not OwnNote.objects.visible_to(other).exists()


def test_shared_notes_are_read_by_the_group_and_not_by_dina(cast: Cast) -> None:
    meeting = held_meeting(cast)
    note(cast.tea, meeting, "skolens eget")
    with acting_as(cast.tea):
        assert minutes.share_notes(cast.tea, meeting) == 1
        with pytest.raises(RuleBroken):
            minutes.share_notes(cast.tea, meeting)
    with acting_as(cast.nils):
        assert [one.text for one in OwnNote.objects.visible_to(cast.nils)] == ["skolens eget"]
    for other in (cast.dina, cast.ute):
        with acting_as(other):
            assert not OwnNote.objects.filter(meeting=meeting).exists()


def test_a_note_written_after_sharing_is_not_shared(cast: Cast) -> None:
    meeting = held_meeting(cast)
    note(cast.tea, meeting, "delt")
    with acting_as(cast.tea):
        minutes.share_notes(cast.tea, meeting)
    note(cast.tea, meeting, "ny", code="norwegian")
    with acting_as(cast.nils):
        assert [one.text for one in OwnNote.objects.visible_to(cast.nils)] == ["delt"]


def test_notes_are_shared_also_after_the_meeting_is_closed(cast: Cast) -> None:
    meeting = held_meeting(cast)
    note(cast.tea, meeting, "glemte å dele")
    everybody_confirms(cast, ready_text(cast, meeting))
    with acting_as(cast.tea):
        minutes.share_notes(cast.tea, meeting)
    with acting_as(cast.nils):
        assert [one.text for one in OwnNote.objects.visible_to(cast.nils)] == ["glemte å dele"]


def test_the_database_keeps_a_note_from_another_agency(cast: Cast) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.tea), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        OwnNote.objects.create(
            participant=cast.participant,
            meeting=meeting,
            organisation_id=cast.nils.organisation_id,
            agenda_code="english",
            text="i NAVs navn",
            author_id=cast.tea.employment_id,
        )


def test_dina_writes_her_own_words_and_staff_beside_her(cast: Cast) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.dina):
        words = minutes.save_own_words(
            cast.dina, meeting, text="أريد أن أصبح طباخة", version=0, language="ar"
        )
    assert (words.version, words.language, words.written_by) == (1, "ar", None)
    with acting_as(cast.tea), pytest.raises(Conflict) as conflict:
        minutes.save_own_words(cast.tea, meeting, text="Hun vil bli kokk", version=0)
    assert conflict.value.author == "Dina Blåmeis"
    with acting_as(cast.tea):
        minutes.save_own_words(cast.tea, meeting, text="أريد أن أصبح طباخة بسرعة", version=1)
    words = OwnWords.objects.get(meeting=meeting)
    assert (words.written_by_id, words.language) == (cast.tea.employment_id, "ar")


def test_dina_writes_no_note_of_an_agency(cast: Cast) -> None:
    meeting = held_meeting(cast)
    with pytest.raises(Denied):
        note(cast.dina, meeting, "ikke mitt")


def test_everything_typed_on_a_page_is_kept_but_what_conflicts(cast: Cast) -> None:
    meeting = held_meeting(cast)
    note(cast.tea, meeting, "kollegaens")
    typed = [Typed("english", "min", 0), Typed("norwegian", "B1", 0)]
    with acting_as(cast.tea):
        conflicts = keep_sheet(cast.tea, meeting, notes=typed, own_words=Typed("own_words", "ord", 0))
    assert list(conflicts) == ["english"]
    assert conflicts["english"].theirs == "kollegaens"
    assert OwnNote.objects.get(meeting=meeting, agenda_code="norwegian").text == "B1"
    assert OwnWords.objects.get(meeting=meeting).text == "ord"


def test_an_answer_is_proposed_and_taken_into_the_mapping(cast: Cast) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.tea):
        answer = answers.propose_answer(cast.tea, meeting, agenda_code="english", value="documented")
        assert not LanguageSkills.objects.filter(english="documented").exists()
    with acting_as(cast.kim):
        answers.accept_answer(cast.kim, answer)
        assert LanguageSkills.objects.get(participant=cast.participant).english == "documented"
        with pytest.raises(RuleBroken):
            answers.reject_answer(cast.kim, answer)


def test_a_rejected_answer_changes_nothing_and_can_be_proposed_again(cast: Cast) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.tea):
        answer = answers.propose_answer(cast.tea, meeting, agenda_code="english", value="documented")
        answers.reject_answer(cast.tea, answer)
        assert not LanguageSkills.objects.filter(english="documented").exists()
        again = answers.propose_answer(cast.tea, meeting, agenda_code="english", value="none")
    assert (again.pk, again.state, again.value) == (answer.pk, "proposed", "none")


@pytest.mark.parametrize(
    ("code", "value"), [("english", "  "), ("norwegian", "fluent"), ("", "ja"), ("planted", "ja")]
)
def test_an_answer_that_fits_nowhere_is_not_proposed(cast: Cast, code: str, value: str) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.tea), pytest.raises(RuleBroken):
        answers.propose_answer(cast.tea, meeting, agenda_code=code, value=value)


def test_a_new_horizon_becomes_a_decision_of_the_group(cast: Cast) -> None:
    meeting = held_meeting(cast, point="second")
    code = next(item.code for item in minutes.agenda_of(meeting) if item.fills == "plan.horizon")
    with acting_as(cast.kim):
        with pytest.raises(RuleBroken):
            answers.propose_answer(cast.kim, meeting, agenda_code=code, value="neste år")
        with pytest.raises(RuleBroken):
            answers.propose_answer(cast.kim, meeting, agenda_code=code, value="0001-01-01")
        answer = answers.propose_answer(cast.kim, meeting, agenda_code=code, value="2028-06-01")
        answers.accept_answer(cast.kim, answer)
    decision = Decision.objects.get(agreed_text=draft_of(meeting))
    assert decision.plan_change == {"change": "horizon", "horizon": "2028-06-01"}
    assert "1. juni 2028" in decision.plan_words
    assert (decision.owner_employment, decision.owner_is_participant) == (None, False)


def accepted(cast: Cast, meeting: Meeting, value: str, code: str = "routes") -> Decision:
    """The answer proposed by one and taken in by another, as the decision it became."""
    with acting_as(cast.tea):
        answer = answers.propose_answer(cast.tea, meeting, agenda_code=code, value=value)
    with acting_as(cast.kim):
        assert answers.accept_answer(cast.kim, answer).state == "accepted"
    return Decision.objects.get(agreed_text=draft_of(meeting), agenda_code=code)


@pytest.mark.parametrize(
    ("value", "language"), [("Kokk på hotell", "nb"), ("أريد أن أصبح طباخة", "ar"), (" Kokk \r\n", "nb")]
)
def test_a_goal_becomes_a_decision_in_the_participants_words(cast: Cast, value: str, language: str) -> None:
    decision = accepted(cast, held_meeting(cast), value)
    assert decision.text == value.strip()
    assert decision.plan_change == {"change": "add_goal", "words": value.strip(), "language": language}
    assert "deltakerens egne ord" in decision.plan_words


def test_another_answer_takes_the_place_of_the_decision_before(cast: Cast) -> None:
    meeting = held_meeting(cast)
    accepted(cast, meeting, "Kokk")
    with acting_as(cast.kari):
        other = reconciling.add_decision(cast.kari, draft_of(meeting), text="Møtes igjen")
    assert accepted(cast, meeting, "Baker").text == "Baker"
    assert sorted(Decision.objects.values_list("text", flat=True)) == ["Baker", "Møtes igjen"]
    kept = accepted(cast, meeting, "Baker ")
    assert kept.pk == accepted(cast, meeting, "Baker").pk
    assert Decision.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(("point", "fills"), [("first", "plan.goal"), ("fourth", "plan.step.apprenticeship")])
def test_an_answer_too_long_to_decide_on_is_refused_and_not_cut(cast: Cast, point: str, fills: str) -> None:
    meeting = held_meeting(cast, point=point)
    code = next(item.code for item in minutes.agenda_of(meeting) if item.fills == fills)
    with acting_as(cast.tea), pytest.raises(RuleBroken, match="høyst 500 tegn. Dette har 501"):
        answers.propose_answer(cast.tea, meeting, agenda_code=code, value="a" * 501)
    with acting_as(cast.tea):
        answer = answers.propose_answer(cast.tea, meeting, agenda_code=code, value="a" * 500)
        type(answer).objects.filter(pk=answer.pk).update(value="a" * 501)
        with pytest.raises(RuleBroken, match="høyst 500 tegn"):
            answers.accept_answer(cast.tea, answer)
    assert not Decision.objects.exists()


def test_items_of_a_text_begin_empty(cast: Cast) -> None:
    meeting = held_meeting(cast)
    assert set(AgreedItem.objects.filter(agreed_text=draft_of(meeting)).values_list("text", "version")) == {
        ("", 1)
    }
    assert AgreedText.objects.filter(meeting=meeting).count() == 1
