"""Access as a Django application."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Organisations, people, employments and who may see what."""

    name = "samlop.access"
    label = "access"
