"""Gatherings: who can be called to one, who is, and what lies ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from samlop.access.models import Organisation
from samlop.access.policies import within_reach
from samlop.kernel.actor import Actor
from samlop.participants.models import Participant
from samlop.routines.models import Gathering, GatheringInvitation, Invitation, Meeting
from samlop.routines.queries.due_meetings import WantedMeeting, due_meetings_for
from samlop.routines.queries.governing import governing_version, routine_of
from samlop.routines.routine import Gathering as GatheringRule
from samlop.routines.rules import MeetingState, Stretch, is_near
from samlop.ui.languages import current_language


@dataclass(frozen=True)
class Candidate:
    """One participant whose meeting after the gathering is near, and whether they have been called already."""

    wanted: WantedMeeting
    called_before: datetime | None

    @property
    def participant(self) -> Participant:
        """Whose meeting it is."""
        return self.wanted.participant


def gathering_rules(actor: Actor, today: date) -> tuple[GatheringRule, ...]:
    """The gatherings of the routine that governs for the actor's organisation."""
    version = governing_version(Organisation(pk=actor.organisation_id), today)
    return routine_of(version).gatherings if version else ()


def gatherings_in(found: Iterable[Candidate]) -> tuple[GatheringRule, ...]:
    """The gatherings of the routine that those found are followed by."""
    return next((routine_of(one.wanted.version).gatherings for one in found), ())


def callable_participants(actor: Actor) -> QuerySet[Participant]:
    """Participants of the actor's own groups whom the actor may call to a gathering."""
    return Participant.objects.filter(pk__in=within_reach(actor, "invitation", "gather"))


def candidates(actor: Actor, code: str, today: date) -> list[Candidate]:
    """Those whose meeting after this gathering is less than half a year away and not yet held, nearest first."""
    found = []
    for one in due_meetings_for(callable_participants(actor), today):
        prepared = {rule.code for rule in routine_of(one.version).gatherings_before(one.due.point)}
        if code in prepared and one.state != MeetingState.HELD and is_near(one.target, today):
            found.append(one)
    called = _called_before(code, [one.participant.pk for one in found])
    return [Candidate(one, called.get(one.participant.pk)) for one in found]


def _called_before(code: str, participants: list[UUID]) -> dict[UUID, datetime]:
    rows = GatheringInvitation.objects.filter(
        participant__in=participants, gathering__code=code, gathering__cancelled_at=None
    )
    return dict(rows.values_list("participant_id", "gathering__starts_at"))


def gatherings_for(participant: Participant, at: datetime | None = None) -> list[GatheringInvitation]:
    """The gatherings still to come that a participant is called to, the nearest first."""
    coming = GatheringInvitation.objects.filter(
        participant=participant, gathering__cancelled_at=None, gathering__ends_at__gte=at or now()
    )
    return list(coming.select_related("gathering__routine_version").order_by("gathering__starts_at"))


def gatherings_of(actor: Actor) -> QuerySet[Gathering]:
    """Gatherings of the organisations the actor acts for, and those somebody in the actor's groups is called to."""
    invited = GatheringInvitation.objects.visible_to(actor).values("gathering")
    own = Q(organisation__in=actor.organisations) | Q(pk__in=invited)
    return Gathering.objects.filter(own).select_related(
        "routine_version", "called_by__person", "organisation"
    )


def invitations_of(actor: Actor, gathering: Gathering) -> list[GatheringInvitation]:
    """Those called whom the actor may see, by name."""
    visible = GatheringInvitation.objects.visible_to(actor).filter(gathering=gathering)
    return list(visible.select_related("participant").order_by("participant__name_order"))


def attendance_of(actor: Actor, gathering: Gathering) -> QuerySet[GatheringInvitation]:
    """Those called whose coming the actor may write down."""
    reached = within_reach(actor, "invitation", "reply")
    return GatheringInvitation.objects.visible_to(actor).filter(gathering=gathering, participant__in=reached)


def called_elsewhere(gathering: Gathering) -> bool:
    """Somebody called, whether or not the actor knows them, is in another meeting at that time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.gathering_collides(%s)", [gathering.pk])
        return bool(cursor.fetchone()[0])


def last_place(actor: Actor) -> str:
    """Where the actor's organisation held its last gathering."""
    held = Gathering.objects.filter(organisation=actor.organisation_id).order_by("-starts_at")
    return held.values_list("place", flat=True).first() or ""


def taken_then(participants: Iterable[UUID], when: Stretch) -> list[str]:
    """The names of those who are in another meeting or gathering at that time."""
    ids = list(participants)
    meetings = Meeting.objects.standing().filter(
        participant__in=ids, starts_at__lt=when.ends_at, ends_at__gt=when.starts_at
    )
    gatherings = GatheringInvitation.objects.filter(
        participant__in=ids,
        gathering__cancelled_at=None,
        gathering__starts_at__lt=when.ends_at,
        gathering__ends_at__gt=when.starts_at,
    ).exclude(reply=Invitation.Reply.DECLINED)
    taken = Q(pk__in=meetings.values("participant")) | Q(pk__in=gatherings.values("participant"))
    return [str(one) for one in Participant.objects.filter(taken)]


def gathering_title(gathering: Gathering) -> str:
    """What the gathering is called, in the language of the page."""
    rules = {one.code: one for one in routine_of(gathering.routine_version).gatherings}
    return rules[gathering.code].title.text(current_language())
