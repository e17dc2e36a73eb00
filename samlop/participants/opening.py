"""Opening a participant's file: found through the actor's own relations, and written in the read log at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.http import Http404

from samlop.access.actions import log_read
from samlop.access.policies import Standing, relations_to
from samlop.kernel.actor import Actor
from samlop.kernel.prepared import prepared
from samlop.participants.models import Participant

PARTS: Mapping[str, tuple[str, ...]] = {
    "plan": ("plan",),
    "meetings": ("meeting",),
    "mapping": ("mapping_education", "mapping_language", "mapping_work", "mapping_needs", "wish"),
    "milestones": ("milestone",),
    "group": ("group",),
    "history": ("history",),
}


@dataclass(frozen=True)
class OpenFile:
    """One participant's file in the hands of one actor."""

    participant: Participant
    standing: Standing

    def may(self, action: str, kind: str, *, organisation_id: UUID | None = None) -> bool:
        """Whether the holder may do the action with things of this kind in the file."""
        return self.standing.may(action, kind, organisation_id=organisation_id)

    @cached_property
    def parts(self) -> frozenset[str]:
        """The parts of the file in which the holder may read anything, for the way through it."""
        parts = {part for part, kinds in PARTS.items() if any(self.may("read", kind) for kind in kinds)}
        return frozenset(parts | ({"basics"} if self.may("write", "person") else set()))


def open_file(actor: Actor, participant_id: UUID, *, section: str, kind: str = "person") -> OpenFile:
    """The file with its read-log row, or 404: unknown and forbidden look the same.

    `section` names what is looked at, in the words of `access.words.SECTIONS`; `kind` is what must be readable.
    """
    found = _with_relations(actor, participant_id)
    if not found:
        raise Http404
    participant = found[0]
    held = Standing(actor, participant.pk, relations=frozenset(participant.held))  # type: ignore[attr-defined]
    if not held.may("read", kind):
        raise Http404
    log_read(held, section=section)
    return OpenFile(participant, held)


@prepared
def _with_relations(actor: Actor, participant_id: UUID) -> QuerySet[Participant]:
    """The participant, with the relations in which the actor stands to them."""
    held = ArraySubquery(relations_to(actor, OuterRef("pk")))
    return Participant.objects.visible_to(actor).filter(pk=participant_id).annotate(held=held)
