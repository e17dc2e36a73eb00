"""Rules of what is written in a meeting: what may be edited, who must confirm, when all agree."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

PARTICIPANT = "participant"
"""The participant as a party; every other party is an organisation, named by the text of its id."""

GOAL = "plan.goal"
HORIZON = "plan.horizon"
NEW_STEP = "plan.step."
IN_PLAN = "plan."
LONGEST_TITLE = 120
LONGEST_DECISION = 500
"""A decision, and a goal, is a sentence or two."""


class Refusal(StrEnum):
    """Why something cannot be written now."""

    CANCELLED = "cancelled"
    NOT_BEGUN = "not_begun"
    AGREED = "agreed"
    CLOSED = "closed"
    STILL_OPEN = "still_open"


class Sharing(StrEnum):
    """How much of what an organisation has written the others see."""

    NOTHING_WRITTEN = "nothing_written"
    NONE = "none"
    SOME = "some"
    ALL = "all"


@dataclass(frozen=True)
class Typed:
    """What somebody has typed to one agenda item, the version it was typed over, and the language if it was chosen."""

    code: str
    text: str
    version: int
    language: str = ""


@dataclass(frozen=True)
class Tally:
    """Where the confirmations of one text stand: who has agreed, who has not, who is still to speak."""

    agreeing: frozenset[str]
    disagreeing: frozenset[str]
    waiting: frozenset[str]

    @property
    def is_agreed(self) -> bool:
        """Everybody who must confirm has done so, and nobody disagrees."""
        return bool(self.agreeing) and not self.disagreeing and not self.waiting


def parties(present: Iterable[object]) -> frozenset[str]:
    """Who must confirm: each organisation that was present, and always the participant.

    Source: routine, every meeting: the notes are reconciled before it ends; the participant is a partner.
    """
    organisations = (str(organisation) for organisation in present if organisation is not None)
    return frozenset(organisations) | {PARTICIPANT}


def tally(required: Collection[str], words: Mapping[str, bool]) -> Tally:
    """Where the confirmations stand; the word of a party that need not confirm is kept but does not count."""
    counted = {party: agrees for party, agrees in words.items() if party in required}
    return Tally(
        agreeing=frozenset(party for party, agrees in counted.items() if agrees),
        disagreeing=frozenset(party for party, agrees in counted.items() if not agrees),
        waiting=frozenset(required) - counted.keys(),
    )


def why_notes_are_closed(state: str, *, has_draft: bool) -> Refusal | None:
    """Own notes are open from when the meeting begins until all have confirmed.

    What each agency archives is what stood when all agreed, so a later change begins with a new version.
    """
    if state == "cancelled":
        return Refusal.CANCELLED
    if state == "called":
        return Refusal.NOT_BEGUN
    return None if has_draft else Refusal.AGREED


def why_own_words_are_closed(state: str, *, has_draft: bool) -> Refusal | None:
    """The participant's words are open as soon as the meeting is called: one prepares at home.

    Source: routine, the participant is a partner.
    """
    return None if state == "called" else why_notes_are_closed(state, has_draft=has_draft)


def why_text_is_closed(state: str, *, has_draft: bool, closed: bool) -> Refusal | None:
    """The agreed text is open while its draft is, and not once it lies ready to be confirmed."""
    return why_notes_are_closed(state, has_draft=has_draft) or (Refusal.CLOSED if closed else None)


def why_not_to_confirm(*, has_draft: bool, closed: bool) -> Refusal | None:
    """Only a text that no longer changes can be confirmed."""
    if not has_draft:
        return Refusal.AGREED
    return None if closed else Refusal.STILL_OPEN


def sharing(notes: Iterable[tuple[str, bool]]) -> Sharing:
    """How much of an organisation's notes is shared, from the text of each and whether it is."""
    shared = [is_shared for text, is_shared in notes if text.strip()]
    if not shared:
        return Sharing.NOTHING_WRITTEN
    if all(shared):
        return Sharing.ALL
    return Sharing.SOME if any(shared) else Sharing.NONE


def as_kept(text: str) -> str:
    """The text with one kind of line break, whatever browser sent it, so that equal texts compare equal."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_code(written: str) -> str:
    """A code as somebody sent it; with what no database keeps in it, it is simply unknown."""
    return written.replace("\0", "\ufffd")


def mark_of(text: str) -> str:
    """A short mark of a text as it was shown, by which a form sent whole tells which fields were changed."""
    return hashlib.sha256(as_kept(text).encode()).hexdigest()[:16]


def joined(first: str, second: str) -> str:
    """Both texts under each other; one that already holds the other is enough."""
    first, second = first.strip(), second.strip()
    if not first or first in second:
        return second
    return first if not second or second in first else f"{first}\n\n{second}"


def belongs_in_plan(fills: str) -> bool:
    """Whether an answer goes to the plan rather than to the mapping."""
    return fills.startswith(IN_PLAN)


def plan_change(fills: str, value: str, *, language: str) -> dict[str, Any]:
    """What an accepted answer changes in the plan once all agree; a goal stays in the words it was said in."""
    if fills == GOAL:
        return {"change": "add_goal", "words": value.strip(), "language": language}
    if fills == HORIZON:
        return {"change": "horizon", "horizon": value}
    if fills.startswith(NEW_STEP):
        step = {"kind": fills.removeprefix(NEW_STEP), "title": value if len(value) <= LONGEST_TITLE else ""}
        return {"change": "add_step"} | step | {"first": None, "until": None, "organisation": None}
    return {}


def copy_key(agreed_text: UUID, organisation: UUID) -> str:
    """The name under which one agency's copy of one version leaves, once."""
    return f"{copy_prefix(agreed_text)}{organisation}"


def copy_prefix(agreed_text: UUID) -> str:
    """What the names of all agencies' copies of one version begin with."""
    return f"archive:{agreed_text}:"


def copy_of(key: str) -> tuple[UUID, UUID]:
    """The version and the agency that a copy's name tells of."""
    _kind, agreed_text, organisation = key.split(":")
    return UUID(agreed_text), UUID(organisation)
