"""The participant's meetings: when, where, with whom, about what, and what all agreed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from samlop.kernel.actor import Actor
from samlop.kernel.prepared import prepared
from samlop.participants.language_words import language_name
from samlop.participants.models import Participant
from samlop.portal.rules import to_bring
from samlop.portal.words import BRING, role_in_words
from samlop.routines.minutes_rules import mark_of, why_own_words_are_closed
from samlop.routines.models import (
    AgreedText,
    Confirmation,
    Gathering,
    GatheringInvitation,
    Invitation,
    Meeting,
)
from samlop.routines.queries.agreed_texts import Version, Word
from samlop.routines.queries.governing import routine_of
from samlop.routines.queries.meetings import point_of
from samlop.routines.queries.minutes import ParticipantView, heading_of, participant_view
from samlop.ui.languages import current_language

PARTICIPANT = "participant"


@dataclass(frozen=True)
class Seat:
    """One who is called: name, what they are, where from, and whether they come."""

    name: str
    role: str
    organisation: str
    comes: bool
    stays_away: bool


@dataclass(frozen=True)
class MyMeeting:
    """One meeting as its participant meets it."""

    meeting: Meeting
    title: str
    seats: tuple[Seat, ...]
    reply: str
    invitation_id: UUID | None
    called_by: str
    waits_for_me: bool

    @property
    def interpreter(self) -> str:
        """The language of the interpreter, in words; nothing when none is called."""
        return language_name(self.meeting.interpreter_language)

    @property
    def is_ahead(self) -> bool:
        """It is called and not yet held."""
        return self.meeting.state == Meeting.State.CALLED

    @property
    def is_on_screen(self) -> bool:
        """One takes part from where one is."""
        return self.meeting.place_kind == Meeting.Place.SCREEN


@dataclass(frozen=True)
class AgreedLine:
    """One point of the agenda and what was agreed on it."""

    title: str
    text: str


@dataclass(frozen=True)
class MeetingPage:
    """All about one meeting."""

    mine: MyMeeting
    agenda: tuple[str, ...]
    bring: tuple[str, ...]
    view: ParticipantView
    lines: tuple[AgreedLine, ...]
    mark: str
    may_write_words: bool

    @property
    def shown(self) -> Version | None:
        """The text that is read: what waits for a word, else what all agreed on."""
        return self.view.to_confirm or self.view.agreed

    @property
    def my_word(self) -> Word | None:
        """What the participant has said about the text that is read."""
        words = self.shown.counting if self.shown else ()
        return next((word for word in words if word.is_participants), None)


@dataclass(frozen=True)
class MyGathering:
    """A meeting for several participants at once that this one is called to."""

    invitation: GatheringInvitation
    title: str

    @property
    def gathering(self) -> Gathering:
        """When and where."""
        return self.invitation.gathering


def meetings_of(actor: Actor, participant_id: UUID) -> QuerySet[Meeting]:
    """The participant's meetings, each whole in one query: the called, and whether a word is waited for."""
    ready = AgreedText.objects.filter(meeting=OuterRef("pk"), state=AgreedText.State.DRAFT, closed=True)
    said = Confirmation.objects.filter(
        agreed_text__meeting=OuterRef("pk"),
        agreed_text__state=AgreedText.State.DRAFT,
        is_participant=True,
        set_aside_at=None,
    )
    mine: QuerySet[Meeting] = Meeting.objects.visible_to(actor).filter(participant=participant_id)
    return mine.select_related("routine_version", "called_by__person").annotate(
        seat_rows=ArraySubquery(_seats()), waits_for_me=Exists(ready) & ~Exists(said)
    )


@prepared
def meetings_at_hand(actor: Actor, participant_id: UUID, now: datetime) -> QuerySet[Meeting]:
    """Those still to come, and those whose text waits for the participant's word."""
    coming = Q(state=Meeting.State.CALLED, ends_at__gte=now)
    return meetings_of(actor, participant_id).filter(coming | Q(waits_for_me=True)).order_by("starts_at")


def my_meeting(meeting: Meeting) -> MyMeeting:
    """One row of `meetings_of` as the pages show it."""
    rows: Sequence[dict[str, Any]] = meeting.seat_rows  # type: ignore[attr-defined]
    own = next((row for row in rows if row["role"] == PARTICIPANT), None)
    return MyMeeting(
        meeting=meeting,
        title=heading_of(meeting),
        seats=tuple(_seat(row) for row in rows if row["role"] != PARTICIPANT),
        reply=own["reply"] if own else "",
        invitation_id=UUID(own["id"]) if own else None,
        called_by=meeting.called_by.person.name,
        waits_for_me=meeting.waits_for_me,  # type: ignore[attr-defined]
    )


def gatherings_ahead(actor: Actor, participant: Participant, now: datetime) -> list[MyGathering]:
    """The joint meetings the participant is called to, the nearest first."""
    found = _invited_ahead(actor, participant.pk, now)
    return [MyGathering(one, _gathering_title(one.gathering)) for one in found]


@prepared
def _invited_ahead(actor: Actor, participant_id: UUID, now: datetime) -> QuerySet[GatheringInvitation]:
    invited: QuerySet[GatheringInvitation] = GatheringInvitation.objects.visible_to(actor).filter(
        participant=participant_id, gathering__cancelled_at=None, gathering__ends_at__gte=now
    )
    return invited.select_related("gathering__routine_version").order_by("gathering__starts_at")


def meeting_page(meeting: Meeting) -> MeetingPage:
    """Everything about one meeting, before it and after; the meeting comes from `meetings_of`."""
    point = point_of(meeting)
    items = point.agenda if point else ()
    view = participant_view(meeting)
    shown = view.to_confirm or view.agreed
    texts = {item.code: item.text for item in shown.items} if shown else {}
    has_draft = meeting.state == Meeting.State.HELD or view.to_confirm is not None
    return MeetingPage(
        mine=my_meeting(meeting),
        agenda=tuple(item.title.text(current_language()) for item in items),
        bring=tuple(str(BRING[one]) for one in to_bring(item.fills for item in items)),
        view=view,
        mark=mark_of_version(shown) if shown else "",
        lines=tuple(
            AgreedLine(view.titles[code], text) for code in view.titles if (text := texts.get(code, ""))
        ),
        may_write_words=why_own_words_are_closed(meeting.state, has_draft=has_draft) is None,
    )


def mark_of_version(version: Version) -> str:
    """Tells one reading of a text from another: what was read is what is confirmed."""
    items = [(item.code, item.text) for item in version.items]
    decided = [(one.text, one.owner, one.due_on, one.plan_words) for one in version.decisions]
    return mark_of(repr((items, decided)))


def _gathering_title(gathering: Gathering) -> str:
    known = {one.code: one for one in routine_of(gathering.routine_version).gatherings}
    return known[gathering.code].title.text(current_language())


def _seats() -> QuerySet[Invitation, Any]:
    rows = Invitation.objects.filter(meeting=OuterRef("pk")).order_by("organisation__name", "role", "pk")
    return rows.values(
        row=JSONObject(
            id="pk",
            role="role",
            name="employment__person__name",
            organisation="organisation__name",
            reply="reply",
        )
    )


def _seat(row: dict[str, Any]) -> Seat:
    return Seat(
        name=row["name"] or "",
        role=role_in_words(row["role"]),
        organisation=row["organisation"] or "",
        comes=row["reply"] == Invitation.Reply.ACCEPTED,
        stays_away=row["reply"] == Invitation.Reply.DECLINED,
    )
