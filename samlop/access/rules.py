"""Who carries on for whom after mergers, decided from values alone."""

from collections.abc import Mapping
from uuid import UUID


def carried_on_by(organisation: UUID, successors: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """All whose duties and records have come to an organisation, through any number of mergers."""
    found, newly = frozenset[UUID](), {organisation}
    while newly:
        newly = {ended for ended, successor in successors.items() if successor in newly} - found
        found |= newly
    return found - {organisation}
