"""What the routine wants for many participants at once, and how far each meeting has come."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from samlop.participants.models import Concern, Milestone, Participant
from samlop.routines import due
from samlop.routines.because import ConcernReason, sentence
from samlop.routines.models import Meeting, RoutineVersion
from samlop.routines.occurrences import State
from samlop.routines.queries.governing import governing_version, governing_versions, routine_of
from samlop.routines.routine import MeetingPoint, Routine
from samlop.routines.rules import ON_NEED, MeetingState, meeting_state
from samlop.ui.languages import current_language

__all__ = ["WantedMeeting", "due_meetings_for", "governing_version", "routine_of"]

CALLED = Meeting.State.CALLED
LEFT_OUT = (
    "reason",
    "place",
    "interpreter_language",
    "interpreter_booked",
    "cancelled_because",
    "created_at",
)


@dataclass(frozen=True)
class WantedMeeting:
    """One meeting the routine wants for one participant, and the meeting itself once it is called."""

    participant: Participant
    version: RoutineVersion
    due: due.DueMeeting
    state: MeetingState
    meeting: Meeting | None

    @cached_property
    def point(self) -> MeetingPoint:
        """The meeting point of the routine."""
        return routine_of(self.version).point(self.due.point)

    @property
    def title(self) -> str:
        """What the meeting is called, in the language of the page."""
        return self.point.title.text(current_language())

    @property
    def because(self) -> str:
        """Why it is wanted, in the language of the page."""
        return sentence(self.due.reason, current_language())

    @property
    def responsible_title(self) -> str:
        """Who calls to it by the routine, in the language of the page."""
        return routine_of(self.version).role(self.due.responsible).title.text(current_language())

    @property
    def occurrence(self) -> int | None:
        """Which in the row of a repeated meeting; None when a concern asked for it."""
        return self.due.occurrence

    @property
    def slug(self) -> str:
        """The occurrence as an address names it."""
        return ON_NEED if self.occurrence is None else str(self.occurrence)

    @property
    def target(self) -> date:
        """The day the routine aims at."""
        return self.due.target


@dataclass(frozen=True)
class Known:
    """What is known of all the participants asked for, by participant."""

    milestones: Mapping[UUID, Mapping[str, date]]
    concerns: Mapping[UUID, Sequence[due.Concern]]
    meetings: Mapping[UUID, Sequence[Meeting]]


def due_meetings_for(
    participants: Iterable[Participant],
    today: date,
    version: RoutineVersion | None = None,
    *,
    known: Known | None = None,
) -> list[WantedMeeting]:
    """Everything the routine wants for these participants, by the day aimed at, each by its own version.

    The participants come from `visible_to`. Three queries for milestones, concerns and meetings whatever the
    number (none when the caller has `known` them already), and two more to find the versions when none is
    given; nobody without an agreement has anything due.
    """
    people = {participant.pk: participant for participant in participants}
    if not people:
        return []
    versions = _versions_of(people.values(), today, version)
    known = known or _known(people)
    lists: dict[UUID, due.DueList] = {}
    for pk in versions:
        governing = versions[pk]
        if governing.pk not in lists:
            lists[governing.pk] = due.DueList(routine_of(governing), today)
        lists[governing.pk].add(_dates(people[pk], known, by=routine_of(governing)))
    by_id = {one.pk: one for one in versions.values()}
    found = [
        _wanted(people[UUID(pk)], meeting, version=by_id[governing_pk], known=known)
        for governing_pk, due_list in lists.items()
        for _day, meetings in due_list.days()
        for pk, meeting in meetings
    ]
    return sorted(found, key=lambda one: one.target) if len(lists) > 1 else found


def _versions_of(
    participants: Iterable[Participant], today: date, version: RoutineVersion | None
) -> dict[UUID, RoutineVersion]:
    if version is not None:
        return {participant.pk: version for participant in participants}
    organisations = {participant.pk: participant.registered_by_id for participant in participants}
    governing = governing_versions(set(organisations.values()), today)
    return {pk: governing[one] for pk, one in organisations.items() if one in governing}


def _known(people: Mapping[UUID, Participant]) -> Known:
    ids = list(people)
    milestones: defaultdict[UUID, dict[str, date]] = defaultdict(dict)
    dated = Milestone.objects.filter(participant__in=ids).annotate(known=Coalesce("actual", "expected"))
    for pk, code, day in dated.order_by().values_list("participant_id", "code", "known"):
        milestones[pk][code] = day
    concerns: defaultdict[UUID, list[due.Concern]] = defaultdict(list)
    raised = Concern.objects.filter(participant__in=ids, settled_on=None)
    for pk, code, day in raised.values_list("participant_id", "code", "raised_on"):
        concerns[pk].append(due.Concern(code, day))
    meetings: defaultdict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in Meeting.objects.standing().filter(participant__in=ids).defer(*LEFT_OUT):
        meetings[meeting.participant_id].append(meeting)
    return Known(milestones, concerns, meetings)


def _dates(participant: Participant, known: Known, *, by: Routine) -> due.ParticipantDates:
    milestones = known.milestones.get(participant.pk, {})
    same = by.standing_in(milestones)
    return due.ParticipantDates(
        participant=str(participant.pk),
        milestones=milestones,
        held=tuple(
            due.Held(same.get(meeting.point, meeting.point), day_of(meeting))
            for meeting in known.meetings.get(participant.pk, ())
            if meeting.point and meeting.state != CALLED
        ),
        concerns=tuple(dict.fromkeys(known.concerns.get(participant.pk, ()))),
        interpreter_language=participant.interpreter_language,
    )


def day_of(meeting: Meeting) -> date:
    """The day a meeting was held, or is to be held."""
    return localdate(meeting.held_at or meeting.starts_at)


def _wanted(
    participant: Participant, row: due.DueMeeting, *, version: RoutineVersion, known: Known
) -> WantedMeeting:
    same = routine_of(version).standing_in(known.milestones.get(participant.pk, {}))
    meetings = [
        one for one in known.meetings.get(participant.pk, ()) if same.get(one.point, one.point) == row.point
    ]
    called = _called(row, meetings) if row.state is not State.HELD else None
    held = _held(row, meetings) if row.state is State.HELD else None
    return WantedMeeting(
        participant=participant,
        version=version,
        due=row,
        state=meeting_state(row.state, is_called=called is not None),
        meeting=held or called,
    )


def _called(row: due.DueMeeting, meetings: Sequence[Meeting]) -> Meeting | None:
    """The meeting called for this occurrence; any meeting of its point to come answers a concern."""
    for meeting in meetings:
        if meeting.state != CALLED:
            continue
        if isinstance(row.reason, ConcernReason):
            if day_of(meeting) >= row.reason.raised:
                return meeting
        elif meeting.occurrence == row.occurrence:
            return meeting
    return None


def _held(row: due.DueMeeting, meetings: Sequence[Meeting]) -> Meeting | None:
    """The meeting held for this occurrence: the one nearest to its target. Source: due, rules 3 and 6."""
    held = [one for one in meetings if one.state != CALLED]
    if isinstance(row.reason, ConcernReason):
        raised = row.reason.raised
        held = [one for one in held if day_of(one) >= raised]
    return min(held, key=lambda one: _distance(one, row.target), default=None)


def _distance(meeting: Meeting, target: date) -> timedelta:
    return abs(day_of(meeting) - target)
