"""One participant's meetings, and everything one meeting's page shows besides what is written in it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from samlop.kernel.actor import Actor
from samlop.kernel.prepared import prepared
from samlop.participants.models import Concern, Membership, Participant
from samlop.routines.because import ConcernReason, MilestoneReason, sentence
from samlop.routines.models import Invitation, Meeting, RoutineVersion
from samlop.routines.occurrences import Series
from samlop.routines.queries.calling import role_title
from samlop.routines.queries.governing import routine_of
from samlop.routines.routine import MeetingPoint
from samlop.routines.rules import PARTICIPANT, in_sentence
from samlop.ui.languages import current_language

LOOKS = {"called": "planned", "held": "soon", "agreed": "agreed", "cancelled": "stopped"}
"""What each state of a meeting looks like."""


@dataclass(frozen=True)
class Called:
    """One who is called, as the page shows them."""

    invitation: Invitation
    name: str
    role: str
    organisation: str
    is_me: bool
    has_left: bool

    @property
    def look(self) -> str:
        """The state their answer looks like."""
        looks = {"accepted": "done", "declined": "missing", "other_time": "soon"}
        return looks.get(self.invitation.reply, "waiting")


def meetings_with_routine(actor: Actor) -> QuerySet[Meeting]:
    """Meetings the actor may see, each with whose it is, its routine and who called."""
    visible: QuerySet[Meeting] = Meeting.objects.visible_to(actor)
    return visible.select_related("participant", "routine_version", "called_by__person")


@prepared
def meeting_with_routine(actor: Actor, pk: UUID) -> QuerySet[Meeting]:
    """That one meeting, if the actor may see it."""
    return meetings_with_routine(actor).filter(pk=pk)


def meetings_of(actor: Actor, participant: Participant) -> list[Meeting]:
    """All meetings of a participant, the latest first."""
    return list(meetings_with_routine(actor).filter(participant=participant).order_by("-starts_at", "pk"))


def point_of(meeting: Meeting) -> MeetingPoint | None:
    """The point of the routine a meeting belongs to; an extra one belongs to none."""
    return routine_of(meeting.routine_version).point(meeting.point) if meeting.point else None


def title_of(meeting: Meeting) -> str:
    """What a meeting is called, in the language of the page."""
    point = point_of(meeting)
    return point.title.text(current_language()) if point else _("Ekstra møte")


def because_of(meeting: Meeting) -> str:
    """Why it was called, in the language of the page; an extra meeting's reason stands as it was written."""
    point = point_of(meeting)
    if point is None:
        return meeting.reason
    if meeting.occurrence is None:
        return _because_of_concern(meeting, point)
    routine, language = routine_of(meeting.routine_version), current_language()
    distance = Series(point, date.min).distance(meeting.occurrence)
    return sentence(MilestoneReason(routine.milestone(point.due.milestone).title, distance), language)


def _because_of_concern(meeting: Meeting, point: MeetingPoint) -> str:
    concerns = list(Concern.objects.filter(participant=meeting.participant_id).order_by("-raised_on"))
    for trigger in point.also_on:
        for concern in concerns:
            if concern.code == trigger.concern and trigger.within.after(concern.raised_on) == meeting.target:
                reason = ConcernReason(trigger.concern, concern.raised_on, trigger.within)
                return sentence(reason, current_language())
    return _("noen i gruppen ba om det")


def called_to(meeting: Meeting, *, actor: Actor, today: date) -> list[Called]:
    """Everybody called, oneself and the participant first, with those who have left the group since."""
    seated = set(_seated(meeting.participant_id, today))
    found = [
        _called(invitation, meeting, actor=actor, seated=seated) for invitation in _invitations(meeting.pk)
    ]
    return sorted(
        found, key=lambda one: (not one.is_me, one.invitation.role != PARTICIPANT, one.role, one.name)
    )


@prepared
def _invitations(meeting_id: UUID) -> QuerySet[Invitation]:
    return Invitation.objects.filter(meeting=meeting_id).select_related("employment__person", "organisation")


@prepared
def _seated(participant_id: UUID, day: date) -> QuerySet[Membership, UUID]:
    seats = Membership.objects.filter(participant=participant_id).current(day)
    return seats.values_list("employment_id", flat=True)


def _called(invitation: Invitation, meeting: Meeting, *, actor: Actor, seated: set[UUID]) -> Called:
    employment = invitation.employment
    return Called(
        invitation=invitation,
        name=employment.person.name if employment else str(meeting.participant),
        role=role_title(meeting.routine_version, invitation.role),
        organisation=str(invitation.organisation or ""),
        is_me=employment is not None and employment.pk == actor.employment_id,
        has_left=employment is not None and employment.pk not in seated,
    )


def roles_of_point(version: RoutineVersion, point: MeetingPoint) -> dict[str, str]:
    """Who calls and who books by the routine, in the language of the page."""
    wanted = {"calls": point.responsible, "interpreter": point.books.interpreter, "room": point.books.room}
    return {part: in_sentence(role_title(version, role)) for part, role in wanted.items() if role}


def invitations_for(actor: Actor, now: object) -> QuerySet[Invitation]:
    """The meetings to come that the actor is called to, the nearest first, with the actor's own answer."""
    mine: QuerySet[Invitation] = Invitation.objects.visible_to(actor)
    whose = Q(role=PARTICIPANT) if actor.is_participant else Q(employment=actor.employment_id)
    coming = mine.filter(whose, meeting__state=Meeting.State.CALLED, meeting__ends_at__gte=now)
    return coming.select_related("meeting__participant", "meeting__routine_version").order_by(
        "meeting__starts_at"
    )
