"""Organisations through mergers, people and their employments, relations to a participant, and the log of reads."""

import uuid
from datetime import date
from typing import Self
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject, Now
from django.utils.translation import gettext_lazy as _

from samlop.access.rules import carried_on_by
from samlop.kernel.actor import Actor
from samlop.kernel.identifiers import IdentifierRejected, check_orgnummer


class Role(models.TextChoices):
    """What somebody is to a participant or to their own organisation. Source: routine, roles called."""

    PROGRAMME_ADVISER = "programme_adviser", _("programrådgiver")
    ADULT_EDUCATION = "adult_education", _("lærer i voksenopplæringen")
    CAREER_ADVISER = "career_adviser", _("karriereveileder")
    SCHOOL_ADVISER = "school_adviser", _("rådgiver i videregående skole")
    NAV_ADVISER = "nav_adviser", _("veileder i NAV")
    LEADER = "leader", _("leder")
    ARCHIVIST = "archivist", _("arkivar")
    PLATFORM_ADMIN = "platform_admin", _("systemansvarlig")


CASEWORK_ROLES = (
    Role.PROGRAMME_ADVISER,
    Role.ADULT_EDUCATION,
    Role.CAREER_ADVISER,
    Role.SCHOOL_ADVISER,
    Role.NAV_ADVISER,
)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def existing_on(self, day: date) -> Self:
        """Organisations that existed that day; those merged away are history."""
        return self.filter(period__contains=day)

    def merged_by(self, day: date) -> Self:
        """Organisations that have ended by that day and named who carries on."""
        return self.filter(successor__isnull=False, period__endswith__lte=day)

    def carried_on_by(self, organisation: UUID, day: date) -> frozenset[UUID]:
        """Those whose duties and records have come to an organisation by that day."""
        return carried_on_by(organisation, dict(self.merged_by(day).values_list("pk", "successor_id")))


def validate_orgnummer(number: str) -> None:
    """A number whose control digit is right; whether the register knows it, the register tells."""
    try:
        check_orgnummer(number)
    except IdentifierRejected as rejected:
        raise ValidationError(
            _(
                "Organisasjonsnummeret stemmer ikke. Det skal ha ni siffer, og et siffer er trolig skrevet feil."
            )
        ) from rejected


class Organisation(models.Model):
    """A unit that keeps its own records. A merger ends its period and names the successor; nothing is renamed."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("kommune")
        REFUGEE_SERVICE = "refugee_service", _("flyktningtjeneste")
        ADULT_EDUCATION = "adult_education", _("voksenopplæring")
        CAREER_CENTRE = "county_career_centre", _("karrieresenter")
        UPPER_SECONDARY = "upper_secondary", _("videregående skole")
        NAV = "nav", _("NAV-kontor")
        OTHER = "other", _("annen")

    class Level(models.TextChoices):
        MUNICIPALITY = "municipality", _("kommune")
        COUNTY = "county", _("fylke")
        STATE = "state", _("stat")
        CIVIL = "civil", _("sivilsamfunn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(_("navn"), max_length=120)
    kind = models.CharField(_("slag"), max_length=20, choices=Kind)
    level = models.CharField(_("nivå"), max_length=12, choices=Level)
    orgnr = models.CharField(
        _("organisasjonsnummer"), max_length=9, blank=True, validators=[validate_orgnummer]
    )
    municipality_numbers = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    period = DateRangeField(_("gyldig"))
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("organisasjon"), _("organisasjoner")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(orgnr="") | Q(orgnr__regex=r"^[0-9]{9}$"), name="orgnr_has_nine_digits"
            ),
            models.CheckConstraint(condition=~Q(successor=models.F("pk")), name="no_one_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A human who can sign in. Staff have a name here; a participant's name stands in the participant's file only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(_("navn"), max_length=120, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("person"), _("personer")

    def __str__(self) -> str:
        return self.name


class SignInIdentity(models.Model):
    """How a provider knows a person: the issuer and a keyed hash of the identifier, never the identifier."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name, verbose_name_plural = _("innlogging"), _("innlogginger")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject_hash"], name="one_person_an_identity")
        ]


class EmploymentQuerySet(models.QuerySet["Employment"]):
    def current(self, day: date) -> Self:
        """Employments that hold that day, in organisations that still exist."""
        return self.filter(period__contains=day, organisation__period__contains=day)

    def casework(self) -> Self:
        """Employments whose role sits in resource groups."""
        return self.filter(role__in=CASEWORK_ROLES)

    def with_mergers(self, day: date) -> Self:
        """Each with every merger until that day beside it, so that a hat is read with one query."""
        merged = Organisation.objects.merged_by(day)
        pairs = merged.values(pair=JSONObject(ended="pk", successor="successor_id"))
        return self.annotate(mergers=ArraySubquery(pairs))


class Employment(models.Model):
    """A person in a role at an organisation for a period: one hat. Necessary for access, never sufficient."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, models.PROTECT, related_name="employments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="employments")
    role = models.CharField(_("rolle"), max_length=20, choices=Role)
    period = DateRangeField(_("periode"))
    intake = models.BooleanField(_("tar imot nye deltakere"), default=False)
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("ansettelse"), _("ansettelser")
        ordering = ["person__name", "pk"]

    def __str__(self) -> str:
        return f"{self.person.name}, {self.get_role_display()}, {self.organisation.name}"


class Rule(models.Model):
    """The database's copy of one cell of the access matrix, written by `samlop setup` and compared by `checks`."""

    relation = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    action = models.CharField(max_length=20)
    scope = models.CharField(max_length=3)

    class Meta:
        verbose_name, verbose_name_plural = _("regel"), _("regler")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "action", "relation", "role", "scope"], name="one_rule_a_cell"
            )
        ]


class RelationQuerySet(models.QuerySet["Relation"]):
    def of(self, actor: Actor) -> Self:
        """Relations that hold for this actor in this hat; in another hat they are another's."""
        if actor.is_participant:
            return self.filter(person_id=actor.person_id, employment=None, relation="self")
        if not actor.is_staff:
            return self.none()
        hats = Q(employment_id=actor.employment_id)
        if actor.intake:
            hats |= Q(relation="intake", organisation__in=actor.organisations, employment=None)
        return self.filter(hats)

    def current(self, day: date) -> Self:
        """Relations whose period holds that day."""
        return self.filter(period__contains=day)


class Relation(models.Model):
    """Who stands in which relation to a participant, and when. Every access follows from a row here.

    `subject_id` is the participant's id: this package knows no participants, only that there is a file to guard.
    """

    class Kind(models.TextChoices):
        SELF = "self", _("deltakeren selv")
        RESPONSIBLE = "responsible", _("ansvarlig")
        MEMBER = "member", _("medlem av ressursgruppen")
        INTAKE = "intake", _("mottak av nye deltakere")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_id = models.UUIDField()
    relation = models.CharField(max_length=20, choices=Kind)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    employment = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    period = DateRangeField(_("periode"))
    basis = models.CharField(_("grunnlag"), max_length=120)
    granted_by = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")
    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("relasjon"), _("relasjoner")
        indexes = [
            models.Index(
                fields=["employment", "relation"],
                include=["subject_id", "period"],
                name="reach_of_employment",
            ),
            models.Index(fields=["person"], condition=Q(relation="self"), name="relation_of_self"),
            models.Index(
                fields=["organisation"],
                include=["subject_id", "period"],
                condition=Q(relation="intake"),
                name="reach_of_intake",
            ),
            models.Index(fields=["subject_id"], name="relation_to_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="relation_names_who",
                condition=(
                    Q(relation="self", person__isnull=False, employment__isnull=True)
                    | Q(
                        relation="intake",
                        organisation__isnull=False,
                        employment__isnull=True,
                        person__isnull=True,
                    )
                    | Q(relation__in=["responsible", "member"], employment__isnull=False, person__isnull=True)
                ),
            ),
        ]


class ReadLog(models.Model):
    """One look into one participant's file: who, in which hat, at what, why. Nothing here is ever changed."""

    at = models.DateTimeField(_("tidspunkt"), db_default=Now())
    participant_id = models.UUIDField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    employment = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    section = models.CharField(max_length=30)
    relation = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    assisted_by = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("lesing"), _("leselogg")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["participant_id", "-at"], name="reads_of_participant")]

    @property
    def assisted(self) -> bool:
        """The participant looked with a member of staff beside them."""
        return self.assisted_by_id is not None
