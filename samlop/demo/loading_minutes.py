"""Puts what was written in meetings among the rows: notes, own words, the agreed text, decisions, copies."""

from datetime import datetime, timedelta
from uuid import UUID

from samlop.demo import prose, records
from samlop.demo.caseload import situations as at
from samlop.demo.loading_keys import PARTICIPANT, employment_id, key_id, organisation_of, staff_id
from samlop.demo.loading_meetings import Held
from samlop.demo.loading_rows import Rows
from samlop.kernel.models import Outbox
from samlop.routines.as_agreed import AsAgreed, SeatThen, WordsThen
from samlop.routines.document import shipped_routine
from samlop.routines.minutes_rules import copy_key
from samlop.routines.models import (
    AgendaAnswer,
    AgreedItem,
    AgreedText,
    ArchiveCopy,
    ArchivedNote,
    Confirmation,
    Decision,
    OwnNote,
    OwnWords,
)
from samlop.routines.routine import Answer

OTHER_MATTERS = ""
"""The item a meeting outside the routine's points has, and every other meeting has last."""

WRITING = timedelta(minutes=10)
IN_MAPPING = "mapping."


def add_minutes(rows: Rows, held: Held) -> None:
    """Everything written in a meeting that has begun."""
    if not held.has_begun:
        return
    _add_own_notes(rows, held)
    _add_own_words(rows, held)
    text = _agreed_text(held)
    _add_text(rows, held, text)
    _add_items(rows, held, text)
    for place, decision in enumerate(held.record.decisions, 1):
        rows.add(_decision(held, decision, place=place), at=held.ends_at - WRITING, by=held.caller)
    for yes in held.record.confirmations:
        _add_confirmation(rows, held, yes)
    if held.record.state == at.RECONCILING:
        _add_answers(rows, held)


def text_id(meeting_key: str) -> UUID:
    """The id of a meeting's agreed text."""
    return key_id("text", meeting_key)


def decision_id(meeting_key: str, text: str) -> UUID:
    """The id of one decision of a meeting."""
    return key_id("decision", meeting_key, text)


def _add_own_notes(rows: Rows, held: Held) -> None:
    """Each party's own record; one note from a party in a meeting without agenda, under other matters."""
    for note in held.record.notes:
        row = OwnNote(
            id=key_id("note", held.record.key, note.employment, note.item),
            participant_id=held.file.id,
            meeting_id=held.id,
            organisation_id=organisation_of(note.employment),
            agenda_code=_item_code(held, note.item),
            text=note.text,
            author_id=employment_id(note.employment),
            updated_at=held.begins_at + WRITING,
            shared_at=held.begins_at + 2 * WRITING if note.shared else None,
        )
        rows.add(row)
        if held.is_agreed:
            rows.add(_archived(held, row))


def _archived(held: Held, note: OwnNote) -> ArchivedNote:
    return ArchivedNote(
        id=key_id("archived", note.pk),
        participant_id=held.file.id,
        agreed_text_id=text_id(held.record.key),
        organisation_id=note.organisation_id,
        agenda_code=note.agenda_code,
        text=note.text,
        author_id=note.author_id,
    )


def _item_code(held: Held, item: str) -> str:
    return item if held.record.point else OTHER_MATTERS


def _add_own_words(rows: Rows, held: Held) -> None:
    words = _own_words(held)
    if words is None:
        return
    row = OwnWords(
        id=key_id("words", held.record.key),
        participant_id=held.file.id,
        meeting_id=held.id,
        text=words.text,
        language=words.language,
        written_by_id=held.caller.employment_id,
        updated_at=held.begins_at + WRITING,
    )
    rows.add(row, at=held.begins_at + WRITING, by=held.caller)


def _own_words(held: Held) -> WordsThen | None:
    """As it was said, and under it what the interpreter made of it where there was one."""
    words = held.record.participant_words
    if words is None:
        return None
    if held.record.interpreter and words.language != "nb":
        return WordsThen(f"{words.text}\n\n{words.bokmal}", words.language)
    return WordsThen(words.bokmal, "nb")


def _beside(held: Held) -> AsAgreed:
    """What lay beside the text when all agreed."""
    roles = {seat.employment: seat.role for seat in held.file.record.group}
    seats = tuple(
        SeatThen(
            role=roles.get(one.invited, PARTICIPANT),
            employment="" if one.invited == PARTICIPANT else str(employment_id(one.invited)),
            organisation="" if one.invited == PARTICIPANT else str(organisation_of(one.invited)),
            attended=bool(one.attended),
            walked_in=False,
            here=bool(one.attended),
        )
        for one in held.record.invitations
    )
    return AsAgreed(seats, _own_words(held))


def _agreed_text(held: Held) -> AgreedText:
    return AgreedText(
        id=text_id(held.record.key),
        participant_id=held.file.id,
        meeting_id=held.id,
        number=1,
        state=AgreedText.State.AGREED if held.is_agreed else AgreedText.State.DRAFT,
        closed=held.is_agreed,
        created_by_id=employment_id(held.record.called_by),
        created_at=held.begins_at,
        agreed_at=held.ends_at if held.is_agreed else None,
        as_agreed=_beside(held).written() if held.is_agreed else {},
    )


def _add_text(rows: Rows, held: Held, text: AgreedText) -> None:
    rows.add(text, at=held.begins_at, by=held.caller)
    if held.is_agreed:
        rows.turn(text, at=held.ends_at - WRITING / 2, by=held.caller, values={"closed": (False, True)})
        agreed = {"state": ("draft", "agreed"), "agreed_at": (None, held.ends_at)}
        rows.turn(text, at=held.ends_at, by=held.caller, values=agreed)


def _add_items(rows: Rows, held: Held, text: AgreedText) -> None:
    """A place for the text to each agenda item, as it is laid out when a meeting begins."""
    written = _texts(held)
    point = held.record.point
    agenda = [item.code for item in shipped_routine().point(point).agenda] if point else []
    for code in (*agenda, OTHER_MATTERS):
        has_text = code in written
        row = AgreedItem(
            id=key_id("item", held.record.key, code),
            participant_id=held.file.id,
            agreed_text_id=text.pk,
            agenda_code=code,
            text=written.get(code, ""),
            version=2 if has_text else 1,
            author_id=held.caller.employment_id if has_text else None,
            updated_at=held.begins_at + 3 * WRITING if has_text else held.begins_at,
        )
        rows.add(row)


def _texts(held: Held) -> dict[str, str]:
    """The agreed texts by agenda item; a meeting without an agenda has all it said under other matters."""
    if held.record.point:
        return {text.item: text.text for text in held.record.agreed}
    said = [f"{prose.OUTSIDE_ITEMS[text.item]}\n{text.text}" for text in held.record.agreed]
    return {OTHER_MATTERS: "\n\n".join(said)} if said else {}


def _decision(held: Held, decision: records.Decision, *, place: int) -> Decision:
    return Decision(
        id=decision_id(held.record.key, decision.text),
        participant_id=held.file.id,
        agreed_text_id=text_id(held.record.key),
        text=decision.text,
        owner_employment_id=staff_id(decision.owner),
        owner_is_participant=decision.owner == PARTICIPANT,
        due_on=decision.deadline,
        position=place,
    )


def _add_confirmation(rows: Rows, held: Held, yes: records.Confirmation) -> None:
    """Given on one screen in the room, where everybody sat."""
    is_participant = yes.by == PARTICIPANT
    giver = held.record.called_by if is_participant else yes.by
    row = Confirmation(
        id=key_id("confirmation", held.record.key, yes.by),
        participant_id=held.file.id,
        agreed_text_id=text_id(held.record.key),
        organisation_id=None if is_participant else organisation_of(giver),
        is_participant=is_participant,
        answer=Confirmation.Answer.AGREES,
        manner=Confirmation.Manner.IN_ROOM,
        given_by_id=employment_id(giver),
        at=held.ends_at,
    )
    rows.add(row, at=held.ends_at, by=held.caller)


def _add_answers(rows: Rows, held: Held) -> None:
    """What the half-written text would fill in the mapping, waiting for somebody to take it in."""
    written = _texts(held)
    agenda = shipped_routine().point(held.record.point).agenda
    for item in agenda:
        fits = item.answer is Answer.TEXT and (item.fills or "").startswith(IN_MAPPING)
        if fits and item.code in written:
            row = AgendaAnswer(
                id=key_id("answer", held.record.key, item.code),
                participant_id=held.file.id,
                meeting_id=held.id,
                agenda_code=item.code,
                fills=item.fills or "",
                value=written[item.code],
                proposed_by_id=employment_id(held.record.called_by),
            )
            rows.add(row, at=held.begins_at + 3 * WRITING, by=held.caller)


def add_copies(rows: Rows, held: Held, *, leaves_at: datetime) -> None:
    """One copy for each agency that was called, in the outbox: the worker writes the documents themselves."""
    text = text_id(held.record.key)
    called = {organisation_of(one.invited) for one in held.record.invitations if one.invited != PARTICIPANT}
    for organisation in sorted(called):
        key = copy_key(text, organisation)
        outbox = Outbox(
            id=key_id("outbox", key),
            kind="archive.copy",
            key=key,
            payload={"agreed_text": str(text), "organisation": str(organisation)},
            created_at=held.ends_at,
            next_attempt_at=leaves_at,
        )
        rows.add(outbox)
        copy = ArchiveCopy(
            id=key_id("copy", key),
            participant_id=held.file.id,
            agreed_text_id=text,
            organisation_id=organisation,
            outbox_id=outbox.pk,
        )
        rows.add(copy, at=held.ends_at, by=held.caller)
