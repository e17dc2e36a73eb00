"""Which days of a participant cannot be right together, before anybody is asked."""

from collections.abc import Iterator
from datetime import date

from samlop.kernel.periods import add_years
from samlop.participants.import_columns import MILESTONES, Column
from samlop.participants.import_problems import ProblemCode
from samlop.participants.import_rows import Cells, ParticipantRow

EARLIEST_BIRTH = date(1900, 1, 1)
EARLIEST_MILESTONE = date(1950, 1, 1)
YEARS_AHEAD = 15

MAY_SHARE_A_DAY = ((Column.SETTLED, Column.PROGRAMME_START),)
MUST_COME_AFTER = (
    (Column.ADULT_EDUCATION_START, Column.ADULT_EDUCATION_END),
    (Column.UPPER_SECONDARY_START, Column.UPPER_SECONDARY_END),
)

Doubt = tuple[ProblemCode, Column, dict[str, object]]


def complain_of_implausible(cells: Cells, row: ParticipantRow, *, today: date) -> None:
    """Adds to the row's problems whatever its values contradict among themselves."""
    for code, column, parameters in implausible(row, today=today):
        cells.complain(code, column, parameters)


def implausible(row: ParticipantRow, *, today: date) -> Iterator[Doubt]:
    """Each contradiction: what it is, in which column, and what it is measured against."""
    yield from _birth(row.birth_day, today=today)
    for column, code in MILESTONES.items():
        if day := row.milestones.get(code):
            yield from _milestone(column, day, birth=row.birth_day, today=today)
    yield from _order(row)
    if row.needs_interpreter and not row.language:
        yield ProblemCode.INTERPRETER_WITHOUT_LANGUAGE, Column.INTERPRETER, {}


def _birth(day: date | None, *, today: date) -> Iterator[Doubt]:
    if day and day < EARLIEST_BIRTH:
        yield ProblemCode.BORN_TOO_EARLY, Column.BIRTH_DAY, {"day": day, "earliest": EARLIEST_BIRTH}
    if day and day > today:
        yield ProblemCode.BORN_IN_FUTURE, Column.BIRTH_DAY, {"day": day, "today": today}


def _milestone(column: Column, day: date, *, birth: date | None, today: date) -> Iterator[Doubt]:
    latest = add_years(today, YEARS_AHEAD)
    if day > latest:
        yield ProblemCode.TOO_FAR_AHEAD, column, {"latest": latest}
    if day < EARLIEST_MILESTONE:
        yield ProblemCode.TOO_EARLY, column, {"earliest": EARLIEST_MILESTONE}
    elif birth and day < birth:
        yield ProblemCode.BEFORE_BIRTH, column, {"birth": birth}


def _order(row: ParticipantRow) -> Iterator[Doubt]:
    for earlier, later in MAY_SHARE_A_DAY + MUST_COME_AFTER:
        begun, ended = row.milestones.get(MILESTONES[earlier]), row.milestones.get(MILESTONES[later])
        if begun is None or ended is None:
            continue
        measured = {"other": earlier.value, "other_day": begun}
        if (earlier, later) in MAY_SHARE_A_DAY and ended < begun:
            yield ProblemCode.BEFORE_OTHER, later, dict(measured)
        if (earlier, later) in MUST_COME_AFTER and ended <= begun:
            yield ProblemCode.NOT_AFTER_OTHER, later, dict(measured)
