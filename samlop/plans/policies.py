"""May this actor do that with a plan? The same answer decides the action and shows the button."""

from uuid import UUID

from samlop.access.policies import Standing
from samlop.plans.models import Action


def may_change_goals(held: Standing) -> bool:
    """Goals are the participant's own; the group may write them down for her. Source: integreringsloven § 15."""
    return held.may("write", "goal")


def may_change_step(held: Standing, organisation_id: UUID | None) -> bool:
    """Whoever is responsible changes any step; a member those of the member's own organisation."""
    return held.may("write", "plan", organisation_id=organisation_id)


def may_add_step(held: Standing) -> bool:
    """Whoever may change the steps of at least the own organisation may add one to it."""
    return may_change_step(held, held.actor.organisation_id)


def may_change_plan(held: Standing) -> bool:
    """Horizon and versions belong to whoever is responsible."""
    return held.may("write", "plan")


def may_change_actions(held: Standing) -> bool:
    """Everyone in the group may add, move or drop what is to be done."""
    return held.may("write", "action")


def may_tick(held: Standing, action: Action) -> bool:
    """The group ticks off any action; the participant the participant's own."""
    if held.actor.is_participant and not action.owner_is_participant:
        return False
    return held.may("tick", "action")


def may_agree_to_plan(held: Standing) -> bool:
    """Only the participant says yes to the participant's plan."""
    return held.actor.is_participant and held.may("approve", "plan")


def may_carry_out(held: Standing) -> bool:
    """What everybody has agreed on is carried out by whoever confirmed last. Source: routine, every meeting."""
    return held.may("carry_out", "plan") and held.may("carry_out", "action")
