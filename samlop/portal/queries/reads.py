"""Who has read about the participant, in sentences anybody understands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samlop.access.models import ReadLog
from samlop.access.words import SECTIONS
from samlop.portal.words import apart, first_name
from samlop.ui.dates import clock

SYMBOLS = {"plan": "map", "goals": "star", "actions": "tasks", "meeting": "meeting", "group": "group"}
BY_OTHERS = Q(employment__isnull=False) | Q(assisted_by__isnull=False)


@dataclass(frozen=True)
class Look:
    """One person's looks at one thing on one day, as a sentence."""

    sentence: str
    symbol: str
    together: bool


@dataclass(frozen=True)
class DayOfLooks:
    """One day, newest first, and who looked at what."""

    day: date
    looks: tuple[Look, ...]


def looks_at(participant_id: UUID) -> QuerySet[ReadLog, Any]:
    """Each person's looks at each thing each day, the last first; without the participant's own."""
    rows = ReadLog.objects.filter(BY_OTHERS, participant_id=participant_id).annotate(day=TruncDate("at"))
    same = rows.values(
        "day",
        "section",
        "relation",
        "person__name",
        "organisation__name",
        "assisted_by__person__name",
        "assisted_by__organisation__name",
    )
    return same.annotate(times=Count("pk"), last=Max("at")).order_by("-last", "section")


def by_day(rows: Iterable[dict[str, Any]]) -> list[DayOfLooks]:
    """The rows of one page as sentences under each day."""
    return [
        DayOfLooks(day, tuple(_look(row) for row in same))
        for day, same in groupby(rows, key=lambda row: row["day"])
    ]


def _look(row: dict[str, Any]) -> Look:
    together = row["assisted_by__person__name"] is not None
    return Look(
        sentence=_together(row) if together else _alone(row),
        symbol="handshake" if together else SYMBOLS.get(row["section"], "eye"),
        together=together,
    )


def _alone(row: dict[str, Any]) -> str:
    name = row["person__name"]
    return _("%(name)s fra %(organisation)s leste %(what)s %(when)s, %(because)s.") % {
        "name": apart(name),
        "organisation": apart(row["organisation__name"]),
        "what": what_in_words(row["section"]),
        "when": _when(row["times"], row["last"]),
        "because": because(row["relation"], name=name, organisation=row["organisation__name"]),
    }


def _together(row: dict[str, Any]) -> str:
    return _("Du og %(name)s fra %(organisation)s så på %(what)s sammen %(when)s.") % {
        "name": apart(row["assisted_by__person__name"]),
        "organisation": apart(row["assisted_by__organisation__name"]),
        "what": what_in_words(row["section"]),
        "when": _when(row["times"], row["last"]),
    }


def what_in_words(section: str) -> str:
    """What was read; a part without words of its own is still told of."""
    return str(SECTIONS[section]) if section in SECTIONS else _("noe i mappen din")


def because(relation: str, *, name: str, organisation: str) -> str:
    """Why they could: a seat in the group, or the duty to receive newcomers."""
    if relation == "intake":
        return _("fordi %(organisation)s tar imot nye deltakere") % {"organisation": apart(organisation)}
    return _("fordi %(name)s er i gruppen din") % {"name": apart(first_name(name))}


def _when(times: int, last: datetime) -> str:
    if times == 1:
        return _("kl. %(clock)s") % {"clock": clock(last)}
    told = ngettext("%(times)d gang, sist kl. %(clock)s", "%(times)d ganger, sist kl. %(clock)s", times)
    return told % {"times": times, "clock": clock(last)}
