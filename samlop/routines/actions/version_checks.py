"""What must hold of a routine before it is laid before the parties: Samløp can follow every word of it."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samlop.access.models import CASEWORK_ROLES
from samlop.kernel.errors import RuleBroken
from samlop.participants.actions.concerns import PROGRESS
from samlop.participants.models import MilestoneCode
from samlop.routines.document import DocumentError, routine_from
from samlop.routines.due import ParticipantDates, UnreachableDayError, due_rows
from samlop.routines.routine import Routine
from samlop.routines.rules import PARTICIPANT

LONGEST_CODE = 60
USABLE = re.compile(r"[a-z0-9_-]{1,60}")
ROLES = (PARTICIPANT, *CASEWORK_ROLES)


def usable_routine(document: dict[str, Any], today: date) -> Routine:
    """The routine, whole, with codes that Samløp knows and can keep, and days that a calendar has."""
    try:
        routine = routine_from(document, file=_("rutinen"))
    except DocumentError as broken:
        raise _refusal(str(broken)) from None
    _check_spelling(routine)
    _check_known(routine)
    everybody = ParticipantDates("", {milestone.code: today for milestone in routine.milestones})
    try:
        due_rows(routine, everybody, today)
    except UnreachableDayError as broken:
        words = _("Møtet «%(code)s» havner utenfor kalenderen. Se på avstanden fra milepælen.")
        raise _refusal(words % {"code": broken.point}) from None
    return routine


def _check_spelling(routine: Routine) -> None:
    """Codes of the routine's own making, which stand in addresses and beside every note."""
    if len(routine.id) > LONGEST_CODE:
        raise _refusal(_spelling(routine.id))
    for code in _own_codes(routine):
        if not USABLE.fullmatch(code):
            raise _refusal(_spelling(code))


def _own_codes(routine: Routine) -> Iterable[str]:
    yield from (one.code for one in routine.gatherings)
    for point in routine.meeting_points:
        yield point.code
        yield from (item.code for item in point.agenda)


def _spelling(code: str) -> str:
    words = _("Koden «%(code)s» kan ikke brukes: skriv høyst 60 tegn, bare a–z, 0–9, _ og -.")
    return words % {"code": code[:LONGEST_CODE]}


def _check_known(routine: Routine) -> None:
    """Days, roles and concerns that somebody can enter: a meeting counted from another never comes."""
    _check_among(
        (one.code for one in routine.milestones),
        MilestoneCode.values,
        words=_(
            "Samløp har ikke milepælen «%(code)s», så ingen kan skrive inn dagen. Bruk en av: %(known)s."
        ),
    )
    _check_among(
        (one.code for one in routine.roles),
        ROLES,
        words=_("Samløp har ikke rollen «%(code)s», så ingen kan kalles inn med den. Bruk en av: %(known)s."),
    )
    _check_among(
        (trigger.concern for point in routine.meeting_points for trigger in point.also_on),
        (PROGRESS,),
        words=_("Samløp har ikke bekymringen «%(code)s», så ingen kan si fra om den. Bruk en av: %(known)s."),
    )


def _check_among(codes: Iterable[str], known: Collection[str], *, words: str) -> None:
    for code in codes:
        if code not in known:
            listed = ", ".join(str(one) for one in known)
            raise _refusal(words % {"code": code[:LONGEST_CODE], "known": listed})


def _refusal(words: str) -> RuleBroken:
    return RuleBroken(words, field="document")
