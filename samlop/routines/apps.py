"""Routines and meetings as a Django application."""

from django.apps import AppConfig


class RoutinesConfig(AppConfig):
    """Agreements, versions of the routine, and the meetings they call for."""

    name = "samlop.routines"
    label = "routines"
