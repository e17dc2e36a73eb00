"""Pages of the plan."""

from samlop.plans.views.changing import action, goal, horizon, step
from samlop.plans.views.deeds import drop, goal_state, remove_step, restore_step, take_up, tick, untick
from samlop.plans.views.showing import plan, printed, version

__all__ = [
    "action",
    "drop",
    "goal",
    "goal_state",
    "horizon",
    "plan",
    "printed",
    "remove_step",
    "restore_step",
    "step",
    "take_up",
    "tick",
    "untick",
    "version",
]
