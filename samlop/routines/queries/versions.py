"""Agreements and the versions of their routines: who has said yes, since when, and what they hold."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samlop.access.models import Organisation
from samlop.routines.because import MilestoneReason, sentence
from samlop.routines.models import Agreement, RoutineApproval, RoutineVersion
from samlop.routines.queries.governing import (
    Standing,
    newest_in_force,
    routine_of,
    standings,
    successions,
)
from samlop.routines.routine import Anchor, MeetingPoint, Routine
from samlop.routines.rules import in_sentence
from samlop.routines.spans import Span
from samlop.ui.languages import current_language

READING_ORDER = (
    *("schema", "id", "code", "version", "title", "level", "roles", "milestones", "meeting_points"),
    *("due", "milestone", "offset", "window", "before", "after", "repeat", "every", "until", "also_on"),
    *(
        "concern",
        "within",
        "applies_when",
        "responsible",
        "calls",
        "may_call",
        "interpreter",
        "books",
        "room",
    ),
    *("agenda", "answer", "fills", "gatherings", "years", "months", "weeks", "days", "nb", "nn", "en"),
)


@dataclass(frozen=True)
class PartysWord:
    """One party's yes to a version, or that it is still wanted."""

    organisation: str
    approved_on: date | None
    approved_by: str


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of its agreement."""

    standing: Standing
    title: str
    words: tuple[PartysWord, ...]
    governing: RoutineVersion | None

    @property
    def governs(self) -> bool:
        """This is the version that governs today."""
        return self.version == self.governing

    @property
    def superseded(self) -> bool:
        """A newer version governs, so that nobody's yes to this one is wanted any longer."""
        return self.governing is not None and self.version.number < self.governing.number

    @property
    def wanted(self) -> frozenset[UUID]:
        """The parties whose yes is still wanted."""
        return frozenset() if self.superseded else self.standing.missing

    @property
    def version(self) -> RoutineVersion:
        """The version itself."""
        return self.standing.version

    @property
    def waits(self) -> bool:
        """Somebody's yes is still wanted."""
        return self.standing.in_force_since is None and not self.superseded


@dataclass(frozen=True)
class AgreementCard:
    """An agreement, who are parties to it today, and the versions of its routines, the newest first."""

    agreement: Agreement
    parties: tuple[str, ...]
    party_ids: frozenset[UUID]
    lines: tuple[VersionLine, ...]


@dataclass(frozen=True)
class PointPage:
    """One meeting of the routine, in words."""

    title: str
    when: str
    window: str
    more: tuple[str, ...]
    responsible: str
    calls: tuple[str, ...]
    may_call: tuple[str, ...]
    interpreter: str
    room: str
    agenda: tuple[str, ...]


def agreement_cards(day: date, *, version: UUID | None = None) -> list[AgreementCard]:
    """Every agreement that holds that day with all its versions, or only the one a version belongs to."""
    versions = RoutineVersion.objects.filter(agreement__period__contains=day)
    agreements = Agreement.objects.filter(period__contains=day)
    if version is not None:
        versions = RoutineVersion.objects.filter(agreement__routine_versions=version)
        agreements = Agreement.objects.filter(routine_versions=version)
    carried = successions(day)
    by_agreement: defaultdict[UUID, list[Standing]] = defaultdict(list)
    for standing in standings(versions, day, carried=carried):
        by_agreement[standing.version.agreement_id].append(standing)
    said = _said([one.version.pk for found in by_agreement.values() for one in found])
    signed = {
        one: carried.of(party.pk for party in one.parties.all())
        for one in agreements.prefetch_related("parties")
    }
    everybody = frozenset[UUID]().union(*signed.values())
    names = dict(Organisation.objects.filter(pk__in=everybody).values_list("pk", "name"))
    cards = []
    for agreement, ids in signed.items():
        found = by_agreement[agreement.pk]
        governing = next((one.version for one in newest_in_force(found, day)), None)
        lines = tuple(_line(one, names=names, said=said, governing=governing) for one in found)
        cards.append(AgreementCard(agreement, tuple(sorted(names[one] for one in ids)), ids, lines))
    return cards


def _said(versions: list[UUID]) -> dict[UUID, list[RoutineApproval]]:
    approvals: defaultdict[UUID, list[RoutineApproval]] = defaultdict(list)
    rows = RoutineApproval.objects.filter(version__in=versions)
    for approval in rows.select_related("organisation", "approved_by__person").order_by("approved_on", "pk"):
        approvals[approval.version_id].append(approval)
    return approvals


def _line(
    standing: Standing,
    *,
    names: Mapping[UUID, str],
    said: Mapping[UUID, list[RoutineApproval]],
    governing: RoutineVersion | None,
) -> VersionLine:
    words = [
        PartysWord(
            approval.organisation.name,
            approval.approved_on,
            approval.approved_by.person.name if approval.approved_by else "",
        )
        for approval in said.get(standing.version.pk, ())
    ]
    words += [
        PartysWord(names[one], None, "") for one in sorted(standing.missing, key=lambda one: names[one])
    ]
    title = routine_of(standing.version).title.text(current_language())
    return VersionLine(standing, title, tuple(words), governing)


def point_pages(version: RoutineVersion) -> list[PointPage]:
    """Each meeting of the routine in words, in the language of the page."""
    routine = routine_of(version)
    return [_point_page(routine, point) for point in routine.meeting_points]


def gathering_titles(version: RoutineVersion) -> list[tuple[str, str]]:
    """The gatherings of the routine, each with the meeting it comes before."""
    routine, language = routine_of(version), current_language()
    return [
        (one.title.text(language), routine.point(one.before).title.text(language))
        for one in routine.gatherings
    ]


def _point_page(routine: Routine, point: MeetingPoint) -> PointPage:
    language = current_language()

    def title(role: str | None) -> str:
        return routine.role(role).title.text(language) if role else ""

    return PointPage(
        title=point.title.text(language),
        when=_anchored(routine, point.due),
        window=_("fra %(before)s før til %(after)s etter")
        % {"before": _length(point.window.before), "after": _length(point.window.after)},
        more=tuple(_more(routine, point)),
        responsible=title(point.responsible),
        calls=tuple(title(role) for role in point.calls),
        may_call=tuple(title(role) for role in point.may_call),
        interpreter=in_sentence(title(point.books.interpreter)) if point.interpreter == "if_needed" else "",
        room=in_sentence(title(point.books.room)),
        agenda=tuple(item.title.text(language) for item in point.agenda),
    )


def _more(routine: Routine, point: MeetingPoint) -> Iterable[str]:
    """Rhythm, concerns and conditions, for the points that have any."""
    if point.repeat:
        yield _("Gjentas hver gang det har gått %(length)s, til %(until)s.") % {
            "length": _length(point.repeat.every),
            "until": _anchored(routine, point.repeat.until),
        }
    for trigger in point.also_on:
        yield _("Også innen %(length)s etter at noen har sagt fra om bekymring.") % {
            "length": _length(trigger.within)
        }
    condition = point.applies_when
    for code, words in (
        (condition.has_milestone, _("Bare for dem som har denne datoen: %(milestone)s.")),
        (condition.lacks_milestone, _("Bare for dem som ikke har denne datoen: %(milestone)s.")),
    ):
        if code:
            yield words % {"milestone": routine.milestone(code).title.text(current_language())}


def _anchored(routine: Routine, anchor: Anchor) -> str:
    title = routine.milestone(anchor.milestone).title
    return sentence(MilestoneReason(title, anchor.offset), current_language())


def _length(span: Span) -> str:
    """A stretch of time in words."""
    parts = [
        ngettext("%(n)d år", "%(n)d år", span.years) % {"n": span.years} if span.years else "",
        ngettext("%(n)d måned", "%(n)d måneder", span.months) % {"n": span.months} if span.months else "",
        ngettext("%(n)d uke", "%(n)d uker", span.weeks) % {"n": span.weeks} if span.weeks else "",
        ngettext("%(n)d dag", "%(n)d dager", span.days) % {"n": span.days} if span.days else "",
    ]
    return ", ".join(part for part in parts if part) or ngettext("%(n)d dag", "%(n)d dager", 0) % {"n": 0}


def in_reading_order(value: Any) -> Any:
    """A stored document with its keys in the order people write them; what is unknown comes last."""
    if isinstance(value, list):
        return [in_reading_order(one) for one in value]
    if not isinstance(value, dict):
        return value
    known = {key: place for place, key in enumerate(READING_ORDER)}
    keys = sorted(value, key=lambda key: (known.get(key, len(known)), key))
    return {key: in_reading_order(value[key]) for key in keys}
