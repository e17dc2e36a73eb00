"""Calling the group together, and moving a meeting."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samlop.kernel.errors import RuleBroken, require
from samlop.participants.models import Participant
from samlop.participants.opening import OpenFile, open_file
from samlop.routines.actions.calling import call_meeting, change_meeting
from samlop.routines.forms.calling import (
    ArrangementForm,
    CallForm,
    ExtraCallForm,
    initial_call,
    initial_change,
)
from samlop.routines.models import Meeting
from samlop.routines.policies import calling as policies
from samlop.routines.queries.calling import (
    Collisions,
    Proposal,
    collisions,
    group_of,
    last_room,
    propose,
    role_title,
    room_taken,
    wanted_meeting,
)
from samlop.routines.queries.due_meetings import WantedMeeting
from samlop.routines.queries.meetings import meetings_with_routine, title_of
from samlop.routines.rules import EXTRA, NOTICE, ON_NEED, Occasion, in_sentence, proposed_day
from samlop.routines.views.requests import ActorRequest
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page

NOBODY_KNOWS = Collisions(participant=(), others=())


@require_http_methods(["GET", "POST"])
def call(request: ActorRequest, pk: UUID, *, point: str, occurrence: str) -> HttpResponse:
    """Propose the routine's meeting, or an extra one, and call the group together."""
    file = open_file(request.actor, pk, section="meeting", kind="meeting")
    require(policies.may_call(file.standing))
    wanted = None if (point, occurrence) == (EXTRA, ON_NEED) else _wanted(file, point, occurrence)
    if wanted and wanted.meeting and request.method == "GET":
        return redirect("routines:meeting", wanted.meeting.pk)
    proposal = propose(wanted, group_of(file.participant, localdate()))
    form = _call_form(request, file, wanted, proposal=proposal)
    if form.is_valid():
        try:
            meeting = _called(request, file, wanted, form=form)
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            _tell_sent(request, form, meeting, words=_("Innkallingen er sendt."))
            return redirect_after_post(request, "routines:meeting", meeting.pk)
    context = {"file": file, "wanted": wanted, "proposal": proposal, "form": form}
    return _answer(request, "routines/call.html", context)


@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Move a meeting, or change its place, people or interpreter."""
    meeting = get_object_or_404(meetings_with_routine(request.actor), pk=pk)
    file = open_file(request.actor, meeting.participant_id, section="meeting", kind="meeting")
    require(policies.may_change(file.standing, meeting))
    proposal = propose(None, group_of(file.participant, localdate()))
    invited = list(meeting.invitations.values_list("employment_id", flat=True))
    form = ArrangementForm(request.POST or None, initial=initial_change(meeting, invited), proposal=proposal)
    if form.is_valid():
        try:
            change_meeting(
                request.actor,
                meeting,
                arrangement=form.arrangement(),
                now=now(),
                despite_collisions=form.cleaned_data["despite_collisions"],
            )
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            _tell_sent(request, form, meeting, words=_("Endringen er sendt til alle som er kalt inn."))
            return redirect_after_post(request, "routines:meeting", meeting.pk)
    context = {"file": file, "meeting": meeting, "title": title_of(meeting), "form": form}
    return _answer(request, "routines/change.html", context)


@require_POST
def find_collisions(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Tell, while the form is filled in, who is taken then; the form's own page has logged the look."""
    participant = get_object_or_404(Participant.objects.visible_to(request.actor), pk=pk)
    typed = request.POST.copy()
    typed.pop("despite_collisions", None)
    form = ArrangementForm(typed, proposal=propose(None, group_of(participant, localdate())))
    form.full_clean()
    when = form.when()
    context: dict[str, Any] = {"file": {"participant": participant}, "form": form, "when": when}
    context |= {"collisions": NOBODY_KNOWS, "asks_despite": False, "room_taken": False}
    if when and when.starts_at < when.ends_at:
        besides = _uuid(typed.get("besides", ""))
        context["collisions"] = collisions(participant, when, seats=form.chosen_seats(), besides=besides)
        context["room_taken"] = bool(form.room()) and room_taken(form.room(), when, besides=besides)
    return render_page(request, "routines/collisions.html", context, partial="collisions")


def _wanted(file: OpenFile, point: str, occurrence: str) -> WantedMeeting:
    wanted = wanted_meeting(file.participant, point=point, occurrence=occurrence, today=localdate())
    if wanted is None:
        raise Http404
    return wanted


def _call_form(
    request: ActorRequest, file: OpenFile, wanted: WantedMeeting | None, *, proposal: Proposal
) -> CallForm:
    today, room = localdate(), last_room(request.actor, wanted.point.code if wanted else "")
    if wanted is None:
        day = proposed_day(today + NOTICE, window_last=today + 2 * NOTICE, today=today)
        initial = initial_call(proposal, day=day, language=file.participant.interpreter_language, room=room)
        return ExtraCallForm(request.POST or None, initial=initial, proposal=proposal)
    day = proposed_day(wanted.target, window_last=wanted.due.window_last, today=today)
    language = file.participant.interpreter_language if wanted.due.interpreter else ""
    initial = initial_call(proposal, day=day, language=language, room=room)
    booker = wanted.point.books.interpreter
    booked_by = in_sentence(role_title(wanted.version, booker)) if booker else ""
    return CallForm(request.POST or None, initial=initial, proposal=proposal, booked_by=booked_by)


def _called(
    request: ActorRequest, file: OpenFile, wanted: WantedMeeting | None, *, form: CallForm
) -> Meeting:
    occasion = Occasion("", reason=form.cleaned_data.get("reason", ""))
    if wanted is not None:
        occasion = Occasion(wanted.point.code, wanted.occurrence, wanted.target)
    return call_meeting(
        request.actor,
        file.participant,
        occasion=occasion,
        arrangement=form.arrangement(),
        key=form.cleaned_data["key"],
        now=now(),
        despite_collisions=form.cleaned_data["despite_collisions"],
    )


def _tell_sent(request: ActorRequest, form: ArrangementForm, meeting: Meeting, *, words: str) -> None:
    """The letters are on their way, also when the room is another's then: that is said, and refuses nothing."""
    when, room = form.when(), form.room()
    if room and when and room_taken(room, when, besides=meeting.pk):
        taken = _("Rommet er også brukt av et annet møte på denne tiden.")
        flash(request, f"{words} {taken}", kind="warning")
    else:
        flash(request, words)


def _answer(request: ActorRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form again with what stands in the way, everything typed still in it."""
    form: ArrangementForm = context["form"]
    warns = "despite_collisions" in form.errors or form.data.get("despite_collisions")
    extra = {"asks_despite": bool(warns), "collisions": NOBODY_KNOWS, "room_taken": False}
    return render_page(
        request, template, context | extra, partial="panel", status=422 if form.errors else 200
    )


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
