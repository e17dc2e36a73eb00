"""The first page of Min vei: the next step, the next meeting, what waits for a word, the road in short."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from samlop.kernel.actor import Actor
from samlop.kernel.prepared import prepared
from samlop.participants.models import Participant
from samlop.plans.models import Action, Goal, PlanVersion
from samlop.plans.pathway import Station
from samlop.plans.queries import station_of
from samlop.portal.queries.meetings import (
    MyGathering,
    MyMeeting,
    gatherings_ahead,
    meetings_at_hand,
    my_meeting,
)
from samlop.portal.queries.people import Helper, helper_from, helper_row
from samlop.portal.queries.plan import own_open_tasks, stations_of
from samlop.portal.rules import (
    Ahead,
    Landmark,
    Place,
    What,
    leaves_room,
    next_step,
    stations_ahead,
    trail,
)
from samlop.portal.words import PLACES, SYMBOLS
from samlop.routines.queries.due_meetings import due_meetings_for
from samlop.routines.rules import MeetingState


@dataclass(frozen=True)
class RoadMark:
    """One station of the short picture, in words."""

    key: UUID
    title: str
    symbol: str
    place: Place
    place_in_words: str
    first: date | None


@dataclass(frozen=True)
class NextStep:
    """The one thing to think of now: a meeting, a joint meeting, a text to answer, a task, a station, a plan to
    say yes to, a meeting that is wanted and not called yet, or none of them."""

    day: date | None = None
    meeting: MyMeeting | None = None
    gathering: MyGathering | None = None
    text: MyMeeting | None = None
    task: Action | None = None
    station: Station | None = None
    wanted: str = ""
    is_plan: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Road:
    """The whole first page; what is the next step is not said once more beside it."""

    next_step: NextStep
    here: tuple[RoadMark, ...]
    meeting: MyMeeting | None
    gathering: MyGathering | None
    to_confirm: tuple[MyMeeting, ...]
    plan_to_agree: bool
    marks: tuple[RoadMark, ...]
    goal: Goal | None
    helper: Helper


@dataclass(frozen=True)
class _Found:
    """What can be the next step, as it was read."""

    meetings: Sequence[MyMeeting]
    gatherings: Sequence[MyGathering]
    texts: Sequence[MyMeeting]
    tasks: Sequence[Action]
    stations: Sequence[Station]
    plan_waits: bool


def road_of(actor: Actor, participant: Participant, now: datetime) -> Road:
    """The first page, in five queries however long the road is, and four more where nothing lies close at hand."""
    today = localdate(now)
    (beside,) = _beside(participant.pk)
    meetings = [my_meeting(one) for one in meetings_at_hand(actor, participant.pk, now)]
    found = _Found(
        meetings=[one for one in meetings if one.is_ahead],
        gatherings=gatherings_ahead(actor, participant, now),
        texts=[one for one in meetings if one.waits_for_me],
        tasks=own_open_tasks(actor, participant.pk),
        stations=[station_of(step) for step in stations_of(actor, participant.pk)],
        plan_waits=_is_waiting(beside["version"]),
    )
    first = _next_step(participant, found, today)
    marks = tuple(_mark(one) for one in trail(found.stations, today))
    return Road(
        next_step=first,
        here=tuple(mark for mark in marks if mark.place is Place.HERE),
        meeting=next(iter(found.meetings), None),
        gathering=next(iter(found.gatherings), None),
        to_confirm=tuple(one for one in found.texts if one is not first.text),
        plan_to_agree=found.plan_waits and not first.is_plan,
        marks=marks,
        goal=Goal(**beside["goal"]) if beside["goal"] else None,
        helper=helper_from(beside["helper"]),
    )


def _next_step(participant: Participant, found: _Found, today: date) -> NextStep:
    first = next_step(_ahead(found, today), today)
    if leaves_room(first, today) and (wanted := _meeting_wanted(participant, today)):
        return NextStep(wanted=wanted)
    if first is None:
        return NextStep()
    texts = found.texts if first.what is What.TEXT else ()
    meetings = found.meetings if first.what is What.MEETING else ()
    return NextStep(
        day=first.day,
        meeting=next((one for one in meetings if str(one.meeting.pk) == first.key), None),
        gathering=next((one for one in found.gatherings if str(one.invitation.pk) == first.key), None),
        text=next((one for one in texts if str(one.meeting.pk) == first.key), None),
        task=next((one for one in found.tasks if str(one.pk) == first.key), None),
        station=next((one for one in found.stations if one.key == first.key), None),
        is_plan=first.what is What.PLAN,
        is_late=first.what is What.TASK and first.day is not None and first.day < today,
    )


def _ahead(found: _Found, today: date) -> list[Ahead]:
    """Everything that can be the next step, each by its key."""
    meetings = [(str(one.meeting.pk), one.meeting.starts_at) for one in found.meetings]
    meetings += [(str(one.invitation.pk), one.gathering.starts_at) for one in found.gatherings]
    return [
        *(Ahead(What.MEETING, key, localdate(starts_at)) for key, starts_at in meetings),
        *(Ahead(What.TEXT, str(one.meeting.pk)) for one in found.texts),
        *(Ahead(What.TASK, str(one.pk), one.due_on) for one in found.tasks),
        *stations_ahead(found.stations, today),
        *([Ahead(What.PLAN, "")] if found.plan_waits else []),
    ]


def _meeting_wanted(participant: Participant, today: date) -> str:
    """The title of the meeting that is due by the routine and that nobody has called to yet."""
    due = (MeetingState.DUE, MeetingState.OVERDUE)
    return next((one.title for one in due_meetings_for([participant], today) if one.state in due), "")


def _mark(landmark: Landmark) -> RoadMark:
    station = landmark.station
    return RoadMark(
        key=UUID(station.key),
        title=station.title,
        symbol=SYMBOLS[station.kind],
        place=landmark.place,
        place_in_words=str(PLACES[landmark.place]),
        first=station.first,
    )


@prepared
def _beside(participant_id: UUID) -> QuerySet[Participant, Any]:
    """What lies beside the meetings, tasks and stations, in one query: goal, newest plan, whom to turn to."""
    goals: QuerySet[Any] = Goal.objects.filter(participant=OuterRef("pk"), state=Goal.State.ACTIVE)
    versions: QuerySet[Any] = PlanVersion.objects.filter(participant=OuterRef("pk")).order_by("-number")
    return Participant.objects.filter(pk=participant_id).values(
        goal=Subquery(goals.values(row=JSONObject(words="words", language="language"))[:1]),
        version=Subquery(versions.values(row=JSONObject(agreed_at="agreed_at"))[:1]),
        helper=helper_row(),
    )


def _is_waiting(version: dict[str, Any] | None) -> bool:
    return version is not None and version["agreed_at"] is None
