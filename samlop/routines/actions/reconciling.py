"""From each party's notes to one text: what is written together, what is decided, and when it lies ready."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import Conflict, RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.models import Change
from samlop.kernel.once import once_id, written_before
from samlop.routines import minutes_rules as rules
from samlop.routines.actions.minutes import lay_out_draft, require_newest
from samlop.routines.minutes_words import REFUSALS
from samlop.routines.models import (
    AgreedItem,
    AgreedText,
    Confirmation,
    Decision,
    Invitation,
    Meeting,
    OwnNote,
)
from samlop.routines.policies import minutes as policies

COPIED = (
    "agenda_code",
    "text",
    "owner_employment_id",
    "owner_is_participant",
    "due_on",
    "plan_change",
    "plan_words",
    "position",
)


@transaction.atomic
def save_agreed_item(
    actor: Actor, agreed_text: AgreedText, *, agenda_code: str, text: str, version: int
) -> AgreedItem:
    """Keeps the one text to an agenda item, unless somebody saved it since `version`."""
    draft = draft_to_write(agreed_text, actor=actor)
    item = _item(draft, agenda_code)
    text = rules.as_kept(text)
    if item.text != text:
        require_newest(item, text=text, version=version, author=_author(item))
        _put(actor, item, text)
    return item


@transaction.atomic
def start_from_note(actor: Actor, agreed_text: AgreedText, *, note: OwnNote) -> AgreedItem:
    """Copies a note of the same meeting into the one text; what stands there already stays above it."""
    draft = draft_to_write(agreed_text, actor=actor)
    require(note.meeting_id == draft.meeting_id)
    item = _item(draft, note.agenda_code)
    text = rules.joined(item.text, note.text)
    if item.text != text:
        _put(actor, item, text)
    return item


@transaction.atomic
def keep_texts(actor: Actor, agreed_text: AgreedText, *, typed: Sequence[rules.Typed]) -> dict[str, Conflict]:
    """Keeps all that was typed on the page; what somebody else saved meanwhile comes back as conflicts."""
    conflicts: dict[str, Conflict] = {}
    for one in typed:
        try:
            save_agreed_item(actor, agreed_text, agenda_code=one.code, text=one.text, version=one.version)
        except Conflict as conflict:
            conflicts[one.code] = conflict
    return conflicts


class Decided(TypedDict, total=False):
    """What is decided besides the words: who does it, by when, what it changes in the plan, and to which item."""

    owner_employment: UUID | None
    owner_is_participant: bool
    due_on: date | None
    plan_change: dict[str, Any]
    plan_words: str
    agenda_code: str


@transaction.atomic
def add_decision(
    actor: Actor, agreed_text: AgreedText, *, text: str, key: UUID | None = None, **decided: Unpack[Decided]
) -> Decision:
    """Writes down what the group decides; a form sent twice, by its key, writes it down once."""
    draft = draft_to_write(agreed_text, actor=actor)
    pk = once_id(draft.pk, key, text, *sorted(decided.items()))
    if before := written_before(Decision, pk):
        return before
    owner = decided.pop("owner_employment", None)
    if owner is not None and owner not in _present_employments(draft.meeting_id):
        raise RuleBroken(_("Velg en som er til stede, eller deltakeren."), field="owner")
    last = Decision.objects.filter(agreed_text=draft).aggregate(last=Max("position"))["last"] or 0
    decision = Decision(
        id=pk,
        participant_id=draft.participant_id,
        agreed_text=draft,
        text=text,
        owner_employment_id=owner,
        position=last + 1,
        **decided,
    )
    decision.save(force_insert=True)
    record(actor, "decision.added", decision, change=decision.plan_change.get("change", ""))
    return decision


@transaction.atomic
def remove_decision(actor: Actor, decision: Decision) -> None:
    """Takes a decision out of the draft; the history keeps it, so that it can be brought back."""
    draft_to_write(decision.agreed_text, actor=actor)
    record(actor, "decision.removed", decision)
    decision.delete()


@transaction.atomic
def bring_back_decision(actor: Actor, agreed_text: AgreedText, *, decision_id: UUID) -> Decision:
    """Undoes a removal, with what the history says stood there."""
    draft = draft_to_write(agreed_text, actor=actor)
    removals = Change.objects.filter(
        participant_id=draft.participant_id, table="routines_decision", row_id=str(decision_id), verb="DELETE"
    )
    removal = removals.first()
    if removal is None or Decision.objects.filter(pk=decision_id).exists():
        raise RuleBroken(_("Vedtaket står alt i referatet."))
    before = {column: values[0] for column, values in removal.values.items()}
    if before["agreed_text_id"] != str(draft.pk):
        raise RuleBroken(_("Vedtaket hører til et annet referat."))
    decision = Decision(pk=decision_id, participant_id=draft.participant_id, agreed_text=draft)
    for name in COPIED:
        setattr(decision, name, before[name])
    decision.save(force_insert=True)
    record(actor, "decision.brought_back", decision)
    return decision


@transaction.atomic
def close_draft(actor: Actor, agreed_text: AgreedText) -> AgreedText:
    """Says that the text is ready: from here on it can be read and confirmed, not changed."""
    draft = draft_to_write(agreed_text, actor=actor)
    written = AgreedItem.objects.filter(agreed_text=draft).exclude(text="").exists()
    if not written and not Decision.objects.filter(agreed_text=draft).exists():
        raise RuleBroken(_("Det er ikke skrevet noe i felles referat ennå."))
    draft.closed = True
    draft.save(update_fields=["closed"], force_update=True)
    record(actor, "draft.closed", draft, number=draft.number)
    return draft


@transaction.atomic
def reopen_draft(actor: Actor, agreed_text: AgreedText) -> AgreedText:
    """Opens a text that lay ready; the words given to it are kept and seen, but must be given anew."""
    draft = locked(agreed_text)
    require(policies.may_reconcile(standing(actor, draft.participant_id)))
    if draft.state != AgreedText.State.DRAFT or not draft.closed:
        raise RuleBroken(str(REFUSALS[rules.Refusal.AGREED]))
    given = Confirmation.objects.filter(agreed_text=draft, set_aside_at=None)
    set_aside = given.update(set_aside_at=timezone.now())
    draft.closed = False
    draft.save(update_fields=["closed"], force_update=True)
    record(actor, "draft.reopened", draft, number=draft.number, set_aside=set_aside)
    return draft


@transaction.atomic
def begin_new_version(actor: Actor, meeting: Meeting) -> AgreedText:
    """Begins the next version from the agreed one, which holds until all have confirmed the new one."""
    meeting = Meeting.objects.select_for_update(of=["self"], no_key=True).get(pk=meeting.pk)
    require(policies.may_reconcile(standing(actor, meeting.participant_id)))
    versions = AgreedText.objects.filter(meeting=meeting)
    agreed = versions.filter(state=AgreedText.State.AGREED).first()
    if agreed is None or versions.filter(state=AgreedText.State.DRAFT).exists():
        raise RuleBroken(_("Det ligger alt et utkast her, eller ingenting er samordnet ennå."))
    draft = lay_out_draft(meeting, by=actor, number=agreed.number + 1)
    for item in agreed.items.exclude(text=""):
        AgreedItem.objects.filter(agreed_text=draft, agenda_code=item.agenda_code).update(
            text=item.text, author=item.author_id
        )
    Decision.objects.bulk_create(_copied(decision, draft) for decision in agreed.decisions.all())
    record(actor, "version.begun", draft, number=draft.number)
    return draft


def draft_to_write(agreed_text: AgreedText, *, actor: Actor) -> AgreedText:
    """The draft, locked: one pen at a time."""
    draft = locked(agreed_text)
    require(policies.may_reconcile(standing(actor, draft.participant_id)))
    is_draft = draft.state == AgreedText.State.DRAFT
    refusal = rules.why_text_is_closed(Meeting.State.HELD, has_draft=is_draft, closed=draft.closed)
    if refusal:
        raise RuleBroken(str(REFUSALS[refusal]))
    return draft


def locked(agreed_text: AgreedText) -> AgreedText:
    """The text as it is now, held until the act is done."""
    return AgreedText.objects.select_for_update(of=["self"], no_key=True).get(pk=agreed_text.pk)


def _item(draft: AgreedText, agenda_code: str) -> AgreedItem:
    items = AgreedItem.objects.select_for_update(of=["self"]).select_related("author__person")
    item = items.filter(agreed_text=draft, agenda_code=rules.as_code(agenda_code)).first()
    if item is None:
        raise RuleBroken(_("Dette punktet står ikke på sakslisten."))
    return item


def _author(item: AgreedItem) -> str:
    return item.author.person.name if item.author else ""


def _put(actor: Actor, item: AgreedItem, text: str) -> None:
    item.text, item.version, item.author_id = text, item.version + 1, actor.employment_id
    item.save(force_update=True)
    record(actor, "agreed_item.saved", item, version=item.version)


def _present_employments(meeting_id: UUID) -> set[UUID | None]:
    return set(
        Invitation.objects.filter(meeting=meeting_id, attended=True).values_list("employment_id", flat=True)
    )


def _copied(decision: Decision, draft: AgreedText) -> Decision:
    copied = Decision(participant_id=draft.participant_id, agreed_text=draft)
    for name in COPIED:
        setattr(copied, name, getattr(decision, name))
    return copied
