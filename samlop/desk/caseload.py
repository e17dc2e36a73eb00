"""Everything the desk knows of a number of participants, read in the same few queries however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localdate

from samlop.access.models import Role
from samlop.desk.rules import Change, FileFacts, LateAction, OpenMeeting
from samlop.kernel.actor import Actor
from samlop.participants.models import Concern, Education, Membership, Milestone, Participant, Schooling
from samlop.plans.models import Action, Goal, Step
from samlop.plans.pathway import Station, StepKind, StepStatus
from samlop.plans.transitions import transitions
from samlop.routines import due
from samlop.routines.models import AgreedText, Confirmation, Invitation, Meeting, OwnNote
from samlop.routines.queries.due_meetings import Known, WantedMeeting, due_meetings_for

OPEN_DOCUMENTATION = (Education.Documentation.EXISTS, Education.Documentation.TRANSLATED)
# A caseload is hundreds of rows: only what the desk shows is read, and no model is made of what it only counts.
SEAT = (
    "participant_id", "pk", "role", "is_contact", "predecessor_id", "needs_no_successor", "relation__period__endswith",
    "employment__period__endswith", "employment__person__name", "organisation__name",
)  # fmt: skip
STEP = (
    "participant_id", "pk", "kind", "title", "first", "until", "status", "organisation_id", "organisation__name",
    "note",
)  # fmt: skip
MEETING = (
    "participant_id", "point", "occurrence", "state", "starts_at", "held_at", "place", "routine_version__id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat in the group: who, in which role, and the days the seat and the employment end, if they do."""

    pk: UUID
    role: str
    is_contact: bool
    predecessor_id: UUID | None
    needs_no_successor: bool
    until: date | None
    hired_until: date | None
    name: str
    organisation: str

    @property
    def role_title(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)

    def holds(self, today: date) -> bool:
        """Whether somebody sits there today."""
        return all(end is None or end > today for end in (self.until, self.hired_until))


@dataclass
class File:
    """What was read about one participant."""

    participant: Participant
    milestones: dict[str, date] = field(default_factory=dict)
    concerns: list[due.Concern] = field(default_factory=list)
    goals: dict[str, str] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    stations: list[Station] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)

    @property
    def goal(self) -> str:
        """The first of the participant's goals, in the participant's words."""
        return self.goals[min(self.goals, key=int)] if self.goals else ""


def with_papers(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """Participants with the day they apply for admission, and whether papers lie unsent."""
    unsent = Education.objects.filter(participant=OuterRef("pk"), documentation__in=OPEN_DOCUMENTATION)
    applies = Schooling.objects.filter(participant=OuterRef("pk")).values("application_due")
    return participants.annotate(papers_unsent=Exists(unsent), application_due=Subquery(applies))


def read_files(actor: Actor, participants: Sequence[Participant]) -> dict[UUID, File]:
    """Five queries for any number of participants."""
    files = {participant.pk: File(participant) for participant in participants}
    _read_days(files)
    for meeting in _meetings(actor, files):
        files[meeting.participant_id].meetings.append(meeting)
    for participant_id, *seat in Membership.objects.filter(participant__in=list(files)).values_list(*SEAT):
        files[participant_id].seats.append(Seat(*seat))
    _read_steps(files)
    actions = Action.objects.open().annotate(owner_name=F("owner_employment__person__name"))
    for action in actions.filter(participant__in=list(files)):
        files[action.participant_id].actions.append(action)
    return files


def _read_steps(files: dict[UUID, File]) -> None:
    names: dict[str, str] = {}
    steps = Step.objects.filter(participant__in=list(files), removed=False)
    for participant_id, pk, kind, title, first, until, status, agency, agency_name, note in steps.values_list(
        *STEP
    ):
        if not title and kind not in names:
            names[kind] = Step(kind=kind).name
        station = Station(
            key=str(pk),
            title=title or names[kind],
            kind=StepKind(kind),
            first=first,
            until=until,
            status=StepStatus(status),
            organisation=agency_name or "",
            organisation_key=str(agency or ""),
            note=note,
        )
        files[participant_id].stations.append(station)


def _read_days(files: dict[UUID, File]) -> None:
    ids = list(files)
    milestones = Milestone.objects.filter(participant__in=ids).annotate(
        on_day=Coalesce("actual", "expected"), what=Value("milestone", output_field=CharField())
    )
    concerns = Concern.objects.filter(participant__in=ids, settled_on=None).annotate(
        on_day=F("raised_on"), what=Value("concern", output_field=CharField())
    )
    goals = Goal.objects.filter(participant__in=ids, state=Goal.State.ACTIVE).annotate(
        code=F("words"), on_day=Value(None, output_field=DateField()), what=Cast("rank", CharField())
    )
    columns = ("participant_id", "what", "code", "on_day")
    parts = [part.order_by().values_list(*columns) for part in (milestones, concerns, goals)]
    for participant_id, what, code, day in parts[0].union(*parts[1:], all=True):
        if what == "milestone":
            files[participant_id].milestones[code] = day
        elif what == "concern":
            files[participant_id].concerns.append(due.Concern(code, day))
        else:
            files[participant_id].goals[what] = code


def _meetings(actor: Actor, files: Iterable[UUID]) -> QuerySet[Meeting]:
    """The meetings, each asked only what its state leaves open: replies before it, notes and agreement after."""
    mine = Invitation.objects.filter(meeting=OuterRef("pk"), employment__in=[actor.employment_id])
    draft = AgreedText.objects.filter(meeting=OuterRef("pk"), state="draft", closed=True)
    spoken = Confirmation.objects.filter(agreed_text=OuterRef("pk"), organisation__in=[actor.organisation_id])
    notes = OwnNote.objects.filter(meeting=OuterRef("pk")).exclude(text="")
    held, called = Q(state=Meeting.State.HELD), Q(state=Meeting.State.CALLED)
    return (
        Meeting.objects.filter(participant__in=list(files))
        .standing()
        .select_related("routine_version")
        .only(*MEETING)
        .annotate(
            my_reply=Case(When(called, then=Subquery(mine.values("reply")))),
            awaits_me=Exists(draft.filter(~Exists(spoken))) & Exists(mine),
            has_notes=Case(When(held, then=Exists(notes)), default=False),
            has_shared=Case(When(held, then=Exists(notes.filter(shared_at__isnull=False))), default=False),
        )
    )


def wanted_meetings(files: Mapping[UUID, File], today: date) -> list[WantedMeeting]:
    """What the routine wants for all these files, the nearest day first; two queries for the versions in force."""
    known = Known(
        milestones={pk: file.milestones for pk, file in files.items()},
        concerns={pk: file.concerns for pk, file in files.items()},
        meetings={pk: file.meetings for pk, file in files.items()},
    )
    return due_meetings_for([file.participant for file in files.values()], today, known=known)


def facts_of(file: File, today: date) -> FileFacts:
    """What the gap rules need, from what was read."""
    days: dict[bool, list[date]] = defaultdict(list)
    for meeting in file.meetings:
        days[meeting.state == Meeting.State.CALLED].append(localdate(meeting.starts_at))
    open_meetings = [meeting for meeting in file.meetings if meeting.state == Meeting.State.HELD]
    return FileFacts(
        since=max(file.milestones.get("programme_start", date.min), localdate(file.participant.created_at)),
        changes=_changes(file, today),
        meetings_ahead=tuple(day for day in days[True] if day >= today),
        meetings_held=tuple(days[False]),
        left_without_successor=_left(file, today),
        documentation_unsent=bool(getattr(file.participant, "papers_unsent", False)),
        application_on=getattr(file.participant, "application_due", None),
        not_agreed=tuple(_open(meeting) for meeting in open_meetings),
        never_shared=tuple(_open(one) for one in open_meetings if _lies_unshared(one)),
        late_actions=tuple(LateAction(one.pk, one.text, one.due_on) for one in file.actions if one.due_on),
        apprentice_since=_apprentice_since(file),
        roles=frozenset(one.role for one in file.seats if one.holds(today)),
    )


def _open(meeting: Meeting) -> OpenMeeting:
    return OpenMeeting(meeting.pk, localdate(meeting.held_at or meeting.starts_at))


def _left(file: File, today: date) -> tuple[tuple[UUID, str], ...]:
    succeeded = {one.predecessor_id for one in file.seats}
    seated = {one.role for one in file.seats if one.holds(today)}
    return tuple(
        (one.pk, f"{one.name}, {one.role_title}")
        for one in file.seats
        if not one.holds(today)
        and one.pk not in succeeded
        and not one.needs_no_successor
        and one.role not in seated
    )


def _changes(file: File, today: date) -> tuple[Change, ...]:
    found = transitions(file.stations, today=today)
    return tuple(
        Change(
            one.day, one.entering.title if one.entering else one.leaving.title, one.next_organisation or ""
        )
        for one in found
        if one.day is not None
    )


def _apprentice_since(file: File) -> date | None:
    if begun := file.milestones.get("apprenticeship_start"):
        return (
            None
            if "apprenticeship_end" in file.milestones
            and file.milestones["apprenticeship_end"] <= localdate()
            else begun
        )
    apprenticeships = (one for one in file.stations if one.kind is StepKind.APPRENTICESHIP)
    return next(
        (one.first for one in apprenticeships if one.status is StepStatus.ONGOING and one.first), None
    )


def _lies_unshared(meeting: Meeting) -> bool:
    """Own notes of this meeting that the actor may know of, none of them shared; read with the meeting."""
    return bool(getattr(meeting, "has_notes", False)) and not getattr(meeting, "has_shared", False)
