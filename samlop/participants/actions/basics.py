"""Name, birth, language and how the participant is reached; and the participant's own way into the file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samlop.access.actions import end_relation, let_in_participant
from samlop.access.models import Person, Relation
from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.norwegian_order import norwegian_order
from samlop.participants import policies
from samlop.participants.actions.changing import apply_changes, own_row, store
from samlop.participants.models import Contact, NationalId, Participant
from samlop.participants.national_ids import sealed_number, write_number

CONTACT_FIELDS = ("phone", "email")
NUMBER_FIELDS = {"fodselsnummer": NationalId.Kind.FODSELSNUMMER, "duf": NationalId.Kind.DUF}


@transaction.atomic
def change_basics(
    actor: Actor, participant: Participant, *, changes: Mapping[str, Any], seen: Mapping[str, Any]
) -> Participant:
    """Puts right who the participant is and how they are reached; a number left empty stays as it is."""
    held = standing(actor, participant.pk)
    require(policies.may_change_basics(held) and policies.may_change_contact(held))
    numbers = {name: str(changes[name]) for name in NUMBER_FIELDS if changes.get(name)}
    contact = {name: changes[name] for name in CONTACT_FIELDS if name in changes}
    personal = {name: changes[name] for name in changes if name not in {*NUMBER_FIELDS, *CONTACT_FIELDS}}
    participant = Participant.objects.select_for_update(of=["self"]).get(pk=participant.pk)
    _change_person(actor, participant, changes=personal, seen=seen)
    if contact:
        _change_contact(actor, participant, changes=contact, seen=seen)
    for name, digits in numbers.items():
        _change_number(actor, participant, kind=NUMBER_FIELDS[name], digits=digits)
    return participant


def _change_person(
    actor: Actor, participant: Participant, *, changes: Mapping[str, Any], seen: Mapping[str, Any]
) -> None:
    different = apply_changes(participant, changes, seen=seen)
    if not different:
        return
    if participant.needs_interpreter and not participant.language:
        raise RuleBroken(_("Velg språket tolken skal kunne."), field="language")
    participant.name_order = norwegian_order(participant.last_name, participant.first_name)
    try:
        with transaction.atomic():
            participant.save(update_fields=[*different, "name_order"], force_update=True)
    except IntegrityError as taken:
        raise RuleBroken(
            _("Nøkkelen er alt i bruk for en annen deltaker hos dere."), field="external_key"
        ) from taken
    record(actor, "participant.changed", participant, fields=sorted(different))


def _change_contact(
    actor: Actor, participant: Participant, *, changes: Mapping[str, Any], seen: Mapping[str, Any]
) -> None:
    contact, is_new = own_row(Contact, participant)
    different = apply_changes(contact, changes, seen=seen)
    if different:
        store(contact, different, is_new=is_new)
        record(actor, "contact.changed", contact, fields=sorted(different))


def _change_number(actor: Actor, participant: Participant, *, kind: str, digits: str) -> None:
    number = (
        NationalId.objects.select_for_update(of=["self"]).filter(participant=participant, kind=kind).first()
    )
    if number is None:
        number = sealed_number(participant.pk, digits)
        number.save(force_insert=True)
    else:
        write_number(number, digits)
        number.save(update_fields=["sealed", "blind_index"], force_update=True)
    record(actor, "national_id.changed", number, kind=kind)


@transaction.atomic
def open_for_participant(actor: Actor, participant: Participant, *, today: date) -> Relation:
    """Lets the participant into the own file, so that Min vei can be opened. Source: GDPR article 15."""
    require(policies.may_open_for_participant(standing(actor, participant.pk)))
    participant = Participant.objects.select_for_update(of=["self"]).get(pk=participant.pk)
    if _own_relation(participant, today=today):
        raise RuleBroken(_("Deltakeren har alt tilgang til sin egen mappe."))
    if participant.person is None:
        participant.person = Person()
        participant.person.save(force_insert=True)
        participant.save(update_fields=["person"], force_update=True)
    relation = let_in_participant(actor, participant.pk, person=participant.person, first=today)
    record(actor, "participant.let_in", participant)
    return relation


@transaction.atomic
def close_for_participant(actor: Actor, participant: Participant, *, today: date) -> None:
    """Takes the participant's own way into the file back, as when it was opened for the wrong person."""
    require(policies.may_open_for_participant(standing(actor, participant.pk)))
    relation = _own_relation(participant, today=today)
    if relation is None:
        raise RuleBroken(_("Deltakeren har ikke tilgang til sin egen mappe."))
    end_relation(actor, relation, until=today)
    record(actor, "participant.shut_out", participant)


def _own_relation(participant: Participant, *, today: date) -> Relation | None:
    own = Relation.objects.filter(subject_id=participant.pk, relation=Relation.Kind.SELF)
    return own.current(today).first()
