"""The resource group: who sits in it, who takes over, and that somebody always answers for it."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samlop.access.actions import end_relation, grant
from samlop.access.models import CASEWORK_ROLES, Employment, Relation
from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.periods import Period
from samlop.participants import policies
from samlop.participants.actions.changing import lock
from samlop.participants.models import Membership, Participant
from samlop.participants.rules import SeatHeld, handover_leaves_gap, somebody_is_responsible


@transaction.atomic
def add_member(
    actor: Actor, participant: Participant, *, employment: Employment, responsible: bool, first: date
) -> Membership:
    """Lets somebody into the group, and thereby into the file, from a day on. Source: routine, roles called."""
    require(policies.may_change_group(standing(actor, participant.pk)))
    lock(participant.pk)
    _refuse_day_behind(first, field="first")
    _refuse_unfit(employment, first, field="employment")
    _refuse_double_seat(participant, employment, day=first, field="employment")
    return seat(actor, participant, employment=employment, responsible=responsible, first=first)


def seat(
    actor: Actor,
    participant: Participant,
    *,
    employment: Employment,
    responsible: bool,
    first: date,
    predecessor: Membership | None = None,
) -> Membership:
    """The seat with the relation that gives access; whoever takes over from the contact person becomes it."""
    kind = Relation.Kind.RESPONSIBLE if responsible else Relation.Kind.MEMBER
    membership = Membership(
        participant=participant,
        relation=grant(actor, participant.pk, employment=employment, relation=kind, first=first),
        employment=employment,
        organisation_id=employment.organisation_id,
        role=employment.role,
        is_contact=predecessor is not None and predecessor.is_contact,
        predecessor=predecessor,
    )
    membership.save(force_insert=True)
    record(actor, "group.member_added", membership, employment=str(employment.pk), role=employment.role)
    return membership


@transaction.atomic
def hand_over(actor: Actor, membership: Membership, *, successor: Employment, day: date) -> Membership:
    """The successor begins the day the predecessor ends, so that nobody is without a contact for a day."""
    membership = _locked(actor, membership)
    _refuse_day_behind(day, field="day")
    _refuse_unfit(successor, day, field="successor")
    if successor.role != membership.role:
        raise RuleBroken(_("Etterfølgeren må ha samme rolle i gruppen."), field="successor")
    _refuse_second_successor(membership)
    _refuse_double_seat(membership.participant, successor, day=day, field="successor")
    if handover_leaves_gap(_period(membership), day, today=localdate()):
        raise RuleBroken(
            _("Da blir det dager uten noen i rollen. Velg dagen den andre slutter, eller tidligere."),
            field="day",
        )
    return _follow(actor, membership, employment=successor, responsible=_is_responsible(membership), day=day)


@transaction.atomic
def resume_membership(actor: Actor, membership: Membership, *, today: date) -> Membership:
    """Lets somebody whose seat was ended take it up again where it was left."""
    membership = _locked(actor, membership)
    until = _period(membership).until
    if until is None:
        raise RuleBroken(_("Medlemmet sitter i gruppen."))
    _refuse_second_successor(membership)
    day = max(until, today)
    _refuse_unfit(membership.employment, day, field="employment")
    _refuse_double_seat(membership.participant, membership.employment, day=day, field="employment")
    employment, responsible = membership.employment, _is_responsible(membership)
    return _follow(actor, membership, employment=employment, responsible=responsible, day=day)


@transaction.atomic
def set_responsibility(actor: Actor, membership: Membership, *, responsible: bool, today: date) -> Membership:
    """Makes a member answer for the group, or no longer; it is a new seat of the same person, from today."""
    membership = _locked(actor, membership)
    if _is_responsible(membership) == responsible:
        return membership
    _refuse_second_successor(membership)
    if not _period(membership).contains(today):
        raise RuleBroken(_("Bare den som sitter i gruppen nå, kan få eller gi fra seg ansvaret."))
    if not responsible:
        _refuse_lockout(membership, until=today)
    employment = membership.employment
    return _follow(actor, membership, employment=employment, responsible=responsible, day=today)


@transaction.atomic
def end_membership(
    actor: Actor, membership: Membership, *, until: date, needs_no_successor: bool
) -> Membership:
    """Ends a seat from a day on; the last who answers for the group stays until somebody has taken over."""
    membership = _locked(actor, membership)
    _refuse_day_behind(until, field="until")
    period = _period(membership)
    if period.until is not None and period.until <= until:
        raise RuleBroken(_("Medlemskapet er alt avsluttet."))
    _refuse_lockout(membership, until=until)
    membership.needs_no_successor = needs_no_successor
    membership.save(update_fields=["needs_no_successor"], force_update=True)
    record(actor, "group.member_ended", membership, needs_no_successor=needs_no_successor)
    end_relation(actor, membership.relation, until=until)
    return membership


@transaction.atomic
def choose_contact(actor: Actor, membership: Membership) -> Membership:
    """Makes this member the one the participant turns to. Source: report, one municipal contact person."""
    membership = _locked(actor, membership)
    if not _period(membership).contains(localdate()):
        raise RuleBroken(_("Kontaktpersonen må sitte i gruppen nå."))
    contacts = Membership.objects.filter(participant=membership.participant_id, is_contact=True)
    for other in contacts.exclude(pk=membership.pk):
        other.is_contact = False
        other.save(update_fields=["is_contact"], force_update=True)
    membership.is_contact = True
    membership.save(update_fields=["is_contact"], force_update=True)
    record(actor, "group.contact_chosen", membership)
    return membership


def _follow(
    actor: Actor, membership: Membership, *, employment: Employment, responsible: bool, day: date
) -> Membership:
    follower = seat(
        actor,
        membership.participant,
        employment=employment,
        responsible=responsible,
        first=day,
        predecessor=membership,
    )
    record(actor, "group.handed_over", membership, successor=str(follower.pk))
    if _period(membership).ended_by(day) != _period(membership):
        end_relation(actor, membership.relation, until=day)
    return follower


def _locked(actor: Actor, membership: Membership) -> Membership:
    """The seat as it stands now, for those who may change the group."""
    require(policies.may_change_group(standing(actor, membership.participant_id)))
    lock(membership.participant_id)
    seats = Membership.objects.select_related("relation", "employment__organisation", "participant")
    return seats.select_for_update(of=["self"]).get(pk=membership.pk)


def _period(membership: Membership) -> Period:
    period = membership.relation.period
    if period.isempty:
        return Period(date.min, date.min)
    return Period(period.lower, period.upper)


def _is_responsible(membership: Membership) -> bool:
    return membership.relation.relation == Relation.Kind.RESPONSIBLE


def _refuse_day_behind(day: date, *, field: str) -> None:
    """Access is never given or taken for days already gone."""
    if day < localdate():
        raise RuleBroken(_("Velg i dag eller en senere dag."), field=field)


def _refuse_unfit(employment: Employment, day: date, *, field: str) -> None:
    if employment.role not in CASEWORK_ROLES:
        raise RuleBroken(_("Denne rollen sitter ikke i ressursgrupper."), field=field)
    if not Employment.objects.current(day).filter(pk=employment.pk).exists():
        raise RuleBroken(_("Personen er ikke ansatt der den dagen."), field=field)


def _refuse_double_seat(participant: Participant, employment: Employment, *, day: date, field: str) -> None:
    seats = Membership.objects.filter(participant=participant, employment=employment)
    if seats.not_over(day).exists():
        raise RuleBroken(_("Personen er alt med i gruppen."), field=field)


def _refuse_second_successor(membership: Membership) -> None:
    if Membership.objects.filter(predecessor=membership).exists():
        raise RuleBroken(_("Noen har alt tatt over etter dette medlemmet."))


def _refuse_lockout(membership: Membership, *, until: date) -> None:
    others = Membership.objects.filter(participant=membership.participant_id).exclude(pk=membership.pk)
    seats = [
        SeatHeld(
            responsible=_is_responsible(other),
            seat=_period(other),
            employment=Period(other.employment.period.lower, other.employment.period.upper),
        )
        for other in others.select_related("relation", "employment")
    ]
    if _is_responsible(membership) and not somebody_is_responsible(seats, until):
        raise RuleBroken(_("Ingen andre svarer for gruppen. Overlever til en etterfølger først."))
