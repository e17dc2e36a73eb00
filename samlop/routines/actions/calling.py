"""What happens when a group is called together: called, moved, cancelled, called again, answered."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samlop.access.models import Employment
from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.participants.models import Participant
from samlop.routines.actions.call_checks import (
    check_future,
    check_not_called,
    check_time,
    seats_in,
    version_for,
)
from samlop.routines.actions.summons import CANCEL, REQUEST, ask_anew, invite, tell, uninvite
from samlop.routines.models import Invitation, Meeting
from samlop.routines.policies import calling as policies
from samlop.routines.queries.calling import collisions
from samlop.routines.rules import Arrangement, Occasion, Stretch, meeting_id

LONGEST_APOLOGY = 300


@transaction.atomic
def call_meeting(
    actor: Actor,
    participant: Participant,
    *,
    occasion: Occasion,
    arrangement: Arrangement,
    key: UUID,
    now: datetime,
    despite_collisions: bool = False,
) -> Meeting:
    """Calls the group together; `key` is that of the form, so that a form sent twice calls once."""
    participant = Participant.objects.select_for_update(of=["self"]).get(pk=participant.pk)
    require(policies.may_call(standing(actor, participant.pk)))
    called_before = Meeting.objects.filter(pk=meeting_id(participant.pk, key)).first()
    if called_before is not None:
        return called_before
    version = version_for(participant, occasion, now=now)
    seats = seats_in(participant, arrangement, now=now)
    check_time(participant, arrangement, seats=seats, now=now, despite_collisions=despite_collisions)
    meeting = Meeting(
        id=meeting_id(participant.pk, key),
        participant=participant,
        routine_version=version,
        point=occasion.point,
        occurrence=occasion.occurrence,
        target=occasion.target,
        reason=occasion.reason,
        called_by=Employment(pk=actor.employment_id),
    )
    _arrange(meeting, arrangement)
    meeting.save(force_insert=True)
    invite(meeting, seats, by=actor, with_participant=True)
    record(actor, "meeting.called", meeting, point=meeting.point, sequence=0)
    tell(meeting, REQUEST)
    return meeting


@transaction.atomic
def change_meeting(
    actor: Actor,
    meeting: Meeting,
    *,
    arrangement: Arrangement,
    now: datetime,
    despite_collisions: bool = False,
) -> Meeting:
    """Moves a meeting, or changes its place, people or interpreter; a new time asks everybody anew."""
    meeting = _locked(meeting)
    require(policies.may_change(standing(actor, meeting.participant_id), meeting))
    seats = seats_in(meeting.participant, arrangement, now=now)
    staff = Invitation.objects.filter(meeting=meeting, employment__isnull=False)
    invited = set(staff.values_list("employment_id", flat=True))
    is_moved = arrangement.when != Stretch(meeting.starts_at, meeting.ends_at)
    if not is_moved and _arrangement_of(meeting, invited) == arrangement:
        return meeting
    if is_moved or arrangement.employments - invited:
        check_time(
            meeting.participant,
            arrangement,
            seats=seats,
            now=now,
            besides=meeting.pk,
            despite_collisions=despite_collisions,
        )
    _arrange(meeting, arrangement)
    _save_anew(meeting)
    uninvite(meeting, invited - arrangement.employments)
    invite(meeting, [seat for seat in seats if seat.employment_id not in invited], by=actor)
    if is_moved:
        ask_anew(meeting, by=actor)
    record(actor, "meeting.changed", meeting, moved=is_moved, sequence=meeting.sequence)
    tell(meeting, REQUEST, newly_called=arrangement.employments - invited)
    return meeting


@transaction.atomic
def cancel_meeting(actor: Actor, meeting: Meeting, *, because: str) -> Meeting:
    """Calls a meeting off, with the reason for those who see the file."""
    require(policies.may_call(standing(actor, meeting.participant_id)))
    meeting = _locked(meeting)
    if meeting.state == Meeting.State.CANCELLED:
        return meeting
    if meeting.state != Meeting.State.CALLED:
        raise RuleBroken(_("Møtet er holdt og kan ikke avlyses."))
    if not because.strip():
        raise RuleBroken(_("Skriv hvorfor møtet avlyses."), field="because")
    meeting.state, meeting.cancelled_because = Meeting.State.CANCELLED, because.strip()
    _save_anew(meeting)
    record(actor, "meeting.cancelled", meeting, sequence=meeting.sequence)
    tell(meeting, CANCEL)
    return meeting


@transaction.atomic
def call_again(actor: Actor, meeting: Meeting, *, now: datetime) -> Meeting:
    """Takes a cancellation back: the meeting stands as it was, and so do the answers to it."""
    require(policies.may_call(standing(actor, meeting.participant_id)))
    meeting = _locked(meeting)
    if meeting.state != Meeting.State.CANCELLED:
        return meeting
    when = Stretch(meeting.starts_at, meeting.ends_at)
    check_future(when, now)
    if collisions(meeting.participant, when, seats=(), besides=meeting.pk):
        raise RuleBroken(_("Deltakeren har fått et annet møte på samme tid. Kall inn på nytt."))
    check_not_called(meeting.participant, Occasion(meeting.point, meeting.occurrence))
    meeting.state, meeting.cancelled_because = Meeting.State.CALLED, ""
    _save_anew(meeting)
    record(actor, "meeting.called_again", meeting, sequence=meeting.sequence)
    tell(meeting, REQUEST)
    return meeting


@transaction.atomic
def reply_to_meeting(
    actor: Actor, invitation: Invitation, *, reply: str, apology: str, now: datetime
) -> Invitation:
    """Keeps the answer of one who is called, in their own words where they give any."""
    locked = Invitation.objects.select_for_update(of=["self"]).select_related("meeting")
    invitation = locked.get(pk=invitation.pk)
    require(policies.may_reply(standing(actor, invitation.participant_id), invitation))
    if invitation.meeting.state != Meeting.State.CALLED:
        raise RuleBroken(_("Møtet er holdt eller avlyst, så svaret kan ikke endres."))
    if reply not in Invitation.Reply or reply == Invitation.Reply.NONE:
        raise RuleBroken(_("Velg et av svarene."), field="reply")
    if len(apology) > LONGEST_APOLOGY:
        raise RuleBroken(_("Meldingen er for lang: skriv den med høyst 300 tegn."), field="apology")
    invitation.reply, invitation.apology, invitation.replied_at = reply, apology.strip(), now
    invitation.save(update_fields=["reply", "apology", "replied_at"], force_update=True)
    record(actor, "meeting.replied", invitation, meeting=str(invitation.meeting_id), reply=reply)
    return invitation


def _locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, held for this act; the participant first, as whoever calls does."""
    Participant.objects.select_for_update(of=["self"]).get(pk=meeting.participant_id)
    locked = Meeting.objects.select_for_update(of=["self"])
    return locked.select_related("participant", "routine_version").get(pk=meeting.pk)


def _arrange(meeting: Meeting, arrangement: Arrangement) -> None:
    meeting.starts_at, meeting.ends_at = arrangement.when.starts_at, arrangement.when.ends_at
    meeting.place_kind, meeting.place = arrangement.place_kind, arrangement.place
    meeting.interpreter_language = arrangement.interpreter_language
    meeting.interpreter_booked = arrangement.interpreter_booked if arrangement.interpreter_language else ""


def _arrangement_of(meeting: Meeting, invited: Iterable[UUID | None]) -> Arrangement:
    return Arrangement(
        when=Stretch(meeting.starts_at, meeting.ends_at),
        place_kind=meeting.place_kind,
        place=meeting.place,
        employments=frozenset(one for one in invited if one is not None),
        interpreter_language=meeting.interpreter_language,
        interpreter_booked=meeting.interpreter_booked,
    )


def _save_anew(meeting: Meeting) -> None:
    """Every change calendars must hear of has a higher number than the one before."""
    meeting.sequence += 1
    meeting.save(force_update=True)
