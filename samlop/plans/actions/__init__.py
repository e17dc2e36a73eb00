"""What happens with a plan."""

from samlop.plans.actions.goals import change_goal, put_goal_first, set_goal, set_goal_state
from samlop.plans.actions.steps import add_step, change_step, remove_step, restore_step, set_horizon
from samlop.plans.actions.tasks import add_action, change_action, drop_action, tick_action, untick_action
from samlop.plans.actions.undoing import undo_changes
from samlop.plans.actions.versions import (
    agree_to_plan,
    lay_before_participant,
    withdraw_version,
    write_version,
)

__all__ = [
    "add_action",
    "add_step",
    "agree_to_plan",
    "change_action",
    "change_goal",
    "change_step",
    "drop_action",
    "lay_before_participant",
    "put_goal_first",
    "remove_step",
    "restore_step",
    "set_goal",
    "set_goal_state",
    "set_horizon",
    "tick_action",
    "undo_changes",
    "untick_action",
    "withdraw_version",
    "write_version",
]
