"""Reads one cell: each function answers a value of the domain, or refuses with a code."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from samlop.kernel.identifiers import (
    Fodselsnummer,
    IdentifierRejected,
    Series,
    check_duf,
    check_fodselsnummer,
)
from samlop.kernel.kommuner import Kommune, check_kommunenummer
from samlop.kernel.periods import EARLIEST_DAY, LATEST_DAY, is_possible_day
from samlop.participants.import_problems import ProblemCode
from samlop.participants.languages import language_code

LONGEST_KEY = 64
LONGEST_NAME = 100
LONGEST_EMAIL = 254
FORMULA_SIGNS = ("=", "+", "-", "@")
JOINERS = frozenset("\u200c\u200d")
BROKEN = re.compile("\ufffd|Ã[¦¸¥†˜…\u0086\u0098\u0085]")
NORWEGIAN_DAY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{2}|[0-9]{4})")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
EMAIL = re.compile(r"[^\s@,;:<>()\"\\]+@[^\s@,;:<>()\"\\.]+(\.[^\s@,;:<>()\"\\.]+)+")
PHONE_SIGNS = str.maketrans("", "", " \u00a0\u202f-()")
NORWEGIAN_PHONE = re.compile(r"[2-9][0-9]{7}")
FOREIGN_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
YES = frozenset({"ja", "j", "x", "1"})
NO = frozenset({"nei", "n", "0"})

T = TypeVar("T")


class ValueRejected(ValueError):
    """The cell does not hold what its column promises."""

    def __init__(self, code: ProblemCode, parameters: Mapping[str, object] | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.parameters = dict(parameters or {})


def read_key(text: str) -> str:
    """The organisation's own key, as it is written there; «Å» is one letter however it is put together."""
    return _text(text, LONGEST_KEY)


def read_name(text: str) -> str:
    """A name with single spaces; it holds a letter, and nothing a spreadsheet would calculate."""
    name = _text(text, LONGEST_NAME)
    if not any(letter.isalpha() for letter in name):
        raise ValueRejected(ProblemCode.NO_LETTER)
    if BROKEN.search(name):
        raise ValueRejected(ProblemCode.BROKEN_LETTERS)
    return name


def read_day(text: str) -> date:
    """A day written 31.12.2026 or 2026-12-31; a year of two digits is not guessed."""
    _refuse_formula(text)
    if norwegian := NORWEGIAN_DAY.fullmatch(text):
        day, month, year = norwegian.groups()
        if len(year) == 2:
            raise ValueRejected(ProblemCode.TWO_DIGIT_YEAR)
    elif iso := ISO_DAY.fullmatch(text):
        year, month, day = iso.groups()
    else:
        raise ValueRejected(ProblemCode.BAD_DATE)
    try:
        read = date(int(year), int(month), int(day))
    except ValueError as problem:
        raise ValueRejected(ProblemCode.IMPOSSIBLE_DAY) from problem
    if not is_possible_day(read):
        years = {"first": EARLIEST_DAY.year, "last": LATEST_DAY.year}
        raise ValueRejected(ProblemCode.IMPOSSIBLE_YEAR, years)
    return read


def read_fodselsnummer(text: str) -> Fodselsnummer:
    """An identity number, D-number or synthetic number; an auxiliary number means nothing elsewhere."""
    number = _identifier(text, check_fodselsnummer)
    if number.series is Series.AUXILIARY:
        raise ValueRejected(ProblemCode.AUXILIARY_NUMBER)
    return number


def read_duf(text: str) -> str:
    """A DUF number of twelve digits."""
    return _identifier(text, check_duf)


def read_kommune(text: str) -> Kommune:
    """A municipality that exists or existed."""
    return _identifier(text, check_kommunenummer)


def read_kommune_on(text: str, day: date) -> Kommune:
    """A municipality that exists that day."""
    return _identifier(text, lambda number: check_kommunenummer(number, on=day))


def read_language(text: str) -> str:
    """A language by its code or Norwegian name."""
    _refuse_formula(text)
    code = language_code(text)
    if code is None:
        raise ValueRejected(ProblemCode.UNKNOWN_LANGUAGE)
    return code


def read_yes_or_no(text: str) -> bool:
    """Ja or nei."""
    answer = text.casefold()
    if answer not in YES | NO:
        raise ValueRejected(ProblemCode.NOT_YES_OR_NO)
    return answer in YES


def read_phone(text: str) -> str:
    """A telephone number with its country; eight digits are Norwegian."""
    digits = text.translate(PHONE_SIGNS)
    number = f"+{digits[2:]}" if digits.startswith("00") else digits
    if NORWEGIAN_PHONE.fullmatch(number):
        number = f"+47{number}"
    is_norwegian = number.startswith("+47")
    fits = NORWEGIAN_PHONE.fullmatch(number[3:]) if is_norwegian else FOREIGN_PHONE.fullmatch(number)
    if not fits:
        raise ValueRejected(ProblemCode.BAD_PHONE)
    return number


def read_email(text: str) -> str:
    """An e-mail address of the common form."""
    address = _text(text, LONGEST_EMAIL)
    if not EMAIL.fullmatch(address):
        raise ValueRejected(ProblemCode.BAD_EMAIL)
    return address


def _identifier(text: str, check: Callable[[str], T]) -> T:
    _refuse_formula(text)
    try:
        return check(text)
    except IdentifierRejected as rejected:
        raise ValueRejected(ProblemCode(rejected.reason.value), rejected.parameters) from rejected


def _text(text: str, longest: int) -> str:
    if text.startswith(FORMULA_SIGNS):
        raise ValueRejected(ProblemCode.FORMULA)
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if any(_is_unreadable(character) for character in plain):
        raise ValueRejected(ProblemCode.UNREADABLE_CHARACTERS)
    if len(plain) > longest:
        raise ValueRejected(ProblemCode.TOO_LONG, {"longest": longest, "found": len(plain)})
    return plain


def _is_unreadable(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs"} and character not in JOINERS


def _refuse_formula(text: str) -> None:
    if text.startswith(FORMULA_SIGNS[0]):
        raise ValueRejected(ProblemCode.FORMULA)
