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

DECISION = "d"
Deed = Callable[[ActorRequest, AgreedText, str], None]


@require_http_methods(["GET", "POST"])
def reconcile(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The notes side by side and the one text; any button keeps all that is typed before it does what it says."""
    at = open_meeting(request, pk)
    page = table(at.actor, at.meeting)
    if page is None:
        return redirect_after_post(request, "routines:hold", pk)
    if request.method != "POST":
        return _elsewhere(request, at, page) or _show(request, at, page=page, texts=TableTexts(page))
    require_same_hat(request)
    texts = TableTexts(page, request.POST)
    if not are_valid(texts.all()):
        return _show(request, at, page=page, texts=texts, status=422)
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


def _elsewhere(request: ActorRequest, at: AtMeeting, page: Table) -> HttpResponse | None:
    """A text that lies ready, or holds, has a page of its own; what somebody typed meanwhile is still shown here."""
    if page.version.is_agreed:
        return redirect_after_post(request, "routines:agreed", at.meeting.pk)
    if page.version.closed:
        return redirect_after_post(request, "routines:confirm", at.meeting.pk)
    return None


def _keep(request: ActorRequest, at: AtMeeting, *, page: Table, texts: TableTexts) -> HttpResponse:
    """Keep what was typed, then do what the button says, and come back to where it was pressed."""
    act, _separator, what = request.POST.get("act", "save").partition(":")
    draft = AgreedText(pk=page.version.id)
    try:
        conflicts = reconciling.keep_texts(at.actor, draft, typed=typed_in(texts.all(), act, what))
    except RuleBroken as broken:
        flash(request, str(broken), kind="danger")
        return _show(request, at, page=page, texts=texts, status=422)
    if conflicts:
        page = _again(at)
        texts = TableTexts(page)
        texts.contest(conflicts)
        return _show(request, at, page=page, texts=texts, status=409)
    if act == "decide":
        return _decide(request, at, page=page)
    try:
        DEEDS.get(act, _saved)(request, draft, what)
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    address = reverse("routines:reconcile", args=[at.meeting.pk])
    return redirect_after_post(request, f"{address}#{_place(act, request)}")


def _again(at: AtMeeting) -> Table:
    page = table(at.actor, at.meeting)
    if page is None:
        raise Http404
    return page


def _place(act: str, request: ActorRequest) -> str:
    places = {"from": f"punkt-{request.POST.get('place', '')}", "remove": "vedtak", "decide": "vedtak"}
    return places.get(act, "main")


def _decide(request: ActorRequest, at: AtMeeting, *, page: Table) -> HttpResponse:
    """Write down a decision, or show what it lacks."""
    form = _decision_form(at, page, request.POST)
    if form.is_valid():
        try:
            reconciling.add_decision(at.actor, AgreedText(pk=page.version.id), **_decided(form))
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            return redirect_after_post(
                request, f"{reverse('routines:reconcile', args=[at.meeting.pk])}#vedtak"
            )
    page = _again(at)
    return _show(request, at, page=page, texts=TableTexts(page), decision=form, status=422)


def _decided(form: DecisionForm) -> dict[str, Any]:
    values = form.cleaned_data
    change = plan_choices().parse(values["plan_change"], values)
    words = str(form.changes.get(values["plan_change"], "")) if change else ""
    return {
        "text": values["text"],
        "due_on": values["due_on"],
        "plan_change": change,
        "plan_words": words,
    } | form.owned()


def _decision_form(at: AtMeeting, page: Table, posted: Any = None) -> DecisionForm:
    changes = plan_choices().groups(at.actor, at.file.participant)
    name = str(at.file.participant)
    return DecisionForm(posted, prefix=DECISION, seats=page.seats, name=name, changes=changes)


def _saved(request: ActorRequest, draft: AgreedText, what: str) -> None:  # noqa: ARG001
    flash(request, _("Alt er lagret."))


def _start_from(request: ActorRequest, draft: AgreedText, what: str) -> None:
    note = get_object_or_404(OwnNote.objects.visible_to(request.actor), pk=_uuid(what))
    reconciling.start_from_note(request.actor, draft, note=note)


def _remove(request: ActorRequest, draft: AgreedText, what: str) -> None:
    found = Decision.objects.visible_to(request.actor).select_related("agreed_text").filter(agreed_text=draft)
    decision = get_object_or_404(found, pk=_uuid(what))
    address = reverse("routines:bring_back_decision", args=[decision.agreed_text.meeting_id, decision.pk])
    reconciling.remove_decision(request.actor, decision)
    flash(request, _("Vedtaket er tatt ut."), undo=address)


def _close(request: ActorRequest, draft: AgreedText, what: str) -> None:  # noqa: ARG001
    reconciling.close_draft(request.actor, draft)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


DEEDS: dict[str, Deed] = {"from": _start_from, "remove": _remove, "close": _close}


def _show(
    request: ActorRequest,
    at: AtMeeting,
    *,
    page: Table,
    texts: TableTexts,
    decision: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "at": at,
        "page": page,
        "rows": [(one, texts.items[one.item.code]) for one in page.items],
        "decision": decision or _decision_form(at, page),
        "may_reconcile": policies.may_reconcile(at.file.standing),
    }
    return render_page(request, "routines/reconcile.html", context, status=status)
