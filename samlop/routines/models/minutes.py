"""What is written in a meeting: own notes, the participant's words, the one agreed text, its copies."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Employment, Organisation
from samlop.access.policies import within_reach
from samlop.kernel.actor import Actor
from samlop.kernel.models import Outbox
from samlop.participants.models import OfParticipantQuerySet, Participant
from samlop.routines.models.meeting import Meeting


class OwnNoteQuerySet(OfParticipantQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The notes of the organisations the actor acts for, and those of others that they have shared."""
        own = Q(organisation__in=actor.organisations, participant__in=within_reach(actor, "own_note", "read"))
        shared = Q(shared_at__isnull=False, participant__in=within_reach(actor, "shared_note", "read"))
        return self.filter(own | shared)


class OwnNote(models.Model):
    """One organisation's own note to one agenda item (or to the meeting): its own record until it is shared.

    `version` rises with every save; a save that names an older one loses nothing but is asked to look.
    """

    access_kind = "own_note"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="own_notes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agenda_code = models.CharField(max_length=60, blank=True)
    text = models.TextField(_("notat"), blank=True, max_length=20000)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Employment, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    shared_at = models.DateTimeField(_("delt"), null=True)
    objects = OwnNoteQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("eget notat"), _("egne notater")
        ordering = ["organisation", "agenda_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation", "agenda_code"], name="one_own_note_an_item"
            )
        ]


class OwnWords(models.Model):
    """The participant's own words in a meeting, written by the participant or by staff beside them."""

    access_kind = "own_words"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="own_words")
    text = models.TextField(_("deltakerens egne ord"), blank=True, max_length=20000)
    language = models.CharField(max_length=3, default="nb")
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("egne ord"), _("egne ord")
        constraints = [models.UniqueConstraint(fields=["meeting"], name="own_words_once_a_meeting")]


class ArchivedNoteQuerySet(OfParticipantQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """What the organisations the actor acts for have archived of their own notes, and never another's."""
        return self.filter(
            organisation__in=actor.organisations, participant__in=within_reach(actor, "own_note", "read")
        )


class ArchivedNote(models.Model):
    """One of an organisation's own notes as it stood when all agreed: this goes to its archive, not the note of today.

    Kept by the database at the agreement (`authz.keep_notes`): whoever confirms last may not read the others' notes.
    """

    access_kind = "own_note"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    agreed_text = models.ForeignKey("AgreedText", models.PROTECT, related_name="archived_notes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agenda_code = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    author = models.ForeignKey(Employment, models.PROTECT, related_name="+")
    objects = ArchivedNoteQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("arkivert notat"), _("arkiverte notater")
        ordering = ["agenda_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreed_text", "organisation", "agenda_code"], name="one_archived_note_an_item"
            )
        ]


class AgendaAnswer(models.Model):
    """An answer that the routine says fills the mapping or the plan: proposed, then accepted or not."""

    access_kind = "agreed"

    class State(models.TextChoices):
        PROPOSED = "proposed", _("foreslått")
        ACCEPTED = "accepted", _("tatt inn")
        REJECTED = "rejected", _("ikke tatt inn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="answers")
    agenda_code = models.CharField(max_length=60)
    fills = models.CharField(max_length=60)
    value = models.JSONField(_("svar"))
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(Employment, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("svar på sakslisten"), _("svar på sakslisten")
        constraints = [models.UniqueConstraint(fields=["meeting", "agenda_code"], name="one_answer_an_item")]


class AgreedText(models.Model):
    """One version of the text all agree on. Once agreed it is never changed: a change makes the next one.

    `as_agreed` is what lay beside the text then (`as_agreed.AsAgreed`): who was there, the participant's words.
    """

    access_kind = "agreed"

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        AGREED = "agreed", _("alle er enige")
        SUPERSEDED = "superseded", _("erstattet av en nyere")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agreed_texts")
    number = models.PositiveIntegerField(_("versjon"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    closed = models.BooleanField(_("klar til bekreftelse"), default=False)
    created_by = models.ForeignKey(Employment, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    agreed_at = models.DateTimeField(_("enighet"), null=True)
    as_agreed = models.JSONField(default=dict, blank=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("felles referat"), _("felles referater")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_agreed_text_a_number"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state="draft"), name="one_draft_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(agreed_at__isnull=False), name="agreed_has_time"
            ),
        ]


class AgreedItem(models.Model):
    """The agreed text to one agenda item."""

    access_kind = "agreed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    agreed_text = models.ForeignKey(AgreedText, models.CASCADE, related_name="items")
    agenda_code = models.CharField(max_length=60, blank=True)
    text = models.TextField(_("felles tekst"), blank=True, max_length=20000)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("punkt i felles referat"), _("punkter i felles referat")
        constraints = [
            models.UniqueConstraint(fields=["agreed_text", "agenda_code"], name="one_agreed_item_a_code")
        ]


class Decision(models.Model):
    """What the group decided: who does what by when, and what it changes in the plan.

    `plan_change` is carried out by the plan (its forms: `ports.AgreementEffects`); `plan_words` says the same
    as it was called when it was decided. What only changes the plan has no owner: nobody has more to do.
    """

    access_kind = "agreed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    agreed_text = models.ForeignKey(AgreedText, models.CASCADE, related_name="decisions")
    agenda_code = models.CharField(max_length=60, blank=True)
    text = models.CharField(_("vedtak"), max_length=500)
    owner_employment = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")
    owner_is_participant = models.BooleanField(_("deltakeren gjør det selv"), default=False)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    plan_change = models.JSONField(default=dict, blank=True)
    plan_words = models.CharField(_("endrer i planen"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("vedtak i møtet"), _("vedtak i møtet")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_is_participant=False) | Q(owner_employment__isnull=True),
                name="decision_has_at_most_one_owner",
            ),
        ]


class Confirmation(models.Model):
    """One present party's word on one version of the agreed text; a disagreement is kept and seen.

    `set_aside_at`: the text was opened again, or the party gave another word; this one no longer counts.
    """

    access_kind = "confirmation"

    class Answer(models.TextChoices):
        AGREES = "agrees", _("enig")
        DISAGREES = "disagrees", _("uenig")

    class Manner(models.TextChoices):
        SIGNED_IN = "signed_in", _("logget inn selv")
        ASSISTED = "assisted", _("på Min vei med hjelp")
        IN_ROOM = "in_room", _("på felles skjerm i rommet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    agreed_text = models.ForeignKey(AgreedText, models.CASCADE, related_name="confirmations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    is_participant = models.BooleanField(default=False)
    answer = models.CharField(_("svar"), max_length=9, choices=Answer)
    words = models.TextField(_("hva er du uenig i?"), blank=True, max_length=2000)
    manner = models.CharField(max_length=9, choices=Manner)
    given_by = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), auto_now_add=True)
    set_aside_at = models.DateTimeField(_("satt til side"), null=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("bekreftelse"), _("bekreftelser")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreed_text", "organisation"],
                condition=Q(is_participant=False, set_aside_at__isnull=True),
                name="one_word_a_party",
            ),
            models.UniqueConstraint(
                fields=["agreed_text"],
                condition=Q(is_participant=True, set_aside_at__isnull=True),
                name="one_word_of_participant",
            ),
            models.CheckConstraint(
                condition=Q(is_participant=True, organisation__isnull=True)
                | Q(is_participant=False, organisation__isnull=False),
                name="confirmation_names_who",
            ),
        ]


class ArchiveCopyQuerySet(OfParticipantQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The copies of the organisations the actor acts for; of another's, only the outbox tells the state."""
        return self.filter(
            organisation__in=actor.organisations, participant__in=within_reach(actor, "archive_copy", "read")
        )


class ArchiveCopy(models.Model):
    """One agency's own copy of an agreed meeting: the agreed text, its own notes, the archive's receipt."""

    access_kind = "archive_copy"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    agreed_text = models.ForeignKey(AgreedText, models.CASCADE, related_name="archive_copies")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    outbox = models.OneToOneField(Outbox, models.PROTECT, related_name="+")
    receipt = models.CharField(_("kvittering"), max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    archived_at = models.DateTimeField(_("arkivert"), null=True)
    objects = ArchiveCopyQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("arkivkopi"), _("arkivkopier")
        constraints = [
            models.UniqueConstraint(fields=["agreed_text", "organisation"], name="one_copy_an_agency")
        ]
