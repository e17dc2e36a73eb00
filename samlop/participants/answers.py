"""Answers given in a meeting that fill the mapping: where each goes, and which answers fit there.

Source: routine, agendas of meetings 1-4; `fills` in the routine document names one of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

STAGES = ("not_begun", "planned", "sent", "done", "not_relevant")
READINESS = ("in_place", "needed", "not_needed")
LEVELS = ("0", "A1", "A2", "B1", "B2", "C1")
ENGLISH = ("documented", "self_declared", "none")
FOLLOW_UP = ("course", "municipality", "county")
FVO_MODULES = ("literacy", "1", "2", "3", "4", "whole", "done")
PRIOR_LEVELS = ("primary", "upper_secondary")
PRIOR_RESULTS = ("whole", "partly", "nothing")
APPLICATION_ANSWERS = ("offered", "accepted", "waiting_list", "refused")
PROGRAMMES = (
    *("bridge", "BA", "EL", "FD", "HS", "DT", "IM", "NA", "RM", "SR", "TP"),
    *("ID", "KD", "ME", "MD", "ST", "PB"),
)
VG_LEVELS = ("vg1", "vg2", "vg3", "apprentice", "done")
APPRENTICESHIPS = ("needed", "seeking", "applied", "contract", "not_relevant")
TRADE_EXAMS = ("registered", "passed", "passed_well", "failed", "not_relevant")
SUBSISTENCE = (
    *("introduction", "kvp", "social", "aap", "measure", "unemployment", "transition"),
    *("student", "apprentice", "wage", "family", "other", "none"),
)
DOCUMENTATION = ("none", "exists", "translated", "sent", "approved", "refused")

WORDS_WITH_A_CHOICE = 120
CHECKED = {True: "yes", "yes": "yes", "on": "yes", False: "no", "no": "no"}


class AnswerRefusal(Enum):
    """Why an answer does not fit."""

    EMPTY = "empty"
    NOT_OFFERED = "not_offered"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class AnswerShape:
    """Where an accepted answer goes and what it may be.

    `kind` is the kind of the access matrix, `table` and `field` the place; `codes` are the answers to choose among;
    `yes` and `no` the codes a tick stands for; free words of at most `longest` go to `words` (or `field`).
    """

    kind: str
    table: str
    field: str
    codes: tuple[str, ...] = ()
    yes: str = ""
    no: str = ""
    words: str = ""
    longest: int = 0


def _schooling(field: str, *, yes: str) -> AnswerShape:
    return AnswerShape("mapping_education", "schooling", field, STAGES, yes=yes, no="not_begun")


def _chosen(
    field: str, codes: tuple[str, ...], *, yes: str = "", no: str = "", words: str = ""
) -> AnswerShape:
    longest = WORDS_WITH_A_CHOICE if words else 0
    return AnswerShape(
        "mapping_education", "schooling", field, codes, yes=yes, no=no, words=words, longest=longest
    )


def _told(field: str, *, longest: int) -> AnswerShape:
    return AnswerShape("mapping_education", "schooling", field, words=field, longest=longest)


def _need(field: str, *, yes: str, no: str, words: str = "") -> AnswerShape:
    longest = 1000 if words else 0
    return AnswerShape(
        "mapping_needs", "needs", field, READINESS, yes=yes, no=no, words=words, longest=longest
    )


def _language(field: str, codes: tuple[str, ...], *, words: str = "") -> AnswerShape:
    longest = 200 if words else 0
    return AnswerShape("mapping_language", "language_skills", field, codes, words=words, longest=longest)


ANSWERS: Mapping[str, AnswerShape] = MappingProxyType(
    {
        "mapping.education": _told("earlier", longest=2000),
        "mapping.documentation": AnswerShape(
            "mapping_education", "education", "documentation", DOCUMENTATION
        ),
        "mapping.self_declaration": AnswerShape(
            "mapping_education", "education", "self_declared_on", ("yes", "no"), yes="yes", no="no"
        ),
        "mapping.english": _language("english", ENGLISH, words="english_measures"),
        "mapping.norwegian": _language("overall", LEVELS),
        "mapping.prior_learning": _schooling("prior_learning", yes="planned"),
        "mapping.occupational_wish": AnswerShape("wish", "wish", "words", words="words", longest=1000),
        "mapping.time_horizon": _told("time_horizon", longest=500),
        "mapping.application": _schooling("application", yes="sent"),
        "mapping.final_test": _schooling("final_test", yes="done"),
        "mapping.student_finance": _schooling("student_finance", yes="sent"),
        "mapping.travel_cost": _need("travel_cost", yes="needed", no="not_needed"),
        "mapping.own_computer": _need("own_computer", yes="in_place", no="needed"),
        "mapping.adapted_teaching": _need(
            "adapted_teaching", yes="needed", no="not_needed", words="adapted_teaching_note"
        ),
        "mapping.progress": _told("progress", longest=2000),
        "mapping.fvo_module": _chosen("fvo_module", FVO_MODULES),
        "mapping.prior_learning_level": _chosen("prior_learning_level", PRIOR_LEVELS),
        "mapping.prior_learning_result": _chosen(
            "prior_learning_result", PRIOR_RESULTS, words="prior_learning_approved"
        ),
        "mapping.application_answer": _chosen("application_answer", APPLICATION_ANSWERS),
        "mapping.programme": _chosen("programme", PROGRAMMES),
        "mapping.vg_level": _chosen("vg_level", VG_LEVELS),
        "mapping.apprenticeship": _chosen(
            "apprenticeship", APPRENTICESHIPS, yes="needed", no="not_relevant", words="apprenticeship_with"
        ),
        "mapping.trade_exam": _chosen("trade_exam", TRADE_EXAMS, yes="passed", no="failed"),
        "mapping.higher_application": _chosen(
            "higher_application", STAGES, yes="sent", no="not_begun", words="higher_choice"
        ),
        "mapping.english_follow_up": _language("english_follow_up", FOLLOW_UP),
        "mapping.health_adaptation": _need(
            "health_adaptation", yes="needed", no="not_needed", words="health_adaptation_note"
        ),
        "mapping.subsistence": AnswerShape("mapping_needs", "needs", "subsistence", SUBSISTENCE),
        "mapping.early_income": _need("early_income", yes="needed", no="not_needed"),
    }
)


def propose_targets() -> tuple[str, ...]:
    """Every field of the mapping that an agenda item may fill."""
    return tuple(ANSWERS)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that fits: into which field, and the code or the words to keep there."""

    field: str
    value: str


def read_answer(shape: AnswerShape, value: object) -> Answer | AnswerRefusal:
    """The answer as it is to be kept: a code, or words where words are taken; else why it does not fit."""
    ticked = CHECKED.get(value) if isinstance(value, bool | str) else None
    if ticked and shape.yes:
        return Answer(shape.field, shape.yes if ticked == "yes" else shape.no)
    if not isinstance(value, str):
        return AnswerRefusal.NOT_OFFERED
    if not value.strip():
        return AnswerRefusal.EMPTY
    if value in shape.codes:
        return Answer(shape.field, value)
    if not shape.words:
        return AnswerRefusal.NOT_OFFERED
    return AnswerRefusal.TOO_LONG if len(value) > shape.longest else Answer(shape.words, value.strip())
