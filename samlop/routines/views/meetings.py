"""A participant's meetings, and one meeting: who is called, what they answer, calling it off."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samlop.kernel.errors import RuleBroken, require
from samlop.participants.language_words import language_name
from samlop.participants.opening import OpenFile, open_file
from samlop.routines.actions import calling as actions
from samlop.routines.forms.calling import CancelForm, ReplyForm
from samlop.routines.models import Invitation, Meeting
from samlop.routines.policies import calling as policies
from samlop.routines.policies import minutes as minutes_policies
from samlop.routines.queries.due_meetings import due_meetings_for
from samlop.routines.queries.meeting_history import history_of
from samlop.routines.queries.meetings import (
    LOOKS,
    because_of,
    called_to,
    meeting_with_routine,
    meetings_of,
    point_of,
    roles_of_point,
    title_of,
)
from samlop.routines.rules import EXTRA, ON_NEED, MeetingState
from samlop.routines.views.requests import ActorRequest, for_staff
from samlop.ui.languages import current_language
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page, wants_fragment


@require_GET
def meetings(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Everything that has been, is called and is wanted by the routine."""
    file = open_file(request.actor, pk, section="meeting", kind="meeting")
    wanted = due_meetings_for([file.participant], localdate())
    context = {
        "file": file,
        "wanted": [one for one in wanted if one.state not in (MeetingState.CALLED, MeetingState.HELD)],
        "meetings": [
            {"meeting": one, "title": title_of(one), "because": because_of(one), "look": LOOKS[one.state]}
            for one in meetings_of(request.actor, file.participant)
        ],
        "may_call": policies.may_call(file.standing),
        "extra": reverse("routines:call", args=[pk, EXTRA, ON_NEED]),
    }
    return render_page(request, "routines/meetings.html", context)


@require_GET
def meeting(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One meeting: when, where, why, about what, and who comes."""
    return _page(request, pk)


@require_POST
def reply(request: ActorRequest, pk: UUID, invitation_pk: UUID) -> HttpResponse:
    """Keep an answer: one's own, or that of somebody who gave it by word of mouth."""
    invitation = get_object_or_404(
        Invitation.objects.visible_to(request.actor).filter(meeting=pk), pk=invitation_pk
    )
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            actions.reply_to_meeting(request.actor, invitation, now=now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            if not wants_fragment(request):
                flash(request, _("Svaret er lagret."))
            return redirect_after_post(request, "routines:meeting", pk)
    return _page(request, pk, refused=(invitation.pk, form))


@require_http_methods(["GET", "POST"])
def cancel(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Call a meeting off, with the reason."""
    found, file = _open(request, pk)
    require(policies.may_change(file.standing, found))
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel_meeting(request.actor, found, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            flash(request, _("Møtet er avlyst."), undo=reverse("routines:call_again", args=[pk]))
            return redirect_after_post(request, "routines:meeting", pk)
    context = {"file": file, "meeting": found, "title": title_of(found), "form": form}
    status = 422 if form.errors else 200
    return render_page(request, "routines/cancel.html", context, partial="panel", status=status)


@require_POST
def call_again(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take a cancellation back."""
    found, _file = _open(request, pk)
    try:
        actions.call_again(request.actor, found, now=now())
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    else:
        flash(request, _("Møtet står likevel. Alle som er kalt inn, får beskjed."))
    return redirect_after_post(request, "routines:meeting", pk)


def _open(request: ActorRequest, pk: UUID) -> tuple[Meeting, OpenFile]:
    """The meeting in its participant's file; participants have pages of their own."""
    for_staff(request)
    seen = meeting_with_routine(request.actor, pk)
    if not seen:
        raise Http404
    found = seen[0]
    return found, open_file(request.actor, found.participant_id, section="meeting", kind="meeting")


def _page(request: ActorRequest, pk: UUID, *, refused: tuple[UUID, ReplyForm] | None = None) -> HttpResponse:
    found, file = _open(request, pk)
    point = point_of(found)
    context = {
        "file": file,
        "meeting": found,
        "look": LOOKS[found.state],
        "title": title_of(found),
        "because": because_of(found),
        "interpreter": language_name(found.interpreter_language),
        "agenda": [item.title.text(current_language()) for item in point.agenda] if point else [],
        "routine_roles": roles_of_point(found.routine_version, point) if point else {},
        "called": _called(file, found, request=request, refused=refused),
        "history": history_of(found),
    }
    status = 422 if refused else 200
    context |= _buttons(file, found)
    return render_page(request, "routines/meeting.html", context, partial="replies", status=status)


def _buttons(file: OpenFile, found: Meeting) -> dict[str, bool]:
    held = file.standing
    begun = found.state in (Meeting.State.HELD, Meeting.State.AGREED)
    return {
        "may_change": policies.may_change(held, found),
        "may_call_again": policies.may_call_again(held, found),
        "may_begin": found.state == Meeting.State.CALLED and minutes_policies.may_begin(held),
        "may_write": begun and minutes_policies.may_write_note(held),
    }


def _called(
    file: OpenFile, found: Meeting, *, request: ActorRequest, refused: tuple[UUID, ReplyForm] | None
) -> list[dict[str, Any]]:
    """Everybody called, each with the form for their answer where the actor may give it."""
    faulty = dict([refused]) if refused else {}
    is_open = found.state == Meeting.State.CALLED
    return [
        {
            "person": person,
            "may_reply": is_open and policies.may_reply(file.standing, person.invitation),
            "form": faulty.get(person.invitation.pk),
            "is_asked": person.is_me and person.invitation.reply == Invitation.Reply.NONE,
        }
        for person in called_to(found, actor=request.actor, today=localdate())
    ]
