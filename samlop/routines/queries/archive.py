"""Where each agency's copy of an agreed meeting is."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from samlop.access.models import Organisation
from samlop.kernel.actor import Actor
from samlop.kernel.models import Outbox
from samlop.routines.minutes_rules import copy_of, copy_prefix
from samlop.routines.models import AgreedText, ArchiveCopy, Meeting


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
    texts = {
        text.pk: text
        for text in AgreedText.objects.visible_to(actor).filter(meeting=meeting).exclude(state="draft")
    }
    sent = _sent(texts)
    own = _own_copies(actor, texts)
    agencies = Organisation.objects.in_bulk([organisation for _text, organisation in sent])
    states = [
        CopyState(texts[text], agencies[organisation], outbox, own.get((text, organisation)))
        for (text, organisation), outbox in sent.items()
    ]
    return sorted(states, key=lambda state: (-state.text.number, str(state.organisation)))


def _sent(texts: Iterable[UUID]) -> dict[tuple[UUID, UUID], Outbox]:
    """What has been put in the outbox for these texts, by text and organisation, whoever's it is."""
    of_these = [Q(key__startswith=copy_prefix(text)) for text in texts]
    rows = Outbox.objects.filter(reduce(or_, of_these)) if of_these else []
    return {copy_of(row.key): row for row in rows}


def _own_copies(actor: Actor, texts: Iterable[UUID]) -> dict[tuple[UUID, UUID], ArchiveCopy]:
    copies = ArchiveCopy.objects.visible_to(actor).filter(agreed_text__in=list(texts))
    return {(copy.agreed_text_id, copy.organisation_id): copy for copy in copies}
