"""What is due, with days a practitioner recognises, and against a slow oracle."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from samlop.routines.because import ConcernReason, MilestoneReason, because, sentence
from samlop.routines.document import Title, load_routine, routine_from, shipped_routine
from samlop.routines.due import (
    Concern,
    DueList,
    DueRow,
    Held,
    ParticipantDates,
    UnreachableDayError,
    due_rows,
)
from samlop.routines.occurrences import Series, series_of
from samlop.routines.spans import OutsideCalendarError, Span
from tests.routines import oracle
from tests.routines.test_document import ANOTHER_SERVICE, contract

TODAY = date(2026, 11, 22)


def day(written: str) -> date:
    return date.fromisoformat(written)


def dina(*, held=(), concerns=(), language="ti", **milestones: str) -> ParticipantDates:
    return ParticipantDates(
        participant="dina",
        milestones={code: day(written) for code, written in milestones.items()},
        held=tuple(Held(point, day(written)) for point, written in held),
        concerns=tuple(Concern(code, day(written)) for code, written in concerns),
        interpreter_language=language,
    )


def routine_of(**changes):
    """One meeting point, three months after the start of the programme, changed as the test needs."""
    content = contract()
    point = content["meeting_points"][0]
    for key in ("repeat", "also_on", "applies_when", "window"):
        del point[key]
    point.update(changes)
    return routine_from(content)


def targets(routine, participant, on=TODAY):
    return [str(row.target) for row in due_rows(routine, participant, on)]


# Rule 1: the day aimed at

COUNTED = [
    ("2026-03-31", {"months": 6}, "2026-09-30"),
    ("2026-08-31", {"months": 6}, "2027-02-28"),
    ("2027-08-31", {"months": 6}, "2028-02-29"),
    ("2028-02-29", {"years": 1}, "2029-02-28"),
    ("2028-02-29", {"years": 1, "months": 1}, "2029-03-29"),
    ("2028-02-29", {"years": 4}, "2032-02-29"),
    ("2026-05-31", {"months": -3}, "2026-02-28"),
    ("2028-06-16", {"months": -12}, "2027-06-16"),
    ("2026-01-15", {"months": -1}, "2025-12-15"),
    ("2026-01-31", {"months": 1, "days": 1}, "2026-03-01"),
    ("2026-01-31", {"months": 1, "weeks": -1}, "2026-02-21"),
    ("2026-03-31", {"months": -1, "days": 31}, "2026-03-31"),
    ("2026-12-31", {"weeks": 1, "days": -7}, "2026-12-31"),
    ("2026-12-31", {"years": 1, "months": -12}, "2026-12-31"),
    ("2026-10-24", {"days": 2}, "2026-10-26"),
    ("1900-01-31", {"months": 1}, "1900-02-28"),
    ("2000-01-31", {"months": 1}, "2000-02-29"),
    ("2026-03-31", {}, "2026-03-31"),
]


@pytest.mark.parametrize(("start", "span", "target"), COUNTED)
def test_target_is_counted_in_months_and_then_in_days(start, span, target):
    assert str(Span(**span).after(day(start))) == target
    routine = routine_of(due={"milestone": "programme_start", "offset": span})
    assert targets(routine, dina(programme_start=start)) == [target]


@pytest.mark.parametrize(
    ("start", "span"),
    [
        ("9999-12-01", {"months": 1}),
        ("9999-12-31", {"days": 1}),
        ("0001-01-01", {"days": -1}),
        ("0001-01-31", {"months": -1}),
        ("2026-01-01", {"years": 8000}),
        ("2026-01-01", {"years": -2026}),
        ("2026-01-01", {"months": 10**40}),
        ("2026-01-01", {"days": -(10**40)}),
    ],
)
def test_a_day_no_calendar_has_is_refused(start, span):
    with pytest.raises(OutsideCalendarError):
        Span(**span).after(day(start))
    routine = routine_of(due={"milestone": "programme_start", "offset": span})
    with pytest.raises(UnreachableDayError) as refused:
        due_rows(routine, dina(programme_start=start), TODAY)
    assert (refused.value.participant, refused.value.point) == ("dina", "first")


def test_a_window_no_calendar_has_is_refused_before_any_row():
    due_list = DueList(routine_of(due={"milestone": "programme_start"}), TODAY)
    due_list.add(ParticipantDates("first", {"programme_start": day("2026-01-01")}))
    due_list.add(ParticipantDates("last", {"programme_start": day("9999-12-20")}))
    with pytest.raises(UnreachableDayError):
        due_list.days()


EVERY_HALF_YEAR = {
    "every": {"months": 6},
    "until": {"milestone": "upper_secondary_end", "offset": {"months": -6}},
}


def test_occurrences_are_counted_from_the_milestone():
    routine = routine_of(
        due={"milestone": "programme_start", "offset": {"months": 6}}, repeat=EVERY_HALF_YEAR
    )
    participant = dina(programme_start="2027-08-31", upper_secondary_end="2030-08-31")
    assert targets(routine, participant) == [
        "2028-02-29",
        "2028-08-31",
        "2029-02-28",
        "2029-08-31",
        "2030-02-28",
    ]


def test_units_are_summed_before_they_are_counted():
    every = {"every": {"months": 1, "days": 20}, "until": {"milestone": "upper_secondary_end"}}
    routine = routine_of(
        due={"milestone": "programme_start", "offset": {"months": 1, "weeks": -1}}, repeat=every
    )
    participant = dina(programme_start="2026-01-31", upper_secondary_end="2026-08-01")
    assert targets(routine, participant) == ["2026-02-21", "2026-04-13", "2026-06-02", "2026-07-23"]


def test_until_day_itself_counts():
    routine = routine_of(due={"milestone": "programme_start"}, repeat=EVERY_HALF_YEAR)
    assert targets(routine, dina(programme_start="2026-01-01", upper_secondary_end="2027-01-01")) == [
        "2026-01-01",
        "2026-07-01",
    ]
    assert targets(routine, dina(programme_start="2026-01-01", upper_secondary_end="2026-12-31")) == [
        "2026-01-01"
    ]


def test_end_before_the_first_gives_none():
    routine = routine_of(repeat=EVERY_HALF_YEAR)
    participant = dina(
        programme_start="2026-01-01", upper_secondary_end="2026-09-30", held=[("first", "2026-04-01")]
    )
    assert targets(routine, participant) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-12-31", ["2026-01-01"]),
        ("2026-01-01", ["2026-01-01", "2026-07-01"]),
        ("2026-06-30", ["2026-01-01", "2026-07-01"]),
        ("2026-07-01", ["2026-01-01", "2026-07-01", "2027-01-01"]),
    ],
)
def test_unknown_end_goes_to_the_first_after_today(on, expected):
    routine = routine_of(due={"milestone": "programme_start"}, repeat=EVERY_HALF_YEAR)
    assert targets(routine, dina(programme_start="2026-01-01"), day(on)) == expected


def test_the_end_of_the_calendar_ends_a_series_with_a_known_end():
    every = {"every": {"years": 1}, "until": {"milestone": "upper_secondary_end"}}
    routine = routine_of(due={"milestone": "programme_start"}, window={"after": {}}, repeat=every)
    participant = dina(programme_start="9997-06-01", upper_secondary_end="9999-12-31")
    assert targets(routine, participant) == ["9997-06-01", "9998-06-01", "9999-06-01"]


def test_an_end_no_calendar_has_is_refused():
    every = {"every": {"years": 1}, "until": {"milestone": "upper_secondary_end", "offset": {"years": 9000}}}
    participant = dina(programme_start="2026-06-01", upper_secondary_end="2026-06-01")
    with pytest.raises(UnreachableDayError):
        due_rows(routine_of(repeat=every), participant, TODAY)


def test_no_later_occurrence_is_refused_when_the_end_is_unknown():
    every = {"every": {"years": 1}, "until": {"milestone": "upper_secondary_end"}}
    with pytest.raises(UnreachableDayError):
        due_rows(routine_of(repeat=every), dina(programme_start="9998-06-01"), day("9999-12-31"))


# Rules 2 and 4: the window

STANDINGS = [
    ("2026-06-15", "upcoming"),
    ("2026-06-16", "due"),
    ("2026-06-30", "due"),
    ("2026-07-28", "due"),
    ("2026-07-29", "overdue"),
]


@pytest.mark.parametrize(("on", "standing"), STANDINGS)
def test_both_days_of_the_window_are_in_time(on, standing):
    (row,) = due_rows(routine_of(), dina(programme_start="2026-03-31"), day(on))
    assert (str(row.window_first), str(row.window_last)) == ("2026-06-16", "2026-07-28")
    assert row.state == standing


def test_window_is_counted_like_the_target():
    window = {"before": {"months": 1, "days": 1}, "after": {"months": 1, "weeks": 1}}
    routine = routine_of(due={"milestone": "programme_start"}, window=window)
    (row,) = due_rows(routine, dina(programme_start="2026-03-31"), TODAY)
    assert (str(row.window_first), str(row.window_last)) == ("2026-02-27", "2026-05-07")


# Rule 3: meetings held

HALF_YEARLY = {"due": {"milestone": "programme_start"}, "repeat": EVERY_HALF_YEAR}


@pytest.mark.parametrize(
    ("held", "numbers"),
    [
        ([], []),
        (["2026-01-20"], [0]),
        (["2025-01-01"], [0]),
        (["2035-01-01"], [3]),
        (["2026-04-01"], [0]),
        (["2026-04-02"], [1]),
        (["2026-06-01", "2026-08-01"], [1]),
        (["2026-01-01", "2027-07-01"], [0, 3]),
        (["2027-02-01", "2027-06-30"], [2, 3]),
    ],
)
def test_a_meeting_held_belongs_to_the_nearest_occurrence(held, numbers):
    participant = dina(
        programme_start="2026-01-01",
        upper_secondary_end="2028-01-01",
        held=[("first", written) for written in held],
    )
    rows = due_rows(routine_of(**HALF_YEARLY), participant, TODAY)
    assert [str(row.target) for row in rows] == ["2026-01-01", "2026-07-01", "2027-01-01", "2027-07-01"]
    assert [row.occurrence for row in rows if row.state == "held"] == numbers


def test_a_tie_goes_to_the_earlier_occurrence():
    series = series_of(
        routine_of(**HALF_YEARLY).point("first"), day("2027-01-01"), end=day("2030-01-01"), on=TODAY
    )
    # 1 January to 1 July 2027 is 181 days, 1 July 2027 to 1 January 2028 is 184: a tie on 1 October.
    assert (series.nearest(day("2027-10-01")), series.nearest(day("2027-10-02"))) == (1, 2)


def test_held_once_is_held_whenever_it_was():
    for written in ("2001-01-01", "2026-07-02", "2040-01-01"):
        (row,) = due_rows(routine_of(), dina(programme_start="2026-03-31", held=[("first", written)]), TODAY)
        assert row.state == "held"


def test_a_meeting_of_another_point_counts_for_nothing():
    (row,) = due_rows(
        routine_of(), dina(programme_start="2026-03-31", held=[("retired", "2026-07-01")]), TODAY
    )
    assert row.state == "overdue"


# Rule 5: whom a point is for


@pytest.mark.parametrize(
    ("condition", "milestones", "rows"),
    [
        ({}, {}, 0),
        ({}, {"adult_education_end": "2028-06-16"}, 0),
        ({}, {"programme_start": "2026-03-31"}, 1),
        ({"has_milestone": "adult_education_end"}, {"programme_start": "2026-03-31"}, 0),
        (
            {"has_milestone": "adult_education_end"},
            {"programme_start": "2026-03-31", "adult_education_end": "2028-06-16"},
            1,
        ),
        ({"lacks_milestone": "adult_education_end"}, {"programme_start": "2026-03-31"}, 1),
        (
            {"lacks_milestone": "adult_education_end"},
            {"programme_start": "2026-03-31", "adult_education_end": "2028-06-16"},
            0,
        ),
        (
            {"has_milestone": "adult_education_end", "lacks_milestone": "upper_secondary_end"},
            {"programme_start": "2026-03-31", "adult_education_end": "2028-06-16"},
            1,
        ),
        (
            {"has_milestone": "adult_education_end", "lacks_milestone": "upper_secondary_end"},
            {
                "programme_start": "2026-03-31",
                "adult_education_end": "2028-06-16",
                "upper_secondary_end": "2031-06-20",
            },
            0,
        ),
        (
            {"has_milestone": "adult_education_end", "lacks_milestone": "upper_secondary_end"},
            {"programme_start": "2026-03-31"},
            0,
        ),
    ],
)
def test_a_point_is_for_those_its_condition_names(condition, milestones, rows):
    participant = dina(held=[("first", "2026-07-02")], **milestones)
    assert len(due_rows(routine_of(applies_when=condition), participant, TODAY)) == rows


# Rule 6: concerns

IN_FOUR_WEEKS = [{"concern": "progress", "within": {"weeks": 4}}]


@pytest.mark.parametrize(
    ("on", "held", "standing"),
    [
        ("2026-10-01", [], "due"),
        ("2026-10-29", [], "due"),
        ("2026-10-30", [], "overdue"),
        ("2026-11-22", ["2026-10-01"], "held"),
        ("2026-10-05", ["2026-12-24"], "held"),
        ("2026-11-22", ["2026-09-30"], "overdue"),
    ],
)
def test_a_concern_calls_for_a_meeting_soon(on, held, standing):
    participant = dina(concerns=[("progress", "2026-10-01")], held=[("first", written) for written in held])
    (row,) = due_rows(routine_of(also_on=IN_FOUR_WEEKS), participant, day(on))
    assert (row.occurrence, str(row.target), row.state) == (None, "2026-10-29", standing)
    assert (str(row.window_first), str(row.window_last)) == ("2026-10-01", "2026-10-29")


def test_a_concern_raised_later_gives_no_row():
    participant = dina(concerns=[("progress", "2026-11-23"), ("absence", "2026-01-01")])
    assert due_rows(routine_of(also_on=IN_FOUR_WEEKS), participant, TODAY) == []


def test_a_concern_needs_neither_milestone_nor_condition():
    routine = routine_of(also_on=IN_FOUR_WEEKS, applies_when={"lacks_milestone": "programme_start"})
    participant = dina(programme_start="2026-03-31", concerns=[("progress", "2026-10-01")])
    assert [row.occurrence for row in due_rows(routine, participant, TODAY)] == [None]


def test_one_meeting_answers_both_the_concern_and_the_occurrence():
    participant = dina(
        programme_start="2026-03-31", concerns=[("progress", "2026-06-20")], held=[("first", "2026-07-02")]
    )
    rows = due_rows(routine_of(also_on=IN_FOUR_WEEKS), participant, TODAY)
    assert [(row.occurrence, row.state) for row in rows] == [(0, "held"), (None, "held")]


def test_each_concern_gives_a_row_of_its_own():
    two_ways = [*IN_FOUR_WEEKS, {"concern": "absence", "within": {"days": 0}}]
    participant = dina(
        concerns=[("absence", "2026-10-29"), ("progress", "2026-10-01"), ("progress", "2026-10-01")]
    )
    rows = due_rows(routine_of(also_on=two_ways), participant, TODAY)
    assert [str(row.window_first) for row in rows] == ["2026-10-01", "2026-10-01", "2026-10-29"]
    assert {str(row.target) for row in rows} == {"2026-10-29"}


def test_a_concern_stands_after_the_occurrence_of_the_same_day():
    participant = dina(programme_start="2026-07-29", concerns=[("progress", "2026-10-01")])
    rows = due_rows(routine_of(also_on=IN_FOUR_WEEKS), participant, TODAY)
    assert [(str(row.target), row.occurrence) for row in rows] == [("2026-10-29", 0), ("2026-10-29", None)]


# Rule 7: the interpreter


@pytest.mark.parametrize(
    ("asked", "language", "interpreter"),
    [("if_needed", "ti", True), ("if_needed", None, False), ("if_needed", "", False), ("never", "ti", False)],
)
def test_interpreter_comes_for_those_who_need_one(asked, language, interpreter):
    routine = routine_of(interpreter=asked, also_on=IN_FOUR_WEEKS)
    participant = dina(programme_start="2026-03-31", language=language, concerns=[("progress", "2026-10-01")])
    assert [row.interpreter for row in due_rows(routine, participant, TODAY)] == [interpreter, interpreter]


# The routines that follow


def test_a_whole_course_with_the_shipped_routine():
    course = {
        "programme_start": "2026-03-31",
        "adult_education_end": "2028-06-16",
        "upper_secondary_end": "2031-06-20",
    }
    rows = due_rows(shipped_routine(), dina(**course, held=[("first", "2026-07-02")]), TODAY)
    assert [(row.point, str(row.target), row.state) for row in rows] == [
        ("first", "2026-06-30", "held"),
        ("second", "2027-06-16", "upcoming"),
        ("third", "2027-12-16", "upcoming"),
        ("fourth", "2030-12-20", "upcoming"),
    ]


def test_one_person_has_one_fourth_meeting():
    course = {"upper_secondary_end": "2030-06-21", "apprenticeship_start": "2030-08-15"}
    participant = dina(**course, concerns=[("progress", "2026-11-01")])
    rows = due_rows(shipped_routine(), participant, TODAY)
    assert [(row.point, row.occurrence) for row in rows] == [("fourth", None), ("fourth_apprenticeship", 0)]


def test_half_yearly_meetings_end_before_the_fourth():
    course = {"upper_secondary_start": "2026-08-17", "upper_secondary_end": "2029-06-20"}
    rows = due_rows(shipped_routine("kmv-half-yearly"), dina(**course), TODAY)
    assert [(row.point, str(row.target)) for row in rows] == [
        ("half_yearly", "2027-02-17"),
        ("half_yearly", "2027-08-17"),
        ("half_yearly", "2028-02-17"),
        ("half_yearly", "2028-08-17"),
        ("fourth", "2028-12-20"),
    ]


def test_another_service_is_followed_without_code():
    participant = dina(
        treatment_start="2026-08-03", discharged="2026-11-02", concerns=[("relapse", "2026-11-20")]
    )
    rows = due_rows(load_routine(ANOTHER_SERVICE), participant, TODAY)
    assert [(row.point, str(row.target), row.state) for row in rows] == [
        ("handover", "2026-10-19", "overdue"),
        ("weekly", "2026-11-05", "overdue"),
        ("weekly", "2026-11-12", "overdue"),
        ("weekly", "2026-11-19", "due"),
        ("weekly", "2026-11-22", "due"),
        ("weekly", "2026-11-26", "upcoming"),
    ]
    assert rows[0].because == "2 uker før utskriving fra behandling"


def test_a_row_holds_all_that_a_page_shows():
    (row,) = due_rows(routine_of(), dina(programme_start="2026-03-31"), TODAY)
    assert isinstance(row, DueRow)
    assert (row.participant, row.point, row.occurrence, row.interpreter) == ("dina", "first", 0, True)
    assert row.responsible == "programme_adviser"
    assert row.calls == ("participant", "programme_adviser", "career_adviser", "adult_education")
    assert row.because == because(row) == "3 måneder etter start i introduksjonsprogrammet"
    assert row == due_rows(routine_of(), dina(programme_start="2026-03-31"), TODAY)[0]


# Why: the sentence

START = Title(
    (
        ("nb", "Start i skolen"),
        ("nn", "Start i skulen"),
        ("en", "Start of school"),
        ("ar", "بدء المدرسة"),
    )
)

SENTENCES = [
    ({"months": 3}, "nb", "3 måneder etter start i skolen"),
    ({"months": -1}, "nb", "1 måned før start i skolen"),
    (
        {"years": 1, "months": 2, "weeks": 3, "days": 1},
        "nb",
        "1 år, 2 måneder, 3 uker og 1 dag etter start i skolen",
    ),
    ({}, "nb", "samme dag som start i skolen"),
    ({"months": 3, "weeks": -1}, "nb", "1 uke før dagen som er 3 måneder etter start i skolen"),
    ({"months": -3, "days": 10}, "nb", "10 dager etter dagen som er 3 måneder før start i skolen"),
    ({"years": 1, "months": -3}, "nb", "9 måneder etter start i skolen"),
    ({"weeks": 1, "days": -7}, "nb", "samme dag som start i skolen"),
    ({"weeks": -2, "days": 3}, "nb", "11 dager før start i skolen"),
    ({"months": -1, "days": 1}, "nn", "1 dag etter dagen som er 1 månad før start i skulen"),
    ({"months": 2}, "nn", "2 månader etter start i skulen"),
    ({"weeks": 2}, "nn", "2 veker etter start i skulen"),
    ({"months": 1}, "en", "1 month after start of school"),
    ({"years": -2, "days": -3}, "en", "2 years and 3 days before start of school"),
    ({"months": 1}, "ar", "بعد شهر واحد من بدء المدرسة"),
    ({"months": 2}, "ar", "بعد شهرين من بدء المدرسة"),
    ({"months": 6}, "ar", "بعد 6 أشهر من بدء المدرسة"),
    ({"months": -12}, "ar", "قبل 12 شهرًا من بدء المدرسة"),
    ({"days": 100}, "ar", "بعد 100 يوم من بدء المدرسة"),
    ({"weeks": 103}, "ar", "بعد 103 أسابيع من بدء المدرسة"),
    ({"months": 3}, "so", "3 måneder etter start i skolen"),
]


@pytest.mark.parametrize(("span", "language", "words"), SENTENCES)
def test_the_reason_is_a_sentence_in_the_reader_s_language(span, language, words):
    assert sentence(MilestoneReason(START, Span(**span)), language) == words


CONCERNS = [
    (
        "progress",
        {"weeks": 4},
        "nb",
        "innen 4 uker etter at noen 1. oktober 2026 sa fra om bekymring for framdriften",
    ),
    ("absence", {"days": 1}, "nb", "innen 1 dag etter at noen 1. oktober 2026 sa fra om bekymring"),
    ("progress", {}, "nb", "straks, fordi noen 1. oktober 2026 sa fra om bekymring for framdriften"),
    (
        "progress",
        {"weeks": 4},
        "nn",
        "innan 4 veker etter at nokon 1. oktober 2026 sa frå om uro for framdrifta",
    ),
    (
        "progress",
        {"weeks": 4},
        "en",
        "within 4 weeks after somebody raised a concern about progress on 1 October 2026",
    ),
    ("progress", {"weeks": 4}, "ar", "خلال 4 أسابيع بعد أن أبدى أحدهم قلقًا بشأن التقدّم في 1 أكتوبر 2026"),
]


@pytest.mark.parametrize(("code", "within", "language", "words"), CONCERNS)
def test_a_concern_is_told_with_its_day(code, within, language, words):
    assert sentence(ConcernReason(code, day("2026-10-01"), Span(**within)), language) == words


def test_a_title_keeps_its_capitals_and_its_writing_direction():
    assert sentence(MilestoneReason(Title((("nb", "NAV-start"),)), Span(days=1))) == "1 dag etter NAV-start"
    foreign = sentence(MilestoneReason(Title((("nb", "Start i lære"),)), Span(days=1)), "ar")
    assert foreign == "بعد يوم واحد من \u2068start i lære\u2069"


# Against the oracle

POINTS = ("first", "second", "b_side")
MILESTONES = ("programme_start", "upper_secondary_end", "adult_education_end")

days_written = some.dates(date(2024, 1, 1), date(2028, 12, 31)).map(str)
near_days = some.integers(0, 40).map(lambda number: str(date(2026, 1, 25) + timedelta(days=number)))
any_day = days_written | near_days


def units(low: int, high: int):
    amounts = {unit: some.integers(low // size, high // size) for unit, size in UNIT_SIZES.items()}
    return some.fixed_dictionaries({}, optional=amounts)


UNIT_SIZES = {"years": 12, "months": 1, "weeks": 1, "days": 1}


@some.composite
def meeting_points(draw, code):
    point = {
        "code": code,
        "title": {"nb": "Møte"},
        "due": {"milestone": draw(some.sampled_from(MILESTONES)), "offset": draw(units(-24, 24))},
        "responsible": "programme_adviser",
        "calls": ["participant", "programme_adviser"],
        "interpreter": draw(some.sampled_from(["if_needed", "never"])),
    }
    if draw(some.booleans()):
        point["window"] = {"before": draw(units(0, 3)), "after": draw(units(0, 3))}
    if draw(some.booleans()):
        every = draw(units(0, 13))
        months = every.get("months", 0) + 12 * every.get("years", 0)
        every["months"] = every.get("months", 0) + (1 if months == 0 else 0)
        until = {"milestone": draw(some.sampled_from(MILESTONES)), "offset": draw(units(-12, 12))}
        point["repeat"] = {"every": every, "until": until}
    if draw(some.booleans()):
        point["also_on"] = [{"concern": c, "within": draw(units(0, 4))} for c in ("progress", "absence")]
    if draw(some.booleans()):
        keys = some.fixed_dictionaries(
            {}, optional={key: some.sampled_from(MILESTONES) for key in ("has_milestone", "lacks_milestone")}
        )
        point["applies_when"] = draw(keys)
    return point


routines = some.tuples(*(meeting_points(code) for code in POINTS)).map(
    lambda points: {**contract(), "meeting_points": list(points), "gatherings": []}
)

lives = some.fixed_dictionaries(
    {"milestones": some.dictionaries(some.sampled_from(MILESTONES), any_day)},
    optional={
        "held": some.lists(
            some.fixed_dictionaries({"point": some.sampled_from((*POINTS, "gone")), "day": any_day}),
            max_size=4,
        ),
        "concerns": some.lists(
            some.fixed_dictionaries(
                {"code": some.sampled_from(["progress", "absence", "other"]), "raised": any_day}
            ),
            max_size=3,
        ),
        "interpreter_language": some.sampled_from([None, "", "ti"]),
    },
)


def dates_of(life: dict) -> ParticipantDates:
    return ParticipantDates(
        participant=life["id"],
        milestones={code: day(written) for code, written in life["milestones"].items()},
        held=tuple(Held(held["point"], day(held["day"])) for held in life.get("held", ())),
        concerns=tuple(
            Concern(concern["code"], day(concern["raised"])) for concern in life.get("concerns", ())
        ),
        interpreter_language=life.get("interpreter_language"),
    )


def plain(participant: str, meeting) -> dict:
    return {
        "participant": participant,
        "point": meeting.point,
        "occurrence": meeting.occurrence,
        "target": meeting.target.isoformat(),
        "window": [meeting.window_first.isoformat(), meeting.window_last.isoformat()],
        "state": str(meeting.state),
        "responsible": meeting.responsible,
        "calls": list(meeting.calls),
        "may_call": list(meeting.may_call),
        "interpreter": meeting.interpreter,
    }


@settings(max_examples=400, deadline=None)
@given(content=routines, lives=some.lists(lives, max_size=6), on=any_day.map(day))
def test_the_list_is_what_the_contract_says(content, lives, on):
    people = [{**life, "id": f"p{(7 * number) % 10}"} for number, life in enumerate(lives)]
    due_list = DueList(routine_from(content), on)
    for person in people:
        due_list.add(dates_of(person))
    found = [plain(whose, meeting) for _, meetings in due_list.days() for whose, meeting in meetings]
    assert found == oracle.due(content, people, on)


@settings(max_examples=100, deadline=None)
@given(content=routines, life=lives, on=any_day.map(day))
def test_one_participant_gets_the_same_rows_alone(content, life, on):
    person = {**life, "id": "dina"}
    rows = due_rows(routine_from(content), dates_of(person), on)
    assert [plain(row.participant, row) for row in rows] == oracle.due(content, [person], on)
    for row in rows:
        for language in ("nb", "nn", "en", "ar"):
            words = because(row, language)
            assert words
            assert "\n" not in words


@settings(max_examples=300, deadline=None)
@given(start=some.dates(date(1900, 1, 1), date(2200, 1, 1)), span=units(-60, 60))
def test_spans_are_counted_as_by_hand(start, span):
    assert Span(**span).after(start) == oracle.shift(start, span)
    assert Span(**span).before(start) == oracle.shift(start, span, sign=-1)


@settings(max_examples=200, deadline=None)
@given(start=some.dates(date(1990, 1, 1), date(2100, 1, 1)), every=units(0, 14), limit=any_day.map(day))
def test_targets_grow_and_their_number_is_right(start, every, limit):
    if not any(every.values()):
        every["days"] = 1
    repeat = {"every": every, "until": {"milestone": "upper_secondary_end"}}
    series = Series(routine_of(due={"milestone": "programme_start"}, repeat=repeat).point("first"), start)
    count = series.count_until(limit)
    assert count == 0 or series.target(count - 1) <= limit
    assert series.target(count) > limit
    assert series.target(count + 1) > series.target(count)


def test_every_field_of_a_row_is_compared():
    names = {field.name for field in fields(DueRow)}
    assert names - {"reason", "window_first", "window_last"} | {"window"} == set(
        plain("dina", due_rows(routine_of(), dina(programme_start="2026-03-31"), TODAY)[0])
    )
