"""One row of the table as a participant: every value read, and what is wrong with each named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from samlop.kernel.identifiers import Fodselsnummer
from samlop.participants import import_values
from samlop.participants.import_columns import MILESTONES, Column
from samlop.participants.import_problems import Problem, ProblemCode, shown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """What a row says of a participant; an empty text or None is what it does not say.

    `days_written` are the days of the milestones as they stand in the file.
    """

    external_key: str
    first_name: str
    last_name: str
    kommunenummer: str
    fodselsnummer: str = ""
    duf: str = ""
    birth_day: date | None = None
    milestones: dict[str, date] = field(default_factory=dict)
    days_written: dict[str, str] = field(default_factory=dict, compare=False)
    language: str = ""
    needs_interpreter: bool | None = None
    phone: str = ""
    email: str = ""


@dataclass(slots=True)
class Cells:
    """The cells of one row by column, and the problems found while they are read."""

    texts: Mapping[Column, str]
    problems: list[Problem] = field(default_factory=list)

    def read(self, column: Column, reader: Callable[[str], T]) -> T | None:
        """The value of a cell; None when it is empty or refused."""
        text = self.texts.get(column, "")
        if not text:
            return None
        try:
            return reader(text)
        except import_values.ValueRejected as rejected:
            self.complain(rejected.code, column, rejected.parameters)
            return None

    def require(self, column: Column, reader: Callable[[str], T]) -> T | None:
        """The value of a cell that must not be empty."""
        if not self.texts.get(column, ""):
            self.complain(ProblemCode.REQUIRED, column)
        return self.read(column, reader)

    def complain(
        self, code: ProblemCode, column: Column, parameters: Mapping[str, object] | None = None
    ) -> None:
        """Something is wrong with this cell."""
        value = shown(self.texts.get(column, ""))
        self.problems.append(Problem(code, column.value, value, dict(parameters or {})))


def participant_row(cells: Cells, *, today: date) -> ParticipantRow:
    """The participant a row describes; it may be trusted only when the cells have no problems."""
    number = cells.read(Column.FODSELSNUMMER, import_values.read_fodselsnummer)
    milestones = _milestones(cells)
    return ParticipantRow(
        external_key=cells.require(Column.KEY, import_values.read_key) or "",
        first_name=cells.require(Column.FIRST_NAME, import_values.read_name) or "",
        last_name=cells.require(Column.LAST_NAME, import_values.read_name) or "",
        kommunenummer=_kommunenummer(cells, settled=milestones.get("settled"), today=today),
        fodselsnummer=number.digits if number else "",
        duf=cells.read(Column.DUF, import_values.read_duf) or "",
        birth_day=_birth_day(cells, number),
        milestones=milestones,
        days_written={
            code: shown(cells.texts[column]) for column, code in MILESTONES.items() if code in milestones
        },
        language=cells.read(Column.LANGUAGE, import_values.read_language) or "",
        needs_interpreter=cells.read(Column.INTERPRETER, import_values.read_yes_or_no),
        phone=cells.read(Column.PHONE, import_values.read_phone) or "",
        email=cells.read(Column.EMAIL, import_values.read_email) or "",
    )


def _milestones(cells: Cells) -> dict[str, date]:
    days = {code: cells.read(column, import_values.read_day) for column, code in MILESTONES.items()}
    return {code: day for code, day in days.items() if day}


def _birth_day(cells: Cells, number: Fodselsnummer | None) -> date | None:
    """The day stated; without one, the day the identity number tells for certain."""
    stated = cells.read(Column.BIRTH_DAY, import_values.read_day)
    if stated is None or number is None:
        return stated or (number.birth if number else None)
    if not number.agrees_with(stated):
        cells.complain(ProblemCode.BIRTH_DISAGREES, Column.BIRTH_DAY)
    return stated


def _kommunenummer(cells: Cells, *, settled: date | None, today: date) -> str:
    """A number in use today, or one that was in use on the day of settlement."""
    kommune = cells.require(Column.KOMMUNENUMMER, import_values.read_kommune)
    if kommune is None:
        return ""
    if settled is None or not kommune.exists_on(settled):
        cells.read(Column.KOMMUNENUMMER, lambda text: import_values.read_kommune_on(text, today))
    return kommune.number
