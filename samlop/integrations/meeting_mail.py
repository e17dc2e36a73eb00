"""Letters about meetings, with their calendar entry: a time and a link, and nothing about anybody.

Runs as the system actor `mail`, which the access matrix lets read meetings and addresses, and no name.
"""

import hashlib
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samlop.access.models import Employment
from samlop.integrations.meeting_calendar import CANCEL, Appointment, calendar_of
from samlop.participants.models import Contact
from samlop.routines.models import Gathering, GatheringInvitation, Invitation, Meeting

CALENDAR = "text/calendar; method={method}; charset=utf-8"


@dataclass(frozen=True)
class Letter:
    """One letter to one recipient, in a language they read."""

    address: str
    language: str
    appointment: Appointment
    is_change: bool


def deliver(key: str, payload: dict[str, Any]) -> None:
    """Sends the letter an outbox row asks for; one that a later change has made untrue is not sent.

    The same row sent twice carries the same Message-ID, so that a mail server or a reader can tell.
    """
    letter = _gathering_letter(payload) if "gathering" in payload else _meeting_letter(payload)
    if letter is None or not letter.address:
        return
    with translation.override(letter.language):
        _message(letter, key).send()


def _meeting_letter(payload: dict[str, Any]) -> Letter | None:
    meeting = Meeting.objects.filter(pk=payload["meeting"]).first()
    if meeting is None or _is_outdated(meeting, payload):
        return None
    is_staff = "employment" in payload
    place = meeting.place if is_staff and meeting.place_kind == Meeting.Place.ROOM else ""
    link = reverse("routines:meeting", args=[meeting.pk]) if is_staff else reverse("portal:road")
    return Letter(
        address=_staff_address(payload) if is_staff else _own_address(meeting.participant_id),
        language=payload.get("language", settings.LANGUAGE_CODE),
        appointment=_appointment(meeting, payload, place=place, link=link),
        is_change=meeting.sequence > 0 and not payload.get("first", False),
    )


def _is_outdated(meeting: Meeting, payload: dict[str, Any]) -> bool:
    """A request gives way to any later change; a cancellation only to being called again."""
    stands = meeting.state == Meeting.State.CALLED
    if payload["method"] != CANCEL:
        return not stands or meeting.sequence != payload["sequence"]
    invited = Invitation.objects.filter(meeting=meeting, employment=payload.get("employment"))
    return stands and invited.exists()


def _gathering_letter(payload: dict[str, Any]) -> Letter | None:
    gathering = Gathering.objects.filter(pk=payload["gathering"]).first()
    if gathering is None or gathering.sequence != payload["sequence"]:
        return None
    invitation = GatheringInvitation.objects.filter(pk=payload["invitation"]).first()
    if invitation is None:
        return None
    return Letter(
        address=_own_address(invitation.participant_id),
        language=payload["language"],
        appointment=_appointment(gathering, payload, place="", link=reverse("portal:road")),
        is_change=gathering.sequence > 0,
    )


def _staff_address(payload: dict[str, Any]) -> str:
    employment = Employment.objects.current(localdate()).filter(pk=payload["employment"]).first()
    return employment.email if employment else ""


def _own_address(participant_id: UUID) -> str:
    contact = Contact.objects.filter(participant_id=participant_id).first()
    return contact.email if contact else ""


def _appointment(
    meeting: Meeting | Gathering, payload: dict[str, Any], *, place: str, link: str
) -> Appointment:
    return Appointment(
        uid=f"{meeting.pk}@samlop",
        sequence=payload["sequence"],
        method=payload["method"],
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=place,
        link=f"{settings.PUBLIC_ADDRESS}{link}",
    )


def _message(letter: Letter, key: str) -> EmailMultiAlternatives:
    appointment = letter.appointment
    organiser = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    message = EmailMultiAlternatives(
        subject=_subject(letter),
        body=render_to_string("integrations/meeting_mail.txt", {"letter": letter, "meeting": appointment}),
        to=[letter.address],
        headers={
            "Message-ID": f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{organiser.partition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    calendar = calendar_of(appointment, organiser=organiser, attendee=letter.address)
    message.attach_alternative(calendar.decode(), CALENDAR.format(method=appointment.method))
    return message


def _subject(letter: Letter) -> str:
    if letter.appointment.is_cancelled:
        return _("Møte i Samløp er avlyst")
    return _("Møte i Samløp er endret") if letter.is_change else _("Møte i Samløp")
