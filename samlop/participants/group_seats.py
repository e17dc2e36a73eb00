"""Reading a resource group: who sits in it, who has left, who could sit in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from samlop.access.models import CASEWORK_ROLES, Employment, Organisation, Relation, Role
from samlop.kernel.actor import Actor
from samlop.kernel.norwegian_order import norwegian_order
from samlop.participants.models import Membership, Participant

MOST_CANDIDATES = 30


@dataclass(frozen=True)
class Seat:
    """One seat of a group, with what a page or a letter needs to say of it."""

    membership_id: UUID
    participant_id: UUID
    employment_id: UUID
    name: str
    role: str
    role_title: str
    organisation_id: UUID
    organisation: str
    responsible: bool
    is_contact: bool
    since: date | None
    until: date | None
    email: str
    needs_no_successor: bool
    employed_until: date | None

    def held_on(self, day: date) -> bool:
        """Somebody sits in it that day: the seat runs, and so does the employment."""
        begun = self.since is not None and self.since <= day
        return begun and not self._over(self.until, day) and not self._over(self.employed_until, day)

    def left_on(self, day: date) -> date | None:
        """Since when nobody has sat in it, if it is left that day."""
        ends = [end for end in (self.until, self.employed_until) if self._over(end, day)]
        return min((end for end in ends if end), default=None)

    @staticmethod
    def _over(end: date | None, day: date) -> bool:
        return end is not None and end <= day


@dataclass(frozen=True)
class Group:
    """A whole group that day: those who sit in it, those who will, seats left open, and who sat there before."""

    seated: list[Seat]
    coming: list[Seat]
    left_open: list[Seat]
    former: list[Seat]

    @property
    def vacant_roles(self) -> list[str]:
        """The roles of casework nobody holds, in words."""
        held = {seat.role for seat in (*self.seated, *self.coming)}
        return [str(role.label) for role in CASEWORK_ROLES if role not in held]

    @property
    def contact(self) -> Seat | None:
        """The one the participant turns to."""
        return next((seat for seat in self.seated if seat.is_contact), None)


def seat_of(membership: Membership) -> Seat:
    """A stored membership as a seat; it must have been read with relation, employment, person and organisation."""
    employment, period = membership.employment, membership.relation.period
    return Seat(
        membership_id=membership.pk,
        participant_id=membership.participant_id,
        employment_id=employment.pk,
        name=employment.person.name,
        role=membership.role,
        role_title=membership.role_title,
        organisation_id=membership.organisation_id,
        organisation=membership.organisation.name,
        responsible=membership.relation.relation == Relation.Kind.RESPONSIBLE,
        is_contact=membership.is_contact,
        since=period.lower,
        until=period.upper,
        email=employment.email,
        needs_no_successor=membership.needs_no_successor,
        employed_until=employment.period.upper,
    )


def _whole(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    return memberships.select_related("relation", "employment__person", "organisation")


def _in_order(seats: Iterable[Seat]) -> list[Seat]:
    roles = [role.value for role in CASEWORK_ROLES]
    return sorted(seats, key=lambda seat: (roles.index(seat.role), norwegian_order(seat.name)))


def group_of(participant: Participant, day: date) -> list[Seat]:
    """Those who sit in the group that day, in the order of the routine's roles."""
    return groups_of([participant.pk], day).get(participant.pk, [])


def groups_of(participant_ids: Collection[UUID], day: date) -> dict[UUID, list[Seat]]:
    """The groups of many participants, read with one query."""
    memberships = Membership.objects.filter(participant__in=participant_ids).current(day)
    groups: dict[UUID, list[Seat]] = {}
    for seat in _in_order(map(seat_of, _whole(memberships))):
        if seat.held_on(day):
            groups.setdefault(seat.participant_id, []).append(seat)
    return groups


def whole_group(participant: Participant, day: date) -> Group:
    """Everybody who sits, will sit or has sat in the group."""
    rows = list(_whole(Membership.objects.filter(participant=participant)))
    succeeded = {row.predecessor_id for row in rows}
    seats = _in_order(map(seat_of, rows))
    seated = [seat for seat in seats if seat.held_on(day)]
    covered = {seat.role for seat in seated}
    left = [seat for seat in seats if seat.left_on(day)]
    left_open = [seat for seat in left if _is_left_open(seat, succeeded=succeeded, covered=covered)]
    former = [seat for seat in left if seat not in left_open]
    return Group(
        seated=seated,
        coming=[seat for seat in seats if seat.since and seat.since > day and not seat.left_on(day)],
        left_open=left_open,
        former=sorted(former, key=lambda seat: seat.left_on(day) or day, reverse=True),
    )


def _is_left_open(seat: Seat, *, succeeded: Collection[UUID | None], covered: Collection[str]) -> bool:
    return seat.membership_id not in succeeded and not seat.needs_no_successor and seat.role not in covered


def members_without_successor(participant_ids: Collection[UUID], day: date) -> list[Seat]:
    """Seats whose holder has left, with nobody after them and nobody else in the role. Source: gaps, member left."""
    others = Membership.objects.filter(
        participant=OuterRef("participant"),
        role=OuterRef("role"),
        relation__period__contains=day,
        employment__period__contains=day,
    )
    left = Membership.objects.filter(
        Q(relation__period__endswith__lte=day) | Q(employment__period__endswith__lte=day),
        participant__in=participant_ids,
        needs_no_successor=False,
        successor_membership=None,
    )
    return _in_order(map(seat_of, _whole(left.exclude(Exists(others)))))


def inherited_employments(actor: Actor, day: date) -> dict[UUID, frozenset[UUID]]:
    """For each participant those whose seat the actor has taken over, so that what they left open stays in sight."""
    own = Membership.objects.filter(employment=actor.employment_id, predecessor__isnull=False).current(day)
    rows = Membership.objects.filter(participant__in=own.values("participant"))
    chains: dict[UUID, dict[UUID, tuple[UUID, UUID | None]]] = {}
    for pk, participant, employment, predecessor in rows.values_list(
        "pk", "participant", "employment", "predecessor"
    ):
        chains.setdefault(participant, {})[pk] = (employment, predecessor)
    return {participant: _before(chain, actor.employment_id) for participant, chain in chains.items()}


def _before(chain: dict[UUID, tuple[UUID, UUID | None]], holder: UUID | None) -> frozenset[UUID]:
    earlier: set[UUID] = set()
    waiting = [predecessor for employment, predecessor in chain.values() if employment == holder]
    while waiting:
        seat = waiting.pop()
        if seat in chain:
            employment, predecessor = chain[seat]
            earlier.add(employment)
            waiting.append(predecessor)
    return frozenset(earlier - {holder} if holder else earlier)


def candidates(
    actor: Actor, participant: Participant, *, search: str, role: str, day: date
) -> list[Employment]:
    """Those who could take a seat: employed that day in a role of casework, found by any part of name or workplace.

    Without a search those who work where the group's members and the actor work.
    """
    employments = Employment.objects.current(day).casework().select_related("person", "organisation")
    if role in Role.values:
        employments = employments.filter(role=role)
    search = search.replace("\0", "")
    for word in search.split()[:5]:
        employments = employments.filter(
            Q(person__name__icontains=word) | Q(organisation__name__icontains=word)
        )
    if not search.strip():
        near = Membership.objects.filter(participant=participant).values("organisation")
        employments = employments.filter(
            Q(organisation__in=near) | Q(organisation=actor.organisation_id) | _successor_of(near)
        )
    held = Membership.objects.filter(participant=participant).not_over(day)
    return list(employments.exclude(pk__in=held.values("employment"))[:MOST_CANDIDATES])


def _successor_of(organisations: QuerySet[Any, Any]) -> Q:
    succeeded = Organisation.objects.filter(pk__in=organisations, successor__isnull=False)
    return Q(organisation__in=succeeded.values("successor"))
