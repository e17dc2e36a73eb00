"""Who was let into a file, as whom and until when, in the words of the history."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Relation
from samlop.ui.dates import short_day

RELATIONS = "access_relation"
MEMBERSHIPS = "participants_membership"
RELATION_NAMED_BY = ("relation", "employment_id", "organisation_id")

AS_WHOM: Mapping[str, Promise] = MappingProxyType(
    {
        Relation.Kind.SELF: _("tilgang til egen mappe"),
        Relation.Kind.RESPONSIBLE: _("tilgang som ansvarlig"),
        Relation.Kind.MEMBER: _("tilgang som medlem"),
        Relation.Kind.INTAKE: _("tilgang som mottak"),
    }
)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def days_of(period: str | None) -> tuple[date | None, date | None]:
    """The first day of a period as the database writes it, and the day it ends."""
    first, _comma, until = (period or "").partition(",")
    return _day_in(first), _day_in(until)


def access_texts(
    values: Mapping[str, Any], row: Mapping[str, Any], *, named: Callable[[str, Any], str]
) -> Iterator[str]:
    """«ga Berit Bergtatt tilgang som medlem fra …», «avsluttet tilgangen til Berit Bergtatt fra …»."""
    name = _holder(row, named=named)
    before, after = values.get("period", (None, None))
    first, until = days_of(after)
    if before is None and first:
        given = {"name": name, "what": AS_WHOM[row["relation"]], "day": short_day(first)}
        yield translated("ga %(name)s %(what)s fra %(day)s") % given
    elif after is not None:
        ended = {"name": name, "day": short_day(until)} if until else {"name": name}
        pattern = (
            translated("avsluttet tilgangen til %(name)s fra %(day)s")
            if until
            else translated("åpnet tilgangen til %(name)s igjen")
        )
        yield pattern % ended


def membership_texts(
    values: Mapping[str, Any], row: Mapping[str, Any], *, named: Callable[[str, Any], str]
) -> Iterator[str]:
    """«la Berit Bergtatt til i gruppen som veileder i NAV», «gjorde Berit Bergtatt til kontaktperson»."""
    name = named("employment_id", row.get("employment_id"))
    if "role" in values and values["role"][0] is None:
        role = {"name": name, "role": named("role", values["role"][1])}
        yield translated("la %(name)s til i gruppen som %(role)s") % role
        return
    if "is_contact" in values:
        chosen = values["is_contact"][1]
        pattern = (
            translated("gjorde %(name)s til kontaktperson")
            if chosen
            else translated("byttet ut %(name)s som kontaktperson")
        )
        yield pattern % {"name": name}
    if "needs_no_successor" in values:
        alone = values["needs_no_successor"][1]
        pattern = (
            translated("sa at ingen skal ta over etter %(name)s")
            if alone
            else translated("sa at noen skal ta over etter %(name)s")
        )
        yield pattern % {"name": name}


def _holder(row: Mapping[str, Any], *, named: Callable[[str, Any], str]) -> str:
    for column in ("employment_id", "organisation_id"):
        if row.get(column):
            return named(column, row[column])
    return translated("deltakeren")


def _day_in(text: str) -> date | None:
    found = DAY.search(text)
    return date.fromisoformat(found[0]) if found else None
