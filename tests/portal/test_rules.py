"""What comes first, the short picture of the road, and what to bring."""

from datetime import date, timedelta

import pytest

from samlop.plans.pathway import Station, StepKind, StepStatus
from samlop.portal.rules import (
    Ahead,
    Bring,
    Place,
    What,
    leaves_room,
    next_step,
    place_of,
    stations_ahead,
    to_bring,
    trail,
)

TUESDAY = date(2026, 3, 3)


def day(offset: int) -> date:
    return TUESDAY + timedelta(days=offset)


def meeting(offset: int) -> Ahead:
    return Ahead(What.MEETING, "møte", day(offset))


def task(offset: int | None) -> Ahead:
    return Ahead(What.TASK, "oppgave", None if offset is None else day(offset))


def station(offset: int) -> Ahead:
    return Ahead(What.STATION, "stasjon", day(offset))


TEXT, PLAN = Ahead(What.TEXT, "tekst"), Ahead(What.PLAN, "plan")


@pytest.mark.parametrize(
    ("things", "first"),
    [
        pytest.param([meeting(0), task(-30)], What.MEETING, id="a meeting today before what is overdue"),
        pytest.param([meeting(1), task(-30)], What.MEETING, id="a meeting tomorrow as well"),
        pytest.param([meeting(2), task(-1)], What.TASK, id="what is overdue before the day after tomorrow"),
        pytest.param([meeting(7), task(3)], What.TASK, id="the nearest day"),
        pytest.param([meeting(3), task(7)], What.MEETING, id="the nearest day, the other way"),
        pytest.param([task(5), station(4)], What.STATION, id="school that begins before the deadline"),
        pytest.param([station(4), task(4), meeting(4)], What.MEETING, id="the meeting on the same day"),
        pytest.param([station(4), task(4)], What.TASK, id="then the task on the same day"),
        pytest.param([task(None), meeting(31)], What.MEETING, id="what has a day within a month"),
        pytest.param(
            [task(None), meeting(32)], What.TASK, id="what can be done now before what lies far ahead"
        ),
        pytest.param([task(None), station(400)], What.TASK, id="also before a school far ahead"),
        pytest.param([station(400), meeting(90)], What.MEETING, id="far ahead, the nearest"),
        pytest.param([station(400)], What.STATION, id="a station when there is nothing else"),
        pytest.param([task(0), meeting(5)], What.TASK, id="a deadline today"),
        pytest.param([TEXT, meeting(0)], What.MEETING, id="a meeting today before a text"),
        pytest.param([TEXT, meeting(1)], What.MEETING, id="a meeting tomorrow before a text"),
        pytest.param([TEXT, meeting(2)], What.TEXT, id="a text before a meeting later on"),
        pytest.param([TEXT, task(-30)], What.TEXT, id="a text before what is overdue"),
        pytest.param([TEXT, task(0), station(0)], What.TEXT, id="a text before what is due today"),
        pytest.param([TEXT, PLAN, task(None)], What.TEXT, id="a text before all that has no day"),
        pytest.param([PLAN, task(None)], What.TASK, id="a task without a deadline before the plan"),
        pytest.param([PLAN, meeting(31)], What.MEETING, id="what has a day within a month before the plan"),
        pytest.param([PLAN, task(32), station(90)], What.PLAN, id="the plan before what lies far ahead"),
        pytest.param([PLAN], What.PLAN, id="a plan to say yes to is something to do"),
    ],
)
def test_the_next_step_is_the_one_that_cannot_wait(things, first):
    assert next_step(things, TUESDAY).what is first
    assert next_step(reversed(things), TUESDAY).what is first


def test_of_two_overdue_tasks_the_older_comes_first():
    assert next_step([task(-2), task(-9)], TUESDAY).day == day(-9)


def test_nothing_ahead_is_no_next_step():
    assert next_step([], TUESDAY) is None


@pytest.mark.parametrize(
    ("first", "leaves"),
    [(None, True), (TEXT, False), (PLAN, False), (task(None), False), (task(31), False), (task(32), True)],
)
def test_only_where_nothing_can_be_done_now_a_meeting_not_called_may_be_named(first, leaves):
    assert leaves_room(first, TUESDAY) is leaves


def stop(key: str, first: int | None, until: int | None = None, **extra: object) -> Station:
    values = {"kind": StepKind.OTHER, "title": key} | extra
    ends = None if until is None else day(until)
    return Station(key=key, first=None if first is None else day(first), until=ends, **values)


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (stop("a", -100, -10, status=StepStatus.COMPLETED), Place.BEHIND),
        (stop("a", 10, 20, status=StepStatus.COMPLETED), Place.BEHIND),
        (stop("a", -100, 10, status=StepStatus.INTERRUPTED), Place.BEHIND),
        (stop("a", -100, -10, status=StepStatus.ONGOING), Place.HERE),
        (stop("a", -1, 10), Place.HERE),
        (stop("a", 0, 10), Place.HERE),
        (stop("a", 1, 10), Place.AHEAD),
        (stop("a", None), Place.AHEAD),
        (stop("a", -100, -10), Place.BEHIND),
        (stop("a", -100, 10, status=StepStatus.PAUSED), Place.PAUSED),
    ],
)
def test_status_and_days_say_where_a_station_lies(one, place):
    assert place_of(one, TUESDAY) is place


def test_the_short_picture_shows_one_behind_and_three_ahead():
    completed = [stop(f"{n}", -100 - n, -50 - n, status=StepStatus.COMPLETED) for n in range(4)]
    ahead = [stop(f"{n}", 100 + n) for n in range(10, 16)]
    here = [stop("her", -5, status=StepStatus.ONGOING), stop("også her", -4, 4)]
    marks = trail([*ahead, stop("uten dato", None), *completed, *here], TUESDAY)
    assert [mark.station.key for mark in marks] == ["0", "her", "også her", "10", "11", "12"]


def test_an_empty_plan_has_an_empty_picture():
    assert trail([], TUESDAY) == []


def test_only_planned_stations_within_half_a_year_are_in_sight():
    half_a_year = (date(2026, 9, 3) - TUESDAY).days
    stations = [
        stop("i dag", 0),
        stop("om et halvt år", half_a_year),
        stop("dagen etter", half_a_year + 1),
        stop("i går", -1),
        stop("uten dato", None),
        stop("i gang", 5, status=StepStatus.ONGOING),
    ]
    assert [one.key for one in stations_ahead(stations, TUESDAY)] == ["i dag", "om et halvt år"]


def test_each_thing_is_brought_once_in_the_order_of_the_agenda():
    fills = ["mapping.education", None, "mapping.application", "mapping.documentation", "plan.goal"]
    assert to_bring(fills) == [Bring.SCHOOL_PAPERS, Bring.VIGO]
