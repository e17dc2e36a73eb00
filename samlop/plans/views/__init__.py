"""Pages of the plan."""

from samlop.plans.views.changing import action, goal, horizon, step
from samlop.plans.views.deeds import (
    drop,
    goal_first,
    goal_state,
    lay_before,
    remove_step,
    tick,
    undo,
    untick,
    withdraw,
)
from samlop.plans.views.showing import plan, printed, version

__all__ = [
    "action",
    "drop",
    "goal",
    "goal_first",
    "goal_state",
    "horizon",
    "lay_before",
    "plan",
    "printed",
    "remove_step",
    "step",
    "tick",
    "undo",
    "untick",
    "version",
    "withdraw",
]
