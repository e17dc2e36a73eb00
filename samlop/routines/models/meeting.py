"""A resource group's meeting, and who is called to it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Employment, Organisation
from samlop.participants.models import OfParticipantQuerySet, Participant
from samlop.routines.models.agreement import RoutineVersion


class MeetingQuerySet(OfParticipantQuerySet):
    def standing(self) -> Self:
        """Meetings that are not cancelled."""
        return self.exclude(state=Meeting.State.CANCELLED)


class Meeting(models.Model):
    """One meeting of one resource group: called, held, agreed. It remembers which version of the routine governed it.

    Without a point it is an extra meeting, wanted for a reason of its own.
    """

    access_kind = "meeting"
    named_by = ("starts_at",)

    class State(models.TextChoices):
        CALLED = "called", _("innkalt")
        HELD = "held", _("holdt, ikke samordnet")
        AGREED = "agreed", _("samordnet")
        CANCELLED = "cancelled", _("avlyst")

    class Place(models.TextChoices):
        ROOM = "room", _("i et rom")
        SCREEN = "screen", _("på skjerm")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    routine_version = models.ForeignKey(RoutineVersion, models.PROTECT, related_name="+")
    point = models.CharField(_("møtepunkt"), max_length=60, blank=True)
    reason = models.CharField(_("hvorfor"), max_length=300, blank=True)
    occurrence = models.PositiveIntegerField(null=True)
    target = models.DateField(_("rutinens dag"), null=True)
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.CALLED)
    starts_at = models.DateTimeField(_("begynner"))
    ends_at = models.DateTimeField(_("slutter"))
    place_kind = models.CharField(_("hvor"), max_length=6, choices=Place, default=Place.ROOM)
    place = models.CharField(_("sted"), max_length=200)
    called_by = models.ForeignKey(Employment, models.PROTECT, related_name="+")
    interpreter_language = models.CharField(_("tolkespråk"), max_length=3, blank=True)
    interpreter_booked = models.CharField(_("tolk bestilt hos"), max_length=120, blank=True)
    interpreter_attended = models.BooleanField(_("tolken var til stede"), null=True)
    sequence = models.PositiveIntegerField(default=0)
    held_at = models.DateTimeField(_("holdt"), null=True)
    cancelled_because = models.CharField(_("avlyst fordi"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("møte"), _("møter")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "agreed"]) | Q(held_at__isnull=False),
                name="held_meeting_has_time",
            ),
            models.UniqueConstraint(
                fields=["participant", "point", "occurrence"],
                condition=~Q(state="cancelled") & Q(occurrence__isnull=False),
                name="one_meeting_an_occurrence",
            ),
            models.CheckConstraint(condition=~Q(point="") | ~Q(reason=""), name="extra_meeting_has_reason"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
                name="cancelled_meeting_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["participant", "starts_at"], name="meetings_of_participant"),
            models.Index(fields=["starts_at"], name="meetings_by_time"),
        ]


class Invitation(models.Model):
    """One who is called to a meeting, the answer, and whether they came. Absence is recorded for each actor.

    `walked_in`: came without being called. `here_for`: the later version of the text that this one is present for.
    """

    access_kind = "invitation"
    named_by = ("employment_id", "role")

    class Reply(models.TextChoices):
        NONE = "none", _("ikke svart")
        ACCEPTED = "accepted", _("kommer")
        DECLINED = "declined", _("kommer ikke")
        OTHER_TIME = "other_time", _("ber om en annen tid")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    role = models.CharField(_("rolle"), max_length=30)
    employment = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    required = models.BooleanField(_("må være med"), default=True)
    reply = models.CharField(_("svar"), max_length=10, choices=Reply, default=Reply.NONE)
    apology = models.CharField(_("melding"), max_length=300, blank=True)
    replied_at = models.DateTimeField(null=True)
    attended = models.BooleanField(_("var til stede"), null=True)
    walked_in = models.BooleanField(_("kom uten å være kalt inn"), default=False)
    here_for = models.PositiveIntegerField(_("til stede for versjon"), null=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("innkalling"), _("innkallinger")
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "employment"], name="called_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(role="participant"), name="participant_called_once"
            ),
            models.CheckConstraint(
                condition=Q(role="participant", employment__isnull=True)
                | Q(employment__isnull=False, organisation__isnull=False),
                name="invitation_names_who",
            ),
        ]
        indexes = [models.Index(fields=["employment"], name="invitations_of_employment")]

    def is_here(self, version: int) -> bool:
        """In the room for this version: the first in the meeting itself, a later one by being marked anew."""
        return bool(self.attended) if version == 1 else self.here_for == version

    def is_party(self, version: int) -> bool:
        """One for whose organisation this version is: whoever came to the meeting, or is there for the version."""
        return bool(self.attended) or self.is_here(version)


class Gathering(models.Model):
    """One meeting for several participants at once, such as the joint information meeting before the third."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    routine_version = models.ForeignKey(RoutineVersion, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    starts_at = models.DateTimeField(_("begynner"))
    ends_at = models.DateTimeField(_("slutter"))
    place = models.CharField(_("sted"), max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    called_by = models.ForeignKey(Employment, models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(_("avlyst"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("fellesmøte"), _("fellesmøter")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="gathering_ends_after_start"
            )
        ]


class GatheringInvitation(models.Model):
    """One participant called to a gathering."""

    access_kind = "invitation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="invitations")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    reply = models.CharField(
        _("svar"), max_length=10, choices=Invitation.Reply, default=Invitation.Reply.NONE
    )
    attended = models.BooleanField(_("var til stede"), null=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("innkalling til fellesmøte"), _("innkallinger til fellesmøte")
        constraints = [
            models.UniqueConstraint(fields=["gathering", "participant"], name="invited_to_gathering_once")
        ]
