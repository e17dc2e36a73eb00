"""A table from before a merger finds the files of before the merger, and guesses at nobody."""

import io
from datetime import date

import pytest
from django.utils.timezone import localdate

from samlop.access.models import Organisation
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import system_actor
from samlop.kernel.identifiers import synthetic_fodselsnummer
from samlop.participants.import_actions import Outcome, RowReport, import_participants
from samlop.participants.import_problems import ProblemCode
from samlop.participants.importing import read_participants
from samlop.participants.models import Participant
from tests.cast import LONG_AGO, make_organisation
from tests.participants.tables import SMALLEST, table

MERGER = date(2026, 1, 1)
NUMBER, OTHER = synthetic_fodselsnummer(date(1990, 5, 1), 0), synthetic_fodselsnummer(date(1990, 5, 2), 0)

pytestmark = pytest.mark.django_db


@pytest.fixture
def successor(db: None) -> Organisation:
    return make_organisation("Nye Lindesnes mottak", "refugee_service", "municipality")


def ended(name: str, successor: Organisation, *, until: date = MERGER) -> Organisation:
    return Organisation.objects.create(
        name=name, kind="refugee_service", level="municipality", period=(LONG_AGO, until), successor=successor
    )


def imported(organisation: Organisation, **cells: str) -> RowReport:
    """What one row comes to when it is read for an organisation."""
    told: list[RowReport] = []
    with acting_as(system_actor("import", organisation_id=organisation.pk)) as actor:
        import_participants(
            actor,
            read_participants(io.BytesIO(table(SMALLEST | cells)), today=localdate()),
            organisation=organisation,
            today=localdate(),
            commit=True,
            tell=told.append,
        )
    (report,) = told
    return report


def test_the_key_of_an_ended_organisation_is_no_second_file(successor: Organisation) -> None:
    mandal = ended("Mandal mottak", successor)
    assert imported(mandal).outcome == Outcome.NEW
    assert imported(successor).outcome == Outcome.UNCHANGED
    assert imported(successor, fornavn="Nytt").outcome == Outcome.CHANGED
    assert Participant.objects.get().registered_by == mandal


def test_a_merger_to_come_joins_no_keys(successor: Organisation) -> None:
    mandal = ended("Mandal mottak", successor, until=date(2090, 1, 1))
    imported(mandal)
    assert imported(successor).outcome == Outcome.NEW


def test_a_key_that_two_brought_along_asks_for_the_number(successor: Organisation) -> None:
    for name, number in (("Mandal mottak", NUMBER), ("Marnardal mottak", OTHER)):
        imported(ended(name, successor), fødselsnummer=number)
    (problem,) = imported(successor).problems
    assert (problem.code, problem.column) == (ProblemCode.KEY_OF_SEVERAL, "nøkkel")
    assert imported(successor, fødselsnummer=OTHER).outcome == Outcome.UNCHANGED
    assert Participant.objects.count() == 2


def test_the_same_key_with_another_number_is_somebody_else(successor: Organisation) -> None:
    imported(ended("Mandal mottak", successor), fødselsnummer=NUMBER)
    imported(ended("Marnardal mottak", successor), nøkkel="A-2", fødselsnummer=OTHER)
    (problem,) = imported(successor, fødselsnummer=OTHER).problems
    assert problem.code == ProblemCode.KNOWN_BY_OTHER_KEY
