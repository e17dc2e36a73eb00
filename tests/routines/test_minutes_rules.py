"""What may be edited, who must confirm, when everybody agrees."""

import pytest

from samlop.routines import minutes_rules as rules
from samlop.routines.minutes_rules import PARTICIPANT, Refusal, Sharing


@pytest.mark.parametrize(
    ("state", "has_draft", "expected"),
    [
        ("called", False, Refusal.NOT_BEGUN),
        ("cancelled", False, Refusal.CANCELLED),
        ("held", True, None),
        ("agreed", False, Refusal.AGREED),
        ("agreed", True, None),
    ],
)
def test_notes_are_open_while_a_draft_is(state: str, has_draft: bool, expected: Refusal | None) -> None:
    assert rules.why_notes_are_closed(state, has_draft=has_draft) == expected


def test_a_text_that_lies_ready_is_not_changed() -> None:
    assert rules.why_text_is_closed("held", has_draft=True, closed=True) is Refusal.CLOSED
    assert rules.why_text_is_closed("held", has_draft=True, closed=False) is None
    assert rules.why_text_is_closed("called", has_draft=False, closed=False) is Refusal.NOT_BEGUN


def test_only_a_text_that_lies_ready_is_confirmed() -> None:
    assert rules.why_not_to_confirm(has_draft=True, closed=False) is Refusal.STILL_OPEN
    assert rules.why_not_to_confirm(has_draft=True, closed=True) is None
    assert rules.why_not_to_confirm(has_draft=False, closed=True) is Refusal.AGREED


def test_each_organisation_present_and_the_participant_confirm() -> None:
    assert rules.parties(["nav", None, "school", "nav"]) == {"nav", "school", PARTICIPANT}
    assert rules.parties([]) == {PARTICIPANT}


@pytest.mark.parametrize(
    ("words", "agreed", "waiting", "disagreeing"),
    [
        ({}, False, {"nav", PARTICIPANT}, set()),
        ({"nav": True}, False, {PARTICIPANT}, set()),
        ({"nav": True, PARTICIPANT: True}, True, set(), set()),
        ({"nav": False, PARTICIPANT: True}, False, set(), {"nav"}),
        ({"nav": True, PARTICIPANT: True, "absent": False}, True, set(), set()),
    ],
)
def test_all_must_agree_and_nobody_disagree(
    words: dict[str, bool], agreed: bool, waiting: set[str], disagreeing: set[str]
) -> None:
    tally = rules.tally({"nav", PARTICIPANT}, words)
    assert (tally.is_agreed, tally.waiting, tally.disagreeing) == (agreed, waiting, disagreeing)


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ([], Sharing.NOTHING_WRITTEN),
        ([("  ", False)], Sharing.NOTHING_WRITTEN),
        ([("a", False)], Sharing.NONE),
        ([("a", True), ("b", False)], Sharing.SOME),
        ([("a", True), (" ", False)], Sharing.ALL),
    ],
)
def test_how_much_is_shared(notes: list[tuple[str, bool]], expected: Sharing) -> None:
    assert rules.sharing(notes) is expected


def test_texts_with_any_line_break_are_equal() -> None:
    assert rules.as_kept("a\r\nb\rc\n") == "a\nb\nc\n"
    assert rules.mark_of("a\r\nb") == rules.mark_of("a\nb") != rules.mark_of("a b")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("a", "b", "a\n\nb"),
        ("", " b ", "b"),
        ("a", "", "a"),
        ("a b c", "b", "a b c"),
        ("b", "a b c", "a b c"),
    ],
)
def test_joining_two_texts_repeats_nothing(first: str, second: str, expected: str) -> None:
    assert rules.joined(first, second) == expected


def test_an_answer_for_the_plan_becomes_a_change() -> None:
    horizon = rules.plan_change("plan.horizon", "2028-06-01", language="nb")
    assert horizon == {"change": "horizon", "horizon": "2028-06-01"}
    step = rules.plan_change("plan.step.apprenticeship", "Læreplass som kokk", language="nb")
    assert (step["change"], step["kind"], step["title"]) == (
        "add_step",
        "apprenticeship",
        "Læreplass som kokk",
    )
    assert rules.plan_change("plan.step.apprenticeship", "a" * 121, language="nb")["title"] == ""
    goal = rules.plan_change("plan.goal", " أريد أن أصبح طباخًا", language="ar")
    assert goal == {"change": "add_goal", "words": "أريد أن أصبح طباخًا", "language": "ar"}
    assert rules.plan_change("mapping.english", "B1", language="nb") == {}
    assert rules.belongs_in_plan("plan.goal")
    assert not rules.belongs_in_plan("mapping.english")
