"""Where each agency's copy of an agreed meeting is."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from samlop.access.models import Organisation
from samlop.kernel.actor import Actor
from samlop.kernel.models import Outbox
from samlop.routines.minutes_rules import copy_key
from samlop.routines.models import AgreedText, ArchiveCopy, Invitation, Meeting


@dataclass(frozen=True)
class CopyState:
    """One agency's copy of one version: the state for all to see, the copy itself for its own."""

    text: AgreedText
    organisation: Organisation
    outbox: Outbox
    own: ArchiveCopy | None

    @property
    def is_failing(self) -> bool:
        """The archive has not taken it, and it is tried again."""
        return self.outbox.state == Outbox.State.FAILING


def copy_states(actor: Actor, meeting: Meeting) -> list[CopyState]:
    """Every copy of every version, the newest version first, then as the agencies are named."""
    texts = list(AgreedText.objects.visible_to(actor).filter(meeting=meeting).exclude(state="draft"))
    agencies = _agencies(meeting)
    places = {copy_key(text.pk, agency.pk): (text, agency) for text in texts for agency in agencies}
    sent = {row.key: row for row in Outbox.objects.filter(key__in=places)}
    own = _own_copies(actor, [text.pk for text in texts])
    return [
        CopyState(text, agency, sent[key], own.get((text.pk, agency.pk)))
        for key, (text, agency) in places.items()
        if key in sent
    ]


def _agencies(meeting: Meeting) -> list[Organisation]:
    called = Invitation.objects.filter(meeting=meeting, organisation__isnull=False)
    found = {seat.organisation_id: seat.organisation for seat in called.select_related("organisation")}
    return sorted((one for one in found.values() if one), key=str)


def _own_copies(actor: Actor, texts: Iterable[UUID]) -> dict[tuple[UUID, UUID], ArchiveCopy]:
    copies = ArchiveCopy.objects.visible_to(actor).filter(agreed_text__in=list(texts))
    return {(copy.agreed_text_id, copy.organisation_id): copy for copy in copies}
