"""The package as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Tells Django where this package is."""

    name = "samlop.desk"
    label = "desk"
