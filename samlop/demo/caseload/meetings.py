"""The meetings of one participant: those archived long ago, and the one in focus as far as it has come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from samlop.demo import cast, prose
from samlop.demo.caseload import situations as at
from samlop.demo.caseload.timeline import (
    FIRST,
    FOURTH,
    OUTSIDE_THE_POINTS,
    SECOND,
    THIRD,
    Timeline,
)
from samlop.demo.days import workday_from, workday_until
from samlop.demo.own_words import said_in_meeting
from samlop.demo.records import AgreedText, Confirmation, Decision, Invitation, Meeting, Membership, OwnNote

PARTICIPANT = "participant"
BEFORE_SCHOOL = (cast.PROGRAMME_ADVISER, cast.ADULT_EDUCATION, cast.CAREER_ADVISER, cast.NAV_ADVISER)
AFTER_SCHOOL = (cast.NAV_ADVISER, cast.CAREER_ADVISER, cast.SCHOOL_ADVISER, cast.PROGRAMME_ADVISER)
CALLED_ROLES = {
    FIRST: BEFORE_SCHOOL,
    SECOND: BEFORE_SCHOOL,
    THIRD: BEFORE_SCHOOL,
    FOURTH: AFTER_SCHOOL,
    OUTSIDE_THE_POINTS: (cast.PROGRAMME_ADVISER, cast.NAV_ADVISER, cast.CAREER_ADVISER, cast.SCHOOL_ADVISER),
}
UNPLACED = time(8, 30)
"""Hour and room are given when all meetings of the region are known."""

CALLED_BEFORE = timedelta(days=21)


@dataclass(frozen=True)
class Circle:
    """Who the meetings are about and who sits in the group: what every meeting of one participant shares."""

    key: str
    line: Timeline
    group: tuple[Membership, ...]
    language: str
    interpreter: str
    words: Mapping[str, str]

    def seat(self, role: str, day: date) -> str:
        """Who held a role that day; empty when nobody did."""
        held = (seat for seat in self.group if seat.role == role and seat.first <= day)
        return next((seat.employment for seat in held if seat.until is None or day < seat.until), "")

    def owner(self, role: str, day: date) -> str:
        """Who answers for something that day: the role, else the programme adviser."""
        return (
            PARTICIPANT
            if role == PARTICIPANT
            else self.seat(role, day) or self.seat(cast.PROGRAMME_ADVISER, day)
        )

    def said(self, text: str) -> str:
        """A text of the demo with this participant's trade and country in it."""
        return text.format_map(self.words)


def meetings(circle: Circle) -> tuple[Meeting, ...]:
    """All meetings in the order of their days."""
    line = circle.line
    held = [
        _archived(_held(circle, number, point=point, day=day))
        for number, (point, day) in enumerate(line.earlier, 1)
    ]
    if line.meeting_day:
        held.append(_in_focus(circle, len(held) + 1, line.meeting_day))
    return tuple(sorted(held, key=lambda meeting: meeting.day))


def _in_focus(circle: Circle, number: int, day: date) -> Meeting:
    state = circle.line.situation.state
    if state == at.CALLED:
        return _called(circle, number, point=circle.line.point, day=day)
    meeting = _held(circle, number, point=circle.line.point, day=day)
    if state == at.ARCHIVED:
        return _archived(meeting)
    if state == at.AGREED:
        return replace(meeting, state=at.AGREED)
    return _still_open(meeting, state, hidden=circle.line.situation.shows(at.NOTES_NEVER_SHARED))


def _called(circle: Circle, number: int, *, point: str, day: date) -> Meeting:
    """A meeting that has been called and not yet held; not everybody has answered."""
    called_on = workday_until(min(day - CALLED_BEFORE, circle.line.days(-1)))
    invited = [PARTICIPANT, *_invited(circle, point, day)]
    answers = ("accepted", "accepted", "pending", "accepted", "pending")
    turn = circle.line.turn
    return Meeting(
        key=f"{circle.key}-m{number}",
        point=point,
        state=at.CALLED,
        day=day,
        starts=UNPLACED,
        ends=UNPLACED,
        place="",
        interpreter=_interpreter(circle, point),
        called_on=called_on,
        called_by=_caller(circle, point, day),
        invitations=tuple(
            Invitation(one, answers[(place + turn) % len(answers)]) for place, one in enumerate(invited)
        ),
        reason="" if point else prose.OUTSIDE_REASONS[turn % len(prose.OUTSIDE_REASONS)],
    )


def _interpreter(circle: Circle, point: str) -> str:
    """The routine books none for the fourth meeting; the first two were held while Norwegian was new."""
    if point == FOURTH:
        return ""
    return circle.language if point in {FIRST, SECOND} and circle.language != "en" else circle.interpreter


def _held(circle: Circle, number: int, *, point: str, day: date) -> Meeting:
    """A meeting with everything in it: notes, one text for each item, decisions, and everybody's yes."""
    called = _called(circle, number, point=point, day=day)
    stays_away = circle.seat(cast.NAV_ADVISER, day) if point == FIRST and circle.line.turn % 6 == 1 else ""
    present = [one.invited for one in called.invitations if one.invited != stays_away]
    return replace(
        called,
        state=at.HELD,
        invitations=tuple(
            Invitation(
                one.invited, "declined" if one.invited == stays_away else "accepted", one.invited in present
            )
            for one in called.invitations
        ),
        participant_words=said_in_meeting(circle.language, circle.line.turn + number),
        notes=tuple(note for note in _notes(circle, point, day) if note.employment in present),
        agreed=tuple(
            AgreedText(item, circle.said(texts[(circle.line.turn + number) % len(texts)]))
            for item, texts in prose.ANSWERS[point].items()
        ),
        decisions=_decisions(circle, point, day),
        confirmations=tuple(Confirmation(one, day) for one in present),
    )


def _archived(meeting: Meeting) -> Meeting:
    return replace(meeting, state=at.ARCHIVED, archived_on=meeting.day)


def _still_open(meeting: Meeting, state: str, *, hidden: bool) -> Meeting:
    """A held meeting whose notes lie side by side; half the texts are there once reconciling has begun."""
    begun = state == at.RECONCILING
    return replace(
        meeting,
        state=state,
        notes=tuple(
            replace(note, shared=begun or (place % 2 == 0 and not hidden))
            for place, note in enumerate(meeting.notes)
        ),
        agreed=meeting.agreed[: len(meeting.agreed) // 2] if begun else (),
        decisions=meeting.decisions[:1] if begun else (),
        confirmations=(),
    )


def _invited(circle: Circle, point: str, day: date) -> list[str]:
    seats = (circle.seat(role, day) for role in CALLED_ROLES[point])
    return [employment for employment in seats if employment]


def _caller(circle: Circle, point: str, day: date) -> str:
    """The routine places the first three with the programme adviser and the last with NAV."""
    late = point == FOURTH
    return circle.owner(cast.NAV_ADVISER if late else cast.PROGRAMME_ADVISER, day)


def _notes(circle: Circle, point: str, day: date) -> Iterator[OwnNote]:
    """One note from each party present, under an item of this meeting's agenda."""
    written = prose.EARLY_NOTES if CALLED_ROLES[point] is BEFORE_SCHOOL else prose.LATE_NOTES
    for role in CALLED_ROLES[point]:
        author = circle.seat(role, day)
        fitting = [(item, text) for item, text in written[role] if item in prose.ANSWERS[point]]
        if author and fitting:
            item, text = fitting[circle.line.turn % len(fitting)]
            yield OwnNote(author, item, circle.said(text), shared=True)


def _decisions(circle: Circle, point: str, day: date) -> tuple[Decision, ...]:
    return tuple(
        Decision(circle.said(text), circle.owner(role, day), workday_from(day + timedelta(days=days)))
        for text, role, days in prose.DECISIONS[point]
    )
