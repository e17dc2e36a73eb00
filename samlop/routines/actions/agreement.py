"""Everybody present confirms one text, and what follows when they have."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samlop.access.models import Organisation
from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.models import Outbox
from samlop.kernel.outbox import send_later, try_again_now
from samlop.routines import minutes_rules as rules
from samlop.routines.actions.minutes import add_walk_ins
from samlop.routines.actions.reconciling import locked
from samlop.routines.as_agreed import AsAgreed, SeatThen, WordsThen
from samlop.routines.minutes_words import REFUSALS
from samlop.routines.models import AgreedText, ArchiveCopy, Confirmation, Invitation, Meeting, OwnWords
from samlop.routines.policies import minutes as policies
from samlop.routines.ports import agreement_effects

FIRST = 1
"""The version that is written in the meeting itself."""


@transaction.atomic
def mark_here(
    actor: Actor, agreed_text: AgreedText, *, present: Collection[UUID], walk_ins: Collection[UUID] = ()
) -> None:
    """Says who is gathered to confirm a later version: who came to the meeting tells nothing of who is there now.

    `present` names invitations, `walk_ins` employments of the group. Whoever marks is there, too.
    """
    text = locked(agreed_text)
    require(policies.may_begin(standing(actor, text.participant_id)))
    _require_ready(text)
    if text.number == FIRST:
        raise RuleBroken(_("Oppmøtet merkes av på siden med notatene."))
    seats = Invitation.objects.filter(meeting=text.meeting_id)
    seats.filter(here_for=text.number).exclude(pk__in=present).update(here_for=None)
    seats.filter(pk__in=present).update(here_for=text.number)
    add_walk_ins(text.meeting, walk_ins, attended=False, here_for=text.number)
    seats.filter(walked_in=True, attended=False, here_for=None).delete()
    if not seats.filter(employment=actor.employment_id, here_for=text.number).exists():
        raise RuleBroken(
            _("Merk også av deg selv. Bare en som er der, kan si hvem som er der."), field="present"
        )
    record(actor, "agreement.gathered", text, number=text.number, present=len(present) + len(walk_ins))


@transaction.atomic
def confirm(
    actor: Actor,
    agreed_text: AgreedText,
    *,
    for_participant: bool = False,
    organisation: Organisation | None = None,
    answer: str,
    words: str = "",
    manner: str,
    given_by: UUID | None = None,
) -> Confirmation:
    """Takes one party's word on a text that lies ready; when all present and the participant agree, it holds.

    `given_by` is the employment of whoever speaks for a party in the room. The same word twice is one word;
    another word sets the first aside.
    """
    text = locked(agreed_text)
    party = _party(actor, organisation, for_participant=for_participant)
    require(policies.may_confirm(standing(actor, text.participant_id), party=party, manner=manner))
    _require_ready(text)
    table = _Table(text)
    if party not in table.required:
        raise RuleBroken(_("Denne etaten var ikke til stede, og bekrefter derfor ikke."))
    in_room = manner == Confirmation.Manner.IN_ROOM
    speaker = table.speaker(actor, party, given_by) if in_room else actor.employment_id or actor.assisted_by
    if answer == Confirmation.Answer.DISAGREES and not words.strip():
        raise RuleBroken(_ask_for_words(for_participant=for_participant), field="words")
    standing_word = _word_of(text, party)
    if standing_word and (standing_word.answer, standing_word.words) == (answer, words):
        return standing_word
    if standing_word:
        _set_aside(standing_word)
    word = Confirmation(participant_id=text.participant_id, agreed_text=text, answer=answer, words=words)
    word.is_participant, word.organisation_id = for_participant, None if for_participant else UUID(party)
    word.manner, word.given_by_id = manner, speaker
    word.save(force_insert=True)
    record(actor, "agreement.word_given", word, answer=answer, manner=manner, party=party)
    if _tally(text, table.required).is_agreed:
        _conclude(actor, text, table)
    return word


@transaction.atomic
def take_back_word(actor: Actor, confirmation: Confirmation) -> None:
    """Undoes a word, as long as the text is not agreed: a wrong button is soon pressed on a shared screen."""
    text = locked(confirmation.agreed_text)
    party = rules.PARTICIPANT if confirmation.is_participant else str(confirmation.organisation_id)
    held = standing(actor, text.participant_id)
    is_here = _Table(text).seats_somebody(actor.employment_id)
    require(policies.may_take_back(held, party=party, manner=confirmation.manner, is_here=is_here))
    if text.state != AgreedText.State.DRAFT:
        raise RuleBroken(str(REFUSALS[rules.Refusal.AGREED]))
    _set_aside(confirmation)
    record(actor, "agreement.word_taken_back", confirmation, party=party)


@transaction.atomic
def send_copy_again(actor: Actor, agreed_text: AgreedText, *, organisation_id: UUID) -> None:
    """Asks that a copy which has failed is tried at once, and not at the time set for it."""
    require(policies.may_deliver(standing(actor, agreed_text.participant_id)))
    if not try_again_now(rules.copy_key(agreed_text.pk, organisation_id)):
        raise RuleBroken(_("Denne kopien venter ikke på noe nytt forsøk."))
    record(actor, "archive_copy.tried_again", agreed_text, organisation=str(organisation_id))


def _ask_for_words(*, for_participant: bool) -> str:
    if for_participant:
        return _("Skriv hva du er uenig i, så de andre kan se det.")
    return _("Skriv hva dere er uenige i, så de andre kan se det.")


def _party(actor: Actor, organisation: Organisation | None, *, for_participant: bool) -> str:
    if for_participant:
        return rules.PARTICIPANT
    return str(organisation.pk if organisation else actor.organisation_id)


def _require_ready(text: AgreedText) -> None:
    """Stops what can only be done to a text that lies ready."""
    is_draft = text.state == AgreedText.State.DRAFT
    refusal = rules.why_not_to_confirm(has_draft=is_draft, closed=text.closed)
    if refusal:
        raise RuleBroken(str(REFUSALS[refusal]))


class _Table:
    """Who is called to the meeting, who of them is in the room for this version, and who must confirm it."""

    def __init__(self, text: AgreedText) -> None:
        self.seats = list(Invitation.objects.filter(meeting=text.meeting_id).order_by("role", "pk"))
        self.here = [seat for seat in self.seats if seat.is_here(text.number)]
        self.required = rules.parties(
            seat.organisation_id for seat in self.seats if seat.is_party(text.number)
        )

    def seats_somebody(self, employment: UUID | None) -> bool:
        """Whether this member of staff, or for none the participant, is in the room."""
        return any(seat.employment_id == employment for seat in self.here)

    def speaker(self, actor: Actor, party: str, given_by: UUID | None) -> UUID | None:
        """Who gives a party's word on the screen in the room: somebody who is there, and never a guess."""
        if not self.seats_somebody(actor.employment_id):
            raise RuleBroken(_("Bare en som er i rommet, kan trykke for de andre."))
        if party == rules.PARTICIPANT:
            if not self.seats_somebody(None):
                raise RuleBroken(_("Deltakeren er ikke i rommet, og bekrefter selv på Min vei."))
            return actor.employment_id
        people = [seat.employment_id for seat in self.here if str(seat.organisation_id) == party]
        if not people:
            raise RuleBroken(_("Ingen fra denne etaten er i rommet. De bekrefter selv, innlogget."))
        if given_by is None and len(people) == 1:
            return people[0]
        if given_by not in people:
            raise RuleBroken(_("Velg hvem som svarer."))
        return given_by


def _word_of(text: AgreedText, party: str) -> Confirmation | None:
    words = Confirmation.objects.filter(agreed_text=text, set_aside_at=None)
    if party == rules.PARTICIPANT:
        return words.filter(is_participant=True).first()
    return words.filter(organisation=UUID(party)).first()


def _set_aside(word: Confirmation) -> None:
    word.set_aside_at = timezone.now()
    word.save(update_fields=["set_aside_at"], force_update=True)


def _tally(text: AgreedText, required: frozenset[str]) -> rules.Tally:
    words = Confirmation.objects.filter(agreed_text=text, set_aside_at=None)
    given = words.values_list("organisation_id", "answer")
    return rules.tally(
        required,
        {str(party or rules.PARTICIPANT): answer == Confirmation.Answer.AGREES for party, answer in given},
    )


def _conclude(actor: Actor, text: AgreedText, table: _Table) -> None:
    """The text holds: the version before is replaced, the plan is changed, each agency gets its copy."""
    AgreedText.objects.filter(meeting=text.meeting_id, state=AgreedText.State.AGREED).update(
        state=AgreedText.State.SUPERSEDED
    )
    text.state, text.agreed_at = AgreedText.State.AGREED, timezone.now()
    text.as_agreed = _beside(text, table).written()
    text.save(update_fields=["state", "agreed_at", "as_agreed"], force_update=True)
    Meeting.objects.filter(pk=text.meeting_id).update(state=Meeting.State.AGREED)
    record(actor, "agreement.reached", text, number=text.number)
    _send_copies(text, table)
    agreement_effects()(actor, text)


def _beside(text: AgreedText, table: _Table) -> AsAgreed:
    """What lies beside the text now that all agree: it is archived as it is now, whenever the copies leave."""
    words = OwnWords.objects.filter(meeting=text.meeting_id).exclude(text="").first()
    return AsAgreed(
        seats=tuple(
            SeatThen(
                role=seat.role,
                employment=str(seat.employment_id or ""),
                organisation=str(seat.organisation_id or ""),
                attended=bool(seat.attended),
                walked_in=seat.walked_in,
                here=seat.is_here(text.number),
            )
            for seat in table.seats
        ),
        own_words=WordsThen(words.text, words.language) if words else None,
    )


def _send_copies(text: AgreedText, table: _Table) -> None:
    """A copy to each organisation that was called or came, and to each that has written a note of its own."""
    called = {seat.organisation_id for seat in table.seats if seat.organisation_id}
    organisations = sorted(called | _keep_notes(text), key=str)
    keys = {organisation: rules.copy_key(text.pk, organisation) for organisation in organisations}
    for organisation, key in keys.items():
        send_later("archive.copy", key=key, agreed_text=str(text.pk), organisation=str(organisation))
    rows = dict(Outbox.objects.filter(key__in=keys.values()).values_list("key", "pk"))
    ArchiveCopy.objects.bulk_create(
        ArchiveCopy(
            participant_id=text.participant_id,
            agreed_text=text,
            organisation_id=organisation,
            outbox_id=rows[key],
        )
        for organisation, key in keys.items()
    )


def _keep_notes(text: AgreedText) -> set[UUID]:
    """Lets the database keep every organisation's notes as they stand, and tells who has written any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.keep_notes(%s)", [text.pk])
        return {organisation for (organisation,) in cursor.fetchall()}
