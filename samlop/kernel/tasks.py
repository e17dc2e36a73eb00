"""Work outside the request. Every job may be run twice, or begun and killed: what it does is done once."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from samlop.kernel import outbox, sealing_events

STALLED_AFTER = 120


@app.task(queueing_lock="outbox", name="samlop.deliver")
def deliver() -> int:
    """Delivers what waits in the outbox; asked for by each thing put there, and every minute for what failed."""
    close_old_connections()
    return outbox.deliver_all()


@app.periodic(cron="* * * * *", periodic_id="every-minute")
@app.task(queueing_lock="outbox-again", name="samlop.deliver_again")
def deliver_again(timestamp: int) -> int:  # noqa: ARG001  the queue gives every round its time
    """Tries again what failed and is due for another attempt."""
    close_old_connections()
    return outbox.deliver_all()


@app.periodic(cron="*/15 * * * *", periodic_id="every-quarter")
@app.task(queueing_lock="seal", name="samlop.seal")
def seal(timestamp: int) -> int:  # noqa: ARG001
    """Seals the events since the last seal."""
    close_old_connections()
    return sealing_events.seal_events()


@app.periodic(cron="* * * * *", periodic_id="stalled")
@app.task(queueing_lock="stalled", name="samlop.requeue")
async def requeue_stalled(timestamp: int) -> None:  # noqa: ARG001
    """Gives back to the queue what a killed worker left in its hands."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await app.job_manager.retry_job(job)
