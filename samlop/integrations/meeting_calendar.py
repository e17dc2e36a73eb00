"""A meeting as calendars understand it (iTIP): when, and where it may be told, but never about whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

OSLO = ZoneInfo("Europe/Oslo")
CANCEL = "CANCEL"
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


@dataclass(frozen=True)
class Appointment:
    """What a calendar is told of one meeting: one `uid` all its life, a higher `sequence` for every change."""

    uid: str
    sequence: int
    method: str
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str

    @property
    def is_cancelled(self) -> bool:
        """The meeting is off."""
        return self.method == CANCEL


def calendar_of(appointment: Appointment, *, organiser: str, attendee: str) -> bytes:
    """The calendar object, with the rules of Norwegian time in it, for one recipient who sees no other."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samlop//Samlop//NB")
    calendar.add("version", "2.0")
    calendar.add("method", appointment.method)
    calendar.add_component(_norwegian_time())
    calendar.add_component(_event(appointment, organiser=organiser, attendee=attendee))
    return bytes(calendar.to_ical())


def _event(appointment: Appointment, *, organiser: str, attendee: str) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", timezone.now().replace(microsecond=0))
    event.add("dtstart", appointment.starts_at.astimezone(OSLO))
    event.add("dtend", appointment.ends_at.astimezone(OSLO))
    event.add("summary", _("Møte i Samløp"))
    event.add("description", appointment.link)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    event.add("organizer", _address(organiser, [("CN", "Samløp")]), encode=False)
    answer = [("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "FALSE")]
    event.add("attendee", _address(attendee, answer), encode=False)
    if appointment.place:
        event.add("location", appointment.place)
    return event


def _address(address: str, parameters: Iterable[tuple[str, str]]) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    for name, value in parameters:
        found.params[name] = vText(value)
    return found


def _norwegian_time() -> Timezone:
    """Summer time from the last Sunday of March to the last Sunday of October, as since 1996."""
    norway = Timezone()
    norway.add("tzid", OSLO.key)
    changes: tuple[tuple[Any, str, datetime, timedelta, timedelta], ...] = (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), WINTER, SUMMER),  # noqa: DTZ001
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), SUMMER, WINTER),  # noqa: DTZ001
    )
    for part, name, first, before, after in changes:
        part.add("tzname", name)
        part.add("dtstart", first)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1SU"})
        norway.add_component(part)
    return norway
