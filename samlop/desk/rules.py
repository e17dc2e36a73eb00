"""The gaps in a road: what nobody has seen to yet, each with its reason and the act that would close it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from samlop.kernel.periods import add_days, add_months

TRANSITION_SOON_MONTHS = 6
PREPARED_DAYS_EARLIER = 28
UNMET_MONTHS = 6
UNSHARED_MONTHS = 6
RECONCILE_WITHIN = timedelta(days=7)
APPLICATION_NEAR = timedelta(days=60)


class Gap(StrEnum):
    """Every kind of gap. Source: report, "mind the gap", and the weaknesses it names in the routine."""

    TRANSITION_WITHOUT_MEETING = "transition_without_meeting"
    NO_NEXT_AGENCY = "no_next_agency"
    NO_SUCCESSOR = "no_successor"
    DOCUMENTATION_NOT_SENT = "documentation_not_sent"
    NOT_RECONCILED = "not_reconciled"
    NOTES_NEVER_SHARED = "notes_never_shared"
    ACTION_OVERDUE = "action_overdue"
    NOT_MET = "not_met"
    APPRENTICE_ALONE = "apprentice_alone"


class Act(StrEnum):
    """What would close a gap; the page turns it into a link."""

    CALL = "call"
    NAME_AGENCY = "name_agency"
    HAND_OVER = "hand_over"
    SEND_DOCUMENTATION = "send_documentation"
    RECONCILE = "reconcile"
    SHARE_NOTES = "share_notes"
    FOLLOW_UP_ACTION = "follow_up_action"
    ADD_MEMBER = "add_member"


ACTS = {
    Gap.TRANSITION_WITHOUT_MEETING: Act.CALL,
    Gap.NO_NEXT_AGENCY: Act.NAME_AGENCY,
    Gap.NO_SUCCESSOR: Act.HAND_OVER,
    Gap.DOCUMENTATION_NOT_SENT: Act.SEND_DOCUMENTATION,
    Gap.NOT_RECONCILED: Act.RECONCILE,
    Gap.NOTES_NEVER_SHARED: Act.SHARE_NOTES,
    Gap.ACTION_OVERDUE: Act.FOLLOW_UP_ACTION,
    Gap.NOT_MET: Act.CALL,
    Gap.APPRENTICE_ALONE: Act.ADD_MEMBER,
}


@dataclass(frozen=True)
class Change:
    """A day on which the road passes from one thing to the next; `agency` is who takes over, if anybody is named.

    `step_id` is the step that begins; where the road ends there is none.
    """

    day: date
    title: str
    agency: str
    step_id: UUID | None = None


@dataclass(frozen=True)
class OpenMeeting:
    """A meeting that still asks for something since a day: since it was held, or since a new version was begun."""

    meeting_id: UUID
    since: date
    is_agreed: bool = False


@dataclass(frozen=True)
class LateAction:
    """A promise whose day has passed."""

    action_id: UUID
    text: str
    due_on: date


@dataclass(frozen=True)
class FileFacts:
    """What the gap rules need to know of one participant's file, as one member of staff sees it.

    `met_on` are the held meetings the participant came to; `never_shared` those in which the agency of the
    member of staff has written and shared nothing.
    """

    since: date
    changes: tuple[Change, ...] = ()
    meetings_ahead: tuple[date, ...] = ()
    meetings_held: tuple[date, ...] = ()
    met_on: tuple[date, ...] = ()
    left_without_successor: tuple[tuple[UUID, str], ...] = ()
    documentation_unsent: bool = False
    unsent_id: UUID | None = None
    application_on: date | None = None
    not_agreed: tuple[OpenMeeting, ...] = ()
    never_shared: tuple[OpenMeeting, ...] = ()
    late_actions: tuple[LateAction, ...] = ()
    apprentice_since: date | None = None
    roles: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class FoundGap:
    """One gap in one file: why it is one, the day it counts from, and the thing to open to close it.

    `is_agreed`: it is about a meeting whose text all have confirmed once.
    """

    gap: Gap
    day: date
    subject: str = ""
    subject_id: UUID | None = None
    is_agreed: bool = False

    @property
    def act(self) -> Act:
        """What would close it."""
        return ACTS[self.gap]


def transitions_without_meeting(facts: FileFacts, today: date) -> Iterator[FoundGap]:
    """A change within six months that no meeting, held in the half-year before it or called, prepares.

    Source: routine, meetings 3 and 4 come about six months before.
    """
    for change in facts.changes:
        soon = today <= change.day <= add_months(today, TRANSITION_SOON_MONTHS)
        since = add_days(add_months(change.day, -TRANSITION_SOON_MONTHS), -PREPARED_DAYS_EARLIER)
        prepared = any(since <= day <= change.day for day in (*facts.meetings_ahead, *facts.meetings_held))
        if soon and not prepared:
            yield FoundGap(Gap.TRANSITION_WITHOUT_MEETING, change.day, change.title)


def changes_without_agency(facts: FileFacts, today: date) -> Iterator[FoundGap]:
    """A change within six months after which nobody is named to follow. Source: report, the blind spots."""
    for change in facts.changes:
        if not change.agency and today <= change.day <= add_months(today, TRANSITION_SOON_MONTHS):
            yield FoundGap(Gap.NO_NEXT_AGENCY, change.day, change.title, change.step_id)


def members_without_successor(facts: FileFacts, today: date) -> Iterator[FoundGap]:
    """Somebody left the group and nobody took the seat."""
    for membership_id, title in facts.left_without_successor:
        yield FoundGap(Gap.NO_SUCCESSOR, today, title, membership_id)


def documentation_not_sent(facts: FileFacts, today: date) -> Iterator[FoundGap]:
    """Admission is near and papers that exist are not sent for approval. Source: routine, meeting 1, items 2 and 8."""
    day = facts.application_on
    if facts.documentation_unsent and day is not None and today <= day <= today + APPLICATION_NEAR:
        yield FoundGap(Gap.DOCUMENTATION_NOT_SENT, day, subject_id=facts.unsent_id)


def meetings_not_reconciled(facts: FileFacts, today: date) -> Iterator[FoundGap]:
    """Held, or changed again, and a week later there is still no text all have confirmed.

    Source: routine, notes are reconciled before leaving.
    """
    for meeting in facts.not_agreed:
        if today - meeting.since >= RECONCILE_WITHIN:
            yield _of_meeting(Gap.NOT_RECONCILED, meeting)


def notes_never_shared(facts: FileFacts, today: date) -> Iterator[FoundGap]:
    """The own agency wrote notes and, a week after the meeting, has shared none of them."""
    for meeting in facts.never_shared:
        if today - meeting.since >= RECONCILE_WITHIN:
            yield _of_meeting(Gap.NOTES_NEVER_SHARED, meeting)


def _of_meeting(gap: Gap, meeting: OpenMeeting) -> FoundGap:
    return FoundGap(gap, meeting.since, subject_id=meeting.meeting_id, is_agreed=meeting.is_agreed)


def notes_matter_from(today: date) -> date:
    """Notes in a meeting that is agreed are missed for half a year: by then the group has met again."""
    return add_months(today, -UNSHARED_MONTHS)


def overdue_actions(facts: FileFacts, today: date) -> Iterator[FoundGap]:
    """A promise whose day has passed."""
    for action in facts.late_actions:
        if action.due_on < today:
            yield FoundGap(Gap.ACTION_OVERDUE, action.due_on, action.text, action.action_id)


def not_met(facts: FileFacts, today: date) -> Iterator[FoundGap]:
    """Nobody has met the participant for half a year, and no meeting is called."""
    last = max((*facts.met_on, facts.since))
    if not facts.meetings_ahead and add_months(last, UNMET_MONTHS) <= today:
        yield FoundGap(Gap.NOT_MET, last)


def apprentice_alone(facts: FileFacts, today: date) -> Iterator[FoundGap]:
    """The apprenticeship has begun and neither county nor NAV sits in the group. Source: report, 2020 merger."""
    followed = facts.roles & {"career_adviser", "school_adviser", "nav_adviser"}
    if facts.apprentice_since is not None and facts.apprentice_since <= today and not followed:
        yield FoundGap(Gap.APPRENTICE_ALONE, facts.apprentice_since)


Rule = Callable[[FileFacts, date], Iterator[FoundGap]]
RULES: tuple[Rule, ...] = (
    transitions_without_meeting,
    changes_without_agency,
    members_without_successor,
    documentation_not_sent,
    meetings_not_reconciled,
    notes_never_shared,
    overdue_actions,
    not_met,
    apprentice_alone,
)


def gaps(facts: FileFacts, today: date) -> list[FoundGap]:
    """Every gap of one file, the nearest day first."""
    found = (gap for rule in RULES for gap in rule(facts, today))
    return sorted(found, key=lambda gap: (gap.day, gap.gap))
