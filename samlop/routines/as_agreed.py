"""What lay beside a text when all agreed, kept with it: who was there, and the participant's own words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class SeatThen:
    """One place at the table, by the ids of its holder and organisation; the participant's place has neither.

    `here`: in the room when the text was confirmed, which for the first version is the meeting itself.
    """

    role: str
    employment: str
    organisation: str
    attended: bool
    walked_in: bool
    here: bool

    @property
    def belongs_to_meeting(self) -> bool:
        """Called to the meeting or came to it; whoever came only to confirm a later version was never there."""
        return self.attended or not self.walked_in


@dataclass(frozen=True)
class WordsThen:
    """The participant's own words, and the language they are in."""

    text: str
    language: str


@dataclass(frozen=True)
class AsAgreed:
    """Everything that is archived with a text besides itself and the notes."""

    seats: tuple[SeatThen, ...] = ()
    own_words: WordsThen | None = None

    def written(self) -> dict[str, Any]:
        """As the text keeps it."""
        return asdict(self)

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "AsAgreed":
        """As it was kept; a text nobody has agreed on keeps nothing."""
        words = written.get("own_words")
        return cls(
            seats=tuple(SeatThen(**seat) for seat in written.get("seats", ())),
            own_words=WordsThen(**words) if words else None,
        )
