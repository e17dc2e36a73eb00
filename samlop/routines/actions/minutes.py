"""While the meeting is held: it begins, everybody writes, and an organisation shares what it has written."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import Conflict, RuleBroken, require
from samlop.kernel.log import record
from samlop.routines import minutes_rules as rules
from samlop.routines.minutes_words import REFUSALS
from samlop.routines.models import (
    AgendaAnswer,
    AgreedItem,
    AgreedText,
    Decision,
    Invitation,
    Meeting,
    OwnNote,
    OwnWords,
)
from samlop.routines.policies import minutes as policies
from samlop.routines.queries.minutes import agenda_of, not_called
from samlop.ui.scripts import language_of

NORWEGIAN = "nb"


@transaction.atomic
def start_meeting(
    actor: Actor,
    meeting: Meeting,
    *,
    present: Collection[UUID],
    walk_ins: Collection[UUID] = (),
    interpreter: bool | None = None,
) -> AgreedText:
    """Says that the meeting begins and who is there, and lays out the draft of the one text.

    `present` names invitations; those left out were not there. `walk_ins` names employments of the group that came
    without being called. Source: report, attendance for each actor.
    """
    meeting = _locked(meeting)
    require(policies.may_begin(standing(actor, meeting.participant_id)))
    if meeting.state != Meeting.State.CALLED:
        raise RuleBroken(_("Møtet har alt begynt, eller det er avlyst."))
    _seat(meeting, present, walk_ins)
    meeting.state, meeting.held_at = Meeting.State.HELD, timezone.now()
    meeting.interpreter_attended = interpreter if meeting.interpreter_language else None
    meeting.save(update_fields=["state", "held_at", "interpreter_attended"], force_update=True)
    draft = lay_out_draft(meeting, by=actor, number=1)
    record(actor, "meeting.begun", meeting, present=len(present) + len(walk_ins))
    return draft


@transaction.atomic
def mark_present(
    actor: Actor,
    meeting: Meeting,
    *,
    present: Collection[UUID],
    walk_ins: Collection[UUID] = (),
    interpreter: bool | None = None,
) -> None:
    """Corrects who is there: somebody came late, or was marked by mistake; once all have agreed it stands."""
    require(policies.may_begin(standing(actor, meeting.participant_id)))
    draft = open_draft(meeting)
    meeting = _locked(meeting)
    if draft.number > 1:
        raise RuleBroken(_("Alle har bekreftet referatet, så oppmøtet i møtet står fast."))
    _seat(meeting, present, walk_ins)
    meeting.interpreter_attended = interpreter if meeting.interpreter_language else None
    meeting.save(update_fields=["interpreter_attended"], force_update=True)
    record(actor, "meeting.attendance", meeting, present=len(present) + len(walk_ins))


@transaction.atomic
def take_back_start(actor: Actor, meeting: Meeting) -> None:
    """Undoes that the meeting began, as long as nothing stands in the one text; own notes are kept."""
    require(policies.may_begin(standing(actor, meeting.participant_id)))
    draft = open_draft(meeting)
    meeting = _locked(meeting)
    has_text = AgreedItem.objects.filter(agreed_text=draft).exclude(text="").exists()
    if draft.number > 1 or has_text or Decision.objects.filter(agreed_text=draft).exists():
        raise RuleBroken(_("Det er alt skrevet i felles referat, så møtet kan ikke settes tilbake."))
    draft.delete()
    Invitation.objects.filter(meeting=meeting, walked_in=True).delete()
    Invitation.objects.filter(meeting=meeting).update(attended=None)
    meeting.state, meeting.held_at, meeting.interpreter_attended = Meeting.State.CALLED, None, None
    meeting.save(update_fields=["state", "held_at", "interpreter_attended"], force_update=True)
    record(actor, "meeting.start_taken_back", meeting)


@transaction.atomic
def save_note(actor: Actor, meeting: Meeting, *, agenda_code: str, text: str, version: int) -> OwnNote:
    """Keeps the own organisation's note to an agenda item, unless somebody saved it since `version`."""
    require(policies.may_write_note(standing(actor, meeting.participant_id)))
    open_for_writing(meeting)
    require_item(meeting, agenda_code)
    text = rules.as_kept(text)
    own = OwnNote.objects.filter(meeting=meeting, organisation=actor.organisation_id, agenda_code=agenda_code)
    note = own.select_for_update(of=["self"]).select_related("author__person").first()
    if note is None:
        note = OwnNote(
            participant_id=meeting.participant_id, meeting=meeting, agenda_code=agenda_code, version=0
        )
        note.organisation_id = actor.organisation_id  # type: ignore[assignment]
    elif note.text == text:
        return note
    else:
        require_newest(note, text=text, version=version, author=note.author.person.name)
    note.text, note.version, note.author_id = text, note.version + 1, actor.employment_id  # type: ignore[assignment]
    note.save(force_insert=note.version == 1, force_update=note.version > 1)
    record(actor, "note.saved", note, version=note.version)
    return note


@transaction.atomic
def save_own_words(
    actor: Actor, meeting: Meeting, *, text: str, version: int, language: str = ""
) -> OwnWords:
    """Keeps the participant's own words, prepared before it or said in it, also with staff beside.

    A language is what somebody chose; else they stay in the language they were in, as far as the letters fit.
    """
    require(policies.may_write_own_words(standing(actor, meeting.participant_id)))
    if _locked(meeting).state != Meeting.State.CALLED:
        open_for_writing(meeting)
    text = rules.as_kept(text)
    kept = OwnWords.objects.filter(meeting=meeting).select_for_update(of=["self"])
    words = kept.select_related("written_by__person", "participant").first()
    if words is None:
        words = OwnWords(participant=meeting.participant, meeting=meeting, version=0, language="")
    spoken = language_of(text, likely=_likely_languages(actor, words, chosen=language))
    if words.version and (words.text, words.language) == (text, spoken):
        return words
    if words.version and words.text != text:
        author = words.written_by.person.name if words.written_by else str(words.participant)
        require_newest(words, text=text, version=version, author=author)
    words.text, words.version, words.language = text, words.version + 1, spoken
    words.written_by_id = actor.employment_id or actor.assisted_by
    words.save(force_insert=words.version == 1, force_update=words.version > 1)
    record(actor, "own_words.saved", words, version=words.version)
    return words


@transaction.atomic
def share_notes(actor: Actor, meeting: Meeting) -> int:
    """Lets the others read what the actor's organisation has written, now or after the meeting is closed.

    What is shared stays shared. Source: NAV's aktivitetsplan, where minutes were written and never shared.
    """
    require(policies.may_write_note(standing(actor, meeting.participant_id)))
    own = OwnNote.objects.filter(meeting=meeting, organisation__in=actor.organisations, shared_at=None)
    shared = own.exclude(text="").update(shared_at=timezone.now())
    if not shared:
        raise RuleBroken(_("Det er ingen notater å dele."))
    record(actor, "notes.shared", meeting, notes=shared, organisation=str(actor.organisation_id))
    return shared


def open_draft(meeting: Meeting) -> AgreedText:
    """The meeting's draft, locked; a refusal in words if there is none, or it lies ready."""
    draft = open_for_writing(meeting)
    if draft.closed:
        raise RuleBroken(str(REFUSALS[rules.Refusal.CLOSED]))
    return draft


def open_for_writing(meeting: Meeting) -> AgreedText:
    """The meeting's draft, locked: one pen at a time. Own notes stay open until all agree."""
    drafts = AgreedText.objects.filter(meeting=meeting, state=AgreedText.State.DRAFT)
    draft = drafts.select_for_update(of=["self"], no_key=True).first()
    if draft is None:
        state = Meeting.objects.values_list("state", flat=True).get(pk=meeting.pk)
        refusal = rules.why_notes_are_closed(state, has_draft=False)
        raise RuleBroken(str(REFUSALS[refusal or rules.Refusal.AGREED]))
    return draft


def lay_out_draft(meeting: Meeting, *, by: Actor, number: int) -> AgreedText:
    """A new draft with an empty place for the text to each agenda item."""
    draft = AgreedText(participant_id=meeting.participant_id, meeting=meeting, number=number)
    draft.created_by_id = by.employment_id  # type: ignore[assignment]
    draft.save(force_insert=True)
    AgreedItem.objects.bulk_create(
        AgreedItem(participant_id=meeting.participant_id, agreed_text=draft, agenda_code=item.code)
        for item in agenda_of(meeting)
    )
    return draft


def require_item(meeting: Meeting, agenda_code: str) -> None:
    """Stops writing to an item that is not on the agenda."""
    if agenda_code not in {item.code for item in agenda_of(meeting)}:
        raise RuleBroken(_("Dette punktet står ikke på sakslisten."))


def require_newest(
    row: OwnNote | OwnWords | AgreedItem | AgendaAnswer, *, text: str, version: int, author: str
) -> None:
    """Stops a save over a text that somebody has saved since it was shown; both go back to the writer."""
    if row.version != version:
        theirs = str(row.value) if isinstance(row, AgendaAnswer) else row.text
        raise Conflict(mine=text, theirs=theirs, version=row.version, author=author, saved_at=row.updated_at)


def _likely_languages(actor: Actor, words: OwnWords, *, chosen: str) -> tuple[str, ...]:
    """Staff write down what an interpreter says in Norwegian; the participant writes the own language."""
    own = (words.participant.language, words.participant.portal_language)
    spoken = (*own, NORWEGIAN) if actor.is_participant else (NORWEGIAN, *own)
    return (chosen, words.language, *spoken)


def _locked(meeting: Meeting) -> Meeting:
    meetings = Meeting.objects.select_for_update(of=["self"], no_key=True)
    return meetings.select_related("routine_version").get(pk=meeting.pk)


def _seat(meeting: Meeting, present: Collection[UUID], walk_ins: Collection[UUID]) -> None:
    seats = {seat.pk: seat for seat in Invitation.objects.filter(meeting=meeting)}
    if not walk_ins and not any(seats[pk].employment_id for pk in present if pk in seats):
        raise RuleBroken(
            _("Merk av hvem som er til stede. Minst én fra en etat må være med."), field="present"
        )
    absent = Invitation.objects.filter(meeting=meeting).exclude(pk__in=present)
    absent.filter(walked_in=True).delete()
    absent.update(attended=False)
    Invitation.objects.filter(meeting=meeting, pk__in=present).update(attended=True)
    add_walk_ins(meeting, walk_ins, attended=True)


def add_walk_ins(
    meeting: Meeting, employments: Collection[UUID], *, attended: bool, here_for: int | None = None
) -> None:
    """Gives those of the group who came without being called a seat that says so."""
    if not employments:
        return
    uncalled = {one.employment_id: one for one in not_called(meeting)}
    if not set(employments) <= uncalled.keys():
        raise RuleBroken(_("Velg blant dem som sitter i gruppen og ikke er kalt inn."), field="walk_ins")
    Invitation.objects.bulk_create(
        Invitation(
            participant_id=meeting.participant_id,
            meeting=meeting,
            role=uncalled[employment].role,
            employment_id=employment,
            organisation_id=uncalled[employment].organisation_id,
            required=False,
            walked_in=True,
            attended=attended,
            here_for=here_for,
        )
        for employment in set(employments)
    )
