"""Puts some weeks of looks into the cast's files among the rows: what Min vei shows under who has read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from samlop.access.models import ReadLog, Relation
from samlop.demo import cast
from samlop.demo.days import is_workday
from samlop.demo.loading_files import File
from samlop.demo.loading_keys import hand_of, moment, own_hand
from samlop.demo.loading_people import RESPONSIBLE_ROLES
from samlop.demo.loading_rows import Rows
from samlop.kernel.actor import FOLLOW_UP

WEEKS = 6


@dataclass(frozen=True)
class Habit:
    """What somebody in a role looks at, on which day of the week, and how often."""

    role: str
    weekday: int
    hour: time
    every_weeks: int
    sections: tuple[str, ...]


HABITS = (
    Habit(cast.PROGRAMME_ADVISER, 0, time(8, 40), 1, ("overview", "plan")),
    Habit(cast.PROGRAMME_ADVISER, 3, time(13, 5), 2, ("overview", "mapping", "contact")),
    Habit(cast.ADULT_EDUCATION, 1, time(10, 15), 2, ("overview", "mapping")),
    Habit(cast.CAREER_ADVISER, 2, time(9, 30), 3, ("overview", "plan")),
    Habit(cast.NAV_ADVISER, 4, time(11, 20), 3, ("overview", "milestones")),
)
OWN = ("plan", "read_log")
OWN_WEEKDAY, OWN_HOUR = 5, time(19, 10)


def add_reads(rows: Rows, file: File) -> None:
    """Looks by each of the group, and now and then by the participant."""
    for day in _days(file):
        week = (file.today - day).days // 7
        for habit in HABITS:
            employment = file.seated(habit.role, day)
            if (
                employment
                and day.weekday() == habit.weekday
                and week % habit.every_weeks == 0
                and is_workday(day)
            ):
                for turn, section in enumerate(habit.sections):
                    rows.add(_look(file, employment, habit, day=day, turn=turn, section=section))
        if day.weekday() == OWN_WEEKDAY and week % 2 == 0:
            for turn, section in enumerate(OWN):
                rows.add(_own_look(file, day, turn=turn, section=section))


def _days(file: File) -> Iterator[date]:
    first = max(file.opened + timedelta(days=20), file.today - timedelta(weeks=WEEKS))
    for number in range((file.today - first).days):
        yield first + timedelta(days=number)


def _look(file: File, employment: str, habit: Habit, *, day: date, turn: int, section: str) -> ReadLog:
    by = hand_of(employment)
    responsible = habit.role in RESPONSIBLE_ROLES
    return ReadLog(
        at=moment(day, habit.hour, turn=turn),
        participant_id=file.id,
        person_id=by.person_id,
        employment_id=by.employment_id,
        organisation_id=by.organisation_id,
        section=section,
        relation=Relation.Kind.RESPONSIBLE if responsible else Relation.Kind.MEMBER,
        purpose=FOLLOW_UP,
    )


def _own_look(file: File, day: date, *, turn: int, section: str) -> ReadLog:
    return ReadLog(
        at=moment(day, OWN_HOUR, turn=turn),
        participant_id=file.id,
        person_id=own_hand(file.key).person_id,
        section=section,
        relation=Relation.Kind.SELF,
        purpose=FOLLOW_UP,
    )
