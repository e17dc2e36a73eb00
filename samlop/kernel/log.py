"""Records what was done."""

from typing import Any

from django.db import models

from samlop.kernel.actor import Actor
from samlop.kernel.models import Event


def record(actor: Actor, code: str, thing: models.Model, **details: Any) -> None:
    """Writes one line of the log in the transaction of the act itself; `details` hold codes and ids, never prose."""
    participant_id = getattr(thing, "participant_id", None)
    if thing._meta.label == "participants.Participant":
        participant_id = thing.pk
    Event.objects.bulk_create(
        [
            Event(
                code=code,
                participant_id=participant_id,
                subject_type=thing._meta.label_lower,
                subject_id=str(thing.pk),
                person_id=actor.person_id,
                employment_id=actor.employment_id,
                organisation_id=actor.organisation_id,
                assisted_by=actor.assisted_by,
                system=actor.system,
                details=details,
            )
        ],
        ignore_conflicts=True,  # Without RETURNING: whoever acts adds to the log and reads none of it.
    )
