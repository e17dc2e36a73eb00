"""Puts things in the outbox and delivers them: once decided they go, also after a power cut."""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from samlop.kernel.acting import acting_as
from samlop.kernel.actor import system_actor
from samlop.kernel.models import Outbox

logger = logging.getLogger(__name__)
Delivery = Callable[[str, dict[str, Any]], None]
CODE = re.compile(r"-?[0-9]{1,10}|[a-z_]{1,20}")
LONGEST_CAUSE = 200


def send_later(kind: str, *, key: str, **payload: Any) -> None:
    """Decides, in this transaction, that something shall leave; the same key never leaves twice.

    The payload holds identifiers only, never a person's words.
    """
    Outbox.objects.bulk_create([Outbox(kind=kind, key=key, payload=payload)], ignore_conflicts=True)
    transaction.on_commit(_wake_worker)


def try_again_now(key: str) -> bool:
    """Moves the next attempt of something that failed up to now; says whether anything was waiting."""
    failed = Outbox.objects.filter(key=key, state=Outbox.State.FAILING)
    moved = failed.update(next_attempt_at=timezone.now())
    transaction.on_commit(_wake_worker)
    return bool(moved)


def _wake_worker() -> None:
    """Asks the worker to deliver at once; should this be lost, the worker's own round finds the row within a minute."""
    try:
        app.configure_task("samlop.deliver", queueing_lock="outbox").defer()
    except AlreadyEnqueued:
        logger.debug("a delivery round is already waiting")


def wait_before(attempt: int) -> timedelta:
    """How long to wait after a failed attempt: half a minute, doubled each time, an hour at most."""
    return min(timedelta(seconds=30 * 2 ** min(attempt - 1, 10)), timedelta(hours=1))


def due_for_delivery(now: datetime) -> list[tuple[UUID, str]]:
    """What is to be tried now, oldest first."""
    waiting = Outbox.objects.exclude(state=Outbox.State.DELIVERED).filter(next_attempt_at__lte=now)
    return list(waiting.order_by("next_attempt_at").values_list("pk", "kind")[:500])


def deliver(pk: UUID, kind: str) -> bool:
    """Tries one delivery; a failure is written on the row, with the time of the next attempt.

    The first part of the kind names the system actor, so mail never reads what only the archive may. The effect
    and the mark "delivered" share the row's lock, so two workers never send the same thing.
    """
    with acting_as(system_actor(kind.partition(".")[0])):
        row = (
            Outbox.objects.select_for_update(skip_locked=True)
            .exclude(state=Outbox.State.DELIVERED)
            .filter(pk=pk)
            .first()
        )
        if row is None:
            return False
        try:
            with transaction.atomic():
                delivery: Delivery = import_string(settings.OUTBOX_DELIVERIES[row.kind])
                delivery(row.key, row.payload)
        except Exception as problem:  # noqa: BLE001  Whatever an adapter throws is kept, shown and tried again.
            logger.warning(
                "outbox %s attempt %s failed: %s", row.pk, row.attempts + 1, type(problem).__name__
            )
            _postpone(row, problem)
            return False
        row.state, row.delivered_at, row.error = Outbox.State.DELIVERED, timezone.now(), ""
        row.attempts += 1
        row.save(force_update=True)
        return True


def _postpone(row: Outbox, problem: Exception) -> None:
    row.attempts += 1
    row.state = Outbox.State.FAILING
    row.error = cause(problem)
    row.next_attempt_at = timezone.now() + wait_before(row.attempts)
    row.save(force_update=True)


def cause(problem: BaseException) -> str:
    """What went wrong as kept for everybody: the kind of fault and its codes, never its words.

    A mail server's refusal names the recipient, and an adapter's message may name anybody.
    """
    refused = getattr(problem, "recipients", None)
    codes = [answer[0] for answer in refused.values()] if isinstance(refused, dict) else []
    codes += [getattr(problem, name, None) for name in ("smtp_code", "errno", "code")]
    shown = dict.fromkeys(str(code) for code in codes if code is not None and CODE.fullmatch(str(code)))
    return ": ".join([type(problem).__name__, *([", ".join(shown)] if shown else [])])[:LONGEST_CAUSE]


def deliver_all(now: datetime | None = None) -> int:
    """Delivers everything that is due and returns how many went."""
    with acting_as(system_actor("outbox")):
        waiting = due_for_delivery(now or timezone.now())
    return sum(deliver(pk, kind) for pk, kind in waiting)
