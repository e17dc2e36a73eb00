"""What pages need to read of participants: lists, cards, days, groups, mapping."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from samlop.access.models import Employment, Relation
from samlop.kernel.actor import Actor
from samlop.kernel.kommuner import kommuner
from samlop.kernel.norwegian_order import norwegian_order
from samlop.participants.group_seats import (
    Group,
    Seat,
    candidates,
    group_of,
    groups_of,
    inherited_employments,
    members_without_successor,
    seat_of,
    whole_group,
)
from samlop.participants.language_words import language_name
from samlop.participants.mapping_today import (
    Mapped,
    mapped,
    mapping_today,
    present_value,
    propose_targets,
    readable_kinds,
)
from samlop.participants.mapping_words import choices_for
from samlop.participants.models import Concern, Contact, Milestone, NationalId, Participant
from samlop.participants.national_ids import shown_number

__all__ = [
    "FileCard",
    "Group",
    "Mapped",
    "Seat",
    "candidates",
    "choices_for",
    "file_card",
    "group_of",
    "groups_of",
    "has_own_access",
    "hat_of",
    "inherited_employments",
    "mapped",
    "mapping_today",
    "members_without_successor",
    "milestone_days",
    "numbers_shown",
    "open_concerns",
    "participants_with",
    "present_value",
    "propose_targets",
    "readable_kinds",
    "seat_of",
    "whole_group",
]

MOST_WORDS = 5


def participants_with(
    actor: Actor,
    *,
    search: str = "",
    own_groups: bool = False,
    milestone: str = "",
    reached: bool | None = None,
    first: date | None = None,
    until: date | None = None,
) -> QuerySet[Participant]:
    """Those the actor may see, by the beginning of any part of the name, own caseload, or a milestone in a period.

    The names are compared as they are sorted, so capitals, accents and «aa» for «å» make no difference; the
    whole of an organisation's own key finds too. `reached` asks for milestones with or without an actual day.
    """
    everybody = Participant.objects.all()
    found = everybody.in_own_groups(actor) if own_groups else everybody.visible_to(actor)
    if parts := norwegian_order(search).split()[:MOST_WORDS]:
        found = found.filter(_named(parts) | Q(external_key__iexact=search.strip()))
    if milestone:
        rows = _with_milestone(actor, milestone, first=first, until=until)
        known = rows if reached is None else rows.filter(actual__isnull=not reached)
        found = found.filter(pk__in=known.values_list("participant", flat=True))
    return found.order_by("name_order", "pk")


def _named(parts: Iterable[str]) -> Q:
    """Every part begins some part of the name."""
    named = Q()
    for part in parts:
        named &= Q(name_order__startswith=part) | Q(name_order__contains=f" {part}")
    return named


def _with_milestone(
    actor: Actor, code: str, *, first: date | None, until: date | None
) -> QuerySet[Milestone]:
    """Milestones of the code that lie in the period, by the actual day once it is known."""
    rows = Milestone.objects.visible_to(actor).filter(code=code)
    if first:
        rows = rows.filter(Q(actual__gte=first) | Q(actual=None, expected__gte=first))
    if until:
        rows = rows.filter(Q(actual__lt=until) | Q(actual=None, expected__lt=until))
    return rows


def milestone_days(participant_ids: Collection[UUID]) -> dict[UUID, dict[str, date]]:
    """Each participant's days by milestone: the actual one once it is known, until then the expected one."""
    days: dict[UUID, dict[str, date]] = {}
    for row in Milestone.objects.filter(participant__in=participant_ids):
        days.setdefault(row.participant_id, {})[row.code] = row.day
    return days


def open_concerns(participant_ids: Collection[UUID]) -> dict[UUID, list[Concern]]:
    """Concerns not yet settled, oldest first, with who raised them."""
    concerns: dict[UUID, list[Concern]] = {}
    rows = Concern.objects.filter(participant__in=participant_ids, settled_on=None)
    for row in rows.select_related("raised_by__person", "raised_by__organisation"):
        concerns.setdefault(row.participant_id, []).append(row)
    return concerns


@dataclass(frozen=True)
class FileCard:
    """What stands at the head of a file: who it is about and how they are reached."""

    name: str
    birth_day: date | None
    municipality: str
    language: str
    interpreter_language: str
    phone: str
    email: str


def file_card(participant: Participant) -> FileCard:
    """The head of a file; telephone and address only for those the database lets read them."""
    contact = Contact.objects.filter(participant=participant).first() or Contact(participant=participant)
    kommune = kommuner().get(participant.municipality_number)
    return FileCard(
        name=str(participant),
        birth_day=participant.birth_day,
        municipality=kommune.name if kommune else participant.municipality_number,
        language=language_name(participant.language),
        interpreter_language=language_name(participant.interpreter_language),
        phone=contact.phone,
        email=contact.email,
    )


def numbers_shown(participant: Participant, actor: Actor) -> dict[str, str]:
    """The identity numbers on file by kind, for those who may read them, the last digits hidden."""
    numbers = NationalId.objects.visible_to(actor).filter(participant=participant)
    return {number.kind: shown_number(number) for number in numbers}


def hat_of(actor: Actor) -> Employment:
    """The employment somebody acts in, with its organisation."""
    return Employment.objects.select_related("organisation").get(pk__in=[actor.employment_id])


def has_own_access(participant: Participant, day: date) -> bool:
    """Whether the participant may open Min vei that day."""
    own = Relation.objects.filter(subject_id=participant.pk, relation=Relation.Kind.SELF)
    return own.current(day).exists()
