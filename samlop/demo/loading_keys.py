"""The ids of everything in the demo region, the same whatever day it is loaded, and when things happen."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.utils.timezone import make_aware

REGION = UUID("5a3d0c1e-7b1f-4f0e-9d52-4d0f6c1a8e42")
PARTICIPANT = "participant"
MORNING = time(9, 0)
MINUTES_BETWEEN = 7


def key_id(kind: str, *keys: object) -> UUID:
    """The id of one thing of the region, made from what it is called there."""
    return uuid5(REGION, "/".join([kind, *map(str, keys)]))


def organisation_id(key: str) -> UUID:
    """The id of an organisation."""
    return key_id("organisation", key)


def person_id(key: str) -> UUID:
    """The id of a human, staff or participant."""
    return key_id("person", key)


def employment_id(key: str) -> UUID:
    """The id of a hat."""
    return key_id("employment", key)


def staff_id(owner: str) -> UUID | None:
    """The id of the hat of whoever is named; none when that is the participant, or nobody."""
    return employment_id(owner) if "@" in owner else None


def organisation_of(employment: str) -> UUID:
    """The organisation of a hat."""
    return organisation_id(employment.partition("@")[2])


def participant_id(key: str) -> UUID:
    """The id of a participant's file."""
    return key_id("participant", key)


@dataclass(frozen=True)
class Hand:
    """Who wrote something down, as the history keeps it."""

    person_id: UUID | None = None
    employment_id: UUID | None = None
    organisation_id: UUID | None = None


NOBODY = Hand()


def hand_of(employment: str) -> Hand:
    """The hand of somebody in one of their hats."""
    person, _at, organisation = employment.partition("@")
    if not organisation:
        return NOBODY
    return Hand(person_id(person), employment_id(employment), organisation_id(organisation))


def own_hand(participant: str) -> Hand:
    """The hand of a participant in their own file."""
    return Hand(person_id=person_id(participant))


def moment(day: date, hour: time = MORNING, *, turn: int = 0) -> datetime:
    """A time of that day; `turn` sets things that happen on one morning a few minutes apart."""
    return make_aware(datetime.combine(day, hour)) + timedelta(minutes=MINUTES_BETWEEN * turn)
