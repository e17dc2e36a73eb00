"""The plan's rules by tables: periods, rings, the realistic day, what versions hold, what decisions ask."""

from datetime import date
from typing import Any

import pytest

from samlop.plans import content as kept
from samlop.plans import decisions as asking
from samlop.plans import rules
from samlop.plans.content import ActionContent, GoalContent, Horizon, PlanContent, StepContent, Thing
from samlop.plans.decisions import Deed, NewHorizon, NewPeriod, NewStatus, NewStep, Promise
from samlop.plans.pathway import Station, StepKind, StepStatus
from samlop.plans.rules import HorizonNote, PlannedPeriod, Refusal

MARCH, JUNE, AUGUST = date(2026, 3, 3), date(2026, 6, 19), date(2026, 8, 17)


def station(key: str, **values: Any) -> Station:
    """A step as the rules know it."""
    return Station(key=key, title=key, kind=StepKind.ADULT_EDUCATION, **values)


@pytest.mark.parametrize(
    ("first", "until", "refusal"),
    [
        (None, None, None),
        (MARCH, None, None),
        (None, JUNE, None),
        (MARCH, JUNE, None),
        (MARCH, date(2026, 3, 4), None),
        (MARCH, MARCH, Refusal.ENDS_BEFORE_IT_BEGINS),
        (JUNE, MARCH, Refusal.ENDS_BEFORE_IT_BEGINS),
        (date(1900, 1, 1), date(1900, 1, 2), None),
        (date(2100, 12, 31), date(2101, 1, 1), None),
        (date(2100, 12, 31), date(2101, 1, 2), Refusal.IMPOSSIBLE_DAY),
        (date(1, 1, 1), date(1, 1, 2), Refusal.IMPOSSIBLE_DAY),
        (None, date.min, Refusal.IMPOSSIBLE_DAY),
        (date(1899, 12, 31), None, Refusal.IMPOSSIBLE_DAY),
        (MARCH, date.max, Refusal.IMPOSSIBLE_DAY),
        (date.max, date.min, Refusal.IMPOSSIBLE_DAY),
    ],
)
def test_a_step_lasts_at_least_a_day(first: date | None, until: date | None, refusal: Refusal | None) -> None:
    assert rules.period_refusal(PlannedPeriod(first, until)) == refusal


@pytest.mark.parametrize(
    ("waiting", "refusal"),
    [
        ({}, None),
        ({"b": "a", "c": "b"}, None),
        ({"c": "ab", "b": "a"}, None),
        ({"a": "b", "b": "a"}, Refusal.WAITS_IN_A_RING),
        ({"a": "c", "b": "a", "c": "b"}, Refusal.WAITS_IN_A_RING),
        ({"a": "a"}, Refusal.WAITS_IN_A_RING),
        ({"a": "gone"}, None),
    ],
)
def test_steps_never_wait_in_a_ring(waiting: dict[str, str], refusal: Refusal | None) -> None:
    steps = [station(key) for key in "abc"]
    assert rules.dependency_refusal({key: tuple(waits) for key, waits in waiting.items()}, steps) == refusal


@pytest.mark.parametrize(
    ("horizon", "refusal"),
    [
        (None, None),
        (date(2026, 3, 2), Refusal.HORIZON_IS_PAST),
        (MARCH, Refusal.HORIZON_IS_PAST),
        (date(2026, 3, 4), None),
        (date(2030, 8, 1), None),
        (date(2041, 3, 3), None),
        (date(2041, 3, 4), Refusal.HORIZON_TOO_FAR),
        (date(2099, 1, 1), Refusal.HORIZON_TOO_FAR),
        (date.max, Refusal.HORIZON_TOO_FAR),
    ],
)
def test_a_realistic_day_lies_ahead_within_fifteen_years(
    horizon: date | None, refusal: Refusal | None
) -> None:
    assert rules.horizon_refusal(horizon, MARCH) == refusal


@pytest.mark.parametrize("horizon", [date(2043, 2, 28), date(2043, 3, 1)])
def test_the_horizon_counts_from_a_leap_day(horizon: date) -> None:
    expected = None if horizon.month == 2 else Refusal.HORIZON_TOO_FAR
    assert rules.horizon_refusal(horizon, date(2028, 2, 29)) == expected


@pytest.mark.parametrize(
    ("horizon", "steps", "note"),
    [
        (None, [], HorizonNote.NOT_SAID),
        (MARCH, [], HorizonNote.PASSED),
        (date(2025, 1, 1), [], HorizonNote.PASSED),
        (JUNE, [], None),
        (JUNE, [station("a", first=MARCH, until=JUNE)], None),
        (JUNE, [station("a", first=MARCH, until=AUGUST)], HorizonNote.STEPS_LAST_LONGER),
        (JUNE, [station("a", first=AUGUST)], HorizonNote.STEPS_LAST_LONGER),
        (JUNE, [station("a", first=MARCH)], None),
        (JUNE, [station("a")], None),
        (JUNE, [station("a", first=MARCH, until=AUGUST, status=StepStatus.INTERRUPTED)], None),
    ],
)
def test_what_there_is_to_say_of_the_realistic_day(
    horizon: date | None, steps: list[Station], note: HorizonNote | None
) -> None:
    assert rules.horizon_note(horizon, steps, MARCH) == note


# What a version holds

GOAL = GoalContent(key="g", words="أريد أن أصبح طاهية", language="ar")
STEP = StepContent(
    key="s",
    kind="norwegian_course",
    title="Norskkurs A2",
    first=MARCH,
    until=JUNE,
    status="ongoing",
    organisation="Lindesnes læringssenter",
    waits_for=frozenset({"t", "u"}),
    note="Kveldskurs",
)
ACTION = ActionContent(key="a", text="Ringe skolen", owner="Tea Tålmodig", due_on=JUNE)
WHOLE = PlanContent(goals=(GOAL,), steps=(STEP,), actions=(ACTION,), horizon=AUGUST)


def test_a_version_holds_all_that_is_written() -> None:
    assert kept.read(kept.written(WHOLE)) == WHOLE
    assert kept.read(kept.written(PlanContent())).is_empty
    assert kept.written(WHOLE)["steps"][0]["waits_for"] == ["t", "u"]


def test_versions_from_before_a_field_was_kept_can_be_read() -> None:
    old = {
        "goals": [{"words": "Bli kokk", "language": "nb", "state": "active", "rank": 1}],
        "steps": [
            {
                "id": "s",
                "kind": "work",
                "title": "",
                "first": "2026-03-03",
                "until": None,
                "status": "planned",
                "organisation": "",
                "waits_for": [],
            }
        ],
        "actions": [{"text": "Ringe skolen", "due_on": None, "done": True}],
        "of old": 1,
    }
    assert kept.read(old) == PlanContent(
        goals=(GoalContent(key="Bli kokk", words="Bli kokk"),),
        steps=(StepContent(key="s", kind="work", first=MARCH),),
        actions=(ActionContent(key="Ringe skolen", text="Ringe skolen", done=True),),
    )


def changed(**values: Any) -> StepContent:
    """The step with something else in it."""
    return StepContent(**({name: getattr(STEP, name) for name in STEP.__dataclass_fields__} | values))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (WHOLE, WHOLE, []),
        (PlanContent(), PlanContent(goals=(GOAL,)), [(Thing.GOAL, None, GOAL, ())]),
        (PlanContent(steps=(STEP,)), PlanContent(), [(Thing.STEP, STEP, None, ())]),
        (
            PlanContent(steps=(STEP,)),
            PlanContent(steps=(changed(status="completed", until=AUGUST),)),
            [(Thing.STEP, STEP, changed(status="completed", until=AUGUST), ("until", "status"))],
        ),
        (
            PlanContent(steps=(STEP,)),
            PlanContent(steps=(changed(waits_for=frozenset("u")),)),
            [(Thing.STEP, STEP, changed(waits_for=frozenset("u")), ("waits_for",))],
        ),
        (
            PlanContent(horizon=JUNE),
            PlanContent(horizon=AUGUST),
            [(Thing.HORIZON, Horizon(JUNE), Horizon(AUGUST), ("day",))],
        ),
        (
            PlanContent(steps=(STEP, changed(key="x"))),
            PlanContent(steps=(changed(key="x"), STEP)),
            [],
        ),
        (
            PlanContent(actions=(ACTION,)),
            PlanContent(
                actions=(ActionContent(key="a", text="Ringe skolen", owner="Kim", due_on=JUNE, done=True),)
            ),
            [
                (
                    Thing.ACTION,
                    ACTION,
                    ActionContent(key="a", text="Ringe skolen", owner="Kim", due_on=JUNE, done=True),
                    ("owner", "done"),
                )
            ],
        ),
    ],
)
def test_differences_name_what_is_new_gone_and_changed(
    before: PlanContent, after: PlanContent, expected: list[tuple[Any, ...]]
) -> None:
    found = kept.differences(before, after)
    assert [(one.thing, one.before, one.after, one.changed) for one in found] == expected


def test_differences_come_in_the_order_of_the_page() -> None:
    found = kept.differences(PlanContent(), WHOLE)
    assert [one.thing for one in found] == [Thing.HORIZON, Thing.GOAL, Thing.STEP, Thing.ACTION]


# What decisions ask

CHANGES = [
    NewStep(StepKind.WORK, "Kokk", MARCH, JUNE, "11111111-1111-1111-1111-111111111111"),
    NewStep(StepKind.OTHER),
    NewStatus("s", StepStatus.COMPLETED),
    NewPeriod("s", MARCH, None),
    NewPeriod("s", None, JUNE),
    NewHorizon(AUGUST),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_read_as_it_was_written(change: Any) -> None:
    assert asking.read_change(asking.written_change(change)) == change
    deed = Deed(change, step="s", before=("2026-03-03", None))
    assert asking.read_deed(asking.written_deed(deed)) == deed


def test_a_decision_may_ask_nothing_of_the_plan() -> None:
    assert asking.read_change({}) is None


@pytest.mark.parametrize(
    "stored",
    [
        {"change": "launch_rocket"},
        {"kind": "work"},
        {"change": "add_step"},
        {"change": "add_step", "kind": "no such"},
        {"change": "add_step", "kind": "work", "first": "soon"},
        {"change": "step_status", "step": "s"},
        {"change": "step_status", "step": "s", "status": None},
        {"change": "horizon", "horizon": 7},
        {"change": "horizon"},
        {"change": ["horizon"]},
    ],
)
def test_what_is_no_change_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(asking.UnknownChange):
        asking.read_change(stored)


@pytest.mark.parametrize(
    ("asked", "done", "left"),
    [
        ("", "", ((), (), ())),
        ("ab", "", ((0, 1), (), ())),
        ("ab", "ab", ((), (0, 1), ())),
        ("ba", "ab", ((), (1, 0), ())),
        ("b", "ab", ((), (1,), (0,))),
        ("abc", "b", ((0, 2), (0,), ())),
        ("aa", "a", ((1,), (0,), ())),
        ("a", "aa", ((), (0,), (1,))),
        ("", "ab", ((), (), (0, 1))),
    ],
)
def test_a_later_version_leaves_what_is_new_and_what_is_gone(asked: str, done: str, left: Any) -> None:
    found = asking.what_is_left(asked, done)
    assert (found.new, found.kept, found.gone) == left


def promises(*pairs: str) -> list[Promise]:
    """Promises written as "text:owner"."""
    return [Promise(*pair.split(":")) for pair in pairs]


@pytest.mark.parametrize(
    ("now", "then", "pairs"),
    [
        (["ring:tea"], [], {}),
        (["ring:tea"], ["ring:tea"], {0: 0}),
        (["ring:kim"], ["ring:tea"], {0: 0}),
        (["Ring  skolen:kim"], ["ring skolen:tea"], {0: 0}),
        (["søk:tea"], ["ring:tea"], {}),
        (["ring:kim", "ring:tea"], ["ring:tea"], {1: 0}),
        (["ring:tea", "ring:tea"], ["ring:tea"], {0: 0}),
        (["ring:kim", "ring:tea"], ["ring:tea", "ring:nils"], {1: 0, 0: 1}),
    ],
)
def test_promises_are_recognised(now: list[str], then: list[str], pairs: dict[int, int]) -> None:
    assert asking.kept_promises(promises(*now), promises(*then)) == pairs
