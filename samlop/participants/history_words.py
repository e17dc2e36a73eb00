"""One change of one row as sentences: which thing, which field, from what to what; never an id."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Employment, Organisation, Person, Role
from samlop.kernel.kommuner import kommuner
from samlop.kernel.models import Change
from samlop.participants.history_group import (
    MEMBERSHIPS,
    RELATIONS,
    Line,
    Seat,
    access_lines,
    membership_lines,
)
from samlop.participants.language_words import language_name
from samlop.participants.milestone_words import IN_A_SENTENCE, milestone_field
from samlop.ui.dates import day_and_clock, short_day

BEFORE, AFTER = 0, 1
LONGEST_VALUE = 300
LONGEST_NAME = 80
MILESTONES = "participants_milestone"
PARTICIPANTS = "participants_participant"
# What stands in these is said of the participant, not of a thing in the file.
OF_THE_PARTICIPANT = (PARTICIPANTS, "participants_contact")

NAMED_FIELDS: Mapping[str, Promise] = MappingProxyType(
    {
        "owner_employment_id": _("hvem som gjør det"),
        "owner_id": _("hvem som gjør det"),
        "employment_id": _("person"),
        "organisation_id": _("organisasjon"),
        "person_id": _("egen innlogging"),
        "step_id": _("steg"),
        "waits_for_id": _("venter på"),
    }
)
GROUP = (RELATIONS, MEMBERSHIPS)
ROLES: Mapping[str, Promise | str] = MappingProxyType(
    {role.value: role.label for role in Role} | {"participant": _("deltakeren")}
)
# The routine's own code of a meeting: its title stands in the routine, which lies above this package.
UNTOLD = ("point",)
LANGUAGES = ("language", "portal_language", "interpreter_language")


@dataclasses.dataclass(frozen=True)
class Names:
    """The people, workplaces, seats and rows a page of changes speaks of, read beforehand."""

    employments: Mapping[UUID, Employment]
    organisations: Mapping[UUID, Organisation]
    seats: Mapping[str, Seat] = dataclasses.field(default_factory=dict)
    rows: Mapping[tuple[str, str], Mapping[str, Any]] = dataclasses.field(default_factory=dict)

    def employment(self, written: str | None) -> str:
        """A person of the staff by name."""
        employment = self.employments.get(UUID(written)) if written else None
        return employment.person.name if employment else gettext("en tidligere ansatt")

    def organisation(self, written: str | None) -> str:
        """A workplace by name."""
        organisation = self.organisations.get(UUID(written)) if written else None
        return organisation.name if organisation else gettext("en annen virksomhet")


def model_of(table: str) -> type[models.Model] | None:
    """The model a table belongs to, whichever package it is in."""
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def lines_of(change: Change, *, row: Mapping[str, Any], names: Names) -> list[Line]:
    """The change in sentences; `row` holds what is known of the row, by which it is named."""
    model = model_of(change.table)
    if model is None:
        return [Line(gettext("endret noe i mappen"))]
    if change.table == MILESTONES:
        return list(_milestone_lines(change, str(row.get("code", ""))))
    if change.table in GROUP and change.verb != Change.Verb.REMOVED:
        return list(_group_lines(change, model, row=row, names=names))
    thing = _thing(model, row, names=names)
    if change.verb == Change.Verb.CHANGED:
        return list(_field_lines(change, model, thing=thing, names=names))
    told = _told(change, model, names=names)
    if change.table == PARTICIPANTS and change.verb == Change.Verb.ADDED:
        return [Line(gettext("registrerte deltakeren: %(told)s") % {"told": told})]
    pattern = (
        gettext("la til %(thing)s") if change.verb == Change.Verb.ADDED else gettext("fjernet %(thing)s")
    )
    words = pattern % {"thing": thing}
    return [Line(f"{words}: {told}" if told else words)]


def _group_lines(
    change: Change, model: type[models.Model], *, row: Mapping[str, Any], names: Names
) -> Iterator[Line]:
    fields = {str(field.column): field for field in model._meta.concrete_fields}

    def named(column: str, written: Any) -> str:
        return _value(fields[column], written, names=names) if written else names.employment(None)

    if change.table == RELATIONS:
        return access_lines(change.values, row, named=named)
    row = {**row, "id": change.row_id}
    return membership_lines(change.values, row, named=named, seats=names.seats)


def _milestone_lines(change: Change, code: str) -> Iterator[Line]:
    for which in ("expected", "actual"):
        if which not in change.values or code not in IN_A_SENTENCE:
            continue
        before, after = (_day(written) for written in change.values[which])
        if before or after:
            yield _changed(milestone_field(code, which), before, after)


def _field_lines(change: Change, model: type[models.Model], *, thing: str, names: Names) -> Iterator[Line]:
    shown = 0
    for field, label in _shown_fields(model):
        if field.column in change.values:
            shown += 1
            before, after = (_value(field, written, names=names) for written in change.values[field.column])
            if isinstance(field, models.BooleanField) and change.table not in OF_THE_PARTICIPANT:
                yield _answered(label, thing, answer=after)
            else:
                yield _changed(_what(label, thing, table=change.table), before, after)
    if not shown:
        yield Line(gettext("endret %(thing)s") % {"thing": thing})


def _answered(label: str, thing: str, *, answer: str) -> Line:
    """«svarte ja på «tatt ut av planen» for steg (Norskkurs A2)»: what stood there before is the other answer."""
    told = {"answer": answer, "question": label, "thing": thing}
    return Line(gettext("svarte %(answer)s på «%(question)s» for %(thing)s") % told)


def _what(label: str, thing: str, *, table: str) -> str:
    """«progresjon i skolegang»; of what is its own name, just what it is."""
    if table in OF_THE_PARTICIPANT or thing.partition(" (")[0] == label:
        return label
    return gettext("%(field)s i %(thing)s") % {"field": label, "thing": thing}


def _changed(what: str, before: str, after: str) -> Line:
    """«endret … fra … til …», or that it was set or taken away where one side is empty."""
    if before and after:
        return Line(gettext("endret %(what)s") % {"what": what}, before, after)
    if after:
        return Line(gettext("satte %(what)s") % {"what": what}, "", after)
    if before:
        return Line(gettext("tok bort %(what)s") % {"what": what}, before, "")
    return Line(gettext("endret %(what)s") % {"what": what})


def _thing(model: type[models.Model], row: Mapping[str, Any], *, names: Names) -> str:
    """The row by its kind and its name: «utdanning (grunnskole, Syria)»."""
    title, name = str(model._meta.verbose_name), _own_name(model, row, names=names)
    return f"{title} ({name})" if name else title


def _own_name(model: type[models.Model], row: Mapping[str, Any], *, names: Names) -> str:
    """What a row is called; of «norskkurs» and «Norskkurs A2» the longer says both."""
    columns = {field.column: field for field in model._meta.concrete_fields}
    named_by: tuple[str, ...] = getattr(model, "named_by", ())
    parts = [
        _value(columns[column], row[column], names=names)
        for column in named_by
        if column in row and column in columns
    ]
    return Truncator(", ".join(_said_once(filter(None, parts)))).chars(LONGEST_NAME)


def _said_once(parts: Iterable[str]) -> list[str]:
    """The parts without those another part already says; of two that say the same, the later."""
    said: list[str] = []
    for part in parts:
        said = [other for other in said if other.casefold() not in part.casefold()]
        if not any(part.casefold() in other.casefold() for other in said):
            said.append(part)
    return said


def _told(change: Change, model: type[models.Model], *, names: Names) -> str:
    """The values a row came with or went with; what already names it is not said twice."""
    side = AFTER if change.verb == Change.Verb.ADDED else BEFORE
    named_by = getattr(model, "named_by", ())
    told = []
    for field, label in _shown_fields(model):
        written = change.values.get(field.column, [None, None])[side]
        if written in (None, "", False) or field.column in named_by:
            continue
        value = _value(field, written, names=names)
        if not value:
            continue
        told.append(f"{label} «{value}»" if _is_free_text(field) else f"{label} {value}")
    return ", ".join(told)


def _shown_fields(model: type[models.Model]) -> Iterator[tuple[models.Field[Any, Any], str]]:
    """The fields that have a name a reader knows; what only the system needs has none."""
    for field in model._meta.concrete_fields:
        named = NAMED_FIELDS.get(str(field.column))
        if named is not None:
            yield field, str(named)
        elif isinstance(field.verbose_name, Promise) and not _is_foreign(field) and field.name not in UNTOLD:
            yield field, str(field.verbose_name)


def _is_free_text(field: models.Field[Any, Any]) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text and field.name not in (*LANGUAGES, "municipality_number", "role")


def _is_foreign(field: models.Field[Any, Any]) -> bool:
    return field.related_model is not None and field.column not in NAMED_FIELDS


def _value(field: models.Field[Any, Any], written: Any, *, names: Names) -> str:
    """A stored value as a reader says it."""
    if written is None or written == "":
        return ""
    if field.related_model is not None:
        return _named(field, written, names=names)
    if field.choices or field.name == "role":
        return str((dict(field.flatchoices) or ROLES).get(written, written))
    if field.name in LANGUAGES:
        return language_name(str(written))
    for kind, spoken in SPOKEN.items():
        if isinstance(field, kind):
            return spoken(written)
    if field.name == "municipality_number" and written in kommuner():
        return kommuner()[written].name
    return Truncator(str(written)).chars(LONGEST_VALUE)


def _named(field: models.Field[Any, Any], written: Any, *, names: Names) -> str:
    if field.related_model is Organisation:
        return names.organisation(str(written))
    if field.related_model is Employment:
        return names.employment(str(written))
    if field.related_model is Person:
        return gettext("åpnet")
    related: type[models.Model] = field.related_model  # type: ignore[assignment]
    return _own_name(related, names.rows.get((related._meta.db_table, str(written)), {}), names=names)


def _day(written: str | None) -> str:
    return short_day(date.fromisoformat(written)) if written else ""


def _moment(written: str) -> str:
    moment: datetime | None = parse_datetime(written)
    return day_and_clock(moment) if moment else written


def _yes_or_no(written: object) -> str:
    return gettext("ja") if written else gettext("nei")


# A moment is a day to Python, so it stands before it.
SPOKEN: Mapping[type[models.Field[Any, Any]], Callable[[Any], str]] = MappingProxyType(
    {models.BooleanField: _yes_or_no, models.DateTimeField: _moment, models.DateField: _day}
)
