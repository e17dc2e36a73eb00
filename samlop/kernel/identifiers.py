"""Identity numbers of people and organisations: which are well formed, and what they do and do not tell.

Source: the National Population Register's description of the control digits before and from 2032.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice
from types import MappingProxyType

FIRST_CONTROL = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND_CONTROL = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
ORGANISATION_CONTROL = (3, 2, 7, 6, 5, 4, 3, 2, 1)
DUF_CONTROL = (4, 6, 3, 2, 4, 6, 3, 2, 7, 5)
REMAINDERS_FROM_2032 = (0, 1, 2, 3)
D_NUMBER_DAYS = 40
SEPARATORS = str.maketrans("", "", " \u00a0\u2009\u202f-")


class Reason(StrEnum):
    """Why a text is not the number it should be."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    LOST_ZERO = "lost_zero"
    EMERGENCY_NUMBER = "emergency_number"
    IMPOSSIBLE_DATE = "impossible_date"
    CONTROL_DIGITS = "control_digits"
    UNKNOWN_KOMMUNE = "unknown_kommune"
    KOMMUNE_NOT_YET = "kommune_not_yet"
    KOMMUNE_ENDED = "kommune_ended"


class IdentifierRejected(ValueError):
    """The text is not such a number; the reason says why, and never repeats the number itself."""

    def __init__(self, reason: Reason, parameters: Mapping[str, object] | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.parameters: Mapping[str, object] = MappingProxyType(dict(parameters or {}))


class Series(StrEnum):
    """Who gave the number out, told by what is added to the month."""

    ORDINARY = "ordinary"
    AUXILIARY = "auxiliary"  # +40: a hospital's H-number; NAV's own test persons look exactly the same
    HEALTH_TEST = "health_test"  # +65: Norsk helsenett's test persons
    SYNTHETIC = "synthetic"  # +80: the tax administration's synthetic population, Tenor


ADDED_TO_MONTH = {Series.ORDINARY: 0, Series.AUXILIARY: 40, Series.HEALTH_TEST: 65, Series.SYNTHETIC: 80}


@dataclass(frozen=True, slots=True)
class Fodselsnummer:
    """A well-formed number of eleven digits; printing it in a log shows its series and nothing personal."""

    digits: str = field(repr=False)
    series: Series
    is_dnummer: bool
    birth: date | None = field(repr=False)

    @property
    def is_synthetic(self) -> bool:
        """Nobody real can ever be given this number."""
        return self.series in {Series.SYNTHETIC, Series.HEALTH_TEST}

    def agrees_with(self, birth: date) -> bool:
        """Whether somebody born that day may hold it.

        A D-number may carry the day it was ordered instead, and an auxiliary number any day at all.
        Source: udi.no on D-numbers that differ from the date of birth.
        """
        if self.is_dnummer or self.series is Series.AUXILIARY:
            return True
        if self.birth is not None:
            return self.birth == birth
        month = birth.month + ADDED_TO_MONTH[self.series]
        return self.digits[:6] == f"{birth.day:02}{month:02}{birth.year % 100:02}"


def check_fodselsnummer(text: str) -> Fodselsnummer:
    """An identity number, D-number, auxiliary or synthetic number, under the rules before and from 2032."""
    digits = _digits(text, (10, 11))
    if len(digits) == 10:
        raise _too_short(digits)
    day, is_dnummer = _day(digits)
    series, month = _series_and_month(digits)
    years = _possible_years(day, month, int(digits[4:6]))
    if not years:
        raise IdentifierRejected(Reason.IMPOSSIBLE_DATE)
    remainder = _weighted(digits, FIRST_CONTROL)
    if remainder not in REMAINDERS_FROM_2032 or _weighted(digits, SECOND_CONTROL):
        raise IdentifierRejected(Reason.CONTROL_DIGITS)
    birth = None
    if remainder == 0 and not is_dnummer and series is not Series.AUXILIARY:
        year = _year_before_2032(int(digits[4:6]), int(digits[6:9]))
        birth = date(year, month, day) if year in years else None
    return Fodselsnummer(digits, series, is_dnummer, birth)


def check_duf(text: str) -> str:
    """The twelve digits of a case in the immigration authorities' register: year, serial number, control."""
    digits = _digits(text, (12,))
    if _weighted(digits, DUF_CONTROL) != int(digits[10:]):
        raise IdentifierRejected(Reason.CONTROL_DIGITS)
    return digits


def check_orgnummer(text: str) -> str:
    """The nine digits of a unit in the register of legal entities."""
    digits = _digits(text, (9,))
    if _weighted(digits, ORGANISATION_CONTROL):
        raise IdentifierRejected(Reason.CONTROL_DIGITS)
    return digits


def synthetic_fodselsnummer(birth: date, ordinal: int, *, dnummer: bool = False) -> str:
    """The number with this ordinal among those nobody real born that day can have (month + 80)."""
    day = birth.day + (D_NUMBER_DAYS if dnummer else 0)
    head = f"{day:02}{birth.month + ADDED_TO_MONTH[Series.SYNTHETIC]:02}{birth.year % 100:02}"
    return _numbered(_with_control_digits(head, _individual_numbers(birth.year)), ordinal)


def synthetic_orgnummer(ordinal: int) -> str:
    """A well-formed number of an organisation; real ones begin with 8 or 9, these with 3."""
    return _numbered(_organisation_numbers(), ordinal)


def synthetic_duf(year: int, ordinal: int) -> str:
    """A well-formed DUF number for the demo, from the far end of a year's serial numbers."""
    head = f"{year:04}{999_999 - ordinal:06}"
    return f"{head}{_weighted(head, DUF_CONTROL):02}"


def _digits(text: str, lengths: tuple[int, ...]) -> str:
    digits = text.strip().translate(SEPARATORS)
    if not digits:
        raise IdentifierRejected(Reason.EMPTY)
    if not (digits.isascii() and digits.isdigit()):
        raise IdentifierRejected(Reason.NOT_DIGITS)
    if len(digits) not in lengths:
        raise IdentifierRejected(Reason.WRONG_LENGTH, {"expected": lengths[-1], "found": len(digits)})
    return digits


def _too_short(digits: str) -> IdentifierRejected:
    try:
        check_fodselsnummer(f"0{digits}")
    except IdentifierRejected:
        return IdentifierRejected(Reason.WRONG_LENGTH, {"expected": 11, "found": len(digits)})
    return IdentifierRejected(Reason.LOST_ZERO, {"expected": 11})


def _day(digits: str) -> tuple[int, bool]:
    day = int(digits[:2])
    if day >= 2 * D_NUMBER_DAYS:
        raise IdentifierRejected(Reason.EMERGENCY_NUMBER)
    is_dnummer = day > D_NUMBER_DAYS
    return (day - D_NUMBER_DAYS if is_dnummer else day), is_dnummer


def _series_and_month(digits: str) -> tuple[Series, int]:
    written = int(digits[2:4])
    for series, added in ADDED_TO_MONTH.items():
        if 1 <= written - added <= 12:
            return series, written - added
    raise IdentifierRejected(Reason.IMPOSSIBLE_DATE)


def _possible_years(day: int, month: int, in_century: int) -> set[int]:
    return {
        year
        for year in (1800 + in_century, 1900 + in_century, 2000 + in_century)
        if _exists(year, month, day)
    }


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _year_before_2032(in_century: int, individual: int) -> int | None:
    if individual < 500:
        return 1900 + in_century
    if in_century < 40:
        return 2000 + in_century
    if individual >= 900:
        return 1900 + in_century
    return 1800 + in_century if in_century >= 54 and individual < 750 else None


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11


def _individual_numbers(year: int) -> range:
    if 1900 <= year < 2000:
        return range(500)
    if 2000 <= year < 2040:
        return range(500, 1000)
    raise ValueError(f"no number can be made for somebody born in {year}: only for 1900–2039")


def _with_control_digits(head: str, individuals: range) -> Iterator[str]:
    for individual in individuals:
        nine = f"{head}{individual:03}"
        first = -_weighted(nine, FIRST_CONTROL) % 11
        second = -_weighted(f"{nine}{first}", SECOND_CONTROL) % 11
        if first < 10 and second < 10:
            yield f"{nine}{first}{second}"


def _organisation_numbers() -> Iterator[str]:
    for serial in range(3_100_0000, 4_000_0000):
        control = -_weighted(str(serial), ORGANISATION_CONTROL) % 11
        if control < 10:
            yield f"{serial}{control}"


def _numbered(numbers: Iterator[str], ordinal: int) -> str:
    found = next(islice(numbers, ordinal, None), None)
    if found is None:
        raise ValueError(f"there is no number with ordinal {ordinal}")
    return found
