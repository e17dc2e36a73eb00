"""The database refuses on its own, whatever the application believes."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from samlop.kernel.acting import acting_as
from samlop.participants.models import Contact, Milestone, Participant
from tests.cast import Cast


def test_group_member_sees_dina(cast: Cast) -> None:
    with acting_as(cast.tea):
        assert list(Participant.objects.all()) == [cast.participant]


def test_ute_sees_nobody_even_without_a_filter(cast: Cast) -> None:
    assert Participant.objects.exists()
    with acting_as(cast.ute):
        assert not Participant.objects.all().exists()
        assert not Milestone.objects.all().exists()


def test_dina_sees_her_own_file(cast: Cast) -> None:
    with acting_as(cast.dina):
        assert list(Participant.objects.all()) == [cast.participant]


COMMANDS = {
    "SELECT": "SELECT * FROM {table}",
    "INSERT": "INSERT INTO {table} SELECT * FROM {table}",
    "UPDATE": "UPDATE {table} SET participant_id = participant_id",
    "DELETE": "DELETE FROM {table}",
}


@pytest.mark.parametrize("role", ["samlop_web", "samlop_system"])
@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("table", ["participants_milestone", "participants_membership"])
def test_without_an_actor_rows_that_exist_raise_on_every_command(
    cast: Cast, table: str, command: str, role: str
) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] > 0
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(DatabaseError, match="no actor set"), transaction.atomic():
            cursor.execute(COMMANDS[command].format(table=table))
        cursor.execute("RESET ROLE")


def test_without_an_actor_rows_that_exist_raise(cast: Cast) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE samlop_web")
        with pytest.raises(DatabaseError, match="no actor set"), transaction.atomic():
            cursor.execute("SELECT * FROM participants_participant")
        cursor.execute("RESET ROLE")


def test_member_may_not_write_contact(cast: Cast) -> None:
    with acting_as(cast.tea), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Contact.objects.create(participant=cast.participant, phone="41300000")
