"""The milestones as they stand inside a sentence, and why a day of one cannot be right."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samlop.participants.rules import DayDoubt, DayReason
from samlop.ui.dates import short_day

IN_A_SENTENCE: Mapping[str, Promise] = MappingProxyType(
    {
        "settled": _("bosetting"),
        "programme_start": _("start i introduksjonsprogrammet"),
        "adult_education_start": _("start i voksenopplæringen"),
        "adult_education_end": _("slutt på voksenopplæringen"),
        "upper_secondary_start": _("start i videregående opplæring"),
        "upper_secondary_end": _("slutt på videregående opplæring"),
        "apprenticeship_start": _("start i læretid"),
        "apprenticeship_end": _("slutt på læretiden"),
        "trade_certificate": _("fagbrev"),
        "higher_education_start": _("start i høyere utdanning"),
        "work_start": _("start i arbeid"),
    }
)
EXPECTED = _("forventet %(milestone)s")
ACTUAL = _("faktisk %(milestone)s")

REASONS: Mapping[DayReason, Promise] = MappingProxyType(
    {
        DayReason.TOO_EARLY: _("Datoen er for langt tilbake. Den kan ikke være før %(limit)s."),
        DayReason.TOO_FAR_AHEAD: _("Datoen er for langt fram. Den kan ikke være etter %(limit)s."),
        DayReason.BEFORE_BIRTH: _("Datoen er før deltakeren ble født, %(limit)s."),
        DayReason.NOT_YET: _("Dette har ikke skjedd ennå. Skriv datoen som forventet."),
        DayReason.BEFORE_OTHER: _("Datoen er før %(other)s, som er %(limit)s."),
        DayReason.NOT_AFTER_OTHER: _("Datoen må være etter %(other)s, som er %(limit)s."),
    }
)


def doubt_in_words(doubt: DayDoubt) -> str:
    """What is wrong with the day and what would be right."""
    other = str(IN_A_SENTENCE[doubt.other]) if doubt.other else ""
    return str(REASONS[doubt.reason]) % {"limit": short_day(doubt.limit), "other": other}


def milestone_field(code: str, which: str) -> str:
    """One of a milestone's two days inside a sentence: «forventet slutt på voksenopplæringen»."""
    pattern = EXPECTED if which == "expected" else ACTUAL
    return str(pattern) % {"milestone": IN_A_SENTENCE[code]}
