"""Who may propose a version of the routine, and say yes to one."""

from collections.abc import Collection
from uuid import UUID

from samlop.access.models import Role
from samlop.kernel.actor import Actor


def may_propose(actor: Actor, parties: Collection[UUID]) -> bool:
    """A leader of a party proposes. Source: agreement, obligations and rights (larger changes)."""
    return actor.is_staff and actor.role == Role.LEADER and actor.organisation_id in parties


def may_approve(actor: Actor, missing: Collection[UUID]) -> bool:
    """A leader says yes for the own organisation, once."""
    return may_propose(actor, missing)
