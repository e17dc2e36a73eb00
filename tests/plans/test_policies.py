"""The application's policies and the database's agree, deed by deed and actor by actor."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from samlop.access.policies import Standing, standing
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.plans import policies
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step, StepDependency
from tests.cast import Cast
from tests.plans.factories import EMPTY, agree, decided, make_action, make_goal, make_step, make_version

pytestmark = pytest.mark.django_db

ACTORS = ("kari", "nils", "tea", "kim", "lea", "ute", "dina")


@dataclass(frozen=True)
class Ground:
    """What is there to be changed, and who tries."""

    cast: Cast
    actor: Actor
    step: Step
    unnamed: Step
    later: Step
    waits: StepDependency
    goal: Goal
    theirs: Action
    own: Action
    plan: Plan
    fresh: PlanVersion
    answered: PlanVersion

    def at(self, name: str) -> Any:
        """The id of an organisation."""
        return self.cast.organisations[name].pk

    def insert(self, model: type[Any], **values: Any) -> int:
        """Adds a row to Dina's plan."""
        model.objects.bulk_create([model(participant=self.cast.participant, **values)])
        return 1

    def update(self, row: Any, **values: Any) -> int:
        """Changes a row and says how many there were to change."""
        count: int = type(row).objects.filter(pk=row.pk).update(**values)
        return count

    def delete(self, row: Any) -> int:
        """Deletes a row as plainly as the database can."""
        count: int = type(row).objects.filter(pk=row.pk)._raw_delete("default")
        return count


Policy = Callable[[Standing, Ground], bool]
Deed = Callable[[Ground], int]


def never(held: Standing, ground: Ground) -> bool:
    """Nobody, however near."""
    return False


def may_change(held: Standing, ground: Ground) -> bool:
    """Whoever may change the step at the school."""
    return policies.may_change_step(held, ground.step.organisation_id)


def may_move_to_nav(held: Standing, ground: Ground) -> bool:
    """Whoever may change the step both where it is and where it goes."""
    return may_change(held, ground) and policies.may_change_step(held, ground.at("nav"))


DEEDS: dict[str, tuple[Policy, Deed]] = {
    "add a step of the own organisation": (
        lambda held, _ground: policies.may_add_step(held),
        lambda ground: ground.insert(Step, kind="work", organisation_id=ground.actor.organisation_id),
    ),
    "add a step at the school": (
        may_change,
        lambda ground: ground.insert(Step, kind="work", organisation_id=ground.at("school")),
    ),
    "add a step nobody answers for": (
        lambda held, _ground: policies.may_change_step(held, None),
        lambda ground: ground.insert(Step, kind="work"),
    ),
    "change a step at the school": (
        may_change,
        lambda ground: ground.update(ground.step, status="completed"),
    ),
    "take out a step at the school": (may_change, lambda ground: ground.update(ground.step, removed=True)),
    "change a step nobody answers for": (
        lambda held, _ground: policies.may_change_step(held, None),
        lambda ground: ground.update(ground.unnamed, status="completed"),
    ),
    "take over a step nobody answers for": (
        lambda held, _ground: policies.may_change_step(held, None),
        lambda ground: ground.update(ground.unnamed, organisation_id=ground.actor.organisation_id),
    ),
    "take over the school's step": (
        may_change,
        lambda ground: ground.update(ground.step, organisation_id=ground.actor.organisation_id),
    ),
    "give the school's step to NAV": (
        may_move_to_nav,
        lambda ground: ground.update(ground.step, organisation_id=ground.at("nav")),
    ),
    "delete a step": (never, lambda ground: ground.delete(ground.unnamed)),
    "let the school's step wait": (
        may_change,
        lambda ground: ground.insert(StepDependency, step=ground.step, waits_for=ground.unnamed),
    ),
    "let the school's later step wait no more": (may_change, lambda ground: ground.delete(ground.waits)),
    "let a step nobody answers for wait": (
        lambda held, _ground: policies.may_change_step(held, None),
        lambda ground: ground.insert(StepDependency, step=ground.unnamed, waits_for=ground.step),
    ),
    "set a horizon": (
        lambda held, _ground: policies.may_change_plan(held),
        lambda ground: ground.update(ground.plan, horizon=date(2035, 1, 1)),
    ),
    "delete a plan": (never, lambda ground: ground.delete(ground.plan)),
    "write a goal": (
        lambda held, _ground: policies.may_change_goals(held),
        lambda ground: ground.insert(Goal, words="Bli lærer"),
    ),
    "change a goal": (
        lambda held, _ground: policies.may_change_goals(held),
        lambda ground: ground.update(ground.goal, words="Bli lærer"),
    ),
    "delete a goal": (never, lambda ground: ground.delete(ground.goal)),
    "add an action": (
        lambda held, _ground: policies.may_change_actions(held),
        lambda ground: ground.insert(Action, text="Ringe", owner_is_participant=True),
    ),
    "reword an action": (
        lambda held, _ground: policies.may_change_actions(held),
        lambda ground: ground.update(ground.own, text="Ringe igjen"),
    ),
    "drop an action": (
        lambda held, _ground: policies.may_change_actions(held),
        lambda ground: ground.update(ground.own, dropped=True),
    ),
    "tick Dina's action": (
        lambda held, ground: policies.may_tick(held, ground.own),
        lambda ground: ground.update(ground.own, done_on=date(2026, 3, 3)),
    ),
    "tick Tea's action": (
        lambda held, ground: policies.may_tick(held, ground.theirs),
        lambda ground: ground.update(ground.theirs, done_on=date(2026, 3, 3)),
    ),
    "take over an action by ticking": (
        lambda held, _ground: policies.may_change_actions(held),
        lambda ground: ground.update(
            ground.theirs, done_on=date(2026, 3, 3), owner_is_participant=True, owner_employment=None
        ),
    ),
    "delete an action": (never, lambda ground: ground.delete(ground.own)),
    "lay a version before the participant": (
        lambda held, _ground: policies.may_change_plan(held),
        lambda ground: ground.insert(PlanVersion, number=9, content=EMPTY),
    ),
    "say yes for the participant while writing": (
        never,
        lambda ground: ground.insert(PlanVersion, number=9, content=EMPTY, agreed_at=timezone.now()),
    ),
    "say yes to a version": (
        lambda held, _ground: policies.may_agree_to_plan(held),
        lambda ground: ground.update(ground.fresh, agreed_at=timezone.now()),
    ),
    "rewrite a version": (never, lambda ground: ground.update(ground.fresh, content={})),
    "take back a yes": (never, lambda ground: ground.update(ground.answered, agreed_at=None)),
    "withdraw a version nobody has answered": (
        lambda held, _ground: policies.may_change_plan(held),
        lambda ground: ground.delete(ground.fresh),
    ),
    "withdraw a version that is agreed": (never, lambda ground: ground.delete(ground.answered)),
}


REFUSALS = re.compile("row-level security|permission denied|never changed")


def succeeds(deed: Deed, ground: Ground) -> bool:
    """Whether the database lets it happen; nothing of it remains."""
    try:
        with transaction.atomic():
            count = deed(ground)
            transaction.set_rollback(True)
    except DatabaseError as refused:
        if REFUSALS.search(str(refused)):
            return False
        raise
    return count > 0


@pytest.fixture
def ground(cast: Cast) -> dict[str, Any]:
    """A plan with one of each, all of it decided long ago."""
    step = make_step(cast)
    later = make_step(cast, "adult_education", waits_for=step)
    return {
        "cast": cast,
        "step": step,
        "unnamed": make_step(cast, "work", at=None),
        "later": later,
        "waits": StepDependency.objects.get(),
        "goal": make_goal(cast),
        "theirs": make_action(cast),
        "own": make_action(cast, "dina"),
        "plan": Plan.objects.create(participant=cast.participant),
        "fresh": make_version(cast, 2),
        "answered": make_version(cast, 1, agreed_at=timezone.now()),
    }


@pytest.mark.parametrize("deed", DEEDS)
def test_policy_and_database_agree(ground: dict[str, Any], deed: str) -> None:
    policy, write = DEEDS[deed]
    for name in ACTORS:
        here = Ground(actor=getattr(ground["cast"], name), **ground)
        with acting_as(here.actor):
            allowed = policy(standing(here.actor, here.cast.participant.pk), here)
            assert succeeds(write, here) == allowed, f"{name} may {'' if allowed else 'not '}{deed}"


@pytest.mark.parametrize(
    ("deed", "allowed"),
    [
        ("add a step of the own organisation", {"kari", "nils", "tea", "kim"}),
        ("change a step at the school", {"kari", "nils", "tea"}),
        ("give the school's step to NAV", {"kari", "nils"}),
        ("let the school's step wait", {"kari", "nils", "tea"}),
        ("set a horizon", {"kari", "nils"}),
        ("change a goal", {"kari", "nils", "tea", "kim", "dina"}),
        ("add an action", {"kari", "nils", "tea", "kim"}),
        ("tick Dina's action", {"kari", "nils", "tea", "kim", "dina"}),
        ("tick Tea's action", {"kari", "nils", "tea", "kim"}),
        ("say yes to a version", {"dina"}),
        ("lay a version before the participant", {"kari", "nils"}),
    ],
)
def test_who_may_do_what(ground: dict[str, Any], deed: str, allowed: set[str]) -> None:
    policy, _write = DEEDS[deed]
    found = set()
    for name in ACTORS:
        here = Ground(actor=getattr(ground["cast"], name), **ground)
        with acting_as(here.actor):
            found |= {name} if policy(standing(here.actor, here.cast.participant.pk), here) else set()
    assert found == allowed


def test_a_meeting_long_agreed_opens_no_door(cast: Cast) -> None:
    text = agree(cast, decided(cast, {"plan_change": {"change": "add_step", "kind": "work"}}))
    step, decision = Step.objects.get(), text.decisions.get()
    for name in ("dina", "tea"):
        with (
            acting_as(getattr(cast, name)),
            pytest.raises(DatabaseError, match="row-level"),
            transaction.atomic(),
        ):
            Step.objects.filter(pk=step.pk).update(decision=decision, title="Smuglet inn")


@pytest.mark.parametrize("model", [Plan, PlanVersion, Step, StepDependency, Goal, Action])
def test_ute_sees_nothing_of_a_plan(ground: dict[str, Any], model: type[Any]) -> None:
    with acting_as(ground["cast"].ute):
        assert not model.objects.exists()
    with acting_as(ground["cast"].dina):
        assert model.objects.exists()
