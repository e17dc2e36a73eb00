"""Actions: who does what by when, ticked off and un-ticked."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.once import once_id, written_before
from samlop.participants.actions.changing import apply_changes
from samlop.participants.models import Membership, Participant
from samlop.plans import policies, rules
from samlop.plans.models import Action
from samlop.plans.wording import REFUSALS

NOTHING: Mapping[str, Any] = MappingProxyType({})
OWNER = ("owner_employment_id", "owner_is_participant")


@transaction.atomic
def add_action(
    actor: Actor, participant: Participant, *, today: date, key: UUID | None = None, **values: Any
) -> Action:
    """Gives somebody in the group, or the participant, something to do; a form sent twice gives it once."""
    require(policies.may_change_actions(standing(actor, participant.pk)))
    pk = once_id(participant.pk, key, *sorted(values.items()))
    if before := written_before(Action, pk):
        return before
    action = Action(id=pk, participant=participant, **values)
    _require_owner_in_group(action, today)
    _require_possible(action)
    action.save(force_insert=True)
    record(actor, "action.added", action)
    return action


@transaction.atomic
def change_action(
    actor: Actor,
    action: Action,
    *,
    today: date,
    changes: Mapping[str, Any],
    seen: Mapping[str, Any] = NOTHING,
) -> Action:
    """Changes what is to be done, by whom or by when; refuses what somebody else changed after it was shown."""
    action = _locked(action)
    require(policies.may_change_actions(standing(actor, action.participant_id)))
    different = apply_changes(action, changes, seen=seen)
    if any(name in different for name in OWNER):
        _require_owner_in_group(action, today)
    _require_possible(action)
    if different:
        action.save(update_fields=different, force_update=True)
        record(actor, "action.changed", action, fields=sorted(different))
    return action


@transaction.atomic
def tick_action(actor: Actor, action: Action, *, today: date) -> Action:
    """Marks it as done."""
    return _set_done(actor, action, done_on=today)


@transaction.atomic
def untick_action(actor: Actor, action: Action) -> Action:
    """Marks it as not done after all."""
    return _set_done(actor, action, done_on=None)


@transaction.atomic
def drop_action(actor: Actor, action: Action, *, dropped: bool = True) -> Action:
    """Lays it aside as no longer wanted, or takes it up again."""
    action = _locked(action)
    require(policies.may_change_actions(standing(actor, action.participant_id)))
    if action.dropped != dropped:
        action.dropped = dropped
        action.save(update_fields=["dropped"], force_update=True)
        record(actor, "action.dropped" if dropped else "action.restored", action)
    return action


def _set_done(actor: Actor, action: Action, *, done_on: date | None) -> Action:
    action = _locked(action)
    require(policies.may_tick(standing(actor, action.participant_id), action))
    if (action.done_on is None) == (done_on is None):
        return action
    action.done_on = done_on
    action.save(update_fields=["done_on"], force_update=True)
    record(actor, "action.ticked" if done_on else "action.unticked", action)
    return action


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=["self"]).get(pk=action.pk)


def _require_possible(action: Action) -> None:
    if refusal := rules.deadline_refusal(action.due_on):
        raise RuleBroken(REFUSALS[refusal], field="due_on")


def _require_owner_in_group(action: Action, today: date) -> None:
    """Only those in the group can be given something to do: nobody is addressed by mistake."""
    if action.owner_is_participant:
        action.owner_employment_id = None
        return
    members = Membership.objects.current(today).filter(participant_id=action.participant_id)
    owner = action.owner_employment_id
    if owner is None or not members.filter(employment_id=owner).exists():
        raise RuleBroken(_("Velg deltakeren eller en i ressursgruppen."), field="owner")
