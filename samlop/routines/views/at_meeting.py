"""Coming to a meeting to write in it: found through the actor's own relations, opened with a row in the read log."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from samlop.kernel.actor import Actor
from samlop.kernel.errors import require
from samlop.participants.opening import OpenFile, open_file
from samlop.routines.models import Meeting
from samlop.routines.queries.minutes import heading_of, meeting_at_hand
from samlop.routines.views.requests import ActorRequest


@dataclass(frozen=True)
class AtMeeting:
    """A meeting in the hands of one who sits in the group, with the file it belongs to."""

    actor: Actor
    meeting: Meeting
    file: OpenFile

    @property
    def title(self) -> str:
        """What the meeting is called."""
        return heading_of(self.meeting)

    @property
    def owner(self) -> str:
        """The mark of this hat, by which a page knows that somebody else has signed in meanwhile."""
        return str(self.actor.employment_id)


def meeting_or_404(request: ActorRequest, pk: UUID) -> Meeting:
    """The meeting, or 404: unknown and forbidden look the same."""
    found = meeting_at_hand(request.actor, pk)
    if not found:
        raise Http404
    return found[0]


def open_meeting(
    request: ActorRequest, pk: UUID, *, section: str = "minutes", kind: str = "shared_note"
) -> AtMeeting:
    """The meeting with its file open, for those who sit in the group; to everybody else it is not there."""
    if not request.actor.is_staff:
        raise Http404
    meeting = meeting_or_404(request, pk)
    file = open_file(request.actor, meeting.participant_id, section=section, kind=kind)
    meeting.participant = file.participant
    return AtMeeting(request.actor, meeting, file)


def require_same_hat(request: ActorRequest) -> None:
    """Stops a page that was opened in another hat from saving in this one."""
    owner = request.POST.get("owner", "")
    require(owner in ("", str(request.actor.employment_id)))
