"""Plans as a Django application."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The participant's goals, steps and actions, and the pathway map drawn from them."""

    name = "samlop.plans"
    label = "plans"
