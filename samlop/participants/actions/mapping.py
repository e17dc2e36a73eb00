"""What is mapped with the participant: rows added, put right and taken away; the papers' way to approval."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.periods import add_years
from samlop.participants import policies
from samlop.participants.actions.changing import apply_changes, lock, own_row, store
from samlop.participants.mapping_words import documentation_refusal_in_words
from samlop.participants.models import (
    Education,
    Experience,
    LanguageSkills,
    Needs,
    OccupationalWish,
    Participant,
    Schooling,
)
from samlop.participants.rules import (
    DATED_DOCUMENTATION,
    EARLIEST_MILESTONE,
    YEARS_AHEAD,
    documentation_refusal,
    exam_lies_ahead,
    is_year_of_the_road,
)

Section = LanguageSkills | Schooling | Needs
MappingRow = Education | Experience | OccupationalWish

# Days that tell what has happened; a deadline may lie ahead.
PAST_DAYS = (
    "assessed_on",
    "career_guidance_on",
    "contract_signed_on",
    "documentation_on",
    "self_declared_on",
)


def _refuse_days_ahead(values: Mapping[str, Any], *, today: date) -> None:
    for name in PAST_DAYS:
        day = values.get(name)
        if day is not None and day > today:
            raise RuleBroken(_("Datoen kan ikke være etter i dag."), field=name)


def refuse_impossible_schooling(row: models.Model, *, today: date) -> None:
    """Nobody has passed an examination that lies ahead, or applies for a year out of reach."""
    if not isinstance(row, Schooling):
        return
    if exam_lies_ahead(row.trade_exam, row.trade_exam_on, today=today):
        raise RuleBroken(
            _("Fagprøven kan ikke ha et resultat før den er holdt. Rett datoen eller resultatet."),
            field="trade_exam_on",
        )
    if row.application_year and not is_year_of_the_road(row.application_year, today=today):
        years = {"first": EARLIEST_MILESTONE.year, "last": add_years(today, YEARS_AHEAD).year}
        raise RuleBroken(_("Skriv et årstall fra %(first)s til %(last)s.") % years, field="application_year")


@transaction.atomic
def change_section(
    actor: Actor,
    participant: Participant,
    *,
    section: type[Section],
    changes: Mapping[str, Any],
    seen: Mapping[str, Any],
    today: date,
) -> None:
    """Puts right what the mapping says of languages, of schooling or of needs."""
    require(policies.may_map(standing(actor, participant.pk), section.access_kind))
    _refuse_days_ahead(changes, today=today)
    row, is_new = own_row(section, participant)
    different = apply_changes(row, changes, seen=seen)
    if different:
        refuse_impossible_schooling(row, today=today)
        store(row, different, is_new=is_new)
        record(actor, "mapping.changed", row, fields=sorted(different))


@transaction.atomic
def add_education(actor: Actor, participant: Participant, *, education: Education, today: date) -> Education:
    """Writes down one education, abroad or in Norway, with its papers where they are. Source: routine, meeting 1."""
    _refuse_days_ahead(_values(education), today=today)
    if education.documentation in DATED_DOCUMENTATION and education.documentation_on is None:
        raise RuleBroken(_("Oppgi datoen papirene ble sendt eller avgjort."), field="documentation_on")
    _keep(actor, participant, education)
    return education


@transaction.atomic
def add_experience(actor: Actor, participant: Participant, *, experience: Experience) -> Experience:
    """Writes down work done before."""
    _keep(actor, participant, experience)
    return experience


@transaction.atomic
def add_wish(actor: Actor, participant: Participant, *, words: str, language: str) -> OccupationalWish:
    """Keeps what the participant wants to work with, as it was said, after the wishes already there."""
    wish = OccupationalWish(words=words, language=language, written_by_id=actor.employment_id)
    lock(participant.pk)
    wish.rank = OccupationalWish.objects.filter(participant=participant).count() + 1
    _keep(actor, participant, wish)
    return wish


def _keep(actor: Actor, participant: Participant, row: MappingRow) -> None:
    require(policies.may_map(standing(actor, participant.pk), row.access_kind))
    row.participant = participant
    row.save(force_insert=True)
    record(actor, "mapping.added", row)


@transaction.atomic
def change_row(
    actor: Actor, row: MappingRow, *, changes: Mapping[str, Any], seen: Mapping[str, Any], today: date
) -> MappingRow:
    """Puts one education, one job or one wish right; the papers of an education go their own way."""
    require(policies.may_map(standing(actor, row.participant_id), row.access_kind))
    _refuse_days_ahead(changes, today=today)
    row = type(row).objects.select_for_update(of=["self"]).get(pk=row.pk)
    different = apply_changes(row, changes, seen=seen)
    if different:
        store(row, different, is_new=False)
        record(actor, "mapping.changed", row, fields=sorted(different))
    return row


@transaction.atomic
def advance_documentation(
    actor: Actor,
    education: Education,
    *,
    documentation: str,
    documentation_on: date | None,
    decided_by: str,
    today: date,
) -> Education:
    """Takes the papers of an education one step on: found, translated, sent, decided. Source: routine, meeting 1."""
    require(policies.may_map(standing(actor, education.participant_id), education.access_kind))
    education = Education.objects.select_for_update(of=["self"]).get(pk=education.pk)
    refusal = documentation_refusal(
        education.documentation,
        documentation,
        day=documentation_on,
        last=education.documentation_on,
        today=today,
    )
    if refusal is not None:
        reason = documentation_refusal_in_words(refusal, education, documentation)
        raise RuleBroken(reason, field="documentation_on")
    education.documentation, education.decided_by = documentation, decided_by
    education.documentation_on = documentation_on
    store(education, ["documentation", "documentation_on", "decided_by"], is_new=False)
    record(actor, "education.documented", education, documentation=documentation)
    return education


@transaction.atomic
def remove_row(actor: Actor, row: MappingRow) -> None:
    """Takes one education, one job or one wish out of the mapping; the history keeps it."""
    require(policies.may_map(standing(actor, row.participant_id), row.access_kind))
    record(actor, "mapping.removed", row)
    row.delete()


@transaction.atomic
def move_wish_up(actor: Actor, wish: OccupationalWish) -> None:
    """Puts a wish before the one above it: the order is the participant's."""
    require(policies.may_map(standing(actor, wish.participant_id), wish.access_kind))
    lock(wish.participant_id)
    wishes = list(OccupationalWish.objects.filter(participant=wish.participant_id))
    place = next(number for number, one in enumerate(wishes) if one.pk == wish.pk)
    if place == 0:
        return
    wishes[place - 1], wishes[place] = wishes[place], wishes[place - 1]
    put_in_order(wishes)
    record(actor, "wish.moved", wish)


def put_in_order(wishes: list[OccupationalWish]) -> None:
    """Numbers the wishes as they stand in the list."""
    for rank, wish in enumerate(wishes, start=1):
        if wish.rank != rank:
            wish.rank = rank
            wish.save(update_fields=["rank"], force_update=True)


def _values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
