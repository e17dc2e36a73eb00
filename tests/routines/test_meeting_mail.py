"""What leaves the house about a meeting, over a real mail conversation and read again as calendars read it."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils.timezone import localtime, now
from icalendar import Calendar, Event

from samlop.kernel.acting import acting_as
from samlop.kernel.actor import system_actor
from samlop.kernel.models import Outbox
from samlop.kernel.outbox import deliver, deliver_all
from samlop.participants.models import Contact, Participant
from samlop.routines.actions.calling import call_again, cancel_meeting, change_meeting
from samlop.routines.models import Invitation, Meeting
from tests.cast import Cast
from tests.routines.calls import arrangement, called, stretch


class Letterbox:
    """A mail server that keeps what it is handed."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusing = False

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refusing:
            return "451 try again later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == address]


class AnyPort(Controller):
    """Listens where there is room, and knows where that was."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    box = Letterbox()
    controller = AnyPort(box, hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.DEFAULT_FROM_EMAIL = "Samløp <samlop@example.org>"
    settings.PUBLIC_ADDRESS = "https://samlop.example.org"
    yield box
    controller.stop()


def calendar_in(letter: EmailMessage) -> tuple[Calendar, Event]:
    part = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["METHOD"]
    return calendar, calendar.walk("VEVENT")[0]


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return body.get_content().replace("\r\n", "\n").rstrip()


def test_an_invitation_is_a_letter_and_a_calendar_request(cast: Cast, letterbox: Letterbox) -> None:
    meeting = called(cast, when=stretch(minutes=60))
    assert deliver_all() == 4
    (letter,) = letterbox.to("tea@example.org")
    calendar, event = calendar_in(letter)
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == f"{meeting.pk}@samlop"
    assert event["SEQUENCE"] == 0
    assert event.start == meeting.starts_at
    assert event.end == meeting.ends_at
    assert event["DTSTART"].params["TZID"] == "Europe/Oslo"
    assert event["SUMMARY"] == "Møte i Samløp"
    assert event["LOCATION"] == "Rom Elva"
    assert event["STATUS"] == "CONFIRMED"
    assert event["ATTENDEE"] == "mailto:tea@example.org"
    assert event["ORGANIZER"] == "mailto:samlop@example.org"
    assert f"https://samlop.example.org/moter/{meeting.pk}/" in words_of(letter)


def test_the_calendar_carries_the_rules_of_norwegian_time(cast: Cast, letterbox: Letterbox) -> None:
    meeting = called(cast)
    deliver_all()
    calendar, event = calendar_in(letterbox.to("tea@example.org")[0])
    (norway,) = calendar.walk("VTIMEZONE")
    assert norway["TZID"] == "Europe/Oslo"
    zone = norway.to_tz(lookup_tzid=False)
    wall = event["DTSTART"].dt.replace(tzinfo=None)
    assert zone.utcoffset(wall) == localtime(meeting.starts_at).utcoffset()
    assert wall == localtime(meeting.starts_at).replace(tzinfo=None)


def test_a_move_is_the_same_meeting_with_a_higher_number(cast: Cast, letterbox: Letterbox) -> None:
    meeting = called(cast)
    deliver_all()
    with acting_as(cast.kari):
        change_meeting(
            cast.kari, meeting, arrangement=arrangement(cast.kari, cast.tea, when=stretch(8)), now=now()
        )
    deliver_all()
    first, second = (calendar_in(letter)[1] for letter in letterbox.to("tea@example.org"))
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert second.start == stretch(8).starts_at
    assert letterbox.to("tea@example.org")[1]["Subject"] == "Møte i Samløp er endret"
    calendar, gone = calendar_in(letterbox.to("kim@example.org")[1])
    assert (calendar["METHOD"], gone["STATUS"], gone["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_a_newcomer_to_a_moved_meeting_is_simply_called(cast: Cast, letterbox: Letterbox) -> None:
    meeting = called(cast, cast.kari)
    with acting_as(cast.kari):
        change_meeting(cast.kari, meeting, arrangement=arrangement(cast.kari, cast.nils), now=now())
    deliver_all()
    assert letterbox.to("nils@example.org")[0]["Subject"] == "Møte i Samløp"


def test_a_cancellation_takes_the_meeting_out_of_the_calendar(cast: Cast, letterbox: Letterbox) -> None:
    meeting = called(cast)
    deliver_all()
    with acting_as(cast.kari):
        cancel_meeting(cast.kari, meeting, because="Dina er syk")
    deliver_all()
    letter = letterbox.to("tea@example.org")[1]
    calendar, event = calendar_in(letter)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert "syk" not in words_of(letter)


def test_what_was_taken_back_before_it_left_never_leaves(cast: Cast, letterbox: Letterbox) -> None:
    meeting = called(cast)
    with acting_as(cast.kari):
        cancel_meeting(cast.kari, meeting, because="Feil dag")
        call_again(cast.kari, meeting, now=now())
    deliver_all()
    letters = letterbox.to("tea@example.org")
    assert [calendar_in(letter)[1]["SEQUENCE"] for letter in letters] == [2]


def test_nothing_that_leaves_says_who_or_what_about(cast: Cast, letterbox: Letterbox) -> None:
    Contact.objects.create(participant=cast.participant, email="dina@example.net")
    meeting = called(cast, interpreter_language="ar")
    with acting_as(cast.kari):
        cancel_meeting(cast.kari, meeting, because="Dina er syk")
        call_again(cast.kari, meeting, now=now())
    deliver_all()
    assert len(letterbox.letters) == 4
    secrets = [
        "Blåmeis",
        "Lysvåken",
        "Tålmodig",
        "Klarsynt",
        "syk",
        "arabisk",
        "Lindesnes",
        "NAV",
        "kartlegg",
        "Første",
    ]
    for letter in letterbox.letters:
        parts = [part.get_content() for part in letter.walk() if not part.is_multipart()]
        headers = [f"{name}: {value}" for name, value in letter.items() if name not in ("To", "From")]
        everything = "\n".join([*parts, *headers]).replace(letter["To"], "")
        assert [secret for secret in secrets if secret.lower() in everything.lower()] == []
        assert str(cast.participant.pk) not in everything


def test_dina_is_told_in_her_language_and_not_where(cast: Cast, letterbox: Letterbox) -> None:
    Contact.objects.create(participant=cast.participant, email="dina@example.net")
    called(cast)
    deliver_all()
    (letter,) = letterbox.to("dina@example.net")
    _calendar, event = calendar_in(letter)
    assert "LOCATION" not in event
    assert "Rom Elva" not in words_of(letter)
    assert "https://samlop.example.org/min-vei/" in words_of(letter)
    assert Outbox.objects.get(payload__language="ar").state == "delivered"


def test_without_an_address_there_is_no_letter_and_no_fault(cast: Cast, letterbox: Letterbox) -> None:
    called(cast, cast.kari)
    assert deliver_all() == 2
    assert [letter["To"] for letter in letterbox.letters] == ["kari@example.org"]


def test_a_place_on_screen_stays_in_the_house(cast: Cast, letterbox: Letterbox) -> None:
    called(cast, place_kind="screen", place="https://video.example.org/secret-room")
    deliver_all()
    letter = letterbox.to("tea@example.org")[0]
    assert "secret-room" not in letter.as_string()
    assert "LOCATION" not in calendar_in(letter)[1]


def test_a_mail_server_that_is_down_is_tried_again(cast: Cast, letterbox: Letterbox) -> None:
    called(cast, cast.kari)
    letterbox.refusing = True
    assert deliver_all() == 1  # Dina has no address, so hers is done.
    failing = Outbox.objects.get(state="failing")
    assert "451" in failing.error
    letterbox.refusing = False
    assert deliver_all(now() + timedelta(minutes=2)) == 1
    assert len(letterbox.letters) == 1


def test_the_same_row_sent_twice_carries_the_same_message_id(cast: Cast, letterbox: Letterbox) -> None:
    called(cast, cast.kari)
    row = Outbox.objects.get(payload__employment=str(cast.kari.employment_id))
    deliver(row.pk, row.kind)
    Outbox.objects.filter(pk=row.pk).update(state="waiting")
    deliver(row.pk, row.kind)
    first, second = letterbox.to("kari@example.org")
    assert first["Message-ID"] == second["Message-ID"]
    assert deliver(row.pk, row.kind) is False


def test_the_mail_reads_meetings_and_no_names(cast: Cast) -> None:
    called(cast)
    with acting_as(system_actor("mail")):
        assert Meeting.objects.count() == 1
        assert Invitation.objects.count() == 4
        assert not Participant.objects.exists()


def test_the_letter_is_plain_to_read(cast: Cast, letterbox: Letterbox) -> None:
    meeting = called(cast)
    deliver_all()
    words = words_of(letterbox.to("tea@example.org")[0])
    assert words.startswith("Du er kalt inn til et møte.\n\n")
    assert "10.00–10.45\nRom Elva\n" in words
    assert f"/moter/{meeting.pk}/" in words
    assert "\n\n\n" not in words
