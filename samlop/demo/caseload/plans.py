"""The plan of one participant: goals in own words, steps on parallel tracks, and what was promised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from samlop.demo import cast, prose
from samlop.demo.caseload import situations as at
from samlop.demo.caseload.mappings import Profile
from samlop.demo.caseload.meetings import Circle
from samlop.demo.caseload.readiness import (
    AGREED_STATES,
    approved_on,
    career_talk,
    documentation_state,
    is_mapped,
)
from samlop.demo.caseload.timeline import Timeline
from samlop.demo.days import ONE_DAY, school_start_from, workday_from, workday_until
from samlop.demo.own_words import goal_in
from samlop.demo.records import Action, Decision, Meeting, Plan, Step
from samlop.kernel.periods import add_months

FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True)
class Span:
    """A kind of step from one day until another, before it has words and a status."""

    kind: str
    first: date
    until: date | None
    organisation: str
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """The days a plan is drawn through: those known, and sensible ones where nothing is settled yet."""

    line: Timeline
    studies: bool

    def day(self, code: str, otherwise: date) -> date:
        """The milestone's day, or the day it is likely to fall on."""
        milestone = self.line.milestones.get(code)
        return milestone.day if milestone else workday_from(otherwise)

    @property
    def programme(self) -> date:
        """The first day of the introduction programme."""
        return self.line.day_of("programme_start")

    @property
    def adult_education_end(self) -> date:
        """The last day at the adult education centre."""
        return self.day("adult_education_end", add_months(self.programme, 30))

    @property
    def school_start(self) -> date:
        """The first day after adult education at school or university."""
        known = self.line.milestones.get("upper_secondary_start") or self.line.milestones.get(
            "higher_education_start"
        )
        return known.day if known else school_start_from(self.adult_education_end + ONE_DAY)


def plan(circle: Circle, person: Profile, held: tuple[Meeting, ...]) -> Plan:
    """The plan as the agreed meetings have left it."""
    agreed = [meeting for meeting in held if meeting.state in AGREED_STATES]
    turn = circle.line.turn
    spans = list(_spans(circle.line, person))
    return Plan(
        version=max(1, len(agreed)),
        agreed_on=agreed[-1].day if agreed else None,
        horizon=next(span.first for span in spans if span.kind == "work"),
        goals=(person.wish.words, goal_in(person.language, turn)),
        steps=tuple(_step(circle, span) for span in spans),
        actions=_actions(circle, agreed[-2:]),
    )


def _step(circle: Circle, span: Span) -> Step:
    today = circle.line.today
    is_over = span.until is not None and span.until <= today
    return Step(
        key=span.kind,
        kind=span.kind,
        title=circle.said(prose.STEP_TITLES[span.kind]),
        first=span.first,
        until=span.until,
        organisation=span.organisation,
        status="completed" if is_over else "ongoing" if span.first <= today else "planned",
        waits_for=span.waits_for,
    )


def _spans(line: Timeline, person: Profile) -> Iterator[Span]:
    course = Course(line, studies=person.occupation.route == prose.HIGHER)
    yield from _arrival(course)
    if line.situation.stage == at.STRAIGHT_TO_WORK:
        yield from _straight_to_work(course)
        return
    yield from _schooling(course)
    if line.situation.stage != at.HIGHER_EDUCATION:
        yield from _upper_secondary(course)
    else:
        yield from _studies(course.school_start, after="adult_education")


def _arrival(course: Course) -> Iterator[Span]:
    line, programme = course.line, course.programme
    yield Span("settlement", line.day_of("settled"), programme, cast.REFUGEE_SERVICE)
    yield Span("introduction_programme", programme, add_months(programme, 24), cast.REFUGEE_SERVICE)
    yield Span(
        "norwegian_course", programme + timedelta(days=5), add_months(programme, 20), cast.LEARNING_CENTRE
    )
    if is_mapped(line):
        talk = career_talk(line)
        yield Span("career_guidance", talk, talk + FORTNIGHT, cast.CAREER_CENTRE)
        yield _papers(course)


def _papers(course: Course) -> Span:
    """Approval of earlier schooling as far as the mapping says; without papers, of what one can do."""
    line = course.line
    state = documentation_state(line)
    kind = "prior_learning_assessment" if state == "none" else "document_recognition"
    if state == "approved":
        until = approved_on(line)
        return Span(kind, until - timedelta(days=120), until, cast.CAREER_CENTRE)
    if state == "sent":
        return Span(kind, workday_until(line.days(-30)), workday_from(line.days(60)), cast.CAREER_CENTRE)
    return Span(kind, workday_from(line.days(10)), workday_from(line.days(40)), cast.CAREER_CENTRE)


def _straight_to_work(course: Course) -> Iterator[Span]:
    line = course.line
    measure, work = workday_from(line.days(60)), course.day("work_start", line.months(8))
    yield Span("work_practice", add_months(course.programme, 6), measure, cast.NAV)
    yield Span("labour_market_measure", measure, work, cast.NAV, ("work_practice",))
    yield Span("work", work, None, cast.NAV, ("labour_market_measure",))


def _schooling(course: Course) -> Iterator[Span]:
    begun = course.day("adult_education_start", course.programme + timedelta(days=12))
    yield Span("adult_education", begun, course.adult_education_end, cast.LEARNING_CENTRE)
    if course.school_start - course.adult_education_end > FORTNIGHT:
        agency = "" if _is_nameless(course) else cast.NAV
        end = course.adult_education_end
        yield Span("work_practice", end, course.school_start, agency, ("adult_education",))


def _is_nameless(course: Course) -> bool:
    """Whether nobody is named for what follows adult education."""
    return course.line.situation.shows(at.NO_NEXT_AGENCY) and course.line.situation.stage == at.READY


def _upper_secondary(course: Course) -> Iterator[Span]:
    start = course.school_start
    end = course.day("upper_secondary_end", add_months(start, 10 if course.studies else 22))
    yield Span(
        "upper_secondary", start, end, "" if _is_nameless(course) else cast.SCHOOL, ("adult_education",)
    )
    if course.studies:
        yield from _studies(end + timedelta(days=7), after="upper_secondary")
    elif course.line.situation.stage == at.LEAVING_SCHOOL:
        yield from _certificate(course, end, after="upper_secondary")
    else:
        yield from _apprenticeship(course, end)


def _apprenticeship(course: Course, school_end: date) -> Iterator[Span]:
    situation = course.line.situation
    nameless = situation.shows(at.NO_NEXT_AGENCY) and situation.stage == at.TOWARDS_APPRENTICESHIP
    start = course.day("apprenticeship_start", school_end + timedelta(days=7))
    end = course.day("apprenticeship_end", add_months(start, 24))
    yield Span("apprenticeship", start, end, "" if nameless else cast.CAREER_CENTRE, ("upper_secondary",))
    yield from _certificate(course, end, after="apprenticeship")


def _certificate(course: Course, ready: date, *, after: str) -> Iterator[Span]:
    passed = course.day("trade_certificate", ready + ONE_DAY)
    yield Span("trade_examination", ready, passed, cast.CAREER_CENTRE, (after,))
    work = course.day("work_start", passed + timedelta(days=7))
    yield Span("work", work, None, cast.NAV, ("trade_examination",))


def _studies(start: date, *, after: str) -> Iterator[Span]:
    start = workday_from(start)
    end = add_months(start, 36)
    yield Span("higher_education", start, end, cast.CAREER_CENTRE, (after,))
    yield Span("work", workday_from(end + ONE_DAY), None, cast.NAV, ("higher_education",))


def _actions(circle: Circle, agreed: list[Meeting]) -> tuple[Action, ...]:
    """What the last agreed meetings decided, and one forgotten promise where that is the gap to be found."""
    promised = [(meeting, decision) for meeting in agreed for decision in meeting.decisions]
    actions = [
        _action(circle, f"{circle.key}-a{number}", meeting=meeting, decision=decision)
        for number, (meeting, decision) in enumerate(promised, 1)
    ]
    if circle.line.situation.shows(at.ACTION_OVERDUE):
        actions.append(_forgotten(circle, f"{circle.key}-a{len(actions) + 1}"))
    return tuple(actions)


def _action(circle: Circle, key: str, *, meeting: Meeting, decision: Decision) -> Action:
    """Kept in time when the deadline is past; who has left the group has handed the promise on."""
    today = circle.line.today
    kept = workday_until(max(meeting.day, decision.deadline - timedelta(days=2)))
    done = kept if decision.deadline <= today else None
    owner = decision.owner if done else _owner_now(circle, decision.owner)
    return Action(key, decision.text, owner, decision.deadline, done, meeting.key)


def _owner_now(circle: Circle, owner: str) -> str:
    seat = next((seat for seat in circle.group if seat.employment == owner), None)
    return circle.owner(seat.role, circle.line.today) if seat else owner


def _forgotten(circle: Circle, key: str) -> Action:
    text, role = prose.FORGOTTEN[circle.line.turn % len(prose.FORGOTTEN)]
    deadline = workday_until(circle.line.days(-13 - circle.line.turn % 8))
    return Action(key, text, circle.owner(role, circle.line.today), deadline)
