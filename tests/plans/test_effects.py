"""What an agreed meeting does to the plan, whoever confirms last, with the database on guard."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from samlop.access.models import Organisation, Relation
from samlop.kernel.acting import acting_as
from samlop.kernel.errors import RuleBroken
from samlop.kernel.models import Event
from samlop.participants.models import Membership
from samlop.plans import actions
from samlop.plans.effects import PlanChoices, carry_out_decisions
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step
from samlop.plans.queries import plan_page
from samlop.routines.models import AgreedText, Decision, Meeting
from tests.cast import LONG_AGO, Cast, make_employee, make_member
from tests.plans.factories import (
    agree,
    decided,
    make_goal,
    make_step,
    new_horizon,
    new_period,
    new_status,
    new_step,
    promise,
)
from tests.routines.meetings import held_meeting

TODAY = localdate()
DAY = timedelta(days=1)
LATER = TODAY + 400 * DAY
SOON, LONG_SINCE = TODAY + 50 * DAY, TODAY - 100 * DAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("last", ["dina", "tea", "kari"])
def test_decisions_are_carried_out_whoever_is_last(cast: Cast, last: str) -> None:
    course, old = make_step(cast, status="ongoing"), make_step(cast, "work_practice", at="nav")
    text = decided(
        cast,
        promise(cast, due_on=TODAY + timedelta(days=14)),
        promise(cast, "Øve hver dag", "dina"),
        new_status(course, "completed"),
        new_period(old, TODAY, LATER),
        new_step(
            "upper_secondary", at=cast.organisations["career"], title="Helsefag", first=LATER.isoformat()
        ),
        new_horizon(LATER),
    )
    agree(cast, text, last=getattr(cast, last))
    course.refresh_from_db()
    old.refresh_from_db()
    added = Step.objects.get(kind="upper_secondary")
    owners = list(
        Action.objects.values_list("owner_employment_id", "owner_is_participant", "due_on").order_by("due_on")
    )
    assert course.status == "completed"
    assert (old.first, old.until) == (TODAY, LATER)
    assert (added.name, added.first, added.organisation) == ("Helsefag", LATER, cast.organisations["career"])
    assert Plan.objects.get().horizon == LATER
    assert owners == [(cast.tea.employment_id, False, TODAY + timedelta(days=14)), (None, True, None)]


def test_the_plan_gets_a_version_the_participant_has_agreed_to(cast: Cast) -> None:
    make_goal(cast)
    text = agree(cast, decided(cast, promise(cast, "Ringe skolen")))
    version = PlanVersion.objects.get()
    assert (version.number, version.agreed_text) == (1, text)
    assert version.agreed_at == text.confirmations.get(is_participant=True).at
    assert [goal["words"] for goal in version.content["goals"]] == ["Jeg vil bli kokk."]
    assert [(one["text"], one["owner"]) for one in version.content["actions"]] == [
        ("Ringe skolen", "Tea Tålmodig")
    ]


def test_a_meeting_without_decisions_keeps_the_plan_as_reviewed(cast: Cast) -> None:
    make_step(cast)
    agree(cast, decided(cast))
    assert not Action.objects.exists()
    assert [len(one.content["steps"]) for one in PlanVersion.objects.all()] == [1]


def test_a_decision_that_nobody_owns_is_no_action(cast: Cast) -> None:
    agree(cast, decided(cast, {"text": "Vi er glade"}))
    assert not Action.objects.exists()


def test_carrying_out_twice_does_nothing_more(cast: Cast) -> None:
    text = agree(cast, decided(cast, promise(cast), new_step()))
    with acting_as(cast.kari):
        carry_out_decisions(cast.kari, text)
    assert (Action.objects.count(), Step.objects.count(), PlanVersion.objects.count()) == (1, 1, 1)


def test_each_meeting_makes_the_next_version(cast: Cast) -> None:
    agree(cast, decided(cast, new_step()))
    second = held_meeting(cast, point="second", occurrence=1)
    agree(cast, decided(cast, new_step("work"), meeting=second), last=cast.tea)
    assert [one.number for one in PlanVersion.objects.all()] == [2, 1]
    assert len(PlanVersion.objects.first().content["steps"]) == 2


@pytest.mark.parametrize(
    ("asked", "period"),
    [
        ((None, LATER), (LONG_SINCE, LATER)),
        ((TODAY, None), (TODAY, SOON)),
        ((TODAY, LATER), (TODAY, LATER)),
    ],
)
def test_a_new_time_moves_only_the_day_it_names(cast: Cast, asked: Any, period: Any) -> None:
    course = make_step(cast, first=LONG_SINCE, until=SOON)
    text = agree(cast, decided(cast, new_period(course, *asked)))
    course.refresh_from_db()
    assert (course.first, course.until) == period
    agree(cast, decided(cast, meeting=text.meeting))
    course.refresh_from_db()
    assert (course.first, course.until) == (LONG_SINCE, SOON)


def test_a_new_end_before_a_start_moved_since_is_not_carried_out(cast: Cast) -> None:
    course = make_step(cast, first=LONG_SINCE, until=LATER)
    text = decided(cast, new_period(course, None, TODAY))
    with acting_as(cast.kari):
        actions.change_step(cast.kari, course, today=TODAY, changes={"first": SOON})
    agree(cast, text)
    course.refresh_from_db()
    assert (course.first, course.until) == (SOON, LATER)
    assert Event.objects.filter(code="decision.impossible").count() == 1


def test_taking_back_an_end_never_turns_a_step_round(cast: Cast) -> None:
    course = make_step(cast, first=LONG_SINCE, until=TODAY)
    text = agree(cast, decided(cast, new_period(course, None, LATER)))
    with acting_as(cast.kari):
        actions.change_step(cast.kari, course, today=TODAY, changes={"first": SOON})
    agree(cast, decided(cast, meeting=text.meeting))
    course.refresh_from_db()
    assert (course.first, course.until) == (SOON, LATER)


def test_a_step_that_was_decided_keeps_the_decision_as_its_note(cast: Cast) -> None:
    words = "Dina begynner på kveldskurs når barnehageplassen er klar. " * 6
    agree(
        cast,
        decided(
            cast,
            {"text": words.strip()} | new_step("norwegian_course", title="Norskkurs A2"),
            {"text": "Læreplass som kokk"} | new_step("apprenticeship", title="Læreplass som kokk"),
            {"text": "Jobbe litt"} | new_step("work"),
        ),
    )
    course, training, work = (
        Step.objects.get(kind=kind) for kind in ("norwegian_course", "apprenticeship", "work")
    )
    assert (course.name, course.note[:26], len(course.note)) == ("Norskkurs A2", words[:26], 300)
    assert (training.name, training.note) == ("Læreplass som kokk", "")
    assert (work.name, work.note) == ("Arbeid", "Jobbe litt")


# A later version of the same minutes


def test_a_correction_does_only_what_is_new(cast: Cast) -> None:
    first, second = promise(cast), new_step()
    text = agree(cast, decided(cast, first, second))
    agree(cast, decided(cast, first, second, promise(cast, "Ringe skolen", "kim"), meeting=text.meeting))
    assert sorted(Action.objects.values_list("text", flat=True)) == ["Ringe skolen", "Søke om plass"]
    assert Step.objects.count() == 1
    assert PlanVersion.objects.count() == 2


@pytest.mark.parametrize("last", ["dina", "tea"])
def test_a_correction_takes_back_what_is_gone(cast: Cast, last: str) -> None:
    course = make_step(cast, first=TODAY, until=LATER)
    text = agree(
        cast,
        decided(
            cast,
            promise(cast),
            new_step(),
            new_status(course, "paused"),
            new_period(course, TODAY, None),
            new_horizon(LATER),
        ),
    )
    agree(cast, decided(cast, meeting=text.meeting), last=getattr(cast, last))
    course.refresh_from_db()
    assert Action.objects.get().dropped
    assert Step.objects.get(kind="work_practice").removed
    assert (course.status, course.first, course.until) == ("planned", TODAY, LATER)
    assert Plan.objects.get().horizon is None
    assert PlanVersion.objects.first().content["actions"] == []


def test_a_third_version_can_decide_again_what_the_second_dropped(cast: Cast) -> None:
    text = agree(cast, decided(cast, promise(cast), new_step()))
    agree(cast, decided(cast, meeting=text.meeting))
    agree(cast, decided(cast, promise(cast), new_step(), meeting=text.meeting))
    assert [one.dropped for one in Action.objects.all()] == [False]
    assert sorted(Step.objects.values_list("removed", flat=True)) == [False, True]


def test_a_correction_leaves_alone_what_people_have_done_since(cast: Cast) -> None:
    text = agree(cast, decided(cast, promise(cast, due_on=TODAY), promise(cast, "Ringe skolen")))
    moved, dropped = Action.objects.get(text="Søke om plass"), Action.objects.get(text="Ringe skolen")
    with acting_as(cast.kari):
        actions.change_action(cast.kari, moved, today=TODAY, changes={"due_on": LATER})
        actions.drop_action(cast.kari, dropped)
    agree(
        cast, decided(cast, promise(cast, due_on=TODAY), promise(cast, "Ringe skolen"), meeting=text.meeting)
    )
    moved.refresh_from_db()
    dropped.refresh_from_db()
    assert moved.due_on == LATER
    assert dropped.dropped


def test_a_correction_keeps_what_is_done_and_hands_over_the_rest(cast: Cast) -> None:
    text = agree(cast, decided(cast, promise(cast), promise(cast, "Ringe skolen")))
    done = Action.objects.get(text="Ringe skolen")
    with acting_as(cast.tea):
        actions.tick_action(cast.tea, done, today=TODAY)
    agree(cast, decided(cast, promise(cast, "Søke om plass", "kim", due_on=LATER), meeting=text.meeting))
    done.refresh_from_db()
    handed_over = Action.objects.get(text="Søke om plass")
    assert (done.done_on, done.dropped) == (TODAY, False)
    assert (handed_over.owner_employment_id, handed_over.due_on) == (cast.kim.employment_id, LATER)


def test_a_correction_does_not_undo_what_another_meeting_decided(cast: Cast) -> None:
    course = make_step(cast)
    text = agree(cast, decided(cast, new_status(course, "paused"), new_step()))
    added = Step.objects.get(kind="work_practice")
    second = held_meeting(cast, point="second", occurrence=1)
    agree(
        cast, decided(cast, new_status(course, "interrupted"), new_status(added, "ongoing"), meeting=second)
    )
    agree(cast, decided(cast, meeting=text.meeting))
    course.refresh_from_db()
    added.refresh_from_db()
    assert course.status == "interrupted"
    assert not added.removed


def test_a_correction_does_not_undo_what_staff_changed(cast: Cast) -> None:
    course = make_step(cast)
    text = agree(cast, decided(cast, new_status(course, "paused")))
    with acting_as(cast.kari):
        actions.change_step(cast.kari, course, today=TODAY, changes={"status": "completed"})
    agree(cast, decided(cast, meeting=text.meeting))
    course.refresh_from_db()
    assert course.status == "completed"


# The world moves between the draft and the last word


def test_a_step_taken_out_meanwhile_is_changed_where_it_lies(cast: Cast) -> None:
    course = make_step(cast)
    text = decided(cast, new_status(course, "completed"))
    with acting_as(cast.kari):
        actions.remove_step(cast.kari, course)
    agree(cast, text)
    course.refresh_from_db()
    assert (course.removed, course.status) == (True, "completed")


@pytest.mark.parametrize(
    "change",
    [
        {"change": "step_status", "step": str(uuid4()), "status": "completed"},
        {"change": "step_period", "step": "not an id", "first": None, "until": "2030-01-01"},
        {"change": "step_status", "step": str(uuid4()), "status": "gone fishing"},
        {"change": "add_step", "kind": "no such kind"},
        {"change": "launch_rocket"},
        {"no": "change"},
        {"change": "add_step", "kind": "other", "first": "0001-01-01", "until": "0001-01-02"},
        {"change": "add_step", "kind": "other", "until": "0001-01-01"},
        {"change": "add_step", "kind": "other", "until": "9999-12-31"},
        {"change": "horizon", "horizon": "9999-12-31"},
    ],
)
def test_what_cannot_be_carried_out_does_not_stop_the_agreement(cast: Cast, change: dict[str, Any]) -> None:
    text = agree(cast, decided(cast, {"plan_change": change}, new_step("work")))
    assert text.state == AgreedText.State.AGREED
    assert [step.kind for step in Step.objects.all()] == ["work"]


def test_an_ended_organisation_gives_its_step_to_the_successor(cast: Cast) -> None:
    text = decided(cast, new_step(at=cast.organisations["career"]))
    successor = cast.organisations["school"]
    _end(cast.organisations["career"], successor=successor)
    agree(cast, text)
    assert Step.objects.get().organisation == successor


def test_an_organisation_that_simply_ended_leaves_a_gap(cast: Cast) -> None:
    text = decided(cast, new_step(at=cast.organisations["elsewhere"]))
    _end(cast.organisations["elsewhere"])
    agree(cast, text)
    assert Step.objects.get().organisation is None


def test_a_promise_goes_to_whoever_has_taken_over_the_seat(cast: Cast) -> None:
    text = decided(cast, promise(cast, owner="kim"))
    heir = make_employee("Ravn Rask", cast.organisations["career"], "career_adviser")
    _hand_over(cast, "kim", heir)
    agree(cast, text)
    assert Action.objects.get().owner_employment_id == heir.employment_id


def test_a_promise_stays_with_whoever_left_without_a_successor(cast: Cast) -> None:
    text = decided(cast, promise(cast, owner="kim"))
    _leave(cast, "kim")
    agree(cast, text)
    assert Action.objects.get().owner_employment_id == cast.kim.employment_id


def _end(organisation: Organisation, *, successor: Organisation | None = None) -> None:
    organisation.period = (LONG_AGO, TODAY)
    organisation.successor = successor
    organisation.save()


def _leave(cast: Cast, name: str) -> Membership:
    seat = Membership.objects.get(employment_id=getattr(cast, name).employment_id)
    relation = Relation.objects.get(pk=seat.relation_id)
    relation.period = (relation.period.lower, TODAY)
    relation.save()
    return seat


def _hand_over(cast: Cast, name: str, heir: Any) -> None:
    seat = _leave(cast, name)
    following = make_member(cast.participant, heir, since=TODAY)
    following.predecessor = seat
    following.save()


# What the database lets through


def test_nobody_carries_out_a_decision_once_more(cast: Cast) -> None:
    text = agree(cast, decided(cast, new_step(), promise(cast)))
    decision = Decision.objects.get(agreed_text=text, plan_change__change="add_step")
    with acting_as(cast.dina), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Step.objects.create(participant=cast.participant, kind="work", decision=decision)


def test_nobody_carries_out_a_draft(cast: Cast) -> None:
    text = decided(cast, new_step())
    decision = Decision.objects.get(agreed_text=text)
    with acting_as(cast.tea), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Step.objects.create(participant=cast.participant, kind="work", decision=decision)


def test_the_history_names_whoever_confirmed_last(cast: Cast) -> None:
    agree(cast, decided(cast, new_step()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM kernel_change WHERE \"table\" = 'plans_step'")
        assert cursor.fetchall() == [(cast.dina.person_id,)]


# The choices of the form


def test_choices_say_every_change_once_in_words(cast: Cast) -> None:
    step = make_step(cast, title="Norskkurs A2", status="ongoing")
    make_step(cast, "work", removed=True)
    with acting_as(cast.tea):
        groups = PlanChoices().groups(cast.tea, cast.participant)
    offered = [one for _title, group in groups for one in group]
    values = [value for value, _words in offered]
    assert len(set(values)) == len(values)
    assert dict(offered)[f"step_status:{step.pk}:completed"] == "Norskkurs A2: fullført"
    assert f"step_status:{step.pk}:ongoing" not in values
    assert dict(offered)["add_step:apprenticeship"] == "Nytt steg: læretid"
    assert [title for title, _group in groups] == ["Målet", "Nytt steg", "Norskkurs A2"]


def test_every_choice_can_be_parsed_and_carried_out(cast: Cast) -> None:
    make_step(cast)
    cleaned = {"title": "", "first": TODAY, "until": LATER, "organisation": cast.organisations["nav"]}
    with acting_as(cast.kari):
        offered = [
            one for _title, group in PlanChoices().groups(cast.kari, cast.participant) for one in group
        ]
        asked = [PlanChoices().parse(value, cleaned) for value, _words in offered]
    assert PlanChoices().parse("", cleaned) == {}
    agree(cast, decided(cast, *({"plan_change": change} for change in asked)))
    assert Step.objects.count() == 1 + 17


@pytest.mark.parametrize(
    "value",
    [
        "rubbish",
        "add_step:",
        "add_step:no_such",
        "add_step",
        "step_status:x:completed",
        "step_status",
        "step_status:00000000-0000-4000-8000-000000000009:completed",
        "step_period:00000000-0000-4000-8000-000000000009",
        "step_period:x",
        "horizon:x",
        ":",
        "\x00",
    ],
)
def test_a_forged_choice_is_refused_in_words(cast: Cast, value: str) -> None:
    cleaned = {"title": "", "first": TODAY, "until": LATER, "organisation": None}
    with acting_as(cast.kari), pytest.raises(RuleBroken) as refused:
        PlanChoices().parse(value, cleaned)
    assert refused.value.field in ("plan_change", "until")


@pytest.mark.parametrize(
    ("value", "cleaned", "field"),
    [
        ("horizon", {}, "until"),
        ("horizon", {"until": TODAY}, "until"),
        ("horizon", {"until": TODAY + timedelta(days=20 * 366)}, "until"),
        ("add_step:work", {"first": LATER, "until": TODAY}, "until"),
        ("add_step:work", {"title": "a" * 121}, "title"),
    ],
)
def test_a_change_that_breaks_a_rule_says_where(cast: Cast, value: str, cleaned: Any, field: str) -> None:
    with acting_as(cast.kari), pytest.raises(RuleBroken) as refused:
        PlanChoices().parse(value, cleaned)
    assert refused.value.field == field


def test_people_say_the_last_day_and_the_plan_keeps_the_next(cast: Cast) -> None:
    cleaned = {"first": TODAY, "until": TODAY}
    with acting_as(cast.kari):
        change = PlanChoices().parse("add_step:work", cleaned)
        horizon = PlanChoices().parse("horizon", {"until": LATER})
    assert (change["first"], change["until"]) == (TODAY.isoformat(), (TODAY + DAY).isoformat())
    assert horizon["horizon"] == LATER.isoformat()


def test_a_day_left_empty_must_fit_the_one_that_is_given(cast: Cast) -> None:
    step = make_step(cast, first=LATER, until=LATER + 9 * DAY)
    with acting_as(cast.kari), pytest.raises(RuleBroken) as refused:
        PlanChoices().parse(f"step_period:{step.pk}", {"until": TODAY})
    assert refused.value.field == "until"


@pytest.mark.parametrize("day", [date.min, date(1, 1, 2), date(1899, 12, 31), date(2101, 1, 1), date.max])
@pytest.mark.parametrize("name", ["first", "until"])
def test_a_year_nobody_means_is_refused_in_words(cast: Cast, name: str, day: date) -> None:
    step = make_step(cast)
    for value in ("add_step:work", f"step_period:{step.pk}"):
        with acting_as(cast.kari), pytest.raises(RuleBroken) as refused:
            PlanChoices().parse(value, {name: day})
        assert refused.value.field == "until"


def test_a_period_needs_a_day(cast: Cast) -> None:
    step = make_step(cast)
    with acting_as(cast.kari), pytest.raises(RuleBroken) as refused:
        PlanChoices().parse(f"step_period:{step.pk}", {})
    assert refused.value.field == "first"


def test_another_participants_step_cannot_be_chosen(cast: Cast) -> None:
    step = make_step(cast)
    with acting_as(cast.ute), pytest.raises(RuleBroken):
        PlanChoices().parse(f"step_status:{step.pk}:completed", {})


def test_no_action_is_left_behind_by_a_meeting_that_is_not_agreed(cast: Cast) -> None:
    decided(cast, promise(cast), new_step())
    assert not Action.objects.exists()
    assert not Step.objects.exists()
    assert Meeting.objects.get().state == Meeting.State.HELD


# A goal that was said in the meeting

GOAL = {
    "text": "Jeg vil bli kokk.",
    "plan_change": {"change": "add_goal", "words": "Jeg vil bli kokk.", "language": "nb"},
}
BAKER = {"text": "Baker", "plan_change": {"change": "add_goal", "words": "Baker", "language": "nb"}}


def goals_of(cast: Cast) -> list[tuple[str, str]]:
    """The goals in their order, with how far they have come."""
    return list(Goal.objects.filter(participant=cast.participant).values_list("words", "state"))


def map_leads_to(cast: Cast) -> str:
    """The goal at the end of the map."""
    with acting_as(cast.kari):
        return plan_page(cast.kari, cast.participant, TODAY).pathway.goal


@pytest.mark.parametrize("last", ["dina", "tea", "kari"])
def test_a_goal_all_agree_on_is_where_the_map_leads(cast: Cast, last: str) -> None:
    make_goal(cast, "Lære norsk")
    agree(cast, decided(cast, GOAL), last=getattr(cast, last))
    assert goals_of(cast) == [("Jeg vil bli kokk.", "active"), ("Lære norsk", "active")]
    assert map_leads_to(cast) == "Jeg vil bli kokk."
    kept = PlanVersion.objects.get().content["goals"]
    assert [goal["words"] for goal in kept] == ["Jeg vil bli kokk.", "Lære norsk"]
    with acting_as(cast.dina):
        actions.change_goal(
            cast.dina, Goal.objects.get(words="Jeg vil bli kokk."), words="Jeg vil bli baker."
        )
    assert map_leads_to(cast) == "Jeg vil bli baker."


def test_a_goal_that_stands_there_is_not_doubled(cast: Cast) -> None:
    make_goal(cast, "Lære norsk", rank=1)
    make_goal(cast, "jeg vil  bli kokk.", rank=2)
    agree(cast, decided(cast, GOAL))
    assert goals_of(cast) == [("jeg vil  bli kokk.", "active"), ("Lære norsk", "active")]


def test_a_correction_keeps_lays_away_and_brings_another_goal(cast: Cast) -> None:
    text = agree(cast, decided(cast, GOAL))
    agree(cast, decided(cast, GOAL, promise(cast), meeting=text.meeting))
    assert goals_of(cast) == [("Jeg vil bli kokk.", "active")]
    agree(cast, decided(cast, BAKER, meeting=text.meeting))
    assert sorted(goals_of(cast)) == [("Baker", "active"), ("Jeg vil bli kokk.", "left")]
    assert map_leads_to(cast) == "Baker"


def test_a_correction_leaves_a_goal_the_participant_has_changed(cast: Cast) -> None:
    text = agree(cast, decided(cast, GOAL))
    with acting_as(cast.dina):
        actions.change_goal(cast.dina, Goal.objects.get(), words="Jeg vil bli kokk på et hotell.")
    agree(cast, decided(cast, meeting=text.meeting))
    assert goals_of(cast) == [("Jeg vil bli kokk på et hotell.", "active")]


@pytest.mark.parametrize("words", ["", " ", "a" * 501])
def test_a_goal_without_words_or_too_long_is_not_understood(cast: Cast, words: str) -> None:
    broken = {"plan_change": {"change": "add_goal", "words": words, "language": "nb"}}
    agree(cast, decided(cast, broken))
    assert not Goal.objects.exists()
    assert Event.objects.filter(code="decision.not_understood").exists()


def test_a_goal_is_no_choice_of_the_form(cast: Cast) -> None:
    with acting_as(cast.kari), pytest.raises(RuleBroken):
        PlanChoices().parse("add_goal", {"text": "Kokk"})
