"""Gatherings: the list, the call, and one gathering with its answers."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samlop.kernel.errors import RuleBroken
from samlop.routines.actions import gatherings as actions
from samlop.routines.forms.gatherings import AttendanceForm, GatheringForm, initial_gathering
from samlop.routines.models import Gathering, GatheringInvitation
from samlop.routines.policies import calling as policies
from samlop.routines.queries.gatherings import (
    attendance_of,
    candidates,
    gathering_rules,
    gathering_title,
    gatherings_in,
    gatherings_of,
    invitations_of,
    last_place,
)
from samlop.routines.views.requests import ActorRequest, for_staff
from samlop.ui.languages import current_language
from samlop.ui.messages import flash
from samlop.ui.paging import page_of
from samlop.ui.rendering import redirect_after_post, render_page

Deed = Callable[..., Gathering]

LOOKS = {"accepted": "done", "declined": "missing"}


@require_GET
def gatherings(request: ActorRequest) -> HttpResponse:
    """The gatherings one has to do with, the latest first, and those the routine has."""
    for_staff(request)
    page = page_of(request, gatherings_of(request.actor).order_by("-starts_at", "pk"))
    context = {
        "page": page,
        "rows": [{"gathering": one, "title": gathering_title(one)} for one in page],
        "rules": [
            (one.code, one.title.text(current_language()))
            for one in gathering_rules(request.actor, localdate())
        ],
    }
    return render_page(request, "routines/gatherings.html", context)


@require_http_methods(["GET", "POST"])
def call(request: ActorRequest, code: str) -> HttpResponse:
    """Propose everybody whose next meeting is near, and call them together."""
    for_staff(request)
    found = candidates(request.actor, code, localdate())
    rules = gatherings_in(found) or gathering_rules(request.actor, localdate())
    rule = next((one for one in rules if one.code == code), None)
    if rule is None:
        raise Http404
    initial = initial_gathering(found, localdate(), place=last_place(request.actor))
    form = GatheringForm(request.POST or None, initial=initial, found=found)
    if form.is_valid():
        try:
            gathering = actions.call_gathering(request.actor, code, now=now(), **form.call())
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            cancel = reverse("routines:cancel_gathering", args=[gathering.pk])
            flash(request, _("Innkallingen er sendt."), undo=cancel)
            return redirect_after_post(request, "routines:gathering", gathering.pk)
    context = {"title": rule.title.text(current_language()), "form": form, "found": found}
    status = 422 if form.errors else 200
    return render_page(request, "routines/call_gathering.html", context, partial="panel", status=status)


@require_GET
def gathering(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One gathering, with the answers of those the reader may see."""
    for_staff(request)
    found = get_object_or_404(gatherings_of(request.actor), pk=pk)
    invitations = invitations_of(request.actor, found)
    may_note = policies.may_note_attendance(found, now=now())
    context = {
        "gathering": found,
        "title": gathering_title(found),
        "called": [(one, LOOKS.get(one.reply, "waiting")) for one in invitations],
        "may_change": policies.may_change_gathering(request.actor, found) and found.starts_at > now(),
        "attendance": AttendanceForm(called=_noted(request, found)) if may_note else None,
    }
    return render_page(request, "routines/gathering.html", context, partial="replies")


@require_POST
def attendance(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write down who came, of those in one's own groups."""
    for_staff(request)
    found = get_object_or_404(gatherings_of(request.actor), pk=pk)
    form = AttendanceForm(request.POST, called=_noted(request, found))
    try:
        if form.is_valid():
            actions.note_attendance(request.actor, found, came=form.cleaned_data["came"], now=now())
            flash(request, _("Oppmøtet er skrevet ned."))
        else:
            flash(request, _("Oppmøtet ble ikke lagret. Se på listen og prøv igjen."), kind="warning")
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, "routines:gathering", pk)


@require_POST
def cancel(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Call a gathering off."""
    told = _("Fellesmøtet er avlyst.")
    return _turned(request, pk, actions.cancel_gathering, told=told, undo="recall_gathering")


@require_POST
def recall(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take a cancellation back."""
    told = _("Fellesmøtet står likevel.")
    return _turned(request, pk, actions.call_gathering_again, told=told, undo="cancel_gathering")


@require_POST
def reply(request: ActorRequest, pk: UUID, invitation_pk: UUID) -> HttpResponse:
    """Note a participant's answer."""
    for_staff(request)
    visible = GatheringInvitation.objects.visible_to(request.actor).filter(gathering=pk)
    invitation = get_object_or_404(visible, pk=invitation_pk)
    try:
        actions.reply_to_gathering(request.actor, invitation, reply=request.POST.get("reply", ""))
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, "routines:gathering", pk)


def _noted(request: ActorRequest, found: Gathering) -> list[GatheringInvitation]:
    """Those whose coming the reader may write down, by name."""
    called = attendance_of(request.actor, found).select_related("participant")
    return list(called.order_by("participant__name_order", "pk"))


def _turned(request: ActorRequest, pk: UUID, deed: Deed, *, told: str, undo: str) -> HttpResponse:
    for_staff(request)
    found = get_object_or_404(gatherings_of(request.actor), pk=pk)
    try:
        deed(request.actor, found, now=now())
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    else:
        flash(request, told, undo=reverse(f"routines:{undo}", args=[pk]))
    return redirect_after_post(request, "routines:gathering", pk)
