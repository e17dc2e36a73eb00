"""My meetings: before them, and what was agreed in them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samlop.kernel.actor import Actor
from samlop.kernel.errors import Conflict, RuleBroken
from samlop.portal.forms import OneOfSeveral, OtherTimeForm, OwnWordsForm, WordForm
from samlop.portal.queries.meetings import gatherings_ahead, meeting_page, meetings_of, my_meeting
from samlop.portal.views.opening import own_actor, own_file, show
from samlop.routines.actions import calling, minutes
from samlop.routines.models import Confirmation, Invitation, Meeting, OwnWords
from samlop.ui.autosave import conflicting, is_autosave, refused, saved
from samlop.ui.languages import current_language
from samlop.ui.messages import flash
from samlop.ui.paging import page_of
from samlop.ui.rendering import redirect_after_post

PARTICIPANT = "participant"


@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """All my meetings, the last first."""
    file = own_file(request, section="meeting", kind="meeting")
    actor, now = file.standing.actor, timezone.now()
    page = page_of(request, meetings_of(actor, file.participant.pk).order_by("-starts_at", "pk"))
    shown = [my_meeting(one) for one in page]
    context = {
        "file": file,
        "page": page,
        "coming": [one for one in reversed(shown) if one.is_ahead and one.meeting.ends_at >= now],
        "earlier": [one for one in shown if not one.is_ahead or one.meeting.ends_at < now],
        "gatherings": gatherings_ahead(actor, file.participant, now) if page.number == 1 else [],
    }
    return show(request, "portal/meetings.html", context)


@require_GET
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All about one meeting."""
    return meeting_answer(request, pk)


@require_POST
def reply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I come, or I need another time."""
    actor = own_actor(request)
    form, answer = OtherTimeForm(request.POST), request.POST.get("reply", "")
    invitations = Invitation.objects.visible_to(actor).filter(meeting=pk, participant=actor.participant_id)
    invitation = get_object_or_404(invitations, role=PARTICIPANT)
    try:
        if form.is_valid():
            calling.reply_to_meeting(actor, invitation, reply=answer, now=timezone.now(), **form.cleaned_data)
    except RuleBroken as broken:
        refuse(form, broken)
    if form.errors:
        return meeting_answer(request, pk, status=422, other_time=form)
    if answer == Invitation.Reply.ACCEPTED:
        flash(request, _("Takk. Nå vet de andre at du kommer."))
    else:
        flash(request, _("Takk. Nå vet de andre at du trenger en annen tid."))
    return redirect_after_post(request, "portal:meeting", pk)


@require_POST
def own_words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What I want to say; it saves itself while I write, and by the button."""
    actor = own_actor(request)
    form, found = OwnWordsForm(request.POST), own_meeting(actor, pk)
    try:
        if form.is_valid():
            words = minutes.save_own_words(actor, found, language=current_language(), **form.cleaned_data)
            return _kept(request, words)
    except Conflict as conflict:
        return _both(request, pk, conflict=conflict)
    except RuleBroken as broken:
        refuse(form, broken)
    return refused(form) if is_autosave(request) else meeting_answer(request, pk, status=422, own_words=form)


def meeting_answer(request: HttpRequest, pk: UUID, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The page of one meeting, with whatever form was refused in the place it stands."""
    file = own_file(request, section="meeting", kind="meeting")
    mine = meetings_of(file.standing.actor, file.participant.pk)
    page = meeting_page(get_object_or_404(mine, pk=pk))
    words = page.view.own_words
    typed = {"text": words.text, "version": words.version} if words else {"text": "", "version": 0}
    forms = {
        "other_time": OtherTimeForm(),
        "own_words": OwnWordsForm(initial=typed),
        "word": WordForm(initial={"answer": Confirmation.Answer.DISAGREES, "mark": page.mark}),
    }
    context = {"file": file, "page": page, "mine": page.mine, "conflict": None, **forms, **shown}
    if isinstance(refused := shown.get("word"), WordForm):
        refused.read_anew(page.mark)
    return show(request, "portal/meeting.html", context, status=status)


def own_meeting(actor: Actor, pk: UUID) -> Meeting:
    """One of the participant's own meetings; to them, no other exists."""
    mine = Meeting.objects.visible_to(actor).filter(participant=actor.participant_id)
    found: Meeting = get_object_or_404(mine, pk=pk)
    return found


def refuse(form: OneOfSeveral, broken: RuleBroken) -> None:
    """Says in the form why it was not done."""
    form.add_error(broken.field if broken.field in form.fields else None, str(broken))


def _kept(request: HttpRequest, words: OwnWords) -> HttpResponse:
    if is_autosave(request):
        return saved(words.version, words.updated_at)
    flash(request, _("Ordene dine er lagret."))
    return redirect_after_post(request, "portal:meeting", words.meeting_id)


def _both(request: HttpRequest, pk: UUID, *, conflict: Conflict) -> HttpResponse:
    if is_autosave(request):
        return conflicting(conflict, field="text")
    form = OwnWordsForm(initial={"text": conflict.mine, "version": conflict.version})
    return meeting_answer(request, pk, status=409, own_words=form, conflict=conflict)
