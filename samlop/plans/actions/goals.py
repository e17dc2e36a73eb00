"""Goals: written, changed, put first, reached or laid away."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.once import once_id, written_before
from samlop.participants.actions.changing import apply_changes, lock
from samlop.participants.models import Participant
from samlop.plans import policies
from samlop.plans.models import Goal

NOTHING: Mapping[str, Any] = MappingProxyType({})


@transaction.atomic
def set_goal(
    actor: Actor, participant: Participant, *, words: str, language: str = "nb", key: UUID | None = None
) -> Goal:
    """Writes down a new goal, after those already there; a form sent twice writes one."""
    require(policies.may_change_goals(standing(actor, participant.pk)))
    _require_words(words)
    pk = once_id(participant.pk, key, words, language)
    if before := written_before(Goal, pk):
        return before
    lock(participant.pk)
    last = Goal.objects.filter(participant=participant).order_by("-rank").first()
    goal = Goal(id=pk, participant=participant, words=words.strip(), language=language)
    goal.rank, goal.written_by_id = last.rank + 1 if last else 1, actor.employment_id
    goal.save(force_insert=True)
    record(actor, "goal.set", goal)
    return goal


@transaction.atomic
def change_goal(
    actor: Actor, goal: Goal, *, words: str, language: str | None = None, seen: Mapping[str, Any] = NOTHING
) -> Goal:
    """Changes the words of a goal; refuses what somebody else changed after it was shown."""
    goal = _locked(actor, goal)
    _require_words(words)
    changes = {"words": words.strip(), "language": language or goal.language}
    different = apply_changes(goal, changes, seen=seen)
    if different:
        goal.save(update_fields=different, force_update=True)
        record(actor, "goal.changed", goal, fields=different)
    return goal


@transaction.atomic
def put_goal_first(actor: Actor, goal: Goal) -> Goal:
    """Makes a goal the one the map leads to."""
    goal = _locked(actor, goal)
    lock(goal.participant_id)
    if rank_first(goal, Goal.objects.filter(participant=goal.participant_id)):
        record(actor, "goal.put_first", goal)
    return goal


@transaction.atomic
def set_goal_state(actor: Actor, goal: Goal, *, state: str) -> Goal:
    """Marks a goal as reached or laid away, or takes it up again."""
    goal = _locked(actor, goal)
    if goal.state != state:
        goal.state = Goal.State(state)
        goal.save(update_fields=["state"], force_update=True)
        record(actor, "goal.state", goal, state=goal.state)
    return goal


def _locked(actor: Actor, goal: Goal) -> Goal:
    require(policies.may_change_goals(standing(actor, goal.participant_id)))
    return Goal.objects.select_for_update(of=["self"]).get(pk=goal.pk)


def rank_first(goal: Goal, goals: Iterable[Goal]) -> int:
    """Numbers the goals with this one first and the others in their order, and says how many moved."""
    order = [goal, *(other for other in goals if other.pk != goal.pk)]
    moved = [(place, one) for place, one in enumerate(order, 1) if one.rank != place]
    for place, one in moved:
        one.rank = place
        one.save(update_fields=["rank"], force_update=True)
    return len(moved)


def _require_words(words: str) -> None:
    if not words.strip():
        raise RuleBroken(_("Skriv målet med noen ord."), field="words")
