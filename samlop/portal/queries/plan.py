"""The participant's own part of the plan: goals, what to do, and one station of the road."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from samlop.kernel.actor import Actor
from samlop.kernel.prepared import prepared
from samlop.participants.models import Participant
from samlop.plans.content import ActionContent, Difference, GoalContent, StepContent, differences, read
from samlop.plans.kept import KeptPlan, name_of, version_in_words
from samlop.plans.models import Action, Goal, PlanVersion, Step, StepDependency
from samlop.plans.pathway import StepKind as Kind
from samlop.plans.queries import station_of
from samlop.portal.rules import Place, place_of
from samlop.portal.words import PLACES, SYMBOLS, WHAT_IT_IS

SHOWN_DONE = 10
LOOKS = {
    Step.Status.PLANNED: "planned",
    Step.Status.ONGOING: "active",
    Step.Status.COMPLETED: "done",
    Step.Status.PAUSED: "waiting",
    Step.Status.INTERRUPTED: "stopped",
}


@dataclass(frozen=True)
class PlanChange:
    """One thing that differs from the plan the participant last said yes to."""

    how: str
    what: str
    symbol: str


@dataclass(frozen=True)
class PlanToAgree:
    """The newest version of the plan, when the participant has not yet said yes to it."""

    version: PlanVersion
    kept: KeptPlan
    changes: tuple[PlanChange, ...]


@dataclass(frozen=True)
class Tasks:
    """What I am to do, what I have done, and what others do for me."""

    open: tuple[Action, ...]
    done: tuple[Action, ...]
    others: tuple[Action, ...]


@dataclass(frozen=True)
class StationPage:
    """One station: what it is, where on the road, who answers for it, when, what it waits for."""

    step: Step
    what: str
    symbol: str
    place: Place
    place_in_words: str
    status: str
    look: str
    waits_for: tuple[str, ...]


def goals_of(actor: Actor, participant: Participant) -> list[Goal]:
    """The goals, those one is on the way to first; those laid away are last and can be taken up again."""
    goals = Goal.objects.visible_to(actor).filter(participant=participant)
    turn = {Goal.State.ACTIVE: 0, Goal.State.REACHED: 1, Goal.State.LEFT: 2}
    return sorted(goals, key=lambda goal: turn[Goal.State(goal.state)])


def plan_to_agree(actor: Actor, participant: Participant) -> PlanToAgree | None:
    """The newest version, unless the participant has said yes to it already."""
    versions = PlanVersion.objects.visible_to(actor).filter(participant=participant)
    newest = versions.order_by("-number").first()
    if newest is None or newest.agreed_at is not None:
        return None
    before = versions.exclude(agreed_at=None).order_by("-number").first()
    found = differences(read(before.content), read(newest.content)) if before else ()
    return PlanToAgree(newest, version_in_words(newest), tuple(_change(one) for one in found))


def _change(difference: Difference) -> PlanChange:
    how, symbol = (_("Endret"), "pencil") if difference.before else (_("Nytt"), "plus")
    if difference.after is None:
        how, symbol = _("Tatt bort"), "minus"
    return PlanChange(how, _what(difference.after or difference.before), symbol)


def _what(piece: object) -> str:
    if isinstance(piece, GoalContent):
        return piece.words
    if isinstance(piece, StepContent):
        return name_of(piece)
    return piece.text if isinstance(piece, ActionContent) else _("når målet kan være nådd")


def tasks_of(actor: Actor, participant: Participant) -> Tasks:
    """Everything anybody is to do, in one query."""
    rows = _actions_with_owners(actor, participant.pk)
    own = [one for one in rows if one.owner_is_participant]
    done = [one for one in own if one.done_on is not None]
    return Tasks(
        open=tuple(one for one in own if one.done_on is None),
        done=tuple(sorted(done, key=_last_done_first)[:SHOWN_DONE]),
        others=tuple(one for one in rows if not one.owner_is_participant and one.done_on is None),
    )


@prepared
def _actions_with_owners(actor: Actor, participant_id: UUID) -> QuerySet[Action]:
    return _actions_of(actor, participant_id).select_related("owner_employment__person")


@prepared
def own_open_tasks(actor: Actor, participant_id: UUID) -> QuerySet[Action]:
    """What the participant is to do, the nearest deadline first, what has none last."""
    return _actions_of(actor, participant_id).filter(owner_is_participant=True, done_on=None)


def _actions_of(actor: Actor, participant_id: UUID) -> QuerySet[Action]:
    rows: QuerySet[Action] = Action.objects.visible_to(actor).filter(
        participant=participant_id, dropped=False
    )
    return rows.order_by(F("due_on").asc(nulls_last=True), "created_at", "pk")


def steps_of(actor: Actor, participant: Participant) -> QuerySet[Step]:
    """The steps of the plan with those who answer for them."""
    return _steps_of(actor, participant.pk)


@prepared
def stations_of(actor: Actor, participant_id: UUID) -> QuerySet[Step]:
    """All steps of the plan, for the short picture of the road."""
    return _steps_of(actor, participant_id)


def _steps_of(actor: Actor, participant_id: UUID) -> QuerySet[Step]:
    rows: QuerySet[Step] = Step.objects.visible_to(actor).filter(participant=participant_id, removed=False)
    return rows.select_related("organisation")


def station_page(actor: Actor, step: Step, today: date) -> StationPage:
    """One station in plain words."""
    waits = StepDependency.objects.visible_to(actor).filter(step=step, waits_for__removed=False)
    station = station_of(step)
    place = place_of(station, today)
    return StationPage(
        step=step,
        what=str(WHAT_IT_IS[Kind(step.kind)]),
        symbol=SYMBOLS[Kind(step.kind)],
        place=place,
        place_in_words=str(PLACES[place]),
        status=str(Step.Status(step.status).label),
        look=LOOKS[Step.Status(step.status)],
        waits_for=tuple(one.waits_for.name for one in waits.select_related("waits_for")),
    )


def _last_done_first(action: Action) -> timedelta:
    return date.max - (action.done_on or date.min)
