"""May this actor write, share, agree and confirm? Asked by actions and pages, so button and rule agree."""

from samlop.access.policies import Standing
from samlop.kernel.actor import Actor
from samlop.routines.minutes_rules import PARTICIPANT
from samlop.routines.models import Confirmation


def may_begin(standing: Standing) -> bool:
    """Anybody who is called may say that the meeting begins: the one who called may be the one who is ill."""
    return standing.may("hold", "meeting")


def may_write_note(standing: Standing) -> bool:
    """Each organisation writes its own notes. Source: routine, every meeting."""
    return standing.may("write", "own_note", organisation_id=standing.actor.organisation_id)


def may_write_own_words(standing: Standing) -> bool:
    """The participant, or staff beside the participant."""
    return standing.may("write", "own_words")


def may_reconcile(standing: Standing) -> bool:
    """The one text is written by everybody at the table."""
    return standing.may("write", "agreed")


def may_deliver(standing: Standing) -> bool:
    """Ask that the agencies get their copies."""
    return standing.may("deliver", "archive_copy")


def may_confirm(standing: Standing, *, party: str, manner: str) -> bool:
    """Signed in, each speaks for themselves; on the screen in the room, staff press for all present."""
    if not standing.may("write", "confirmation"):
        return False
    if manner == Confirmation.Manner.IN_ROOM:
        return standing.actor.is_staff
    is_assisted = standing.actor.assisted_by is not None
    return speaks_for(standing.actor, party) and (manner == Confirmation.Manner.ASSISTED) == is_assisted


def may_take_back(standing: Standing, *, party: str, manner: str, is_here: bool) -> bool:
    """One's own word always; a word given on the screen in the room also whoever is in the room."""
    in_room = manner == Confirmation.Manner.IN_ROOM and standing.actor.is_staff and is_here
    return standing.may("write", "confirmation") and (in_room or speaks_for(standing.actor, party))


def speaks_for(actor: Actor, party: str) -> bool:
    """Whether it is the actor's own word: the participant's, or that of an organisation the actor acts for."""
    if party == PARTICIPANT:
        return actor.is_participant
    return party in {str(organisation) for organisation in actor.organisations}
