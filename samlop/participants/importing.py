"""Reads a table of participants row by row: each row accepted, or refused with all that is wrong with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from samlop.participants.import_columns import Column, Header, header_of, known_columns
from samlop.participants.import_plausibility import complain_of_implausible
from samlop.participants.import_problems import FileRejected, Problem, ProblemCode, shown
from samlop.participants.import_rows import Cells, ParticipantRow, participant_row
from samlop.participants.import_table import (
    DELIMITERS,
    Lines,
    Record,
    cells_of,
    first_line,
    hinted_delimiter,
    open_table,
    records,
)

__all__ = [
    "Column",
    "FileRejected",
    "ParticipantReader",
    "ParticipantRow",
    "Problem",
    "ProblemCode",
    "RowAccepted",
    "RowRejected",
    "open_table",
    "read_participants",
]


@dataclass(frozen=True, slots=True)
class RowAccepted:
    """A row that can be imported as it stands."""

    line: int
    values: ParticipantRow


@dataclass(frozen=True, slots=True)
class RowRejected:
    """A row with at least one problem; nothing of it is imported."""

    line: int
    problems: tuple[Problem, ...]


Row = RowAccepted | RowRejected


def read_participants(file: BinaryIO, *, today: date) -> "ParticipantReader":
    """A reader standing at the first row; a table that cannot be read raises FileRejected, now or later."""
    return ParticipantReader(file, today=today)


class ParticipantReader:
    """The rows of an open file in order; all it remembers of them are keys and identity numbers."""

    def __init__(self, file: BinaryIO, *, today: date) -> None:
        self._today = today
        self._lines = Lines(file)
        self._records = records(self._lines, delimiter=_delimiter(self._lines))
        self.header = _header(self._records)
        self._seen: dict[tuple[Column, str], int] = {}

    @property
    def bytes_read(self) -> int:
        """How far into the file the reader is, for a progress bar."""
        return self._lines.bytes_read

    def __iter__(self) -> Iterator[Row]:
        """Every row that holds anything; a table with none is refused."""
        has_rows = False
        for record in self._records:
            if record.cells is None or any(cell.strip() for cell in record.cells):
                has_rows = True
                yield self._row(record)
        if not has_rows:
            raise FileRejected(ProblemCode.NO_ROWS)

    def _row(self, record: Record) -> Row:
        if record.cells is None:
            return RowRejected(record.line, (_broken(self.header, record),))
        beyond = _beyond(self.header, record.cells)
        if beyond:
            parameters = {"found": len(record.cells), "expected": len(self.header)}
            return RowRejected(record.line, (Problem(ProblemCode.TOO_MANY_FIELDS, "", beyond, parameters),))
        cells = Cells(_texts(self.header, record.cells))
        row = participant_row(cells, today=self._today)
        complain_of_implausible(cells, row, today=self._today)
        self._refuse_doubles(cells, row, line=record.line)
        if cells.problems:
            return RowRejected(record.line, tuple(cells.problems))
        return RowAccepted(record.line, row)

    def _refuse_doubles(self, cells: Cells, row: ParticipantRow, *, line: int) -> None:
        identities = {
            Column.KEY: row.external_key,
            Column.FODSELSNUMMER: row.fodselsnummer,
            Column.DUF: row.duf,
        }
        for column, identity in identities.items():
            if not identity:
                continue
            first = self._seen.setdefault((column, identity), line)
            if first != line:
                cells.complain(ProblemCode.DUPLICATE_IN_FILE, column, {"first_line": first})


def _delimiter(lines: Lines) -> str:
    """The sign a spreadsheet names, or else the one that cuts the first line into the most known headers."""
    hinted = hinted_delimiter(lines)
    line = first_line(lines)
    if hinted in DELIMITERS:
        return hinted
    return max(DELIMITERS, key=lambda delimiter: _fit(cells_of(line, delimiter=delimiter)))


def _fit(cells: Sequence[str]) -> tuple[int, int]:
    return known_columns(cells), len(cells)


def _header(table: Iterator[Record]) -> Header:
    record = next(table)
    if record.cells is None:
        raise FileRejected(ProblemCode.NO_HEADER, line=record.line, found=shown(record.broken[1]))
    return header_of(record.cells, line=record.line)


def _broken(header: Header, record: Record) -> Problem:
    """The cell whose quotation marks make no sense."""
    place, text = record.broken
    column = header[place] if place < len(header) else None
    return Problem(ProblemCode.BAD_QUOTES, column.value if column else "", shown(text))


def _beyond(header: Header, cells: Sequence[str]) -> str:
    """The first value that stands under no header."""
    for place, cell in enumerate(cells):
        if cell.strip() and (place >= len(header) or header[place] is None):
            return shown(cell.strip())
    return ""


def _texts(header: Header, cells: Sequence[str]) -> dict[Column, str]:
    """Cells by column; a spreadsheet leaves out empty cells at the end of a row."""
    return {column: cell.strip() for column, cell in zip(header, cells, strict=False) if column}
