"""The agreement between the parties, and the versions of the routine they have all approved."""

import uuid

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Employment, Organisation


class Agreement(models.Model):
    """What the parties have signed: that they follow the model, inside ordinary operation. Source: agreement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(_("tittel"), max_length=200)
    period = DateRangeField(_("gyldig"))
    parties = models.ManyToManyField(Organisation, through="AgreementParty", related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("samarbeidsavtale"), _("samarbeidsavtaler")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class AgreementParty(models.Model):
    """One organisation that is party to an agreement."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("avtalepart"), _("avtaleparter")
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="party_once")]


class RoutineVersion(models.Model):
    """One version of a routine as it was proposed: the whole document, never changed afterwards.

    It is in force from `effective_from`, or from the day the last party approved it, if that came later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="routine_versions")
    routine_code = models.CharField(max_length=60)
    number = models.PositiveIntegerField(_("versjon"))
    document = models.JSONField()
    effective_from = models.DateField(_("gjelder tidligst fra"))

    class Meta:
        verbose_name, verbose_name_plural = _("rutineversjon"), _("rutineversjoner")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "routine_code", "number"], name="routine_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document['title']['nb']} ({self.number})"


class RoutineApproval(models.Model):
    """One party's yes to one version."""

    version = models.ForeignKey(RoutineVersion, models.CASCADE, related_name="approvals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    approved_on = models.DateField(_("godkjent"))
    approved_by = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("godkjenning"), _("godkjenninger")
        constraints = [
            models.UniqueConstraint(fields=["version", "organisation"], name="one_approval_a_party")
        ]
