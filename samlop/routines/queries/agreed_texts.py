"""The agreed texts, each whole with items, decisions and confirmations, in one query however many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from samlop.routines.as_agreed import AsAgreed
from samlop.routines.minutes_rules import PARTICIPANT, Tally, tally
from samlop.routines.models import AgreedItem, AgreedText, Confirmation, Decision


@dataclass(frozen=True)
class TextItem:
    """The agreed text to one agenda item."""

    id: UUID
    code: str
    text: str
    version: int
    author: str
    saved_at: datetime


@dataclass(frozen=True)
class DecisionLine:
    """One decision as it is read: what, who, by when, and what it changes in the plan."""

    id: UUID
    code: str
    text: str
    owner: str
    owner_organisation: str
    owner_is_participant: bool
    due_on: date | None
    plan_words: str


@dataclass(frozen=True)
class Word:
    """One party's word on a text."""

    party: str
    organisation: str
    agrees: bool
    words: str
    manner: str
    given_by: str
    at: datetime
    counts: bool

    @property
    def is_participants(self) -> bool:
        """Given by or for the participant."""
        return self.party == PARTICIPANT

    @property
    def manner_in_words(self) -> str:
        """How it was given, and who sat beside the participant."""
        manner = str(Confirmation.Manner(self.manner).label)
        if not self.is_participants or not self.given_by:
            return manner
        return _("%(manner)s, sammen med %(name)s") % {"manner": manner, "name": self.given_by}


@dataclass(frozen=True)
class Version:
    """One version of a meeting's agreed text."""

    id: UUID
    meeting_id: UUID
    number: int
    state: str
    closed: bool
    agreed_at: datetime | None
    as_agreed: AsAgreed
    items: tuple[TextItem, ...]
    decisions: tuple[DecisionLine, ...]
    words: tuple[Word, ...]

    @property
    def is_draft(self) -> bool:
        """Not yet confirmed by everybody."""
        return self.state == AgreedText.State.DRAFT

    @property
    def is_agreed(self) -> bool:
        """What holds today: agreed, and not replaced by a later version."""
        return self.state == AgreedText.State.AGREED

    @property
    def counting(self) -> tuple[Word, ...]:
        """The words that stand."""
        return tuple(word for word in self.words if word.counts)

    @property
    def set_aside(self) -> tuple[Word, ...]:
        """The words that no longer count, the objections among them."""
        return tuple(word for word in self.words if not word.counts)

    def text_to(self, code: str) -> TextItem | None:
        """The text to one agenda item."""
        return next((item for item in self.items if item.code == code), None)

    def tally(self, required: Iterable[str]) -> Tally:
        """Who has confirmed this version, of those who must."""
        return tally(frozenset(required), {word.party: word.agrees for word in self.counting})


def versions_of(texts: QuerySet[AgreedText]) -> list[Version]:
    """Each text whole, in one query, the newest version of each meeting first."""
    whole = texts.order_by("meeting__starts_at", "-number").annotate(
        item_rows=ArraySubquery(_items()),
        decision_rows=ArraySubquery(_decisions()),
        word_rows=ArraySubquery(_words()),
    )
    return [_version(text) for text in whole]


def current(versions: Sequence[Version]) -> Version | None:
    """The version that is worked on, else the one that holds."""
    return max(versions, key=lambda version: version.number, default=None)


def _items() -> QuerySet[AgreedItem, Any]:
    rows = AgreedItem.objects.filter(agreed_text=OuterRef("pk")).order_by("agenda_code")
    return rows.values(
        row=JSONObject(
            id="pk",
            code="agenda_code",
            text="text",
            version="version",
            author="author__person__name",
            saved_at="updated_at",
        )
    )


def _decisions() -> QuerySet[Decision, Any]:
    rows = Decision.objects.filter(agreed_text=OuterRef("pk")).order_by("position", "pk")
    return rows.values(
        row=JSONObject(
            id="pk",
            code="agenda_code",
            text="text",
            owner="owner_employment__person__name",
            owner_organisation="owner_employment__organisation__name",
            owner_is_participant="owner_is_participant",
            due_on="due_on",
            plan_words="plan_words",
        )
    )


def _words() -> QuerySet[Confirmation, Any]:
    rows = Confirmation.objects.filter(agreed_text=OuterRef("pk")).order_by("at", "pk")
    return rows.values(
        row=JSONObject(
            party="organisation_id",
            organisation="organisation__name",
            answer="answer",
            words="words",
            manner="manner",
            given_by="given_by__person__name",
            at="at",
            set_aside_at=F("set_aside_at"),
        )
    )


def _version(text: Any) -> Version:
    return Version(
        id=text.pk,
        meeting_id=text.meeting_id,
        number=text.number,
        state=text.state,
        closed=text.closed,
        agreed_at=text.agreed_at,
        as_agreed=AsAgreed.read(text.as_agreed),
        items=tuple(_item(row) for row in text.item_rows),
        decisions=tuple(_decision(row) for row in text.decision_rows),
        words=tuple(_word(row) for row in text.word_rows),
    )


def _item(row: dict[str, Any]) -> TextItem:
    return TextItem(
        id=UUID(row["id"]),
        code=row["code"],
        text=row["text"],
        version=row["version"],
        author=row["author"] or "",
        saved_at=datetime.fromisoformat(row["saved_at"]),
    )


def _decision(row: dict[str, Any]) -> DecisionLine:
    return DecisionLine(
        id=UUID(row["id"]),
        code=row["code"],
        text=row["text"],
        owner=row["owner"] or "",
        owner_organisation=row["owner_organisation"] or "",
        owner_is_participant=row["owner_is_participant"],
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        plan_words=row["plan_words"],
    )


def _word(row: dict[str, Any]) -> Word:
    return Word(
        party=row["party"] or PARTICIPANT,
        organisation=row["organisation"] or "",
        agrees=row["answer"] == Confirmation.Answer.AGREES,
        words=row["words"],
        manner=row["manner"],
        given_by=row["given_by"] or "",
        at=datetime.fromisoformat(row["at"]),
        counts=row["set_aside_at"] is None,
    )
