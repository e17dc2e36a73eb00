"""What a meeting decided about the plan itself is carried out, and what it decided no longer is taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import Truncator

from samlop.access.models import Organisation
from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import require
from samlop.kernel.log import record
from samlop.plans import decisions as asking
from samlop.plans import policies, rules
from samlop.plans.actions.deciding_goals import add_goal, take_back_goal
from samlop.plans.decisions import Deed, NewGoal, NewHorizon, NewPeriod, NewStatus, NewStep, PlanChange
from samlop.plans.models import Plan, PlanVersion, Step
from samlop.routines.models import AgreedText, Decision
from samlop.routines.queries.governing import successions

LONGEST_NOTE = 300


@transaction.atomic
def change_plan(actor: Actor, agreed_text: AgreedText, *, today: date) -> list[Deed]:
    """Does what is newly decided, takes back what is decided no longer, and says all that the minutes have done."""
    require(policies.may_carry_out(standing(actor, agreed_text.participant_id)))
    asked = list(_asked(actor, agreed_text))
    done = _done(agreed_text)
    left = asking.what_is_left([change for _decision, change in asked], [deed.asked for deed in done])
    for place in reversed(left.gone):
        _take_back(actor, agreed_text, done[place])
    deeds = [done[place] for place in left.kept]
    for place in left.new:
        decision, change = asked[place]
        deed = _carry_out(decision, change, today=today)
        record(actor, "decision.carried_out" if deed else "decision.impossible", decision)
        deeds += [deed] if deed else []
    return deeds


def _asked(actor: Actor, agreed_text: AgreedText) -> list[tuple[Decision, PlanChange]]:
    asked = []
    for decision in Decision.objects.filter(agreed_text=agreed_text):
        try:
            change = asking.read_change(decision.plan_change)
        except asking.UnknownChange:
            record(actor, "decision.not_understood", decision)
            continue
        asked += [(decision, change)] if change else []
    return asked


def _done(agreed_text: AgreedText) -> list[Deed]:
    """What earlier versions of the same minutes have done and left done."""
    kept = PlanVersion.objects.filter(agreed_text__meeting=agreed_text.meeting_id).first()
    return [asking.read_deed(stored) for stored in kept.carried_out] if kept else []


def _carry_out(decision: Decision, change: PlanChange, *, today: date) -> Deed | None:
    """What was done, or nothing where the step that is meant does not exist or cannot be so."""
    if isinstance(change, NewStep):
        return _add_step(decision, change, today=today)
    if isinstance(change, NewHorizon):
        return _set_horizon(decision, change)
    if isinstance(change, NewGoal):
        return add_goal(decision.participant_id, change)
    step = _step(decision.participant_id, change.step)
    return _set(step, decision, change) if step else None


def _add_step(decision: Decision, change: NewStep, *, today: date) -> Deed | None:
    """A step says in its note what was decided, unless that is its very name."""
    note = "" if decision.text == change.title else Truncator(decision.text).chars(LONGEST_NOTE)
    step = Step(decision=decision, kind=change.kind, title=change.title, note=note)
    step.participant_id, step.first, step.until = decision.participant_id, change.first, change.until
    if not _is_possible(step):
        return None
    step.organisation_id = _who_answers_today(change.organisation, today)
    step.save(force_insert=True)
    return Deed(change, step=str(step.pk))


def _set_horizon(decision: Decision, change: NewHorizon) -> Deed | None:
    if rules.deadline_refusal(change.horizon):
        return None
    found = Plan.objects.select_for_update(of=["self"]).filter(participant=decision.participant_id).first()
    plan = found or Plan(participant_id=decision.participant_id)
    before = _text(plan.horizon)
    plan.horizon, plan.decision = change.horizon, decision
    plan.save(force_insert=found is None, force_update=found is not None)
    return Deed(change, before=(before,))


def _step(participant_id: UUID, pk: str) -> Step | None:
    """The step that is meant, also when it has been taken out meanwhile: it is changed where it lies."""
    try:
        wanted = UUID(pk)
    except ValueError:
        return None
    steps = Step.objects.select_for_update(of=["self"])
    return steps.filter(participant=participant_id, pk=wanted).first()


def _set(step: Step, decision: Decision, change: NewStatus | NewPeriod) -> Deed | None:
    values = _values(change)
    before = tuple(_text(getattr(step, name)) for name in values)
    for name, value in values.items():
        setattr(step, name, value)
    if isinstance(change, NewPeriod) and not _is_possible(step):
        return None
    step.decision = decision
    step.save(update_fields=[*values, "decision"], force_update=True)
    return Deed(change, step=str(step.pk), before=before)


def _take_back(actor: Actor, agreed_text: AgreedText, deed: Deed) -> None:
    """Puts things back as they were, unless another meeting or somebody in the group has changed them since."""
    if isinstance(deed.asked, NewGoal):
        return take_back_goal(actor, agreed_text.participant_id, deed)
    row = _row(agreed_text.participant_id, deed)
    values = _values(deed.asked)
    is_ours = row is not None and _is_decided_in(agreed_text, row.decision_id)
    if row is None or not is_ours or any(getattr(row, name) != value for name, value in values.items()):
        return None
    for name, before in zip(values, _before(deed), strict=True):
        setattr(row, name, before)
    if isinstance(deed.asked, NewPeriod) and not _is_possible(row):
        return None
    row.save(update_fields=list(values), force_update=True)
    return record(actor, "decision.taken_back", row)


def _is_possible(step: Any) -> bool:
    """Whether the step lasts at least a day; somebody may have moved its other end since it was decided."""
    return rules.period_refusal(rules.PlannedPeriod(step.first, step.until)) is None


def _row(participant_id: UUID, deed: Deed) -> Step | Plan | None:
    if isinstance(deed.asked, NewHorizon):
        return Plan.objects.select_for_update(of=["self"]).filter(participant=participant_id).first()
    return _step(participant_id, deed.step)


def _is_decided_in(agreed_text: AgreedText, decision_id: UUID | None) -> bool:
    if decision_id is None:
        return False
    return Decision.objects.filter(pk=decision_id, agreed_text__meeting=agreed_text.meeting_id).exists()


def _values(change: NewStep | NewStatus | NewPeriod | NewHorizon) -> dict[str, Any]:
    """What stands in the row because it was asked."""
    if isinstance(change, NewStep):
        return {"removed": False}
    if isinstance(change, NewStatus):
        return {"status": change.status.value}
    if isinstance(change, NewPeriod):
        days = {"first": change.first, "until": change.until}
        return {name: day for name, day in days.items() if day is not None}
    return {"horizon": change.horizon}


def _before(deed: Deed) -> tuple[Any, ...]:
    """What stood there before; a step that was added was not in the plan."""
    if isinstance(deed.asked, NewStep):
        return (True,)
    if isinstance(deed.asked, NewStatus):
        return deed.before
    return tuple(date.fromisoformat(text) if text else None for text in deed.before)


def _who_answers_today(organisation: str, today: date) -> UUID | None:
    """The organisation that was named, or its successor where it has been merged; nobody when it has simply ended."""
    if not organisation:
        return None
    living = successions(today).living(UUID(organisation))
    is_known = living is not None and Organisation.objects.existing_on(today).filter(pk=living).exists()
    return living if is_known else None


def _text(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
