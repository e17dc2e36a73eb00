"""What can be wrong with an imported table, as codes with parameters; the sentences are in `import_words`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_SHOWN = 80


class ProblemCode(StrEnum):
    """One thing that is wrong: first those of a whole file, then those of a row, then those of a value."""

    FILE_MISSING = "file_missing"
    FILE_IS_DIRECTORY = "file_is_directory"
    FILE_UNREADABLE = "file_unreadable"
    FILE_EMPTY = "file_empty"
    SPREADSHEET = "spreadsheet"
    UTF16 = "utf16"
    NOT_UTF8 = "not_utf8"
    NUL_BYTE = "nul_byte"
    LINE_TOO_LONG = "line_too_long"
    UNCLOSED_QUOTE = "unclosed_quote"
    NO_HEADER = "no_header"
    UNKNOWN_COLUMNS = "unknown_columns"
    MISSING_COLUMNS = "missing_columns"
    DUPLICATE_COLUMN = "duplicate_column"
    NO_ROWS = "no_rows"

    BAD_QUOTES = "bad_quotes"
    TOO_MANY_FIELDS = "too_many_fields"
    DUPLICATE_IN_FILE = "duplicate_in_file"
    KNOWN_BY_OTHER_KEY = "known_by_other_key"
    KNOWN_WITHOUT_KEY = "known_without_key"
    KEY_OF_SEVERAL = "key_of_several"

    REQUIRED = "required"
    FORMULA = "formula"
    TOO_LONG = "too_long"
    UNREADABLE_CHARACTERS = "unreadable_characters"
    BROKEN_LETTERS = "broken_letters"
    NO_LETTER = "no_letter"
    BAD_DATE = "bad_date"
    TWO_DIGIT_YEAR = "two_digit_year"
    IMPOSSIBLE_DAY = "impossible_day"
    IMPOSSIBLE_YEAR = "impossible_year"
    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    LOST_ZERO = "lost_zero"
    EMERGENCY_NUMBER = "emergency_number"
    AUXILIARY_NUMBER = "auxiliary_number"
    IMPOSSIBLE_DATE = "impossible_date"
    CONTROL_DIGITS = "control_digits"
    UNKNOWN_KOMMUNE = "unknown_kommune"
    KOMMUNE_NOT_YET = "kommune_not_yet"
    KOMMUNE_ENDED = "kommune_ended"
    UNKNOWN_LANGUAGE = "unknown_language"
    NOT_YES_OR_NO = "not_yes_or_no"
    BAD_PHONE = "bad_phone"
    BAD_EMAIL = "bad_email"

    BIRTH_DISAGREES = "birth_disagrees"
    BORN_TOO_EARLY = "born_too_early"
    BORN_IN_FUTURE = "born_in_future"
    TOO_EARLY = "too_early"
    TOO_FAR_AHEAD = "too_far_ahead"
    BEFORE_BIRTH = "before_birth"
    BEFORE_OTHER = "before_other"
    NOT_AFTER_OTHER = "not_after_other"
    AFTER_OTHER = "after_other"
    NOT_BEFORE_OTHER = "not_before_other"
    HAS_HAPPENED = "has_happened"
    INTERPRETER_WITHOUT_LANGUAGE = "interpreter_without_language"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: in which column (by its header), with which value, and what the sentence must name."""

    code: ProblemCode
    column: str = ""
    value: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)


class FileRejected(Exception):
    """The file as a whole cannot be read any further; nothing of it is imported."""

    def __init__(self, code: ProblemCode, *, line: int | None = None, **parameters: object) -> None:
        super().__init__(code.value)
        self.line = line
        self.problem = Problem(code, parameters=parameters)


def shown(text: str) -> str:
    """As much of a value as a message can hold, on one line: what would steer a terminal is written out."""
    cut = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in cut)
