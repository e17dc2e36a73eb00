"""Every cell of the matrix, and every cell that is not in it, asked of the application and of the database."""

import csv
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from samlop.access import matrix as matrix_module
from samlop.access.actions import write_matrix
from samlop.access.models import Employment, Person, Relation, Role, Rule
from samlop.access.policies import Standing, standing, within_reach
from samlop.access.words import ACTIONS, KINDS, RELATIONS
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor, system_actor
from samlop.participants.models import Participant
from tests.cast import LONG_AGO, make_employee, make_organisation, make_participant

FILE = Path(matrix_module.__file__).with_name("matrix.csv")
with FILE.open(encoding="utf-8", newline="") as file:
    CELLS = list(csv.DictReader(file))
KINDS_IN_FILE = sorted({cell["kind"] for cell in CELLS})
ACTIONS_IN_FILE = sorted({cell["action"] for cell in CELLS})
SYSTEMS = sorted({cell["relation"] for cell in CELLS if cell["relation"].startswith("system:")})
OF_STAFF = ("responsible", "member", "intake", "none")
Cell = tuple[str, str]

pytestmark = pytest.mark.django_db


def said_by_the_file(relation: str, role: str, scope: str) -> set[Cell]:
    return {
        (cell["kind"], cell["action"])
        for cell in CELLS
        if cell["relation"] == relation and cell["role"] in ("*", role) and cell["scope"] == scope
    }


def pairs() -> Iterator[Cell]:
    return product(KINDS_IN_FILE, ACTIONS_IN_FILE)


def said_by_the_database(subject: UUID, function: str) -> set[Cell]:
    question = f"""SELECT k, a FROM unnest(%s::text[]) k, unnest(%s::text[]) a
                   WHERE %s::uuid = ANY (authz.{function}(k, a))"""
    with connection.cursor() as cursor:
        cursor.execute(question, [KINDS_IN_FILE, ACTIONS_IN_FILE, subject])
        return set(cursor.fetchall())


def said_by_the_application(held: Standing, organisation: UUID | None) -> set[Cell]:
    return {(kind, action) for kind, action in pairs() if asked(held, kind, action, organisation)}


def asked(held: Standing, kind: str, action: str, organisation: UUID | None) -> bool:
    """A pair that nobody may do anything with is a slip of the pen, and said to be one."""
    if not any((cell["kind"], cell["action"]) == (kind, action) for cell in CELLS):
        with pytest.raises(LookupError):
            held.may(action, kind, organisation_id=organisation)
        return False
    return held.may(action, kind, organisation_id=organisation)


def reached(actor: Actor, subject: UUID) -> set[Cell]:
    """What `visible_to` is made of, for the pairs that exist."""
    known = {(cell["kind"], cell["action"]) for cell in CELLS}
    return {(kind, action) for kind, action in known if subject in set(within_reach(actor, kind, action))}


def assert_all_agree(actor: Actor, participant: Participant, relation: str) -> None:
    everything = said_by_the_file(relation, actor.role, "all")
    own = said_by_the_file(relation, actor.role, "own")
    with acting_as(actor):
        held = standing(actor, participant.pk)
        assert said_by_the_database(participant.pk, "reach") == everything
        assert said_by_the_database(participant.pk, "reach_own") == own
        assert said_by_the_application(held, None) == everything
        assert said_by_the_application(held, uuid4()) == everything
        assert reached(actor, participant.pk) == everything | own
        if actor.organisation_id:
            assert said_by_the_application(held, actor.organisation_id) == everything | own


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("relation", OF_STAFF)
def test_file_application_and_database_agree_on_staff(db: None, relation: str, role: str) -> None:
    home = make_organisation("Hjemme", "nav", "state")
    elsewhere = make_organisation("Borte", "nav", "state")
    actor = make_employee("Stine Stille", home, role, intake=True)
    participant = make_participant("Dina", "Djerv", registered_by=home if relation == "intake" else elsewhere)
    if relation in ("responsible", "member"):
        Relation.objects.create(
            subject_id=participant.pk,
            relation=relation,
            employment_id=actor.employment_id,
            period=(LONG_AGO, None),
            basis="test",
        )
    assert_all_agree(actor, participant, relation)


def test_intake_is_for_those_who_receive(db: None) -> None:
    home = make_organisation("Hjemme", "nav", "state")
    actor = make_employee("Stine Stille", home, Role.NAV_ADVISER)
    assert_all_agree(actor, make_participant("Dina", "Djerv", registered_by=home), "none")


def test_file_application_and_database_agree_on_the_participant(db: None) -> None:
    elsewhere = make_organisation("Borte", "nav", "state")
    dina, mina = (make_participant(name, "Djerv", registered_by=elsewhere) for name in ("Dina", "Mina"))
    person = Person.objects.create()
    for participant in (dina, mina):
        Relation.objects.create(
            subject_id=participant.pk, relation="self", person=person, period=(LONG_AGO, None), basis="test"
        )
    actor = Actor(person_id=person.pk, participant_id=dina.pk)
    assert_all_agree(actor, dina, "self")
    with acting_as(actor):
        assert said_by_the_database(mina.pk, "reach") == set()


@pytest.mark.parametrize("relation", [*SYSTEMS, "system:nobody"])
def test_file_application_and_database_agree_on_the_system(db: None, relation: str) -> None:
    wanted = said_by_the_file(relation, "", "all")
    actor = system_actor(relation.removeprefix("system:"))
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT k, a FROM unnest(%s::text[]) k, unnest(%s::text[]) a WHERE authz.system_may(k, a)",
            [KINDS_IN_FILE, ACTIONS_IN_FILE],
        )
        assert set(cursor.fetchall()) == wanted
        assert said_by_the_application(standing(actor, uuid4()), None) == wanted


@pytest.mark.parametrize("ending", ["relation", "employment", "organisation"])
def test_nothing_is_left_when_a_period_ends(db: None, ending: str) -> None:
    home, elsewhere = (make_organisation(name, "nav", "state") for name in ("Hjemme", "Borte"))
    actor = make_employee("Stine Stille", home, Role.NAV_ADVISER)
    participant = make_participant("Dina", "Djerv", registered_by=elsewhere)
    held = Relation.objects.create(
        subject_id=participant.pk,
        relation="member",
        employment_id=actor.employment_id,
        period=(LONG_AGO, None),
        basis="test",
    )
    assert_all_agree(actor, participant, "member")
    employment = Employment.objects.get(pk=actor.employment_id)
    thing = {"relation": held, "employment": employment, "organisation": home}[ending]
    thing.period = (LONG_AGO, LONG_AGO.replace(year=2021))
    thing.save(update_fields=["period"])
    with acting_as(actor):
        assert said_by_the_database(participant.pk, "reach") == set()
        assert said_by_the_database(participant.pk, "reach_own") == set()


def test_every_cell_is_whole_and_stands_once() -> None:
    keys = [tuple(cell[name] for name in ("relation", "role", "kind", "action")) for cell in CELLS]
    assert len(keys) == len(set(keys))
    odd = [
        cell
        for cell in CELLS
        if cell["relation"] not in (*RELATIONS, *SYSTEMS)
        or cell["role"] not in ("*", *Role.values)
        or cell["scope"] not in ("all", "own")
        or not cell["purpose"]
        or not cell["basis"]
    ]
    assert odd == []


def test_every_cell_of_people_has_words() -> None:
    people = [cell for cell in CELLS if cell["relation"] not in SYSTEMS]
    assert [cell for cell in people if cell["kind"] not in KINDS or cell["action"] not in ACTIONS] == []
    told = {cell["kind"] for cell in people}
    assert set(KINDS) - told == set()


def test_the_check_finds_a_database_with_another_matrix(db: None) -> None:
    call_command("check", databases=["default"], tags=["database"])
    Rule.objects.filter(relation="self", kind="wish", action="write").delete()
    Rule.objects.create(relation="member", role="*", kind="contact", action="write", scope="all")
    with pytest.raises(SystemCheckError, match="lacks 1 of the access matrix's cells and has 1 others"):
        call_command("check", databases=["default"], tags=["database"])
    write_matrix()
    call_command("check", databases=["default"], tags=["database"])


def test_a_kind_that_becomes_readable_needs_no_migration(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = matrix_module.MatrixRow("member", "*", "shoe_size", "read", "all", "follow_up", "test")
    matrix_module.matrix.cache_clear()
    whole = (*matrix_module.matrix(), cell)
    for module in ("samlop.access.actions", "samlop.access.row_security"):
        monkeypatch.setattr(f"{module}.matrix", lambda: whole)
    write_matrix()
    with connection.cursor() as cursor:
        cursor.execute("SELECT qual FROM pg_policies WHERE tablename = 'kernel_change'")
        ((condition,),) = cursor.fetchall()
    assert "shoe_size" in condition
