"""The rules of the pathway: what follows what, where it breaks, and in which order it is told."""

from datetime import date

import pytest

from samlop.plans.metro import EventKind, ItemKind, equivalent_list, lay_out
from samlop.plans.pathway import (
    MeetingMarker,
    MeetingState,
    Pathway,
    Station,
    StepKind,
    StepStatus,
    TrackKind,
    dependency_cycle,
    in_order,
    track_of,
)
from samlop.plans.transitions import Reason, approaches, quiet_stretches, transitions

TODAY = date(2026, 11, 22)


def step(key, kind="norwegian_course", first=None, until=None, **values):
    """A step named by its key, with days as written."""
    values = {"organisation": "Lindesnes læringssenter", "status": "planned", **values}
    return Station(
        key=key,
        title=key,
        kind=StepKind(kind),
        first=date.fromisoformat(first) if first else None,
        until=date.fromisoformat(until) if until else None,
        organisation=values["organisation"],
        organisation_key=values.get("organisation_key", ""),
        status=StepStatus(values["status"]),
        waits_for=tuple(values.get("waits_for", ())),
    )


def reasons(*stations, today=TODAY):
    """What is said of each transition, as `from→to: reasons`."""
    return {
        f"{t.leaving.key}→{t.entering.key if t.entering else ''}": {str(reason) for reason in t.reasons}
        for t in transitions(stations, today=today)
    }


@pytest.mark.parametrize(
    ("kind", "track"),
    [
        ("settlement", TrackKind.INTRODUCTION),
        ("introduction_programme", TrackKind.INTRODUCTION),
        ("career_guidance", TrackKind.GUIDANCE),
        ("document_recognition", TrackKind.GUIDANCE),
        ("adult_education", TrackKind.LEARNING),
        ("higher_education", TrackKind.LEARNING),
        ("apprenticeship", TrackKind.WORK),
        ("trade_examination", TrackKind.WORK),
        ("work", TrackKind.WORK),
    ],
)
def test_each_kind_of_step_has_its_line(kind, track):
    assert track_of(StepKind(kind)) is track
    assert step("a", kind).track is track


def test_reversed_period_is_refused():
    with pytest.raises(ValueError, match="'norsk' ends on 2026-01-01, before it begins on 2026-08-01"):
        step("norsk", first="2026-08-01", until="2026-01-01")


def test_two_stations_may_not_share_a_key():
    with pytest.raises(ValueError, match="share a key: norsk"):
        Pathway(stations=(step("norsk"), step("norsk")), today=TODAY)


@pytest.mark.parametrize(
    ("kind", "first", "until", "ends"),
    [
        ("settlement", "2026-02-02", None, date(2026, 2, 3)),
        ("trade_examination", "2026-02-02", "2026-02-02", date(2026, 2, 3)),
        ("work", "2026-02-02", None, None),
        ("work", None, "2026-02-02", None),
        ("norwegian_course", "2026-02-02", "2026-06-19", date(2026, 6, 19)),
    ],
)
def test_moment_ends_the_day_after_it_begins(kind, first, until, ends):
    assert step("a", kind, first, until).ends == ends


@pytest.mark.parametrize(
    ("waits", "ring"),
    [
        ({"a": "", "b": "a", "c": "b"}, ()),
        ({"a": "b", "b": "a"}, ("a", "b")),
        ({"a": "a"}, ("a",)),
        ({"a": "b", "b": "c", "c": "b"}, ("b", "c")),
        ({"a": "elsewhere"}, ()),
        ({"a": "", "b": "ad", "c": "b", "d": "c"}, ("b", "d", "c")),
    ],
)
def test_ring_of_dependencies_is_named(waits, ring):
    stations = [
        step(key, waits_for=tuple(others) if len(others) < 3 else (others,)) for key, others in waits.items()
    ]
    assert dependency_cycle(stations) == ring


def test_undated_steps_follow_what_they_wait_for():
    stations = [
        step("work", "work", waits_for=["exam"]),
        step("exam", "trade_examination", waits_for=["school"]),
        step("school", "upper_secondary", "2027-08-16"),
        step("course", first="2026-08-17"),
    ]
    assert [station.key for station in in_order(stations)] == ["course", "school", "exam", "work"]


@pytest.mark.parametrize(
    ("first_ends", "second_begins", "quiet"),
    [
        ("2026-03-02", "2026-03-16", {}),
        ("2026-03-02", "2026-03-17", {date(2026, 3, 17): 15}),
        ("2026-03-02", "2026-01-05", {}),
    ],
)
def test_more_than_a_fortnight_of_nothing_is_quiet(first_ends, second_begins, quiet):
    stations = [
        step("a", first="2026-01-01", until=first_ends),
        step("b", first=second_begins, until="2026-06-19"),
    ]
    assert quiet_stretches(stations, today=TODAY) == quiet


def test_step_on_another_track_fills_the_time():
    stations = [
        step("a", first="2026-01-05", until="2026-03-02"),
        step("b", "work_practice", "2026-02-02", "2026-05-20"),
        step("c", first="2026-06-01"),
    ]
    assert quiet_stretches(stations, today=TODAY) == {}


def test_paused_step_fills_no_day_after_today():
    stations = [
        step("a", first="2026-08-17", until="2027-06-18", status="paused"),
        step("b", first="2027-01-04"),
    ]
    assert quiet_stretches(stations, today=TODAY) == {date(2027, 1, 4): 43}


COUNTY = {"organisation": "Agder fylkeskommune", "organisation_key": "agder"}


@pytest.mark.parametrize(
    ("stations", "expected"),
    [
        (
            [
                step("fov", "adult_education", "2026-08-17", "2027-06-18"),
                step("vg1", "upper_secondary", "2027-06-28", **COUNTY),
            ],
            {"fov→vg1": {"changes_agency"}},
        ),
        (
            [
                step("fov", "adult_education", "2026-08-17", "2027-06-18"),
                step("vg1", "upper_secondary", "2027-08-16", **COUNTY),
            ],
            {"fov→vg1": {"changes_agency", "gap_in_time"}},
        ),
        (
            [
                step("vg1", "upper_secondary", "2026-08-17", "2027-06-18", **COUNTY),
                step("vg2", "upper_secondary", "2027-08-16", **COUNTY),
            ],
            {"vg1→vg2": set()},
        ),
        (
            [
                step("vg1", "upper_secondary", "2026-08-17", "2027-06-18", **COUNTY),
                step("vg2", "upper_secondary", "2027-10-04", **COUNTY),
            ],
            {"vg1→vg2": {"gap_in_time"}},
        ),
        (
            [
                step("vg2", "upper_secondary", "2026-08-17", "2027-06-18", **COUNTY),
                step("lære", "apprenticeship", "2027-06-21", organisation=""),
            ],
            {"vg2→lære": {"no_next_agency"}},
        ),
        (
            [
                step("norsk", first="2026-01-05", until="2027-06-18"),
                step("praksis", "work_practice", "2026-09-01", organisation=""),
            ],
            {"norsk→praksis": {"no_next_agency"}},
        ),
        (
            [
                step("norsk", first="2026-01-05", until="2026-06-19", status="completed"),
                step("jobb", "work", "2026-06-22"),
            ],
            {"norsk→jobb": set()},
        ),
        (
            [step("norsk", first="2026-08-17", until="2027-06-18")],
            {"norsk→": {"no_next_agency"}},
        ),
        (
            [step("norsk", first="2026-01-05", until="2026-06-19")],
            {"norsk→": {"no_next_agency", "gap_in_time"}},
        ),
    ],
)
def test_transition_says_why_it_must_be_minded(stations, expected):
    assert reasons(*stations) == expected


@pytest.mark.parametrize(
    ("until", "status", "is_late"),
    [
        ("2026-12-18", "ongoing", False),
        ("2026-12-18", "planned", False),
        ("2026-12-18", "paused", True),
        ("2026-12-18", "completed", False),
        ("2027-02-01", "ongoing", True),
        ("2026-11-01", "ongoing", True),
        (None, "ongoing", True),
    ],
)
def test_unfinished_step_near_the_start_is_a_gap(until, status, is_late):
    stations = [
        step("papirer", "document_recognition", "2026-08-17", until, status=status),
        step("vg1", "upper_secondary", "2027-01-04", waits_for=["papirer"]),
    ]
    assert (Reason.WAITS_FOR_UNFINISHED.value in reasons(*stations)["papirer→vg1"]) is is_late


def test_unfinished_step_far_from_the_start_is_none():
    stations = [
        step("papirer", "document_recognition", "2026-08-17", None, status="ongoing"),
        step("vg1", "upper_secondary", "2027-08-16", waits_for=["papirer"]),
    ]
    assert reasons(*stations) == {"papirer→vg1": set()}


def test_overlap_is_counted_as_negative_days():
    (transition,) = transitions(
        [step("a", first="2026-01-05", until="2026-06-19"), step("b", first="2026-06-01", until=None)],
        today=TODAY,
    )
    assert (transition.days_between, transition.quiet_days) == (-18, 0)
    assert transition.next_organisation == "Lindesnes læringssenter"


def test_one_quiet_stretch_is_told_once():
    found = reasons(
        step("intro", "introduction_programme", "2025-01-06", "2026-01-05"),
        step("norsk", first="2026-03-02", until="2027-06-18", waits_for=["intro"]),
        step("praksis", "work_practice", "2026-03-02", None, waits_for=["intro"]),
    )
    assert [key for key, said in found.items() if "gap_in_time" in said] == ["intro→norsk"]


def test_parallel_step_is_reached_from_the_one_beside_it():
    found = approaches(
        [
            step("intro", "introduction_programme", "2026-01-05", "2027-06-18"),
            step("norsk", first="2026-01-05", until="2026-06-19"),
            step("praksis", "work_practice", "2026-03-02", "2026-05-29"),
        ],
        today=TODAY,
    )
    assert [approach.beside.key if approach.beside else None for approach in found] == [
        None,
        "intro",
        "intro",
    ]


def kmv():
    """A whole road: settlement to lasting work, with a step without a day and a meeting."""
    return Pathway(
        today=TODAY,
        stations=(
            step("bosatt", "settlement", "2025-02-03", status="completed"),
            step("intro", "introduction_programme", "2025-02-10", "2027-06-18", status="ongoing"),
            step("norsk", first="2025-02-10", until="2026-06-19", status="completed"),
            step("engelsk", first="2026-01-12", until="2026-06-19", status="completed"),
            step("fov", "adult_education", "2026-08-17", "2027-06-18", status="ongoing", waits_for=["norsk"]),
            step("vg1", "upper_secondary", "2027-08-16", "2028-06-16", waits_for=["fov", "intro"], **COUNTY),
            step("jobb", "work", waits_for=["vg1"], organisation=""),
        ),
        meetings=(MeetingMarker(day=date(2026, 12, 10), title="Møte 3", state=MeetingState.CALLED),),
        goal="Fast jobb",
        horizon=date(2031, 8, 1),
    )


def test_overlapping_steps_of_a_track_get_side_lanes():
    drawn = lay_out(kmv())
    lanes = {stop.station.key: stop.lane for stop in drawn.stops}
    assert [lane.track for lane in drawn.lanes] == [
        TrackKind.INTRODUCTION,
        TrackKind.LEARNING,
        TrackKind.LEARNING,
        TrackKind.WORK,
    ]
    assert lanes == {"bosatt": 0, "intro": 0, "norsk": 1, "engelsk": 2, "fov": 1, "vg1": 1, "jobb": 3}


def test_each_line_is_named_once():
    named = [stop.station.key for stop in lay_out(kmv()).stops if stop.names_line]
    assert named == ["intro", "norsk", "jobb"]


def test_links_follow_what_is_waited_for():
    links = [(link.source, link.target, link.is_minor, link.is_gap) for link in lay_out(kmv()).links]
    assert links == [
        ("bosatt", "intro", False, False),
        ("intro", "norsk", False, False),
        ("norsk", "engelsk", False, False),
        ("norsk", "fov", False, False),
        ("fov", "vg1", False, True),
        ("intro", "vg1", True, True),
        ("vg1", "jobb", False, True),
        ("jobb", None, False, False),
    ]


def test_events_come_in_the_order_of_time():
    events = lay_out(kmv()).events
    days = [event.day for event in events if event.day and event.kind is not EventKind.GOAL]
    assert days == sorted(days)
    assert [(event.kind, event.subject) for event in events[-2:]] == [
        (EventKind.START, "jobb"),
        (EventKind.GOAL, ""),
    ]


def test_ring_of_dependencies_is_still_a_map():
    stations = (step("a", waits_for=["b"]), step("b", waits_for=["a"]), step("c", waits_for=["c", "a"]))
    drawn = lay_out(Pathway(stations=stations, today=TODAY))
    assert [stop.station.key for stop in drawn.stops] == ["a", "b", "c"]


def test_list_tells_all_that_the_map_shows():
    told = [
        (
            item.kind.value,
            item.station.key if item.station else item.transition.leaving.key if item.transition else "",
        )
        for item in equivalent_list(lay_out(kmv()))
    ]
    assert told == [
        ("station", "bosatt"),
        ("station", "intro"),
        ("station", "norsk"),
        ("station", "engelsk"),
        ("station", "fov"),
        ("today", ""),
        ("meeting", ""),
        ("transition", "fov"),
        ("transition", "intro"),
        ("station", "vg1"),
        ("transition", "vg1"),
        ("station", "jobb"),
        ("goal", ""),
    ]


def test_list_names_what_a_step_waits_for():
    items = equivalent_list(lay_out(kmv()))
    (school,) = [item for item in items if item.kind is ItemKind.STATION and item.station.key == "vg1"]
    assert [station.key for station in school.waits_for] == ["fov", "intro"]


def test_empty_plan_is_a_map_with_a_goal_to_write():
    drawn = lay_out(Pathway(stations=(), today=TODAY))
    assert (drawn.stops, drawn.lanes, drawn.links) == ((), (), ())
    assert [item.kind for item in equivalent_list(drawn)] == [ItemKind.TODAY, ItemKind.GOAL]


ENDS_OF_TIME = (None, date.min, TODAY, date.max)


@pytest.mark.parametrize("first", ENDS_OF_TIME)
@pytest.mark.parametrize("until", ENDS_OF_TIME)
@pytest.mark.parametrize("status", [StepStatus.PLANNED, StepStatus.PAUSED])
@pytest.mark.parametrize("kind", [StepKind.ADULT_EDUCATION, StepKind.SETTLEMENT])
def test_no_day_of_the_calendar_breaks_a_map(kind, status, until, first):
    if first and until and until < first:
        return
    stations = (
        Station(key="a", title="a", kind=kind, first=first, until=until, status=status),
        Station(key="b", title="b", kind=StepKind.WORK, first=TODAY, waits_for=("a",)),
    )
    found = transitions(stations, today=TODAY)
    drawn = lay_out(Pathway(stations=stations, today=TODAY, horizon=first or until))
    assert {one.leaving.key for one in found} <= {"a", "b"}
    assert {stop.station.key for stop in drawn.stops} == {"a", "b"}
