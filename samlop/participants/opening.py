"""Opening a participant's file: found through the actor's own relations, and written in the read log at once."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from samlop.access.actions import log_read
from samlop.access.policies import Standing, standing
from samlop.kernel.actor import Actor
from samlop.participants.models import Participant


@dataclass(frozen=True)
class OpenFile:
    """One participant's file in the hands of one actor."""

    participant: Participant
    standing: Standing

    def may(self, action: str, kind: str, *, organisation_id: UUID | None = None) -> bool:
        """Whether the holder may do the action with things of this kind in the file."""
        return self.standing.may(action, kind, organisation_id=organisation_id)


def open_file(actor: Actor, participant_id: UUID, *, section: str, kind: str = "person") -> OpenFile:
    """The file with its read-log row, or 404: unknown and forbidden look the same.

    `section` names what is looked at, in the words of `access.words.SECTIONS`; `kind` is what must be readable.
    """
    participant = get_object_or_404(Participant.objects.visible_to(actor), pk=participant_id)
    held = standing(actor, participant.pk)
    if not held.may("read", kind):
        raise Http404
    log_read(held, section=section)
    return OpenFile(participant, held)
