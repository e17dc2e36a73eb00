"""What is due, for many at once, as the pages get it."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import now

from samlop.kernel.acting import acting_as
from samlop.participants.models import Concern, Milestone, Participant
from samlop.routines.actions.calling import cancel_meeting
from samlop.routines.models import Meeting
from samlop.routines.queries.due_meetings import due_meetings_for, routine_of
from samlop.routines.queries.governing import governing_versions
from samlop.routines.rules import Occasion
from tests.cast import Cast, make_member, make_participant
from tests.routines.calls import FIRST, called, in_days


def states(cast: Cast) -> dict[tuple[str, int | None], str]:
    rows = due_meetings_for([cast.participant], in_days(0))
    return {(row.due.point, row.occurrence): row.state for row in rows}


def test_what_the_routine_wants_is_told_with_its_reason(cast: Cast) -> None:
    first, second, third = due_meetings_for([cast.participant], in_days(0))
    assert (first.title, first.state, first.meeting) == ("Første møte – bli kjent og kartlegge", "due", None)
    assert first.because == "3 måneder etter start i introduksjonsprogrammet"
    assert first.responsible_title == "Programrådgiver"
    assert first.slug == "0"
    assert (second.state, third.state) == ("upcoming", "upcoming")
    assert first.due.interpreter


@pytest.mark.parametrize(
    ("language", "words"),
    [("nn", "3 månader etter start"), ("en", "3 months after start"), ("ar", "أشهر")],
)
def test_the_reason_is_in_the_language_of_the_page(cast: Cast, language: str, words: str) -> None:
    (first, *_others) = due_meetings_for([cast.participant], in_days(0))
    with translation.override(language):
        assert words in first.because
        assert first.title == routine_of(cast.routine_version).point("first").title.text(language)


def test_a_called_meeting_is_called_a_cancelled_one_is_wanted_again(cast: Cast) -> None:
    meeting = called(cast)
    assert states(cast)["first", 0] == "called"
    assert due_meetings_for([cast.participant], in_days(0))[0].meeting == meeting
    with acting_as(cast.kari):
        cancel_meeting(cast.kari, meeting, because="Syk")
    assert states(cast)["first", 0] == "due"


def test_a_held_meeting_stays_held(cast: Cast) -> None:
    meeting = called(cast)
    Meeting.objects.filter(pk=meeting.pk).update(state="held", held_at=now())
    assert states(cast)["first", 0] == "held"
    assert due_meetings_for([cast.participant], in_days(0))[0].meeting == meeting


@pytest.mark.parametrize(("state", "held_at"), [("called", None), ("held", now())])
def test_the_fourth_meeting_stays_itself_when_the_end_of_school_is_entered_later(
    cast: Cast, state: str, held_at: object
) -> None:
    """Called ahead of the apprenticeship; then the day school ends is known, and counts from now on."""
    Milestone.objects.create(participant=cast.participant, code="apprenticeship_start", expected=in_days(180))
    meeting = called(cast, occasion=Occasion("fourth_apprenticeship", 0, in_days(-2)))
    Meeting.objects.filter(pk=meeting.pk).update(state=state, held_at=held_at)
    assert states(cast)["fourth_apprenticeship", 0] == state
    Milestone.objects.create(participant=cast.participant, code="upper_secondary_end", actual=in_days(-5))
    assert states(cast)["fourth", 0] == state
    assert ("fourth_apprenticeship", 0) not in states(cast)
    fourth = next(
        row for row in due_meetings_for([cast.participant], in_days(0)) if row.due.point == "fourth"
    )
    assert fourth.meeting == meeting


def test_an_extra_meeting_answers_nothing_the_routine_wants(cast: Cast) -> None:
    called(cast, occasion=Occasion("", reason="Haster"))
    assert states(cast)["first", 0] == "due"


def test_a_concern_wants_a_meeting_until_it_is_settled(cast: Cast) -> None:
    concern = Concern.objects.create(participant=cast.participant, raised_on=in_days(-2))
    assert states(cast)["fourth", None] == "due"
    meeting = called(cast, occasion=Occasion("fourth", None, in_days(26)))
    assert states(cast)["fourth", None] == "called"
    Meeting.objects.filter(pk=meeting.pk).update(state="held", held_at=now())
    assert states(cast)["fourth", None] == "held"
    concern.settled_on = in_days(0)
    concern.save()
    assert ("fourth", None) not in states(cast)


def test_a_meeting_held_before_the_concern_does_not_answer_it(cast: Cast) -> None:
    Concern.objects.create(participant=cast.participant, raised_on=in_days(0))
    meeting = called(cast, occasion=Occasion("fourth", None, in_days(28)))
    Meeting.objects.filter(pk=meeting.pk).update(state="held", held_at=now() - (in_days(5) - in_days(0)))
    assert states(cast)["fourth", None] == "due"


def test_the_same_concern_twice_wants_one_meeting(cast: Cast) -> None:
    for _ in range(2):
        Concern.objects.create(participant=cast.participant, raised_on=in_days(0))
    assert list(states(cast)).count(("fourth", None)) == 1
    assert len(due_meetings_for([cast.participant], in_days(0))) == 4


def test_nobody_without_an_agreement_has_anything_due(cast: Cast) -> None:
    stranger = make_participant("Stille", "Elv", registered_by=cast.organisations["elsewhere"])
    Milestone.objects.create(participant=stranger, code="programme_start", actual=in_days(-92))
    assert due_meetings_for([stranger], in_days(0)) == []
    assert {row.participant for row in due_meetings_for([stranger, cast.participant], in_days(0))} == {
        cast.participant
    }
    assert due_meetings_for([], in_days(0)) == []


@pytest.mark.parametrize("number", [1, 40])
def test_the_questions_are_as_many_for_many_as_for_one(cast: Cast, number: int) -> None:
    people = [cast.participant, *crowd(cast, number)]
    routine_of(cast.routine_version)
    with CaptureQueriesContext(connection) as captured:
        rows = due_meetings_for(people, in_days(0))
    assert len(captured) == 5
    with CaptureQueriesContext(connection) as captured:
        due_meetings_for(people, in_days(0), cast.routine_version)
    assert len(captured) == 3
    assert {row.participant.pk for row in rows} == {person.pk for person in people}


def test_a_caseload_of_two_thousand_takes_no_longer_than_reading_it(cast: Cast) -> None:
    """Ten times the rows read one by one would be far more than the few times that reading them takes."""
    people = [cast.participant, *crowd(cast, 2000)]
    governing_versions([cast.participant.registered_by_id], in_days(0))
    milestones = Milestone.objects.filter(participant__in=people)
    reading = best_of_three(lambda: list(milestones.all()))
    assert best_of_three(lambda: due_meetings_for(people, in_days(0))) < 10 * reading
    assert len(due_meetings_for(people, in_days(0))) == milestones.count() // 2 * 3


def best_of_three(work: Callable[[], object]) -> float:
    def once() -> float:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    return min(once() for _ in range(3))


def crowd(cast: Cast, number: int) -> list[Participant]:
    refugee = cast.organisations["refugee"]
    people = Participant.objects.bulk_create(
        Participant(
            first_name="Stille",
            last_name=f"Elv {place}",
            name_order=f"elv {place}",
            municipality_number="4205",
            registered_by=refugee,
        )
        for place in range(number)
    )
    Milestone.objects.bulk_create(
        Milestone(participant=person, code=code, expected=in_days(days + place % 300))
        for place, person in enumerate(people)
        for code, days in (("programme_start", -200), ("adult_education_end", 500))
    )
    return people


def test_the_page_sees_what_the_actor_sees(cast: Cast) -> None:
    other = make_participant("Stille", "Elv", registered_by=cast.organisations["refugee"])
    Milestone.objects.create(participant=other, code="programme_start", actual=in_days(-92))
    make_member(other, cast.nils)
    with acting_as(cast.tea):
        visible: Any = Participant.objects.visible_to(cast.tea)
        assert {row.participant for row in due_meetings_for(visible, in_days(0))} == {cast.participant}
        assert due_meetings_for([other], in_days(0)) == []


def test_two_routines_in_one_list_are_sorted_by_day(cast: Cast) -> None:
    from tests.cast import make_routine

    make_routine([cast.organisations["elsewhere"]])
    stranger = make_participant("Stille", "Elv", registered_by=cast.organisations["elsewhere"])
    Milestone.objects.create(participant=stranger, code="programme_start", actual=in_days(-30))
    rows = due_meetings_for([stranger, cast.participant], in_days(0))
    assert [row.target for row in rows] == sorted(row.target for row in rows)
    assert len({row.version.pk for row in rows}) == 2
    assert FIRST.point in {row.due.point for row in rows}
