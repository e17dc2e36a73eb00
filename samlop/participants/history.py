"""Reading what has been changed in a file: who, in which hat, what, from what to what, newest first."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Max, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import make_aware, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samlop.access.matrix import is_known
from samlop.access.models import Employment, Organisation
from samlop.kernel.models import Change
from samlop.participants import policies
from samlop.participants.history_group import MEMBERSHIPS, RELATION_NAMED_BY, RELATIONS, Line, Seat
from samlop.participants.history_words import NAMED_FIELDS, Names, lines_of, model_of
from samlop.participants.models import Membership, Participant
from samlop.participants.opening import OpenFile
from samlop.participants.undoable import UNDOABLE

SECTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "basics": ("person", "contact", "national_id"),
        "milestones": ("milestone",),
        "mapping": ("mapping_education", "mapping_language", "mapping_work", "mapping_needs", "wish"),
        "group": ("group",),
        "meetings": ("meeting", "invitation", "agreed", "confirmation", "own_words", "archive_copy"),
        "plan": ("plan", "goal", "action"),
    }
)
SECTION_TITLES: Mapping[str, Promise] = MappingProxyType(
    {
        "basics": _("Opplysninger"),
        "milestones": _("Milepæler"),
        "mapping": _("Kartlegging"),
        "group": _("Gruppe"),
        "meetings": _("Møter"),
        "plan": _("Plan"),
    }
)
SYSTEMS: Mapping[str, Promise] = MappingProxyType(
    {
        "": _("Samløp"),
        "import": _("Innlesing fra fil"),
        "archive": _("Arkiveringen"),
        "mail": _("Utsendingen"),
    }
)
UNDO_OFFERED = timedelta(days=14)
Rows = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """One line of the history; `undo` is the number of a change that can still be taken back."""

    at: datetime
    who: str
    where: str
    line: Line
    undo: int | None = None


def changes_of(
    file: OpenFile, *, section: str = "", first: date | None = None, last: date | None = None
) -> QuerySet[Change]:
    """The changes this reader may see: those of the kinds they may read, newest first."""
    kinds = SECTIONS.get(section) or tuple(kind for kinds in SECTIONS.values() for kind in kinds)
    readable = [kind for kind in kinds if is_known(kind, "read") and file.may("read", kind)]
    changes = Change.objects.filter(participant_id=file.participant.pk, kind__in=readable)
    if first:
        changes = changes.filter(at__gte=make_aware(datetime.combine(first, time.min)))
    if last:
        changes = changes.filter(at__lte=make_aware(datetime.combine(last, time.max)))
    return changes


def told(file: OpenFile, changes: Sequence[Change]) -> list[Told]:
    """The changes in plain words, read with as many queries however many they are."""
    rows, newest = _rows_behind(changes), _newest_of(changes)
    names = _names(changes, rows)
    lines = []
    for change in changes:
        who, where = _who(change, file.participant, names=names)
        undo = (
            change.pk
            if newest.get((change.table, change.row_id)) == change.pk and _undoable(file, change)
            else None
        )
        spoken = lines_of(change, row=rows.get((change.table, change.row_id), {}), names=names)
        told_lines = [Told(change.at, who, where, line) for line in spoken]
        if told_lines and undo:
            told_lines[-1] = replace(told_lines[-1], undo=undo)
        lines += told_lines
    return lines


def _undoable(file: OpenFile, change: Change) -> bool:
    """Somebody's own recent change, of something the reader may change; what lies long back is history."""
    is_recent = change.employment_id is not None and change.at > now() - UNDO_OFFERED
    return is_recent and change.table in UNDOABLE and policies.may_map(file.standing, change.kind)


def _rows_behind(changes: Iterable[Change]) -> Rows:
    """What is known of each row spoken of by its naming columns: what it was born with, and what it was last given."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    columns = {key: _naming(key[0]) for change in changes for key in _spoken_of(change)}
    wanted = {column for names in columns.values() for column in names}
    if not wanted:
        return rows
    earlier = Change.objects.filter(
        participant_id=next(iter(changes)).participant_id,
        row_id__in={row_id for _table, row_id in columns},
        values__has_any_keys=sorted(wanted),
    )
    for change in earlier.order_by("pk"):
        row = rows.setdefault((change.table, change.row_id), {})
        for column in columns.get((change.table, change.row_id), ()):
            before, after = change.values.get(column, (None, None))
            if before is not None or after is not None:
                row[column] = before if after is None else after
    return rows


def _spoken_of(change: Change) -> Iterator[tuple[str, str]]:
    """The changed row, and the rows of the file it points at by a name a reader knows."""
    yield change.table, change.row_id
    model = model_of(change.table)
    for field in model._meta.concrete_fields if model else ():
        pointed: type[Model] | None = field.related_model
        if field.column in NAMED_FIELDS and pointed is not None and hasattr(pointed, "named_by"):
            for written in filter(None, change.values.get(field.column, ())):
                yield pointed._meta.db_table, str(written)


def _naming(table: str) -> tuple[str, ...]:
    return RELATION_NAMED_BY if table == RELATIONS else getattr(model_of(table), "named_by", ())


def _newest_of(changes: Collection[Change]) -> dict[tuple[str, str], int]:
    """The last change of each row shown: only that one can be taken back without taking others with it."""
    undoable = [change for change in changes if change.table in UNDOABLE]
    if not undoable:
        return {}
    rows = Change.objects.filter(
        participant_id=undoable[0].participant_id, row_id__in={change.row_id for change in undoable}
    )
    last = rows.values("table", "row_id").annotate(last=Max("pk")).values_list("table", "row_id", "last")
    return {(table, row_id): pk for table, row_id, pk in last}


def _names(changes: Iterable[Change], rows: Rows) -> Names:
    """Everybody and every workplace the changes speak of, with two queries; one more where a seat changed hands."""
    employments: set[UUID] = set()
    organisations: set[UUID] = set()
    for change in changes:
        employments |= {one for one in (change.employment_id, change.assisted_by) if one}
        organisations |= {change.organisation_id} if change.organisation_id else set()
        values = [
            *change.values.items(),
            *((name, [one]) for name, one in rows.get((change.table, change.row_id), {}).items()),
        ]
        for column, written in values:
            found = employments if column.endswith(("employment_id", "owner_id")) else organisations
            if column.endswith(("employment_id", "owner_id", "organisation_id")):
                found |= {UUID(one) for one in written if one}
    seats = _seats(changes)
    employments |= {UUID(seat.employment_id) for seat in seats.values()}
    people = Employment.objects.filter(pk__in=employments).select_related("person", "organisation")
    return Names(
        employments={one.pk: one for one in people},
        organisations={one.pk: one for one in Organisation.objects.filter(pk__in=organisations)},
        seats=seats,
        rows=rows,
    )


def _seats(changes: Iterable[Change]) -> dict[str, Seat]:
    """The seats that were handed over, and those they were handed over from, where any was."""
    wanted: set[str] = set()
    for change in changes:
        before = change.values.get("predecessor_id", [None, None])[1] if change.table == MEMBERSHIPS else None
        wanted |= {change.row_id, before} if before else set()
    if not wanted:
        return {}
    found = Membership.objects.filter(pk__in=wanted).select_related("relation")
    return {str(one.pk): Seat(str(one.employment_id), one.relation.relation) for one in found}


def _who(change: Change, participant: Participant, *, names: Names) -> tuple[str, str]:
    """Who changed it and for whom they acted."""
    if change.system:
        return str(SYSTEMS.get(change.system, SYSTEMS[""])), ""
    if change.employment_id:
        organisation = names.organisation(str(change.organisation_id)) if change.organisation_id else ""
        return names.employment(str(change.employment_id)), organisation
    if change.person_id is None:
        return str(SYSTEMS[""]), ""
    if change.assisted_by:
        beside = names.employment(str(change.assisted_by))
        return str(participant), gettext("sammen med %(name)s") % {"name": beside}
    return str(participant), gettext("deltakeren selv")


def last_changes(participant: Participant, *, after: int) -> tuple[int, int] | None:
    """The first and last number of the changes made to the file since that number, for a way back."""
    numbers = list(
        Change.objects.filter(Q(pk__gt=after), participant_id=participant.pk, table__in=UNDOABLE)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return (numbers[0], numbers[-1]) if numbers else None


def last_number(participant: Participant) -> int:
    """The number of the newest change in the file that the reader may see."""
    newest = Change.objects.filter(participant_id=participant.pk).aggregate(last=Max("pk"))["last"]
    return newest or 0
