"""What an organisation reads when its table is refused, and that the documentation says the same."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from samlop.participants.import_columns import REQUIRED, SYNONYMS
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
    ],
)
def test_sentence_names_place_value_and_remedy(content, sentence):
    assert words(content) == [sentence]


def test_long_value_is_cut_in_a_message():
    (sentence,) = words(HEADER + f"{'x' * 500};B;C;4205\n")
    assert "…»" in sentence
    assert len(sentence) < 200


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
