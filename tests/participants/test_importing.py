"""Reading a table of participants: every dialect, every file that cannot be read, and constant memory."""

import io
import tracemalloc
from datetime import date
from types import SimpleNamespace

import pytest

from samlop.participants.import_columns import SYNONYMS
from samlop.participants.importing import (
    Column,
    FileRejected,
    ParticipantRow,
    ProblemCode,
    RowAccepted,
    RowRejected,
    open_table,
    read_participants,
)
from tests.participants.tables import DINA, DUF, SMALLEST, TODAY, accepted, read, rejected_file, table


def test_smallest_row_is_accepted_with_its_line():
    (row,) = read(table(SMALLEST))
    assert row == RowAccepted(2, ParticipantRow("A-1", "Dina", "Djerv Dørklokke", "4205"))


def test_full_row_is_read():
    values = accepted(
        fødselsnummer=DINA,
        duf=DUF,
        bosatt="1.2.2024",
        programstart="2024-05-01",
        voksenopplæring_start="19.08.2024",
        voksenopplæring_slutt="2026-06-19",
        videregående_start="17. 8. 2026",
        videregående_slutt="22.06.2028",
        læretid_start="15.08.2028",
        språk="tigrinja",
        tolkebehov="Ja",
        telefon="412 34 567",
        epost="dina@eksempel.no",
    )
    assert values == ParticipantRow(
        external_key="A-1",
        first_name="Dina",
        last_name="Djerv Dørklokke",
        kommunenummer="4205",
        fodselsnummer=DINA,
        duf=DUF,
        birth_day=date(1994, 3, 8),
        milestones={
            "settled": date(2024, 2, 1),
            "programme_start": date(2024, 5, 1),
            "adult_education_start": date(2024, 8, 19),
            "adult_education_end": date(2026, 6, 19),
            "upper_secondary_start": date(2026, 8, 17),
            "upper_secondary_end": date(2028, 6, 22),
            "apprenticeship_start": date(2028, 8, 15),
        },
        language="ti",
        needs_interpreter=True,
        phone="+4741234567",
        email="dina@eksempel.no",
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [True, False])
def test_every_dialect_is_read_alike(delimiter, ending, bom):
    rows = [SMALLEST, {**SMALLEST, "nøkkel": "A;2,3\t", "fornavn": 'Per\n"Pelle"', "etternavn": "Ås, Ø; Æ"}]
    first, second = read(table(*rows, delimiter=delimiter, ending=ending, bom=bom))
    assert first.values.last_name == "Djerv Dørklokke"
    assert second.values == ParticipantRow("A;2,3", 'Per "Pelle"', "Ås, Ø; Æ", "4205")


def test_file_without_a_last_line_ending_is_read():
    assert len(read(table(SMALLEST).rstrip())) == 1


@pytest.mark.parametrize("hint", ["sep=;\r\n", "SEP=,\n", "sep=\t\n", "\ufeffsep=;\n"])
def test_delimiter_named_by_a_spreadsheet_is_followed(hint):
    delimiter = hint.strip("\r\n")[-1]
    (row,) = read(hint.encode() + table(SMALLEST, delimiter=delimiter))
    assert (row.line, row.values.external_key) == (3, "A-1")


@pytest.mark.parametrize("column", list(Column))
def test_every_header_has_its_synonyms(column):
    for name in (column.value, *SYNONYMS[column]):
        for written in (
            name.upper(),
            f"  {name} ",
            name.replace("ø", "oe").replace("å", "aa"),
            name.replace("_", " "),
        ):
            cells = {header: value for header, value in SMALLEST.items() if header != column.value}
            reader = read_participants(io.BytesIO(table({**cells, written: ""})), today=TODAY)
            assert column in reader.header


def test_headers_without_norwegian_letters_are_known():
    header = "nokkel,fornavn,etternavn,kommunenummer,fodselsdato,laretid_start,sprak,videregaende_start"
    reader = read_participants(io.BytesIO(f"{header}\n".encode()), today=TODAY)
    assert reader.header[4:] == (
        Column.BIRTH_DAY,
        Column.APPRENTICESHIP_START,
        Column.LANGUAGE,
        Column.UPPER_SECONDARY_START,
    )


def test_blank_rows_are_skipped_and_lines_still_count():
    rows = b"nokkel;fornavn;etternavn;kommunenummer\n\n;;;\n   ;\nA;B;C;4205\n\n"
    assert read(b"\n\n" + rows)[0].line == 7


def test_line_of_a_row_is_where_it_begins():
    rows = read(table({**SMALLEST, "fornavn": "Per\nOlav\nNils"}, {**SMALLEST, "nøkkel": "", "fornavn": "B"}))
    assert [row.line for row in rows] == [2, 5]


def test_empty_cells_at_the_end_may_be_left_out():
    rows = b"nokkel;fornavn;etternavn;kommunenummer;bosatt;duf;\nA;B;C;4205\nD;E;F;4205;1.2.2024;;;\n"
    assert [row.values.external_key for row in read(rows)] == ["A", "D"]


def test_value_under_no_header_is_refused():
    rows = b"nokkel;fornavn;etternavn;kommunenummer;\nA;B;C;4205;x\nA;B;C;4205;;x\nA;B;C;4205;;;\n"
    found = read(rows)
    assert [row.problems[0].code for row in found[:2]] == [ProblemCode.TOO_MANY_FIELDS] * 2
    assert found[0].problems[0].value == "x"
    assert isinstance(found[2], RowAccepted)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", ProblemCode.FILE_EMPTY, None),
        (b"\n\r\n  \n", ProblemCode.FILE_EMPTY, None),
        (b"\xef\xbb\xbf", ProblemCode.FILE_EMPTY, None),
        (b"sep=;\n", ProblemCode.FILE_EMPTY, None),
        (b"sep=|", ProblemCode.FILE_EMPTY, None),
        (table(SMALLEST).splitlines(keepends=True)[0], ProblemCode.NO_ROWS, None),
        (b"nokkel;fornavn;etternavn;kommunenummer\n;;;\n", ProblemCode.NO_ROWS, None),
        (b"A-1;Dina;Djerv;4205\n", ProblemCode.NO_HEADER, 1),
        (b'""\n', ProblemCode.NO_HEADER, 1),
        (b'nokkel;"fornavn"x;etternavn\n', ProblemCode.NO_HEADER, 1),
        (b"nokkel|fornavn|etternavn|kommunenummer\n", ProblemCode.NO_HEADER, 1),
        (b"nokkel;fornavn;etternavn;kommunenummer;sko\n", ProblemCode.UNKNOWN_COLUMNS, 1),
        (b"\nnokkel;fornavn;etternavn\n", ProblemCode.MISSING_COLUMNS, 2),
        (b"nokkel;id;fornavn;etternavn;kommunenummer\n", ProblemCode.DUPLICATE_COLUMN, 1),
        (b"PK\x03\x04\x14\x00\x06\x00", ProblemCode.SPREADSHEET, None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", ProblemCode.SPREADSHEET, None),
        (table(SMALLEST).decode().encode("utf-16"), ProblemCode.UTF16, None),
        (table(SMALLEST).decode().encode("utf-16-le"), ProblemCode.NUL_BYTE, 1),
        (table(SMALLEST).decode().encode("latin-1"), ProblemCode.NOT_UTF8, 1),
        (table(SMALLEST) + b"A-2;S\xf8lve;Berg;4205\n", ProblemCode.NOT_UTF8, 3),
        (table(SMALLEST) + b"A-2;S\x00lve;Berg;4205\n", ProblemCode.NUL_BYTE, 3),
        (table(SMALLEST) + b'\nA-2;"Per;Berg;4205\nA-3;C;D;4205\n', ProblemCode.UNCLOSED_QUOTE, 4),
        (table(SMALLEST) + b'A-2;"Per;Berg;4205\n' + b"x;y;z;1234\n" * 9000, ProblemCode.UNCLOSED_QUOTE, 3),
        (table(SMALLEST) + b";" * 1_000_000 + b"\n", ProblemCode.LINE_TOO_LONG, 3),
        (b"nokkel" + b",k" * 1_000_000, ProblemCode.LINE_TOO_LONG, 1),
    ],
)
def test_file_that_cannot_be_read_gives_one_reason(content, code, line):
    rejected = rejected_file(content)
    assert (rejected.problem.code, rejected.line) == (code, line)


def test_wrong_encoding_names_the_byte():
    rejected = rejected_file(table(SMALLEST) + b"A-2;S\xf8lve;Berg;4205\n")
    assert rejected.problem.parameters == {"position": 6, "byte": "F8"}


def test_unknown_columns_are_named_with_the_known_ones():
    rejected = rejected_file(b"nokkel;fornavn;etternavn;kommunenummer;sko;Hatt\n")
    assert rejected.problem.parameters["unknown"] == ["sko", "Hatt"]
    assert set(rejected.problem.parameters["known"]) == {column.value for column in Column}


def test_path_that_is_no_file_gives_one_reason(tmp_path):
    locked = tmp_path / "locked" / "x.csv"
    (tmp_path / "locked").write_text("")
    for path, code in [
        (tmp_path / "nowhere.csv", ProblemCode.FILE_MISSING),
        (tmp_path, ProblemCode.FILE_IS_DIRECTORY),
        (locked, ProblemCode.FILE_UNREADABLE),
        (tmp_path / "nul\0name", ProblemCode.FILE_MISSING),
    ]:
        with pytest.raises(FileRejected) as rejected:
            open_table(path)
        assert rejected.value.problem.code is code


def test_file_on_a_disk_is_opened_and_read(tmp_path):
    path = tmp_path / "participants.csv"
    path.write_bytes(table(SMALLEST))
    with open_table(path) as file:
        assert [row.line for row in read_participants(file, today=TODAY)] == [2]


def test_disk_that_fails_half_way_gives_one_reason():
    def fail(_size):
        raise OSError(5, "Input/output error")

    broken = SimpleNamespace(read=fail, name="x.csv")
    with pytest.raises(FileRejected) as rejected:
        read_participants(broken, today=TODAY)
    assert rejected.value.problem.code is ProblemCode.FILE_UNREADABLE


def test_quotes_that_make_no_sense_cost_only_their_row():
    rows = table(SMALLEST) + b'A-2;"Per" Olav;Berg;4205\nA-3;B;C;4205\n'
    found = read(rows)
    assert [type(row) for row in found] == [RowAccepted, RowRejected, RowAccepted]
    assert (found[1].line, found[1].problems[0].code) == (3, ProblemCode.BAD_QUOTES)


def test_same_key_twice_names_both_lines():
    _, _, again = read(table(SMALLEST, {**SMALLEST, "nøkkel": "B"}, SMALLEST))
    assert again.line == 4
    (problem,) = again.problems
    assert (problem.code, problem.column, problem.value) == (ProblemCode.DUPLICATE_IN_FILE, "nøkkel", "A-1")
    assert problem.parameters == {"first_line": 2}


@pytest.mark.parametrize(("column", "value"), [("fødselsnummer", DINA), ("duf", DUF)])
def test_same_person_under_two_keys_is_refused(column, value):
    first, second = (
        {**SMALLEST, column: value},
        {**SMALLEST, "nøkkel": "B", column: f" {value[:6]} {value[6:]}"},
    )
    _, again = read(table(first, second))
    assert [(problem.code, problem.column) for problem in again.problems] == [
        (ProblemCode.DUPLICATE_IN_FILE, column)
    ]


def test_progress_reaches_the_size_of_the_file():
    content = table(*({**SMALLEST, "nøkkel": str(number)} for number in range(5000)))
    reader = read_participants(io.BytesIO(content), today=TODAY)
    marks = [reader.bytes_read for _ in reader]
    assert marks == sorted(marks)
    assert 0 < marks[0] < len(content) == marks[-1]


def test_memory_does_not_grow_with_the_rows():
    class Endless(io.RawIOBase):
        """A table of so many rows that is never there as a whole."""

        def __init__(self, rows):
            self.parts = (f"{n};Dina;{'d' * 90};4205\n".encode() for n in range(rows))
            self.held = b"nokkel;fornavn;etternavn;kommunenummer\n"

        def read(self, size):
            while len(self.held) < size and (part := next(self.parts, b"")):
                self.held += part
            given, self.held = self.held[:size], self.held[size:]
            return given

    def peak(rows):
        tracemalloc.start()
        read_rows = sum(1 for _ in read_participants(Endless(rows), today=TODAY))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert read_rows == rows
        return most

    peak(100)
    keys_alone = 500
    assert peak(5000) - peak(1000) < 4000 * keys_alone
