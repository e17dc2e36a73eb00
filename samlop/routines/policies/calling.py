"""May this actor call, move, cancel, answer? Asked by actions and pages, so button and rule agree."""

from datetime import datetime

from samlop.access.policies import Standing
from samlop.kernel.actor import Actor
from samlop.routines.models import Gathering, Invitation, Meeting
from samlop.routines.rules import PARTICIPANT


def may_call(held: Standing) -> bool:
    """Those who answer for the participant call the group together, whichever of them the routine names."""
    return held.actor.is_staff and held.may("write", "meeting")


def may_change(held: Standing, meeting: Meeting) -> bool:
    """A meeting that stands and has not begun can be moved or cancelled."""
    return meeting.state == Meeting.State.CALLED and may_call(held)


def may_call_again(held: Standing, meeting: Meeting) -> bool:
    """What was cancelled can be called again."""
    return meeting.state == Meeting.State.CANCELLED and may_call(held)


def may_reply(held: Standing, invitation: Invitation) -> bool:
    """Each answers for themselves; staff note the participant's answer, and who calls notes anybody's."""
    if not held.may("reply", "invitation"):
        return False
    if held.actor.is_participant:
        return invitation.role == PARTICIPANT
    if invitation.role == PARTICIPANT or invitation.employment_id == held.actor.employment_id:
        return True
    return held.may("write", "invitation")


def may_change_gathering(actor: Actor, gathering: Gathering) -> bool:
    """The organisation that called a gathering may cancel it, and after a merger its successor."""
    return actor.is_staff and gathering.organisation_id in actor.organisations


def may_reply_to_gathering(held: Standing) -> bool:
    """The participant answers, or staff note the answer."""
    return held.may("reply", "invitation")


def may_note_attendance(gathering: Gathering, *, now: datetime) -> bool:
    """Who came can be written down once the gathering has begun, by staff for those in their groups."""
    return gathering.cancelled_at is None and gathering.starts_at <= now
