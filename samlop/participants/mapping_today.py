"""Reading the mapping: all of it with one query, as far as the reader may see it."""

import json
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from samlop.access.policies import Standing, standing
from samlop.kernel.actor import Actor
from samlop.kernel.prepared import prepared
from samlop.participants import mapping_words
from samlop.participants.models import (
    Education,
    Experience,
    LanguageSkills,
    Needs,
    OccupationalWish,
    Participant,
    Schooling,
)
from samlop.participants.opening import PARTS
from samlop.participants.rules import ANSWERS

KINDS = frozenset(PARTS["mapping"])

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Mapped:
    """What is mapped of one participant; what the reader may not see is empty, and `kinds` tells which it is."""

    kinds: frozenset[str]
    educations: list[Education]
    schooling: Schooling
    skills: LanguageSkills
    experiences: list[Experience]
    wishes: list[OccupationalWish]
    needs: Needs


def mapped(participant: Participant, *, kinds: frozenset[str]) -> Mapped:
    """The mapping as far as these kinds go; the database hides the rest on its own as well."""
    (found,) = _with_mapping(participant.pk)
    return Mapped(
        kinds=kinds,
        educations=_read(Education, found, "education_rows") if "mapping_education" in kinds else [],
        schooling=_single(found, Schooling, "schooling", kinds=kinds),
        skills=_single(found, LanguageSkills, "language_skills", kinds=kinds),
        experiences=_read(Experience, found, "experience_rows") if "mapping_work" in kinds else [],
        wishes=_read(OccupationalWish, found, "wish_rows") if "wish" in kinds else [],
        needs=_single(found, Needs, "needs", kinds=kinds),
    )


@prepared
def _with_mapping(participant_id: UUID) -> QuerySet[Participant]:
    found = Participant.objects.filter(pk=participant_id)
    return found.select_related("schooling", "language_skills", "needs").annotate(
        education_rows=_rows_of(Education),
        experience_rows=_rows_of(Experience),
        wish_rows=_rows_of(OccupationalWish),
    )


def readable_kinds(held: Standing) -> frozenset[str]:
    """The parts of the mapping this reader sees."""
    return frozenset(kind for kind in KINDS if held.may("read", kind))


def mapping_today(held: Standing, participant: Participant) -> dict[str, str]:
    """What the mapping says today of everything a meeting may fill, in words; only what the reader may read."""
    kinds = readable_kinds(held)
    words = _in_words(mapped(participant, kinds=kinds))
    return {fills: words[fills] for fills, shape in ANSWERS.items() if shape.kind in kinds}


def present_value(participant: Participant, fills: str) -> str:
    """What the mapping says today of one thing; nothing where the database lets the reader see nothing."""
    return _in_words(mapped(participant, kinds=KINDS))[fills]


def propose_targets(actor: Actor, participant: Participant) -> dict[str, str]:
    """What this actor may let a meeting fill, and what each is called."""
    held = standing(actor, participant.pk)
    open_to = {kind for kind in KINDS if held.may("read", kind) and held.may("write", kind)}
    return {
        fills: str(mapping_words.LABELS[fills]) for fills, shape in ANSWERS.items() if shape.kind in open_to
    }


def _in_words(mapping: Mapped) -> dict[str, str]:
    return {
        **mapping_words.of_educations(mapping.educations),
        **mapping_words.of_schooling(mapping.schooling, mapping.educations),
        **mapping_words.of_languages(mapping.skills),
        **mapping_words.of_wishes(mapping.wishes),
        **mapping_words.of_needs(mapping.needs),
    }


def _rows_of(model: type[Model]) -> ArraySubquery:
    own: QuerySet[Any, Any] = QuerySet(model).filter(participant=OuterRef("pk"))
    columns = {field.attname: field.attname for field in model._meta.concrete_fields}
    return ArraySubquery(own.values(row=JSONObject(**columns)))


def _read(model: type[Row], found: Participant, name: str) -> list[Row]:
    written: list[dict[str, Any] | str] = getattr(found, name)
    return [_row(model, json.loads(one) if isinstance(one, str) else one) for one in written]


def _row(model: type[Row], values: dict[str, Any]) -> Row:
    return model(
        **{field.attname: field.to_python(values[field.attname]) for field in model._meta.concrete_fields}
    )


def _single(found: Participant, model: type[Row], name: str, *, kinds: frozenset[str]) -> Row:
    kind: str = model.access_kind  # type: ignore[attr-defined]
    row: Row | None = getattr(found, name, None) if kind in kinds else None
    return row if row is not None else model(participant_id=UUID(str(found.pk)))
