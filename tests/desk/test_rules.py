"""Each gap opens and closes by dates a practitioner recognises."""

from datetime import date
from uuid import UUID

import pytest

from samlop.desk.rules import Act, Change, FileFacts, FoundGap, Gap, LateAction, OpenMeeting, gaps

TODAY = date(2026, 3, 2)
LATELY = date(2026, 1, 15)
ID = UUID(int=1)
MET = {"since": date(2025, 9, 1), "meetings_held": (LATELY,)}


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
        ({"meetings_held": (date(2025, 9, 2),)}, [Gap.NOT_MET]),
        ({"meetings_held": (date(2025, 9, 3),)}, []),
        ({"meetings_held": (), "since": date(2025, 9, 2)}, [Gap.NOT_MET]),
        ({"meetings_held": (), "meetings_ahead": (date(2026, 3, 9),)}, []),
        (
            {"apprentice_since": date(2026, 2, 1), "roles": frozenset({"programme_adviser"})},
            [Gap.APPRENTICE_ALONE],
        ),
        ({"apprentice_since": date(2026, 2, 1), "roles": frozenset({"nav_adviser"})}, []),
        ({"apprentice_since": date(2026, 4, 1), "roles": frozenset()}, []),
    ],
)
def test_a_gap_is_found_when_it_is_one(facts: dict[str, object], expected: list[Gap]) -> None:
    assert found(**facts) == expected


def test_gaps_come_with_the_nearest_day_first() -> None:
    facts = FileFacts(
        since=date(2025, 9, 1),
        meetings_held=(LATELY,),
        not_agreed=(OpenMeeting(ID, date(2026, 1, 15)),),
        late_actions=(LateAction(ID, "Ring skolen", date(2025, 12, 1)),),
    )
    assert [one.gap for one in gaps(facts, TODAY)] == [Gap.ACTION_OVERDUE, Gap.NOT_RECONCILED]


def test_every_gap_has_an_act_that_closes_it() -> None:
    assert all(isinstance(FoundGap(gap, TODAY).act, Act) for gap in Gap)
