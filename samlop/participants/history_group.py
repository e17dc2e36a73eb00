"""Who was let into a file, as whom and until when, in the words of the history."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
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


@dataclass(frozen=True)
class Line:
    """What one change did, ready to be read after a name."""

    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Seat:
    """A seat of the group as its history needs it: whose, and whether they answer for the group."""

    employment_id: str
    relation: str


def days_of(period: str | None) -> tuple[date | None, date | None]:
    """The first day of a period as the database writes it, and the day it ends."""
    first, _comma, until = (period or "").partition(",")
    return _day_in(first), _day_in(until)


def access_lines(
    values: Mapping[str, Any], row: Mapping[str, Any], *, named: Callable[[str, Any], str]
) -> Iterator[Line]:
    """«ga Berit Bergtatt tilgang som medlem fra …», «avsluttet tilgangen til Berit Bergtatt fra …»."""
    name = _holder(row, named=named)
    before, after = values.get("period", (None, None))
    first, until = days_of(after)
    if before is None and first:
        given = {"name": name, "what": AS_WHOM[row["relation"]], "day": short_day(first)}
        yield Line(gettext("ga %(name)s %(what)s fra %(day)s") % given)
    elif after is not None:
        ended = {"name": name, "day": short_day(until)} if until else {"name": name}
        pattern = (
            gettext("avsluttet tilgangen til %(name)s fra %(day)s")
            if until
            else gettext("åpnet tilgangen til %(name)s igjen")
        )
        yield Line(pattern % ended)


def membership_lines(
    values: Mapping[str, Any],
    row: Mapping[str, Any],
    *,
    named: Callable[[str, Any], str],
    seats: Mapping[str, Seat],
) -> Iterator[Line]:
    """«la Berit Bergtatt til i gruppen som veileder i NAV», «overleverte plassen … fra Nils til Berit»."""
    name = named("employment_id", row.get("employment_id"))
    if "role" in values and values["role"][0] is None:
        role = named("role", values["role"][1])
        before = seats.get(str(values.get("predecessor_id", [None, None])[1]))
        yield _seated(name, role, seat=seats.get(str(row.get("id"))), before=before, named=named)
        return
    if "is_contact" in values:
        chosen = values["is_contact"][1]
        pattern = (
            gettext("gjorde %(name)s til kontaktperson")
            if chosen
            else gettext("byttet ut %(name)s som kontaktperson")
        )
        yield Line(pattern % {"name": name})
    if "needs_no_successor" in values:
        alone = values["needs_no_successor"][1]
        pattern = (
            gettext("sa at ingen skal ta over etter %(name)s")
            if alone
            else gettext("sa at noen skal ta over etter %(name)s")
        )
        yield Line(pattern % {"name": name})


def _seated(
    name: str, role: str, *, seat: Seat | None, before: Seat | None, named: Callable[[str, Any], str]
) -> Line:
    """A seat that is new, handed over from somebody, or taken up anew by the same person."""
    if before is None:
        return Line(gettext("la %(name)s til i gruppen som %(role)s") % {"name": name, "role": role})
    if seat is None or before.employment_id != seat.employment_id:
        words = gettext("overleverte plassen i gruppen som %(role)s") % {"role": role}
        return Line(words, named("employment_id", before.employment_id), name)
    if before.relation == seat.relation:
        return Line(gettext("lot %(name)s ta opp igjen plassen i gruppen") % {"name": name})
    pattern = (
        gettext("lot %(name)s svare for gruppen")
        if seat.relation == Relation.Kind.RESPONSIBLE
        else gettext("lot %(name)s være med i gruppen uten å svare for den")
    )
    return Line(pattern % {"name": name})


def _holder(row: Mapping[str, Any], *, named: Callable[[str, Any], str]) -> str:
    for column in ("employment_id", "organisation_id"):
        if row.get(column):
            return named(column, row[column])
    return gettext("deltakeren")


def _day_in(text: str) -> date | None:
    found = DAY.search(text)
    return date.fromisoformat(found[0]) if found else None
