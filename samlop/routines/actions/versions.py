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
from samlop.routines.document import DocumentError, routine_from
from samlop.routines.due import ParticipantDates, UnreachableDayError, due_rows
from samlop.routines.models import Agreement, AgreementParty, RoutineApproval, RoutineVersion
from samlop.routines.policies import versions as policies
from samlop.routines.queries.governing import standings, successions
from samlop.routines.routine import Routine

LONGEST_CODE = 60
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
    routine = _usable_routine(document, today)
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
    (held,) = standings(RoutineVersion.objects.filter(pk=version.pk), today, carried=successions(today))
    require(policies.may_approve(actor, held.missing))
    approval, is_new = RoutineApproval.objects.get_or_create(
        version=version,
        organisation=own,
        defaults={"approved_on": today, "approved_by_id": actor.employment_id},
    )
    if is_new:
        record(actor, "routine.approved", version, complete=held.missing == {actor.organisation_id})
    return approval


def _usable_routine(document: dict[str, Any], today: date) -> Routine:
    """The routine, whole, with codes that fit where they are kept and days that a calendar has."""
    try:
        routine = routine_from(document, file=_("rutinen"))
    except DocumentError as broken:
        raise RuleBroken(str(broken), field="document") from None
    codes = [routine.id, *(one.code for one in routine.roles), *(one.code for one in routine.gatherings)]
    codes += [one.code for one in routine.meeting_points]
    for code in codes:
        if len(code) > LONGEST_CODE or "/" in code:
            words = _("Koden «%(code)s» kan ikke brukes: høyst 60 tegn, og ingen skråstrek.")
            raise RuleBroken(words % {"code": code[:LONGEST_CODE]}, field="document")
    everybody = ParticipantDates("", {milestone.code: today for milestone in routine.milestones})
    try:
        due_rows(routine, everybody, today)
    except UnreachableDayError as broken:
        words = _("Møtet «%(code)s» havner utenfor kalenderen. Se på avstanden fra milepælen.")
        raise RuleBroken(words % {"code": broken.point}, field="document") from None
    return routine


def _check_number(agreement: Agreement, routine: Routine) -> None:
    earlier = RoutineVersion.objects.filter(agreement=agreement, routine_code=routine.id)
    last = earlier.aggregate(last=Max("number"))["last"] or 0
    if not last < routine.version <= max(last + 1, HIGHEST_NUMBER):
        words = _("Skriv version: %(next)d. Versjon %(last)d er den siste som finnes.")
        raise RuleBroken(words % {"next": last + 1, "last": last}, field="document")
