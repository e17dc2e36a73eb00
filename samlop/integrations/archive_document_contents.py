"""What one agency's copy of an agreed meeting holds: the agreed text, and the agency's own notes and nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation

from samlop.access.models import Organisation
from samlop.participants.models import Participant
from samlop.routines.models import AgreedText, Invitation, Meeting, OwnNote, OwnWords
from samlop.routines.queries.agreed_texts import Version, versions_of
from samlop.routines.queries.minutes import agenda_of, heading_of, own_words_in, seats_of, titles_of

LANGUAGE = "nb"


@dataclass(frozen=True)
class Note:
    """One of the agency's own notes."""

    code: str
    title: str
    text: str
    author: str


@dataclass(frozen=True)
class Contents:
    """Everything in one agency's copy of one version of one meeting."""

    agency: Organisation
    participant: Participant
    meeting: Meeting
    title: str
    titles: dict[str, str]
    version: Version
    seats: Sequence[Invitation]
    own_words: OwnWords | None
    notes: Sequence[Note]


def contents_for(agreed_text_id: UUID, organisation_id: UUID) -> Contents:
    """The copy of one agency. The archive may read every agency's notes, so it must ask for this one's alone."""
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
            seats=seats_of(meeting),
            own_words=own_words_in(meeting),
            notes=_own_notes(meeting, organisation_id, titles),
        )


def _own_notes(meeting: Meeting, organisation_id: UUID, titles: dict[str, str]) -> list[Note]:
    kept = OwnNote.objects.filter(meeting=meeting, organisation=organisation_id).exclude(text="")
    order = {code: place for place, code in enumerate(titles)}
    notes = sorted(
        kept.select_related("author__person"), key=lambda note: order.get(note.agenda_code, len(order))
    )
    return [
        Note(note.agenda_code, titles.get(note.agenda_code, ""), note.text, note.author.person.name)
        for note in notes
    ]
