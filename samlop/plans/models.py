"""The plan: goals in the participant's words, steps on parallel tracks, actions with an owner and a deadline."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Employment, Organisation
from samlop.kernel.periods import EARLIEST_DAY, LATEST_DAY, add_days, last_day
from samlop.participants.models import OfParticipantQuerySet, Participant
from samlop.plans.pathway import StepKind as Kind
from samlop.plans.pathway import StepStatus
from samlop.routines.models import AgreedText, Decision

POSSIBLE = (EARLIEST_DAY, LATEST_DAY)
POSSIBLE_END = (add_days(EARLIEST_DAY, 1), add_days(LATEST_DAY, 1))


class StepKind(models.TextChoices):
    """What a step can be, in words. Source: report, pathway stages."""

    SETTLEMENT = Kind.SETTLEMENT.value, _("bosetting")
    INTRODUCTION_PROGRAMME = Kind.INTRODUCTION_PROGRAMME.value, _("introduksjonsprogram")
    NORWEGIAN_COURSE = Kind.NORWEGIAN_COURSE.value, _("norskkurs")
    ADULT_EDUCATION = Kind.ADULT_EDUCATION.value, _("voksenopplæring")
    CAREER_GUIDANCE = Kind.CAREER_GUIDANCE.value, _("karriereveiledning")
    PRIOR_LEARNING_ASSESSMENT = Kind.PRIOR_LEARNING_ASSESSMENT.value, _("realkompetansevurdering")
    DOCUMENT_RECOGNITION = Kind.DOCUMENT_RECOGNITION.value, _("godkjenning av utdanning")
    COMBINATION_CLASS = Kind.COMBINATION_CLASS.value, _("kombinasjonsklasse")
    UPPER_SECONDARY = Kind.UPPER_SECONDARY.value, _("videregående opplæring")
    VOCATIONAL_TRAINING = Kind.VOCATIONAL_TRAINING.value, _("fagopplæring")
    APPRENTICESHIP = Kind.APPRENTICESHIP.value, _("læretid")
    TRADE_EXAMINATION = Kind.TRADE_EXAMINATION.value, _("fagprøve")
    HIGHER_EDUCATION = Kind.HIGHER_EDUCATION.value, _("høyere utdanning")
    WORK_PRACTICE = Kind.WORK_PRACTICE.value, _("arbeidspraksis")
    LABOUR_MARKET_MEASURE = Kind.LABOUR_MARKET_MEASURE.value, _("arbeidsmarkedstiltak")
    WORK = Kind.WORK.value, _("arbeid")
    OTHER = Kind.OTHER.value, _("annet")


class Plan(models.Model):
    """How far ahead the participant's goal realistically lies. Source: integreringsloven § 15; routine, meeting 1."""

    access_kind = "plan"

    participant = models.OneToOneField(Participant, models.CASCADE, primary_key=True, related_name="+")
    horizon = models.DateField(_("realistisk mål nådd"), null=True, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("plan"), _("planer")
        constraints = [
            models.CheckConstraint(
                condition=Q(horizon__isnull=True) | Q(horizon__range=POSSIBLE), name="horizon_is_possible"
            )
        ]


class PlanVersion(models.Model):
    """The plan as it stood when a meeting agreed, or when it was laid before the participant; never changed.

    `carried_out` holds what the decisions of the meeting have done to the plan, so that a later version of the
    same minutes can do what is new and take back what is gone.
    """

    access_kind = "plan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(_("versjon"))
    content = models.JSONField()
    agreed_text = models.OneToOneField(AgreedText, models.PROTECT, null=True, related_name="+")
    carried_out = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    agreed_at = models.DateTimeField(_("deltakeren er enig"), null=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("planversjon"), _("planversjoner")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "number"], name="one_plan_version_a_number")
        ]


class Goal(models.Model):
    """A goal in the participant's own words; the first of rank is where the map ends."""

    access_kind = "goal"
    named_by = ("words",)

    class State(models.TextChoices):
        ACTIVE = "active", _("jeg er på vei")
        REACHED = "reached", _("nådd")
        LEFT = "left", _("lagt bort")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    words = models.CharField(_("mål"), max_length=500)
    language = models.CharField(max_length=3, default="nb")
    rank = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("status"), max_length=7, choices=State, default=State.ACTIVE)
    written_by = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("mål"), _("mål")
        ordering = ["rank", "created_at"]


class Step(models.Model):
    """One stretch of the road: what, when, at which organisation, how far it has come, what it waits for."""

    access_kind = "plan"
    named_by = ("kind", "title")

    class Status(models.TextChoices):
        PLANNED = StepStatus.PLANNED.value, _("planlagt")
        ONGOING = StepStatus.ONGOING.value, _("pågår")
        COMPLETED = StepStatus.COMPLETED.value, _("fullført")
        PAUSED = StepStatus.PAUSED.value, _("satt på pause")
        INTERRUPTED = StepStatus.INTERRUPTED.value, _("avbrutt")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    kind = models.CharField(_("slag"), max_length=30, choices=StepKind)
    title = models.CharField(_("hva"), max_length=120, blank=True)
    first = models.DateField(_("fra"), null=True, blank=True)
    until = models.DateField(_("til"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=11, choices=Status, default=Status.PLANNED)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("merknad"), max_length=300, blank=True)
    removed = models.BooleanField(_("tatt ut av planen"), default=False)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("steg"), _("steg")
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__isnull=True) | Q(until__isnull=True) | Q(until__gte=models.F("first")),
                name="step_ends_after_start",
            ),
            models.CheckConstraint(
                condition=(Q(first__isnull=True) | Q(first__range=POSSIBLE))
                & (Q(until__isnull=True) | Q(until__range=POSSIBLE_END)),
                name="step_has_possible_days",
            ),
        ]
        indexes = [models.Index(fields=["participant", "first"], name="steps_of_participant")]

    @property
    def name(self) -> str:
        """The step's own title, else what kind it is."""
        return self.title or str(StepKind(self.kind).label).capitalize()

    @property
    def last_day(self) -> date | None:
        """The last day of the step; `until` is the first day after it."""
        return last_day(self.until) if self.until else None


class StepDependency(models.Model):
    """One step waits for another of the same plan."""

    access_kind = "plan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    step = models.ForeignKey(Step, models.CASCADE, related_name="waits")
    waits_for = models.ForeignKey(Step, models.CASCADE, related_name="+")
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("avhengighet"), _("avhengigheter")
        constraints = [
            models.UniqueConstraint(fields=["step", "waits_for"], name="waits_once"),
            models.CheckConstraint(condition=~Q(step=models.F("waits_for")), name="no_step_waits_for_itself"),
        ]


class ActionQuerySet(OfParticipantQuerySet):
    def open(self) -> Self:
        """Actions not yet done or dropped."""
        return self.filter(done_on=None, dropped=False)

    def overdue(self, day: date) -> Self:
        """Open actions whose deadline has passed."""
        return self.open().filter(due_on__lt=day)


class Action(models.Model):
    """Something one named person is to do by a day."""

    access_kind = "action"
    named_by = ("text",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    text = models.CharField(_("hva skal gjøres"), max_length=500)
    owner_employment = models.ForeignKey(Employment, models.PROTECT, null=True, blank=True, related_name="+")
    owner_is_participant = models.BooleanField(_("deltakeren gjør det selv"), default=False)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    dropped = models.BooleanField(_("ikke lenger aktuell"), default=False)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("oppgave"), _("oppgaver")
        ordering = ["due_on", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_is_participant=True, owner_employment__isnull=True)
                | Q(owner_is_participant=False, owner_employment__isnull=False),
                name="action_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__range=POSSIBLE), name="deadline_is_possible"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner_employment", "due_on"], condition=Q(done_on=None), name="open_actions_of_owner"
            )
        ]
