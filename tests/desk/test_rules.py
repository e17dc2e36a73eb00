"""Each gap opens and closes by dates a practitioner recognises."""

from datetime import date
from uuid import UUID

import pytest

from samlop.desk.rules import (
    Act,
    Change,
    FileFacts,
    FoundGap,
    Gap,
    LateAction,
    OpenMeeting,
    gaps,
    notes_matter_from,
)

TODAY = date(2026, 3, 2)
LATELY = date(2026, 1, 15)
ID = UUID(int=1)
MET = {"since": date(2025, 9, 1), "meetings_held": (LATELY,), "met_on": (LATELY,)}


def found(**facts: object) -> list[Gap]:
    return [one.gap for one in gaps(FileFacts(**{**MET, **facts}), TODAY)]  # type: ignore[arg-type]


def change(day: date, agency: str = "Mandal videregående skole") -> dict[str, object]:
    return {"changes": (Change(day, "Vg1 helse", agency),)}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        (
            {**change(date(2026, 8, 17)), "meetings_held": (date(2025, 12, 1),)},
            [Gap.TRANSITION_WITHOUT_MEETING],
        ),
        ({**change(date(2026, 8, 17)), "meetings_held": (date(2026, 2, 20),)}, []),
        (
            {
                **change(date(2026, 8, 17)),
                "meetings_held": (date(2025, 12, 1),),
                "meetings_ahead": (date(2026, 4, 7),),
            },
            [],
        ),
        ({**change(date(2026, 9, 3)), "meetings_held": (date(2025, 12, 1),)}, []),
        ({**change(date(2026, 2, 1)), "meetings_held": (date(2025, 10, 2),)}, []),
        (change(date(2026, 6, 1), agency=""), [Gap.NO_NEXT_AGENCY]),
        (change(date(2027, 6, 1), agency=""), []),
        ({"left_without_successor": ((ID, "Tea, lærer"),)}, [Gap.NO_SUCCESSOR]),
        ({"documentation_unsent": True, "application_on": date(2026, 3, 1)}, []),
        ({"documentation_unsent": True, "application_on": date(2026, 4, 15)}, [Gap.DOCUMENTATION_NOT_SENT]),
        ({"documentation_unsent": True, "application_on": date(2026, 5, 2)}, []),
        ({"documentation_unsent": False, "application_on": date(2026, 4, 15)}, []),
        ({"not_agreed": (OpenMeeting(ID, date(2026, 2, 24)),)}, []),
        ({"not_agreed": (OpenMeeting(ID, date(2026, 2, 23)),)}, [Gap.NOT_RECONCILED]),
        ({"never_shared": (OpenMeeting(ID, date(2026, 2, 23)),)}, [Gap.NOTES_NEVER_SHARED]),
        ({"late_actions": (LateAction(ID, "Send vitnemål", date(2026, 3, 1)),)}, [Gap.ACTION_OVERDUE]),
        ({"late_actions": (LateAction(ID, "Send vitnemål", TODAY),)}, []),
        ({"met_on": (date(2025, 9, 2),)}, [Gap.NOT_MET]),
        ({"met_on": (date(2025, 9, 3),)}, []),
        ({"met_on": (), "meetings_held": (LATELY,), "since": date(2025, 9, 2)}, [Gap.NOT_MET]),
        ({"met_on": (), "since": date(2025, 9, 3)}, []),
        ({"met_on": (), "meetings_ahead": (date(2026, 3, 9),)}, []),
        (
            {"apprentice_since": date(2026, 2, 1), "roles": frozenset({"programme_adviser"})},
            [Gap.APPRENTICE_ALONE],
        ),
        ({"apprentice_since": date(2026, 2, 1), "roles": frozenset({"nav_adviser"})}, []),
        ({"apprentice_since": date(2026, 4, 1), "roles": frozenset()}, []),
        ({"apprentice_since": TODAY, "roles": frozenset()}, [Gap.APPRENTICE_ALONE]),
        ({"apprentice_since": date(2026, 3, 3), "roles": frozenset()}, []),
        ({"apprentice_since": TODAY, "roles": frozenset({"school_adviser"})}, []),
        ({"apprentice_since": TODAY, "roles": frozenset({"career_adviser"})}, []),
    ],
)
def test_a_gap_is_found_when_it_is_one(facts: dict[str, object], expected: list[Gap]) -> None:
    assert found(**facts) == expected


@pytest.mark.parametrize(
    ("day", "held", "ahead", "is_gap"),
    [
        (date(2026, 9, 2), None, None, True),  # to the day six months ahead
        (date(2026, 9, 3), None, None, False),
        (TODAY, None, None, True),
        (date(2026, 3, 1), None, None, False),
        (date(2026, 8, 17), date(2026, 1, 20), None, False),  # six months and four weeks before
        (date(2026, 8, 17), date(2026, 1, 19), None, True),
        (date(2026, 8, 17), None, date(2026, 8, 17), False),  # called for the very day
        (date(2026, 8, 17), None, date(2026, 8, 18), True),
        (TODAY, TODAY, None, False),
    ],
)
def test_a_change_is_prepared_by_a_meeting_in_the_half_year_before(
    day: date, held: date | None, ahead: date | None, is_gap: bool
) -> None:
    facts = {"meetings_held": (held,) if held else (), "meetings_ahead": (ahead,) if ahead else ()}
    assert (Gap.TRANSITION_WITHOUT_MEETING in found(**change(day), **facts)) is is_gap


@pytest.mark.parametrize(
    ("day", "is_gap"),
    [
        (TODAY, True),
        (date(2026, 3, 1), False),
        (date(2026, 9, 2), True),
        (date(2026, 9, 3), False),
    ],
)
def test_nobody_named_matters_within_six_months(day: date, is_gap: bool) -> None:
    assert (Gap.NO_NEXT_AGENCY in found(**change(day, agency=""))) is is_gap


@pytest.mark.parametrize(
    ("applies", "is_gap"),
    [
        (date(2026, 3, 1), False),
        (TODAY, True),
        (date(2026, 5, 1), True),  # the sixtieth day
        (date(2026, 5, 2), False),
        (None, False),
    ],
)
def test_papers_are_missed_for_sixty_days_before_the_application(applies: date | None, is_gap: bool) -> None:
    expected = [Gap.DOCUMENTATION_NOT_SENT] if is_gap else []
    assert found(documentation_unsent=True, application_on=applies) == expected


@pytest.mark.parametrize(("since", "is_gap"), [(date(2026, 2, 23), True), (date(2026, 2, 24), False)])
@pytest.mark.parametrize("kind", ["not_agreed", "never_shared"])
def test_what_a_meeting_leaves_is_missed_after_a_week(kind: str, since: date, is_gap: bool) -> None:
    for is_agreed in (False, True):
        facts = FileFacts(**MET, **{kind: (OpenMeeting(ID, since, is_agreed=is_agreed),)})  # type: ignore[arg-type]
        assert [(one.is_agreed, one.subject_id) for one in gaps(facts, TODAY)] == (
            [(is_agreed, ID)] if is_gap else []
        )


def test_notes_in_an_agreed_meeting_are_missed_for_half_a_year() -> None:
    assert notes_matter_from(TODAY) == date(2025, 9, 2)


@pytest.mark.parametrize("day", [date.min, date(1, 7, 1), TODAY, date(9999, 7, 1), date.max])
def test_no_day_of_the_calendar_breaks_a_rule(day: date) -> None:
    facts = FileFacts(
        since=day,
        changes=(Change(day, "Vg1", ""),),
        meetings_ahead=(day,) if day >= TODAY else (),
        meetings_held=(day,),
        met_on=(day,),
        application_on=day,
        documentation_unsent=True,
        not_agreed=(OpenMeeting(ID, day),),
        never_shared=(OpenMeeting(ID, day),),
        late_actions=(LateAction(ID, "Ring", day),),
        apprentice_since=day,
    )
    assert all(one.day == day for one in gaps(facts, TODAY))


def test_gaps_come_with_the_nearest_day_first() -> None:
    facts = FileFacts(
        since=date(2025, 9, 1),
        met_on=(LATELY,),
        not_agreed=(OpenMeeting(ID, date(2026, 1, 15)),),
        late_actions=(LateAction(ID, "Ring skolen", date(2025, 12, 1)),),
    )
    assert [one.gap for one in gaps(facts, TODAY)] == [Gap.ACTION_OVERDUE, Gap.NOT_RECONCILED]


def test_every_gap_has_an_act_that_closes_it() -> None:
    assert all(isinstance(FoundGap(gap, TODAY).act, Act) for gap in Gap)
