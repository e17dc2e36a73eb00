"""The log of what was done, the history of every change, and the outbox."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing somebody did, in the order it was done. Append-only; batches are sealed by a hash chain."""

    at = models.DateTimeField(_("tidspunkt"), db_default=Now())
    code = models.CharField(_("hendelse"), max_length=60)
    participant_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    person_id = models.UUIDField(null=True)
    employment_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    assisted_by = models.UUIDField(null=True)
    system = models.CharField(max_length=30, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("hendelse"), _("hendelser")
        ordering = ["pk"]
        indexes = [models.Index(fields=["participant_id", "-at"], name="event_of_participant")]


class Seal(models.Model):
    """The hash over a batch of events and the seal before it: a changed or missing event breaks the chain."""

    first_event = models.BigIntegerField(unique=True)
    last_event = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name, verbose_name_plural = _("segl"), _("segl")
        ordering = ["first_event"]
        constraints = [
            models.CheckConstraint(condition=Q(last_event__gte=F("first_event")), name="seal_covers_events")
        ]


class Change(models.Model):
    """What one row was before and after, written by a database trigger so that nothing slips past it."""

    class Verb(models.TextChoices):
        ADDED = "INSERT", _("lagt til")
        CHANGED = "UPDATE", _("endret")
        REMOVED = "DELETE", _("fjernet")

    at = models.DateTimeField(_("tidspunkt"))
    participant_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    table = models.CharField(max_length=60)
    row_id = models.CharField(max_length=60)
    verb = models.CharField(max_length=6, choices=Verb)
    values = models.JSONField()
    person_id = models.UUIDField(null=True)
    employment_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    assisted_by = models.UUIDField(null=True)
    system = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("endring"), _("endringer")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["participant_id", "-at"], name="change_of_participant")]


class Outbox(models.Model):
    """Something that leaves the house (mail, calendar, archive copy), decided in the same transaction as its cause."""

    class State(models.TextChoices):
        WAITING = "waiting", _("venter")
        DELIVERED = "delivered", _("levert")
        FAILING = "failing", _("prøver igjen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    next_attempt_at = models.DateTimeField(db_default=Now())
    delivered_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("utgående"), _("utgående")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False), name="delivered_has_a_time"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=~Q(state="delivered"), name="outbox_still_to_go"
            )
        ]
