"""Who may sit beside a participant, and what a participant may choose alone."""

from django.utils.timezone import localdate

from samlop.access.matrix import relations_granting
from samlop.access.models import Relation
from samlop.access.policies import Standing
from samlop.kernel.actor import Actor


def may_choose_language(held: Standing) -> bool:
    """The participant's own choice, for pages and for mail."""
    return held.may("choose_language", "person")


def may_sit_beside(held: Standing) -> bool:
    """Those in the group may open Min vei together with the participant. Source: forvaltningsloven § 11."""
    return held.actor.is_staff and held.may("open", "assisted")


def still_sits_beside(actor: Actor) -> bool:
    """Whether the one beside the participant is in the group today: leaving it ends the session at once."""
    if actor.assisted_by is None or actor.participant_id is None:
        return True
    seats = Relation.objects.filter(subject_id=actor.participant_id, employment=actor.assisted_by)
    held = seats.current(localdate()).values_list("relation", "employment__role")
    return any(relation in relations_granting("assisted", "open", role) for relation, role in held)
