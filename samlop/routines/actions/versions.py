"""What happens with the routine itself: a version is proposed whole, and approved party by party."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samlop.access.models import Organisation
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.routines.actions.version_checks import usable_routine
from samlop.routines.models import Agreement, AgreementParty, RoutineApproval, RoutineVersion
from samlop.routines.policies import versions as policies
from samlop.routines.queries.governing import Standing, newest_in_force, standings, successions
from samlop.routines.routine import Routine

HIGHEST_NUMBER = 9999


@transaction.atomic
def propose_version(
    actor: Actor, agreement: Agreement, *, document: dict[str, Any], effective_from: date, today: date
) -> RoutineVersion:
    """Lays a new version before the parties; it governs nothing until all of them have approved it."""
    parties = AgreementParty.objects.filter(agreement=agreement).values_list("organisation_id", flat=True)
    require(policies.may_propose(actor, successions(today).of(parties)))
    if effective_from < today:
        raise RuleBroken(_("En rutine kan ikke gjelde fra en dag som har vært."), field="effective_from")
    routine = usable_routine(document, today)
    _check_number(agreement, routine)
    version = RoutineVersion.objects.create(
        agreement=agreement,
        routine_code=routine.id,
        number=routine.version,
        document=document,
        effective_from=effective_from,
    )
    record(actor, "routine.proposed", version, routine=routine.id, number=routine.version)
    return version


@transaction.atomic
def approve_version(actor: Actor, version: RoutineVersion, *, today: date) -> RoutineApproval:
    """Says yes for the actor's own organisation; when the last party does, the version comes into force."""
    own = Organisation(pk=actor.organisation_id)
    if (given := RoutineApproval.objects.filter(version=version, organisation=own).first()) is not None:
        return given
    held, governing = _standing_of(version, today)
    require(policies.may_approve(actor, held.missing))
    if governing is not None and version.number < governing.number:
        words = _("Versjon %(number)d er erstattet: versjon %(newer)d gjelder nå.")
        raise RuleBroken(words % {"number": version.number, "newer": governing.number})
    approval, is_new = RoutineApproval.objects.get_or_create(
        version=version,
        organisation=own,
        defaults={"approved_on": today, "approved_by_id": actor.employment_id},
    )
    if is_new:
        record(actor, "routine.approved", version, complete=held.missing == {actor.organisation_id})
    return approval


def _standing_of(version: RoutineVersion, today: date) -> tuple[Standing, RoutineVersion | None]:
    """How a version stands, and the version of the same agreement that governs today."""
    versions = RoutineVersion.objects.filter(agreement=version.agreement_id)
    found = standings(versions.defer("document"), today, carried=successions(today))
    held = next(one for one in found if one.version == version)
    return held, next((one.version for one in newest_in_force(found, today)), None)


def _check_number(agreement: Agreement, routine: Routine) -> None:
    """The versions of an agreement are numbered in one row, whatever the routine is called: the highest governs."""
    last = RoutineVersion.objects.filter(agreement=agreement).aggregate(last=Max("number"))["last"] or 0
    if not last < routine.version <= max(last + 1, HIGHEST_NUMBER):
        words = _("Skriv version: %(next)d. Versjon %(last)d er den siste som finnes.")
        raise RuleBroken(words % {"next": last + 1, "last": last}, field="document")
