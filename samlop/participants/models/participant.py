"""The participant, the milestones of the road, and the resource group round each."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samlop.access.models import CASEWORK_ROLES, Employment, Organisation, Person, Relation, Role
from samlop.access.policies import within_reach
from samlop.kernel.actor import Actor


class MilestoneCode(models.TextChoices):
    """The days the routine counts from. Source: routine, meetings 1-4."""

    SETTLED = "settled", _("Bosatt")
    PROGRAMME_START = "programme_start", _("Start i introduksjonsprogrammet")
    ADULT_EDUCATION_START = "adult_education_start", _("Start i voksenopplæringen")
    ADULT_EDUCATION_END = "adult_education_end", _("Ferdig med voksenopplæringen")
    UPPER_SECONDARY_START = "upper_secondary_start", _("Start i videregående opplæring")
    UPPER_SECONDARY_END = "upper_secondary_end", _("Ferdig med videregående opplæring")
    APPRENTICESHIP_START = "apprenticeship_start", _("Start i læretid")
    APPRENTICESHIP_END = "apprenticeship_end", _("Ferdig med læretid")
    TRADE_CERTIFICATE = "trade_certificate", _("Fagbrev")
    HIGHER_EDUCATION_START = "higher_education_start", _("Start i høyere utdanning")
    WORK_START = "work_start", _("Start i arbeid")


class OfParticipantQuerySet(models.QuerySet):
    """Rows that belong to a participant and are guarded by one kind of the access matrix."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of participants whose things of this kind the actor may read; to them, no other row exists."""
        kind: str = self.model.access_kind  # type: ignore[attr-defined]
        return self.filter(participant__in=within_reach(actor, kind, "read"))


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, actor: Actor) -> Self:
        """Participants the actor stands in a relation to; to them, no other participant exists."""
        return self.filter(pk__in=within_reach(actor, "person", "read"))

    def in_own_groups(self, actor: Actor) -> Self:
        """Those visible to the actor in whose resource group the actor sits, not all whom the organisation receives."""
        return self.filter(pk__in=within_reach(actor, "person", "read", own_groups=True))


class Participant(models.Model):
    """An adult on the way from settlement to lasting work."""

    access_kind = "person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    first_name = models.CharField(_("fornavn"), max_length=100)
    last_name = models.CharField(_("etternavn"), max_length=100)
    name_order = models.CharField(max_length=400, editable=False, db_collation="C")
    birth_day = models.DateField(_("fødselsdato"), null=True, blank=True)
    municipality_number = models.CharField(_("kommunenummer"), max_length=4)
    registered_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    external_key = models.CharField(_("egen nøkkel"), max_length=64, blank=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="+")
    language = models.CharField(_("språk"), max_length=3, blank=True)
    portal_language = models.CharField(_("språk på Min vei"), max_length=3, default="nb")
    needs_interpreter = models.BooleanField(_("trenger tolk"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("deltaker"), _("deltakere")
        ordering = ["name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registered_by", "external_key"],
                condition=~Q(external_key=""),
                name="one_participant_a_key",
            ),
            models.CheckConstraint(
                condition=~Q(needs_interpreter=True, language=""), name="interpreter_has_language"
            ),
        ]
        indexes = [models.Index(fields=["name_order", "id"], name="participants_by_name")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def interpreter_language(self) -> str:
        """The language an interpreter is needed in, or nothing."""
        return self.language if self.needs_interpreter else ""


class Contact(models.Model):
    """How a participant is reached."""

    access_kind = "contact"

    participant = models.OneToOneField(Participant, models.CASCADE, primary_key=True, related_name="contact")
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("kontaktopplysninger"), _("kontaktopplysninger")


class NationalId(models.Model):
    """An identity number, encrypted with a key outside the database; found again by its blind index."""

    access_kind = "national_id"

    class Kind(models.TextChoices):
        FODSELSNUMMER = "fnr", _("fødselsnummer eller d-nummer")
        DUF = "duf", _("DUF-nummer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="national_ids")
    kind = models.CharField(max_length=3, choices=Kind)
    sealed = models.BinaryField()
    blind_index = models.CharField(max_length=64)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("identitetsnummer"), _("identitetsnumre")
        constraints = [models.UniqueConstraint(fields=["participant", "kind"], name="one_number_of_a_kind")]
        indexes = [models.Index(fields=["blind_index"], name="national_id_lookup")]


class Milestone(models.Model):
    """A day of the road: expected, then actual. Every change of either is kept in the history."""

    access_kind = "milestone"
    named_by = ("code",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="milestones")
    code = models.CharField(_("milepæl"), max_length=30, choices=MilestoneCode)
    expected = models.DateField(_("forventet dato"), null=True, blank=True)
    actual = models.DateField(_("faktisk dato"), null=True, blank=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("milepæl"), _("milepæler")
        ordering = ["participant", "code"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "code"], name="one_milestone_of_a_code"),
            models.CheckConstraint(
                condition=Q(expected__isnull=False) | Q(actual__isnull=False), name="milestone_has_a_day"
            ),
        ]
        indexes = [models.Index(fields=["code", "expected"], name="milestones_by_day")]

    @property
    def day(self) -> date:
        """The actual day once it is known, until then the expected one."""
        day = self.actual or self.expected
        if day is None:
            raise ValueError(f"the milestone {self.code} has no day, which the database does not allow")
        return day


class Concern(models.Model):
    """Somebody in the group is worried about progress, so a meeting is wanted sooner. Source: routine, meeting 4."""

    access_kind = "milestone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="concerns")
    code = models.CharField(max_length=30, default="progress")
    raised_on = models.DateField(_("meldt"))
    raised_by = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(_("avklart"), null=True, blank=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("bekymring for framdrift"), _("bekymringer for framdrift")
        ordering = ["raised_on"]


class MembershipQuerySet(OfParticipantQuerySet):
    def current(self, day: date) -> Self:
        """Memberships that hold that day."""
        return self.filter(relation__period__contains=day)

    def not_over(self, day: date) -> Self:
        """Memberships that hold that day or later."""
        ends = Q(relation__period__endswith=None) | Q(relation__period__endswith__gt=day)
        return self.filter(ends).exclude(relation__period__isempty=True)


class Membership(models.Model):
    """One seat in the resource group round a participant: who, for which organisation, in which role.

    The period stands in the relation, which is also what gives access: there is one truth about who is let in.
    """

    access_kind = "group"
    named_by = ("employment_id",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="memberships")
    relation = models.OneToOneField(Relation, models.PROTECT, related_name="+")
    employment = models.ForeignKey(Employment, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(
        _("rolle"), max_length=20, choices=[(role.value, role.label) for role in CASEWORK_ROLES]
    )
    is_contact = models.BooleanField(_("kontaktperson"), default=False)
    predecessor = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor_membership")
    needs_no_successor = models.BooleanField(_("trenger ingen etterfølger"), default=False)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("medlemskap"), _("medlemskap")
        ordering = ["role", "pk"]
        indexes = [models.Index(fields=["participant", "role"], name="membership_of_group")]

    @property
    def role_title(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)
