"""What an agreed meeting does to the plan, and what a decision may ask of it: the other side of routines' ports."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken
from samlop.kernel.periods import add_days
from samlop.participants.actions.changing import lock
from samlop.participants.models import Participant
from samlop.plans import rules
from samlop.plans.actions.deciding import change_plan
from samlop.plans.actions.promising import keep_promises
from samlop.plans.actions.versions import write_version
from samlop.plans.decisions import (
    ChangeKind,
    NewHorizon,
    NewPeriod,
    NewStatus,
    NewStep,
    PlanChange,
    written_change,
)
from samlop.plans.models import PlanVersion, Step, StepKind
from samlop.plans.pathway import StepKind as Kind
from samlop.plans.pathway import StepStatus
from samlop.plans.wording import REFUSALS
from samlop.routines.models import AgreedText

LONGEST_TITLE = 120
Choice = tuple[str, str]


def carry_out_decisions(actor: Actor, agreed_text: AgreedText) -> None:
    """Decisions become actions of their owners and change the plan; then the plan gets its next version, once.

    A later version of the same minutes does only what is new in it, and takes back what it no longer holds.
    Source: routine, every meeting; integreringsloven § 15.
    """
    lock(agreed_text.participant_id)
    if PlanVersion.objects.filter(agreed_text=agreed_text).exists():
        return
    today = localdate()
    keep_promises(actor, agreed_text, today=today)
    deeds = change_plan(actor, agreed_text, today=today)
    write_version(actor, agreed_text, deeds=deeds)


class PlanChoices:
    """What a decision may ask of the plan, as choices in the meeting's form."""

    def groups(self, actor: Actor, participant: Participant) -> list[tuple[str, list[Choice]]]:
        """Every change in words that stand alone, under headings: the goal, new steps, then step by step."""
        steps = Step.objects.visible_to(actor).filter(participant=participant, removed=False)
        new = [(f"{ChangeKind.ADD_STEP}:{kind.value}", _("Nytt steg: %s") % kind.label) for kind in StepKind]
        horizon = [(ChangeKind.HORIZON.value, _("Ny realistisk dag for målet"))]
        return [
            (_("Målet"), horizon),
            (_("Nytt steg"), new),
            *((step.name, _choices_of(step)) for step in steps),
        ]

    def parse(self, value: str, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """The choice and the form's days, title and organisation as a decision keeps them; `until` is the last day."""
        if not value:
            return {}
        kind, _separator, rest = value.partition(":")
        try:
            change = _READERS[ChangeKind(kind)](rest, cleaned)
        except (ValueError, KeyError) as forged:
            raise RuleBroken(_("Velg en av endringene på listen."), field="plan_change") from forged
        return written_change(change)


def _choices_of(step: Step) -> list[Choice]:
    moved = (f"{ChangeKind.STEP_PERIOD}:{step.pk}", _("%(step)s: ny tid") % {"step": step.name})
    others = (status for status in Step.Status if status != step.status)
    return [
        moved,
        *((f"{ChangeKind.STEP_STATUS}:{step.pk}:{one.value}", f"{step.name}: {one.label}") for one in others),
    ]


def _new_step(kind: str, cleaned: Mapping[str, Any]) -> PlanChange:
    title = str(cleaned.get("title") or "").strip()
    if len(title) > LONGEST_TITLE:
        raise RuleBroken(_("Navnet på steget kan ikke være lengre enn 120 tegn."), field="title")
    organisation = cleaned.get("organisation")
    period = _period(cleaned)
    return NewStep(
        Kind(kind), title, period.first, period.until, str(organisation.pk) if organisation else ""
    )


def _new_status(rest: str, _cleaned: Mapping[str, Any]) -> PlanChange:
    step, _separator, status = rest.partition(":")
    return NewStatus(str(_known(step).pk), StepStatus(status))


def _new_period(step: str, cleaned: Mapping[str, Any]) -> PlanChange:
    """A day that is left empty stays as it is, and must fit the one that is given."""
    period = _period(cleaned)
    if not period.first and not period.until:
        raise RuleBroken(_("Skriv når steget begynner eller slutter."), field="first")
    known = _known(step)
    _require_possible(period.first or known.first, period.until or known.until)
    return NewPeriod(str(known.pk), period.first, period.until)


def _new_horizon(rest: str, cleaned: Mapping[str, Any]) -> PlanChange:
    horizon = cleaned.get("until")
    if rest or horizon is None:
        raise RuleBroken(_("Skriv dagen det er realistisk å nå målet."), field="until")
    if refusal := rules.horizon_refusal(horizon, localdate()):
        raise RuleBroken(REFUSALS[refusal], field="until")
    return NewHorizon(horizon)


_READERS: Mapping[ChangeKind, Callable[[str, Mapping[str, Any]], PlanChange]] = {
    ChangeKind.ADD_STEP: _new_step,
    ChangeKind.STEP_STATUS: _new_status,
    ChangeKind.STEP_PERIOD: _new_period,
    ChangeKind.HORIZON: _new_horizon,
}


def _period(cleaned: Mapping[str, Any]) -> rules.PlannedPeriod:
    """The days as they are kept: people say the last day, a plan keeps the first one after it."""
    last = cleaned.get("until")
    return _require_possible(cleaned.get("first"), add_days(last, 1) if last else None)


def _require_possible(first: date | None, until: date | None) -> rules.PlannedPeriod:
    period = rules.PlannedPeriod(first, until)
    if refusal := rules.period_refusal(period):
        raise RuleBroken(REFUSALS[refusal], field="until")
    return period


def _known(step: str) -> Step:
    """A step within reach; anything else is forged."""
    found = Step.objects.filter(pk=UUID(step), removed=False).first()
    if found is None:
        raise ValueError(step)
    return found
