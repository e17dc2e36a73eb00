"""The columns of a table of participants, and every header by which they are known."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from samlop.participants.import_problems import FileRejected, ProblemCode, shown


class Column(StrEnum):
    """A column by the header shown in messages and in the documentation."""

    KEY = "nøkkel"
    FIRST_NAME = "fornavn"
    LAST_NAME = "etternavn"
    FODSELSNUMMER = "fødselsnummer"
    DUF = "duf"
    BIRTH_DAY = "fødselsdato"
    KOMMUNENUMMER = "kommunenummer"
    SETTLED = "bosatt"
    PROGRAMME_START = "programstart"
    ADULT_EDUCATION_START = "voksenopplæring_start"
    ADULT_EDUCATION_END = "voksenopplæring_slutt"
    UPPER_SECONDARY_START = "videregående_start"
    UPPER_SECONDARY_END = "videregående_slutt"
    APPRENTICESHIP_START = "læretid_start"
    LANGUAGE = "språk"
    INTERPRETER = "tolkebehov"
    PHONE = "telefon"
    EMAIL = "epost"


REQUIRED = (Column.KEY, Column.FIRST_NAME, Column.LAST_NAME, Column.KOMMUNENUMMER)

MILESTONES: Mapping[Column, str] = MappingProxyType(
    {
        Column.SETTLED: "settled",
        Column.PROGRAMME_START: "programme_start",
        Column.ADULT_EDUCATION_START: "adult_education_start",
        Column.ADULT_EDUCATION_END: "adult_education_end",
        Column.UPPER_SECONDARY_START: "upper_secondary_start",
        Column.UPPER_SECONDARY_END: "upper_secondary_end",
        Column.APPRENTICESHIP_START: "apprenticeship_start",
    }
)

SYNONYMS: Mapping[Column, tuple[str, ...]] = MappingProxyType(
    {
        Column.KEY: ("id", "egen id", "deltaker-id", "deltakernummer", "klientnummer", "referanse"),
        Column.FIRST_NAME: ("for- og mellomnavn", "fornavn og mellomnavn"),
        Column.LAST_NAME: ("slektsnavn",),
        Column.FODSELSNUMMER: (
            "fnr",
            "fødselsnr",
            "personnummer",
            "fødselsnummer/d-nummer",
            "d-nummer",
            "dnr",
        ),
        Column.DUF: ("duf-nummer", "dufnr"),
        Column.BIRTH_DAY: ("født", "født dato"),
        Column.KOMMUNENUMMER: ("kommunenr", "knr"),
        Column.SETTLED: ("bosatt dato", "bosettingsdato", "bosetting"),
        Column.PROGRAMME_START: ("start introduksjonsprogram", "introduksjonsprogram start", "introstart"),
        Column.ADULT_EDUCATION_START: ("vo start", "grunnskole start"),
        Column.ADULT_EDUCATION_END: ("vo slutt", "grunnskole slutt"),
        Column.UPPER_SECONDARY_START: ("vgs start", "videregående opplæring start"),
        Column.UPPER_SECONDARY_END: ("vgs slutt", "videregående opplæring slutt"),
        Column.APPRENTICESHIP_START: ("læretid", "lærling start", "lærekontrakt start"),
        Column.LANGUAGE: ("morsmål", "språkkode", "tolkespråk"),
        Column.INTERPRETER: ("tolk", "trenger tolk", "behov for tolk"),
        Column.PHONE: ("tlf", "mobil", "mobiltelefon", "telefonnummer"),
        Column.EMAIL: ("e-post", "e-postadresse", "mail"),
    }
)

SPELLINGS = (("æ", "a"), ("ø", "o"), ("å", "a"), ("aa", "a"), ("ae", "a"), ("oe", "o"))

Header = tuple[Column | None, ...]


def folded(header: str) -> str:
    """A header without capitals, spaces, signs and the spelling of æ, ø and å."""
    text = unicodedata.normalize("NFC", header).casefold()
    for written, plain in SPELLINGS:
        text = text.replace(written, plain)
    return "".join(letter for letter in text if letter.isalnum())


KNOWN: Mapping[str, Column] = MappingProxyType(
    {folded(name): column for column in Column for name in (column.value, *SYNONYMS[column])}
)


def known_columns(cells: Sequence[str]) -> int:
    """How many of the cells are headers, which tells a header line cut rightly from one cut wrongly."""
    return sum(folded(cell) in KNOWN for cell in cells)


def header_of(cells: Sequence[str], *, line: int) -> Header:
    """Which column stands where; a cell without a header holds no column, and must stay empty below."""
    if not known_columns(cells):
        raise FileRejected(ProblemCode.NO_HEADER, line=line, found=shown(" | ".join(cells)))
    unknown = [shown(cell.strip()) for cell in cells if cell.strip() and folded(cell) not in KNOWN]
    if unknown:
        known = tuple(column.value for column in Column)
        raise FileRejected(ProblemCode.UNKNOWN_COLUMNS, line=line, unknown=unknown[:10], known=known)
    header = tuple(KNOWN.get(folded(cell)) for cell in cells)
    _refuse_doubles(header, line=line)
    missing = tuple(column.value for column in REQUIRED if column not in header)
    if missing:
        raise FileRejected(ProblemCode.MISSING_COLUMNS, line=line, missing=missing)
    return header


def _refuse_doubles(header: Header, *, line: int) -> None:
    for column, times in Counter(column for column in header if column).items():
        if times > 1:
            raise FileRejected(ProblemCode.DUPLICATE_COLUMN, line=line, name=column.value, times=times)
