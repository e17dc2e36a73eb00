"""The package as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Tells Django where this package is."""

    name = "samlop.portal"
    label = "portal"
