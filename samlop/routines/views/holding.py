"""While the meeting is held: who is there, own notes, the participant's words, answers that fill mapping and plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.forms import ChoiceField
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from samlop.kernel.errors import RuleBroken
from samlop.participants.mapping_words import LABELS
from samlop.participants.policies import may_fill
from samlop.participants.queries import mapping_today
from samlop.routines import minutes_rules as rules
from samlop.routines.actions import answers, minutes
from samlop.routines.actions.sheets import ANSWER_TO, OWN_WORDS, keep_sheet
from samlop.routines.forms.minutes import PresenceForm, answer_field
from samlop.routines.forms.sheets import PageText, SheetTexts, are_valid, typed_in
from samlop.routines.minutes_words import REFUSALS
from samlop.routines.models import AgendaAnswer, Invitation, Meeting
from samlop.routines.policies import minutes as policies
from samlop.routines.queries.minutes import HeldItem, Sheet, not_called, seats_of, sheet
from samlop.routines.routine import Answer
from samlop.routines.views.at_meeting import AtMeeting, meeting_or_404, open_meeting, require_same_hat
from samlop.routines.views.requests import ActorRequest
from samlop.ui.dates import short_day
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page

Deed = Callable[[ActorRequest, Meeting, str], str]
BECOMES = gettext_lazy("Blir deltakerens mål når alle har bekreftet. Deltakeren kan endre det selv.")


@require_http_methods(["GET", "POST"])
def hold(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The whole agenda on one page; any button keeps all that is typed before it does what it says."""
    at = open_meeting(request, pk)
    is_typed = request.method == "POST" and "act" in request.POST
    if at.meeting.state in (Meeting.State.CALLED, Meeting.State.CANCELLED) and not is_typed:
        return _begin(request, at)
    page = sheet(request.actor, at.meeting)
    if request.method != "POST":
        return _show(request, at, page=page, texts=SheetTexts(page))
    require_same_hat(request)
    texts = SheetTexts(page, request.POST)
    if not are_valid(texts.all()):
        return _show(request, at, page=page, texts=texts, status=422)
    return _keep(request, at, page=page, texts=texts)


@require_POST
def take_back_start(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Undo that the meeting began."""
    meeting = meeting_or_404(request, pk)
    try:
        minutes.take_back_start(request.actor, meeting)
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, "routines:hold", pk)


@require_POST
def share(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let the others read our notes, also after the meeting is closed."""
    meeting = meeting_or_404(request, pk)
    try:
        flash(request, _share(request, meeting, ""))
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, "routines:agreed", pk)


def _begin(request: ActorRequest, at: AtMeeting) -> HttpResponse:
    """Before the meeting: mark who is there, and begin."""
    form = _presence(at, seats_of(at.meeting), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            minutes.start_meeting(at.actor, at.meeting, **form.attendance())
        except RuleBroken as broken:
            if broken.field not in form.fields:
                flash(request, str(broken), kind="warning")
                return redirect_after_post(request, "routines:hold", at.meeting.pk)
            form.add_error(broken.field, str(broken))
        else:
            undo = reverse("routines:take_back_start", args=[at.meeting.pk])
            flash(request, _("Møtet har begynt."), undo=undo)
            return redirect_after_post(request, "routines:hold", at.meeting.pk)
    may_begin = policies.may_begin(at.file.standing) and at.meeting.state == Meeting.State.CALLED
    context = {"at": at, "form": form, "may_begin": may_begin}
    return render_page(request, "routines/begin.html", context, status=422 if form.errors else 200)


def _presence(at: AtMeeting, seats: Sequence[Invitation], posted: Any = None) -> PresenceForm:
    has_begun = at.meeting.state != Meeting.State.CALLED
    there = [seat.pk for seat in seats if (seat.attended if has_begun else seat.reply != "declined")]
    initial = {"present": there, "interpreter": at.meeting.interpreter_attended if has_begun else True}
    return PresenceForm(
        posted,
        seats=seats,
        uncalled=not_called(at.meeting),
        name=str(at.file.participant),
        interpreter=bool(at.meeting.interpreter_language),
        initial=initial,
    )


def _keep(request: ActorRequest, at: AtMeeting, *, page: Sheet, texts: SheetTexts) -> HttpResponse:
    """Keep what was typed, then do what the button says, and come back to where it was pressed."""
    act, _separator, what = request.POST.get("act", "save").partition(":")
    own = texts.own_words.typed(act, what)
    try:
        conflicts = keep_sheet(
            at.actor,
            at.meeting,
            notes=typed_in(texts.notes.values(), act, what),
            own_words=own,
            answers=typed_in(texts.answers.values(), act, what),
        )
    except RuleBroken as broken:
        _blame(request, texts, broken)
        return _show(request, at, page=page, texts=texts, status=422)
    if conflicts:
        page = sheet(at.actor, at.meeting)
        texts = SheetTexts(page)
        texts.contest(conflicts, answer_to=ANSWER_TO, own_words=OWN_WORDS)
        return _show(request, at, page=page, texts=texts, status=409)
    try:
        flash(request, DEEDS.get(act, _saved)(request, at.meeting, what))
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(
        request, f"{reverse('routines:hold', args=[at.meeting.pk])}#{_place(act, what)}"
    )


def _place(act: str, what: str) -> str:
    return f"punkt-{what}" if act in ("propose", "accept", "reject") else "main"


def _blame(request: ActorRequest, texts: SheetTexts, broken: RuleBroken) -> None:
    code = (broken.field or "").removeprefix(ANSWER_TO)
    if broken.field and code in texts.answers:
        texts.answers[code].form.add_error("text", str(broken))
    else:
        flash(request, str(broken), kind="danger")


def _saved(request: ActorRequest, meeting: Meeting, what: str) -> str:  # noqa: ARG001
    return _("Alt er lagret.")


def _share(request: ActorRequest, meeting: Meeting, what: str) -> str:  # noqa: ARG001
    shared = minutes.share_notes(request.actor, meeting)
    return ngettext("%(n)d notat er delt med de andre.", "%(n)d notater er delt med de andre.", shared) % {
        "n": shared
    }


def _accept(request: ActorRequest, meeting: Meeting, what: str) -> str:
    answer = answers.accept_answer(request.actor, _answer_to(meeting, what))
    if rules.belongs_in_plan(answer.fills):
        return _("Svaret er et vedtak nå. Planen endres når alle har bekreftet referatet.")
    return _("Svaret er tatt inn.")


def _reject(request: ActorRequest, meeting: Meeting, what: str) -> str:
    answers.reject_answer(request.actor, _answer_to(meeting, what))
    return _("Svaret er ikke tatt inn.")


def _mark_present(request: ActorRequest, meeting: Meeting, what: str) -> str:  # noqa: ARG001
    form = PresenceForm(
        request.POST,
        seats=seats_of(meeting),
        uncalled=not_called(meeting),
        name="",
        interpreter=bool(meeting.interpreter_language),
    )
    if not form.is_valid():
        raise RuleBroken(_("Merk av hvem som er til stede."))
    minutes.mark_present(request.actor, meeting, **form.attendance())
    return _("Oppmøtet er rettet.")


def _answer_to(meeting: Meeting, code: str) -> AgendaAnswer:
    found = AgendaAnswer.objects.filter(meeting=meeting, agenda_code=rules.as_code(code)).first()
    if found is None:
        raise RuleBroken(_("Det er ikke foreslått noe svar her."))
    return found


DEEDS: dict[str, Deed] = {
    "share": _share,
    "accept": _accept,
    "reject": _reject,
    "present": _mark_present,
}


@dataclass(frozen=True)
class Row:
    """One agenda item on the page: our note, and the answer with what the mapping says today."""

    held: HeldItem
    note: PageText
    answer: PageText | None
    label: str
    in_plan: bool
    becomes: str
    today: str
    proposed: str
    may_fill: bool


def _show(
    request: ActorRequest, at: AtMeeting, *, page: Sheet, texts: SheetTexts, status: int = 200
) -> HttpResponse:
    today = mapping_today(at.file.standing, at.file.participant) if page.proposals else {}
    context = {
        "at": at,
        "page": page,
        "rows": [_row(at, held, texts=texts, today=today) for held in page.items],
        "own_words": texts.own_words,
        "presence": _presence(at, page.seats),
        "refusal": REFUSALS[page.refusal] if page.refusal else "",
        "can_share": not page.refusal or page.sharing in (rules.Sharing.NONE, rules.Sharing.SOME),
    }
    return render_page(request, "routines/hold.html", context, status=status)


def _row(at: AtMeeting, held: HeldItem, *, texts: SheetTexts, today: Mapping[str, str]) -> Row:
    fills = held.item.fills or ""
    in_plan = rules.belongs_in_plan(fills)
    return Row(
        held=held,
        note=texts.notes[held.item.code],
        answer=texts.answers.get(held.item.code),
        label=str(LABELS.get(fills, "")),
        in_plan=in_plan,
        becomes=str(BECOMES) if fills == rules.GOAL else "",
        today=today.get(fills, "") or ("" if in_plan else str(_("ikke kartlagt"))),
        proposed=answer_in_words(held) if held.answer else "",
        may_fill=in_plan or may_fill(at.file.standing, fills),
    )


def answer_in_words(held: HeldItem) -> str:
    """The proposed answer as the group reads it."""
    value = str(held.answer.value) if held.answer else ""
    field = answer_field(held.item)
    if isinstance(field, ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return short_day(date.fromisoformat(value)) if held.item.answer is Answer.DATE else value
