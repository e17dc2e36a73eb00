"""The only way to personal data: a transaction that carries its actor down to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from samlop.kernel.actor import Actor

SETTINGS = ("role", *(f"app.{name}" for name in (
    "person", "employment", "organisation", "participant", "system", "purpose", "assisted_by",
)))  # fmt: skip
SET = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)


def _written(value: UUID | None) -> str:
    return "" if value is None else str(value)


def _tell_database(role: str, actor: Actor | None) -> None:
    actor = actor or Actor(purpose="")
    values = [
        role,
        _written(actor.person_id),
        _written(actor.employment_id),
        _written(actor.organisation_id),
        _written(actor.participant_id),
        actor.system,
        actor.purpose,
        _written(actor.assisted_by),
    ]
    with connection.cursor() as cursor:
        cursor.execute(SET, values)


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """One transaction in which the database knows who acts; outside it no personal table can be read.

    The settings are local to the transaction, so a pooled connection never carries one actor to the next.
    """
    with transaction.atomic(durable=True):
        _tell_database(settings.SYSTEM_ROLE if actor.system else settings.WEB_ROLE, actor)
        yield actor
        if connection.savepoint_ids:  # A test's outer transaction would otherwise keep the actor alive.
            _tell_database("none", None)
