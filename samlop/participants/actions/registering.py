"""Registering a newcomer: one file, however many times the button is pressed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samlop.access.actions import take_in
from samlop.access.models import CASEWORK_ROLES, Organisation
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.norwegian_order import norwegian_order
from samlop.kernel.sealing import blind_index
from samlop.participants import policies
from samlop.participants.actions.changing import Faults, lock
from samlop.participants.actions.group import seat
from samlop.participants.milestone_words import doubt_in_words
from samlop.participants.models import Contact, Milestone, NationalId, Participant
from samlop.participants.national_ids import sealed_number
from samlop.participants.queries import hat_of
from samlop.participants.rules import Days, day_on, implausible_days


@dataclass(frozen=True)
class Newcomer:
    """What is known of somebody on the day they are registered."""

    first_name: str
    last_name: str
    municipality_number: str
    birth_day: date | None = None
    language: str = ""
    needs_interpreter: bool = False
    phone: str = ""
    email: str = ""
    external_key: str = ""
    fodselsnummer: str = ""
    duf: str = ""
    settled: date | None = None
    programme_start: date | None = None

    @property
    def name_order(self) -> str:
        """Where the name stands in a Norwegian list."""
        return norwegian_order(self.last_name, self.first_name)

    def days(self, today: date) -> dict[str, Days]:
        """The milestones that are known, as expected while they lie ahead."""
        known = {"settled": self.settled, "programme_start": self.programme_start}
        return {code: day_on(day, today=today) for code, day in known.items() if day}


class AlreadyRegistered(RuleBroken):
    """The file exists within the organisation's own reach; `certain` unless only name and birth day agree."""

    def __init__(self, participant: Participant, *, field: str, certain: bool) -> None:
        told = (
            _("%(name)s er alt registrert.")
            if certain
            else _("%(name)s med samme fødselsdato er registrert.")
        )
        super().__init__(told % {"name": participant}, field=field)
        self.participant = participant
        self.certain = certain


@transaction.atomic
def register_participant(
    actor: Actor, newcomer: Newcomer, *, file_id: UUID, join_group: bool, is_another: bool, today: date
) -> Participant:
    """Opens a file for a newcomer with the organisation's own relation to it; the same form sent twice opens one.

    `file_id` is chosen when the form is shown. `is_another` says that somebody of the same name and birth day
    is known and is another person. Source: integreringsloven § 12.
    """
    require(policies.may_register(actor))
    hat = hat_of(actor)
    lock(hat.organisation_id)
    sent_before = Participant.objects.visible_to(actor).filter(pk=file_id).first()
    if sent_before:
        return sent_before
    _refuse_doubles(actor, newcomer, is_another=is_another)
    _refuse_implausible(newcomer, today=today)
    take_in(actor, file_id, organisation=hat.organisation, today=today)
    participant = _open_file(newcomer, file_id=file_id, organisation=hat.organisation)
    _write_first_facts(newcomer, participant, today=today)
    if join_group and actor.role in CASEWORK_ROLES:
        seat(actor, participant, employment=hat, responsible=True, first=today)
    record(actor, "participant.registered", participant)
    return participant


def _refuse_doubles(actor: Actor, newcomer: Newcomer, *, is_another: bool) -> None:
    within_reach = Participant.objects.visible_to(actor)
    for name, digits in (("fodselsnummer", newcomer.fodselsnummer), ("duf", newcomer.duf)):
        numbers = NationalId.objects.visible_to(actor).filter(blind_index=blind_index(digits))
        known = within_reach.filter(pk__in=numbers.values("participant")).first() if digits else None
        if known:
            raise AlreadyRegistered(known, field=name, certain=True)
    own = within_reach.filter(registered_by__in=actor.organisations, external_key=newcomer.external_key)
    if newcomer.external_key and (known := own.first()):
        raise AlreadyRegistered(known, field="external_key", certain=True)
    alike = within_reach.filter(name_order=newcomer.name_order, birth_day=newcomer.birth_day)
    if newcomer.birth_day and not is_another and (known := alike.first()):
        raise AlreadyRegistered(known, field="is_another", certain=False)


def _refuse_implausible(newcomer: Newcomer, *, today: date) -> None:
    if newcomer.needs_interpreter and not newcomer.language:
        raise RuleBroken(_("Velg språket tolken skal kunne."), field="language")
    doubts = implausible_days(newcomer.days(today), birth=newcomer.birth_day, today=today)
    if doubts:
        raise Faults({doubt.code: doubt_in_words(doubt) for doubt in doubts})


def _open_file(newcomer: Newcomer, *, file_id: UUID, organisation: Organisation) -> Participant:
    participant = Participant(
        id=file_id,
        first_name=newcomer.first_name,
        last_name=newcomer.last_name,
        name_order=newcomer.name_order,
        birth_day=newcomer.birth_day,
        municipality_number=newcomer.municipality_number,
        registered_by=organisation,
        external_key=newcomer.external_key,
        language=newcomer.language,
        needs_interpreter=newcomer.needs_interpreter,
    )
    try:
        with transaction.atomic():
            participant.save(force_insert=True)
    except IntegrityError as taken:
        raise RuleBroken(
            _("Nøkkelen er alt brukt hos dere, for en deltaker dere ikke lenger følger."),
            field="external_key",
        ) from taken
    return participant


def _write_first_facts(newcomer: Newcomer, participant: Participant, *, today: date) -> None:
    if newcomer.phone or newcomer.email:
        Contact.objects.create(participant=participant, phone=newcomer.phone, email=newcomer.email)
    for digits in (newcomer.fodselsnummer, newcomer.duf):
        if digits:
            sealed_number(participant.pk, digits).save(force_insert=True)
    for code, days in newcomer.days(today).items():
        Milestone.objects.create(
            participant=participant, code=code, expected=days.expected, actual=days.actual
        )
