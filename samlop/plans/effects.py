"""What an agreed meeting does to the plan, and what a decision may ask of it: the other side of routines' ports."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from samlop.kernel.actor import Actor
from samlop.kernel.log import record
from samlop.participants.models import Participant
from samlop.plans.actions.versions import write_version
from samlop.plans.models import Action, Plan, Step, StepKind
from samlop.plans.rules import ChangeKind
from samlop.routines.models import AgreedText, Decision


def carry_out_decisions(actor: Actor, agreed_text: AgreedText) -> None:
    """Decisions become actions of their owners, and change the plan; then the plan gets a new version.

    A later version of the same meeting carries out only what is new in it, and drops what it no longer holds.
    """
    decisions = list(Decision.objects.filter(agreed_text=agreed_text))
    if not decisions:
        return
    participant = agreed_text.participant
    earlier = list(Decision.objects.filter(agreed_text__meeting=agreed_text.meeting_id).exclude(agreed_text=agreed_text))
    carried_out = {_asked(one) for one in earlier if one.agreed_text.state != AgreedText.State.DRAFT}
    for decision in decisions:
        if decision.owner_is_participant or decision.owner_employment_id:
            _follow_up(actor, decision, earlier=earlier)
        if decision.plan_change and _asked(decision) not in carried_out:
            _change_plan(actor, participant, decision=decision)
    _drop_what_is_gone(actor, decisions, earlier=earlier)
    agrees = agreed_text.confirmations.filter(is_participant=True, answer="agrees", set_aside_at=None).first()
    write_version(
        actor,
        participant,
        meeting=agreed_text.meeting,
        decision=decisions[0],
        agreed_at=agrees.at if agrees else None,
    )


def _asked(decision: Decision) -> str:
    return repr(sorted(decision.plan_change.items()))


def _promise(decision: Decision) -> tuple[str, UUID | None]:
    return decision.text, decision.owner_employment_id


def _follow_up(actor: Actor, decision: Decision, *, earlier: Iterable[Decision]) -> None:
    same = [one.pk for one in earlier if _promise(one) == _promise(decision)]
    action = Action.objects.filter(decision__in=same).first()
    if action is None:
        action = Action(participant_id=decision.participant_id, text=decision.text)
        action.owner_employment_id = decision.owner_employment_id
        action.owner_is_participant = decision.owner_is_participant
    action.decision, action.due_on, action.dropped = decision, decision.due_on, False
    action.save()
    record(actor, "action.decided", action, decision=str(decision.pk))


def _drop_what_is_gone(actor: Actor, decisions: list[Decision], *, earlier: Iterable[Decision]) -> None:
    kept = {_promise(one) for one in decisions}
    gone = [one.pk for one in earlier if _promise(one) not in kept]
    for action in Action.objects.filter(decision__in=gone, done_on=None, dropped=False):
        action.dropped, action.decision = True, decisions[0]
        action.save(force_update=True)
        record(actor, "action.dropped", action)


def _change_plan(actor: Actor, participant: Participant, *, decision: Decision) -> None:
    change = decision.plan_change
    if change["change"] == ChangeKind.ADD_STEP:
        _add_step(actor, decision)
        return
    if change["change"] == ChangeKind.HORIZON:
        plan, _made = Plan.objects.get_or_create(participant=participant, defaults={"number": 0, "decision": decision})
        plan.horizon, plan.decision = date.fromisoformat(change["horizon"]), decision
        plan.save(force_update=True)
        record(actor, "plan.horizon", plan, decision=str(decision.pk))
        return
    _change_step(actor, decision)


def _add_step(actor: Actor, decision: Decision) -> None:
    change = decision.plan_change
    step = Step.objects.create(
        participant_id=decision.participant_id,
        kind=change["kind"],
        title=change.get("title", ""),
        first=_day(change.get("first")),
        until=_day(change.get("until")),
        organisation_id=change.get("organisation") or None,
        decision=decision,
    )
    record(actor, "step.decided", step, decision=str(decision.pk))


def _change_step(actor: Actor, decision: Decision) -> None:
    change = decision.plan_change
    step = Step.objects.select_for_update(of=["self"]).get(pk=change["step"], participant_id=decision.participant_id)
    if change["change"] == ChangeKind.STEP_STATUS:
        step.status = Step.Status(change["status"])
    else:
        step.first, step.until = _day(change.get("first")), _day(change.get("until"))
    step.decision = decision
    step.save(force_update=True)
    record(actor, "step.decided", step, decision=str(decision.pk))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class PlanChoices:
    """What a decision may ask of the plan, as choices in the meeting's form."""

    def choices(self, actor: Actor, participant: Participant) -> list[tuple[str, str]]:
        """Nothing, a new step, or a change of one of the steps there are."""
        offered = [("", _("Endrer ikke planen")), (ChangeKind.HORIZON.value, _("Ny realistisk dag for målet"))]
        offered += [(f"{ChangeKind.ADD_STEP}:{kind}", _("Nytt steg: %s") % label) for kind, label in StepKind.choices]
        for step in Step.objects.filter(participant=participant, removed=False):
            offered.append((f"{ChangeKind.STEP_PERIOD}:{step.pk}", _("Ny tid for: %s") % step.name))
            offered += [
                (f"{ChangeKind.STEP_STATUS}:{step.pk}:{status}", f"{step.name}: {label}")
                for status, label in Step.Status.choices
                if status != step.status
            ]
        return offered

    def parse(self, value: str, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The choice and the form's `first`, `until`, `title`, `organisation` as the JSON that a decision keeps."""
        kind, _separator, rest = value.partition(":")
        first, until = (cleaned.get(name) for name in ("first", "until"))
        days = {"first": first.isoformat() if first else None, "until": until.isoformat() if until else None}
        if kind == ChangeKind.ADD_STEP:
            organisation = cleaned.get("organisation")
            named = {"title": cleaned.get("title", ""), "organisation": str(organisation.pk) if organisation else None}
            return {"change": kind, "kind": rest, **named, **days}
        if kind == ChangeKind.STEP_PERIOD:
            return {"change": kind, "step": rest, **days}
        if kind == ChangeKind.STEP_STATUS:
            step, _separator, status = rest.partition(":")
            return {"change": kind, "step": step, "status": status}
        if kind == ChangeKind.HORIZON:
            return {"change": kind, "horizon": days["until"] or days["first"]}
        return {}
