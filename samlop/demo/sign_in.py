"""Whom the demo's sign-in page offers: the people the region marks as its cast."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.timezone import localdate

from samlop.access.models import Employment, SignInIdentity

ISSUER = "demo"


@dataclass(frozen=True)
class CastMember:
    """One fictional person, with the hats they may put on; a participant has none."""

    person_id: UUID
    name: str
    part: str
    hats: tuple[Employment, ...]


def cast() -> list[CastMember]:
    """The cast in the order of the region; a participant's name comes from the region's own list, not from a file."""
    identities = SignInIdentity.objects.filter(issuer=ISSUER).select_related("person").order_by("pk")
    current = Employment.objects.current(localdate()).select_related("organisation")
    held: dict[UUID, list[Employment]] = {}
    for employment in current.filter(person__in=[identity.person_id for identity in identities]):
        held.setdefault(employment.person_id, []).append(employment)
    return [_member(identity, tuple(held.get(identity.person_id, ()))) for identity in identities]


def _member(identity: SignInIdentity, hats: tuple[Employment, ...]) -> CastMember:
    key, _separator, part = identity.subject_hash.partition("|")
    return CastMember(identity.person_id, identity.person.name or key, part, hats)
