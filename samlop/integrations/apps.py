"""The package as a Django application."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """Tells Django where this package is."""

    name = "samlop.integrations"
    label = "integrations"
