"""The papers' way, the days of the road, the seats of the group, the answers of a meeting."""

from datetime import date

import pytest

from samlop.kernel.periods import Period
from samlop.participants import answers
from samlop.participants.answers import Answer
from samlop.participants.languages import language_codes
from samlop.participants.rules import (
    ANSWERS,
    NEXT_DOCUMENTATION,
    AnswerRefusal,
    DayReason,
    Days,
    DocumentationRefusal,
    SeatHeld,
    day_on,
    documentation_refusal,
    documentation_route,
    exam_lies_ahead,
    handover_leaves_gap,
    implausible_days,
    is_year_of_the_road,
    propose_targets,
    read_answer,
    somebody_is_responsible,
)

TODAY = date(2026, 3, 3)
LAST = date(2026, 2, 1)
STATES = ("none", "exists", "translated", "sent", "approved", "refused")
ALLOWED = {
    ("none", "exists"),
    ("exists", "translated"),
    ("translated", "sent"),
    ("sent", "approved"),
    ("sent", "refused"),
    ("refused", "sent"),
}


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_papers_take_one_step_at_a_time(before: str, after: str) -> None:
    refusal = documentation_refusal(before, after, day=TODAY, last=LAST, today=TODAY)
    assert refusal == (None if (before, after) in ALLOWED else DocumentationRefusal.NOT_NEXT)


@pytest.mark.parametrize(
    ("after", "day", "expected"),
    [
        ("sent", None, DocumentationRefusal.NO_DAY),
        ("sent", date(2026, 3, 4), DocumentationRefusal.DAY_AHEAD),
        ("sent", date(2026, 1, 31), DocumentationRefusal.BEFORE_LAST),
        ("sent", LAST, None),
        ("sent", TODAY, None),
    ],
)
def test_sent_papers_ask_for_a_day_that_can_be(after: str, day: date | None, expected: object) -> None:
    assert documentation_refusal("translated", after, day=day, last=LAST, today=TODAY) == expected


def test_papers_found_need_no_day() -> None:
    assert documentation_refusal("none", "exists", day=None, last=None, today=TODAY) is None


@pytest.mark.parametrize(
    ("before", "after", "steps"),
    [
        ("none", "approved", ("exists", "translated", "sent", "approved")),
        ("refused", "approved", ("sent", "approved")),
        ("sent", "sent", ()),
        ("approved", "sent", None),
        ("sent", "exists", None),
    ],
)
def test_the_way_of_papers(before: str, after: str, steps: tuple[str, ...] | None) -> None:
    assert documentation_route(before, after) == steps


def test_every_state_of_papers_has_its_next() -> None:
    assert set(NEXT_DOCUMENTATION) == set(STATES)
    assert answers.DOCUMENTATION == STATES


@pytest.mark.parametrize(
    ("code", "days", "reason"),
    [
        ("settled", Days(actual=date(1949, 12, 31)), DayReason.TOO_EARLY),
        ("settled", Days(actual=date(1993, 1, 1)), DayReason.BEFORE_BIRTH),
        ("settled", Days(actual=date(2026, 3, 4)), DayReason.NOT_YET),
        ("work_start", Days(expected=date(2041, 3, 4)), DayReason.TOO_FAR_AHEAD),
    ],
)
def test_a_day_that_cannot_be(code: str, days: Days, reason: DayReason) -> None:
    doubts = implausible_days({code: days}, birth=date(1994, 11, 13), today=TODAY)
    assert [(doubt.code, doubt.reason) for doubt in doubts] == [(code, reason)]


@pytest.mark.parametrize(
    ("earlier", "later", "same_day"),
    [
        ("settled", "programme_start", None),
        ("adult_education_start", "adult_education_end", DayReason.NOT_AFTER_OTHER),
        ("upper_secondary_start", "upper_secondary_end", DayReason.NOT_AFTER_OTHER),
        ("apprenticeship_start", "apprenticeship_end", DayReason.NOT_AFTER_OTHER),
        ("apprenticeship_start", "trade_certificate", DayReason.NOT_AFTER_OTHER),
    ],
)
def test_days_stand_in_the_order_of_the_road(earlier: str, later: str, same_day: DayReason | None) -> None:
    first, before, after = date(2026, 1, 10), date(2026, 1, 9), date(2026, 1, 11)
    found = {
        day: [
            doubt.reason
            for doubt in implausible_days(
                {earlier: Days(actual=first), later: Days(day)}, birth=None, today=TODAY
            )
        ]
        for day in (before, first, after)
    }
    assert found[after] == []
    assert found[first] == ([same_day] if same_day else [])
    assert len(found[before]) == 1


def test_a_contradiction_nobody_touched_is_nobody_s_fault() -> None:
    days = {
        "adult_education_start": Days(actual=date(2025, 8, 18)),
        "adult_education_end": Days(actual=date(2025, 8, 1)),
        "settled": Days(actual=date(2024, 2, 1)),
    }
    assert implausible_days(days, birth=None, today=TODAY, changed=["settled"]) == []
    assert implausible_days(days, birth=None, today=TODAY, changed=["adult_education_start"])


def test_the_actual_day_counts_before_the_expected() -> None:
    days = {
        "adult_education_start": Days(actual=date(2025, 8, 18)),
        "adult_education_end": Days(expected=date(2025, 1, 1), actual=date(2026, 1, 1)),
    }
    assert implausible_days(days, birth=None, today=TODAY) == []


def test_a_known_day_is_expected_while_it_lies_ahead() -> None:
    assert day_on(date(2026, 3, 4), today=TODAY) == Days(expected=date(2026, 3, 4))
    assert day_on(TODAY, today=TODAY) == Days(actual=TODAY)


ALWAYS = Period(date(2020, 1, 1))


@pytest.mark.parametrize(
    ("seat", "is_there"),
    [
        (SeatHeld(True, ALWAYS, ALWAYS), True),
        (SeatHeld(False, ALWAYS, ALWAYS), False),
        (SeatHeld(True, Period(date(2020, 1, 1), TODAY), ALWAYS), False),
        (SeatHeld(True, ALWAYS, Period(date(2020, 1, 1), TODAY)), False),
        (SeatHeld(True, Period(date(2026, 3, 4)), ALWAYS), False),
        (SeatHeld(True, Period(TODAY), ALWAYS), True),
    ],
)
def test_somebody_must_be_able_to_open_the_door(seat: SeatHeld, is_there: bool) -> None:
    assert somebody_is_responsible([seat], TODAY) is is_there
    assert not somebody_is_responsible([], TODAY)


@pytest.mark.parametrize(
    ("until", "day", "gap"),
    [
        (None, date(2027, 1, 1), False),
        (date(2026, 3, 31), date(2026, 3, 31), False),
        (date(2026, 3, 31), date(2026, 4, 1), True),
        (date(2026, 3, 31), date(2026, 3, 20), False),
        (date(2026, 1, 31), date(2026, 3, 10), False),
    ],
)
def test_a_handover_leaves_no_day_between(until: date | None, day: date, gap: bool) -> None:
    assert handover_leaves_gap(Period(date(2020, 1, 1), until), day, today=TODAY) is gap


@pytest.mark.parametrize(
    ("fills", "value", "expected"),
    [
        ("mapping.application", "sent", Answer("application", "sent")),
        ("mapping.application", True, Answer("application", "sent")),
        ("mapping.application", False, Answer("application", "not_begun")),
        ("mapping.final_test", True, Answer("final_test", "done")),
        ("mapping.own_computer", False, Answer("own_computer", "needed")),
        ("mapping.travel_cost", "no", Answer("travel_cost", "not_needed")),
        ("mapping.norwegian", "B1", Answer("overall", "B1")),
        ("mapping.norwegian", "0", Answer("overall", "0")),
        ("mapping.english", "self_declared", Answer("english", "self_declared")),
        ("mapping.english", " Kurs i høst ", Answer("english_measures", "Kurs i høst")),
        ("mapping.adapted_teaching", "needed", Answer("adapted_teaching", "needed")),
        (
            "mapping.adapted_teaching",
            "Mer tid på prøver",
            Answer("adapted_teaching_note", "Mer tid på prøver"),
        ),
        ("mapping.progress", "Godt", Answer("progress", "Godt")),
        ("mapping.self_declaration", True, Answer("self_declared_on", "yes")),
        ("mapping.fvo_module", "3", Answer("fvo_module", "3")),
        ("mapping.apprenticeship", True, Answer("apprenticeship", "needed")),
        ("mapping.apprenticeship", "Fjordbris AS", Answer("apprenticeship_with", "Fjordbris AS")),
        ("mapping.trade_exam", "passed_well", Answer("trade_exam", "passed_well")),
        ("mapping.higher_application", False, Answer("higher_application", "not_begun")),
        ("mapping.prior_learning_result", "partly", Answer("prior_learning_result", "partly")),
        ("mapping.subsistence", "kvp", Answer("subsistence", "kvp")),
        ("mapping.subsistence", "lotto", AnswerRefusal.NOT_OFFERED),
        ("mapping.norwegian", "C2", AnswerRefusal.NOT_OFFERED),
        ("mapping.norwegian", True, AnswerRefusal.NOT_OFFERED),
        ("mapping.documentation", "kanskje", AnswerRefusal.NOT_OFFERED),
        ("mapping.progress", "  ", AnswerRefusal.EMPTY),
        ("mapping.progress", 3, AnswerRefusal.NOT_OFFERED),
        ("mapping.time_horizon", "x" * 501, AnswerRefusal.TOO_LONG),
    ],
)
def test_an_answer_finds_its_place(fills: str, value: object, expected: object) -> None:
    assert read_answer(ANSWERS[fills], value) == expected


def test_a_meeting_may_fill_every_field_that_is_answered_at_once() -> None:
    assert len(propose_targets()) == 28
    assert all(fills.startswith("mapping.") for fills in propose_targets())


@pytest.mark.parametrize(
    ("result", "day", "lies_ahead"),
    [
        ("passed", date(2026, 5, 5), True),
        ("failed", date(2026, 5, 4), False),
        ("passed_well", None, False),
        ("registered", date(2026, 6, 1), False),
    ],
)
def test_an_exam_has_no_result_before_it_is_held(result: str, day: date | None, lies_ahead: bool) -> None:
    assert exam_lies_ahead(result, day, today=date(2026, 5, 4)) is lies_ahead


@pytest.mark.parametrize(
    ("year", "possible"), [(1949, False), (1950, True), (2027, True), (2041, True), (2042, False)]
)
def test_a_year_of_application_lies_on_the_road(year: int, possible: bool) -> None:
    assert is_year_of_the_road(year, today=date(2026, 5, 4)) is possible


def test_every_language_has_a_name() -> None:
    from samlop.participants.language_words import LANGUAGE_NAMES

    assert set(LANGUAGE_NAMES) == set(language_codes())
