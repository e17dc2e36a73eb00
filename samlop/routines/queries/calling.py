"""Who can be called to a meeting, and who is taken at that time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from samlop.access.models import Role
from samlop.kernel.actor import Actor
from samlop.participants.models import Membership, Participant
from samlop.routines.models import Meeting, RoutineVersion
from samlop.routines.queries.due_meetings import WantedMeeting, due_meetings_for
from samlop.routines.queries.governing import routine_of
from samlop.routines.rules import ON_NEED, Stretch, in_sentence, missing_roles
from samlop.ui.languages import current_language

ROOM_TAKEN = "SELECT authz.room_taken(%s, %s, %s, %s)"
BUSY = "SELECT employment_id, starts_at, ends_at FROM authz.busy(%s, %s, %s, %s)"


@dataclass(frozen=True)
class Proposal:
    """The group as the routine sees it: whom it calls, whom it may call, the rest, and roles nobody has."""

    called: tuple[Membership, ...]
    possible: tuple[Membership, ...]
    others: tuple[Membership, ...]
    missing: tuple[str, ...]

    @property
    def everybody(self) -> tuple[Membership, ...]:
        """All who can be called."""
        return (*self.called, *self.possible, *self.others)


@dataclass(frozen=True)
class Collision:
    """Somebody who is called is in another meeting then; with whom is nobody's business here."""

    name: str
    when: Stretch


@dataclass(frozen=True)
class Collisions:
    """What stands in the way of a meeting: the participant's own meetings, and those of the called."""

    participant: tuple[Stretch, ...]
    others: tuple[Collision, ...]

    def __bool__(self) -> bool:
        """Something stands in the way."""
        return bool(self.participant or self.others)


def wanted_meeting(
    participant: Participant, *, point: str, occurrence: str, today: date
) -> WantedMeeting | None:
    """What the routine wants under this address; for a concern, the soonest that is not yet held."""
    found = [
        one
        for one in due_meetings_for([participant], today)
        if one.point.code == point and one.slug == occurrence
    ]
    if occurrence != ON_NEED:
        return found[0] if found else None
    return next((one for one in found if one.state != "held"), found[-1] if found else None)


def group_of(participant: Participant, today: date) -> tuple[Membership, ...]:
    """Those who sit in the resource group that day, each once, by role and name."""
    seats = Membership.objects.filter(participant=participant).current(today)
    found = seats.select_related("employment__person", "organisation").order_by(
        "role", "employment__person__name"
    )
    by_employment = {seat.employment_id: seat for seat in reversed(found)}
    return tuple(reversed(by_employment.values()))


def propose(wanted: WantedMeeting | None, seats: Sequence[Membership]) -> Proposal:
    """Whom to call: the routine's roles, or everybody in the group when no point of the routine asks."""
    if wanted is None:
        return Proposal(called=tuple(seats), possible=(), others=(), missing=())
    calls, may_call = wanted.due.calls, wanted.due.may_call
    routine = routine_of(wanted.version)
    return Proposal(
        called=tuple(seat for seat in seats if seat.role in calls),
        possible=tuple(seat for seat in seats if seat.role in may_call),
        others=tuple(seat for seat in seats if seat.role not in (*calls, *may_call)),
        missing=tuple(
            in_sentence(routine.role(role).title.text(current_language()))
            for role in missing_roles(calls, {seat.role for seat in seats})
        ),
    )


def collisions(
    participant: Participant, when: Stretch, *, seats: Iterable[Membership], besides: UUID | None = None
) -> Collisions:
    """Everything at that time that keeps these from meeting; `besides` is the meeting being moved."""
    names = {seat.employment_id: seat.employment.person.name for seat in seats}
    busy = _busy(participant, when, besides)
    return Collisions(
        participant=tuple(taken for employment, taken in busy if employment is None),
        others=tuple(
            Collision(names[employment], taken)
            for employment, taken in busy
            if employment is not None and employment in names
        ),
    )


def _busy(participant: Participant, when: Stretch, besides: UUID | None) -> list[tuple[UUID | None, Stretch]]:
    """Free or busy for everybody in the group, also in meetings the actor knows nothing of."""
    with connection.cursor() as cursor:
        cursor.execute(BUSY, [participant.pk, when.starts_at, when.ends_at, besides])
        return [(employment, Stretch(*times)) for employment, *times in cursor.fetchall()]


def room_taken(place: str, when: Stretch, *, besides: UUID | None = None) -> bool:
    """Whether one's own organisation meets in that room then, also in meetings the actor knows nothing of."""
    with connection.cursor() as cursor:
        cursor.execute(ROOM_TAKEN, [place, when.starts_at, when.ends_at, besides])
        return bool(cursor.fetchone()[0])


def last_room(actor: Actor, point: str) -> str:
    """The room the actor last called this kind of meeting to, else the last room of any."""
    in_rooms = Meeting.objects.visible_to(actor).filter(
        called_by=actor.employment_id, place_kind=Meeting.Place.ROOM
    )
    same_kind_first = in_rooms.annotate(same_kind=Q(point=point)).order_by("-same_kind", "-created_at")
    return same_kind_first.values_list("place", flat=True).first() or ""


def role_title(version: RoutineVersion, role: str) -> str:
    """A role in words: as the routine calls it, else as Samløp does."""
    routine = routine_of(version)
    if any(one.code == role for one in routine.roles):
        return routine.role(role).title.text(current_language())
    return str(Role(role).label) if role in Role else role
