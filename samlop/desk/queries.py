"""What the desk's pages show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from samlop.access.policies import Standing
from samlop.desk.caseload import File, Seat, facts_of, read_files, standing_in, wanted_meetings
from samlop.desk.rules import FoundGap, gaps
from samlop.desk.words import GapInWords, in_words
from samlop.kernel.actor import Actor
from samlop.kernel.periods import add_days, add_months
from samlop.kernel.prepared import prepared
from samlop.participants.models import Participant
from samlop.participants.opening import OpenFile
from samlop.participants.queries import participants_with
from samlop.plans.models import Action
from samlop.routines.models import Meeting
from samlop.routines.policies.calling import may_call
from samlop.routines.queries.due_meetings import WantedMeeting
from samlop.routines.queries.meetings import LOOKS, title_of
from samlop.routines.rules import MeetingState

SHOWN = 8
AHEAD = timedelta(weeks=4)
AWAITED_MONTHS = 6
REACHED, AWAITED = "nadd", "ventes"
LOOKED_THROUGH = 100
"""So many files are looked through for a gap at a time: it stands in no column, but is worked out from the file."""
TO_CALL = (MeetingState.DUE, MeetingState.OVERDUE)


@dataclass(frozen=True)
class FileGap:
    """One gap, and in whose file, and how the reader stands to them."""

    participant: Participant
    found: FoundGap
    held: Standing

    @cached_property
    def words(self) -> GapInWords:
        """The gap in words, made for those that are shown."""
        return in_words(self.found, self.held)


@dataclass(frozen=True)
class FileDue:
    """One meeting to call to, and whether the reader is one of those who may."""

    due: WantedMeeting
    may_call: bool


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

    to_call: list[FileDue]
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
    return read_files(actor, _in_own_groups(actor))


@prepared
def _in_own_groups(actor: Actor) -> QuerySet[Participant]:
    return Participant.objects.in_own_groups(actor)


def day_of(actor: Actor, today: date) -> Day:
    """What is due, what waits, what gapes and what was promised; the same number of queries at any caseload."""
    files = my_files(actor)
    standings = {pk: standing_in(actor, file, today) for pk, file in files.items()}
    wanted = (one for one in wanted_meetings(files, today) if one.state in TO_CALL)
    return Day(
        to_call=[FileDue(one, may_call(standings[one.participant.pk])) for one in wanted],
        waiting=sorted(_waiting(files.values(), today), key=lambda one: one.meeting.starts_at),
        ahead=sorted(_ahead(files.values(), today), key=lambda one: one.meeting.starts_at),
        gaps=sorted(
            _gaps(files, today, standings=standings),
            key=lambda one: (one.found.day, one.participant.name_order),
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


def _gaps(
    files: Mapping[UUID, File], today: date, *, standings: Mapping[UUID, Standing]
) -> Iterator[FileGap]:
    for pk, file in files.items():
        for found in gaps(facts_of(file, today), today):
            yield FileGap(file.participant, found, standings[pk])


@dataclass(frozen=True)
class ListRow:
    """One participant in a list: where on the road, what comes, what gapes."""

    participant: Participant
    next_due: WantedMeeting | None
    next_meeting: Meeting | None
    gaps: list[FoundGap]
    current: str


def found_participants(
    actor: Actor, *, text: str, own: bool, milestone: str, when: str, today: date
) -> QuerySet[Participant]:
    """By name, own groups or all within reach, and a milestone that is reached, or awaited within half a year.

    What should have been reached by now is still awaited.
    """
    reached = {REACHED: True, AWAITED: False}.get(when)
    until = add_days(add_months(today, AWAITED_MONTHS), 1) if when == AWAITED else None
    return participants_with(
        actor, search=text, own_groups=own, milestone=milestone, reached=reached, until=until
    )


def list_rows(
    actor: Actor, participants: Iterable[Participant], today: date, *, gap: str = ""
) -> list[ListRow]:
    """What the list says of each on the page, or of those among them whose file has such a gap."""
    files = read_files(actor, list(participants))
    wanted: dict[UUID, list[WantedMeeting]] = {pk: [] for pk in files}
    for one in wanted_meetings(files, today):
        wanted[one.participant.pk].append(one)
    rows = (list_row(file, wanted[pk], today=today) for pk, file in files.items())
    return [row for row in rows if not gap or any(found.gap == gap for found in row.gaps)]


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
class Task:
    """One promise in a file, and whose it is in words."""

    action: Action
    owner: str


@dataclass(frozen=True)
class Overview:
    """One participant's file at a glance."""

    file: File
    row: ListRow
    due: list[WantedMeeting]
    meetings: list[FileMeeting]
    gaps: list[GapInWords]
    group: list[Seat]
    tasks: list[Task]


def overview_of(opened: OpenFile, today: date) -> Overview:
    """Next meeting, gaps, group, road and promises of one participant, as far as the reader may go from there."""
    participant, held = opened.participant, opened.standing
    files = read_files(held.actor, [participant])
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
        gaps=[in_words(found, held) for found in row.gaps],
        group=[seat for seat in file.seats if seat.holds(today)],
        tasks=[Task(action, _owner(action, file)) for action in file.actions],
    )


def _owner(action: Action, file: File) -> str:
    """The participant, or one of the staff with the workplace they sit in the group for."""
    if action.owner_is_participant:
        return str(file.participant)
    places = {seat.employment_id: seat.organisation for seat in file.seats}
    name: str = getattr(action, "owner_name", "")
    place = places.get(action.owner_employment_id) if action.owner_employment_id else None
    return f"{name}, {place}" if place else name
