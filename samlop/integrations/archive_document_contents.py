"""What one agency's copy holds: the agreed text, and the agency's own notes as they stood when all agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation

from samlop.access.models import Employment, Organisation
from samlop.participants.models import Participant
from samlop.routines.as_agreed import AsAgreed, SeatThen, WordsThen
from samlop.routines.models import AgreedText, ArchivedNote, Meeting
from samlop.routines.queries.agreed_texts import Version, versions_of
from samlop.routines.queries.minutes import agenda_of, heading_of, titles_of

LANGUAGE = "nb"


@dataclass(frozen=True)
class Note:
    """One of the agency's own notes."""

    code: str
    title: str
    text: str
    author: str


@dataclass(frozen=True)
class Seat:
    """One place at the table as it was when all agreed; only the participant's has no organisation."""

    name: str
    organisation: Organisation | None
    then: SeatThen


@dataclass(frozen=True)
class Contents:
    """Everything in one agency's copy of one version of one meeting."""

    agency: Organisation
    participant: Participant
    meeting: Meeting
    title: str
    titles: dict[str, str]
    version: Version
    seats: Sequence[Seat]
    notes: Sequence[Note]

    @property
    def own_words(self) -> WordsThen | None:
        """The participant's words as they stood when all agreed."""
        return self.version.as_agreed.own_words

    @property
    def at_meeting(self) -> list[Seat]:
        """Those who were called to the meeting or came to it."""
        return [seat for seat in self.seats if seat.then.belongs_to_meeting]

    @property
    def gathered(self) -> list[Seat]:
        """Those who sat together when a later version was confirmed."""
        return [seat for seat in self.seats if seat.then.here] if self.version.number > 1 else []


def contents_for(agreed_text_id: UUID, organisation_id: UUID) -> Contents:
    """The copy of one agency, from what was kept at the agreement: what is written since belongs to a later version.

    The archive may read every agency's notes, so it must ask for this one's alone.
    """
    text = AgreedText.objects.select_related("meeting__routine_version", "meeting__participant").get(
        pk=agreed_text_id
    )
    meeting = text.meeting
    (version,) = versions_of(AgreedText.objects.filter(pk=agreed_text_id))
    with translation.override(LANGUAGE):
        titles = titles_of(agenda_of(meeting), LANGUAGE)
        return Contents(
            agency=Organisation.objects.get(pk=organisation_id),
            participant=meeting.participant,
            meeting=meeting,
            title=heading_of(meeting),
            titles=titles,
            version=version,
            seats=_seats(version.as_agreed, meeting.participant),
            notes=_own_notes(text, organisation_id, titles),
        )


def _seats(kept: AsAgreed, participant: Participant) -> list[Seat]:
    """Everybody at the table by name, the participant first, then as the organisations are named."""
    people = Employment.objects.select_related("person").in_bulk(
        [UUID(one.employment) for one in kept.seats if one.employment]
    )
    organisations = Organisation.objects.in_bulk(
        [UUID(one.organisation) for one in kept.seats if one.organisation]
    )
    seats = [
        Seat(
            name=people[UUID(one.employment)].person.name if one.employment else str(participant),
            organisation=organisations[UUID(one.organisation)] if one.organisation else None,
            then=one,
        )
        for one in kept.seats
    ]
    return sorted(seats, key=lambda seat: (seat.organisation is not None, str(seat.organisation), seat.name))


def _own_notes(text: AgreedText, organisation_id: UUID, titles: dict[str, str]) -> list[Note]:
    kept = ArchivedNote.objects.filter(agreed_text=text, organisation=organisation_id)
    order = {code: place for place, code in enumerate(titles)}
    notes = sorted(
        kept.select_related("author__person"), key=lambda note: order.get(note.agenda_code, len(order))
    )
    return [
        Note(note.agenda_code, titles.get(note.agenda_code, ""), note.text, note.author.person.name)
        for note in notes
    ]
