"""May this actor do that with a plan? The same answer decides the action and shows the button."""

from uuid import UUID

from samlop.access.policies import Standing, standing
from samlop.kernel.actor import Actor
from samlop.plans.models import Action, Goal


def may_change_goals(actor: Actor, participant_id: UUID) -> bool:
    """Goals are the participant's; the group may write them down for her."""
    return standing(actor, participant_id).may("write", "goal")


def may_change_step(held: Standing, organisation_id: UUID | None) -> bool:
    """Whoever is responsible changes any step; a member those of the member's own organisation."""
    return held.may("write", "plan", organisation_id=organisation_id)


def may_change_plan(actor: Actor, participant_id: UUID) -> bool:
    """Horizon and order of the whole plan belong to whoever is responsible."""
    return standing(actor, participant_id).may("write", "plan")


def may_change_actions(actor: Actor, participant_id: UUID) -> bool:
    """Everyone in the group may add, move or drop what is to be done."""
    return standing(actor, participant_id).may("write", "action")


def may_tick(actor: Actor, action: Action) -> bool:
    """An action is ticked off by its owner, or by the group; the participant ticks her own only."""
    held = standing(actor, action.participant_id)
    if actor.is_participant:
        return action.owner_is_participant and held.may("tick", "action")
    return held.may("tick", "action")


def may_agree_to_plan(actor: Actor, participant_id: UUID) -> bool:
    """Only the participant says yes to the participant's plan."""
    return actor.is_participant and standing(actor, participant_id).may("approve", "plan")


def may_leave_goal(actor: Actor, goal: Goal) -> bool:
    """Whoever may write the goal may lay it away or mark it reached."""
    return may_change_goals(actor, goal.participant_id)
