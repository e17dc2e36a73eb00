"""What happens with access: relations begin and end, organisations merge, every look into a file is written down."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samlop.access.matrix import matrix
from samlop.access.models import Employment, Organisation, Person, ReadLog, Relation, Rule
from samlop.access.policies import Standing
from samlop.access.row_security import history_of_what_may_be_read
from samlop.access.rules import carried_on_by
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record

MERGE = "merge"
"""The part of the system that ends organisations, as the access matrix calls it."""


@transaction.atomic
def take_in(actor: Actor, subject_id: UUID, *, organisation: Organisation, today: date) -> Relation:
    """Gives the organisation that registers a newcomer its first relation to the file."""
    relation = Relation.objects.create(
        subject_id=subject_id,
        relation=Relation.Kind.INTAKE,
        organisation=organisation,
        period=(today, None),
        basis="integreringsloven § 12",
        granted_by_id=actor.employment_id,
    )
    record(actor, "relation.began", relation, subject=str(subject_id), relation=relation.relation)
    return relation


@transaction.atomic
def grant(actor: Actor, subject_id: UUID, *, employment: Employment, relation: str, first: date) -> Relation:
    """Lets one employment into one participant's file from a day on."""
    granted = Relation.objects.create(
        subject_id=subject_id,
        relation=relation,
        employment=employment,
        period=(first, None),
        basis="samarbeidsavtalen",
        granted_by_id=actor.employment_id,
    )
    record(actor, "relation.began", granted, subject=str(subject_id), relation=relation)
    return granted


@transaction.atomic
def let_in_participant(actor: Actor, subject_id: UUID, *, person: Person, first: date) -> Relation:
    """Lets a participant into their own file."""
    relation = Relation.objects.create(
        subject_id=subject_id,
        relation=Relation.Kind.SELF,
        person=person,
        period=(first, None),
        basis="personvernforordningen art. 15",
        granted_by_id=actor.employment_id,
    )
    record(actor, "relation.began", relation, subject=str(subject_id), relation=relation.relation)
    return relation


@transaction.atomic
def end_relation(actor: Actor, relation: Relation, *, until: date) -> Relation:
    """Closes a relation's period; from that day on the file does not exist for its holder."""
    relation = Relation.objects.select_for_update(of=["self"]).get(pk=relation.pk)
    if relation.period.upper is not None and relation.period.upper <= until:
        raise RuleBroken(_("Denne tilgangen er alt avsluttet."))
    relation.period = (relation.period.lower, max(until, relation.period.lower))
    relation.save(update_fields=["period"], force_update=True)
    record(actor, "relation.ended", relation, subject=str(relation.subject_id), relation=relation.relation)
    return relation


def log_read(standing: Standing, *, section: str) -> None:
    """Writes down this look into the file, in the transaction of the look itself: no log, no data."""
    actor = standing.actor
    ReadLog.objects.bulk_create(
        [
            ReadLog(
                participant_id=standing.participant_id,
                person_id=actor.person_id,
                employment_id=actor.employment_id,
                organisation_id=actor.organisation_id,
                section=section,
                relation=standing.nearest,
                purpose=actor.purpose,
                assisted_by_id=actor.assisted_by,
            )
        ],
        ignore_conflicts=True,  # Without RETURNING: whoever reads a file adds to its log and reads none of it.
    )


@transaction.atomic
def merge_organisations(
    actor: Actor, ended: Organisation, *, successor: Organisation, day: date
) -> Organisation:
    """Ends an organisation on a day and names who carries on: its employments end, its files and records go over.

    Nothing is moved or renamed; from that day the successor acts for both. The same merger twice is one.
    """
    require(actor.system == MERGE)
    pair = {
        one.pk: one
        for one in Organisation.objects.select_for_update().filter(pk__in=[ended.pk, successor.pk])
    }
    ended, successor = pair[ended.pk], pair[successor.pk]
    if (ended.successor_id, ended.period.upper) == (successor.pk, day):
        return ended
    _refuse_impossible_merger(ended, successor, day=day)
    ended.period, ended.successor = (ended.period.lower, day), successor
    ended.save(update_fields=["period", "successor"], force_update=True)
    hats = _end_employments(ended, day=day)
    record(
        actor,
        "organisation.merged",
        ended,
        successor=str(successor.pk),
        day=day.isoformat(),
        employments=hats,
    )
    return ended


def _refuse_impossible_merger(ended: Organisation, successor: Organisation, *, day: date) -> None:
    if ended.pk == successor.pk:
        raise RuleBroken(_("En etat kan ikke føre seg selv videre."))
    named = Organisation.objects.filter(successor__isnull=False).values_list("pk", "successor_id")
    if successor.pk in carried_on_by(ended.pk, dict(named)):
        raise RuleBroken(_("%(name)s går selv inn i den andre.") % {"name": successor})
    if ended.successor_id or ended.period.upper or day <= ended.period.lower:
        raise RuleBroken(_("%(name)s er ikke til den dagen, eller er alt avsluttet.") % {"name": ended})
    if day not in successor.period:
        raise RuleBroken(_("%(name)s er ikke til den dagen, eller er alt avsluttet.") % {"name": successor})


def _end_employments(ended: Organisation, *, day: date) -> int:
    """A hat at an organisation that has ended says so itself; new hats are given where people work from then on."""
    beyond = Q(period__endswith__gt=day) | Q(period__upper_inf=True)
    held = list(Employment.objects.filter(beyond, organisation=ended, period__startswith__lt=day))
    for employment in held:
        employment.period = (employment.period.lower, day)
    Employment.objects.bulk_update(held, ["period"])
    return len(held)


@transaction.atomic
def write_matrix() -> None:
    """Makes the database's rules equal to the file; run by `samlop setup` as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(history_of_what_may_be_read())
    Rule.objects.all().delete()
    Rule.objects.bulk_create(
        Rule(relation=row.relation, role=row.role, kind=row.kind, action=row.action, scope=row.scope)
        for row in matrix()
    )
