"""What holds in a participant's file: the papers' way to approval, the days of the road, who may leave the group."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from types import MappingProxyType

from samlop.kernel.periods import Period, add_years
from samlop.participants.answers import ANSWERS, AnswerRefusal, AnswerShape, propose_targets, read_answer
from samlop.participants.import_columns import MILESTONES
from samlop.participants.import_plausibility import (
    EARLIEST_MILESTONE,
    MAY_SHARE_A_DAY,
    MUST_COME_AFTER,
    YEARS_AHEAD,
)

__all__ = [
    "ANSWERS",
    "DATED_DOCUMENTATION",
    "EARLIEST_MILESTONE",
    "NEXT_DOCUMENTATION",
    "YEARS_AHEAD",
    "AnswerRefusal",
    "AnswerShape",
    "DayDoubt",
    "DayReason",
    "Days",
    "DocumentationRefusal",
    "SeatHeld",
    "day_on",
    "documentation_refusal",
    "documentation_route",
    "exam_lies_ahead",
    "handover_leaves_gap",
    "implausible_days",
    "is_year_of_the_road",
    "propose_targets",
    "read_answer",
    "somebody_is_responsible",
]

NEXT_DOCUMENTATION: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "none": ("exists",),
        "exists": ("translated",),
        "translated": ("sent",),
        "sent": ("approved", "refused"),
        "refused": ("sent",),
        "approved": (),
    }
)
HELD_EXAM = frozenset({"passed", "passed_well", "failed"})
DATED_DOCUMENTATION = frozenset({"sent", "approved", "refused"})


class DocumentationRefusal(Enum):
    """Why the papers cannot come to that state."""

    NOT_NEXT = "not_next"
    NO_DAY = "no_day"
    DAY_AHEAD = "day_ahead"
    BEFORE_LAST = "before_last"


def documentation_refusal(
    before: str, after: str, *, day: date | None, last: date | None, today: date
) -> DocumentationRefusal | None:
    """What keeps the papers from taking the next step, if anything. Source: routine, meetings 1 and 2."""
    if after not in NEXT_DOCUMENTATION[before]:
        return DocumentationRefusal.NOT_NEXT
    if day is None:
        return DocumentationRefusal.NO_DAY if after in DATED_DOCUMENTATION else None
    if day > today:
        return DocumentationRefusal.DAY_AHEAD
    return DocumentationRefusal.BEFORE_LAST if last and day < last else None


def documentation_route(before: str, after: str) -> tuple[str, ...] | None:
    """The steps from one state to another, none if it is already there, None where no way leads."""
    routes: dict[str, tuple[str, ...]] = {before: ()}
    waiting = [before]
    while waiting:
        state = waiting.pop(0)
        for following in NEXT_DOCUMENTATION[state]:
            if following not in routes:
                routes[following] = (*routes[state], following)
                waiting.append(following)
    return routes.get(after)


@dataclass(frozen=True, slots=True)
class Days:
    """A milestone's two days: when it is expected, and when it was."""

    expected: date | None = None
    actual: date | None = None

    @property
    def day(self) -> date | None:
        """The actual day once it is known, until then the expected one."""
        return self.actual or self.expected


def day_on(day: date, *, today: date) -> Days:
    """A single known day as a milestone has it: expected while it lies ahead, then actual."""
    return Days(expected=day) if day > today else Days(actual=day)


def is_year_of_the_road(year: int, *, today: date) -> bool:
    """Whether somebody on this road can begin at school that year; the limits are those of the milestones."""
    return EARLIEST_MILESTONE.year <= year <= add_years(today, YEARS_AHEAD).year


def exam_lies_ahead(result: str, day: date | None, *, today: date) -> bool:
    """Whether an examination is said to have a result before it has been held. Source: routine, meeting 4."""
    return result in HELD_EXAM and day is not None and day > today


class DayReason(StrEnum):
    """Why a day of the road cannot be right."""

    TOO_EARLY = "too_early"
    TOO_FAR_AHEAD = "too_far_ahead"
    BEFORE_BIRTH = "before_birth"
    NOT_YET = "not_yet"
    BEFORE_OTHER = "before_other"
    NOT_AFTER_OTHER = "not_after_other"


@dataclass(frozen=True, slots=True)
class DayDoubt:
    """One contradiction: which day of which milestone, why, and what it is measured against."""

    code: str
    which: str
    reason: DayReason
    limit: date
    other: str = ""


SAME_DAY_OR_LATER = tuple((MILESTONES[first], MILESTONES[second]) for first, second in MAY_SHARE_A_DAY)
LATER = (
    *((MILESTONES[first], MILESTONES[second]) for first, second in MUST_COME_AFTER),
    ("apprenticeship_start", "apprenticeship_end"),
    ("apprenticeship_start", "trade_certificate"),
)


def implausible_days(
    days: Mapping[str, Days], *, birth: date | None, today: date, changed: Iterable[str] | None = None
) -> list[DayDoubt]:
    """Every contradiction that a changed milestone has a part in; without `changed` all of them.

    Source: the limits and the order are those of the import, so that a table and a page never disagree.
    """
    concerned = set(days if changed is None else changed)
    found = [doubt for code in days for doubt in _impossible(code, days[code], birth=birth, today=today)]
    found += _out_of_order(days)
    return [doubt for doubt in found if {doubt.code, doubt.other} & concerned]


def _impossible(code: str, days: Days, *, birth: date | None, today: date) -> Iterator[DayDoubt]:
    latest = add_years(today, YEARS_AHEAD)
    for which, day in (("expected", days.expected), ("actual", days.actual)):
        if day is None:
            continue
        if day < EARLIEST_MILESTONE:
            yield DayDoubt(code, which, DayReason.TOO_EARLY, EARLIEST_MILESTONE)
        elif birth and day < birth:
            yield DayDoubt(code, which, DayReason.BEFORE_BIRTH, birth)
        elif which == "actual" and day > today:
            yield DayDoubt(code, which, DayReason.NOT_YET, today)
        elif day > latest:
            yield DayDoubt(code, which, DayReason.TOO_FAR_AHEAD, latest)


def _out_of_order(days: Mapping[str, Days]) -> Iterator[DayDoubt]:
    for pairs, reason in ((SAME_DAY_OR_LATER, DayReason.BEFORE_OTHER), (LATER, DayReason.NOT_AFTER_OTHER)):
        for earlier, later in pairs:
            first, second = days.get(earlier, Days()).day, days.get(later, Days())
            if first is None or second.day is None:
                continue
            if second.day < first or (second.day == first and reason is DayReason.NOT_AFTER_OTHER):
                which = "actual" if second.actual else "expected"
                yield DayDoubt(later, which, reason, first, earlier)


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """One seat of a group as a rule sees it: whether it carries responsibility, and while it can be filled."""

    responsible: bool
    seat: Period
    employment: Period


def somebody_is_responsible(seats: Iterable[SeatHeld], day: date) -> bool:
    """Whether anybody can still let others in that day: a group must never be locked to everybody.

    A seat held by somebody whose employment has ended opens nothing.
    """
    return any(
        held.responsible and held.seat.contains(day) and held.employment.contains(day) for held in seats
    )


def handover_leaves_gap(seat: Period, day: date, *, today: date) -> bool:
    """Whether nobody would sit in the seat for some days to come if the successor began that day."""
    return seat.until is not None and seat.until > today and day > seat.until
