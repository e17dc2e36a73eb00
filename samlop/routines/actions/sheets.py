"""Keeps a whole page of typed texts at once: by the button, without a script."""

from collections.abc import Sequence

from django.db import transaction

from samlop.kernel.actor import Actor
from samlop.kernel.errors import Conflict, RuleBroken
from samlop.routines.actions.answers import propose_answer
from samlop.routines.actions.minutes import save_note, save_own_words
from samlop.routines.minutes_rules import Typed
from samlop.routines.models import Meeting

OWN_WORDS = "own_words"
ANSWER_TO = "answer:"


@transaction.atomic
def keep_sheet(
    actor: Actor,
    meeting: Meeting,
    *,
    notes: Sequence[Typed],
    own_words: Typed | None = None,
    answers: Sequence[Typed] = (),
) -> dict[str, Conflict]:
    """Keeps all that was typed on the page; what somebody else saved meanwhile comes back as conflicts.

    The conflicts are named by agenda code, by `OWN_WORDS`, and by `ANSWER_TO` and agenda code.
    """
    conflicts: dict[str, Conflict] = {}
    for note in notes:
        try:
            save_note(actor, meeting, agenda_code=note.code, text=note.text, version=note.version)
        except Conflict as conflict:
            conflicts[note.code] = conflict
    if own_words:
        try:
            _keep_own_words(actor, meeting, own_words)
        except Conflict as conflict:
            conflicts[OWN_WORDS] = conflict
    for answer in answers:
        try:
            _propose(actor, meeting, answer)
        except Conflict as conflict:
            conflicts[f"{ANSWER_TO}{answer.code}"] = conflict
    return conflicts


def _keep_own_words(actor: Actor, meeting: Meeting, typed: Typed) -> None:
    save_own_words(actor, meeting, text=typed.text, version=typed.version, language=typed.language)


def _propose(actor: Actor, meeting: Meeting, answer: Typed) -> None:
    try:
        propose_answer(actor, meeting, agenda_code=answer.code, value=answer.text, version=answer.version)
    except RuleBroken as broken:
        raise RuleBroken(str(broken), field=f"{ANSWER_TO}{answer.code}") from broken
