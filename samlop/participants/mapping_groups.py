"""How the fields of the mapping stand together: one heading for each thing the routine asks about."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    """Some fields under one heading; `code` names the group in the address of its form."""

    code: str
    title: Promise
    names: tuple[str, ...]


SCHOOLING = (
    Group(
        "skolegang",
        _("Skolegang og vei videre"),
        ("earlier", "progress", "time_horizon", "career_guidance_on"),
    ),
    Group("grunnskole", _("Grunnskole for voksne"), ("fvo_module", "final_test")),
    Group(
        "realkompetanse",
        _("Realkompetanse"),
        ("prior_learning", "prior_learning_level", "prior_learning_result", "prior_learning_approved"),
    ),
    Group(
        "soknad",
        _("Søknad til videregående"),
        (
            "application",
            "application_year",
            "application_due",
            "application_first",
            "application_second",
            "application_third",
            "application_answer",
            "student_finance",
        ),
    ),
    Group("videregaende", _("Videregående opplæring"), ("school", "programme", "vg_level")),
    Group(
        "lareplass",
        _("Læreplass og fagprøve"),
        (
            "trade",
            "apprenticeship",
            "apprenticeship_with",
            "contract_signed_on",
            "trade_exam",
            "trade_exam_on",
        ),
    ),
    Group("hoyere", _("Høyere utdanning"), ("higher_application", "higher_choice")),
)
LANGUAGES = (
    Group(
        "norsk",
        _("Norsk"),
        ("overall", "listening", "reading", "speaking", "writing", "assessed_on", "target"),
    ),
    Group("engelsk", _("Engelsk"), ("english", "english_measures", "english_follow_up")),
    Group("andre", _("Andre språk"), ("other_languages",)),
)
NEEDS = (
    Group("utstyr", _("Utstyr og reise"), ("own_computer", "travel_cost")),
    Group(
        "tilrettelegging",
        _("Tilrettelegging"),
        (
            "adapted_teaching",
            "adapted_teaching_note",
            "adapted_teaching_documented",
            "health_adaptation",
            "health_adaptation_note",
        ),
    ),
    Group(
        "livsopphold",
        _("Livsopphold og familie"),
        ("subsistence", "subsistence_until", "education_paid_by", "early_income", "premises"),
    ),
)
GROUPS: Mapping[str, tuple[Group, ...]] = MappingProxyType(
    {"schooling": SCHOOLING, "languages": LANGUAGES, "needs": NEEDS}
)


def named_group(section: str, code: str) -> Group | None:
    """The group of a section asked for by its code, if there is one."""
    return next((group for group in GROUPS[section] if group.code == code), None)
