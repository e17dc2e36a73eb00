"""The look of Samløp as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Page shells, components, forms and static files."""

    name = "samlop.ui"
    label = "ui"
