"""Puts the meetings among the rows: called, answered, held, agreed; what was written in them lies beside."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from samlop.demo import records
from samlop.demo.caseload import situations as at
from samlop.demo.loading_files import File
from samlop.demo.loading_keys import (
    PARTICIPANT,
    Hand,
    employment_id,
    hand_of,
    key_id,
    moment,
    organisation_of,
    staff_id,
)
from samlop.demo.loading_places import version_on
from samlop.demo.loading_rows import Rows
from samlop.routines.document import shipped_routine
from samlop.routines.due import ParticipantDates, due_rows
from samlop.routines.models import Invitation, Meeting

STATES = {
    at.CALLED: Meeting.State.CALLED,
    at.HELD: Meeting.State.HELD,
    at.RECONCILING: Meeting.State.HELD,
    at.AGREED: Meeting.State.AGREED,
    at.ARCHIVED: Meeting.State.AGREED,
}
REPLIES = {
    "accepted": Invitation.Reply.ACCEPTED,
    "declined": Invitation.Reply.DECLINED,
    "pending": Invitation.Reply.NONE,
}
INTERPRETERS = "Tolkevakten i Lindesnes"
APOLOGY = "Jeg er opptatt den dagen, men sender notatene mine i forveien."
ANSWERS_AFTER = timedelta(hours=5)


@dataclass(frozen=True)
class Held:
    """One meeting of one file, with the ids and moments that all its rows share."""

    file: File
    record: records.Meeting

    @cached_property
    def id(self) -> UUID:
        """The meeting's id."""
        return key_id("meeting", self.record.key)

    @property
    def has_begun(self) -> bool:
        """Whether it is more than called."""
        return self.record.state != at.CALLED

    @property
    def is_agreed(self) -> bool:
        """Whether there is one text all have confirmed."""
        return STATES[self.record.state] == Meeting.State.AGREED

    @property
    def called_at(self) -> datetime:
        """When the invitations left."""
        return moment(self.record.called_on)

    @property
    def begins_at(self) -> datetime:
        """When it begins."""
        return moment(self.record.day, self.record.starts)

    @property
    def ends_at(self) -> datetime:
        """When it ends, and with it the writing where all agreed in the room."""
        return moment(self.record.day, self.record.ends)

    @property
    def caller(self) -> Hand:
        """Who called to it and leads it."""
        return hand_of(self.record.called_by)

    @property
    def present(self) -> list[str]:
        """Those who came, the participant among them."""
        return [one.invited for one in self.record.invitations if one.attended]


def targets_of(file: File) -> dict[str, date]:
    """The day the routine asks for each of its meetings, from this participant's milestones."""
    days = {milestone.code: milestone.day for milestone in file.record.milestones}
    rows = due_rows(shipped_routine(), ParticipantDates(file.key, days), file.today)
    return {row.point: row.target for row in rows if row.occurrence is not None}


def add_meeting(rows: Rows, held: Held, *, target: date | None) -> None:
    """The meeting itself and everybody called to it."""
    meeting = _meeting(held, target)
    rows.add(meeting, at=held.called_at, by=held.caller)
    if held.has_begun:
        begun = {"state": ("called", "held"), "held_at": (None, held.begins_at)}
        if meeting.interpreter_attended:
            begun["interpreter_attended"] = (None, True)
        rows.turn(meeting, at=held.begins_at, by=held.caller, values=begun)
    if held.is_agreed:
        rows.turn(meeting, at=held.ends_at, by=held.caller, values={"state": ("held", "agreed")})
    for place, invited in enumerate(held.record.invitations):
        _add_invitation(rows, held, invited, place=place)


def _meeting(held: Held, target: date | None) -> Meeting:
    record = held.record
    return Meeting(
        id=held.id,
        participant_id=held.file.id,
        routine_version_id=version_on(record.called_on, held.file.today),
        point=record.point,
        reason=record.reason,
        occurrence=0 if target else None,
        target=target,
        state=STATES[record.state],
        starts_at=held.begins_at,
        ends_at=held.ends_at,
        place=record.place,
        called_by_id=employment_id(record.called_by),
        interpreter_language=record.interpreter,
        interpreter_booked=INTERPRETERS if record.interpreter else "",
        interpreter_attended=True if record.interpreter and held.has_begun else None,
        held_at=held.begins_at if held.has_begun else None,
        created_at=held.called_at,
    )


def _add_invitation(rows: Rows, held: Held, invited: records.Invitation, *, place: int) -> None:
    seat = next((one for one in held.file.record.group if one.employment == invited.invited), None)
    reply = REPLIES[invited.reply]
    replied = None if reply == Invitation.Reply.NONE else held.called_at + ANSWERS_AFTER * (place + 1)
    row = Invitation(
        id=key_id("invitation", held.record.key, invited.invited),
        participant_id=held.file.id,
        meeting_id=held.id,
        role=seat.role if seat else PARTICIPANT,
        employment_id=staff_id(invited.invited),
        organisation_id=organisation_of(invited.invited) if seat else None,
        required=_is_required(held.record, seat.role if seat else PARTICIPANT),
        reply=reply,
        apology=APOLOGY if reply == Invitation.Reply.DECLINED else "",
        replied_at=replied,
        attended=invited.attended,
    )
    rows.add(row, at=held.called_at, by=held.caller)
    if replied:
        by = held.file.hand_by(invited.invited)
        rows.turn(
            row, at=replied, by=by, values={"reply": ("none", reply.value), "replied_at": (None, replied)}
        )
    if invited.attended is not None:
        rows.turn(row, at=held.begins_at, by=held.caller, values={"attended": (None, invited.attended)})


def _is_required(record: records.Meeting, role: str) -> bool:
    """Whom the routine calls must come; others may be called besides. An extra meeting needs all it calls."""
    return not record.point or role in shipped_routine().point(record.point).calls
