"""A goal written down with the participant goes into the plan, and out of it if it is decided no longer."""

from uuid import UUID

from samlop.kernel.actor import Actor
from samlop.kernel.log import record
from samlop.plans.actions.goals import rank_first
from samlop.plans.decisions import Deed, NewGoal
from samlop.plans.models import Goal


def add_goal(participant_id: UUID, change: NewGoal) -> Deed:
    """The goal all have agreed on becomes the one the map leads to; the same words are not doubled."""
    goals = list(Goal.objects.select_for_update(of=["self"]).filter(participant=participant_id))
    same = next((goal for goal in goals if _says(goal, change)), None)
    if same is not None:
        rank_first(same, goals)
        return Deed(change)
    goal = Goal(
        participant_id=participant_id, words=change.words, language=change.language, rank=len(goals) + 1
    )
    goal.save(force_insert=True)
    rank_first(goal, goals)
    return Deed(change, step=str(goal.pk))


def take_back_goal(actor: Actor, participant_id: UUID, deed: Deed) -> None:
    """Lays away the goal the same minutes brought, unless the participant has made it another since."""
    if not deed.step or not isinstance(deed.asked, NewGoal):
        return
    goals = Goal.objects.select_for_update(of=["self"]).filter(participant=participant_id)
    goal = goals.filter(pk=UUID(deed.step)).first()
    if goal is None or not _says(goal, deed.asked):
        return
    goal.state = Goal.State.LEFT
    goal.save(update_fields=["state"], force_update=True)
    record(actor, "decision.taken_back", goal)


def _says(goal: Goal, change: NewGoal) -> bool:
    is_same = goal.words.casefold().split() == change.words.casefold().split()
    return is_same and goal.state == Goal.State.ACTIVE
