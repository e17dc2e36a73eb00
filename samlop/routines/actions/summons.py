"""Who is called to a meeting, and the word of it that leaves the house."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from samlop.kernel.actor import Actor
from samlop.kernel.outbox import send_later
from samlop.participants.models import Membership
from samlop.routines.models import Invitation, Meeting
from samlop.routines.queries.governing import routine_of
from samlop.routines.rules import PARTICIPANT

MAIL = "mail.meeting"
REQUEST, CANCEL = "REQUEST", "CANCEL"
ACCEPTED, NOT_ANSWERED = Invitation.Reply.ACCEPTED, Invitation.Reply.NONE


def invite(
    meeting: Meeting, seats: Sequence[Membership], *, by: Actor, with_participant: bool = False
) -> None:
    """Writes down who is called; whom the routine names must be there, the others may; who calls will come."""
    named = routine_of(meeting.routine_version).point(meeting.point).calls if meeting.point else None
    called = [
        Invitation(
            meeting=meeting,
            participant_id=meeting.participant_id,
            role=seat.role,
            employment_id=seat.employment_id,
            organisation_id=seat.organisation_id,
            required=named is None or seat.role in named,
            reply=ACCEPTED if seat.employment_id == by.employment_id else NOT_ANSWERED,
        )
        for seat in seats
    ]
    if with_participant:
        called.append(Invitation(meeting=meeting, participant_id=meeting.participant_id, role=PARTICIPANT))
    Invitation.objects.bulk_create(called)


def ask_anew(meeting: Meeting, *, by: Actor) -> None:
    """Everybody is asked again after a move, but for whoever moved the meeting, who will come."""
    invited = Invitation.objects.filter(meeting=meeting)
    own = Q(employment=by.employment_id)
    invited.exclude(own).update(reply=NOT_ANSWERED, apology="", replied_at=None)
    invited.filter(own).exclude(reply=ACCEPTED).update(reply=ACCEPTED, apology="")


def uninvite(meeting: Meeting, employments: Iterable[UUID | None]) -> None:
    """Takes some off the list, and tells their calendars."""
    gone = [one for one in employments if one is not None]
    Invitation.objects.filter(meeting=meeting, employment__in=gone).delete()
    for employment in gone:
        _send(meeting, CANCEL, employment)


def tell(meeting: Meeting, method: str, *, newly_called: Collection[UUID] = ()) -> None:
    """Sends word to everybody called: ids and codes only, never a name or what the meeting is about."""
    invited = Invitation.objects.filter(meeting=meeting).values_list("employment_id", flat=True)
    for employment in invited:
        _send(meeting, method, employment, **({"first": True} if employment in newly_called else {}))


def _send(meeting: Meeting, method: str, employment: UUID | None, **more: bool) -> None:
    """One letter a recipient and change; a participant's language goes along: the mail reads no file."""
    own_language = {"language": meeting.participant.portal_language}
    recipient = {"employment": str(employment)} if employment else own_language
    send_later(
        MAIL,
        key=f"meeting:{meeting.pk}:{meeting.sequence}:{employment or PARTICIPANT}",
        meeting=str(meeting.pk),
        sequence=meeting.sequence,
        method=method,
        **recipient,
        **more,
    )
