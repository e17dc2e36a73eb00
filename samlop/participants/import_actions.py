"""Takes a table of participants into the database: all of it or nothing, and the same table twice changes nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from samlop.access.models import Organisation, Relation
from samlop.kernel.actor import Actor
from samlop.kernel.errors import require
from samlop.kernel.log import record
from samlop.participants.actions.changing import lock
from samlop.participants.import_columns import Column
from samlop.participants.import_matching import (
    UPDATED,
    Known,
    Match,
    Writes,
    ambiguities,
    contradictions,
    read_known,
    taken_numbers,
)
from samlop.participants.import_problems import Problem
from samlop.participants.import_rows import ParticipantRow
from samlop.participants.importing import Row, RowAccepted, RowRejected
from samlop.participants.models import Participant

IMPORT = "import"
"""The part of the system that reads tables, as the access matrix calls it."""

BATCH = 1000
BASIS = "integreringsloven § 12"


class Outcome(StrEnum):
    """What a row comes to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row and what it comes to: the columns that differ from what is stored, or what is wrong."""

    line: int
    outcome: Outcome
    key: str = ""
    columns: tuple[Column, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class Totals:
    """How many rows came to what."""

    counted: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))

    @property
    def rows(self) -> int:
        """All rows read."""
        return sum(self.counted.values())

    def __getitem__(self, outcome: Outcome) -> int:
        return self.counted[outcome]

    def count(self, report: RowReport) -> None:
        """One row more."""
        self.counted[report.outcome] += 1


Tell = Callable[[RowReport], None]


@transaction.atomic
def import_participants(
    actor: Actor, rows: Iterable[Row], *, organisation: Organisation, today: date, commit: bool, tell: Tell
) -> Totals:
    """Reads every row and tells of each; with `commit`, and nothing refused, all of it is stored in one go.

    An empty cell changes nothing: a table never takes away what is known. Source: integreringsloven § 43.
    """
    require(actor.system == IMPORT and actor.organisation_id == organisation.pk)
    lock(organisation.pk)
    totals = Totals()
    own = {organisation.pk} | Organisation.objects.carried_on_by(organisation.pk, today)
    for batch in _batches(rows):
        writes = Writes()
        known = read_known(own, [row for row in batch if isinstance(row, RowAccepted)], lock=commit)
        reports = _weigh(batch, organisation=organisation, today=today, writes=writes, known=known)
        for report in reports:
            totals.count(report)
            tell(report)
        if commit and not totals[Outcome.REFUSED]:
            _store(writes, organisation=organisation, today=today)
    if totals[Outcome.REFUSED]:
        transaction.set_rollback(True)
    elif commit:
        record(actor, "participants.imported", organisation, **{str(one): totals[one] for one in Outcome})
    return totals


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _weigh(
    batch: list[Row], *, organisation: Organisation, today: date, writes: Writes, known: Known
) -> list[RowReport]:
    """What each row of a batch comes to, in their order."""
    reports = []
    for row in batch:
        if isinstance(row, RowRejected):
            reports.append(RowReport(row.line, Outcome.REFUSED, problems=row.problems))
        elif problems := _why_not(row.values, known, today=today):
            reports.append(RowReport(row.line, Outcome.REFUSED, row.values.external_key, problems=problems))
        else:
            match = Match(row.values, organisation, known, writes, today)
            reports.append(_reported(row, match))
    return reports


def _why_not(values: ParticipantRow, known: Known, *, today: date) -> tuple[Problem, ...]:
    return ambiguities(values, known) or (
        taken_numbers(values, known) + contradictions(values, known, today=today)
    )


def _reported(row: RowAccepted, match: Match) -> RowReport:
    _person, is_new, columns = match.apply()
    outcome = Outcome.NEW if is_new else Outcome.CHANGED if columns else Outcome.UNCHANGED
    return RowReport(row.line, outcome, row.values.external_key, columns=tuple(columns))


def _store(writes: Writes, *, organisation: Organisation, today: date) -> None:
    for model, rows in writes.new.items():
        QuerySet(model).bulk_create(rows)
    Relation.objects.bulk_create(
        Relation(
            subject_id=person.pk,
            relation=Relation.Kind.INTAKE,
            organisation=organisation,
            period=(today, None),
            basis=BASIS,
        )
        for person in writes.new.get(Participant, ())
    )
    for model, rows in writes.changed.items():
        QuerySet(model).bulk_update(rows, UPDATED[model])
