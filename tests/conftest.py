"""What every test may ask for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client

from samlop.access.actions import write_matrix
from samlop.access.sessions import KEY
from samlop.kernel.actor import Actor
from tests.cast import Cast, make_cast, session_of

empty_tables = DatabaseOperations.execute_sql_flush


def empty_with_triggers_off(self: DatabaseOperations, statements: list[str]) -> Any:
    """Empties the tables after a test that committed: the logs refuse to be emptied, as they should.

    The access matrix is written again, for it belongs to the database and not to any test.
    """
    emptied = empty_tables(
        self, ["SET session_replication_role = replica", *statements, "RESET session_replication_role"]
    )
    write_matrix()
    return emptied


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database's copy of the access matrix is there for every test."""
    DatabaseOperations.execute_sql_flush = empty_with_triggers_off  # type: ignore[method-assign]
    with django_db_blocker.unblock():
        write_matrix()


@pytest.fixture
def cast(db: None) -> Cast:
    """The named cast. Outside `acting_as` a test builds and looks as the owner of the tables."""
    return make_cast()


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The cast in a database that other connections see."""
    return make_cast()


@pytest.fixture
def signed_in() -> Callable[[Actor], Client]:
    """A browser in which this actor is signed in."""

    def sign_in(actor: Actor, **extra: Any) -> Client:
        client = Client(**extra)
        session = client.session
        session[KEY] = session_of(actor)
        session.save()
        client.cookies["sessionid"] = session.session_key
        return client

    return sign_in
