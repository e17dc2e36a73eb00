"""Tables of participants as a spreadsheet would write them, and what reading them answers."""

import csv
import io
from datetime import date

import pytest

from samlop.kernel.identifiers import synthetic_duf, synthetic_fodselsnummer
from samlop.participants.import_words import file_in_words, row_problem_in_words
from samlop.participants.importing import FileRejected, RowAccepted, read_participants

TODAY = date(2026, 11, 22)
DINA = synthetic_fodselsnummer(date(1994, 3, 8), 0)
DUF = synthetic_duf(2016, 3)
SMALLEST = {"nøkkel": "A-1", "fornavn": "Dina", "etternavn": "Djerv Dørklokke", "kommunenummer": "4205"}


def table(*rows, delimiter=";", ending="\n", bom=False):
    """A file of these rows (dictionaries by header), as a spreadsheet would write it."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headers, delimiter=delimiter, lineterminator=ending)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def read(content):
    return list(read_participants(io.BytesIO(content), today=TODAY))


def rejected_file(content):
    with pytest.raises(FileRejected) as rejected:
        read(content)
    assert "%(" not in file_in_words(rejected.value)
    return rejected.value


def problems(**cells):
    """What is wrong with one row that has these cells beside the smallest that is right."""
    (row,) = read(table({**SMALLEST, **cells}))
    if isinstance(row, RowAccepted):
        return []
    assert not any("%(" in row_problem_in_words(row.line, problem) for problem in row.problems)
    return [(problem.code, problem.column) for problem in row.problems]


def accepted(**cells):
    (row,) = read(table({**SMALLEST, **cells}))
    assert isinstance(row, RowAccepted), row
    return row.values


def outcome(content):
    """The rows of a file, or why it is refused."""
    try:
        return read(content)
    except FileRejected as rejected:
        return rejected
