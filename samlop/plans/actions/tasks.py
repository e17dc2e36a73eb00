"""Actions: who does what by when, ticked off and un-ticked."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.participants.models import Membership, Participant
from samlop.plans import policies
from samlop.plans.models import Action

CHANGEABLE = ("text", "due_on", "owner_employment_id", "owner_is_participant")


@transaction.atomic
def add_action(actor: Actor, participant: Participant, *, today: date, **values: Any) -> Action:
    """Gives somebody in the group, or the participant, something to do."""
    require(policies.may_change_actions(actor, participant.pk))
    action = Action(participant=participant, **values)
    _require_owner_in_group(action, today)
    action.save(force_insert=True)
    record(actor, "action.added", action)
    return action


@transaction.atomic
def change_action(actor: Actor, action: Action, *, today: date, **values: Any) -> Action:
    """Changes what is to be done, by whom or by when."""
    action = _locked(action)
    require(policies.may_change_actions(actor, action.participant_id))
    for name in CHANGEABLE:
        if name in values:
            setattr(action, name, values[name])
    _require_owner_in_group(action, today)
    action.save(force_update=True)
    record(actor, "action.changed", action, fields=sorted(values))
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
    require(policies.may_change_actions(actor, action.participant_id))
    action.dropped = dropped
    action.save(force_update=True)
    record(actor, "action.dropped" if dropped else "action.restored", action)
    return action


def _set_done(actor: Actor, action: Action, *, done_on: date | None) -> Action:
    action = _locked(action)
    require(policies.may_tick(actor, action))
    if (action.done_on is None) == (done_on is None):
        return action
    action.done_on = done_on
    action.save(force_update=True)
    record(actor, "action.ticked" if done_on else "action.unticked", action)
    return action


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=["self"]).get(pk=action.pk)


def _require_owner_in_group(action: Action, today: date) -> None:
    if action.owner_is_participant:
        action.owner_employment_id = None
        return
    members = Membership.objects.current(today).filter(participant_id=action.participant_id)
    if not members.filter(employment_id=action.owner_employment_id).exists():
        raise RuleBroken(_("Velg deltakeren eller en i ressursgruppen."), field="owner")
