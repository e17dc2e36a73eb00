"""Dina's road as the pages of Min vei are tried on: meetings, tasks, stations, goals, a plan to say yes to."""

from datetime import date, datetime, time, timedelta

from django.utils import translation
from django.utils.timezone import get_current_timezone, localdate

from samlop.kernel.actor import Actor
from samlop.participants.models import Membership
from samlop.plans.models import Action, Goal, PlanVersion, Step
from samlop.routines.models import Gathering, GatheringInvitation, Invitation, Meeting
from samlop.ui.dates import long_day as words_for
from tests.cast import Cast
from tests.routines.meetings import called_meeting


def in_days(days: int) -> date:
    """A day counted from today."""
    return localdate() + timedelta(days=days)


def at(day: date, hour: int = 10) -> datetime:
    """A clock time that day, where Dina lives."""
    return datetime.combine(day, time(hour), tzinfo=get_current_timezone())


def meeting_ahead(cast: Cast, *, days: int = 6, **extra: object) -> Meeting:
    """A meeting Dina is called to and has not answered."""
    begins = at(in_days(days))
    meeting = called_meeting(cast, **extra)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=1))
    Invitation.objects.filter(meeting=meeting, role="participant").update(reply="none")
    meeting.refresh_from_db()
    return meeting


def own_seat(meeting: Meeting) -> Invitation:
    """Dina's place at the table."""
    return Invitation.objects.get(meeting=meeting, role="participant")


def task(
    cast: Cast, text: str, *, days: int | None = None, owner: Actor | None = None, **extra: object
) -> Action:
    """Something to do, for Dina unless somebody of the staff is named."""
    return Action.objects.create(
        participant=cast.participant,
        text=text,
        owner_is_participant=owner is None,
        owner_employment_id=owner.employment_id if owner else None,
        due_on=None if days is None else in_days(days),
        **extra,
    )


def station(
    cast: Cast, kind: str, *, first: int, until: int, status: str = "planned", **extra: object
) -> Step:
    """A step of the plan, its days counted from today."""
    values = {"organisation": cast.organisations["school"]} | extra
    return Step.objects.create(
        participant=cast.participant,
        kind=kind,
        first=in_days(first),
        until=in_days(until),
        status=status,
        **values,
    )


def road(cast: Cast) -> list[Step]:
    """A road from the introduction programme to work."""
    kitchen = {"title": "Videregående: restaurant- og matfag", "organisation": None}
    return [
        station(cast, "introduction_programme", first=-300, until=300, status="ongoing"),
        station(cast, "norwegian_course", first=-280, until=-20, status="completed"),
        station(cast, "adult_education", first=-10, until=500, status="ongoing"),
        station(cast, "upper_secondary", first=520, until=1250, **kitchen),
        station(cast, "apprenticeship", first=1260, until=1900, title="Lære som kokk", organisation=None),
    ]


def goal(cast: Cast, words: str = "Jeg vil bli kokk og ha mitt eget sted", **extra: object) -> Goal:
    """What Dina wants, in her own words."""
    return Goal.objects.create(participant=cast.participant, words=words, **extra)


def plan_version(cast: Cast, *, number: int = 1, task: str = "Send papirene til NOKUT") -> PlanVersion:
    """The plan as a meeting left it, which Dina has not said yes to."""
    step = {"id": "1", "kind": "adult_education", "title": "", "first": None, "until": None}
    return PlanVersion.objects.create(
        participant=cast.participant,
        number=number,
        content={
            "goals": [],
            "steps": [
                step | {"status": "ongoing", "organisation": "Lindesnes læringssenter", "waits_for": []}
            ],
            "actions": [{"id": task, "text": task, "due_on": "2026-03-01", "done": False}],
        },
    )


def gathering(cast: Cast, *, days: int = 20) -> GatheringInvitation:
    """A joint information meeting that Dina is called to."""
    begins = at(in_days(days))
    meeting = Gathering.objects.create(
        routine_version=cast.routine_version,
        code="joint_information",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        place="Kulturhuset",
        organisation=cast.organisations["refugee"],
        called_by_id=cast.kari.employment_id,
    )
    return GatheringInvitation.objects.create(gathering=meeting, participant=cast.participant)


def make_contact(cast: Cast, actor: Actor, *, phone: str = "") -> None:
    """Makes one of the group the one Dina turns to."""
    seats = Membership.objects.filter(participant=cast.participant, employment=actor.employment_id)
    seats.update(is_contact=True)
    employment = seats.get().employment
    employment.phone = phone
    employment.save()


def long_day(meeting: Meeting) -> str:
    """The meeting's day in words."""
    with translation.override("nb"):
        return words_for(meeting.starts_at)
