"""The look of Samløp as a Django application."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Page shells, components, forms and static files."""

    name = "samlop.ui"
    label = "ui"

    def ready(self) -> None:
        """An empty field says the same as its label does, unless its form has better words."""
        Field.default_error_messages = Field.default_error_messages | {"required": _("Dette må fylles ut.")}
