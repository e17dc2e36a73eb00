"""What must hold before a group is called together: a routine, a place in the group, a time that is free."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samlop.kernel.errors import RuleBroken
from samlop.participants.models import Membership, Participant
from samlop.routines.models import Meeting, RoutineVersion
from samlop.routines.queries.calling import collisions, group_of
from samlop.routines.queries.due_meetings import governing_version, routine_of
from samlop.routines.rules import Arrangement, CallRefusal, Occasion, Stretch, call_refusal


def version_for(participant: Participant, occasion: Occasion, *, now: datetime) -> RoutineVersion:
    """The version that governs, which has the meeting, to which nobody has been called yet."""
    version = governing_version(participant, localdate(now))
    if version is None:
        raise RuleBroken(
            _("Ingen avtale med en godkjent rutine gjelder for deltakeren. En leder må godkjenne.")
        )
    points = {point.code for point in routine_of(version).meeting_points}
    if occasion.point and occasion.point not in points:
        raise RuleBroken(_("Rutinen som gjelder nå, har ikke dette møtet lenger."))
    if not occasion.point and not occasion.reason.strip():
        raise RuleBroken(_("Skriv hva møtet skal handle om."), field="reason")
    check_not_called(participant, occasion)
    return version


def check_not_called(participant: Participant, occasion: Occasion) -> None:
    """One standing meeting for each occurrence; for a concern, one to come at a time."""
    if not occasion.point:
        return
    others = Meeting.objects.standing().filter(participant=participant, point=occasion.point)
    if occasion.occurrence is not None:
        taken = others.filter(occurrence=occasion.occurrence)
    else:
        taken = others.filter(state=Meeting.State.CALLED)
    if taken.exists():
        raise RuleBroken(_("Det er alt kalt inn til dette møtet."))


def seats_in(participant: Participant, arrangement: Arrangement, *, now: datetime) -> list[Membership]:
    """The called, all of whom sit in the group: nobody outside it can be called."""
    seats = [
        seat
        for seat in group_of(participant, localdate(now))
        if seat.employment_id in arrangement.employments
    ]
    if len(seats) != len(arrangement.employments):
        raise RuleBroken(_("Noen av dem du har valgt, er ikke i gruppen lenger."), field="employments")
    if not seats:
        raise RuleBroken(_("Velg minst én fra gruppen."), field="employments")
    return seats


def check_time(
    participant: Participant,
    arrangement: Arrangement,
    *,
    seats: Iterable[Membership],
    now: datetime,
    despite_collisions: bool,
    besides: UUID | None = None,
) -> None:
    """The participant is never in two places; others may be, when whoever calls says so."""
    check_future(arrangement.when, now)
    found = collisions(participant, arrangement.when, seats=seats, besides=besides)
    if found.participant:
        raise RuleBroken(_("Deltakeren er alt i et møte på denne tiden."), field="day")
    if found.others and not despite_collisions:
        names = ", ".join(dict.fromkeys(collision.name for collision in found.others))
        raise RuleBroken(
            _("Opptatt i et annet møte: %(names)s. Velg en annen tid, eller kall inn likevel.")
            % {"names": names},
            field="despite_collisions",
        )


def check_future(when: Stretch, now: datetime) -> None:
    """A meeting lies ahead, ends after it begins, and within the day."""
    refusal = call_refusal(when, now=now)
    if refusal is None:
        return
    message, field = {
        CallRefusal.ENDS_BEFORE_START: (_("Møtet må slutte etter at det begynner."), "ends"),
        CallRefusal.TOO_LONG: (_("Et møte kan ikke vare mer enn åtte timer."), "ends"),
        CallRefusal.HAS_BEEN: (_("Denne tiden har vært. Velg en tid som kommer."), "day"),
    }[refusal]
    raise RuleBroken(message, field=field)
