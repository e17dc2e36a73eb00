"""What happens with a plan: each deed by those who may, refused in words, and taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from samlop.access.models import Relation
from samlop.kernel.acting import acting_as
from samlop.kernel.errors import Denied, RuleBroken
from samlop.kernel.models import Change, Event
from samlop.participants.actions.changing import Overtaken
from samlop.plans import actions
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step, StepDependency
from samlop.plans.queries import changes_since, last_change_number, plan_page
from tests.cast import Cast
from tests.plans.factories import (
    DAY,
    agree,
    decided,
    make_action,
    make_goal,
    make_step,
    make_version,
    new_step,
    promise,
)

TODAY = localdate()
LATER = TODAY + timedelta(days=400)

pytestmark = pytest.mark.django_db


def codes() -> list[str]:
    """What the log tells, in order."""
    return list(Event.objects.values_list("code", flat=True))


# Goals


@pytest.mark.parametrize("name", ["kari", "tea", "dina"])
def test_a_goal_is_written_by_group_or_participant(cast: Cast, name: str) -> None:
    actor = getattr(cast, name)
    with acting_as(actor):
        first = actions.set_goal(actor, cast.participant, words="  Jeg vil bli kokk.  ", language="nb")
        second = actions.set_goal(actor, cast.participant, words="أريد أن أتعلم", language="ar")
    assert (first.words, first.rank, second.rank, second.language) == ("Jeg vil bli kokk.", 1, 2, "ar")
    assert first.written_by_id == actor.employment_id
    assert codes() == ["goal.set", "goal.set"]


def test_a_goal_needs_words(cast: Cast) -> None:
    goal = make_goal(cast)
    with acting_as(cast.dina):
        with pytest.raises(RuleBroken) as refused:
            actions.set_goal(cast.dina, cast.participant, words=" \n ")
        with pytest.raises(RuleBroken):
            actions.change_goal(cast.dina, goal, words="")
    assert refused.value.field == "words"
    assert Goal.objects.get().words == "Jeg vil bli kokk."


def test_a_new_goal_comes_after_all_others(cast: Cast) -> None:
    make_goal(cast, rank=7, state="left")
    with acting_as(cast.dina):
        assert actions.set_goal(cast.dina, cast.participant, words="Ta førerkort").rank == 8


def test_words_somebody_else_changed_are_not_overwritten(cast: Cast) -> None:
    goal = make_goal(cast, "Bli kokk")
    with acting_as(cast.dina):
        actions.change_goal(cast.dina, goal, words="Bli baker")
    with acting_as(cast.kari), pytest.raises(Overtaken) as refused:
        actions.change_goal(cast.kari, goal, words="Bli servitør", seen={"words": "Bli kokk"})
    assert refused.value.present == {"words": "Bli baker"}
    assert Goal.objects.get().words == "Bli baker"


def test_the_same_words_are_no_change(cast: Cast) -> None:
    goal = make_goal(cast)
    with acting_as(cast.kari):
        actions.change_goal(cast.kari, goal, words=goal.words)
    assert codes() == []


def test_one_goal_is_put_first(cast: Cast) -> None:
    first, second, third = (
        make_goal(cast, "a", rank=1),
        make_goal(cast, "b", rank=2),
        make_goal(cast, "c", rank=3),
    )
    with acting_as(cast.dina):
        actions.put_goal_first(cast.dina, third)
        actions.put_goal_first(cast.dina, third)
    assert list(Goal.objects.all()) == [third, first, second]
    assert codes() == ["goal.put_first"]


@pytest.mark.parametrize("state", ["reached", "left", "active"])
def test_a_goal_is_reached_laid_away_or_taken_up(cast: Cast, state: str) -> None:
    goal = make_goal(cast, state="active" if state != "active" else "left")
    with acting_as(cast.dina):
        actions.set_goal_state(cast.dina, goal, state=state)
        actions.set_goal_state(cast.dina, goal, state=state)
    assert Goal.objects.get().state == state
    assert codes() == ["goal.state"]


# Steps


@pytest.mark.parametrize(
    ("name", "at", "may"),
    [
        ("kari", "school", True),
        ("kari", None, True),
        ("nils", "career", True),
        ("tea", "school", True),
        ("tea", "nav", False),
        ("tea", None, False),
        ("kim", "school", False),
        ("dina", "school", False),
        ("lea", "school", False),
        ("ute", "elsewhere", False),
    ],
)
def test_a_member_adds_steps_of_the_own_organisation(
    cast: Cast, name: str, at: str | None, may: bool
) -> None:
    actor = getattr(cast, name)
    where = cast.organisations[at].pk if at else None
    with acting_as(actor):
        if not may:
            with pytest.raises(Denied):
                actions.add_step(actor, cast.participant, today=TODAY, kind="work", organisation_id=where)
            return
        step = actions.add_step(
            actor, cast.participant, today=TODAY, kind="work", first=TODAY, until=LATER, organisation_id=where
        )
    assert Step.objects.get() == step
    assert codes() == ["step.added"]


def test_a_member_neither_gives_away_nor_takes(cast: Cast) -> None:
    own, theirs, nobodys = make_step(cast), make_step(cast, at="nav"), make_step(cast, at=None)
    school, nav = cast.organisations["school"].pk, cast.organisations["nav"].pk
    with acting_as(cast.tea):
        for step, where in ((own, nav), (own, None), (theirs, school), (nobodys, school)):
            with pytest.raises(Denied):
                actions.change_step(cast.tea, step, today=TODAY, changes={"organisation_id": where})
        actions.change_step(cast.tea, own, today=TODAY, changes={"status": "completed"})
    own.refresh_from_db()
    assert (own.status, own.organisation_id) == ("completed", school)


def test_a_step_cannot_end_before_it_begins(cast: Cast) -> None:
    step = make_step(cast, first=TODAY, until=LATER)
    with acting_as(cast.kari):
        with pytest.raises(RuleBroken) as refused:
            actions.change_step(cast.kari, step, today=TODAY, changes={"until": TODAY - DAY})
        with pytest.raises(RuleBroken):
            actions.add_step(cast.kari, cast.participant, today=TODAY, kind="work", first=LATER, until=TODAY)
    assert refused.value.field == "until"
    step.refresh_from_db()
    assert step.until == LATER


def test_a_step_lies_at_an_organisation_that_exists(cast: Cast) -> None:
    gone = cast.organisations["elsewhere"]
    gone.period = (TODAY - 900 * DAY, TODAY)
    gone.save()
    step = make_step(cast, at="elsewhere")
    with acting_as(cast.kari):
        with pytest.raises(RuleBroken) as refused:
            actions.add_step(cast.kari, cast.participant, today=TODAY, kind="work", organisation_id=gone.pk)
        actions.change_step(cast.kari, step, today=TODAY, changes={"title": "Navnet kan endres"})
    assert refused.value.field == "organisation_id"


def test_steps_wait_for_each_other(cast: Cast) -> None:
    course, school = make_step(cast), make_step(cast, "upper_secondary")
    with acting_as(cast.tea):
        work = actions.add_step(
            cast.tea,
            cast.participant,
            today=TODAY,
            kind="work",
            organisation_id=cast.tea.organisation_id,
            waits_for=[school.pk],
        )
        actions.change_step(cast.tea, school, today=TODAY, changes={"waits_for": [course.pk]})
        actions.change_step(cast.tea, work, today=TODAY, changes={"waits_for": []})
    assert [(one.step, one.waits_for) for one in StepDependency.objects.all()] == [(school, course)]


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_a_ring_is_refused_in_words(cast: Cast, length: int) -> None:
    steps = [make_step(cast) for _place in range(length)]
    with acting_as(cast.kari):
        for step, waited in zip(steps[1:], steps, strict=False):
            actions.change_step(cast.kari, step, today=TODAY, changes={"waits_for": [waited.pk]})
        with pytest.raises(RuleBroken, match="venter på hverandre i ring") as refused:
            actions.change_step(cast.kari, steps[0], today=TODAY, changes={"waits_for": [steps[-1].pk]})
    assert refused.value.field == "waits_for"
    assert StepDependency.objects.count() == length - 1


def test_a_step_taken_out_still_closes_a_ring(cast: Cast) -> None:
    first, second = make_step(cast), make_step(cast, removed=True)
    StepDependency.objects.create(participant=cast.participant, step=second, waits_for=first)
    with acting_as(cast.kari), pytest.raises(RuleBroken):
        actions.change_step(cast.kari, first, today=TODAY, changes={"waits_for": [second.pk]})


def test_another_plans_step_cannot_be_waited_for(cast: Cast) -> None:
    step = make_step(cast)
    with acting_as(cast.kari), pytest.raises(RuleBroken, match="i denne planen"):
        actions.change_step(cast.kari, step, today=TODAY, changes={"waits_for": [cast.participant.pk]})


def test_what_two_write_at_once_is_kept(cast: Cast) -> None:
    step, one, other = make_step(cast), make_step(cast), make_step(cast)
    with acting_as(cast.kari):
        actions.change_step(
            cast.kari, step, today=TODAY, changes={"status": "ongoing", "waits_for": [one.pk]}
        )
    with acting_as(cast.tea):
        actions.change_step(
            cast.tea,
            step,
            today=TODAY,
            changes={"note": "Kveld", "waits_for": [other.pk]},
            seen={"note": "", "waits_for": []},
        )
        with pytest.raises(Overtaken):
            actions.change_step(
                cast.tea, step, today=TODAY, changes={"status": "paused"}, seen={"status": "planned"}
            )
    step.refresh_from_db()
    assert (step.status, step.note) == ("ongoing", "Kveld")
    assert set(StepDependency.objects.values_list("waits_for", flat=True)) == {one.pk, other.pk}


def test_a_step_is_taken_out_and_put_back(cast: Cast) -> None:
    step = make_step(cast)
    make_step(cast, "work", waits_for=step)
    with acting_as(cast.tea):
        actions.remove_step(cast.tea, step)
        assert step not in plan_page(cast.tea, cast.participant, TODAY).steps
        actions.restore_step(cast.tea, step)
    page = plan_page(cast.kari, cast.participant, TODAY)
    assert [row.waits_for for track in page.tracks for row in track.rows if row.waits_for] == [(step,)]
    assert codes() == ["step.removed", "step.restored"]


def test_the_horizon_is_said_by_whoever_is_responsible(cast: Cast) -> None:
    with acting_as(cast.kari):
        actions.set_horizon(cast.kari, cast.participant, horizon=LATER, today=TODAY)
        actions.set_horizon(cast.kari, cast.participant, horizon=LATER, today=TODAY)
        for day in (TODAY, TODAY + 16 * 366 * DAY):
            with pytest.raises(RuleBroken):
                actions.set_horizon(cast.kari, cast.participant, horizon=day, today=TODAY)
    with acting_as(cast.tea), pytest.raises(Denied):
        actions.set_horizon(cast.tea, cast.participant, horizon=None, today=TODAY)
    assert Plan.objects.get().horizon == LATER
    assert codes() == ["plan.horizon"]


# Actions


@pytest.mark.parametrize("name", ["kari", "tea", "kim", "nils"])
def test_anybody_in_the_group_gives_somebody_something_to_do(cast: Cast, name: str) -> None:
    actor = getattr(cast, name)
    with acting_as(actor):
        actions.add_action(
            actor,
            cast.participant,
            today=TODAY,
            text="Ringe",
            owner_employment_id=cast.kim.employment_id,
            due_on=LATER,
        )
        actions.add_action(actor, cast.participant, today=TODAY, text="Øve", owner_is_participant=True)
    assert list(Action.objects.values_list("owner_employment_id", "owner_is_participant")) == [
        (cast.kim.employment_id, False),
        (None, True),
    ]


@pytest.mark.parametrize("name", ["ute", "lea", None])
def test_only_those_in_the_group_are_given_something(cast: Cast, name: str | None) -> None:
    owner = getattr(cast, name).employment_id if name else None
    action = make_action(cast)
    with acting_as(cast.kari):
        with pytest.raises(RuleBroken) as refused:
            actions.add_action(
                cast.kari, cast.participant, today=TODAY, text="Ringe", owner_employment_id=owner
            )
        with pytest.raises(RuleBroken):
            actions.change_action(cast.kari, action, today=TODAY, changes={"owner_employment_id": owner})
    assert refused.value.field == "owner"
    assert Action.objects.get().owner_employment_id == cast.tea.employment_id


def test_whoever_has_left_the_group_is_given_nothing_new(cast: Cast) -> None:
    action = make_action(cast, "kim")
    relation = Relation.objects.get(employment_id=cast.kim.employment_id)
    relation.period = (relation.period.lower, TODAY)
    relation.save()
    with acting_as(cast.kari):
        actions.change_action(cast.kari, action, today=TODAY, changes={"due_on": LATER})
        with pytest.raises(RuleBroken):
            actions.add_action(
                cast.kari,
                cast.participant,
                today=TODAY,
                text="Ringe",
                owner_employment_id=cast.kim.employment_id,
            )
        actions.change_action(
            cast.kari,
            action,
            today=TODAY,
            changes={"owner_is_participant": True, "owner_employment_id": None},
        )
    action.refresh_from_db()
    assert (action.due_on, action.owner_is_participant) == (LATER, True)


def test_dina_ticks_her_own_and_no_other(cast: Cast) -> None:
    own, theirs = make_action(cast, "dina"), make_action(cast)
    with acting_as(cast.dina):
        actions.tick_action(cast.dina, own, today=TODAY)
        with pytest.raises(Denied):
            actions.tick_action(cast.dina, theirs, today=TODAY)
        with pytest.raises(Denied):
            actions.change_action(cast.dina, own, today=TODAY, changes={"text": "Noe annet"})
        with pytest.raises(Denied):
            actions.drop_action(cast.dina, own)
    assert Action.objects.get(done_on=TODAY) == own


def test_ticking_and_dropping_are_taken_back(cast: Cast) -> None:
    action = make_action(cast)
    with acting_as(cast.tea):
        actions.tick_action(cast.tea, action, today=TODAY)
        actions.tick_action(cast.tea, action, today=LATER)
        assert Action.objects.get().done_on == TODAY
        actions.untick_action(cast.tea, action)
        actions.drop_action(cast.tea, action)
        assert not Action.objects.open().exists()
        actions.drop_action(cast.tea, action, dropped=False)
    assert Action.objects.open().get() == action
    assert codes() == ["action.ticked", "action.unticked", "action.dropped", "action.restored"]


def test_overdue_is_open_and_past(cast: Cast) -> None:
    late = make_action(cast, due_on=TODAY - DAY)
    for extra in (
        {"due_on": TODAY},
        {},
        {"due_on": TODAY - DAY, "done_on": TODAY},
        {"due_on": TODAY - DAY, "dropped": True},
    ):
        make_action(cast, **extra)
    assert list(Action.objects.overdue(TODAY)) == [late]


# Versions


def test_the_plan_is_laid_before_the_participant_who_agrees(cast: Cast) -> None:
    make_goal(cast)
    with acting_as(cast.kari):
        version = actions.lay_before_participant(cast.kari, cast.participant)
    assert (version.number, version.agreed_at) == (1, None)
    with acting_as(cast.dina):
        agreed = actions.agree_to_plan(cast.dina, version)
        again = actions.agree_to_plan(cast.dina, version)
    assert agreed.agreed_at
    assert again.agreed_at == agreed.agreed_at
    assert codes() == ["plan.version", "plan.agreed"]


@pytest.mark.parametrize("name", ["kari", "tea", "lea", "ute"])
def test_nobody_agrees_for_the_participant(cast: Cast, name: str) -> None:
    version = make_version(cast)
    actor = getattr(cast, name)
    with acting_as(actor), pytest.raises(Denied):
        actions.agree_to_plan(actor, version)


def test_an_empty_or_unchanged_plan_is_not_laid_before_anybody(cast: Cast) -> None:
    with acting_as(cast.kari):
        with pytest.raises(RuleBroken, match="tom"):
            actions.lay_before_participant(cast.kari, cast.participant)
        actions.set_goal(cast.kari, cast.participant, words="Bli kokk")
        actions.lay_before_participant(cast.kari, cast.participant)
        with pytest.raises(RuleBroken, match="Ingenting er endret"):
            actions.lay_before_participant(cast.kari, cast.participant)
    with acting_as(cast.tea), pytest.raises(Denied):
        actions.lay_before_participant(cast.tea, cast.participant)


def test_a_version_nobody_has_answered_is_withdrawn(cast: Cast) -> None:
    make_goal(cast)
    agreed = agree(cast, decided(cast, promise(cast)))
    first = PlanVersion.objects.get(agreed_text=agreed)
    with acting_as(cast.kari):
        actions.set_goal(cast.kari, cast.participant, words="Ta førerkort")
        second = actions.lay_before_participant(cast.kari, cast.participant)
        actions.withdraw_version(cast.kari, second)
        with pytest.raises(RuleBroken, match="trekkes tilbake"):
            actions.withdraw_version(cast.kari, first)
    assert list(PlanVersion.objects.all()) == [first]


def test_an_answered_version_stays(cast: Cast) -> None:
    make_goal(cast)
    with acting_as(cast.kari):
        version = actions.lay_before_participant(cast.kari, cast.participant)
    with acting_as(cast.dina):
        actions.agree_to_plan(cast.dina, version)
    version.refresh_from_db()
    with acting_as(cast.kari), pytest.raises(RuleBroken):
        actions.withdraw_version(cast.kari, version)


# Undo


def deeds(cast: Cast) -> dict[str, Any]:
    """Every deed a form does, and the plan it is done to."""
    kari, dina = cast.kari, cast.participant
    step, other, goal, action = make_step(cast), make_step(cast, "work"), make_goal(cast), make_action(cast)
    StepDependency.objects.create(participant=dina, step=other, waits_for=step)
    Plan.objects.create(participant=dina, horizon=LATER)
    later = {"first": TODAY, "until": LATER, "status": "ongoing", "waits_for": []}
    return {
        "set_goal": lambda: actions.set_goal(kari, dina, words="Ta førerkort"),
        "change_goal": lambda: actions.change_goal(kari, goal, words="Bli baker", language="en"),
        "put_first": lambda: actions.put_goal_first(kari, make_goal(cast, "Ny", rank=2)),
        "add_step": lambda: actions.add_step(kari, dina, today=TODAY, kind="work", waits_for=[step.pk]),
        "change_step": lambda: actions.change_step(kari, other, today=TODAY, changes=later),
        "move_step": lambda: actions.change_step(
            kari,
            step,
            today=TODAY,
            changes={"organisation_id": cast.organisations["nav"].pk, "kind": "other"},
        ),
        "add_action": lambda: actions.add_action(
            kari, dina, today=TODAY, text="Ringe", owner_is_participant=True
        ),
        "change_action": lambda: actions.change_action(
            kari,
            action,
            today=TODAY,
            changes={
                "text": "Skrive",
                "owner_is_participant": True,
                "owner_employment_id": None,
                "due_on": LATER,
            },
        ),
        "set_horizon": lambda: actions.set_horizon(kari, dina, horizon=LATER + DAY, today=TODAY),
    }


@pytest.mark.parametrize(
    "name",
    [
        "set_goal",
        "change_goal",
        "add_step",
        "change_step",
        "move_step",
        "add_action",
        "change_action",
        "set_horizon",
    ],
)
def test_every_deed_of_a_form_is_taken_back(cast: Cast, name: str) -> None:
    deed = deeds(cast)[name]
    with acting_as(cast.kari):
        before, number = shown(cast), last_change_number(cast.participant)
        deed()
        assert shown(cast) != before
        first, last = changes_since(cast.participant, number)
        actions.undo_changes(cast.kari, cast.participant, first=first, last=last)
        assert shown(cast) == before


def shown(cast: Cast) -> Any:
    """The plan as its page shows it; what is laid away is not in it."""
    page = plan_page(cast.kari, cast.participant, TODAY)
    goals = tuple(goal for goal in page.content.goals if goal.state != "left")
    return goals, page.content.steps, page.content.actions, page.content.horizon


def test_putting_a_goal_first_is_taken_back(cast: Cast) -> None:
    first, second, third = (make_goal(cast, words, rank=rank) for rank, words in enumerate("abc", 1))
    with acting_as(cast.tea):
        number = last_change_number(cast.participant)
        actions.put_goal_first(cast.tea, third)
        place, last = changes_since(cast.participant, number)
        actions.undo_changes(cast.tea, cast.participant, first=place, last=last)
    assert list(Goal.objects.all()) == [first, second, third]


def test_what_somebody_changed_since_is_not_undone(cast: Cast) -> None:
    step = make_step(cast)
    with acting_as(cast.kari):
        number = last_change_number(cast.participant)
        actions.change_step(cast.kari, step, today=TODAY, changes={"status": "ongoing"})
        first, last = changes_since(cast.participant, number)
    with acting_as(cast.tea):
        actions.change_step(cast.tea, step, today=TODAY, changes={"status": "completed"})
    with acting_as(cast.kari), pytest.raises(RuleBroken, match="endret igjen"):
        actions.undo_changes(cast.kari, cast.participant, first=first, last=last)
    step.refresh_from_db()
    assert step.status == "completed"


def test_nobody_undoes_what_another_did(cast: Cast) -> None:
    step = make_step(cast)
    with acting_as(cast.kari):
        actions.change_step(cast.kari, step, today=TODAY, changes={"status": "ongoing"})
    numbers = Change.objects.filter(table="plans_step").values_list("pk", flat=True)
    with acting_as(cast.tea), pytest.raises(RuleBroken, match="ikke angres"):
        actions.undo_changes(cast.tea, cast.participant, first=min(numbers), last=max(numbers))
    with acting_as(cast.ute), pytest.raises(RuleBroken):
        actions.undo_changes(cast.ute, cast.participant, first=0, last=10**30)


def test_an_undo_never_closes_a_ring(cast: Cast) -> None:
    first, second = make_step(cast), make_step(cast)
    StepDependency.objects.create(participant=cast.participant, step=first, waits_for=second)
    with acting_as(cast.kari):
        number = last_change_number(cast.participant)
        actions.change_step(cast.kari, first, today=TODAY, changes={"waits_for": []})
        place, last = changes_since(cast.participant, number)
        actions.change_step(cast.kari, second, today=TODAY, changes={"waits_for": [first.pk]})
        with pytest.raises(RuleBroken, match="ring"):
            actions.undo_changes(cast.kari, cast.participant, first=place, last=last)
    assert StepDependency.objects.get().step == second


def test_a_decided_step_can_still_be_changed_by_hand(cast: Cast) -> None:
    agree(cast, decided(cast, new_step(at=cast.organisations["school"])))
    step = Step.objects.get()
    with acting_as(cast.tea):
        actions.change_step(cast.tea, step, today=TODAY, changes={"status": "ongoing"})
    step.refresh_from_db()
    assert step.status == "ongoing"


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2101, 1, 1), date.max])
def test_no_day_nobody_means_gets_into_a_plan(cast: Cast, day: date) -> None:
    step, action = make_step(cast), make_action(cast)
    with acting_as(cast.kari):
        for deed in (
            lambda: actions.change_step(cast.kari, step, today=TODAY, changes={"first": day}),
            lambda: actions.change_action(cast.kari, action, today=TODAY, changes={"due_on": day}),
            lambda: actions.set_horizon(cast.kari, cast.participant, horizon=day, today=TODAY),
        ):
            with pytest.raises(RuleBroken):
                deed()


@pytest.mark.parametrize(
    ("row", "name"), [(make_step, "first"), (make_step, "until"), (make_action, "due_on")]
)
def test_the_database_takes_no_day_nobody_means(cast: Cast, row: Any, name: str) -> None:
    with pytest.raises(IntegrityError, match="possible"), transaction.atomic():
        row(cast, **{name: date(1, 1, 2)})
