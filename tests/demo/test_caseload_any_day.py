"""Today's caseload: every stage, state and gap, and nothing impossible, whatever day it is built for."""

from collections import Counter
from datetime import date
from functools import cache
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from samlop.demo.caseload import situations as at
from samlop.demo.days import is_workday
from samlop.demo.prose import OUTSIDE_ITEMS
from samlop.demo.records import Participant, Region
from samlop.demo.region import build_region
from samlop.desk.rules import Change, FileFacts, Gap, LateAction, OpenMeeting, gaps
from samlop.kernel.periods import Period
from samlop.plans.pathway import Station, StepKind, StepStatus
from samlop.plans.transitions import transitions
from samlop.routines.document import shipped_routine
from samlop.routines.due import Concern, Held, ParticipantDates, due_rows

TODAY = date(2026, 11, 22)
MILESTONE_ORDER = (
    "settled",
    "programme_start",
    "adult_education_start",
    "adult_education_end",
    "upper_secondary_start",
    "upper_secondary_end",
    "apprenticeship_start",
    "apprenticeship_end",
    "trade_certificate",
    "work_start",
)
any_day = st.dates(date(2026, 1, 1), date(2045, 12, 31))


@cache
def region_on(day: date) -> Region:
    return build_region(day)


@pytest.fixture(name="region")
def the_region() -> Region:
    return region_on(TODAY)


# --- what it shows


def test_dina_waits_for_a_first_meeting_with_the_whole_group(region):
    dina = next(person for person in region.participants if person.key == "dina")
    assert {seat.employment.partition("@")[0] for seat in dina.group} == {"kari", "tea", "kim", "nils"}
    assert (dina.interpreter, dina.portal_language, dina.meetings) == ("ar", "ar", ())
    assert dina.mapping.wish.language == "ar"


def test_berit_never_wears_both_hats_in_one_group(region):
    worn = [[seat.employment for seat in person.group] for person in region.participants]
    assert any("berit@nav_lindesnes" in group for group in worn)
    assert any("berit@laeringssenter" in group for group in worn)
    assert not any({"berit@nav_lindesnes", "berit@laeringssenter"} <= set(group) for group in worn)


def test_ute_is_in_nobodys_group(region):
    assert not any(
        seat.employment.startswith("ute@") for person in region.participants for seat in person.group
    )


def test_the_caseload_is_spread(region):
    people = region.participants
    assert 60 <= len(people) <= 90
    assert {person.stage for person in people} == set(at.STAGES)
    states = Counter(person.state for person in people)
    assert set(states) == {
        "upcoming", "due", "overdue", "called", "held", "reconciling", "agreed", "archived"
    }  # fmt: skip
    papers = {schooling.documentation for person in people for schooling in person.mapping.education}
    assert papers == {"none", "exists", "translated", "sent", "approved"}
    assert {person.mapping.wish.language for person in people} >= {"ar", "uk", "ti", "so", "prs", "pl", "en"}
    kari = sum(is_seated(person, "kari@flyktning_lindesnes", TODAY) for person in people)
    assert 26 <= kari <= 34
    assert sum(bool(seat.successor) for person in people for seat in person.group) >= 3
    assert sum(person.address_protection != "none" for person in people) == 2


def test_every_gap_is_shown_and_many_have_none(region):
    shown = Counter(gap for person in region.participants for gap in person.gaps)
    assert set(shown) == {gap.value for gap in Gap} == set(at.GAP_KINDS)
    assert min(shown.values()) >= 2
    assert sum(not person.gaps for person in region.participants) >= 15


def test_kari_meets_every_kind_of_gap(region):
    hers = [person for person in region.participants if is_seated(person, "kari@flyktning_lindesnes", TODAY)]
    assert {gap for person in hers for gap in person.gaps} == set(at.GAP_KINDS)


# --- gaps, found anew


def is_seated(person: Participant, employment: str, day: date) -> bool:
    return any(
        seat.employment == employment and Period(seat.first, seat.until).contains(day)
        for seat in person.group
    )


def stations(person: Participant) -> list[Station]:
    return [
        Station(
            key=step.key,
            title=step.title,
            kind=StepKind(step.kind),
            first=step.first,
            until=step.until,
            status=StepStatus(step.status),
            organisation=step.organisation,
            waits_for=step.waits_for,
        )
        for step in person.plan.steps
    ]


def changes_ahead(person: Participant, today: date) -> tuple[Change, ...]:
    return tuple(
        Change(step.first, step.title, step.organisation) for step in person.plan.steps if step.first > today
    )


def left_lying(person: Participant, *, hidden: bool) -> tuple[OpenMeeting, ...]:
    return tuple(
        OpenMeeting(uuid4(), meeting.day)
        for meeting in person.meetings
        if meeting.state in {at.HELD, at.RECONCILING}
        and not (hidden and any(note.shared for note in meeting.notes))
    )


def facts_of(person: Participant, today: date) -> FileFacts:
    days = {milestone.code: milestone for milestone in person.milestones}
    learning = days.get("apprenticeship_start")
    return FileFacts(
        since=days["settled"].day,
        changes=changes_ahead(person, today),
        meetings_ahead=tuple(meeting.day for meeting in person.meetings if meeting.day > today),
        meetings_held=tuple(meeting.day for meeting in person.meetings if meeting.day <= today),
        met_on=tuple(meeting.day for meeting in person.meetings if meeting.day <= today),
        left_without_successor=tuple(
            (uuid4(), seat.role) for seat in person.group if seat.left_because == "employment_ended"
        ),
        documentation_unsent=any(
            schooling.documentation in {"exists", "translated"} for schooling in person.mapping.education
        ),
        application_on=person.mapping.needs.application_due,
        not_agreed=left_lying(person, hidden=False),
        never_shared=left_lying(person, hidden=True),
        late_actions=tuple(
            LateAction(uuid4(), action.text, action.deadline)
            for action in person.plan.actions
            if action.done_on is None
        ),
        apprentice_since=learning.actual if learning else None,
        roles=frozenset(seat.role for seat in person.group if is_seated(person, seat.employment, today)),
    )


def due_states(person: Participant, today: date) -> dict[str, str]:
    dates = ParticipantDates(
        participant=person.key,
        milestones={milestone.code: milestone.day for milestone in person.milestones},
        held=tuple(
            Held(meeting.point, meeting.day)
            for meeting in person.meetings
            if meeting.point and meeting.state != at.CALLED
        ),
        concerns=tuple(Concern(concern.code, concern.raised) for concern in person.concerns),
    )
    states: dict[str, str] = {}
    for row in due_rows(shipped_routine(), dates, today):
        states.setdefault(
            row.point, row.state.value
        )  # A concern asks for the fourth meeting before its own day.
    return states


# --- on any day


def assert_milestones_make_sense(person: Participant, today: date) -> None:
    days = {milestone.code: milestone.day for milestone in person.milestones}
    ordered = [days[code] for code in MILESTONE_ORDER if code in days]
    assert ordered == sorted(set(ordered)), person.key
    for milestone in person.milestones:
        assert milestone.actual is None or milestone.actual <= today
        assert milestone.actual or milestone.expected > today, (person.key, milestone)
        assert is_workday(milestone.day)
    assert 18 <= (days["settled"] - person.birth).days / 365.25 < 61


def assert_meetings_make_sense(person: Participant, today: date) -> None:
    agendas = {point.code: {item.code for item in point.agenda} for point in shipped_routine().meeting_points}
    agendas[""] = set(OUTSIDE_ITEMS)
    days = [meeting.day for meeting in person.meetings]
    assert days == sorted(set(days)), person.key
    for meeting in person.meetings:
        assert is_workday(meeting.day)
        assert meeting.called_on < meeting.day
        assert (meeting.day > today) == (meeting.state == at.CALLED)
        invited = {one.invited for one in meeting.invitations}
        present = {one.invited for one in meeting.invitations if one.attended}
        assert all(is_seated(person, one, meeting.day) for one in invited - {"participant"})
        assert {note.employment for note in meeting.notes} <= present
        assert {note.item for note in meeting.notes} <= agendas[meeting.point]
        if meeting.state in {at.AGREED, at.ARCHIVED}:
            assert {text.item for text in meeting.agreed} == agendas[meeting.point]
            assert {yes.by for yes in meeting.confirmations} == present
        else:
            assert not meeting.confirmations
        assert (meeting.archived_on is not None) == (meeting.state == at.ARCHIVED)


def assert_state_is_shown(person: Participant, today: date) -> None:
    states = due_states(person, today)
    if person.state in {at.DUE, at.OVERDUE}:
        assert person.state in states.values(), (person.key, states)
    elif person.state == at.CALLED:
        point = next(meeting.point for meeting in person.meetings if meeting.state == at.CALLED)
        assert states[point] in {"upcoming", "due"}, (person.key, states)
    else:
        assert not {"due", "overdue"} & set(states.values()), (person.key, person.stage, states)
    if person.state in {at.HELD, at.RECONCILING, at.AGREED, at.ARCHIVED}:
        assert person.meetings[-1].state == person.state


def assert_plan_makes_sense(person: Participant, today: date) -> None:
    keys = {step.key for step in person.plan.steps}
    for step in person.plan.steps:
        assert step.until is None or step.first < step.until, (person.key, step)
        assert set(step.waits_for) <= keys
    nameless = at.NO_NEXT_AGENCY in person.gaps
    minded = [turn for turn in transitions(stations(person), today=today) if turn.is_gap]
    assert bool(minded) == nameless, (person.key, person.stage, minded)
    for action in person.plan.actions:
        assert action.owner == "participant" or any(seat.employment == action.owner for seat in person.group)
        assert action.done_on is None or action.done_on <= today
        if action.done_on is None and action.owner != "participant":
            assert is_seated(person, action.owner, today), (person.key, action)


def assert_group_makes_sense(person: Participant, region: Region) -> None:
    hats = {hat.key: hat for hat in region.employments}
    assert is_seated(person, person.group[0].employment, region.today)
    for seat in person.group:
        hat = hats[seat.employment]
        assert hat.role == seat.role
        assert hat.first <= seat.first <= region.today, (person.key, seat)
        assert seat.until is None or seat.first < seat.until <= (hat.until or seat.until)
        assert bool(seat.until) == bool(seat.left_because)
        assert hat.until is None or (seat.until is not None and seat.until <= hat.until)
        if seat.successor:
            assert is_seated(person, seat.successor, seat.until or date.max)


def assert_nobody_is_in_two_meetings(region: Region) -> None:
    seats = Counter(
        (meeting.day, meeting.starts, who)
        for person in region.participants
        for meeting in person.meetings
        for who in {meeting.place, *(one.invited.partition("@")[0] for one in meeting.invitations)}
        - {"participant"}
    )
    assert max(seats.values()) == 1, seats.most_common(1)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(today=any_day)
@example(today=TODAY)
@example(today=date(2028, 2, 29))
@example(today=date(2026, 12, 31))
@example(today=date(2027, 1, 1))
@example(today=date(2027, 3, 29))
def test_the_caseload_is_believable_on_any_day(today):
    region = build_region(today)
    assert_nobody_is_in_two_meetings(region)
    for person in region.participants:
        assert_milestones_make_sense(person, today)
        assert_meetings_make_sense(person, today)
        assert_state_is_shown(person, today)
        assert_plan_makes_sense(person, today)
        assert_group_makes_sense(person, region)
        found = {gap.gap.value for gap in gaps(facts_of(person, today), today)}
        assert found == set(person.gaps), (person.key, person.stage, found)
