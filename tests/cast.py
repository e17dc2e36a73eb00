"""The named cast of the tests: who they are, where they work, and Dina whom they meet."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import yaml
from django.utils.timezone import localdate

from samlop.access.models import Employment, Organisation, Person, Relation, Role
from samlop.access.sessions import staff_actor
from samlop.kernel.actor import Actor
from samlop.kernel.norwegian_order import norwegian_order
from samlop.participants.models import Membership, Milestone, Participant
from samlop.routines.document import shipped_text
from samlop.routines.models import Agreement, AgreementParty, RoutineApproval, RoutineVersion

LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True)
class Cast:
    """Kari coordinates; Tea, Kim and Nils sit in Dina's group; Lea leads; Ute works elsewhere; Dina takes part."""

    kari: Actor
    tea: Actor
    kim: Actor
    nils: Actor
    lea: Actor
    ute: Actor
    dina: Actor
    participant: Participant
    routine_version: RoutineVersion
    organisations: dict[str, Organisation]

    def employment(self, name: str) -> Employment:
        """The employment behind one of the staff."""
        return Employment.objects.get(pk=getattr(self, name).employment_id)


def make_organisation(name: str, kind: str, level: str, **extra: object) -> Organisation:
    """An organisation that has existed since long ago."""
    return Organisation.objects.create(name=name, kind=kind, level=level, period=(LONG_AGO, None), **extra)


def make_employee(name: str, organisation: Organisation, role: str, *, intake: bool = False) -> Actor:
    """Somebody employed since long ago, as an actor."""
    person = Person.objects.create(name=name)
    address = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    employment = Employment.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        period=(LONG_AGO, None),
        intake=intake,
        email=address,
    )
    actor = staff_actor(employment.pk)
    assert actor is not None
    return actor


def make_participant(
    first_name: str, last_name: str, *, registered_by: Organisation, **extra: object
) -> Participant:
    """A participant whom the registering organisation has taken in."""
    participant = Participant.objects.create(
        first_name=first_name,
        last_name=last_name,
        name_order=norwegian_order(last_name, first_name),
        municipality_number="4205",
        registered_by=registered_by,
        **extra,
    )
    Relation.objects.create(
        subject_id=participant.pk,
        relation="intake",
        organisation=registered_by,
        period=(LONG_AGO, None),
        basis="test",
    )
    return participant


def make_member(
    participant: Participant, actor: Actor, *, relation: str = "member", since: date = LONG_AGO
) -> Membership:
    """A seat in the participant's group."""
    employment = Employment.objects.get(pk=actor.employment_id)
    granted = Relation.objects.create(
        subject_id=participant.pk,
        relation=relation,
        employment=employment,
        period=(since, None),
        basis="test",
    )
    return Membership.objects.create(
        participant=participant,
        relation=granted,
        employment=employment,
        organisation_id=employment.organisation_id,
        role=employment.role,
    )


def make_self(participant: Participant) -> Actor:
    """Lets a participant into their own file."""
    person = Person.objects.create()
    participant.person = person
    participant.save()
    Relation.objects.create(
        subject_id=participant.pk, relation="self", person=person, period=(LONG_AGO, None), basis="test"
    )
    return Actor(person_id=person.pk, participant_id=participant.pk, name=str(participant))


def make_routine(parties: list[Organisation]) -> RoutineVersion:
    """The shipped routine, adopted by all the parties."""
    agreement = Agreement.objects.create(title="Samarbeid for kvalifisering", period=(LONG_AGO, None))
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, organisation=party) for party in parties
    )
    document = yaml.safe_load(shipped_text("kmv"))
    version = RoutineVersion.objects.create(
        agreement=agreement,
        routine_code=document["id"],
        number=document["version"],
        document=document,
        effective_from=LONG_AGO,
    )
    RoutineApproval.objects.bulk_create(
        RoutineApproval(version=version, organisation=party, approved_on=LONG_AGO) for party in parties
    )
    return version


def make_cast(today: date | None = None) -> Cast:
    """The whole cast, with Dina three months into the programme: her first meeting is due."""
    today = today or localdate()
    refugee = make_organisation(
        "Flyktningtjenesten i Lindesnes", "refugee_service", "municipality", municipality_numbers=["4205"]
    )
    school = make_organisation("Lindesnes læringssenter", "adult_education", "municipality")
    career = make_organisation("Karriere Agder – Lyngdal", "county_career_centre", "county")
    nav = make_organisation("NAV Lindesnes", "nav", "state")
    elsewhere = make_organisation(
        "Flyktningtjenesten i Vestre", "refugee_service", "municipality", municipality_numbers=["4226"]
    )
    kari = make_employee("Kari Lysvåken", refugee, Role.PROGRAMME_ADVISER, intake=True)
    tea = make_employee("Tea Tålmodig", school, Role.ADULT_EDUCATION)
    kim = make_employee("Kim Klarsynt", career, Role.CAREER_ADVISER)
    nils = make_employee("Nils Nøysom", nav, Role.NAV_ADVISER)
    dina = make_participant(
        "Dina", "Blåmeis", registered_by=refugee, language="ar", needs_interpreter=True, portal_language="ar"
    )
    make_member(dina, kari, relation="responsible")
    make_member(dina, nils, relation="responsible")
    make_member(dina, tea)
    make_member(dina, kim)
    Milestone.objects.create(participant=dina, code="programme_start", actual=today - timedelta(days=92))
    Milestone.objects.create(
        participant=dina, code="adult_education_end", expected=today + timedelta(days=700)
    )
    return Cast(
        kari=kari,
        tea=tea,
        kim=kim,
        nils=nils,
        lea=make_employee("Lea Lunefull", refugee, Role.LEADER),
        ute=make_employee("Ute Utakt", elsewhere, Role.PROGRAMME_ADVISER, intake=True),
        dina=make_self(dina),
        participant=dina,
        routine_version=make_routine([refugee, school, career, nav]),
        organisations={
            "refugee": refugee,
            "school": school,
            "career": career,
            "nav": nav,
            "elsewhere": elsewhere,
        },
    )


def session_of(actor: Actor) -> dict[str, str]:
    """What a session holds when this actor is signed in."""
    if actor.employment_id:
        return {"employment": str(actor.employment_id)}
    return {"person": str(actor.person_id), "participant": str(actor.participant_id)}


def file_id(cast: Cast) -> UUID:
    """The id of Dina's file."""
    return cast.participant.pk
