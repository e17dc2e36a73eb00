"""Seals the log in batches: each seal hashes its events and the seal before it, so that tampering shows."""

import hashlib
import json

from django.db import connection, transaction
from django.db.models import QuerySet

from samlop.kernel.acting import acting_as
from samlop.kernel.actor import system_actor
from samlop.kernel.models import Event, Seal

BATCH = 5000
ONE_AT_A_TIME = 5_341_001
"""The lock under which seals are made: the role that seals may add a seal and change none."""


def digest(previous: str, events: QuerySet[Event]) -> str:
    """The hash of the previous seal and the events' whole content, in order."""
    chain = hashlib.sha256(previous.encode())
    for values in events.order_by("pk").values_list():
        chain.update(json.dumps([str(value) for value in values], ensure_ascii=False).encode())
    return chain.hexdigest()


def seal_events() -> int:
    """Seals every event not yet sealed and returns how many."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


def _seal_batch() -> int:
    with acting_as(system_actor("seal")), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        last = Seal.objects.order_by("-last_event").first()
        since, previous = (last.last_event, last.digest) if last else (0, "")
        ids = list(Event.objects.filter(pk__gt=since).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            return 0
        events = Event.objects.filter(pk__range=(ids[0], ids[-1]))
        Seal.objects.create(
            first_event=ids[0], last_event=ids[-1], previous=previous, digest=digest(previous, events)
        )
        return len(ids)


def first_broken_seal() -> Seal | None:
    """The first seal whose events or predecessor are no longer what was sealed, or none when the log is whole."""
    with acting_as(system_actor("seal")):
        previous = ""
        for seal in Seal.objects.order_by("first_event"):
            events = Event.objects.filter(pk__range=(seal.first_event, seal.last_event))
            if seal.previous != previous or seal.digest != digest(previous, events):
                return seal
            previous = seal.digest
    return None
