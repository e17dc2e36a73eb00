"""From each party's notes to one text that all present and the participant confirm, and what follows."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from pytest_django import Settings

from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.errors import Conflict, Denied, RuleBroken
from samlop.kernel.models import Event, Outbox
from samlop.plans.models import Action, Plan
from samlop.routines.actions import agreement, minutes, reconciling
from samlop.routines.models import (
    AgreedItem,
    AgreedText,
    ArchiveCopy,
    Confirmation,
    Decision,
    Meeting,
    OwnNote,
)
from samlop.routines.queries.agreed_texts import versions_of
from samlop.routines.queries.minutes import participant_view, parties_of, seats_of, table
from tests.cast import Cast
from tests.routines import fakes
from tests.routines.meetings import (
    AGREES,
    DISAGREES,
    IN_ROOM,
    SIGNED_IN,
    agreed_meeting,
    draft_of,
    everybody_confirms,
    held_meeting,
    ready_text,
)


@pytest.fixture(autouse=True)
def plan(settings: Settings) -> list:
    """A plan that remembers what it was asked to carry out."""
    settings.AGREEMENT_EFFECTS = "tests.routines.fakes.carry_out"
    fakes.carried_out.clear()
    return fakes.carried_out


def write(
    actor: Actor, draft: AgreedText, text: str, *, version: int = 1, code: str = "english"
) -> AgreedItem:
    with acting_as(actor):
        return reconciling.save_agreed_item(actor, draft, agenda_code=code, text=text, version=version)


def decide(cast: Cast, meeting: Meeting, **values: object) -> Decision:
    with acting_as(cast.kari):
        return reconciling.add_decision(
            cast.kari,
            draft_of(meeting),
            **({"text": "Søke på vigo.no", "owner_employment": cast.tea.employment_id} | values),
        )


def test_two_writers_of_the_one_text_lose_nothing(cast: Cast) -> None:
    draft = draft_of(held_meeting(cast))
    assert write(cast.tea, draft, "Teas forslag").version == 2
    with pytest.raises(Conflict) as conflict:
        write(cast.nils, draft, "Nils' forslag")
    assert (conflict.value.theirs, conflict.value.author, conflict.value.version) == (
        "Teas forslag",
        "Tea Tålmodig",
        2,
    )
    assert write(cast.nils, draft, "Begges forslag", version=2).version == 3


def test_everything_typed_is_kept_but_what_conflicts(cast: Cast) -> None:
    draft = draft_of(held_meeting(cast))
    write(cast.tea, draft, "Teas")
    with acting_as(cast.nils):
        typed = [
            reconciling.rules.Typed("english", "Nils'", 1),
            reconciling.rules.Typed("norwegian", "B1", 1),
        ]
        conflicts = reconciling.keep_texts(cast.nils, draft, typed=typed)
    assert list(conflicts) == ["english"]
    assert draft.items.get(agenda_code="norwegian").text == "B1"


def test_a_note_is_copied_under_what_stands_there(cast: Cast) -> None:
    meeting = held_meeting(cast)
    draft = draft_of(meeting)
    write(cast.kari, draft, "Felles.")
    with acting_as(cast.tea):
        note = minutes.save_note(cast.tea, meeting, agenda_code="english", text="Skolens notat.", version=0)
        reconciling.start_from_note(cast.tea, draft, note=note)
        item = reconciling.start_from_note(cast.tea, draft, note=note)
    assert (item.text, item.version) == ("Felles.\n\nSkolens notat.", 3)


def test_a_decision_is_owned_by_somebody_present(cast: Cast) -> None:
    meeting = held_meeting(cast, absent=["nils"])
    assert decide(cast, meeting).position == 1
    assert decide(cast, meeting, owner_employment=None, owner_is_participant=True).position == 2
    with pytest.raises(RuleBroken) as broken:
        decide(cast, meeting, owner_employment=cast.nils.employment_id)
    assert broken.value.field == "owner"


def test_a_removed_decision_is_brought_back(cast: Cast) -> None:
    meeting = held_meeting(cast)
    change = {"change": "horizon", "horizon": "2028-06-01"}
    decision = decide(cast, meeting, plan_change=change, plan_words="Mål", due_on="2026-05-01")
    pk = decision.pk
    with acting_as(cast.tea):
        reconciling.remove_decision(cast.tea, decision)
        assert not Decision.objects.exists()
        reconciling.bring_back_decision(cast.tea, draft_of(meeting), decision_id=pk)
        with pytest.raises(RuleBroken):
            reconciling.bring_back_decision(cast.tea, draft_of(meeting), decision_id=pk)
    again = Decision.objects.get(pk=pk)
    assert (again.text, again.plan_change, again.plan_words) == ("Søke på vigo.no", change, "Mål")
    assert (str(again.due_on), again.owner_employment_id) == ("2026-05-01", cast.tea.employment_id)


def test_an_empty_text_is_not_made_ready(cast: Cast) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.kari), pytest.raises(RuleBroken):
        reconciling.close_draft(cast.kari, draft_of(meeting))


def test_a_text_that_lies_ready_is_read_only(cast: Cast) -> None:
    meeting = held_meeting(cast)
    text = ready_text(cast, meeting)
    with pytest.raises(RuleBroken):
        write(cast.tea, text, "for sent")
    with pytest.raises(RuleBroken):
        decide(cast, meeting)
    assert not Confirmation.objects.exists()


def test_an_open_text_is_not_confirmed(cast: Cast) -> None:
    draft = draft_of(held_meeting(cast))
    with acting_as(cast.tea), pytest.raises(RuleBroken):
        agreement.confirm(cast.tea, draft, answer=AGREES, manner=SIGNED_IN)


def test_all_present_and_dina_make_it_agreed(cast: Cast, plan: list) -> None:
    meeting = held_meeting(cast)
    text = ready_text(cast, meeting)
    everybody_confirms(cast, text, besides=["dina"])
    text.refresh_from_db()
    assert (text.state, plan) == ("draft", [])
    with acting_as(cast.dina):
        agreement.confirm(cast.dina, text, for_participant=True, answer=AGREES, manner=SIGNED_IN)
    text.refresh_from_db()
    meeting.refresh_from_db()
    assert (text.state, meeting.state) == ("agreed", "agreed")
    assert text.agreed_at
    assert [(actor.participant_id, str(handed.pk), state) for actor, handed, state in plan] == [
        (cast.participant.pk, str(text.pk), "agreed")
    ]
    assert Event.objects.filter(code="agreement.reached").count() == 1


def test_each_agency_called_gets_one_copy_to_archive(cast: Cast) -> None:
    meeting = held_meeting(cast, absent=["nils"])
    text = ready_text(cast, meeting)
    everybody_confirms(cast, text, besides=["nils"])
    organisations = {getattr(cast, name).organisation_id for name in ("kari", "tea", "kim", "nils")}
    assert (
        set(ArchiveCopy.objects.filter(agreed_text=text).values_list("organisation_id", flat=True))
        == organisations
    )
    keys = {f"archive:{text.pk}:{organisation}" for organisation in organisations}
    assert set(Outbox.objects.filter(kind="archive.copy").values_list("key", flat=True)) == keys


def test_an_absent_agency_need_not_confirm_and_may_not(cast: Cast) -> None:
    meeting = held_meeting(cast, absent=["nils"])
    text = ready_text(cast, meeting)
    with acting_as(cast.nils), pytest.raises(RuleBroken):
        agreement.confirm(cast.nils, text, answer=AGREES, manner=SIGNED_IN)
    everybody_confirms(cast, text, besides=["nils"])
    text.refresh_from_db()
    assert text.state == "agreed"


def test_absent_dina_confirms_herself_and_not_on_the_screen(cast: Cast) -> None:
    meeting = held_meeting(cast)
    meeting.invitations.filter(employment=None).update(attended=False)
    text = ready_text(cast, meeting)
    everybody_confirms(cast, text, besides=["dina"])
    with acting_as(cast.kari), pytest.raises(RuleBroken):
        agreement.confirm(cast.kari, text, for_participant=True, answer=AGREES, manner=IN_ROOM)
    with acting_as(cast.dina):
        agreement.confirm(cast.dina, text, for_participant=True, answer=AGREES, manner=SIGNED_IN)
    text.refresh_from_db()
    assert text.state == "agreed"


def test_nobody_confirms_for_another_when_signed_in(cast: Cast) -> None:
    text = ready_text(cast, held_meeting(cast))
    nav = cast.employment("nils").organisation
    with acting_as(cast.tea), pytest.raises(Denied):
        agreement.confirm(cast.tea, text, organisation=nav, answer=AGREES, manner=SIGNED_IN)
    with acting_as(cast.dina), pytest.raises(Denied):
        agreement.confirm(cast.dina, text, organisation=nav, answer=AGREES, manner=SIGNED_IN)
    with acting_as(cast.dina), pytest.raises(Denied):
        agreement.confirm(cast.dina, text, for_participant=True, answer=AGREES, manner=IN_ROOM)
    with acting_as(cast.ute), pytest.raises(AgreedText.DoesNotExist):
        agreement.confirm(cast.ute, text, answer=AGREES, manner=SIGNED_IN)


def test_the_name_of_who_speaks_for_a_party_is_kept(cast: Cast) -> None:
    text = ready_text(cast, held_meeting(cast))
    nav = cast.employment("nils").organisation
    with acting_as(cast.kari):
        word = agreement.confirm(cast.kari, text, organisation=nav, answer=AGREES, manner=IN_ROOM)
    assert word.given_by_id == cast.nils.employment_id
    with acting_as(cast.kari):
        own = agreement.confirm(cast.kari, text, answer=AGREES, manner=SIGNED_IN)
    assert own.given_by_id == cast.kari.employment_id


def test_the_same_word_twice_is_one_word(cast: Cast) -> None:
    text = ready_text(cast, held_meeting(cast))
    with acting_as(cast.tea):
        for _ in range(2):
            agreement.confirm(cast.tea, text, answer=AGREES, manner=SIGNED_IN)
    assert Confirmation.objects.count() == 1


def test_disagreement_needs_words_and_holds_the_text_back(cast: Cast) -> None:
    meeting = held_meeting(cast)
    text = ready_text(cast, meeting)
    with acting_as(cast.nils):
        with pytest.raises(RuleBroken) as broken:
            agreement.confirm(cast.nils, text, answer=DISAGREES, words=" ", manner=SIGNED_IN)
        agreement.confirm(cast.nils, text, answer=DISAGREES, words="Fristen er for kort", manner=SIGNED_IN)
    assert broken.value.field == "words"
    everybody_confirms(cast, text, besides=["nils"])
    text.refresh_from_db()
    assert text.state == "draft"
    with acting_as(cast.tea):
        (version,) = versions_of(AgreedText.objects.filter(pk=text.pk))
        party = next(one for one in parties_of(seats_of(meeting), version) if one.agrees is False)
    assert (party.name, party.words) == ("NAV Lindesnes", "Fristen er for kort")


def test_a_party_may_change_its_mind(cast: Cast) -> None:
    text = ready_text(cast, held_meeting(cast))
    with acting_as(cast.nils):
        agreement.confirm(cast.nils, text, answer=DISAGREES, words="Nei", manner=SIGNED_IN)
    everybody_confirms(cast, text)
    text.refresh_from_db()
    assert text.state == "agreed"
    assert list(Confirmation.objects.filter(set_aside_at__isnull=False).values_list("words", flat=True)) == [
        "Nei"
    ]


def test_reopening_keeps_the_words_and_asks_for_them_anew(cast: Cast) -> None:
    meeting = held_meeting(cast)
    text = ready_text(cast, meeting)
    with acting_as(cast.nils):
        agreement.confirm(cast.nils, text, answer=DISAGREES, words="Feil dato", manner=SIGNED_IN)
    everybody_confirms(cast, text, besides=["nils"])
    with acting_as(cast.kari):
        reconciling.reopen_draft(cast.kari, text)
        assert table(cast.kari, meeting).version.set_aside[0].words == "Feil dato"
        item = text.items.get(agenda_code="application")
        reconciling.save_agreed_item(
            cast.kari, text, agenda_code="application", text="Rettet", version=item.version
        )
        reconciling.close_draft(cast.kari, text)
    assert not Confirmation.objects.filter(set_aside_at=None).exists()
    everybody_confirms(cast, text)
    text.refresh_from_db()
    assert text.state == "agreed"
    assert Confirmation.objects.count() == 10


def test_a_word_by_the_wrong_button_is_taken_back(cast: Cast) -> None:
    text = ready_text(cast, held_meeting(cast))
    nav = cast.employment("nils").organisation
    with acting_as(cast.kari):
        word = agreement.confirm(cast.kari, text, organisation=nav, answer=AGREES, manner=IN_ROOM)
        agreement.take_back_word(cast.kari, word)
    assert not Confirmation.objects.filter(set_aside_at=None).exists()
    everybody_confirms(cast, text)
    with acting_as(cast.kari), pytest.raises(RuleBroken):
        agreement.take_back_word(cast.kari, Confirmation.objects.filter(set_aside_at=None).first())


def test_a_plan_that_cannot_be_changed_undoes_the_agreement(cast: Cast, settings: Settings) -> None:
    text = ready_text(cast, held_meeting(cast))
    everybody_confirms(cast, text, besides=["dina"])
    settings.AGREEMENT_EFFECTS = "tests.routines.fakes.break_off"
    with acting_as(cast.dina), pytest.raises(RuntimeError):
        agreement.confirm(cast.dina, text, for_participant=True, answer=AGREES, manner=SIGNED_IN)
    text.refresh_from_db()
    assert text.state == "draft"
    assert not ArchiveCopy.objects.exists()
    assert not Confirmation.objects.filter(is_participant=True).exists()


def test_what_is_agreed_is_never_overwritten(cast: Cast) -> None:
    meeting = agreed_meeting(cast)
    text = AgreedText.objects.get(meeting=meeting)
    decision = {"participant": cast.participant, "agreed_text": text, "text": "x"}
    attempts = [
        lambda: text.items.filter(agenda_code="application").update(text="pyntet på"),
        lambda: text.items.first().delete(),
        lambda: AgreedText.objects.filter(pk=text.pk).update(state="draft"),
        lambda: AgreedText.objects.filter(pk=text.pk).update(state="superseded", closed=False),
        lambda: AgreedText.objects.filter(pk=text.pk).update(agreed_at="2020-01-01T00:00Z"),
        lambda: Confirmation.objects.update(words="noe annet"),
        lambda: Decision.objects.create(**decision),
    ]
    for attempt in attempts:
        with acting_as(cast.kari), pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    for attempt in attempts[:-1]:
        with pytest.raises(DatabaseError, match="never overwritten"), transaction.atomic():
            attempt()


def test_a_new_version_is_confirmed_anew_and_replaces_the_old(cast: Cast, plan: list) -> None:
    meeting = held_meeting(cast)
    decide(cast, meeting)
    everybody_confirms(cast, ready_text(cast, meeting))
    with acting_as(cast.tea):
        draft = reconciling.begin_new_version(cast.tea, meeting)
        with pytest.raises(RuleBroken):
            reconciling.begin_new_version(cast.tea, meeting)
    first = AgreedText.objects.get(meeting=meeting, number=1)
    assert (draft.number, first.state, draft.decisions.get().text) == (2, "agreed", "Søke på vigo.no")
    item = draft.items.get(agenda_code="application")
    assert (item.text, item.version) == ("Dina søker kokk på vigo.no.", 1)
    write(cast.tea, draft, "Dina søker bakerfag.", code="application")
    with acting_as(cast.kari):
        reconciling.close_draft(cast.kari, draft)
    first.refresh_from_db()
    assert first.state == "agreed"
    everybody_confirms(cast, draft)
    first.refresh_from_db()
    draft.refresh_from_db()
    assert (first.state, draft.state) == ("superseded", "agreed")
    assert first.items.get(agenda_code="application").text == "Dina søker kokk på vigo.no."
    assert ArchiveCopy.objects.count() == 8
    assert len(plan) == 2


def test_own_notes_open_with_a_new_version(cast: Cast) -> None:
    meeting = agreed_meeting(cast)
    with acting_as(cast.tea):
        reconciling.begin_new_version(cast.tea, meeting)
        minutes.save_note(cast.tea, meeting, agenda_code="english", text="tillegg", version=0)
    assert OwnNote.objects.get(meeting=meeting).text == "tillegg"


def test_dina_reads_what_lies_ready_and_what_holds(cast: Cast) -> None:
    meeting = held_meeting(cast)
    with acting_as(cast.dina):
        before = participant_view(meeting)
    assert (before.agreed, before.to_confirm, before.may_confirm) == (None, None, False)
    text = ready_text(cast, meeting)
    with acting_as(cast.dina):
        view = participant_view(meeting)
        assert (view.to_confirm.id, view.may_confirm) == (text.pk, True)
        agreement.confirm(cast.dina, text, for_participant=True, answer=AGREES, manner=SIGNED_IN)
        assert not participant_view(meeting).may_confirm
    everybody_confirms(cast, text, besides=["dina"])
    with acting_as(cast.dina):
        after = participant_view(meeting)
    assert (after.agreed.id, after.to_confirm) == (text.pk, None)


def test_decisions_become_actions_in_the_real_plan(cast: Cast, settings: Settings) -> None:
    settings.AGREEMENT_EFFECTS = "samlop.plans.effects.carry_out_decisions"
    meeting = held_meeting(cast)
    decide(cast, meeting)
    decide(
        cast,
        meeting,
        text="Mål",
        owner_employment=None,
        plan_change={"change": "horizon", "horizon": "2028-06-01"},
    )
    text = ready_text(cast, meeting)
    everybody_confirms(cast, text, besides=["dina"])
    with acting_as(cast.dina):
        agreement.confirm(cast.dina, text, for_participant=True, answer=AGREES, manner=SIGNED_IN)
    assert [action.text for action in Action.objects.all()] == ["Søke på vigo.no"]
    assert str(Plan.objects.get(participant=cast.participant).horizon) == "2028-06-01"
