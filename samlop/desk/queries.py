"""What the desk's pages show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from samlop.desk.caseload import File, facts_of, read_files, wanted_meetings, with_papers
from samlop.desk.rules import FoundGap, Gap, gaps
from samlop.desk.words import GapInWords, in_words
from samlop.kernel.actor import Actor
from samlop.participants.models import Participant
from samlop.plans.models import Action
from samlop.routines.models import Meeting
from samlop.routines.queries.due_meetings import WantedMeeting
from samlop.routines.queries.meetings import LOOKS, title_of
from samlop.routines.rules import MeetingState

SHOWN = 8
AHEAD = timedelta(weeks=4)
TO_CALL = (MeetingState.DUE, MeetingState.OVERDUE)


@dataclass(frozen=True)
class FileGap:
    """One gap, and whose."""

    participant: Participant
    found: FoundGap

    @cached_property
    def words(self) -> GapInWords:
        """The gap in words, made for those that are shown."""
        return in_words(self.found, self.participant.pk)


@dataclass(frozen=True)
class FileMeeting:
    """One meeting, and whose."""

    participant: Participant
    meeting: Meeting
    title: str

    @property
    def look(self) -> str:
        """What its state looks like."""
        return LOOKS[self.meeting.state]


@dataclass(frozen=True)
class FileAction:
    """One promise, and whose file it stands in."""

    participant: Participant
    action: Action


@dataclass(frozen=True)
class Day:
    """Everything on Min dag."""

    to_call: list[WantedMeeting]
    waiting: list[FileMeeting]
    ahead: list[FileMeeting]
    gaps: list[FileGap]
    actions: list[FileAction]
    caseload: int

    @property
    def is_clear(self) -> bool:
        """Nothing waits for anybody."""
        return not (self.to_call or self.waiting or self.gaps or self.actions)


def my_files(actor: Actor) -> dict[UUID, File]:
    """The files of the participants in whose groups the actor sits."""
    participants = with_papers(Participant.objects.in_own_groups(actor))
    return read_files(actor, list(participants))


def day_of(actor: Actor, today: date) -> Day:
    """What is due, what waits, what gapes and what was promised; the same number of queries at any caseload."""
    files = my_files(actor)
    return Day(
        to_call=[one for one in wanted_meetings(files, today) if one.state in TO_CALL],
        waiting=sorted(_waiting(files.values(), today), key=lambda one: one.meeting.starts_at),
        ahead=sorted(_ahead(files.values(), today), key=lambda one: one.meeting.starts_at),
        gaps=sorted(
            _gaps(files.values(), today), key=lambda one: (one.found.day, one.participant.name_order)
        ),
        actions=sorted(
            _promises(actor, files.values()), key=lambda one: (one.action.due_on or date.max, one.action.text)
        ),
        caseload=len(files),
    )


def _promises(actor: Actor, files: Iterable[File]) -> Iterator[FileAction]:
    for file in files:
        for action in file.actions:
            if action.owner_employment_id == actor.employment_id:
                yield FileAction(file.participant, action)


def _waiting(files: Iterable[File], today: date) -> Iterator[FileMeeting]:
    for file in files:
        for meeting in file.meetings:
            unanswered = (
                meeting.state == Meeting.State.CALLED and getattr(meeting, "my_reply", None) == "none"
            )
            over = meeting.state == Meeting.State.CALLED and localdate(meeting.starts_at) <= today
            if (
                unanswered
                or over
                or meeting.state == Meeting.State.HELD
                or getattr(meeting, "awaits_me", False)
            ):
                yield _file_meeting(file, meeting)


def _ahead(files: Iterable[File], today: date) -> Iterator[FileMeeting]:
    for file in files:
        for meeting in file.meetings:
            if (
                meeting.state == Meeting.State.CALLED
                and today <= localdate(meeting.starts_at) <= today + AHEAD
            ):
                yield _file_meeting(file, meeting)


def _file_meeting(file: File, meeting: Meeting) -> FileMeeting:
    return FileMeeting(file.participant, meeting, title_of(meeting))


def _gaps(files: Iterable[File], today: date) -> Iterator[FileGap]:
    for file in files:
        for found in gaps(facts_of(file, today), today):
            yield FileGap(file.participant, found)


@dataclass(frozen=True)
class ListRow:
    """One participant in a list: where on the road, what comes, what gapes."""

    participant: Participant
    next_due: WantedMeeting | None
    next_meeting: Meeting | None
    gaps: list[FoundGap]
    current: str


def found_participants(
    actor: Actor, *, text: str = "", own: bool = True, milestone: str = "", today: date
) -> QuerySet[Participant]:
    """Participants by any part of the name, own groups or all within reach, and a milestone within half a year."""
    everybody = Participant.objects.all()
    found = everybody.in_own_groups(actor) if own else everybody.visible_to(actor)
    for word in text.split():
        found = found.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(external_key__iexact=word)
        )
    if milestone:
        near = {"milestones__code": milestone, "milestones__actual": None}
        found = found.filter(**near, milestones__expected__range=(today, today + timedelta(days=183)))
    return with_papers(found)


def with_gap(
    actor: Actor, participants: QuerySet[Participant], *, gap: str, today: date
) -> list[Participant]:
    """Those whose file has such a gap."""
    files = read_files(actor, list(participants))
    return [
        file.participant
        for file in files.values()
        if any(one.gap == Gap(gap) for one in gaps(facts_of(file, today), today))
    ]


def list_rows(actor: Actor, participants: Iterable[Participant], today: date) -> list[ListRow]:
    """What the list says of each on the page."""
    files = read_files(actor, list(participants))
    wanted = wanted_meetings(files, today)
    return [
        list_row(file, [one for one in wanted if one.participant.pk == pk], today=today)
        for pk, file in files.items()
    ]


def list_row(file: File, wanted: Iterable[WantedMeeting], *, today: date) -> ListRow:
    """What a list says of one participant."""
    called = [one for one in file.meetings if one.state == Meeting.State.CALLED]
    running = [station.title for station in file.stations if station.runs_on(today, today=today)]
    return ListRow(
        participant=file.participant,
        next_due=next((one for one in wanted if one.meeting is None), None),
        next_meeting=min(called, key=lambda one: one.starts_at, default=None),
        gaps=gaps(facts_of(file, today), today),
        current=running[-1] if running else "",
    )


@dataclass(frozen=True)
class Overview:
    """One participant's file at a glance."""

    file: File
    row: ListRow
    due: list[WantedMeeting]
    meetings: list[FileMeeting]
    gaps: list[GapInWords]


def overview_of(actor: Actor, participant: Participant, today: date) -> Overview:
    """Next meeting, gaps, group, road and promises of one participant."""
    files = read_files(actor, [participant])
    file, wanted = files[participant.pk], wanted_meetings(files, today)
    row = list_row(file, wanted, today=today)
    return Overview(
        file=file,
        row=row,
        due=wanted,
        meetings=[
            _file_meeting(file, one)
            for one in sorted(file.meetings, key=lambda one: one.starts_at, reverse=True)
        ],
        gaps=[in_words(found, participant.pk) for found in row.gaps],
    )
