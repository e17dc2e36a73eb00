"""Calling, moving, cancelling and answering, on the real database as the real actors."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils.timezone import now

from samlop.kernel.acting import acting_as
from samlop.kernel.errors import Denied, RuleBroken
from samlop.kernel.models import Event, Outbox
from samlop.participants.models import Concern, Membership, Participant
from samlop.routines.actions.calling import (
    call_again,
    cancel_meeting,
    change_meeting,
    reply_to_meeting,
)
from samlop.routines.models import Invitation, Meeting
from samlop.routines.rules import Occasion, Stretch
from tests.cast import LONG_AGO, Cast, make_member, make_participant
from tests.routines.calls import arrangement, at, called, in_days, stretch


def recipients(method: str, sequence: int) -> set[str]:
    rows = Outbox.objects.filter(payload__method=method, payload__sequence=sequence)
    return {row.payload.get("employment", "participant") for row in rows}


def ids(*actors: object) -> set[str]:
    return {str(actor.employment_id) for actor in actors}  # type: ignore[attr-defined]


def replied(cast: Cast, meeting: Meeting, who: str, reply: str = "accepted", apology: str = "") -> Invitation:
    actor = getattr(cast, who)
    invitation = meeting.invitations.get(employment=actor.employment_id)
    with acting_as(actor):
        return reply_to_meeting(actor, invitation, reply=reply, apology=apology, now=now())


def test_a_call_writes_down_who_is_called_and_remembers_its_routine(cast: Cast) -> None:
    meeting = called(
        cast, cast.kari, cast.tea, cast.nils, interpreter_language="ar", interpreter_booked="Tolketjenesten"
    )
    meeting.refresh_from_db()
    assert meeting.state == "called"
    assert meeting.routine_version == cast.routine_version
    assert meeting.interpreter_language == "ar"
    roles = set(meeting.invitations.values_list("role", flat=True))
    assert roles == {"participant", "programme_adviser", "adult_education", "nav_adviser"}
    assert Event.objects.get(code="meeting.called").participant_id == cast.participant.pk


def test_each_of_the_called_gets_one_letter(cast: Cast) -> None:
    called(cast)
    assert recipients("REQUEST", 0) == {"participant"} | ids(cast.kari, cast.tea, cast.kim)
    letter = Outbox.objects.get(payload__language="ar")
    assert set(letter.payload) == {"meeting", "sequence", "method", "language"}


def test_the_same_form_sent_twice_calls_once(cast: Cast) -> None:
    key = uuid4()
    assert called(cast, key=key).pk == called(cast, key=key).pk
    assert Meeting.objects.count() == 1
    assert Outbox.objects.count() == 4


def test_two_who_call_the_same_meeting_get_one(cast: Cast) -> None:
    called(cast)
    with pytest.raises(RuleBroken, match="alt kalt inn"):
        called(cast, by=cast.nils, when=stretch(9))


def test_the_database_holds_one_meeting_an_occurrence(cast: Cast) -> None:
    meeting = called(cast)
    meeting.pk = uuid4()
    with pytest.raises(DatabaseError, match="one_meeting_an_occurrence"), transaction.atomic():
        meeting.save(force_insert=True)


@pytest.mark.parametrize("who", ["tea", "lea", "ute", "dina"])
def test_only_who_answers_for_the_participant_may_call(cast: Cast, who: str) -> None:
    with pytest.raises((Denied, Participant.DoesNotExist)):
        called(cast, by=getattr(cast, who))
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("who", ["tea", "ute"])
def test_the_database_refuses_their_meeting_too(cast: Cast, who: str) -> None:
    meeting = called(cast)
    meeting.pk, meeting.occurrence, meeting.called_by = uuid4(), None, cast.employment(who)
    with (
        acting_as(getattr(cast, who)),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        meeting.save(force_insert=True)


def test_nobody_outside_the_group_can_be_called(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="ikke i gruppen") as broken:
        called(cast, cast.kari, cast.ute)
    assert broken.value.field == "employments"


def test_somebody_must_be_called(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="minst én"):
        called(cast, cast.dina)


def test_the_routine_must_have_the_meeting(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="ikke dette møtet"):
        called(cast, occasion=Occasion("fifth", 0))


def test_without_an_approved_routine_nobody_is_called(cast: Cast) -> None:
    other = make_participant("Stille", "Elv", registered_by=cast.organisations["elsewhere"])
    make_member(other, cast.kari, relation="responsible")
    cast.participant.registered_by = cast.organisations["elsewhere"]
    cast.participant.save()
    with pytest.raises(RuleBroken, match="godkjent rutine"):
        called(cast)


def test_an_extra_meeting_needs_its_reason_and_no_milestone(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as broken:
        called(cast, occasion=Occasion(""))
    assert broken.value.field == "reason"
    meeting = called(cast, occasion=Occasion("", reason="Praksisplassen er flyttet"))
    assert (meeting.point, meeting.occurrence, meeting.target) == ("", None, None)
    assert called(cast, occasion=Occasion("", reason="Noe annet"), when=stretch(8)).pk != meeting.pk


def test_a_concern_gives_one_meeting_to_come_at_a_time(cast: Cast) -> None:
    Concern.objects.create(participant=cast.participant, raised_on=in_days(-1))
    called(cast, occasion=Occasion("fourth", None, in_days(27)))
    with pytest.raises(RuleBroken, match="alt kalt inn"):
        called(cast, occasion=Occasion("fourth", None, in_days(27)), when=stretch(8))


@pytest.mark.parametrize(
    ("when", "field"),
    [(Stretch(at(7), at(7)), "ends"), (Stretch(at(7), at(8)), "ends"), (stretch(-1), "day")],
)
def test_a_time_that_cannot_be_is_refused_at_its_field(cast: Cast, when: Stretch, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        called(cast, when=when)
    assert broken.value.field == field


def test_the_participant_is_never_in_two_places(cast: Cast) -> None:
    called(cast)
    with pytest.raises(RuleBroken) as broken:
        called(cast, occasion=Occasion("", reason="Haster"), despite_collisions=True)
    assert broken.value.field == "day"


def test_somebody_busy_elsewhere_is_a_warning_that_can_be_overruled(cast: Cast) -> None:
    """Tea is with somebody Kari knows nothing of; Kari learns that Tea is taken, and nothing else."""
    stranger = make_participant("Stille", "Elv", registered_by=cast.organisations["elsewhere"])
    make_member(stranger, cast.tea)
    taken = Meeting.objects.create(
        participant=stranger,
        routine_version=cast.routine_version,
        point="first",
        occurrence=0,
        starts_at=at(7, 10, 30),
        ends_at=at(7, 11, 30),
        place="Et annet sted",
        called_by=cast.employment("ute"),
    )
    invitation = Invitation.objects.create(
        participant=stranger,
        meeting=taken,
        role="adult_education",
        employment=cast.employment("tea"),
        organisation=cast.organisations["school"],
    )
    with pytest.raises(RuleBroken, match="Tea Tålmodig") as broken:
        called(cast)
    assert broken.value.field == "despite_collisions"
    assert "Stille" not in str(broken.value)
    assert called(cast, despite_collisions=True).pk

    invitation.reply = "declined"
    invitation.save()
    assert called(cast, occasion=Occasion("", reason="Tea kan likevel"), when=stretch(7, 11)).pk


def test_only_whoever_may_call_learns_who_is_busy(cast: Cast) -> None:
    from samlop.routines.queries.calling import collisions, group_of

    called(cast, cast.kari, cast.tea)
    for who, expected in (("kari", 2), ("tea", 0), ("ute", 0)):
        with acting_as(getattr(cast, who)):
            seats = group_of(cast.participant, in_days(0))
            found = collisions(cast.participant, stretch(), seats=seats)
        assert len(found.others) == expected, who


def test_a_move_raises_the_sequence_and_asks_everybody_anew(cast: Cast) -> None:
    meeting = called(cast)
    replied(cast, meeting, "tea", "declined", "Jeg er syk")
    with acting_as(cast.kari):
        moved = change_meeting(
            cast.kari,
            meeting,
            arrangement=arrangement(cast.kari, cast.tea, cast.kim, when=stretch(8)),
            now=now(),
        )
    assert moved.sequence == 1
    by_role = dict(meeting.invitations.values_list("role", "reply"))
    assert by_role.pop("programme_adviser") == "accepted"
    assert set(by_role.values()) == {"none"}
    assert set(meeting.invitations.values_list("apology", flat=True)) == {""}
    assert recipients("REQUEST", 1) == {"participant"} | ids(cast.kari, cast.tea, cast.kim)


def test_another_room_keeps_the_answers(cast: Cast) -> None:
    meeting = called(cast)
    replied(cast, meeting, "tea")
    with acting_as(cast.kari):
        change_meeting(
            cast.kari,
            meeting,
            arrangement=arrangement(cast.kari, cast.tea, cast.kim, place="Rom Fjord"),
            now=now(),
        )
    assert meeting.invitations.get(role="adult_education").reply == "accepted"


def test_whoever_is_taken_off_is_told_and_whoever_is_added_is_called(cast: Cast) -> None:
    meeting = called(cast)
    with acting_as(cast.kari):
        change_meeting(cast.kari, meeting, arrangement=arrangement(cast.kari, cast.nils), now=now())
    assert recipients("CANCEL", 1) == ids(cast.tea, cast.kim)
    assert recipients("REQUEST", 1) == {"participant"} | ids(cast.kari, cast.nils)
    assert set(meeting.invitations.exclude(employment=None).values_list("employment_id", flat=True)) == {
        cast.kari.employment_id,
        cast.nils.employment_id,
    }


def test_a_change_of_nothing_writes_to_nobody(cast: Cast) -> None:
    meeting = called(cast)
    with acting_as(cast.kari):
        same = change_meeting(
            cast.kari, meeting, arrangement=arrangement(cast.kari, cast.tea, cast.kim), now=now()
        )
    assert same.sequence == 0
    assert Outbox.objects.count() == 4


def test_a_meeting_can_be_moved_within_its_own_time(cast: Cast) -> None:
    meeting = called(cast)
    later = Stretch(at(7, 10, 15), at(7, 11))
    with acting_as(cast.kari):
        moved = change_meeting(
            cast.kari, meeting, arrangement=arrangement(cast.kari, cast.tea, cast.kim, when=later), now=now()
        )
    assert moved.starts_at == later.starts_at


def test_somebody_who_left_the_group_cannot_stay_on_the_list(cast: Cast) -> None:
    meeting = called(cast)
    relation = Membership.objects.get(employment=cast.tea.employment_id).relation
    relation.period = (LONG_AGO, in_days(0))
    relation.save()
    with acting_as(cast.kari), pytest.raises(RuleBroken, match="ikke i gruppen"):
        change_meeting(
            cast.kari,
            meeting,
            arrangement=arrangement(cast.kari, cast.tea, cast.kim, when=stretch(8)),
            now=now(),
        )


def test_a_cancelled_meeting_can_be_called_again_with_its_answers(cast: Cast) -> None:
    meeting = called(cast)
    replied(cast, meeting, "tea")
    with acting_as(cast.kari):
        cancel_meeting(cast.kari, meeting, because="Læreren er syk")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence, meeting.cancelled_because) == ("cancelled", 1, "Læreren er syk")
    assert recipients("CANCEL", 1) == {"participant"} | ids(cast.kari, cast.tea, cast.kim)
    with acting_as(cast.kari):
        call_again(cast.kari, meeting, now=now())
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence, meeting.cancelled_because) == ("called", 2, "")
    assert meeting.invitations.get(role="adult_education").reply == "accepted"


def test_a_cancellation_needs_its_reason(cast: Cast) -> None:
    meeting = called(cast)
    with acting_as(cast.kari), pytest.raises(RuleBroken) as broken:
        cancel_meeting(cast.kari, meeting, because="  ")
    assert broken.value.field == "because"


def test_cancelling_twice_writes_once(cast: Cast) -> None:
    meeting = called(cast)
    with acting_as(cast.kari):
        cancel_meeting(cast.kari, meeting, because="Syk")
        cancel_meeting(cast.kari, meeting, because="Syk")
    assert Outbox.objects.filter(payload__method="CANCEL").count() == 4


def test_a_cancelled_meeting_gives_way_to_a_new_one(cast: Cast) -> None:
    meeting = called(cast)
    with acting_as(cast.kari):
        cancel_meeting(cast.kari, meeting, because="Syk")
    called(cast, when=stretch(9))
    with acting_as(cast.kari), pytest.raises(RuleBroken, match="alt kalt inn"):
        call_again(cast.kari, meeting, now=now())


def test_what_has_been_is_not_called_again(cast: Cast) -> None:
    meeting = called(cast)
    with acting_as(cast.kari):
        cancel_meeting(cast.kari, meeting, because="Syk")
        with pytest.raises(RuleBroken, match="har vært"):
            call_again(cast.kari, meeting, now=now() + timedelta(days=30))


def test_a_held_meeting_is_neither_moved_nor_cancelled(cast: Cast) -> None:
    meeting = called(cast)
    Meeting.objects.filter(pk=meeting.pk).update(state="held", held_at=now())
    with acting_as(cast.kari):
        with pytest.raises(Denied):
            change_meeting(cast.kari, meeting, arrangement=arrangement(cast.kari), now=now())
        with pytest.raises(RuleBroken, match="er holdt"):
            cancel_meeting(cast.kari, meeting, because="Syk")


@pytest.mark.parametrize("who", ["tea", "dina"])
def test_members_neither_move_nor_cancel(cast: Cast, who: str) -> None:
    meeting, actor = called(cast), getattr(cast, who)
    with acting_as(actor), pytest.raises((Denied, Participant.DoesNotExist)):
        cancel_meeting(actor, meeting, because="Passer ikke")


def test_an_answer_is_kept_with_its_words(cast: Cast) -> None:
    meeting = called(cast)
    answered = replied(cast, meeting, "tea", "declined", " Jeg har eksamen ")
    answered.refresh_from_db()
    assert (answered.reply, answered.apology) == ("declined", "Jeg har eksamen")
    assert answered.replied_at is not None
    assert Event.objects.filter(code="meeting.replied").count() == 1


def test_dina_answers_for_herself_and_nobody_else(cast: Cast) -> None:
    meeting = called(cast)
    own = meeting.invitations.get(role="participant")
    teas = meeting.invitations.get(role="adult_education")
    with acting_as(cast.dina):
        reply_to_meeting(cast.dina, own, reply="accepted", apology="", now=now())
        with pytest.raises(Denied):
            reply_to_meeting(cast.dina, teas, reply="declined", apology="", now=now())
    own.refresh_from_db()
    assert own.reply == "accepted"


@pytest.mark.parametrize("change", [{"reply": "declined"}, {"attended": True}])
def test_the_database_lets_her_change_her_own_answer_only(cast: Cast, change: dict[str, Any]) -> None:
    meeting = called(cast)
    changed = meeting.invitations.filter(role="participant" if "attended" in change else "adult_education")
    with acting_as(cast.dina), pytest.raises(DatabaseError, match="for nobody else"), transaction.atomic():
        Invitation.objects.filter(pk__in=[one.pk for one in changed]).update(**change)


def test_staff_note_the_participants_answer_and_who_calls_anybodys(cast: Cast) -> None:
    meeting = called(cast)
    own = meeting.invitations.get(role="participant")
    kims = meeting.invitations.get(role="career_adviser")
    with acting_as(cast.tea):
        reply_to_meeting(cast.tea, own, reply="accepted", apology="", now=now())
        with pytest.raises(Denied):
            reply_to_meeting(cast.tea, kims, reply="accepted", apology="", now=now())
    with acting_as(cast.kari):
        reply_to_meeting(cast.kari, kims, reply="declined", apology="Ringte", now=now())
    assert Event.objects.filter(code="meeting.replied").count() == 2


@pytest.mark.parametrize(
    ("reply", "apology", "field"),
    [("none", "", "reply"), ("maybe", "", "reply"), ("declined", "x" * 301, "apology")],
)
def test_an_answer_that_is_none_is_refused(cast: Cast, reply: str, apology: str, field: str) -> None:
    meeting = called(cast)
    with pytest.raises(RuleBroken) as broken:
        replied(cast, meeting, "tea", reply, apology)
    assert broken.value.field == field


def test_nobody_answers_a_meeting_that_is_off(cast: Cast) -> None:
    meeting = called(cast)
    with acting_as(cast.kari):
        cancel_meeting(cast.kari, meeting, because="Syk")
    with pytest.raises(RuleBroken, match="holdt eller avlyst"):
        replied(cast, meeting, "tea")
