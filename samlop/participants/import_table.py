"""Reads a table of separated values whatever bytes it is made of, and never holds more than one record."""

import csv
import errno
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from samlop.participants.import_problems import FileRejected, ProblemCode

CHUNK_BYTES = 64 * 1024
LONGEST_RECORD_BYTES = 64 * 1024
QUOTE = '"'
BYTE_ORDER_MARK = "\ufeff"
DELIMITERS = (",", ";", "\t")
DELIMITER_HINT = "sep="
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SPREADSHEET_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row and the line it begins on; no cells where its quotation marks make no sense.

    `broken` is then the cell where they cease to: its place in the row, and what stands there.
    """

    line: int
    cells: list[str] | None
    broken: tuple[int, str] = (0, "")


def open_table(path: Path) -> BinaryIO:
    """The file, open for reading, or the one line that says why it cannot be."""
    try:
        return path.open("rb")
    except OSError as problem:
        raise FileRejected(_why_closed(problem), name=str(path)) from problem
    except ValueError as problem:
        raise FileRejected(ProblemCode.FILE_MISSING, name=ascii(str(path))) from problem


class Lines:
    """The physical lines of a file as text, with their numbers, and the number of bytes read so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._raw = self._raw_lines()
        self._put_back: str | None = None
        self._record_bytes = 0
        self.record_text = ""
        self.bytes_read = 0
        self.number = 0
        self.record_began = 1
        self.are_exhausted = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line with its ending; one that no table can hold rejects the file."""
        line = self._next_line()
        self.record_text += line
        return line

    def _next_line(self) -> str:
        if self._put_back is not None:
            line, self._put_back = self._put_back, None
            return line
        try:
            raw = next(self._raw)
        except StopIteration:
            self.are_exhausted = True
            raise
        self.number += 1
        self._refuse_endless_record(len(raw))
        line = self._decoded(raw)
        return line.removeprefix(BYTE_ORDER_MARK) if self.number == 1 else line

    def begin_record(self) -> None:
        """What comes next is a new row: an endless one is measured from here."""
        self.record_began = self.number if self._put_back is not None else self.number + 1
        self._record_bytes = 0
        self.record_text = ""

    def put_back(self, line: str) -> None:
        """The line just taken will be given out once more."""
        self._put_back = line

    def _raw_lines(self) -> Iterator[bytes]:
        held = b""
        while chunk := self._read():
            *whole, held = (held + chunk).splitlines(keepends=True)
            yield from whole
            if len(held) > LONGEST_RECORD_BYTES:
                break
        if held:
            yield held

    def _read(self) -> bytes:
        try:
            chunk = self._file.read(CHUNK_BYTES)
        except OSError as problem:
            raise FileRejected(_why_closed(problem), name=str(getattr(self._file, "name", ""))) from problem
        if self.bytes_read == 0:
            _refuse_other_formats(chunk)
        self.bytes_read += len(chunk)
        return chunk

    def _refuse_endless_record(self, length: int) -> None:
        self._record_bytes += length
        if length > LONGEST_RECORD_BYTES:
            raise FileRejected(ProblemCode.LINE_TOO_LONG, line=self.number, longest=LONGEST_RECORD_BYTES)
        if self._record_bytes > LONGEST_RECORD_BYTES:
            raise FileRejected(ProblemCode.UNCLOSED_QUOTE, line=self.record_began)

    def _decoded(self, raw: bytes) -> str:
        nul = raw.find(b"\0")
        if nul >= 0:
            raise FileRejected(ProblemCode.NUL_BYTE, line=self.number, position=nul + 1)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise FileRejected(
                ProblemCode.NOT_UTF8,
                line=self.number,
                position=problem.start + 1,
                byte=f"{raw[problem.start]:02X}",
            ) from problem


def records(lines: Lines, *, delimiter: str) -> Iterator[Record]:
    """The rows of the table in order; a quotation mark never closed rejects the file."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            if lines.are_exhausted:
                raise FileRejected(ProblemCode.UNCLOSED_QUOTE, line=lines.record_began) from problem
            yield Record(lines.record_began, None, broken_cell(lines.record_text, delimiter=delimiter))
        else:
            yield Record(lines.record_began, cells)


def broken_cell(text: str, *, delimiter: str) -> tuple[int, str]:
    """The first cell whose closing quotation mark is followed by more text: its place, and what stands there."""
    place, start = 0, 0
    while start < len(text):
        end = _end_of_cell(text, start, delimiter=delimiter)
        if text[start] == QUOTE and text[end : end + 1] not in ("", delimiter, "\n", "\r"):
            stop = next((at for at in range(end, len(text)) if text[at] in f"{delimiter}\n\r"), len(text))
            return place, text[start:stop]
        place, start = place + 1, end + 1
    return place, ""


def _end_of_cell(text: str, start: int, *, delimiter: str) -> int:
    """Where a cell ends: at the delimiter, or after the mark that closes a quoted one."""
    if text[start] != QUOTE:
        ending = text.find(delimiter, start)
        return len(text) if ending < 0 else ending
    at = start + 1
    while at < len(text):
        if text[at] != QUOTE:
            at += 1
        elif text[at + 1 : at + 2] == QUOTE:
            at += 2
        else:
            return at + 1
    return len(text)


def first_line(lines: Lines) -> str:
    """The first line that holds anything, left in place; a file without one is empty."""
    for line in lines:
        if line.strip():
            lines.put_back(line)
            return line
    raise FileRejected(ProblemCode.FILE_EMPTY)


def hinted_delimiter(lines: Lines) -> str | None:
    """The sign named by a first line such as `sep=;`, which spreadsheets write; that line is then used up."""
    hint = first_line(lines).strip()
    if len(hint) > len(DELIMITER_HINT) + 1 or not hint.lower().startswith(DELIMITER_HINT):
        return None
    next(lines)
    return hint.removeprefix(hint[: len(DELIMITER_HINT)]) or "\t"


def cells_of(line: str, *, delimiter: str) -> list[str]:
    """One line cut at a delimiter, for trying which one fits."""
    return next(csv.reader([line], delimiter=delimiter), [])


def _refuse_other_formats(beginning: bytes) -> None:
    if beginning.startswith(UTF16_MARKS):
        raise FileRejected(ProblemCode.UTF16)
    if beginning.startswith(SPREADSHEET_MARKS):
        raise FileRejected(ProblemCode.SPREADSHEET)


def _why_closed(problem: OSError) -> ProblemCode:
    known = {errno.ENOENT: ProblemCode.FILE_MISSING, errno.EISDIR: ProblemCode.FILE_IS_DIRECTORY}
    return known.get(problem.errno or 0, ProblemCode.FILE_UNREADABLE)
