"""The kernel as a Django application."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Log, outbox and change history: what every domain stands on."""

    name = "samlop.kernel"
    label = "kernel"
