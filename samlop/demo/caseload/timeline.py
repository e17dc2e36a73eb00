"""When everything happened or is expected to, for one participant in one situation, counted from today."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from samlop.demo.caseload import situations as at
from samlop.demo.caseload.situations import Situation
from samlop.demo.days import (
    ONE_DAY,
    school_start_from,
    school_start_until,
    term_end_before,
    workday_from,
    workday_until,
)
from samlop.demo.records import Milestone
from samlop.kernel.periods import add_months

FIRST, SECOND, THIRD = "first", "second", "third"
FOURTH = "fourth"
OUTSIDE_THE_POINTS = ""

TARGET_FROM_TODAY = {
    at.UPCOMING: 35,
    at.DUE: 9,
    at.CALLED: 5,
    at.OVERDUE: -36,
    at.HELD: -2,
    at.RECONCILING: -4,
    at.AGREED: -5,
    at.ARCHIVED: -14,
}
MEETING_FROM_TODAY = {at.CALLED: 3, at.HELD: -1, at.RECONCILING: -1, at.AGREED: -2, at.ARCHIVED: -11}
LEFT_LYING = -26


@dataclass
class Timeline:
    """Milestones, the meetings already archived, and the meeting in focus with its day when there is one."""

    today: date
    situation: Situation
    turn: int
    milestones: dict[str, Milestone] = field(default_factory=dict)
    earlier: list[tuple[str, date]] = field(default_factory=list)
    point: str = OUTSIDE_THE_POINTS
    meeting_day: date | None = None

    def days(self, number: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=number)

    def months(self, number: int, days: int = 0) -> date:
        """So many months, and then days, from today."""
        return add_months(self.today, number) + timedelta(days=days)

    def day_of(self, code: str) -> date:
        """The day a milestone was reached or is expected."""
        return self.milestones[code].day

    def reached(self, code: str, day: date) -> date:
        """Notes a milestone that lies behind."""
        day = workday_until(day)
        self.milestones[code] = Milestone(code, expected=day, actual=day)
        return day

    def expects(self, code: str, day: date, *, first_expected: date | None = None) -> date:
        """Notes a milestone that lies ahead."""
        day = workday_until(day)
        self.milestones[code] = Milestone(code, expected=day, first_expected=first_expected)
        return day

    def met(self, point: str, day: date) -> None:
        """Notes a meeting that was held and archived."""
        self.earlier.append((point, workday_until(day)))

    def target(self) -> date:
        """The day the routine asks for the meeting in focus, so that it stands as the situation says."""
        if self.situation.shows(at.NOT_RECONCILED):
            return self.days(LEFT_LYING - self.turn % 3)
        return self.days(TARGET_FROM_TODAY[self.situation.state] + self.turn % 4 - 2)

    def focus(self, point: str) -> None:
        """Sets the meeting this situation is about, and its day when it has been called."""
        self.point = point
        state = self.situation.state
        if self.situation.shows(at.NOT_RECONCILED):
            self.meeting_day = workday_until(self.days(LEFT_LYING - self.turn % 5))
        elif state == at.CALLED:
            self.meeting_day = workday_from(self.days(MEETING_FROM_TODAY[state] + self.turn % 5))
        elif state in MEETING_FROM_TODAY:
            spread = self.turn * 5 % 9 if state == at.ARCHIVED else 0
            self.meeting_day = workday_until(self.days(MEETING_FROM_TODAY[state] - spread))

    def begins(self, programme_start: date) -> None:
        """Settlement, the programme and the first day at the adult education centre, all behind."""
        programme = self.reached("programme_start", programme_start)
        self.reached("settled", programme - timedelta(days=25 + self.turn * 5 % 15))
        if self.situation.stage != at.STRAIGHT_TO_WORK:
            self.reached("adult_education_start", min(programme + timedelta(days=12), self.days(-1)))

    def expects_school(self) -> None:
        """Upper secondary begins at the first intake after adult education, and lasts two school years."""
        start = self.expects(
            "upper_secondary_start", school_start_from(self.day_of("adult_education_end") + ONE_DAY)
        )
        self.expects("upper_secondary_end", add_months(start, 22))

    def had_first_meeting(self, days_late: int) -> None:
        """The first meeting took place so many days after the day the routine asks for."""
        self.met(FIRST, add_months(self.day_of("programme_start"), 3) + timedelta(days=days_late))

    def had_meetings_of_adult_education(self) -> None:
        """The three meetings the routine asks for before upper secondary all took place."""
        end = self.day_of("adult_education_end")
        self.had_first_meeting(self.turn * 5 % 24)
        self.met(SECOND, add_months(end, -12) + timedelta(days=self.turn * 7 % 25))
        self.met(THIRD, add_months(end, -6) + timedelta(days=self.turn * 3 % 19))


def timeline(situation: Situation, today: date, turn: int) -> Timeline:
    """The days of one participant; `turn` makes two in the same situation differ."""
    line = Timeline(today, situation, turn)
    STAGES[situation.stage](line)
    return line


def _settled(line: Timeline) -> None:
    line.point = FIRST
    line.begins(line.days(-12 - line.turn * 9 % 36))


def _programme(line: Timeline) -> None:
    line.begins(add_months(line.target(), -3))
    line.expects("adult_education_end", line.months(22 + line.turn % 9))
    line.focus(FIRST)


def _adult_education(line: Timeline) -> None:
    long_ago = line.situation.shows(at.NOT_MET)
    line.begins(line.months(-20 if long_ago else -8))
    line.had_first_meeting(8 + line.turn * 7 % 20)
    end = line.months(15 + line.turn % 5)
    line.expects("adult_education_end", end, first_expected=workday_until(add_months(end, -5)))
    line.focus(SECOND)


def _before_second(line: Timeline) -> None:
    long_ago = line.situation.shows(at.NOT_MET)
    line.begins(line.months(-20 if long_ago else -8))
    line.had_first_meeting(8 + line.turn * 7 % 20)
    line.expects("adult_education_end", add_months(line.target(), 12))
    line.focus(SECOND)


def _before_third(line: Timeline) -> None:
    missed = line.situation.shows(at.NOT_MET)
    line.begins(line.months(-21))
    line.had_first_meeting(line.turn * 5 % 24)
    end = line.expects("adult_education_end", add_months(line.target(), 6))
    if not missed:
        line.met(SECOND, add_months(end, -12) + timedelta(days=27))
    line.expects_school()
    line.focus(THIRD)


def _ready(line: Timeline) -> None:
    end = line.expects("adult_education_end", line.days(45 + line.turn * 17 % 70))
    line.begins(add_months(end, -25))
    line.had_meetings_of_adult_education()
    line.expects_school()
    line.met(OUTSIDE_THE_POINTS, line.days(-8 - line.turn * 3 % 12))
    line.point = FOURTH


def _upper_secondary(line: Timeline) -> None:
    long_ago = line.situation.shows(at.NOT_MET)
    start = school_start_until(line.months(-14) if long_ago else line.days(-40))
    _school_began(line, start)
    end = line.expects("upper_secondary_end", add_months(start, 30 if long_ago else 22))
    line.expects("apprenticeship_start", end + timedelta(days=9))
    if not long_ago:
        line.met(OUTSIDE_THE_POINTS, line.days(-55 - line.turn * 13 % 50))
    line.point = FOURTH


def _leaving_school(line: Timeline) -> None:
    end = line.expects("upper_secondary_end", add_months(line.target(), 6))
    _school_began(line, school_start_until(add_months(end, -20)))
    missed = line.situation.shows(at.NOT_MET)
    line.met(OUTSIDE_THE_POINTS, line.months(-13) if missed else line.days(-100 - line.turn * 7 % 30))
    line.focus(FOURTH)


def _towards_apprenticeship(line: Timeline) -> None:
    end = line.expects("upper_secondary_end", add_months(line.target(), 6))
    apprenticeship = line.expects("apprenticeship_start", end + timedelta(days=9))
    line.expects("apprenticeship_end", add_months(apprenticeship, 24))
    _school_began(line, school_start_until(add_months(end, -20)))
    line.met(OUTSIDE_THE_POINTS, line.days(-105 - line.turn * 7 % 30))
    line.focus(FOURTH)


def _apprenticeship(line: Timeline) -> None:
    unfollowed = line.situation.shows(at.APPRENTICE_ALONE)
    start = line.reached(
        "apprenticeship_start", line.months(-8) if unfollowed else line.days(-95 - line.turn * 11 % 60)
    )
    end = line.reached("upper_secondary_end", start - timedelta(days=9))
    _school_began(line, school_start_until(add_months(end, -20)))
    line.met(FOURTH, add_months(end, -6) + timedelta(days=4))
    if not unfollowed:
        line.met(OUTSIDE_THE_POINTS, line.days(-40 - line.turn * 7 % 40))
    line.expects("apprenticeship_end", add_months(start, 24))
    line.expects("trade_certificate", add_months(start, 25))


def _work(line: Timeline) -> None:
    start = line.reached("apprenticeship_start", line.months(-19))
    end = line.reached("upper_secondary_end", start - timedelta(days=9))
    _school_began(line, school_start_until(add_months(end, -15)))
    line.met(FOURTH, add_months(end, -6) + timedelta(days=4))
    line.reached("apprenticeship_end", line.days(-108))
    line.reached("trade_certificate", line.days(-100))
    line.reached("work_start", line.days(-92))
    line.met(OUTSIDE_THE_POINTS, line.days(-45 - line.turn * 7 % 30))


def _higher_education(line: Timeline) -> None:
    start = school_start_until(line.days(-40))
    end = line.reached("adult_education_end", term_end_before(start))
    line.begins(add_months(end, -23))
    line.had_meetings_of_adult_education()
    line.reached("higher_education_start", start)
    line.met(OUTSIDE_THE_POINTS, line.days(-30 - line.turn * 9 % 40))


def _straight_to_work(line: Timeline) -> None:
    line.begins(line.months(-15))
    line.had_first_meeting(12)
    line.met(OUTSIDE_THE_POINTS, line.days(-60 - line.turn * 11 % 50))
    line.expects("work_start", line.months(8))


def _school_began(line: Timeline, start: date) -> None:
    """Upper secondary follows the adult education centre when a term has ended."""
    start = line.reached("upper_secondary_start", start)
    end = line.reached("adult_education_end", term_end_before(start))
    line.begins(add_months(end, -20))
    line.had_meetings_of_adult_education()


STAGES: dict[str, Callable[[Timeline], None]] = {
    at.SETTLED: _settled,
    at.PROGRAMME: _programme,
    at.ADULT_EDUCATION: _adult_education,
    at.SECOND: _before_second,
    at.THIRD: _before_third,
    at.READY: _ready,
    at.UPPER_SECONDARY: _upper_secondary,
    at.LEAVING_SCHOOL: _leaving_school,
    at.TOWARDS_APPRENTICESHIP: _towards_apprenticeship,
    at.APPRENTICESHIP: _apprenticeship,
    at.WORK: _work,
    at.HIGHER_EDUCATION: _higher_education,
    at.STRAIGHT_TO_WORK: _straight_to_work,
}
