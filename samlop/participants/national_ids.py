"""Identity numbers as they are kept: sealed for one row, and found again without being opened."""

from uuid import UUID

from samlop.kernel.sealing import blind_index, seal, unseal
from samlop.participants.models import NationalId

KIND_OF_LENGTH = {11: NationalId.Kind.FODSELSNUMMER, 12: NationalId.Kind.DUF}
BIRTH_DIGITS = 6


def sealed_number(participant_id: UUID, digits: str) -> NationalId:
    """The number as a row to be stored; its length tells which kind it is."""
    number = NationalId(participant_id=participant_id, kind=KIND_OF_LENGTH[len(digits)])
    write_number(number, digits)
    return number


def write_number(number: NationalId, digits: str) -> None:
    """Puts other digits into a row, sealed to that very row."""
    number.sealed = seal(digits, row=str(number.pk))
    number.blind_index = blind_index(digits)


def read_number(number: NationalId) -> str:
    """The digits again, for those who may read them."""
    return unseal(bytes(number.sealed), row=str(number.pk))


def shown_number(number: NationalId) -> str:
    """As much of the number as tells people apart on a screen: what comes after the birth day is hidden."""
    digits = read_number(number)
    return digits[:BIRTH_DIGITS] + "•" * (len(digits) - BIRTH_DIGITS)
