"""The log is sealed in batches, and any tampering shows."""

import pytest
from django.db import connection

from samlop.kernel.acting import acting_as
from samlop.kernel.log import record
from samlop.kernel.models import Event, Seal
from samlop.kernel.sealing_events import first_broken_seal, seal_events
from tests.cast import Cast

TAMPERINGS = {
    "changed": "UPDATE kernel_event SET code = 'meeting.forgotten' WHERE id = %s",
    "removed": "DELETE FROM kernel_event WHERE id = %s",
    "whose": "UPDATE kernel_event SET person_id = NULL WHERE id = %s",
}


@pytest.fixture
def events(cast: Cast) -> list[int]:
    """Three things Kari did, in two seals."""
    for batch in (2, 1):
        with acting_as(cast.kari):
            for _number in range(batch):
                record(cast.kari, "meeting.called", cast.participant)
        assert seal_events() == batch
    return list(Event.objects.order_by("pk").values_list("pk", flat=True))


def test_a_whole_log_has_no_broken_seal(events: list[int]) -> None:
    assert Seal.objects.count() == 2
    assert first_broken_seal() is None


def test_nothing_new_makes_no_seal(events: list[int]) -> None:
    assert seal_events() == 0


@pytest.mark.parametrize("how", sorted(TAMPERINGS))
@pytest.mark.parametrize("which", [0, 1, 2])
def test_tampering_shows_at_its_batch(events: list[int], how: str, which: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(TAMPERINGS[how], [events[which]])
        cursor.execute("SET LOCAL session_replication_role = origin")
    broken = first_broken_seal()
    assert broken is not None
    assert broken.first_event <= events[which] <= broken.last_event


def test_a_seal_made_anew_breaks_the_one_after(events: list[int]) -> None:
    first = Seal.objects.order_by("first_event").first()
    assert first is not None
    Seal.objects.filter(pk=first.pk).update(digest="0" * 64)
    assert first_broken_seal() == first
