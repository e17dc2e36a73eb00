"""What is due, for any routine and any lives, is what a slow and independent reading of the contract says."""

from dataclasses import fields
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from samlop.routines.because import because
from samlop.routines.document import routine_from
from samlop.routines.due import DueList, DueRow, due_rows
from samlop.routines.occurrences import Series
from samlop.routines.spans import Span
from tests.routines import oracle
from tests.routines.courses import TODAY, dates_of, day, dina, routine_of
from tests.routines.documents import contract

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
