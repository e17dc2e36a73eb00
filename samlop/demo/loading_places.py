"""Puts organisations, staff, the agreement and its routine among the rows to be loaded."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import yaml

from samlop.access.models import Employment, Organisation, Person, SignInIdentity
from samlop.demo import records
from samlop.demo.cast import MERGER
from samlop.demo.loading_keys import employment_id, key_id, organisation_id, person_id, staff_id
from samlop.demo.loading_rows import Rows
from samlop.demo.sign_in import ISSUER
from samlop.kernel.periods import add_months
from samlop.routines.document import shipped_text
from samlop.routines.models import Agreement, AgreementParty, RoutineApproval, RoutineVersion

AGREEMENT = key_id("agreement", "kmv")
FIRST_VERSION, PRESENT_VERSION = 1, 2
SHORTER_WINDOW = {"weeks": 2}
"""How long after the routine's day a meeting was in time by the first version; by the present, four weeks."""

PRESENT_SINCE_MONTHS = 14
APPROVED_DAYS_APART = 6
LEADERS = {"flyktning_lindesnes": "lea@flyktning_lindesnes", "nav_lindesnes": "nav_leader@nav_lindesnes"}


def add_places(rows: Rows, region: records.Region) -> None:
    """All who work in the region, before and after the merger, and where."""
    for place in region.organisations:
        rows.add(_organisation(place))
    for person in region.people:
        rows.add(Person(id=person_id(person.key), name=person.name))
        if person.cast:
            rows.add(SignInIdentity(person_id=person_id(person.key), issuer=ISSUER, subject_hash=person.key))
    for hat in region.employments:
        rows.add(_employment(hat))


def _organisation(place: records.Organisation) -> Organisation:
    return Organisation(
        id=organisation_id(place.key),
        name=place.name,
        kind=place.kind,
        level=place.level,
        orgnr=place.orgnr,
        municipality_numbers=list(place.municipality_numbers),
        period=(place.first, place.until),
        successor_id=organisation_id(place.successor) if place.successor else None,
    )


def _employment(hat: records.Employment) -> Employment:
    return Employment(
        id=employment_id(hat.key),
        person_id=person_id(hat.person),
        organisation_id=organisation_id(hat.organisation),
        role=hat.role,
        period=(hat.first, hat.until),
        intake=hat.intake,
        email=hat.email,
    )


def add_agreement(rows: Rows, region: records.Region) -> None:
    """The agreement of today's units: the version since the merger, and the present one, approved by all."""
    parties = [place.key for place in region.organisations if _is_party(place)]
    rows.add(Agreement(id=AGREEMENT, title="Samarbeid for kvalifisering", period=(MERGER, None)))
    for party in parties:
        rows.add(AgreementParty(agreement_id=AGREEMENT, organisation_id=organisation_id(party)))
    shipped = yaml.safe_load(shipped_text("kmv"))
    _add_version(rows, _first(shipped), effective=MERGER, parties=parties)
    _add_version(
        rows, shipped | {"version": PRESENT_VERSION}, effective=present_since(region.today), parties=parties
    )


def _is_party(place: records.Organisation) -> bool:
    return place.party_to_agreement and place.until is None and place.kind != Organisation.Kind.MUNICIPALITY


def _first(shipped: dict[str, Any]) -> dict[str, Any]:
    document = deepcopy(shipped) | {"version": FIRST_VERSION}
    for point in document["meeting_points"]:
        point["window"] = {"before": point["window"]["before"], "after": SHORTER_WINDOW}
    return document


def _add_version(rows: Rows, document: dict[str, Any], *, effective: date, parties: list[str]) -> None:
    number = document["version"]
    version = RoutineVersion(
        id=version_id(number),
        agreement_id=AGREEMENT,
        routine_code=document["id"],
        number=number,
        document=document,
        effective_from=effective,
    )
    rows.add(version)
    for place, party in enumerate(reversed(parties), 1):
        rows.add(
            RoutineApproval(
                version=version,
                organisation_id=organisation_id(party),
                approved_on=effective - timedelta(days=APPROVED_DAYS_APART * place),
                approved_by_id=staff_id(LEADERS.get(party, "")) if number == PRESENT_VERSION else None,
            )
        )


def version_id(number: int) -> Any:
    """The id of one version of the routine."""
    return key_id("routine", "kmv", number)


def present_since(today: date) -> date:
    """The first day of the present version: the beginning of a month, more than a year ago."""
    return add_months(today, -PRESENT_SINCE_MONTHS).replace(day=1)


def version_on(day: date, today: date) -> Any:
    """The version in force when a meeting was called."""
    return version_id(PRESENT_VERSION if day >= present_since(today) else FIRST_VERSION)
