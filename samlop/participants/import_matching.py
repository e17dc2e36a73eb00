"""Lays rows of a table beside what is stored: who is new, what has changed, and whose number is taken."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Model

from samlop.access.models import Organisation
from samlop.kernel.norwegian_order import norwegian_order
from samlop.kernel.sealing import blind_index
from samlop.participants.import_columns import MILESTONES, Column
from samlop.participants.import_problems import Problem, ProblemCode, shown
from samlop.participants.import_rows import ParticipantRow
from samlop.participants.importing import RowAccepted
from samlop.participants.milestone_words import IN_A_SENTENCE
from samlop.participants.models import Contact, Milestone, NationalId, Participant
from samlop.participants.national_ids import sealed_number, write_number
from samlop.participants.rules import DayDoubt, DayReason, Days, day_on, implausible_days

PERSONAL: Mapping[Column, tuple[str, str]] = MappingProxyType(
    {
        Column.FIRST_NAME: ("first_name", "first_name"),
        Column.LAST_NAME: ("last_name", "last_name"),
        Column.BIRTH_DAY: ("birth_day", "birth_day"),
        Column.KOMMUNENUMMER: ("municipality_number", "kommunenummer"),
        Column.LANGUAGE: ("language", "language"),
        Column.INTERPRETER: ("needs_interpreter", "needs_interpreter"),
    }
)
"""Each column with the field it fills and the name it has in a row."""

CONTACT = MappingProxyType({Column.PHONE: "phone", Column.EMAIL: "email"})
NUMBERS = MappingProxyType(
    {
        Column.FODSELSNUMMER: (NationalId.Kind.FODSELSNUMMER, "fodselsnummer"),
        Column.DUF: (NationalId.Kind.DUF, "duf"),
    }
)
COLUMN_OF_MILESTONE = {code: column for column, code in MILESTONES.items()}
TOLD_OF_THE_EARLIER: Mapping[DayReason, ProblemCode] = MappingProxyType(
    {
        DayReason.BEFORE_OTHER: ProblemCode.AFTER_OTHER,
        DayReason.NOT_AFTER_OTHER: ProblemCode.NOT_BEFORE_OTHER,
    }
)
SAYS_NOTHING = ("", None)
UPDATED: Mapping[type[Model], tuple[str, ...]] = MappingProxyType(
    {
        Participant: (*(name for name, _row in PERSONAL.values()), "name_order"),
        Contact: ("phone", "email"),
        NationalId: ("sealed", "blind_index"),
        Milestone: ("expected", "actual"),
    }
)


@dataclass(frozen=True)
class Known:
    """What is stored of the participants a batch of rows speaks of; after a merger two may have the same key."""

    participants: Mapping[str, Sequence[Participant]]
    contacts: Mapping[UUID, Contact]
    numbers: Mapping[tuple[UUID, str], NationalId]
    milestones: Mapping[UUID, Mapping[str, Milestone]]
    owners: Mapping[str, Participant]

    def meant_by(self, values: ParticipantRow) -> Participant | None:
        """The participant with the row's key; of several, the one whom the row's number belongs to."""
        alike = self.participants.get(values.external_key, ())
        if len(alike) > 1:
            numbered = {
                owner.pk for digits in _digits(values) if (owner := self.owners.get(blind_index(digits)))
            }
            alike = [person for person in alike if person.pk in numbered]
        return alike[0] if len(alike) == 1 else None

    def has_several(self, values: ParticipantRow) -> bool:
        """Whether the row could be about any of several participants."""
        return self.meant_by(values) is None and bool(self.participants.get(values.external_key))


@dataclass
class Writes:
    """The rows of the database that a batch makes and changes."""

    new: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))

    def put(self, row: Model, *, is_new: bool) -> None:
        """One row to make, or to change."""
        (self.new if is_new else self.changed)[type(row)].append(row)


def read_known(organisations: Collection[UUID], rows: Sequence[RowAccepted], *, lock: bool) -> Known:
    """Five queries whatever the number of rows; locked, so that nobody changes them until the import is over."""
    found = Participant.objects.filter(registered_by__in=organisations).exclude(external_key="")
    if lock:
        found = found.select_for_update(of=["self"])
    keys = [row.values.external_key for row in rows]
    people: defaultdict[str, list[Participant]] = defaultdict(list)
    for person in found.filter(external_key__in=keys):
        people[person.external_key].append(person)
    ids = [person.pk for alike in people.values() for person in alike]
    indexes = [blind_index(digits) for row in rows for digits in _digits(row.values)]
    taken = NationalId.objects.filter(blind_index__in=indexes, participant__registered_by__in=organisations)
    milestones: defaultdict[UUID, dict[str, Milestone]] = defaultdict(dict)
    for milestone in Milestone.objects.filter(participant__in=ids).order_by():
        milestones[milestone.participant_id][milestone.code] = milestone
    return Known(
        participants=people,
        contacts={row.pk: row for row in Contact.objects.filter(participant__in=ids)},
        numbers={
            (row.participant_id, row.kind): row for row in NationalId.objects.filter(participant__in=ids)
        },
        milestones=milestones,
        owners={row.blind_index: row.participant for row in taken.select_related("participant")},
    )


def _digits(values: ParticipantRow) -> Iterable[str]:
    return filter(None, (values.fodselsnummer, values.duf))


def taken_numbers(values: ParticipantRow, known: Known) -> tuple[Problem, ...]:
    """The numbers of a row that already belong to somebody else whom the organisation has registered."""
    found, person = [], known.meant_by(values)
    for column, (_kind, name) in NUMBERS.items():
        digits = getattr(values, name)
        owner = known.owners.get(blind_index(digits)) if digits else None
        if owner is not None and owner != person:
            code = ProblemCode.KNOWN_BY_OTHER_KEY if owner.external_key else ProblemCode.KNOWN_WITHOUT_KEY
            parameters = {"key": shown(owner.external_key)} if owner.external_key else {}
            found.append(Problem(code, column.value, digits, parameters))
    return tuple(found)


def ambiguities(values: ParticipantRow, known: Known) -> tuple[Problem, ...]:
    """A key that participants of merged organisations share, in a row whose number settles nothing."""
    if not known.has_several(values):
        return ()
    return (Problem(ProblemCode.KEY_OF_SEVERAL, Column.KEY.value, values.external_key),)


def contradictions(values: ParticipantRow, known: Known, *, today: date) -> tuple[Problem, ...]:
    """The days of a row that cannot be right beside what is stored of the same participant."""
    person = known.meant_by(values)
    if person is None:
        return ()
    stored = known.milestones.get(person.pk, {})
    days = {code: Days(row.expected, row.actual) for code, row in stored.items()}
    said = {code: day_on(day, today=today) for code, day in values.milestones.items()}
    if overtaken := tuple(_overtaken(values, said, days)):
        return overtaken
    for code, new in said.items():
        before = days.get(code, Days())
        days[code] = Days(new.expected or before.expected, new.actual or before.actual)
    birth = values.birth_day or person.birth_day
    doubts = implausible_days(days, birth=birth, today=today, changed=said)
    return tuple(
        _contradiction(doubt, values, days) for doubt in doubts if doubt.reason is not DayReason.NOT_YET
    )


def _overtaken(
    values: ParticipantRow, said: Mapping[str, Days], stored: Mapping[str, Days]
) -> Iterator[Problem]:
    """A day ahead for what has already happened: which of the two is wrong, only people can tell."""
    for code, new in said.items():
        before = stored.get(code, Days())
        if before.actual and new.expected and new.expected != before.expected:
            yield _of_column(code, values, ProblemCode.HAS_HAPPENED, parameters={"day": before.actual})


def _contradiction(doubt: DayDoubt, values: ParticipantRow, days: Mapping[str, Days]) -> Problem:
    """The doubt told of the day the row gives, also where that is the earlier one of the two."""
    if doubt.code in values.milestones:
        limit: dict[str, object] = dict.fromkeys(
            ("birth", "latest", "earliest", "today", "other_day"), doubt.limit
        )
        code = ProblemCode(doubt.reason.value)
        return _of_column(doubt.code, values, code, parameters={"other": _named(doubt.other)} | limit)
    measured = {"other": _named(doubt.code), "other_day": days[doubt.code].day}
    return _of_column(doubt.other, values, TOLD_OF_THE_EARLIER[doubt.reason], parameters=measured)


def _of_column(
    code: str, values: ParticipantRow, problem: ProblemCode, *, parameters: Mapping[str, object]
) -> Problem:
    return Problem(problem, COLUMN_OF_MILESTONE[code].value, values.days_written.get(code, ""), parameters)


def _named(code: str) -> str:
    """A milestone by its column, or in words where no column holds it."""
    column = COLUMN_OF_MILESTONE.get(code)
    return column.value if column else str(IN_A_SENTENCE.get(code, ""))


@dataclass(frozen=True)
class Match:
    """One row laid beside one participant, new or known; what differs goes into `writes`."""

    values: ParticipantRow
    organisation: Organisation
    known: Known
    writes: Writes
    today: date

    def apply(self) -> tuple[Participant, bool, list[Column]]:
        """The participant, whether they are new, and the columns that say something else than is stored."""
        person = self.known.meant_by(self.values)
        is_new = person is None
        person = person or Participant(registered_by=self.organisation, external_key=self.values.external_key)
        columns = self._personal(person, is_new=is_new)
        parts = (self._contact(person), self._numbers(person), self._milestones(person))
        return person, is_new, columns + list(chain.from_iterable(parts))

    def _personal(self, person: Participant, *, is_new: bool) -> list[Column]:
        said = {
            column: (name, getattr(self.values, source))
            for column, (name, source) in PERSONAL.items()
            if getattr(self.values, source) not in SAYS_NOTHING
        }
        different = [column for column, (name, value) in said.items() if getattr(person, name) != value]
        for column in different:
            name, value = said[column]
            setattr(person, name, value)
        if is_new or different:
            person.name_order = norwegian_order(person.last_name, person.first_name)
            self.writes.put(person, is_new=is_new)
        return different

    def _contact(self, person: Participant) -> list[Column]:
        stored = self.known.contacts.get(person.pk)
        contact = stored or Contact(participant=person)
        different = []
        for column, name in CONTACT.items():
            value = getattr(self.values, name)
            if value and getattr(contact, name) != value:
                setattr(contact, name, value)
                different.append(column)
        if different:
            self.writes.put(contact, is_new=stored is None)
        return different

    def _numbers(self, person: Participant) -> list[Column]:
        different = []
        for column, (kind, name) in NUMBERS.items():
            digits = getattr(self.values, name)
            stored = self.known.numbers.get((person.pk, kind))
            if not digits or (stored and stored.blind_index == blind_index(digits)):
                continue
            number = stored or sealed_number(person.pk, digits)
            if stored:
                write_number(stored, digits)
            self.writes.put(number, is_new=stored is None)
            different.append(column)
        return different

    def _milestones(self, person: Participant) -> list[Column]:
        """A day that lies behind is what happened, one ahead is what is expected; neither takes the other away."""
        different = []
        known = self.known.milestones.get(person.pk, {})
        for code, day in self.values.milestones.items():
            days = day_on(day, today=self.today)
            stored = known.get(code)
            milestone = stored or Milestone(participant=person, code=code)
            before = milestone.expected, milestone.actual
            milestone.expected = days.expected or milestone.expected
            milestone.actual = days.actual or milestone.actual
            if (milestone.expected, milestone.actual) != before:
                self.writes.put(milestone, is_new=stored is None)
                different.append(COLUMN_OF_MILESTONE[code])
        return different
