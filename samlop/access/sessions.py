"""The hat somebody wears from sign-in to sign-out: identifiers and no name, for no relation guards the sessions."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import localdate

from samlop.access.models import Employment, Organisation, Person, Relation
from samlop.access.rules import carried_on_by
from samlop.kernel.actor import Actor
from samlop.ui.languages import SESSION_KEY as LANGUAGE

KEY = "actor"


@dataclass(frozen=True)
class Hat:
    """One choice at sign-in: an employment, or one's own file."""

    code: str
    title: str
    organisation: str


def wear_employment(request: HttpRequest, employment: Employment) -> None:
    """Begins a session in the hat of an employment."""
    request.session.cycle_key()
    request.session[KEY] = {"employment": str(employment.pk)}


def wear_own_file(request: HttpRequest, person: Person, *, participant_id: UUID) -> None:
    """Begins a session in which a participant is in their own file."""
    request.session.cycle_key()
    request.session[KEY] = {"person": str(person.pk), "participant": str(participant_id)}


def sit_beside(
    request: HttpRequest, person: Person, *, participant_id: UUID, actor: Actor, language: str
) -> None:
    """Begins a session beside the participant, in their language; every log tells who sat there."""
    request.session.cycle_key()
    request.session[KEY] = {
        "person": str(person.pk),
        "participant": str(participant_id),
        "assisted_by": str(actor.employment_id),
        "back_to": request.session[KEY],
        "language_back": request.session.get(LANGUAGE),
    }
    request.session[LANGUAGE] = language


def leave_seat(request: HttpRequest) -> bool:
    """Ends a session beside a participant; one's own hat and language come back."""
    held = request.session.get(KEY, {})
    if "back_to" not in held:
        return False
    request.session[KEY] = held["back_to"]
    request.session[LANGUAGE] = held["language_back"]
    if held["language_back"] is None:
        del request.session[LANGUAGE]
    return True


def actor_of(request: HttpRequest) -> Actor | None:
    """Who acts in this session, if the hat still exists today."""
    held = request.session.get(KEY)
    if held is None:
        return None
    if "employment" in held:
        return staff_actor(UUID(held["employment"]))
    if "assisted_by" in held and staff_actor(UUID(held["assisted_by"])) is None:
        return None
    return Actor(
        person_id=UUID(held["person"]),
        participant_id=UUID(held["participant"]),
        assisted_by=UUID(held["assisted_by"]) if "assisted_by" in held else None,
    )


def staff_actor(employment_id: UUID) -> Actor | None:
    """The actor of an employment that holds today in an organisation that exists."""
    today = localdate()
    employments = Employment.objects.current(today).select_related("person", "organisation")
    employment = employments.with_mergers(today).filter(pk=employment_id).first()
    if employment is None:
        return None
    organisation: Organisation = employment.organisation
    mergers = {UUID(pair["ended"]): UUID(pair["successor"]) for pair in employment.mergers}  # type: ignore[attr-defined]
    return Actor(
        person_id=employment.person_id,
        name=employment.person.name,
        employment_id=employment.pk,
        organisation_id=organisation.pk,
        organisation_name=organisation.name,
        carries_on_for=carried_on_by(organisation.pk, mergers),
        role=employment.role,
        intake=employment.intake,
    )


def own_file_of(person: Person) -> UUID | None:
    """The participant's file a person may open as their own; asked while acting as that person."""
    relation = Relation.objects.filter(person=person, relation="self").current(localdate()).first()
    return None if relation is None else relation.subject_id
