"""Participants as a Django application."""

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    """The adults on their way, what is mapped about them, and the group round each."""

    name = "samlop.participants"
    label = "participants"
