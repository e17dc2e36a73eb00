"""The routines that follow with Samløp, and one of another service: what they say and what they lead to."""

import pytest

from samlop.routines.document import Span, load_routine, shipped_routine
from samlop.routines.due import due_rows
from tests.routines.courses import TODAY, day, dina
from tests.routines.documents import ANOTHER_SERVICE

ROLES = {
    "participant": "participant",
    "programme_adviser": "municipality",
    "adult_education": "municipality",
    "career_adviser": "county",
    "school_adviser": "county",
    "nav_adviser": "state",
}
MILESTONES = [
    *("settled", "programme_start", "adult_education_start", "adult_education_end"),
    *("upper_secondary_start", "upper_secondary_end", "apprenticeship_start", "apprenticeship_end"),
    *("trade_certificate", "higher_education_start", "work_start"),
]
FILLS = {
    *("mapping.education", "mapping.documentation", "mapping.self_declaration", "mapping.english"),
    *("mapping.norwegian", "mapping.prior_learning", "mapping.occupational_wish", "mapping.time_horizon"),
    *("mapping.application", "mapping.final_test", "mapping.student_finance", "mapping.travel_cost"),
    *("mapping.own_computer", "mapping.adapted_teaching", "mapping.progress"),
    *("plan.goal", "plan.horizon", "plan.step.apprenticeship", "plan.step.higher_education"),
    "plan.step.labour_market_measure",
}


def test_shipped_routine_has_the_four_meetings():
    routine = shipped_routine()
    when = {point.code: (point.due.milestone, point.due.offset.months) for point in routine.meeting_points}
    assert when == {
        "first": ("programme_start", 3),
        "second": ("adult_education_end", -12),
        "third": ("adult_education_end", -6),
        "fourth": ("upper_secondary_end", -6),
        "fourth_apprenticeship": ("apprenticeship_start", -6),
    }
    assert {role.code: role.level for role in routine.roles} == ROLES
    assert [milestone.code for milestone in routine.milestones] == MILESTONES


def test_shipped_fourth_meeting_is_another_unit_without_interpreter():
    routine = shipped_routine()
    for code in ("fourth", "fourth_apprenticeship"):
        point = routine.point(code)
        assert (point.responsible, point.interpreter, point.books.interpreter) == (
            "nav_adviser",
            "never",
            None,
        )
        assert "adult_education" not in (*point.calls, *point.may_call)
    assert [trigger.concern for trigger in routine.point("fourth").also_on] == ["progress"]
    assert routine.point("fourth_apprenticeship").also_on == ()


def test_shipped_first_three_meetings_call_all_four_parties():
    for code in ("first", "second", "third"):
        point = shipped_routine().point(code)
        assert set(point.calls) == set(ROLES) - {"school_adviser"}
        assert (point.books.interpreter, point.books.room) == ("programme_adviser", "programme_adviser")


def test_shipped_gathering_comes_before_the_third_meeting():
    assert [gathering.code for gathering in shipped_routine().gatherings_before("third")] == [
        "joint_information"
    ]


def test_shipped_answers_fill_the_fields_there_are():
    points = shipped_routine().meeting_points
    assert {item.fills for point in points for item in point.agenda} == FILLS


def shipped_titles():
    for name in ("kmv", "kmv-half-yearly"):
        routine = shipped_routine(name)
        yield routine.title
        for thing in (*routine.roles, *routine.milestones, *routine.meeting_points, *routine.gatherings):
            yield thing.title
        for point in routine.meeting_points:
            yield from (item.title for item in point.agenda)


@pytest.mark.parametrize("language", ["nb", "nn", "en", "ar"])
def test_shipped_titles_are_in_every_language(language):
    assert all(title.has(language) for title in shipped_titles())


def test_half_yearly_option_changes_nothing_else():
    usual, option = shipped_routine("kmv"), shipped_routine("kmv-half-yearly")
    others = tuple(point for point in option.meeting_points if point.code != "half_yearly")
    assert (others, option.roles, option.milestones) == (usual.meeting_points, usual.roles, usual.milestones)
    assert option.gatherings == usual.gatherings
    assert option.point("half_yearly").repeat.every == Span(months=6)


def test_another_service_needs_no_code():
    routine = load_routine(ANOTHER_SERVICE)
    assert routine.id == "rusoppfolging"
    assert routine.role("peer").level == "civil"
    assert routine.point("handover").agenda[0].fills == "home.housing"


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


SCHOOL, APPRENTICE = {"upper_secondary_end": "2030-06-21"}, {"apprenticeship_start": "2030-08-15"}
EARLIER = {"apprenticeship_start": "2028-08-15"}
HELD, HELD_AS_APPRENTICE = [("fourth", "2029-12-20")], [("fourth_apprenticeship", "2030-02-14")]


@pytest.mark.parametrize("name", ["kmv", "kmv-half-yearly"])
@pytest.mark.parametrize(
    ("milestones", "held", "on", "expected"),
    [
        (SCHOOL, [], "2029-12-20", ("fourth", "2029-12-21", "due")),
        (SCHOOL, [], "2030-03-20", ("fourth", "2029-12-21", "overdue")),
        (SCHOOL, HELD, "2030-03-20", ("fourth", "2029-12-21", "held")),
        (SCHOOL | APPRENTICE, [], "2029-12-20", ("fourth", "2029-12-21", "due")),
        (SCHOOL | APPRENTICE, HELD, "2030-03-20", ("fourth", "2029-12-21", "held")),  # the normal course
        (APPRENTICE, [], "2030-02-14", ("fourth_apprenticeship", "2030-02-15", "due")),
        (APPRENTICE, HELD_AS_APPRENTICE, "2030-03-20", ("fourth_apprenticeship", "2030-02-15", "held")),
        (APPRENTICE | SCHOOL, HELD_AS_APPRENTICE, "2030-03-20", ("fourth", "2029-12-21", "overdue")),
        (SCHOOL | EARLIER, [], "2029-12-20", ("fourth", "2029-12-21", "due")),  # into work first, exam later
        (SCHOOL | EARLIER, HELD, "2030-03-20", ("fourth", "2029-12-21", "held")),
        (EARLIER, [], "2028-02-14", ("fourth_apprenticeship", "2028-02-15", "due")),
    ],
)
def test_one_person_has_exactly_one_fourth_meeting(name, milestones, held, on, expected):
    rows = due_rows(shipped_routine(name), dina(**milestones, held=held), day(on))
    assert [(row.point, str(row.target), row.state) for row in rows] == [expected]


def test_a_concern_gives_one_meeting_beside_the_fourth():
    participant = dina(**SCHOOL, **APPRENTICE, concerns=[("progress", "2026-11-01")])
    rows = due_rows(shipped_routine(), participant, TODAY)
    assert [(row.point, row.occurrence) for row in rows] == [("fourth", None), ("fourth", 0)]


@pytest.mark.parametrize(
    ("milestones", "expected"),
    [
        ((), {}),
        (("apprenticeship_start",), {}),
        (("upper_secondary_end",), {"fourth_apprenticeship": "fourth"}),
        (("upper_secondary_end", "apprenticeship_start"), {"fourth_apprenticeship": "fourth"}),
    ],
)
def test_the_fourth_meeting_is_the_same_under_either_anchor(milestones, expected):
    assert shipped_routine().standing_in(milestones) == expected
    assert load_routine(ANOTHER_SERVICE).standing_in((*milestones, "follow_up_end")) == {}


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
