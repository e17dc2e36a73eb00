"""What is decided to leave does leave, once."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.utils import timezone

from samlop.kernel.acting import acting_as
from samlop.kernel.models import Outbox
from samlop.kernel.outbox import deliver_all, send_later, wait_before
from samlop.routines.ports import ArchiveProblem, ArchiveUnavailable
from tests.cast import Cast

delivered: list[str] = []
LATER = timedelta(days=1)


def take(key: str, payload: dict[str, Any]) -> None:
    """A delivery that works."""
    delivered.append(key)


def fail(key: str, payload: dict[str, Any]) -> None:
    """A delivery that does not."""
    raise OSError(f"nobody answers for {key}")


@pytest.fixture(autouse=True)
def deliveries(settings, cast: Cast):
    """One way out that works and one that does not."""
    delivered.clear()
    ways = {"mail.meeting": f"{__name__}.take", "archive.copy": f"{__name__}.fail"}
    settings.OUTBOX_DELIVERIES = ways
    return cast


def send(cast: Cast, kind: str, key: str) -> None:
    with acting_as(cast.kari):
        send_later(kind, key=key)


def test_the_same_key_leaves_once(deliveries: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "samlop.kernel.outbox.import_string", lambda path: take if path.endswith("take") else fail
    )
    for _again in range(3):
        send(deliveries, "mail.meeting", "one")
        deliver_all(timezone.now() + LATER)
    assert delivered == ["one"]
    assert Outbox.objects.get().state == Outbox.State.DELIVERED


def test_a_failure_is_kept_shown_and_tried_again(deliveries: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samlop.kernel.outbox.import_string", lambda path: fail)
    send(deliveries, "archive.copy", "two")
    assert deliver_all(timezone.now() + LATER) == 0
    row = Outbox.objects.get()
    assert (row.state, row.attempts) == (Outbox.State.FAILING, 1)
    assert row.error == "OSError"
    assert row.next_attempt_at > timezone.now()
    monkeypatch.setattr("samlop.kernel.outbox.import_string", lambda path: take)
    assert deliver_all(timezone.now() + LATER) == 1
    assert delivered == ["two"]


def test_one_failure_does_not_hold_back_the_next(deliveries: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "samlop.kernel.outbox.import_string", lambda path: take if path.endswith("take") else fail
    )
    send(deliveries, "archive.copy", "bad")
    send(deliveries, "mail.meeting", "good")
    assert deliver_all(timezone.now() + LATER) == 1
    assert delivered == ["good"]


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (99, 3600)]
)
def test_waits_longer_after_each_failure(attempt: int, seconds: int) -> None:
    assert wait_before(attempt) == timedelta(seconds=seconds)


ADDRESS = "dina.blameis@example.org"


@pytest.mark.parametrize(
    ("problem", "kept"),
    [
        (SMTPRecipientsRefused({ADDRESS: (550, b"no such user")}), "SMTPRecipientsRefused: 550"),
        (
            SMTPRecipientsRefused({ADDRESS: (550, b""), "b@example.org": (451, b"")}),
            "SMTPRecipientsRefused: 550, 451",
        ),
        (SMTPSenderRefused(553, b"not " + ADDRESS.encode(), ADDRESS), "SMTPSenderRefused: 553"),
        (SMTPServerDisconnected(f"while writing to {ADDRESS}"), "SMTPServerDisconnected"),
        (OSError(28, "No space left on device", f"/archive/{ADDRESS}"), "OSError: 28"),
        (ArchiveUnavailable(ArchiveProblem.FULL), "ArchiveUnavailable: full"),
        (KeyError(ADDRESS), "KeyError"),
    ],
)
def test_what_is_kept_of_a_failure_names_nobody(
    deliveries: Cast, monkeypatch: pytest.MonkeyPatch, problem: Exception, kept: str
) -> None:
    def refuse(key: str, payload: dict[str, Any]) -> None:
        raise problem

    monkeypatch.setattr("samlop.kernel.outbox.import_string", lambda path: refuse)
    send(deliveries, "mail.meeting", "refused")
    deliver_all(timezone.now() + LATER)
    assert Outbox.objects.get().error == kept
