"""Everything the desk knows of a number of participants, read in the same few queries however many they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BooleanField,
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
from samlop.access.policies import Standing
from samlop.desk.rules import Change, FileFacts, LateAction, OpenMeeting, notes_matter_from
from samlop.kernel.actor import Actor
from samlop.kernel.prepared import prepared
from samlop.participants.models import Concern, Education, Membership, Milestone, Participant, Schooling
from samlop.plans.models import Action, Goal, Step
from samlop.plans.pathway import Station, StepKind, StepStatus
from samlop.plans.transitions import transitions
from samlop.routines import due
from samlop.routines.models import AgreedText, Confirmation, Invitation, Meeting, OwnNote, RoutineVersion
from samlop.routines.queries.due_meetings import Known, WantedMeeting, due_meetings_for
from samlop.routines.rules import PARTICIPANT

OPEN_DOCUMENTATION = (Education.Documentation.EXISTS, Education.Documentation.TRANSLATED)
# A caseload is hundreds of rows: only what the desk shows is read, and no model is made of what it only counts.
SEAT = (
    "participant_id", "pk", "role", "is_contact", "predecessor_id", "needs_no_successor", "relation__period__endswith",
    "employment__period__endswith", "employment__person__name", "organisation__name", "employment_id",
    "relation__relation",
)  # fmt: skip
STEP = (
    "participant_id", "pk", "kind", "title", "first", "until", "status", "organisation_id", "organisation__name",
    "note",
)  # fmt: skip
MEETING = (
    "participant_id", "point", "occurrence", "state", "starts_at", "held_at", "place", "routine_version",
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
    employment_id: UUID
    relation: str

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
    unsent: list[UUID] = field(default_factory=list)
    application_on: date | None = None

    def take_in(self, what: str, code: str, day: date) -> None:
        """One day or word that was read; a goal comes under its rank."""
        if what == "milestone":
            self.milestones[code] = day
        elif what == "concern":
            self.concerns.append(due.Concern(code, day))
        elif what == "unsent":
            self.unsent.append(UUID(code))
        elif what == "application":
            self.application_on = day
        else:
            self.goals[what] = code

    @property
    def goal(self) -> str:
        """The first of the participant's goals, in the participant's words."""
        return self.goals[min(self.goals, key=int)] if self.goals else ""


def read_files(actor: Actor, participants: Sequence[Participant]) -> dict[UUID, File]:
    """Five queries for any number of participants."""
    files = {participant.pk: File(participant) for participant in participants}
    _read_days(files)
    for meeting in _meetings(actor, list(files), notes_matter_from(localdate())):
        meeting.routine_version = _version(meeting.routine_version_id)
        files[meeting.participant_id].meetings.append(meeting)
    for participant_id, *seat in _seats(list(files)):
        files[participant_id].seats.append(Seat(*seat))
    _read_steps(files)
    for action in _actions(list(files)):
        files[action.participant_id].actions.append(action)
    return files


def _version(pk: UUID) -> RoutineVersion:
    """A version known by its id: the routine it holds is read once in the life of the program, not for each meeting."""
    return RoutineVersion.from_db(DEFAULT_DB_ALIAS, ["id"], [pk])


@prepared
def _seats(participants: list[UUID]) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(participant__one_of=participants).values_list(*SEAT)


@prepared
def _actions(participants: list[UUID]) -> QuerySet[Action]:
    found = Action.objects.open().filter(participant__one_of=participants)
    return found.annotate(owner_name=F("owner_employment__person__name"))


@prepared
def _steps(participants: list[UUID]) -> QuerySet[Step, Any]:
    return Step.objects.filter(participant__one_of=participants, removed=False).values_list(*STEP)


def _read_steps(files: dict[UUID, File]) -> None:
    names: dict[str, str] = {}
    for participant_id, pk, kind, title, first, until, status, agency, agency_name, note in _steps(
        list(files)
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
    for participant_id, what, code, day in _days(list(files)):
        files[participant_id].take_in(what, code, day)


@prepared
def _days(participants: list[UUID]) -> QuerySet[Any, tuple[UUID, str, str, date]]:
    """Days and words that stand one by one: milestones, concerns, goals, papers not sent and when one applies."""
    nothing, no_day = Value("", output_field=CharField()), Value(None, output_field=DateField())
    milestones = Milestone.objects.annotate(on_day=Coalesce("actual", "expected"), what=_called("milestone"))
    concerns = Concern.objects.filter(settled_on=None).annotate(
        on_day=F("raised_on"), what=_called("concern")
    )
    goals = Goal.objects.filter(state=Goal.State.ACTIVE).annotate(
        code=F("words"), on_day=no_day, what=Cast("rank", CharField())
    )
    unsent = Education.objects.filter(documentation__in=OPEN_DOCUMENTATION).annotate(
        code=Cast("pk", CharField()), on_day=no_day, what=_called("unsent")
    )
    applies = Schooling.objects.filter(application_due__isnull=False).annotate(
        code=nothing, on_day=F("application_due"), what=_called("application")
    )
    columns = ("participant_id", "what", "code", "on_day")
    every: tuple[QuerySet[Any], ...] = (milestones, concerns, goals, unsent, applies)
    parts = [one.filter(participant__one_of=participants).order_by().values_list(*columns) for one in every]
    return parts[0].union(*parts[1:], all=True)


def _called(what: str) -> Value:
    return Value(what, output_field=CharField())


@prepared
def _meetings(actor: Actor, participants: list[UUID], notes_from: date) -> QuerySet[Meeting]:
    """The meetings, each asked only what its state leaves open: replies before it, notes and agreement after."""
    own = actor.organisations
    mine = Invitation.objects.filter(meeting=OuterRef("pk"), employment__in=[actor.employment_id])
    came = Invitation.objects.filter(meeting=OuterRef("pk"), role=PARTICIPANT, attended=True)
    draft = AgreedText.objects.filter(meeting=OuterRef("pk"), state="draft")
    spoken = Confirmation.objects.filter(agreed_text=OuterRef("pk"), organisation__in=own, set_aside_at=None)
    unconfirmed = draft.filter(~Exists(spoken), closed=True)
    notes = OwnNote.objects.filter(meeting=OuterRef("pk"), organisation__in=own).exclude(text="")
    called, agreed = Q(state=Meeting.State.CALLED), Q(state=Meeting.State.AGREED)
    lately = agreed & Q(held_at__date__gte=notes_from)
    return (
        Meeting.objects.filter(participant__one_of=participants)
        .standing()
        .only(*MEETING)
        .annotate(
            my_reply=Case(When(called, then=Subquery(mine.values("reply")))),
            awaits_me=Exists(unconfirmed) & Exists(mine.filter(attended=True)),
            changed_at=Case(When(agreed, then=Subquery(draft.values("created_at")))),
            was_met=_only(~called, Exists(came)),
            lies_unshared=_only(
                Q(state=Meeting.State.HELD) | lately,
                Exists(notes) & ~Exists(notes.filter(shared_at__isnull=False)),
            ),
        )
    )


def _only(where: Q, holds: Exists | Q) -> Case:
    """Asked of the meetings it concerns, and of no other."""
    return Case(When(where, then=holds), default=False, output_field=BooleanField())


def standing_in(actor: Actor, file: File, today: date) -> Standing:
    """How the actor stands to the participant by the seats of the group: all there is where a group is one's own."""
    mine = (seat for seat in file.seats if seat.employment_id == actor.employment_id and seat.holds(today))
    return Standing(actor, file.participant.pk, relations=frozenset(seat.relation for seat in mine))


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
    called = [one for one in file.meetings if one.state == Meeting.State.CALLED]
    held = [one for one in file.meetings if one.state != Meeting.State.CALLED]
    return FileFacts(
        since=max(file.milestones.get("programme_start", date.min), localdate(file.participant.created_at)),
        changes=_changes(file, today),
        meetings_ahead=tuple(day for day in map(_day, called) if day >= today),
        meetings_held=tuple(_day(one) for one in held),
        met_on=tuple(_day(one) for one in held if getattr(one, "was_met", False)),
        left_without_successor=_left(file, today),
        documentation_unsent=bool(file.unsent),
        unsent_id=min(file.unsent, default=None),
        application_on=file.application_on,
        not_agreed=tuple(found for one in held if (found := _not_agreed(one))),
        never_shared=tuple(_open(one) for one in held if getattr(one, "lies_unshared", False)),
        late_actions=tuple(LateAction(one.pk, one.text, one.due_on) for one in file.actions if one.due_on),
        apprentice_since=_apprentice_since(file, today),
        roles=frozenset(one.role for one in file.seats if one.holds(today)),
    )


def _day(meeting: Meeting) -> date:
    return localdate(meeting.starts_at)


def _open(meeting: Meeting) -> OpenMeeting:
    is_agreed = meeting.state == Meeting.State.AGREED
    return OpenMeeting(meeting.pk, localdate(meeting.held_at or meeting.starts_at), is_agreed=is_agreed)


def _not_agreed(meeting: Meeting) -> OpenMeeting | None:
    """The meeting as one that still is to be confirmed, for the first time or anew."""
    if meeting.state == Meeting.State.HELD:
        return _open(meeting)
    changed_at: datetime | None = getattr(meeting, "changed_at", None)
    return OpenMeeting(meeting.pk, localdate(changed_at), is_agreed=True) if changed_at else None


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
            day=one.day,
            title=(one.entering or one.leaving).title,
            agency=one.next_organisation or "",
            step_id=UUID(one.entering.key) if one.entering else None,
        )
        for one in found
        if one.day is not None
    )


def _apprentice_since(file: File, today: date) -> date | None:
    if begun := file.milestones.get("apprenticeship_start"):
        return begun if file.milestones.get("apprenticeship_end", date.max) > today else None
    apprenticeships = (one for one in file.stations if one.kind is StepKind.APPRENTICESHIP)
    return next(
        (one.first for one in apprenticeships if one.status is StepStatus.ONGOING and one.first), None
    )
