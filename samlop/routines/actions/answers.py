"""Answers that fill the mapping or the plan: proposed by one, taken in or not by the group."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.periods import is_possible_day
from samlop.participants.actions import fill_mapping
from samlop.participants.mapping_words import ANSWER_REFUSALS
from samlop.participants.rules import ANSWERS, AnswerRefusal, read_answer
from samlop.routines import minutes_rules as rules
from samlop.routines.actions.minutes import open_draft, open_for_writing, require_newest
from samlop.routines.actions.reconciling import add_decision, remove_decision
from samlop.routines.models import AgendaAnswer, AgreedText, Decision, Meeting
from samlop.routines.policies import minutes as policies
from samlop.routines.queries.minutes import agenda_of
from samlop.routines.routine import AgendaItem
from samlop.ui.dates import short_day
from samlop.ui.scripts import language_of


@transaction.atomic
def propose_answer(
    actor: Actor, meeting: Meeting, *, agenda_code: str, value: str, version: int | None = None
) -> AgendaAnswer:
    """Proposes what the mapping or the plan shall say; a new proposal takes the place of the one before.

    With a `version`, the proposal is not put over one that somebody has made since. Nothing withdraws it.
    """
    require(policies.may_reconcile(standing(actor, meeting.participant_id)))
    open_for_writing(meeting)
    item = _item_that_fills(meeting, agenda_code)
    value = rules.as_kept(value)
    answer = _kept(meeting, agenda_code) or AgendaAnswer(
        participant_id=meeting.participant_id, meeting=meeting, agenda_code=agenda_code, version=0, value=""
    )
    if answer.version and (answer.value, answer.state) == (value, AgendaAnswer.State.PROPOSED):
        return answer
    if answer.version and version is not None:
        require_newest(answer, text=value, version=version, author=answer.proposed_by.person.name)
    if not value.strip() and answer.version:
        return _settled(actor, answer, AgendaAnswer.State.REJECTED)
    _require_fitting(item.fills or "", value)
    answer.fills, answer.value, answer.version = item.fills or "", value, answer.version + 1
    answer.state, answer.proposed_by_id = AgendaAnswer.State.PROPOSED, actor.employment_id  # type: ignore[assignment]
    answer.save(force_insert=answer.version == 1, force_update=answer.version > 1)
    record(actor, "answer.proposed", answer, fills=answer.fills)
    return answer


@transaction.atomic
def accept_answer(actor: Actor, answer: AgendaAnswer) -> AgendaAnswer:
    """Takes a proposal in: the mapping says it now, the plan once the text that decides it is agreed."""
    answer = _proposed(actor, answer)
    if rules.belongs_in_plan(answer.fills):
        _decide(actor, answer)
    else:
        fill_mapping(actor, answer.participant, fills=answer.fills, value=answer.value)
    return _settled(actor, answer, AgendaAnswer.State.ACCEPTED)


@transaction.atomic
def reject_answer(actor: Actor, answer: AgendaAnswer) -> AgendaAnswer:
    """Leaves mapping and plan as they are; the proposal is kept and can be made again."""
    return _settled(actor, _proposed(actor, answer), AgendaAnswer.State.REJECTED)


def _kept(meeting: Meeting, agenda_code: str) -> AgendaAnswer | None:
    answers = AgendaAnswer.objects.select_for_update(of=["self"]).select_related("proposed_by__person")
    return answers.filter(meeting=meeting, agenda_code=agenda_code).first()


def _item_that_fills(meeting: Meeting, agenda_code: str) -> AgendaItem:
    item = next((one for one in agenda_of(meeting) if one.code == agenda_code), None)
    if item is None or not item.fills:
        raise RuleBroken(_("Dette punktet fyller verken kartleggingen eller planen."))
    return item


def _require_fitting(fills: str, value: str) -> None:
    """Stops a proposal that could not be taken in."""
    if not value.strip():
        raise RuleBroken(ANSWER_REFUSALS[AnswerRefusal.EMPTY])
    if rules.belongs_in_plan(fills):
        _require_short(value)
    if fills == rules.HORIZON:
        _day(value)
    elif not rules.belongs_in_plan(fills):
        read = read_answer(ANSWERS[fills], value) if fills in ANSWERS else AnswerRefusal.NOT_OFFERED
        if isinstance(read, AnswerRefusal):
            raise RuleBroken(ANSWER_REFUSALS[read])


def _proposed(actor: Actor, answer: AgendaAnswer) -> AgendaAnswer:
    require(policies.may_reconcile(standing(actor, answer.participant_id)))
    open_for_writing(answer.meeting)
    locked = AgendaAnswer.objects.select_for_update(of=["self"]).select_related(
        "participant", "meeting__routine_version"
    )
    answer = locked.get(pk=answer.pk)
    if answer.state != AgendaAnswer.State.PROPOSED:
        raise RuleBroken(_("Forslaget er alt avgjort."))
    return answer


def _settled(actor: Actor, answer: AgendaAnswer, state: AgendaAnswer.State) -> AgendaAnswer:
    answer.state = state
    answer.save(update_fields=["state"], force_update=True)
    record(actor, f"answer.{state.value}", answer, fills=answer.fills)
    return answer


def _decide(actor: Actor, answer: AgendaAnswer) -> Decision:
    """The plan changes by what the group decides: the answer becomes a decision in the text all confirm.

    It takes the place of what the same item was decided to be before.
    """
    draft: AgreedText = open_draft(answer.meeting)
    value = str(answer.value)
    _require_short(value)
    change = rules.plan_change(answer.fills, value, language=_language_of(answer))
    text, words = _in_words(change, value)
    earlier = Decision.objects.filter(agreed_text=draft, agenda_code=answer.agenda_code)
    for decision in earlier:
        if (decision.text, decision.plan_change) == (text, change):
            return decision
        remove_decision(actor, decision)
    return add_decision(
        actor, draft, text=text, plan_change=change, plan_words=words, agenda_code=answer.agenda_code
    )


def _in_words(change: Mapping[str, Any], value: str) -> tuple[str, str]:
    """The decision, and what it changes in the plan, as the group reads them."""
    if change.get("change") == "horizon":
        words = _("Realistisk dag for målet: %(day)s") % {"day": short_day(_day(value))}
        return words, words
    if change.get("change") == "add_goal":
        return value.strip(), _("Målet på kartet, i deltakerens egne ord")
    return value.strip(), _("Nytt steg i planen") if change else ""


def _language_of(answer: AgendaAnswer) -> str:
    """Staff write down in Norwegian, unless the letters say otherwise."""
    participant = answer.participant
    return language_of(str(answer.value), likely=("nb", participant.language, participant.portal_language))


def _require_short(value: str) -> None:
    """Nothing is cut: what is too long to be decided on is said shorter."""
    if len(value.strip()) > rules.LONGEST_DECISION:
        told = {"longest": rules.LONGEST_DECISION, "length": len(value.strip())}
        raise RuleBroken(
            _(
                "Svaret blir et vedtak i felles referat, og kan ha høyst %(longest)d tegn. "
                "Dette har %(length)d. Skriv resten i notatet."
            )
            % told
        )


def _day(value: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise RuleBroken(_("Skriv en dag, som 1. juni 2028.")) from None
    if not is_possible_day(day):
        raise RuleBroken(_("Skriv en dag, som 1. juni 2028."))
    return day
