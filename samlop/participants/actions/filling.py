"""Taking an answer given in a meeting into the mapping."""

from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.participants import policies
from samlop.participants.actions.changing import lock, own_row, store
from samlop.participants.actions.mapping import put_in_order, refuse_impossible_schooling
from samlop.participants.answers import Answer, AnswerShape
from samlop.participants.mapping_words import ANSWER_REFUSALS, documentation_refusal_in_words
from samlop.participants.models import (
    Education,
    LanguageSkills,
    Needs,
    OccupationalWish,
    Participant,
    Schooling,
)
from samlop.participants.rules import (
    ANSWERS,
    DATED_DOCUMENTATION,
    AnswerRefusal,
    DocumentationRefusal,
    documentation_route,
    read_answer,
)

SECTIONS: dict[str, type[LanguageSkills | Schooling | Needs]] = {
    "language_skills": LanguageSkills,
    "schooling": Schooling,
    "needs": Needs,
}
HIGHEST_FIRST = ("higher", "upper_secondary", "primary")


@transaction.atomic
def fill_mapping(actor: Actor, participant: Participant, *, fills: str, value: Any) -> None:
    """Lets the mapping say what the meeting came to. Source: routine, agendas of meetings 1-3.

    `value` is one of `choices_for(fills)`, a yes or no where a tick answers, or words where the mapping takes words.
    """
    if fills not in ANSWERS:
        raise RuleBroken(_("Rutinen viser til noe kartleggingen ikke har."))
    shape = ANSWERS[fills]
    require(policies.may_fill(standing(actor, participant.pk), fills))
    answer = read_answer(shape, value)
    if isinstance(answer, AnswerRefusal):
        raise RuleBroken(ANSWER_REFUSALS[answer])
    lock(participant.pk)
    if shape.table == "wish":
        _put_wish_first(actor, participant, words=answer.value)
    elif shape.table == "education":
        _fill_education(actor, participant, answer)
    else:
        _fill_section(actor, participant, shape=shape, answer=answer)


def _fill_section(actor: Actor, participant: Participant, *, shape: AnswerShape, answer: Answer) -> None:
    row, is_new = own_row(SECTIONS[shape.table], participant)
    fields: dict[str, Any] = {answer.field: answer.value}
    if answer.field == "overall":
        fields["assessed_on"] = localdate()
    different = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, fields[name])
    if different:
        refuse_impossible_schooling(row, today=localdate())
        store(row, different, is_new=is_new)
        record(actor, "mapping.filled", row, fields=different)


def _put_wish_first(actor: Actor, participant: Participant, *, words: str) -> None:
    wishes = list(OccupationalWish.objects.filter(participant=participant))
    wish = next((one for one in wishes if one.words.casefold() == words.casefold()), None)
    if wish is None:
        wish = OccupationalWish(participant=participant, words=words, written_by_id=actor.employment_id)
        wish.language = participant.portal_language if actor.is_participant else "nb"
        wish.save(force_insert=True)
    put_in_order([wish, *(one for one in wishes if one.pk != wish.pk)])
    record(actor, "mapping.filled", wish, fields=["words"])


def _fill_education(actor: Actor, participant: Participant, answer: Answer) -> None:
    educations = list(Education.objects.select_for_update(of=["self"]).filter(participant=participant))
    educations.sort(key=lambda education: HIGHEST_FIRST.index(education.level))
    if not educations:
        raise RuleBroken(_("Skriv utdanningen inn i kartleggingen først. Så kan svaret tas inn."))
    if answer.field == "self_declared_on":
        _fill_self_declaration(actor, educations[-1], handed_in=answer.value == "yes")
    else:
        _fill_documentation(actor, educations, state=answer.value)


def _fill_self_declaration(actor: Actor, education: Education, *, handed_in: bool) -> None:
    if handed_in == (education.self_declared_on is not None):
        return
    education.self_declared_on = localdate() if handed_in else None
    store(education, ["self_declared_on"], is_new=False)
    record(actor, "mapping.filled", education, fields=["self_declared_on"])


def _fill_documentation(actor: Actor, educations: list[Education], *, state: str) -> None:
    """The answer is about the highest education whose papers are not approved yet."""
    waiting = [one for one in educations if one.documentation != Education.Documentation.APPROVED]
    education = (waiting or educations)[0]
    route = documentation_route(education.documentation, state)
    if route is None:
        refused = DocumentationRefusal.NOT_NEXT
        raise RuleBroken(documentation_refusal_in_words(refused, education, state))
    if not route:
        return
    education.documentation, education.decided_by = state, ""
    education.documentation_on = localdate() if state in DATED_DOCUMENTATION else None
    store(education, ["documentation", "documentation_on", "decided_by"], is_new=False)
    record(actor, "education.documented", education, documentation=state)
