"""Which situations today's caseload shows, and how many participants stand in each."""

from dataclasses import dataclass

SETTLED = "settled"
PROGRAMME = "programme"
ADULT_EDUCATION = "adult_education"
SECOND = "before_second_meeting"
THIRD = "before_third_meeting"
READY = "ready_for_upper_secondary"
UPPER_SECONDARY = "upper_secondary"
LEAVING_SCHOOL = "leaving_upper_secondary"
TOWARDS_APPRENTICESHIP = "towards_apprenticeship"
APPRENTICESHIP = "apprenticeship"
WORK = "work"
HIGHER_EDUCATION = "higher_education"
STRAIGHT_TO_WORK = "straight_to_work"

UPCOMING = "upcoming"
DUE = "due"
OVERDUE = "overdue"
CALLED = "called"
HELD = "held"
RECONCILING = "reconciling"
AGREED = "agreed"
ARCHIVED = "archived"

TRANSITION_WITHOUT_MEETING = "transition_without_meeting"
NO_NEXT_AGENCY = "no_next_agency"
NO_SUCCESSOR = "no_successor"
DOCUMENTATION_NOT_SENT = "documentation_not_sent"
NOT_RECONCILED = "not_reconciled"
NOTES_NEVER_SHARED = "notes_never_shared"
ACTION_OVERDUE = "action_overdue"
NOT_MET = "not_met"
APPRENTICE_ALONE = "apprentice_alone"
GAP_KINDS = (
    TRANSITION_WITHOUT_MEETING,
    NO_NEXT_AGENCY,
    NO_SUCCESSOR,
    DOCUMENTATION_NOT_SENT,
    NOT_RECONCILED,
    NOTES_NEVER_SHARED,
    ACTION_OVERDUE,
    NOT_MET,
    APPRENTICE_ALONE,
)
BEFORE_UPPER_SECONDARY = (SETTLED, PROGRAMME, ADULT_EDUCATION, SECOND, THIRD, READY)
"""Stages in which the adult education centre has a seat in the group."""

STAGES = (
    *BEFORE_UPPER_SECONDARY,
    UPPER_SECONDARY,
    LEAVING_SCHOOL,
    TOWARDS_APPRENTICESHIP,
    APPRENTICESHIP,
    WORK,
    HIGHER_EDUCATION,
    STRAIGHT_TO_WORK,
)


@dataclass(frozen=True)
class Situation:
    """A stage, how far the meeting in focus has come, the gaps to be found, and any concern."""

    stage: str
    state: str
    gaps: tuple[str, ...] = ()
    concern: bool = False

    def shows(self, gap: str) -> bool:
        """Whether this situation is there to show that gap."""
        return gap in self.gaps


MISSED_MEETING = (TRANSITION_WITHOUT_MEETING, NOT_MET)
LEFT_LYING = (NOT_RECONCILED, NOTES_NEVER_SHARED)
COUNTED: tuple[tuple[int, Situation], ...] = (
    (5, Situation(SETTLED, UPCOMING)),
    (3, Situation(PROGRAMME, DUE)),
    (2, Situation(PROGRAMME, OVERDUE)),
    (3, Situation(PROGRAMME, CALLED)),
    (2, Situation(PROGRAMME, HELD)),
    (2, Situation(PROGRAMME, RECONCILING)),
    (1, Situation(PROGRAMME, AGREED)),
    (2, Situation(PROGRAMME, ARCHIVED)),
    (1, Situation(PROGRAMME, HELD, (NOT_RECONCILED,))),
    (1, Situation(PROGRAMME, HELD, LEFT_LYING)),
    (3, Situation(ADULT_EDUCATION, UPCOMING)),
    (2, Situation(ADULT_EDUCATION, UPCOMING, (NOT_MET,))),
    (1, Situation(ADULT_EDUCATION, UPCOMING, (NO_SUCCESSOR,))),
    (1, Situation(SECOND, DUE)),
    (1, Situation(SECOND, OVERDUE, (NOT_MET,))),
    (2, Situation(SECOND, CALLED)),
    (1, Situation(SECOND, HELD)),
    (2, Situation(SECOND, RECONCILING)),
    (1, Situation(SECOND, ARCHIVED)),
    (1, Situation(THIRD, DUE)),
    (3, Situation(THIRD, CALLED)),
    (1, Situation(THIRD, HELD)),
    (1, Situation(THIRD, AGREED)),
    (1, Situation(THIRD, ARCHIVED)),
    (2, Situation(THIRD, OVERDUE, MISSED_MEETING)),
    (3, Situation(READY, UPCOMING)),
    (3, Situation(READY, UPCOMING, (DOCUMENTATION_NOT_SENT,))),
    (2, Situation(READY, UPCOMING, (NO_NEXT_AGENCY,))),
    (2, Situation(READY, UPCOMING, (ACTION_OVERDUE,))),
    (4, Situation(UPPER_SECONDARY, UPCOMING)),
    (2, Situation(UPPER_SECONDARY, UPCOMING, (NO_SUCCESSOR,))),
    (1, Situation(UPPER_SECONDARY, UPCOMING, (NOT_MET,))),
    (1, Situation(UPPER_SECONDARY, DUE, concern=True)),
    (1, Situation(LEAVING_SCHOOL, DUE)),
    (1, Situation(LEAVING_SCHOOL, CALLED)),
    (1, Situation(LEAVING_SCHOOL, HELD, LEFT_LYING)),
    (1, Situation(LEAVING_SCHOOL, RECONCILING)),
    (1, Situation(LEAVING_SCHOOL, ARCHIVED)),
    (1, Situation(LEAVING_SCHOOL, OVERDUE, MISSED_MEETING)),
    (1, Situation(TOWARDS_APPRENTICESHIP, DUE)),
    (1, Situation(TOWARDS_APPRENTICESHIP, CALLED)),
    (1, Situation(TOWARDS_APPRENTICESHIP, ARCHIVED)),
    (1, Situation(TOWARDS_APPRENTICESHIP, ARCHIVED, (NO_NEXT_AGENCY,))),
    (2, Situation(APPRENTICESHIP, ARCHIVED)),
    (2, Situation(APPRENTICESHIP, ARCHIVED, (APPRENTICE_ALONE, NOT_MET))),
    (3, Situation(WORK, ARCHIVED)),
    (2, Situation(HIGHER_EDUCATION, ARCHIVED)),
    (2, Situation(STRAIGHT_TO_WORK, ARCHIVED)),
    (1, Situation(STRAIGHT_TO_WORK, ARCHIVED, (ACTION_OVERDUE,))),
)


def situations() -> tuple[Situation, ...]:
    """One situation for each participant, in the order of the pathway."""
    return tuple(situation for count, situation in COUNTED for _ in range(count))
