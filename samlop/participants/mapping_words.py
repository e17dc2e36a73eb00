"""What the mapping says, in words: for the page of the mapping and for a meeting that may change it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samlop.participants.models import Cefr, Education, LanguageSkills, Needs, OccupationalWish, Schooling
from samlop.participants.rules import ANSWERS, AnswerRefusal, DocumentationRefusal
from samlop.ui.dates import short_day

Choices = list[tuple[str, str]]

LABELS: Mapping[str, Promise] = MappingProxyType(
    {
        "mapping.education": _("Tidligere skolegang"),
        "mapping.documentation": _("Dokumentasjon på utdanningen"),
        "mapping.self_declaration": _("Egenerklæring om grunnskole"),
        "mapping.english": _("Grunnlag i engelsk"),
        "mapping.norwegian": _("Norsk samlet"),
        "mapping.prior_learning": _("Realkompetansevurdering"),
        "mapping.occupational_wish": _("Yrkesønske"),
        "mapping.time_horizon": _("Realistisk tid"),
        "mapping.application": _("Søknad i vigo.no"),
        "mapping.final_test": _("Avsluttende prøve"),
        "mapping.student_finance": _("Stipend i Lånekassen"),
        "mapping.travel_cost": _("Dekning av reiseutgifter"),
        "mapping.own_computer": _("Egen PC"),
        "mapping.adapted_teaching": _("Tilrettelagt opplæring"),
        "mapping.progress": _("Framdrift"),
        "mapping.fvo_module": _("Modul i grunnskolen"),
        "mapping.prior_learning_level": _("Hvor realkompetansen vurderes"),
        "mapping.prior_learning_result": _("Resultat av realkompetansevurderingen"),
        "mapping.application_answer": _("Svar på søknaden"),
        "mapping.programme": _("Utdanningsprogram"),
        "mapping.vg_level": _("Trinn i videregående"),
        "mapping.apprenticeship": _("Læreplass"),
        "mapping.trade_exam": _("Fagprøve"),
        "mapping.higher_application": _("Søknad til høyere utdanning"),
        "mapping.english_follow_up": _("Hvem som følger opp engelsk"),
        "mapping.health_adaptation": _("Tilrettelegging av helsegrunner"),
        "mapping.subsistence": _("Livsopphold"),
        "mapping.early_income": _("Tidlig inntekt"),
    }
)

SECTION_TITLES: Mapping[str, Promise] = MappingProxyType(
    {"languages": _("Norsk og engelsk"), "schooling": _("Skolegang og søknad"), "needs": _("Behov")}
)
ROW_TITLES: Mapping[str, Promise] = MappingProxyType(
    {"education": _("Utdanning"), "experience": _("Arbeidserfaring"), "wish": _("Yrkesønske")}
)

TABLES: Mapping[str, type[Model]] = MappingProxyType(
    {"schooling": Schooling, "needs": Needs, "education": Education, "language_skills": LanguageSkills}
)
YES_OR_NO = (("yes", _("ja")), ("no", _("nei")))

ANSWER_REFUSALS: Mapping[AnswerRefusal, Promise] = MappingProxyType(
    {
        AnswerRefusal.EMPTY: _("Det er ikke skrevet noe svar."),
        AnswerRefusal.NOT_OFFERED: _("Svaret passer ikke i kartleggingen. Velg ett av svarene."),
        AnswerRefusal.TOO_LONG: _("Svaret er for langt til å tas inn i kartleggingen."),
    }
)

DOCUMENTATION_REFUSALS: Mapping[DocumentationRefusal, Promise] = MappingProxyType(
    {
        DocumentationRefusal.NOT_NEXT: _("Papirene er «%(before)s». De kan ikke gå rett til «%(after)s»."),
        DocumentationRefusal.NO_DAY: _("Oppgi datoen dette skjedde."),
        DocumentationRefusal.DAY_AHEAD: _("Datoen kan ikke være etter i dag."),
        DocumentationRefusal.BEFORE_LAST: _("Datoen er før forrige steg, som var %(last)s."),
    }
)


def documentation_refusal_in_words(refusal: DocumentationRefusal, education: Education, after: str) -> str:
    """Why the papers cannot come to that state, and what would be right."""
    last = short_day(education.documentation_on) if education.documentation_on else ""
    words = {
        "before": education.get_documentation_display(),
        "after": str(Education.Documentation(after).label),
        "last": last,
    }
    return str(DOCUMENTATION_REFUSALS[refusal]) % words


def choices_for(fills: str) -> Choices:
    """The answers to choose among, each with its words; none where the answer is free words."""
    shape = ANSWERS[fills]
    if not shape.codes:
        return []
    if set(shape.codes) == {code for code, _label in YES_OR_NO}:
        return [(code, str(label)) for code, label in YES_OR_NO]
    field: Field[Any, Any] = TABLES[shape.table]._meta.get_field(shape.field)  # type: ignore[assignment]
    return [(code, str(label)) for code, label in field.flatchoices if code in shape.codes]


def education_in_words(education: Education) -> str:
    """«grunnskole i Syria, fullført, 9 år»."""
    level = education.get_level_display()
    subject = f" ({education.subject})" if education.subject else ""
    return gettext("%(level)s i %(country)s, %(completion)s, %(years)s år") % {
        "level": f"{level}{subject}",
        "country": education.country,
        "completion": education.get_completion_display(),
        "years": education.years,
    }


def documentation_in_words(education: Education) -> str:
    """«sendt til godkjenning 3. mars 2026»."""
    words = [str(education.get_documentation_display())]
    if education.documentation_on:
        words.append(short_day(education.documentation_on))
    if education.decided_by:
        words.append(gettext("av %(who)s") % {"who": education.decided_by})
    return " ".join(words)


def norwegian_in_words(skills: LanguageSkills) -> str:
    """«A2 (lytte A2, lese A1), vurdert 3. mars 2026»."""
    single = [
        f"{field.verbose_name} {Cefr(getattr(skills, field.name)).label}"
        for field in skills._meta.concrete_fields
        if field.name in ("listening", "reading", "speaking", "writing") and getattr(skills, field.name)
    ]
    words = skills.get_overall_display() if skills.overall else ""
    if single:
        words = f"{words} ({', '.join(single)})" if words else ", ".join(single)
    if words and skills.assessed_on:
        words += ", " + gettext("vurdert %(day)s") % {"day": short_day(skills.assessed_on)}
    return words


def adapted_teaching_in_words(needs: Needs) -> str:
    """Whether it is needed, what it is about, and whether papers say so."""
    state = needs.get_adapted_teaching_display() if needs.adapted_teaching else ""
    documented = gettext("behovet er dokumentert") if needs.adapted_teaching_documented else ""
    return ". ".join(part for part in (state, needs.adapted_teaching_note, documented) if part)


def self_declaration_in_words(educations: Iterable[Education]) -> str:
    """When the county's form was handed in."""
    days = [education.self_declared_on for education in educations if education.self_declared_on]
    return gettext("levert %(day)s") % {"day": short_day(max(days))} if days else ""


def of_educations(educations: list[Education]) -> dict[str, str]:
    """What the rows of education answer."""
    papers = [
        f"{education.get_level_display()}: {documentation_in_words(education)}" for education in educations
    ]
    return {
        "mapping.documentation": "; ".join(papers),
        "mapping.self_declaration": self_declaration_in_words(educations),
    }


def of_schooling(schooling: Schooling, educations: list[Education]) -> dict[str, str]:
    """What is known of schooling and of the next school."""
    told = [*(education_in_words(education) for education in educations), schooling.earlier]
    return _as_it_stands(schooling, table="schooling") | {
        "mapping.education": "; ".join(part for part in told if part)
    }


def _as_it_stands(row: Model, *, table: str) -> dict[str, str]:
    """What each field of a row answers, in words, and the words written beside the choice."""
    told = {}
    for fills, shape in ANSWERS.items():
        if shape.table == table:
            names = dict.fromkeys((shape.field, shape.words or shape.field))
            told[fills] = ". ".join(filter(None, (_field_in_words(row, name) for name in names)))
    return told


def _field_in_words(row: Model, name: str) -> str:
    value = getattr(row, name)
    return str(getattr(row, f"get_{name}_display", lambda: value)()) if value else ""


def of_languages(skills: LanguageSkills) -> dict[str, str]:
    """What is known of Norwegian and English."""
    return _as_it_stands(skills, table="language_skills") | {"mapping.norwegian": norwegian_in_words(skills)}


def of_needs(needs: Needs) -> dict[str, str]:
    """What is known of equipment, travel, what must be adapted, and what the participant lives on."""
    return _as_it_stands(needs, table="needs") | {
        "mapping.adapted_teaching": adapted_teaching_in_words(needs)
    }


def of_wishes(wishes: list[OccupationalWish]) -> dict[str, str]:
    """What the participant wants to work with, first wish first."""
    return {"mapping.occupational_wish": "; ".join(wish.words for wish in wishes)}
