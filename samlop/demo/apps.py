"""The package as a Django application."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Tells Django where this package is."""

    name = "samlop.demo"
    label = "demo"
