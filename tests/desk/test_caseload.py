"""What the gap rules are told of a file, from what was read of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils.timezone import localdate

from samlop.access.models import Employment
from samlop.desk.caseload import File, Seat, facts_of, read_files, standing_in
from samlop.desk.rules import Change, LateAction, OpenMeeting
from samlop.kernel.acting import acting_as
from samlop.participants.models import Education, Participant, Schooling
from samlop.plans.models import Action
from samlop.plans.pathway import Station, StepKind, StepStatus
from samlop.routines.models import Meeting
from tests.cast import Cast, make_employee, make_member

TODAY = date(2026, 3, 2)
REGISTERED = datetime(2025, 9, 1, 12, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)


def file_with(**parts: Any) -> File:
    """A file with these parts and nothing else."""
    return File(Participant(first_name="Dina", last_name="Blåmeis", created_at=REGISTERED), **parts)


def meeting(state: str, day: date, **read: Any) -> Meeting:
    """A meeting as it is read, at noon of a day."""
    starts_at = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
    one = Meeting(pk=ONE, state=state, starts_at=starts_at, held_at=None if state == "called" else starts_at)
    for name, value in read.items():
        setattr(one, name, value)
    return one


def seat(role: str = "programme_adviser", **extra: Any) -> Seat:
    """A seat that somebody holds today."""
    values = {
        "pk": ONE,
        "role": role,
        "is_contact": False,
        "predecessor_id": None,
        "needs_no_successor": False,
        "until": None,
        "hired_until": None,
        "name": "Tea Tålmodig",
        "organisation": "Lindesnes læringssenter",
        "employment_id": TWO,
        "relation": "member",
    }
    return Seat(**(values | extra))


def station(kind: StepKind, **values: Any) -> Station:
    """A step of the road."""
    return Station(key=str(TWO), title="Vg1 helse", kind=kind, **values)


@pytest.mark.parametrize(
    ("milestones", "since"),
    [
        ({}, date(2025, 9, 1)),
        ({"programme_start": date(2025, 6, 1)}, date(2025, 9, 1)),
        ({"programme_start": date(2025, 10, 1)}, date(2025, 10, 1)),
    ],
)
def test_nobody_is_unmet_before_the_file_was_opened(milestones: dict[str, date], since: date) -> None:
    assert facts_of(file_with(milestones=milestones), TODAY).since == since


@pytest.mark.parametrize(
    ("read", "ahead", "held", "met"),
    [
        (("called", date(2026, 3, 2), {}), 1, 0, 0),
        (("called", date(2026, 3, 1), {}), 0, 0, 0),
        (("held", date(2026, 3, 1), {"was_met": True}), 0, 1, 1),
        (("agreed", date(2026, 2, 1), {"was_met": True}), 0, 1, 1),
        (("agreed", date(2026, 2, 1), {"was_met": False}), 0, 1, 0),
    ],
)
def test_a_meeting_is_ahead_held_or_one_the_participant_came_to(
    read: Any, ahead: int, held: int, met: int
) -> None:
    state, day, extra = read
    facts = facts_of(file_with(meetings=[meeting(state, day, **extra)]), TODAY)
    assert (len(facts.meetings_ahead), len(facts.meetings_held), len(facts.met_on)) == (ahead, held, met)


@pytest.mark.parametrize(
    ("state", "extra", "open_meeting"),
    [
        ("called", {}, None),
        ("held", {}, OpenMeeting(ONE, date(2026, 2, 1))),
        ("agreed", {"changed_at": None}, None),
        (
            "agreed",
            {"changed_at": datetime(2026, 2, 9, 23, 30, tzinfo=UTC)},
            OpenMeeting(ONE, date(2026, 2, 10), is_agreed=True),
        ),
    ],
)
def test_a_text_is_awaited_until_all_agree_and_again_when_it_is_changed(
    state: str, extra: dict[str, Any], open_meeting: OpenMeeting | None
) -> None:
    facts = facts_of(file_with(meetings=[meeting(state, date(2026, 2, 1), **extra)]), TODAY)
    assert facts.not_agreed == ((open_meeting,) if open_meeting else ())


@pytest.mark.parametrize("state", ["held", "agreed"])
@pytest.mark.parametrize("lies_unshared", [True, False])
def test_own_notes_lie_unshared(state: str, lies_unshared: bool) -> None:
    read = meeting(state, date(2026, 2, 1), lies_unshared=lies_unshared)
    missed = OpenMeeting(ONE, date(2026, 2, 1), is_agreed=state == "agreed")
    assert facts_of(file_with(meetings=[read]), TODAY).never_shared == ((missed,) if lies_unshared else ())


@pytest.mark.parametrize(
    ("seats", "left"),
    [
        ([seat()], 0),
        ([seat(until=TODAY)], 1),
        ([seat(until=TODAY + timedelta(days=1))], 0),
        ([seat(hired_until=TODAY)], 1),
        ([seat(until=TODAY, needs_no_successor=True)], 0),
        ([seat(until=TODAY), seat(pk=TWO, predecessor_id=ONE)], 0),
        ([seat(until=TODAY), seat("nav_adviser", pk=TWO, predecessor_id=ONE)], 0),
        ([seat(until=TODAY), seat(pk=TWO)], 0),
        ([seat(until=TODAY), seat("nav_adviser", pk=TWO)], 1),
    ],
)
def test_a_seat_is_left_when_nobody_has_taken_it(seats: list[Seat], left: int) -> None:
    assert len(facts_of(file_with(seats=seats), TODAY).left_without_successor) == left


@pytest.mark.parametrize(
    ("milestones", "stations", "since"),
    [
        ({}, [], None),
        ({"apprenticeship_start": date(2026, 2, 1)}, [], date(2026, 2, 1)),
        ({"apprenticeship_start": TODAY}, [], TODAY),
        ({"apprenticeship_start": date(2024, 2, 1), "apprenticeship_end": TODAY}, [], None),
        (
            {"apprenticeship_start": date(2024, 2, 1), "apprenticeship_end": date(2026, 3, 3)},
            [],
            date(2024, 2, 1),
        ),
        ({}, [station(StepKind.APPRENTICESHIP, first=TODAY, status=StepStatus.ONGOING)], TODAY),
        ({}, [station(StepKind.APPRENTICESHIP, first=TODAY)], None),
        ({}, [station(StepKind.WORK, first=TODAY, status=StepStatus.ONGOING)], None),
    ],
)
def test_an_apprentice_is_one_from_the_first_day_to_the_last(
    milestones: dict[str, date], stations: list[Station], since: date | None
) -> None:
    file = file_with(milestones=milestones, stations=stations)
    assert facts_of(file, TODAY).apprentice_since == since


def test_the_road_passes_from_step_to_step_and_ends() -> None:
    school = Station(
        key=str(ONE), title="Norskkurs", kind=StepKind.NORWEGIAN_COURSE, first=date(2026, 1, 1),
        until=date(2026, 6, 20), organisation="Læringssenteret",
    )  # fmt: skip
    after = station(StepKind.UPPER_SECONDARY, first=date(2026, 6, 20), until=date(2027, 6, 20))
    facts = facts_of(file_with(stations=[school, after]), TODAY)
    assert facts.changes == (
        Change(date(2026, 6, 20), "Vg1 helse", "", TWO),
        Change(date(2027, 6, 20), "Vg1 helse", ""),
    )


def test_only_a_promise_with_a_day_can_be_late() -> None:
    promised = [Action(pk=ONE, text="Ring", due_on=date(2026, 3, 1)), Action(pk=TWO, text="Vent")]
    assert facts_of(file_with(actions=promised), TODAY).late_actions == (
        LateAction(ONE, "Ring", date(2026, 3, 1)),
    )


def test_papers_and_the_day_one_applies_are_read(cast: Cast) -> None:
    exists, sent = (
        Education.objects.create(
            participant=cast.participant, level=level, country="Syria", completion="completed", years=9,
            documentation=state, documentation_on=TODAY,
        )
        for level, state in (("primary", "translated"), ("upper_secondary", "sent"))
    )  # fmt: skip
    Schooling.objects.create(participant=cast.participant, application_due=TODAY)
    with acting_as(cast.kari) as kari:
        file = read_files(kari, [cast.participant])[cast.participant.pk]
    facts = facts_of(file, TODAY)
    assert (facts.documentation_unsent, facts.unsent_id, facts.application_on) == (True, exists.pk, TODAY)
    assert sent.pk not in file.unsent


@pytest.mark.parametrize(
    ("who", "may_write"), [("kari", True), ("nils", True), ("tea", False), ("ute", False)]
)
def test_somebody_stands_to_a_file_as_they_sit_in_its_group(cast: Cast, who: str, may_write: bool) -> None:
    with acting_as(cast.kari) as kari:
        file = read_files(kari, [cast.participant])[cast.participant.pk]
    held = standing_in(getattr(cast, who), file, localdate())
    assert held.may("write", "meeting") is may_write


def test_a_seat_that_is_given_up_gives_no_standing(cast: Cast) -> None:
    gone = make_employee("Siv Stille", cast.organisations["nav"], "nav_adviser")
    make_member(cast.participant, gone, relation="responsible")
    Employment.objects.filter(pk=gone.employment_id).update(period=(date(2020, 1, 1), TODAY))
    with acting_as(cast.kari) as kari:
        file = read_files(kari, [cast.participant])[cast.participant.pk]
    assert not standing_in(gone, file, localdate()).relations
