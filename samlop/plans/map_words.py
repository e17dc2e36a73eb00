"""The words on the pathway map in the reader's language, and the map drawn with them, once for equal plans."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from html import unescape

from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samlop.kernel.periods import last_day
from samlop.plans.captions import MapLabels
from samlop.plans.drawing import Orientation, StationAddress, draw
from samlop.plans.metro import ItemKind, ListItem, PathwayMap, equivalent_list, lay_out
from samlop.plans.pathway import OVER, MeetingState, Pathway, Station, StepStatus
from samlop.plans.transitions import Reason, Transition
from samlop.plans.wording import LOOKS, TRACKS
from samlop.routines.because import ISOLATE
from samlop.ui.dates import period as period_in_words
from samlop.ui.dates import short_day
from samlop.ui.languages import current_language, direction_of
from samlop.ui.svg import UnsafeDrawing

KEPT_DRAWINGS = 256
"""Equal pathways are drawn once; a drawing takes some twenty thousand characters."""

GAP = "gap"
PLACE = "#til:"
_PLACES = re.compile(rf'href="{PLACE}([^"]*)"')
_LOCAL = re.compile(r"(#|/(?!/)|\?)")
_MONTHS_FROM = 60


@dataclass(frozen=True)
class RoadLine:
    """One line of the list that says what the map shows; `state` is how a step stands, in words and as a look."""

    kind: str
    title: str
    details: tuple[str, ...] = ()
    state: tuple[str, str] | None = None
    key: str = ""
    href: str = ""


@dataclass(frozen=True)
class GapLine:
    """One transition to mind: at which step, when, and why."""

    title: str
    day: date | None
    reasons: tuple[str, ...]
    key: str
    href: str = ""


@dataclass(frozen=True)
class DrawnMap:
    """One pathway as two drawings, for wide and tall surfaces, the list that says the same, and what to mind."""

    wide: SafeString
    tall: SafeString
    lines: tuple[RoadLine, ...]
    gaps: tuple[GapLine, ...]
    is_empty: bool


def labels() -> MapLabels:
    """Every word of the map that is not the plan's own."""
    return MapLabels(
        title=_("Kart over veien"),
        lines={track: str(name) for track, name in TRACKS.items()},
        statuses={
            StepStatus.PLANNED: _("planlagt"),
            StepStatus.ONGOING: _("pågår"),
            StepStatus.COMPLETED: _("fullført"),
            StepStatus.PAUSED: _("satt på pause"),
            StepStatus.INTERRUPTED: _("avbrutt"),
        },
        meeting_states={
            MeetingState.DUE: _("møte skal kalles inn"),
            MeetingState.CALLED: _("møte er kalt inn"),
            MeetingState.HELD: _("møte er holdt"),
        },
        today=_("I dag"),
        goal=_("Målet"),
        no_goal=_("Målet er ikke skrevet ennå"),
        gap=_("Pass på"),
        no_agency=_("Ingen etat er valgt"),
        no_next_step=_("Ikke noe neste steg"),
        quiet=_quiet,
        awaits=lambda title: _("Venter på: %s") % title,
        period=_period,
        day=short_day,
        year=str,
        part=lambda number, count: _("del %(number)s av %(count)s") % {"number": number, "count": count},
        description=_(
            "Stegene i planen tegnet som et banekart. Den samme veien står som liste under kartet."
        ),
    )


def drawn(pathway: Pathway, *, address: StationAddress | None = None) -> DrawnMap:
    """The pathway drawn in the reader's language and direction of writing, each station leading to its address."""
    found = _drawn(pathway, current_language(), has_links=address is not None)
    if address is None:
        return found
    return replace(
        found,
        wide=_led(found.wide, address),
        tall=_led(found.tall, address),
        lines=tuple(replace(line, href=_way(line.key, address)) for line in found.lines),
        gaps=tuple(replace(gap, href=_way(gap.key, address)) for gap in found.gaps),
    )


@lru_cache(maxsize=KEPT_DRAWINGS)
def _drawn(pathway: Pathway, language: str, *, has_links: bool) -> DrawnMap:
    """The map as it is for everybody who reads this language; where its stations lead to stands as a place."""
    with translation.override(language):
        laid_out, words = lay_out(pathway), labels()
        wide, tall = (
            draw(
                laid_out,
                orientation=way,
                direction=direction_of(language),
                labels=words,
                address=(lambda key: PLACE + key) if has_links else None,
                name=f"map-{way}",
            )
            for way in (Orientation.HORIZONTAL, Orientation.VERTICAL)
        )
        return DrawnMap(
            wide=mark_safe(wide),  # noqa: S308 (svg escapes every text itself)
            tall=mark_safe(tall),  # noqa: S308 (as above)
            lines=tuple(_line(item, laid_out, words) for item in equivalent_list(laid_out)),
            gaps=tuple(_gap(one) for one in laid_out.transitions if one.is_gap),
            is_empty=not pathway.stations,
        )


def _led(drawing: SafeString, address: StationAddress) -> SafeString:
    """The drawing with every station's own address."""
    return mark_safe(_PLACES.sub(lambda found: f'href="{_written(unescape(found[1]), address)}"', drawing))  # noqa: S308


def _written(key: str, address: StationAddress) -> str:
    way = address(key)
    if not _LOCAL.match(way):
        raise UnsafeDrawing(f"link {way!r}")
    return escape(way)


def _way(key: str, address: StationAddress) -> str:
    return address(key) if key else ""


def _line(item: ListItem, laid_out: PathwayMap, words: MapLabels) -> RoadLine:
    """One line of the equivalent list in words."""
    if item.station:
        return _station_line(item.station, item.waits_for, words)
    if item.transition:
        return _transition_line(item.transition)
    if item.meeting:
        state, day = words.meeting_states[item.meeting.state], short_day(item.meeting.day)
        return RoadLine(item.kind, item.meeting.title or _("Møte"), (day, state))
    if item.kind is ItemKind.TODAY:
        return RoadLine(item.kind, words.today, (short_day(laid_out.pathway.today),))
    day = short_day(laid_out.pathway.horizon) if laid_out.pathway.horizon else ""
    return RoadLine(item.kind, words.goal, tuple(filter(None, (laid_out.pathway.goal or words.no_goal, day))))


def _station_line(station: Station, waits_for: Iterable[Station], words: MapLabels) -> RoadLine:
    waits = ", ".join(_apart(waited.title) for waited in waits_for)
    details = (
        words.period(station.first, station.until),
        station.organisation or ("" if station.status in OVER else words.no_agency),
        words.awaits(waits) if waits else "",
        station.note,
    )
    state = (words.statuses[station.status], LOOKS[station.status])
    return RoadLine(
        ItemKind.STATION, station.title, tuple(filter(None, details)), state=state, key=station.key
    )


def _transition_line(transition: Transition) -> RoadLine:
    kind = GAP if transition.is_gap else ItemKind.TRANSITION.value
    title = _("Pass på overgangen") if transition.is_gap else _("Overgang")
    return RoadLine(kind, title, tuple(_reasons(transition)))


def _gap(transition: Transition) -> GapLine:
    station = transition.entering or transition.leaving
    return GapLine(station.title, transition.day, tuple(_reasons(transition)), station.key)


def _reasons(transition: Transition) -> Iterator[str]:
    """Why there is something to say of a transition, a sentence each."""
    leaving, entering = _apart(transition.leaving.title), transition.entering
    step = _apart(entering.title) if entering else ""
    quiet = _quiet(transition.quiet_days)
    if Reason.GAP_IN_TIME in transition.reasons and entering:
        yield _("%(time)s før %(step)s.") % {"time": quiet.capitalize(), "step": step}
    elif Reason.GAP_IN_TIME in transition.reasons:
        yield _("%(time)s etter %(step)s.") % {"time": quiet.capitalize(), "step": leaving}
    if Reason.NO_NEXT_AGENCY in transition.reasons and entering:
        yield _("Ingen etat har sagt at den har ansvaret for %(step)s.") % {"step": step}
    elif Reason.NO_NEXT_AGENCY in transition.reasons:
        yield _("Ingenting er planlagt etter %(step)s.") % {"step": leaving}
    if Reason.WAITS_FOR_UNFINISHED in transition.reasons:
        yield _("%(step)s venter på %(waited)s, som ikke er ferdig til da.") % {
            "step": step,
            "waited": leaving,
        }
    if Reason.CHANGES_AGENCY in transition.reasons and entering:
        agencies = {"new": _apart(entering.organisation), "old": _apart(transition.leaving.organisation)}
        yield _("%(new)s tar over etter %(old)s.") % agencies


def _apart(text: str) -> str:
    """Names and typed words kept whole inside a sentence that is written the other way."""
    return ISOLATE.format(text) if text and translation.get_language_bidi() else text


def _quiet(days: int) -> str:
    if days >= _MONTHS_FROM:
        months = round(days / 30)
        return ngettext("%s måned uten noe", "%s måneder uten noe", months) % months
    return ngettext("%s dag uten noe", "%s dager uten noe", days) % days


def _period(first: date | None, until: date | None) -> str:
    if first is None:
        return _("til %s") % short_day(last_day(until)) if until else _("uten dato")
    return period_in_words(first, until)
