"""Who sits in the resource group of one participant, from when until when, and who took over from whom."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from samlop.demo import cast
from samlop.demo.caseload import situations as at
from samlop.demo.caseload.timeline import Timeline
from samlop.demo.cast import employment_key
from samlop.demo.days import ONE_DAY
from samlop.demo.records import Membership

STAGE_OVER, HANDED_OVER, EMPLOYMENT_ENDED = "stage_over", "handed_over", "employment_ended"

ADVISERS = ("kari", "adviser_two", "adviser_three")
TEACHERS = ("tea", "teacher_two", "teacher_three", "berit")
CAREER_ADVISERS = ("kim", "career_two", "career_three")
NAV_ADVISERS = ("nav_three", "nils", "berit", "nav_two")
SCHOOL_ADVISERS = ("siv", "school_two")


@dataclass(frozen=True)
class Staffing:
    """The hats that follow one participant, by role."""

    hats: dict[str, str]

    def __getitem__(self, role: str) -> str:
        return self.hats[role]


def staffing(ordinal: int, *, known: dict[str, str] | None = None) -> Staffing:
    """Takes colleagues in turn, so that caseloads are even; `known` are roles already given to somebody."""
    people = {
        cast.PROGRAMME_ADVISER: (ADVISERS[(ordinal + ordinal // 9) % 3], cast.REFUGEE_SERVICE),
        cast.ADULT_EDUCATION: (TEACHERS[ordinal % 4], cast.LEARNING_CENTRE),
        cast.CAREER_ADVISER: (CAREER_ADVISERS[ordinal % 3], cast.CAREER_CENTRE),
        cast.NAV_ADVISER: (NAV_ADVISERS[ordinal % 4], cast.NAV),
        cast.SCHOOL_ADVISER: (SCHOOL_ADVISERS[ordinal % 2], cast.SCHOOL),
    }
    hats = {role: employment_key(*where) for role, where in people.items()}
    return Staffing(hats | (known or {}))


def members(line: Timeline, staff: Staffing) -> tuple[Membership, ...]:
    """All seats in the order they were taken, those already left included."""
    seats = [seat for seat in _seats(line, staff) if seat.first <= line.today]
    filled = [part for seat in seats for part in _with_predecessors(line, seat)]
    return tuple(sorted(filled, key=lambda seat: seat.first))


def _seats(line: Timeline, staff: Staffing) -> list[Membership]:
    settled = line.day_of("settled")
    seats = [Membership(staff[cast.PROGRAMME_ADVISER], cast.PROGRAMME_ADVISER, settled)]
    programme = line.day_of("programme_start")
    unfollowed = line.situation.shows(at.APPRENTICE_ALONE)
    followed_until = _until(line, "apprenticeship_start") if unfollowed else None
    taught_until = _until(line, "adult_education_end")
    seats += [
        _seat(staff, cast.ADULT_EDUCATION, first=programme + timedelta(days=12), until=taught_until),
        _seat(staff, cast.CAREER_ADVISER, first=programme + timedelta(days=19), until=followed_until),
        _seat(staff, cast.NAV_ADVISER, first=programme + timedelta(days=26), until=followed_until),
    ]
    if "upper_secondary_start" in line.milestones:
        at_school = line.day_of("upper_secondary_start")
        in_school_until = _until(line, "apprenticeship_start")
        seats.append(_seat(staff, cast.SCHOOL_ADVISER, first=at_school, until=in_school_until))
    return seats


def _seat(staff: Staffing, role: str, *, first: date, until: date | None) -> Membership:
    return Membership(staff[role], role, first, until, STAGE_OVER if until else "")


def _until(line: Timeline, code: str) -> date | None:
    """A seat is given up when its stage is over; while that lies ahead it is open."""
    milestone = line.milestones.get(code)
    if milestone is None or milestone.actual is None:
        return None
    return min(milestone.actual + timedelta(days=10), line.today)


def _with_predecessors(line: Timeline, seat: Membership) -> list[Membership]:
    """The seat, or the two periods of it when the colleague who left had it first."""
    leaver = {cast.NAV_ADVISER: "nav_left", cast.ADULT_EDUCATION: "teacher_left"}.get(seat.role)
    if leaver is None:
        return [seat]
    ended = cast.last_days(line.today)[leaver] + ONE_DAY
    sat_before = seat.first < ended - timedelta(days=60) and (seat.until is None or seat.until > ended)
    organisation = seat.employment.partition("@")[2]
    earlier = replace(seat, employment=employment_key(leaver, organisation), until=ended)
    if sat_before and _left_open(line, seat.role):
        return [replace(earlier, left_because=EMPLOYMENT_ENDED)]
    if sat_before and line.turn % 5 == 3:
        handed_over = replace(earlier, left_because=HANDED_OVER, successor=seat.employment)
        return [handed_over, replace(seat, first=ended)]
    return [seat]


def _left_open(line: Timeline, role: str) -> bool:
    if not line.situation.shows(at.NO_SUCCESSOR):
        return False
    in_school = line.situation.stage == at.UPPER_SECONDARY
    return role == (cast.NAV_ADVISER if in_school else cast.ADULT_EDUCATION)
