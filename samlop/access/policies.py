"""May this actor do that? The application's own answer, made from the matrix and the actor's relations."""

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.utils.timezone import localdate

from samlop.access.matrix import ALL, OWN, is_known, relations_granting
from samlop.access.models import Relation
from samlop.kernel.actor import Actor
from samlop.kernel.prepared import prepared


def within_reach(
    actor: Actor, kind: str, action: str, *, day: date | None = None, own_groups: bool = False
) -> QuerySet[Relation, UUID]:
    """The ids of the participants with whom this actor may do the action, as a subquery for `visible_to`.

    `own_groups` leaves out those whom only the organisation receives.
    """
    if not is_known(kind, action):
        raise LookupError(f"no cell of the access matrix grants {action!r} on {kind!r}")
    granting = relations_granting(kind, action, actor.role)
    relations = Relation.objects.of(actor).current(day or localdate()).filter(relation__in=granting)
    if actor.is_participant:
        relations = relations.filter(subject_id__in=[actor.participant_id])
    if own_groups:
        relations = relations.filter(employment__in=[actor.employment_id])
    return relations.values_list("subject_id", flat=True)


NEAREST_FIRST = (Relation.Kind.SELF, Relation.Kind.RESPONSIBLE, Relation.Kind.MEMBER, Relation.Kind.INTAKE)


def _distance(relation: str) -> int:
    known = [kind.value for kind in NEAREST_FIRST]
    return known.index(relation) if relation in known else len(known)


class Standing:
    """How one actor stands to one participant today; asked once a page, answers every may-question about them."""

    def __init__(self, actor: Actor, participant_id: UUID, *, relations: frozenset[str]) -> None:
        self.actor = actor
        self.participant_id = participant_id
        self.relations = relations

    @property
    def nearest(self) -> str:
        """The relation that explains best why the file is open: a seat in the group before intake."""
        return min(self.relations, key=_distance, default="")

    def may(self, action: str, kind: str, *, organisation_id: UUID | None = None) -> bool:
        """Whether the matrix grants it; a cell of scope "own" does for rows of an organisation the actor acts for."""
        if not is_known(kind, action):
            raise LookupError(f"no cell of the access matrix grants {action!r} on {kind!r}")
        if self.relations & relations_granting(kind, action, self.actor.role, scope=ALL):
            return True
        own = self.relations & relations_granting(kind, action, self.actor.role, scope=OWN)
        return bool(own) and organisation_id in self.actor.organisations


def standing(actor: Actor, participant_id: UUID, *, day: date | None = None) -> Standing:
    """The actor's standing to this participant, by the relations that hold that day."""
    if actor.system:
        return Standing(actor, participant_id, relations=frozenset({f"system:{actor.system}"}))
    return Standing(
        actor, participant_id, relations=frozenset(_held(actor, participant_id, day or localdate()))
    )


@prepared
def _held(actor: Actor, participant_id: UUID, day: date) -> QuerySet[Relation, str]:
    return relations_to(actor, participant_id, day=day)


def relations_to(
    actor: Actor, participant_id: UUID | OuterRef, *, day: date | None = None
) -> QuerySet[Relation, str]:
    """The kinds of relation in which the actor stands to a participant that day."""
    held = Relation.objects.of(actor).current(day or localdate()).filter(subject_id=participant_id)
    return held.values_list("relation", flat=True)


def may(actor: Actor, action: str, kind: str, *, participant_id: UUID) -> bool:
    """Whether the actor may do the action with this kind of this participant's things."""
    return standing(actor, participant_id).may(action, kind)
