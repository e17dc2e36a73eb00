"""Concern about progress: it calls for a meeting sooner than the days do."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.participants import policies
from samlop.participants.actions.changing import lock
from samlop.participants.models import Concern, Participant

PROGRESS = "progress"


@transaction.atomic
def raise_concern(actor: Actor, participant: Participant, *, today: date, code: str = PROGRESS) -> Concern:
    """Tells the group that progress is in doubt; one already open is the same. Source: routine, meeting 4."""
    require(policies.may_raise_concern(standing(actor, participant.pk)))
    lock(participant.pk)
    known = Concern.objects.filter(participant=participant, code=code, settled_on=None).first()
    if known is not None:
        return known
    concern = Concern(participant=participant, code=code, raised_on=today, raised_by_id=actor.employment_id)
    concern.save(force_insert=True)
    record(actor, "concern.raised", concern, concern=code)
    return concern


@transaction.atomic
def settle_concern(actor: Actor, concern: Concern, *, today: date) -> Concern:
    """Lays the concern to rest, so that it no longer calls for a meeting."""
    require(policies.may_raise_concern(standing(actor, concern.participant_id)))
    concern = Concern.objects.select_for_update(of=["self"]).get(pk=concern.pk)
    if concern.settled_on is not None:
        raise RuleBroken(_("Bekymringen er alt avklart."))
    concern.settled_on = today
    concern.save(update_fields=["settled_on"], force_update=True)
    record(actor, "concern.settled", concern, concern=concern.code)
    return concern
