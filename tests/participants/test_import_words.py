"""What an organisation reads when its table is refused, and that the documentation says the same."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from samlop.participants.import_columns import REQUIRED, SYNONYMS
from samlop.participants.import_table import broken_cell
from samlop.participants.import_words import SENTENCES, file_in_words, row_problem_in_words
from samlop.participants.importing import Column, FileRejected, ProblemCode, RowRejected, read_participants

TODAY = date(2026, 11, 22)
DOCUMENT = Path(__file__).parents[2] / "docs" / "import.md"
HEADER = "nøkkel;fornavn;etternavn;kommunenummer;fødselsnummer;fødselsdato;bosatt;programstart\n"


@pytest.fixture(autouse=True)
def _bokmaal():
    with translation.override("nb"):
        yield


def words(content):
    """Everything an organisation would read about this table."""
    try:
        rows = list(read_participants(io.BytesIO(content.encode()), today=TODAY))
    except FileRejected as rejected:
        return [file_in_words(rejected)]
    return [
        row_problem_in_words(row.line, problem)
        for row in rows
        if isinstance(row, RowRejected)
        for problem in row.problems
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Filen er tom. Første linje skal ha kolonnenavn, og hver linje under én deltaker."),
        ("nøkkel;fornavn\n", "Linje 1: Disse kolonnene må være med, men mangler: etternavn, kommunenummer."),
        (
            HEADER + "A;B;C;1002\n",
            (
                "Linje 2, kolonne kommunenummer, «1002»: Nummeret for Mandal gjaldt til 01.01.2020. "
                "Nå gjelder: 4205 Lindesnes."
            ),
        ),
        (
            HEADER + "A;B;C;4205;13097248023\n",
            (
                "Linje 2, kolonne fødselsnummer, «13097248023»: Kontrollsifrene stemmer ikke. "
                "Et siffer er trolig skrevet feil."
            ),
        ),
        (
            HEADER + "A;B;C;4205;;1.2.94\n",
            (
                "Linje 2, kolonne fødselsdato, «1.2.94»: Årstallet har to siffer. "
                "Skriv det med fire, for eksempel 31.12.2026."
            ),
        ),
        (
            HEADER + "A;B;C;4205;;;2.1.2024;1.1.2024\n",
            (
                "Linje 2, kolonne programstart, «1.1.2024»: Datoen er før bosatt, som er 02.01.2024. "
                "Den må være samme dag eller senere."
            ),
        ),
        (
            HEADER + "A;B;C;4205\nA;B;C;4205\n",
            "Linje 3, kolonne nøkkel, «A»: Samme verdi står også på linje 2. Én deltaker skal ha én linje.",
        ),
        (HEADER + ";B;C;4205\n", "Linje 2, kolonne nøkkel: Feltet er tomt. Det må fylles ut."),
        (
            HEADER + 'A;"Dina "Mus" Fjær";C;4205\n',
            (
                'Linje 2, kolonne fornavn, «"Dina "Mus" Fjær"»: Anførselstegnene i linjen går ikke opp. '
                "Et anførselstegn inne i en verdi skal skrives to ganger."
            ),
        ),
        (
            HEADER + "A;B;C;4205;;0001-01-01\n",
            "Linje 2, kolonne fødselsdato, «0001-01-01»: Skriv et årstall fra 1900 til 2100.",
        ),
        (
            HEADER + "A;B;C;4205;;;9999-12-31\n",
            "Linje 2, kolonne bosatt, «9999-12-31»: Skriv et årstall fra 1900 til 2100.",
        ),
    ],
)
def test_sentence_names_place_value_and_remedy(content, sentence):
    assert words(content) == [sentence]


def test_long_value_is_cut_in_a_message():
    (sentence,) = words(HEADER + f"{'x' * 500};B;C;4205\n")
    assert "…»" in sentence
    assert len(sentence) < 200


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Di\x1b[31mna", "Di\\x1b[31mna"),
        ('"Di\nna;x"x', '"Di\\nna;x"x'),
        ("\u202eDina", "\\u202eDina"),
    ],
)
def test_nothing_in_a_cell_steers_the_terminal(cell, told):
    (sentence,) = words(HEADER + f"A;{cell};C;4205\n")
    assert f"«{told}»" in sentence
    assert all(letter.isprintable() for letter in sentence)


def test_a_header_that_steers_the_terminal_is_written_out():
    (sentence,) = words("nøkkel;fa\x1brge\n")
    assert "fa\\x1brge" in sentence


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ('"a"b;c\n', (0, '"a"b')),
        ('x;"a""b"c;d\n', (1, '"a""b"c')),
        ('x;y"z;"q" \n', (2, '"q" ')),
        ('"a;\nb"c;d\n', (0, '"a;\nb"c')),
        ("a;b\n", (2, "")),
    ],
)
def test_the_cell_with_the_broken_quotes_is_found(text, broken):
    assert broken_cell(text, delimiter=";") == broken


def test_percent_sign_in_a_value_is_only_a_value():
    assert "«%(x)s %d»" in words(HEADER + "A;B;C;%(x)s %d\n")[0]


@pytest.mark.parametrize("code", list(ProblemCode))
def test_every_problem_has_its_sentence_and_is_documented(code):
    assert f"| `{code}` | {SENTENCES[code]} |" in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("column", list(Column))
def test_every_column_is_documented_with_its_synonyms(column):
    need = "yes" if column in REQUIRED else ""
    row = f"| `{column.value}` | {need} | {', '.join(SYNONYMS[column])} |"
    assert row in DOCUMENT.read_text(encoding="utf-8")


def test_documented_example_can_be_imported():
    text = DOCUMENT.read_text(encoding="utf-8")
    example = text.split("```csv\n")[1].split("```")[0]
    assert words(example) == []
