"""The words on the pathway map in the reader's language, and the map drawn with them."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samlop.plans.captions import MapLabels
from samlop.plans.drawing import Orientation, StationAddress, draw
from samlop.plans.metro import ListItem, equivalent_list, lay_out
from samlop.plans.pathway import MeetingState, Pathway, StepStatus, TrackKind
from samlop.ui.dates import period as period_in_words
from samlop.ui.dates import short_day
from samlop.ui.languages import direction_of


@dataclass(frozen=True)
class DrawnMap:
    """One pathway as two drawings, for wide and tall surfaces, and as the list that says the same."""

    wide: SafeString
    tall: SafeString
    items: tuple[ListItem, ...]
    is_empty: bool


def labels() -> MapLabels:
    """Every word of the map that is not the plan's own."""
    return MapLabels(
        title=_("Kart over veien"),
        lines={
            TrackKind.GUIDANCE: _("Veiledning"),
            TrackKind.INTRODUCTION: _("Introduksjon"),
            TrackKind.LEARNING: _("Opplæring"),
            TrackKind.WORK: _("Arbeid"),
        },
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
        description=_("Stegene i planen tegnet som et banekart. Den samme veien står som liste under kartet."),
    )


def drawn(pathway: Pathway, *, address: StationAddress | None = None) -> DrawnMap:
    """The pathway drawn in the reader's language and direction of writing."""
    direction = direction_of(translation.get_language() or "nb")
    laid_out = lay_out(pathway)
    words = labels()
    wide, tall = (
        mark_safe(  # noqa: S308 (svg escapes every text itself)
            draw(laid_out, orientation=way, direction=direction, labels=words, address=address, name=f"map-{way}")
        )
        for way in (Orientation.HORIZONTAL, Orientation.VERTICAL)
    )
    return DrawnMap(wide=wide, tall=tall, items=equivalent_list(laid_out), is_empty=not pathway.stations)


def _quiet(days: int) -> str:
    if days >= 60:
        months = round(days / 30)
        return ngettext("%s måned uten noe", "%s måneder uten noe", months) % months
    return ngettext("%s dag uten noe", "%s dager uten noe", days) % days


def _period(first: date | None, until: date | None) -> str:
    if first is None:
        return _("til %s") % short_day(until) if until else _("uten dato")
    return period_in_words(first, until)
