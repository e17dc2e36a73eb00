"""The made-up courses of the benchmark: thirty stages of the road, each with its days, meetings and steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from samlop.kernel.periods import add_months

PLACES = 30
"""A caseload: the participants one group of staff follows, each two months further on than the one before."""

PROGRAMME_ADVISER, ADULT_EDUCATION, CAREER_ADVISER, NAV_ADVISER = range(4)
SEATS = ("programme_adviser", "adult_education", "career_adviser", "nav_adviser")
HELD_PLACES = (3, 6, 10)
"""Where a meeting has been held and is not yet agreed: the page of holding it is open, and at its fullest."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day of the road, expected or actual."""

    place: int
    code: str
    expected: date | None
    actual: date | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting, and how far it has come; without a point it is wanted for a reason of its own."""

    place: int
    number: int
    point: str
    state: str
    target: date | None
    day: date


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of the road, and whose it is."""

    place: int
    number: int
    kind: str
    seat: int
    first: date
    until: date
    status: str


@dataclass(frozen=True, slots=True)
class Promise:
    """Something to do, and by when; with nobody's seat it is the participant's own."""

    place: int
    number: int
    seat: int | None
    due_on: date
    done_on: date | None


def start_of(place: int, today: date) -> date:
    """The day the introduction programme began."""
    return add_months(today, -(2 * place + 1))


def milestones(place: int, today: date) -> Iterator[Milestone]:
    """Four days of the road, and a fifth once school is near; those to come are expected."""
    start = start_of(place, today)
    months = {
        "programme_start": 0,
        "adult_education_start": 1,
        "adult_education_end": 24,
        "upper_secondary_start": 26,
    }
    if place > 12:
        months["upper_secondary_end"] = 62
    for code, after in months.items():
        day = add_months(start, after)
        yield Milestone(place, code, day, day if day <= today else None)


def meetings(place: int, today: date) -> Iterator[Meeting]:
    """The meetings so far and the one ahead; here and there one is overdue, or held and not agreed."""
    start = start_of(place, today)
    first, second, third = (add_months(start, months) for months in (3, 12, 18))
    if place in (0, 1):
        yield Meeting(place, 1, "", "agreed", None, start + timedelta(days=20))
    else:
        yield _at_its_time(place, 1, point="first", target=first, today=today, open_at=3)
    if place < 6 or place == 8:
        yield Meeting(place, 2, "", "called", None, today + timedelta(days=2 + 3 * place))
    else:
        yield _at_its_time(place, 2, point="second", target=second, today=today, open_at=6)
    if place == 9:
        yield Meeting(place, 3, "third", "called", third, today + timedelta(days=5))
    elif place > 9 and place != 11:
        yield _at_its_time(place, 3, point="third", target=third, today=today, open_at=10)


def _at_its_time(place: int, number: int, *, point: str, target: date, today: date, open_at: int) -> Meeting:
    """A meeting held near the day the routine aims at, agreed but for those at one place."""
    if place == open_at:
        return Meeting(place, number, point, "held", target, today - timedelta(days=9))
    return Meeting(
        place, number, point, "agreed", target, min(target + timedelta(days=12), today - timedelta(days=1))
    )


def steps(place: int, today: date) -> Iterator[Step]:
    """Six steps on parallel tracks, from the programme to an apprenticeship."""
    start = start_of(place, today)
    road = (
        ("introduction_programme", PROGRAMME_ADVISER, 0, 24),
        ("norwegian_course", ADULT_EDUCATION, 1, 18),
        ("adult_education", ADULT_EDUCATION, 1, 24),
        ("career_guidance", CAREER_ADVISER, 6, 9),
        ("upper_secondary", CAREER_ADVISER, 26, 50),
        ("apprenticeship", NAV_ADVISER, 50, 74),
    )
    for number, (kind, seat, begins, ends) in enumerate(road, 1):
        first, until = add_months(start, begins), add_months(start, ends)
        yield Step(place, number, kind, seat, first, until, _status(first, until, today))


def _status(first: date, until: date, today: date) -> str:
    if until <= today:
        return "completed"
    return "ongoing" if first <= today else "planned"


def promises(place: int, today: date) -> Iterator[Promise]:
    """Three things to do: one done, one ahead, one that at every fifth place is late."""
    late = timedelta(days=-4 if place % 5 == 0 else 11)
    yield Promise(place, 1, place % 4, today - timedelta(days=30), today - timedelta(days=33))
    yield Promise(place, 2, (place + 1) % 4, today + late, None)
    yield Promise(place, 3, None, today + timedelta(days=20), None)
