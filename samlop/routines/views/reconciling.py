"""From each party's notes to one text: side by side, decisions with an owner, and ready to be confirmed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samlop.kernel.errors import RuleBroken
from samlop.routines.actions import reconciling
from samlop.routines.forms.minutes import DecisionForm
from samlop.routines.forms.sheets import TableTexts, are_valid, typed_in
from samlop.routines.models import AgreedText, Decision, OwnNote
from samlop.routines.policies import minutes as policies
from samlop.routines.ports import plan_choices
from samlop.routines.queries.minutes import Table, table
from samlop.routines.views.at_meeting import AtMeeting, meeting_or_404, open_meeting, require_same_hat
from samlop.routines.views.requests import ActorRequest
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page
from samlop.ui.typed import typed_in as typed_words

DECISION = "d"
DECIDE = "decide"
BESIDE_A_DECISION = ("from", "remove")
"""What is done also while a decision that lacks something stands in its form."""

Deed = Callable[[ActorRequest, AgreedText, str], str]
"""Does what a button says, and tells which place on the page to come back to."""

TOP = "main"
DECISIONS = "vedtak"


@require_http_methods(["GET", "POST"])
def reconcile(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The notes side by side and the one text; any button keeps all that is typed before it does what it says."""
    at = open_meeting(request, pk)
    page = table(at.actor, at.meeting)
    if page is None:
        return _set_back(request, at)
    if request.method != "POST":
        return _elsewhere(request, at, page) or _show(request, at, page=page, texts=TableTexts(page))
    require_same_hat(request)
    texts = TableTexts(page, request.POST)
    if not are_valid(texts.all()):
        decision = _decision_form(at, page, request.POST).as_typed()
        return _show(request, at, page=page, texts=texts, decision=decision, status=422)
    return _keep(request, at, page=page, texts=texts)


@require_POST
def bring_back_decision(request: ActorRequest, pk: UUID, decision_pk: UUID) -> HttpResponse:
    """Undo that a decision was taken out."""
    meeting = meeting_or_404(request, pk)
    draft = get_object_or_404(AgreedText.objects.visible_to(request.actor), meeting=meeting, state="draft")
    try:
        reconciling.bring_back_decision(request.actor, draft, decision_id=decision_pk)
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, f"{reverse('routines:reconcile', args=[pk])}#vedtak")


@require_POST
def new_version(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Begin a new version of what is agreed."""
    meeting = meeting_or_404(request, pk)
    try:
        reconciling.begin_new_version(request.actor, meeting)
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
        return redirect_after_post(request, "routines:agreed", pk)
    flash(request, _("En ny versjon er begynt. Den forrige gjelder til alle har bekreftet den nye."))
    return redirect_after_post(request, "routines:reconcile", pk)


def _set_back(request: ActorRequest, at: AtMeeting) -> HttpResponse:
    """The meeting has not begun, or no longer: what somebody typed meanwhile is shown, so that it can be copied."""
    typed = typed_words(request.POST)
    if not typed.texts:
        return redirect_after_post(request, "routines:hold", at.meeting.pk)
    return render_page(request, "routines/kept.html", {"at": at, "typed": typed}, status=409)


def _elsewhere(request: ActorRequest, at: AtMeeting, page: Table) -> HttpResponse | None:
    """A text that lies ready, or holds, has a page of its own; what somebody typed meanwhile is still shown here."""
    if page.version.is_agreed:
        return redirect_after_post(request, "routines:agreed", at.meeting.pk)
    if page.version.closed:
        return redirect_after_post(request, "routines:confirm", at.meeting.pk)
    return None


def _keep(request: ActorRequest, at: AtMeeting, *, page: Table, texts: TableTexts) -> HttpResponse:
    """Keep what was typed, a new decision as well, then do what the button says, and come back to where it was."""
    act, _separator, what = request.POST.get("act", "save").partition(":")
    draft = AgreedText(pk=page.version.id, meeting=at.meeting)
    decision = _decision_form(at, page, request.POST)
    try:
        conflicts = reconciling.keep_texts(at.actor, draft, typed=typed_in(texts.all(), act, what))
    except RuleBroken as broken:
        flash(request, str(broken), kind="danger")
        return _show(request, at, page=page, texts=texts, decision=decision.as_typed(), status=422)
    if conflicts:
        page = _again(at)
        texts = TableTexts(page)
        texts.contest(conflicts)
        return _show(request, at, page=page, texts=texts, decision=decision.as_typed(), status=409)
    is_kept = _decide(at, draft, decision) if act == DECIDE or decision.sent else True
    place = TOP
    if is_kept or act in BESIDE_A_DECISION:
        place = _carry_out(request, draft, act=act, what=what)
    if not is_kept:
        flash(request, _("Tekstene er lagret. Vedtaket mangler noe."), kind="warning")
        page = _again(at)
        return _show(request, at, page=page, texts=TableTexts(page), decision=decision, status=422)
    address = reverse("routines:reconcile", args=[at.meeting.pk])
    return redirect_after_post(request, f"{address}#{place}")


def _carry_out(request: ActorRequest, draft: AgreedText, *, act: str, what: str) -> str:
    """What the button says, or why not; and the place to come back to."""
    try:
        return DEEDS.get(act, _saved)(request, draft, what)
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
        return TOP


def _again(at: AtMeeting) -> Table:
    page = table(at.actor, at.meeting)
    if page is None:
        raise Http404
    return page


def _decide(at: AtMeeting, draft: AgreedText, form: DecisionForm) -> bool:
    """Writes down a decision, or says in the form what it lacks."""
    if not form.is_valid():
        return False
    try:
        reconciling.add_decision(at.actor, draft, **_decided(form))
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    return not form.errors


def _decided(form: DecisionForm) -> dict[str, Any]:
    values = form.cleaned_data
    change = plan_choices().parse(values["plan_change"], values)
    words = str(form.changes.get(values["plan_change"], "")) if change else ""
    return {
        "text": values["text"],
        "due_on": values["due_on"],
        "plan_change": change,
        "plan_words": words,
        "key": values["key"],
    } | form.owned()


def _decision_form(at: AtMeeting, page: Table, posted: Any = None) -> DecisionForm:
    changes = plan_choices().groups(at.actor, at.file.participant)
    name = str(at.file.participant)
    return DecisionForm(posted, prefix=DECISION, seats=page.seats, name=name, changes=changes)


def _saved(request: ActorRequest, draft: AgreedText, what: str) -> str:  # noqa: ARG001
    flash(request, _("Alt er lagret."))
    return TOP


def _start_from(request: ActorRequest, draft: AgreedText, what: str) -> str:
    notes = OwnNote.objects.visible_to(request.actor).filter(meeting=draft.meeting)
    note = get_object_or_404(notes, pk=_uuid(what))
    reconciling.start_from_note(request.actor, draft, note=note)
    flash(request, _("Lagt i felles tekst."))
    return f"punkt-{note.agenda_code}"


def _remove(request: ActorRequest, draft: AgreedText, what: str) -> str:
    decisions = Decision.objects.visible_to(request.actor).select_related("agreed_text")
    decision = decisions.filter(agreed_text=draft, pk=_uuid(what)).first()
    if decision is None:
        raise RuleBroken(_("Vedtaket er alt tatt ut."))
    address = reverse("routines:bring_back_decision", args=[decision.agreed_text.meeting_id, decision.pk])
    reconciling.remove_decision(request.actor, decision)
    flash(request, _("Vedtaket er tatt ut."), undo=address)
    return DECISIONS


def _close(request: ActorRequest, draft: AgreedText, what: str) -> str:  # noqa: ARG001
    reconciling.close_draft(request.actor, draft)
    return TOP


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _nothing_more(request: ActorRequest, draft: AgreedText, what: str) -> str:  # noqa: ARG001
    """Writing the decision down was all."""
    return DECISIONS


DEEDS: dict[str, Deed] = {DECIDE: _nothing_more, "from": _start_from, "remove": _remove, "close": _close}


def _show(
    request: ActorRequest,
    at: AtMeeting,
    *,
    page: Table,
    texts: TableTexts,
    decision: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    decision = decision or _decision_form(at, page)
    context = {
        "at": at,
        "page": page,
        "rows": [(one, texts.items[one.item.code]) for one in page.items],
        "decision": decision,
        "decision_begun": decision.is_bound or bool(decision.initial),
        "may_reconcile": policies.may_reconcile(at.file.standing),
        "own_is_silent": at.actor.organisation_name in page.silent,
    }
    return render_page(request, "routines/reconcile.html", context, status=status)
