"""Everybody present confirms the text, on one screen in the room or each signed in; and the text that holds."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samlop.access.models import Organisation
from samlop.kernel.errors import RuleBroken
from samlop.routines import minutes_rules as rules
from samlop.routines.actions import agreement, reconciling
from samlop.routines.forms.minutes import WordForm
from samlop.routines.minutes_words import SHARING
from samlop.routines.models import AgreedText, Confirmation
from samlop.routines.policies import minutes as policies
from samlop.routines.queries.minutes import Party, Table, agenda_of, parties_of, table, titles_of
from samlop.routines.views.at_meeting import AtMeeting, meeting_or_404, open_meeting
from samlop.routines.views.requests import ActorRequest
from samlop.ui.languages import direction_of, is_offered
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page


@require_http_methods(["GET", "POST"])
def confirmation(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The text as all read it, and each party's button."""
    at = open_meeting(request, pk)
    page = table(at.actor, at.meeting)
    if page is None or not page.version.closed:
        return redirect_after_post(request, "routines:reconcile", pk)
    if page.version.is_agreed:
        return redirect_after_post(request, "routines:agreed", pk)
    parties = parties_of(page.seats, page.version)
    if request.method != "POST":
        return _show(request, at, page=page, parties=parties)
    form = WordForm(request.POST, parties=parties)
    if form.is_valid():
        try:
            return _given(request, at, page=page, form=form)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    return _show(request, at, page=page, parties=parties, form=form, status=422)


@require_POST
def take_back_word(request: ActorRequest, pk: UUID, word_pk: UUID) -> HttpResponse:
    """Undo a word that was given by the wrong button."""
    words = Confirmation.objects.visible_to(request.actor).select_related("agreed_text")
    word = get_object_or_404(words.filter(agreed_text__meeting=meeting_or_404(request, pk)), pk=word_pk)
    try:
        agreement.take_back_word(request.actor, word)
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, "routines:confirm", pk)


@require_POST
def reopen(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Open the text again; every word must be given anew."""
    meeting = meeting_or_404(request, pk)
    draft = get_object_or_404(AgreedText.objects.visible_to(request.actor), meeting=meeting, state="draft")
    try:
        reconciling.reopen_draft(request.actor, draft)
        flash(request, _("Teksten er åpnet igjen. Alle bekrefter på nytt når den er klar."))
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, "routines:reconcile", pk)


@require_GET
def agreed(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The text that holds, who confirmed it, and the versions before it."""
    at = open_meeting(request, pk)
    page = table(at.actor, at.meeting)
    if page is None:
        return redirect_after_post(request, "routines:hold", pk)
    versions = [page.version, *page.earlier]
    holding = next((version for version in versions if version.is_agreed), None)
    if holding is None:
        return redirect_after_post(request, "routines:reconcile", pk)
    own = [note for one in page.items for note in one.notes if note.organisation_id in at.actor.organisations]
    shared = rules.sharing((note.text, note.shared_at is not None) for note in own)
    context = {
        "at": at,
        "page": page,
        "version": holding,
        "titles": titles_of(agenda_of(at.meeting)),
        "earlier": [version for version in versions if version.state == AgreedText.State.SUPERSEDED],
        "sharing": SHARING[shared],
        "can_share": shared in (rules.Sharing.NONE, rules.Sharing.SOME),
        "may_begin_new": policies.may_reconcile(at.file.standing) and not page.version.is_draft,
    }
    return render_page(request, "routines/agreed.html", context)


def _given(request: ActorRequest, at: AtMeeting, *, page: Table, form: WordForm) -> HttpResponse:
    party: Party = form.cleaned_data["party"]
    word = agreement.confirm(
        at.actor,
        AgreedText(pk=page.version.id),
        for_participant=party.is_participant,
        organisation=None if party.is_participant else Organisation(pk=UUID(party.party)),
        answer=form.cleaned_data["answer"],
        words=form.cleaned_data["words"],
        manner=_manner(at, party),
        given_by=form.cleaned_data["given_by"],
    )
    at.meeting.refresh_from_db(fields=["state"])
    draft = AgreedText.objects.filter(meeting=at.meeting, state=AgreedText.State.DRAFT)
    if not draft.exists():
        flash(request, _("Alle er enige. Referatet gjelder, og hver etat får sin arkivkopi."))
        return redirect_after_post(request, "routines:agreed", at.meeting.pk)
    undo = reverse("routines:take_back_word", args=[at.meeting.pk, word.pk])
    flash(request, _("Svaret er tatt imot."), undo=undo)
    return redirect_after_post(request, "routines:confirm", at.meeting.pk)


def _manner(at: AtMeeting, party: Party) -> str:
    own = party.party == str(at.actor.organisation_id)
    return Confirmation.Manner.SIGNED_IN if own else Confirmation.Manner.IN_ROOM


def _show(
    request: ActorRequest,
    at: AtMeeting,
    *,
    page: Table,
    parties: tuple[Party, ...],
    form: WordForm | None = None,
    status: int = 200,
) -> HttpResponse:
    language = at.file.participant.portal_language
    language = language if is_offered(language) else "nb"
    with translation.override(language):
        yes = _("Jeg har fått teksten lest opp, og jeg er enig")
        no = _("Jeg er ikke enig")
    context = {
        "at": at,
        "page": page,
        "version": page.version,
        "titles": titles_of(agenda_of(at.meeting)),
        "own_titles": titles_of(agenda_of(at.meeting), language)
        if language not in settings.STAFF_LANGUAGES
        else {},
        "parties": parties,
        "form": form,
        "spoken": {"language": language, "direction": direction_of(language), "yes": yes, "no": no},
        "participant_is_here": any(seat.attended for seat in page.seats if seat.employment_id is None),
    }
    return render_page(request, "routines/confirm.html", context, status=status)
