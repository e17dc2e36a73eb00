"""The rules of calling that need no database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from samlop.routines.occurrences import State
from samlop.routines.rules import (
    CallRefusal,
    Stretch,
    call_refusal,
    in_force_since,
    is_near,
    living,
    meeting_id,
    meeting_state,
    missing_roles,
    proposed_day,
    word_of,
)

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def test_a_called_meeting_is_called_until_it_is_held() -> None:
    assert meeting_state(State.OVERDUE, is_called=True) == "called"
    assert meeting_state(State.HELD, is_called=True) == "held"
    assert meeting_state(State.DUE, is_called=False) == "due"


def test_the_same_form_makes_the_same_meeting_for_one_only() -> None:
    key = uuid4()
    assert meeting_id(A, key) == meeting_id(A, key)
    assert meeting_id(A, key) != meeting_id(B, key)
    assert meeting_id(A, key) != meeting_id(A, uuid4())


@pytest.mark.parametrize(
    ("target", "window_last", "today", "expected"),
    [
        ("2026-04-15", "2026-05-13", "2026-03-02", "2026-04-15"),  # the routine's day, a Wednesday
        ("2026-04-18", "2026-05-13", "2026-03-02", "2026-04-20"),  # a Saturday becomes Monday
        ("2026-04-01", "2026-04-29", "2026-04-10", "2026-04-17"),  # a week's notice inside the window
        ("2026-04-01", "2026-04-16", "2026-04-13", "2026-04-16"),  # less notice rather than too late
        (
            "2026-04-01",
            "2026-04-18",
            "2026-04-13",
            "2026-04-17",
        ),  # Friday before a window that ends on Saturday
        ("2026-01-01", "2026-01-29", "2026-04-13", "2026-04-20"),  # long overdue: a week's notice
    ],
)
def test_the_proposed_day(target: str, window_last: str, today: str, expected: str) -> None:
    proposed = proposed_day(
        date.fromisoformat(target),
        window_last=date.fromisoformat(window_last),
        today=date.fromisoformat(today),
    )
    assert proposed.isoformat() == expected


def test_meetings_that_only_touch_do_not_collide() -> None:
    first = Stretch(NOON, NOON + timedelta(minutes=45))
    assert not first.overlaps(Stretch(first.ends_at, first.ends_at + timedelta(minutes=45)))
    assert first.overlaps(
        Stretch(first.ends_at - timedelta(minutes=1), first.ends_at + timedelta(minutes=45))
    )


@pytest.mark.parametrize(
    ("minutes", "ahead", "expected"),
    [
        (45, 1, None),
        (0, 1, CallRefusal.ENDS_BEFORE_START),
        (-5, 1, CallRefusal.ENDS_BEFORE_START),
        (481, 1, CallRefusal.TOO_LONG),
        (480, 1, None),
        (45, 0, CallRefusal.HAS_BEEN),
    ],
)
def test_when_a_meeting_cannot_be(minutes: int, ahead: int, expected: CallRefusal | None) -> None:
    start = NOON + timedelta(minutes=ahead)
    assert call_refusal(Stretch(start, start + timedelta(minutes=minutes)), now=NOON) == expected


def test_the_participant_is_never_missing() -> None:
    calls = ("participant", "programme_adviser", "career_adviser")
    assert missing_roles(calls, {"programme_adviser"}) == ("career_adviser",)


def test_a_gathering_is_for_those_half_a_year_away() -> None:
    assert is_near(date(2026, 9, 2), date(2026, 3, 3))
    assert not is_near(date(2026, 9, 3), date(2026, 3, 3))


def test_consensus_and_not_majority() -> None:
    day = date(2026, 1, 1)
    approvals = {A: date(2025, 12, 1), B: date(2026, 2, 1)}
    assert in_force_since(day, parties={A, B}, approvals=approvals) == date(2026, 2, 1)
    assert in_force_since(day, parties={A}, approvals=approvals) == day
    assert in_force_since(day, parties={A, B, C}, approvals=approvals) is None
    assert in_force_since(day, parties=set(), approvals=approvals) is None


def test_mergers_are_followed_to_whoever_exists() -> None:
    assert living(A, {A: B, B: C}) == C
    assert living(C, {A: B, B: C}) == C
    assert living(A, {A: None}) is None
    assert living(A, {A: B, B: A}) is None


EARLY, LATE = date(2026, 1, 10), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("signed", "given", "ended", "expected"),
    [
        ({C}, {C: EARLY}, {}, EARLY),
        ({C}, {}, {}, None),
        ({A}, {A: EARLY}, {A: C}, EARLY),  # the heir inherits
        ({A}, {A: EARLY}, {A: B, B: C}, EARLY),  # and so does the heir's heir
        ({A}, {B: LATE}, {A: B, B: C}, LATE),  # also what the first heir said
        ({A, C}, {A: EARLY}, {A: C}, None),  # a party answers for itself
        ({A, C}, {A: EARLY, C: LATE}, {A: C}, LATE),
        ({A, C}, {C: LATE}, {A: C}, LATE),
        ({A, B}, {A: EARLY}, {A: C, B: C}, None),  # of the two made one, one had not said yes
        ({A, B}, {A: EARLY, B: LATE}, {A: C, B: C}, LATE),
        ({A, B}, {A: EARLY, C: LATE}, {A: C, B: C}, LATE),
        ({A}, {A: EARLY}, {A: C, B: C}, EARLY),  # one who never signed is not asked
    ],
)
def test_an_heir_inherits_a_yes_but_never_over_its_own_head(
    signed: set[UUID], given: dict[UUID, date], ended: dict[UUID, UUID | None], expected: date | None
) -> None:
    assert word_of(C, signed=signed, given=given, ended=ended) == expected
