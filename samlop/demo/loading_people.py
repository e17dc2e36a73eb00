"""Makes the rows of a participant's file that every participant has: who they are, and who may see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from samlop.access.models import Relation, Role
from samlop.demo.loading_keys import (
    Hand,
    employment_id,
    key_id,
    moment,
    organisation_id,
    organisation_of,
    participant_id,
)
from samlop.demo.loading_rows import Rows
from samlop.demo.records import HistoricParticipant, Participant
from samlop.kernel.norwegian_order import norwegian_order
from samlop.participants import models
from samlop.participants.national_ids import write_number

RESPONSIBLE_ROLES = frozenset({Role.PROGRAMME_ADVISER, Role.NAV_ADVISER})
"""Those the routine lets call, and who answer for the file."""

SIGNED = "samarbeidsavtalen"
SETTLED = "integreringsloven § 12"


@dataclass(frozen=True)
class Seat:
    """One seat in a resource group, with the one it was taken over from."""

    participant: str
    employment: str
    role: str
    first: date
    until: date | None
    predecessor: UUID | None = None
    has_successor: bool = False
    waits_for_successor: bool = False
    is_contact: bool = False

    @property
    def id(self) -> UUID:
        """The id of the seat, and in another table of the relation it gives."""
        return seat_id(self.participant, self.employment, self.first)


def seat_id(participant: str, employment: str, first: date) -> UUID:
    """The id of the seat somebody took that day."""
    return key_id("seat", participant, employment, first)


def personal_row(
    person: Participant | HistoricParticipant, *, organisation: str, at: datetime
) -> models.Participant:
    """Who a participant is, as far as it is known of everybody."""
    return models.Participant(
        id=participant_id(person.key),
        first_name=person.given,
        last_name=person.family,
        name_order=norwegian_order(person.family, person.given),
        birth_day=person.birth,
        municipality_number=person.municipality,
        registered_by_id=organisation_id(organisation),
        created_at=at,
    )


def add_number(rows: Rows, key: str, digits: str, *, at: datetime, by: Hand) -> None:
    """The identity number, sealed."""
    number = models.NationalId(id=key_id("number", key), participant_id=participant_id(key))
    number.kind = models.NationalId.Kind.FODSELSNUMMER
    write_number(number, digits)
    rows.add(number, at=at, by=by)


def add_intake(rows: Rows, key: str, organisation: str, *, first: date, until: date | None = None) -> None:
    """Lets those who receive newcomers at an organisation into the file for a time."""
    rows.add(
        Relation(
            id=key_id("intake", key, organisation),
            subject_id=participant_id(key),
            relation=Relation.Kind.INTAKE,
            organisation_id=organisation_id(organisation),
            period=(first, until),
            basis=SETTLED,
        )
    )


def add_seat(rows: Rows, seat: Seat, *, by: Hand) -> None:
    """One seat: the relation that gives access while it lasts, and the membership the group sees."""
    relation = Relation.Kind.RESPONSIBLE if seat.role in RESPONSIBLE_ROLES else Relation.Kind.MEMBER
    rows.add(
        Relation(
            id=seat.id,
            subject_id=participant_id(seat.participant),
            relation=relation,
            employment_id=employment_id(seat.employment),
            period=(seat.first, seat.until),
            basis=SIGNED,
            granted_by_id=by.employment_id,
        )
    )
    member = models.Membership(
        id=seat.id,
        participant_id=participant_id(seat.participant),
        relation_id=seat.id,
        employment_id=employment_id(seat.employment),
        organisation_id=organisation_of(seat.employment),
        role=seat.role,
        is_contact=seat.is_contact,
        predecessor_id=seat.predecessor,
        needs_no_successor=bool(seat.until) and not seat.has_successor and not seat.waits_for_successor,
    )
    rows.add(member, at=moment(seat.first), by=by)
    if member.needs_no_successor and seat.until:
        rows.turn(member, at=moment(seat.until), by=by, values={"needs_no_successor": (False, True)})
