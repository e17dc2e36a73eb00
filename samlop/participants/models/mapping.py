"""What is mapped with the participant: education, languages, work and wishes, needs. Source: routine, meetings 1-3."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Employment
from samlop.participants.models.mapping_choices import (
    ApplicationAnswer,
    Apprenticeship,
    FvoModule,
    PriorLearningLevel,
    PriorLearningResult,
    Programme,
    Stage,
    TradeExam,
    VgLevel,
)
from samlop.participants.models.participant import OfParticipantQuerySet, Participant


class Education(models.Model):
    """One education, abroad or in Norway, with how far its documentation has come."""

    access_kind = "mapping_education"
    named_by = ("level", "country")

    class Level(models.TextChoices):
        PRIMARY = "primary", _("grunnskole")
        UPPER_SECONDARY = "upper_secondary", _("videregående skole")
        HIGHER = "higher", _("universitet eller høyskole")

    class Completion(models.TextChoices):
        COMPLETED = "completed", _("fullført")
        PARTLY = "partly", _("påbegynt")

    class Documentation(models.TextChoices):
        NONE = "none", _("finnes ikke")
        EXISTS = "exists", _("finnes")
        TRANSLATED = "translated", _("oversatt, eller trenger ikke oversettes")
        SENT = "sent", _("sendt til godkjenning")
        APPROVED = "approved", _("godkjent")
        REFUSED = "refused", _("ikke godkjent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="educations")
    level = models.CharField(_("nivå"), max_length=15, choices=Level)
    subject = models.CharField(_("fag"), max_length=120, blank=True)
    country = models.CharField(_("land"), max_length=60)
    completion = models.CharField(_("fullføring"), max_length=10, choices=Completion)
    years = models.PositiveSmallIntegerField(
        _("antall år"), validators=[MinValueValidator(1), MaxValueValidator(25)]
    )
    documentation = models.CharField(_("dokumentasjon"), max_length=10, choices=Documentation)
    documentation_on = models.DateField(_("dokumentasjonens dato"), null=True, blank=True)
    decided_by = models.CharField(_("avgjort av"), max_length=120, blank=True)
    self_declared_on = models.DateField(_("egenerklæring levert"), null=True, blank=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("utdanning"), _("utdanninger")
        ordering = ["level", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(documentation__in=["sent", "approved", "refused"])
                | Q(documentation_on__isnull=False),
                name="sent_documentation_has_day",
            )
        ]


class Cefr(models.TextChoices):
    """Levels of the Common European Framework, as Norwegian adult education uses them."""

    NONE = "", _("ikke kartlagt")
    PRE_A1 = "0", _("under A1")
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"


class LanguageSkills(models.Model):
    """Norwegian by skill, and the basis in English that admission asks for."""

    access_kind = "mapping_language"

    class English(models.TextChoices):
        UNKNOWN = "", _("ikke kartlagt")
        DOCUMENTED = "documented", _("dokumentert")
        SELF_DECLARED = "self_declared", _("egenerklært")
        NONE = "none", _("mangler")

    class FollowUp(models.TextChoices):
        """Who sees to it that admission gets the papers it asks for. Source: report, self-declaration abolished."""

        UNKNOWN = "", _("ikke avklart")
        COURSE = "course", _("voksenopplæringen, med kurs")
        MUNICIPALITY = "municipality", _("kommunen, med realkompetansevurdering")
        COUNTY = "county", _("fylkeskommunen, med realkompetansevurdering")

    participant = models.OneToOneField(
        Participant, models.CASCADE, primary_key=True, related_name="language_skills"
    )
    overall = models.CharField(_("norsk samlet"), max_length=2, choices=Cefr, blank=True)
    listening = models.CharField(_("lytte"), max_length=2, choices=Cefr, blank=True)
    reading = models.CharField(_("lese"), max_length=2, choices=Cefr, blank=True)
    speaking = models.CharField(_("snakke"), max_length=2, choices=Cefr, blank=True)
    writing = models.CharField(_("skrive"), max_length=2, choices=Cefr, blank=True)
    assessed_on = models.DateField(_("vurdert"), null=True, blank=True)
    target = models.CharField(_("mål for norsk"), max_length=2, choices=Cefr, blank=True)
    english = models.CharField(_("grunnlag i engelsk"), max_length=15, choices=English, blank=True)
    english_measures = models.CharField(_("tiltak i engelsk"), max_length=200, blank=True)
    english_follow_up = models.CharField(
        _("hvem som følger opp engelsk"), max_length=12, choices=FollowUp, blank=True
    )
    other_languages = models.CharField(_("andre språk"), max_length=200, blank=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("språkferdigheter"), _("språkferdigheter")


class Experience(models.Model):
    """Work done before, in any country, paid or not."""

    access_kind = "mapping_work"
    named_by = ("occupation",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="experiences")
    occupation = models.CharField(_("arbeid"), max_length=120)
    country = models.CharField(_("land"), max_length=60)
    years = models.PositiveSmallIntegerField(_("antall år"), validators=[MaxValueValidator(60)])
    documented = models.BooleanField(_("attest finnes"), default=False)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("arbeidserfaring"), _("arbeidserfaring")
        ordering = ["-years", "pk"]


class OccupationalWish(models.Model):
    """What the participant wants to work with, in the participant's own words and order."""

    access_kind = "wish"
    named_by = ("words",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="wishes")
    words = models.TextField(_("ønske"), max_length=1000)
    language = models.CharField(_("språk"), max_length=3, default="nb")
    rank = models.PositiveSmallIntegerField(_("rekkefølge"), default=1)
    written_by = models.ForeignKey(Employment, models.PROTECT, null=True, related_name="+")
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("yrkesønske"), _("yrkesønsker")
        ordering = ["rank", "pk"]


class Schooling(models.Model):
    """How far the participant has come through school, and what stands between them and the next one.

    Everybody in the group reads it: career adviser and school carry out what it says. Source: routine, meetings 1-4.
    """

    access_kind = "mapping_education"

    participant = models.OneToOneField(
        Participant, models.CASCADE, primary_key=True, related_name="schooling"
    )
    earlier = models.TextField(_("tidligere skolegang"), max_length=2000, blank=True)
    progress = models.TextField(_("framdrift"), max_length=2000, blank=True)
    time_horizon = models.CharField(_("realistisk tid"), max_length=500, blank=True)
    career_guidance_on = models.DateField(_("karriereveiledning gitt"), null=True, blank=True)
    fvo_module = models.CharField(_("modul i grunnskolen"), max_length=8, choices=FvoModule, blank=True)
    final_test = models.CharField(_("avsluttende prøve"), max_length=12, choices=Stage, blank=True)
    prior_learning = models.CharField(_("realkompetansevurdering"), max_length=12, choices=Stage, blank=True)
    prior_learning_level = models.CharField(
        _("realkompetanse vurderes på"), max_length=15, choices=PriorLearningLevel, blank=True
    )
    prior_learning_result = models.CharField(
        _("resultat av realkompetansevurderingen"), max_length=8, choices=PriorLearningResult, blank=True
    )
    prior_learning_approved = models.CharField(
        _("hva som er godkjent som realkompetanse"), max_length=300, blank=True
    )
    application = models.CharField(_("søknad i vigo.no"), max_length=12, choices=Stage, blank=True)
    application_year = models.PositiveSmallIntegerField(_("året det søkes for"), null=True, blank=True)
    application_first = models.CharField(_("første valg i søknaden"), max_length=120, blank=True)
    application_second = models.CharField(_("andre valg i søknaden"), max_length=120, blank=True)
    application_third = models.CharField(_("tredje valg i søknaden"), max_length=120, blank=True)
    application_due = models.DateField(_("søknadsfrist"), null=True, blank=True)
    application_answer = models.CharField(
        _("svar på søknaden"), max_length=12, choices=ApplicationAnswer, blank=True
    )
    student_finance = models.CharField(_("stipend i Lånekassen"), max_length=12, choices=Stage, blank=True)
    school = models.CharField(_("videregående skole"), max_length=120, blank=True)
    programme = models.CharField(_("utdanningsprogram"), max_length=8, choices=Programme, blank=True)
    vg_level = models.CharField(_("trinn"), max_length=10, choices=VgLevel, blank=True)
    trade = models.CharField(_("lærefag"), max_length=120, blank=True)
    apprenticeship = models.CharField(_("læreplass"), max_length=12, choices=Apprenticeship, blank=True)
    apprenticeship_with = models.CharField(_("lærebedrift"), max_length=120, blank=True)
    contract_signed_on = models.DateField(_("lærekontrakt skrevet"), null=True, blank=True)
    trade_exam = models.CharField(_("fagprøve"), max_length=12, choices=TradeExam, blank=True)
    trade_exam_on = models.DateField(_("fagprøvens dato"), null=True, blank=True)
    higher_application = models.CharField(
        _("søknad til høyere utdanning"), max_length=12, choices=Stage, blank=True
    )
    higher_choice = models.CharField(_("studium og studiested"), max_length=200, blank=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("skolegang og søknad"), _("skolegang og søknad")


class Needs(models.Model):
    """What must be in place: equipment, money, adapted teaching, family. Source: routine, meeting 3."""

    access_kind = "mapping_needs"

    class Answer(models.TextChoices):
        UNKNOWN = "", _("ikke avklart")
        IN_PLACE = "in_place", _("på plass")
        NEEDED = "needed", _("trengs")
        NOT_NEEDED = "not_needed", _("trengs ikke")

    class Subsistence(models.TextChoices):
        """What the participant lives on while qualifying."""

        UNKNOWN = "", _("ikke avklart")
        INTRODUCTION_BENEFIT = "introduction", _("introduksjonsstønad")
        KVALIFISERINGSPROGRAM = "kvp", _("kvalifiseringsstønad")
        SOCIAL_ASSISTANCE = "social", _("økonomisk sosialhjelp")
        AAP = "aap", _("arbeidsavklaringspenger")
        MEASURE_BENEFIT = "measure", _("tiltakspenger")
        UNEMPLOYMENT_BENEFIT = "unemployment", _("dagpenger")
        TRANSITION_BENEFIT = "transition", _("overgangsstønad")
        STUDENT_FINANCE = "student", _("lån og stipend fra Lånekassen")
        APPRENTICE_WAGE = "apprentice", _("lærlinglønn")
        WAGE = "wage", _("lønn")
        FAMILY = "family", _("familien")
        OTHER = "other", _("annet")
        NONE = "none", _("mangler")

    class Payer(models.TextChoices):
        """Who pays for the education offer itself."""

        UNKNOWN = "", _("ikke avklart")
        MUNICIPALITY = "municipality", _("kommunen")
        COUNTY = "county", _("fylkeskommunen")
        NAV = "nav", _("NAV")
        EMPLOYER = "employer", _("arbeidsgiveren")
        OWN = "own", _("deltakeren selv")
        NOBODY = "nobody", _("ingen ennå")

    participant = models.OneToOneField(Participant, models.CASCADE, primary_key=True, related_name="needs")
    own_computer = models.CharField(_("egen PC"), max_length=12, choices=Answer, blank=True)
    travel_cost = models.CharField(_("dekning av reiseutgifter"), max_length=12, choices=Answer, blank=True)
    adapted_teaching = models.CharField(
        _("tilrettelagt opplæring"), max_length=12, choices=Answer, blank=True
    )
    adapted_teaching_note = models.TextField(_("hva tilretteleggingen gjelder"), max_length=1000, blank=True)
    adapted_teaching_documented = models.BooleanField(_("behovet er dokumentert"), default=False)
    health_adaptation = models.CharField(
        _("tilrettelegging av helsegrunner"), max_length=12, choices=Answer, blank=True
    )
    health_adaptation_note = models.TextField(_("hva som må legges til rette"), max_length=1000, blank=True)
    subsistence = models.CharField(_("livsopphold"), max_length=12, choices=Subsistence, blank=True)
    subsistence_until = models.DateField(_("livsopphold sikret til"), null=True, blank=True)
    education_paid_by = models.CharField(
        _("hvem som betaler opplæringen"), max_length=12, choices=Payer, blank=True
    )
    early_income = models.CharField(_("tidlig inntekt"), max_length=12, choices=Answer, blank=True)
    premises = models.TextField(_("familie og økonomi som setter rammer"), max_length=1000, blank=True)
    objects = OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("behov"), _("behov")
