"""Goals, in the participant's own words."""

from django.db import transaction
from django.utils.translation import gettext as _

from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.participants.models import Participant
from samlop.plans import policies
from samlop.plans.models import Goal


@transaction.atomic
def set_goal(actor: Actor, participant: Participant, *, words: str, language: str = "nb") -> Goal:
    """Writes down a new goal, after those already there."""
    require(policies.may_change_goals(actor, participant.pk))
    _require_words(words)
    rank = Goal.objects.filter(participant=participant).count() + 1
    goal = Goal.objects.create(
        participant=participant, words=words.strip(), language=language, rank=rank, written_by_id=actor.employment_id
    )
    record(actor, "goal.set", goal)
    return goal


@transaction.atomic
def change_goal(actor: Actor, goal: Goal, *, words: str, rank: int | None = None) -> Goal:
    """Changes the words of a goal, or how important it is; what it was before stays in the history."""
    goal = Goal.objects.select_for_update(of=["self"]).get(pk=goal.pk)
    require(policies.may_change_goals(actor, goal.participant_id))
    _require_words(words)
    goal.words, goal.rank = words.strip(), rank or goal.rank
    goal.save(force_update=True)
    record(actor, "goal.changed", goal)
    return goal


@transaction.atomic
def set_goal_state(actor: Actor, goal: Goal, *, state: str) -> Goal:
    """Marks a goal as reached or laid away, or takes it up again."""
    goal = Goal.objects.select_for_update(of=["self"]).get(pk=goal.pk)
    require(policies.may_leave_goal(actor, goal))
    goal.state = Goal.State(state)
    goal.save(force_update=True)
    record(actor, "goal.state", goal, state=state)
    return goal


def _require_words(words: str) -> None:
    if not words.strip():
        raise RuleBroken(_("Skriv målet med noen ord."), field="words")
