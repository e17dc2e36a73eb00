"""What a meeting decided that somebody shall do becomes that somebody's action."""

from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

from django.db import transaction

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import require
from samlop.kernel.log import record
from samlop.participants.models import Membership
from samlop.plans import policies
from samlop.plans.decisions import Promise, kept_promises
from samlop.plans.models import Action
from samlop.routines.models import AgreedText, Decision

PARTICIPANT = "participant"


@transaction.atomic
def keep_promises(actor: Actor, agreed_text: AgreedText, *, today: date) -> None:
    """Each decision with an owner becomes an action; of an earlier version only what is new or gone is touched."""
    require(policies.may_carry_out(standing(actor, agreed_text.participant_id)))
    decided = _owned(agreed_text)
    made = _made_by(agreed_text)
    told = {_promise(one) for one in _owned(_version_before(agreed_text))}
    pairs = kept_promises([_promise(one) for one in decided], [_promise(_cause(one)) for one in made])
    for place, decision in enumerate(decided):
        if place in pairs:
            _renew(actor, made[pairs[place]], decision, told=told, today=today)
        else:
            _add(actor, decision, today)
    for place, action in enumerate(made):
        if place not in pairs.values() and action.done_on is None and not action.dropped:
            action.dropped = True
            action.save(update_fields=["dropped"], force_update=True)
            record(actor, "action.dropped", action)


def _owned(agreed_text: AgreedText | None) -> list[Decision]:
    decisions = Decision.objects.filter(agreed_text=agreed_text) if agreed_text else Decision.objects.none()
    return [one for one in decisions if one.owner_is_participant or one.owner_employment_id]


def _made_by(agreed_text: AgreedText) -> Sequence[Action]:
    """The actions earlier versions of the same minutes have made; those that still stand are recognised first."""
    found = Action.objects.filter(decision__agreed_text__meeting=agreed_text.meeting_id)
    locked = found.select_for_update(of=["self"]).select_related("decision")
    return list(locked.order_by("dropped", "created_at", "pk"))


def _version_before(agreed_text: AgreedText) -> AgreedText | None:
    earlier = AgreedText.objects.filter(meeting=agreed_text.meeting_id, number__lt=agreed_text.number)
    return earlier.exclude(state=AgreedText.State.DRAFT).order_by("-number").first()


def _cause(action: Action) -> Decision:
    return cast("Decision", action.decision)


def _promise(decision: Decision) -> Promise:
    return Promise(
        decision.text, PARTICIPANT if decision.owner_is_participant else str(decision.owner_employment_id)
    )


def _add(actor: Actor, decision: Decision, today: date) -> None:
    action = Action(participant_id=decision.participant_id, text=decision.text, due_on=decision.due_on)
    _give(action, decision, today)
    action.decision = decision
    action.save(force_insert=True)
    record(actor, "action.decided", action, decision=str(decision.pk))


def _renew(actor: Actor, action: Action, decision: Decision, *, told: set[Promise], today: date) -> None:
    """Moves or hands over what the minutes now say otherwise; what people have changed themselves is left alone."""
    cause = _cause(action)
    changed = []
    if decision.due_on != cause.due_on:
        action.due_on = decision.due_on
        changed.append("due_on")
    if _promise(decision) != _promise(cause):
        action.text = decision.text
        _give(action, decision, today)
        changed += ["text", "owner_employment_id", "owner_is_participant"]
    if action.dropped and _promise(cause) not in told:
        action.dropped = False
        changed.append("dropped")
    if changed:
        action.decision = decision
        action.save(update_fields=[*changed, "decision"], force_update=True)
        record(actor, "action.decided", action, decision=str(decision.pk), fields=sorted(changed))


def _give(action: Action, decision: Decision, today: date) -> None:
    action.owner_is_participant = decision.owner_is_participant
    action.owner_employment_id = None
    if decision.owner_employment_id:
        action.owner_employment_id = _who_answers_today(decision, today)


def _who_answers_today(decision: Decision, today: date) -> UUID | None:
    """The one who promised, or whoever has taken over that seat since; without a successor the promise stays."""
    seats = Membership.objects.filter(participant=decision.participant_id).select_related("relation")
    after = {seat.predecessor_id: seat for seat in seats}
    seat = next((one for one in seats if one.employment_id == decision.owner_employment_id), None)
    while seat is not None and not _holds(seat, today):
        seat = after.get(seat.pk)
    return seat.employment_id if seat else decision.owner_employment_id


def _holds(seat: Membership, today: date) -> bool:
    until = seat.relation.period.upper
    return until is None or until > today
