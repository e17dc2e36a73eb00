"""Days and times as people say them, in the language of the page."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samlop.kernel.periods import last_day
from samlop.ui.languages import current_language

# Languages that write the ordinal point after the day; the others write the bare number.
_WITH_POINT = ("nb", "nn")
_MONTHS_FROM = 60
_YEARS_FROM = 24 * 30


def long_day(day: date) -> str:
    """«mandag 3. mars 2026»."""
    return dateformat(_local(day), "l j. F Y" if _pointed() else "l j F Y")


def short_day(day: date) -> str:
    """«3. mars 2026»."""
    return dateformat(_local(day), "j. F Y" if _pointed() else "j F Y")


def clock(moment: datetime) -> str:
    """«10.00», or «10:00» where that is the custom."""
    return dateformat(_local(moment), "H.i" if _pointed() else "H:i")


def day_and_clock(moment: datetime) -> str:
    """«3. mars 2026 kl. 10.00»."""
    return _("%(day)s kl. %(clock)s") % {"day": short_day(moment), "clock": clock(moment)}


def days_from(day: date, today: date) -> str:
    """«om 12 dager», «i morgen», «for 3 dager siden»; in months and years when days would say too much."""
    distance = (_plain(day) - _plain(today)).days
    near = {0: _("i dag"), 1: _("i morgen"), -1: _("i går")}
    if distance in near:
        return near[distance]
    return _ahead(distance) if distance > 0 else _behind(-distance)


def period(first: date, until: date | None) -> str:
    """«1. mars 2026 – 30. juni 2026»; `until` is the first day after, as everywhere in Samløp."""
    if until is None:
        return _("fra %(day)s") % {"day": short_day(first)}
    last = last_day(_plain(until))
    if last <= _plain(first):
        return short_day(first)
    return f"{short_day(first)} – {short_day(last)}"


def _ahead(days: int) -> str:
    if days < _MONTHS_FROM:
        return ngettext("om %(n)d dag", "om %(n)d dager", days) % {"n": days}
    if days < _YEARS_FROM:
        months = round(days / 30.4)
        return ngettext("om %(n)d måned", "om %(n)d måneder", months) % {"n": months}
    years = round(days / 365.25)
    return ngettext("om %(n)d år", "om %(n)d år", years) % {"n": years}


def _behind(days: int) -> str:
    if days < _MONTHS_FROM:
        return ngettext("for %(n)d dag siden", "for %(n)d dager siden", days) % {"n": days}
    if days < _YEARS_FROM:
        months = round(days / 30.4)
        return ngettext("for %(n)d måned siden", "for %(n)d måneder siden", months) % {"n": months}
    years = round(days / 365.25)
    return ngettext("for %(n)d år siden", "for %(n)d år siden", years) % {"n": years}


def _pointed() -> bool:
    return current_language() in _WITH_POINT


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _plain(value: date) -> date:
    local = _local(value)
    return local.date() if isinstance(local, datetime) else local
