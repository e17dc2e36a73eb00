"""What is due, with days a practitioner recognises."""

import pytest

from samlop.routines.because import because
from samlop.routines.due import DueList, DueRow, ParticipantDates, UnreachableDayError, due_rows
from samlop.routines.occurrences import series_of
from samlop.routines.spans import OutsideCalendarError, Span
from tests.routines.courses import TODAY, day, dina, routine_of


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


def test_the_last_window_is_tried_before_any_row():
    every = {"every": {"years": 1}, "until": {"milestone": "upper_secondary_end"}}
    due_list = DueList(routine_of(due={"milestone": "programme_start"}, repeat=every), TODAY)
    due_list.add(dina(programme_start="9998-12-20", upper_secondary_end="9999-12-31"))
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


# The row


def test_a_row_holds_all_that_a_page_shows():
    (row,) = due_rows(routine_of(), dina(programme_start="2026-03-31"), TODAY)
    assert isinstance(row, DueRow)
    assert (row.participant, row.point, row.occurrence, row.interpreter) == ("dina", "first", 0, True)
    assert row.responsible == "programme_adviser"
    assert row.calls == ("participant", "programme_adviser", "career_adviser", "adult_education")
    assert row.because == because(row) == "3 måneder etter start i introduksjonsprogrammet"
    assert row == due_rows(routine_of(), dina(programme_start="2026-03-31"), TODAY)[0]
