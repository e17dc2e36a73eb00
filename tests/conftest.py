"""What every test may ask for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samlop.access.actions import write_matrix
from samlop.access.sessions import KEY
from samlop.kernel.actor import Actor
from tests.cast import Cast, make_cast, session_of


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database's copy of the access matrix is there for every test."""
    with django_db_blocker.unblock():
        write_matrix()


@pytest.fixture
def cast(db: None) -> Cast:
    """The named cast. Outside `acting_as` a test builds and looks as the owner of the tables."""
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
