"""Everybody present confirms the text, on one screen in the room or each signed in; and the text that holds."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samlop.access.models import Organisation
from samlop.kernel.errors import RuleBroken
from samlop.routines import minutes_rules as rules
from samlop.routines.actions import agreement, reconciling
from samlop.routines.forms.minutes import PresenceForm, WordForm
from samlop.routines.minutes_words import REFUSALS, SHARING
from samlop.routines.models import AgreedText, Confirmation
from samlop.routines.policies import minutes as policies
from samlop.routines.queries.minutes import Party, Table, agenda_of, not_called, parties_of, table, titles_of
from samlop.routines.views.at_meeting import AtMeeting, meeting_or_404, open_meeting
from samlop.routines.views.requests import ActorRequest
from samlop.ui.languages import direction_of, is_offered
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page

OPENED_AGAIN = gettext_lazy("Noen har åpnet teksten igjen. Svar på nytt når den er klar.")


@dataclass(frozen=True)
class Speaker:
    """One who can give a party's word here and now."""

    employment_id: UUID | None
    name: str
    is_me: bool


@dataclass(frozen=True)
class Turn:
    """A party, who can speak for it at this screen; was its disagreement refused, what was typed, and why."""

    party: Party
    speakers: tuple[Speaker, ...]
    may_press: bool
    is_refused: bool = False
    typed: str = ""
    faults: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Where on the page this party stands."""
        return "deltaker" if self.party.is_participant else f"etat-{self.party.party}"


@require_http_methods(["GET", "POST"])
def confirmation(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The text as all read it, and each party's button."""
    at = open_meeting(request, pk)
    page = table(at.actor, at.meeting)
    if page is None or page.version.is_agreed or not page.version.closed:
        return _too_late(request, at, page=page)
    if request.method != "POST":
        return _show(request, at, page=page)
    if request.POST.get("act") == "here":
        return _mark_here(request, at, page=page)
    form = _word_form(request, at, page=page)
    if form.is_valid():
        try:
            return _given(request, at, page=page, form=form)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    return _show(request, at, page=page, form=form, status=422)


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


def _too_late(request: ActorRequest, at: AtMeeting, *, page: Table | None) -> HttpResponse:
    """The text is no longer to be confirmed: it was opened again, or all have agreed. What was typed is shown."""
    is_agreed = page is not None and page.version.is_agreed
    onward = "routines:agreed" if is_agreed else "routines:reconcile"
    if request.method != "POST" or page is None:
        return redirect_after_post(request, onward, at.meeting.pk)
    refusal = REFUSALS[rules.Refusal.AGREED] if is_agreed else OPENED_AGAIN
    words = request.POST.get("words", "").strip()
    if not words:
        is_done = is_agreed and request.POST.get("answer") == Confirmation.Answer.AGREES
        flash(request, str(refusal), kind="info" if is_done else "warning")
        return redirect_after_post(request, onward, at.meeting.pk)
    context = {"at": at, "refusal": refusal, "words": words, "onward": reverse(onward, args=[at.meeting.pk])}
    return render_page(request, "routines/too_late.html", context, status=422)


def _mark_here(request: ActorRequest, at: AtMeeting, *, page: Table) -> HttpResponse:
    form = _here(at, page, request.POST)
    if form.is_valid():
        try:
            agreement.mark_here(at.actor, AgreedText(pk=page.version.id), **form.attendance())
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            flash(request, _("Nå kan dere bekrefte på denne skjermen."))
            return redirect_after_post(request, "routines:confirm", at.meeting.pk)
    return _show(request, at, page=page, here=form, status=422)


def _here(at: AtMeeting, page: Table, posted: Any = None) -> PresenceForm:
    """Who is gathered for a later version: nobody but the one who asks is taken for granted."""
    number = page.version.number
    there = [
        seat.pk for seat in page.seats if seat.is_here(number) or seat.employment_id == at.actor.employment_id
    ]
    form = PresenceForm(
        posted,
        seats=page.seats,
        uncalled=not_called(at.meeting),
        name=str(at.file.participant),
        interpreter=False,
        initial={"present": there, "walk_ins": [str(at.actor.employment_id)]},
    )
    form.fields["present"].label = _("Hvem er samlet nå?")
    return form


def _word_form(request: ActorRequest, at: AtMeeting, *, page: Table) -> WordForm:
    """The word that was sent; whatever its words lack is told under the party's own name, with a way to its box."""
    parties = parties_of(page.seats, page.version)
    form = WordForm(request.POST, parties=parties)
    sent_for = next((one for one in parties if one.party == request.POST.get("party")), None)
    if sent_for:
        words = form.fields["words"]
        words.label = _name_of(at, sent_for)
        words.widget.attrs["id"] = f"words-{sent_for.party}"
    return form


def _name_of(at: AtMeeting, party: Party) -> str:
    return str(at.file.participant) if party.is_participant else party.name


def _given(request: ActorRequest, at: AtMeeting, *, page: Table, form: WordForm) -> HttpResponse:
    party: Party = form.cleaned_data["party"]
    given_by = form.cleaned_data["given_by"]
    word = agreement.confirm(
        at.actor,
        AgreedText(pk=page.version.id),
        for_participant=party.is_participant,
        organisation=None if party.is_participant else Organisation(pk=UUID(party.party)),
        answer=form.cleaned_data["answer"],
        words=form.cleaned_data["words"],
        manner=_manner(at, party, given_by),
        given_by=given_by,
    )
    at.meeting.refresh_from_db(fields=["state"])
    draft = AgreedText.objects.filter(meeting=at.meeting, state=AgreedText.State.DRAFT)
    if not draft.exists():
        flash(request, _("Alle er enige. Referatet er samordnet."))
        return redirect_after_post(request, "routines:agreed", at.meeting.pk)
    undo = reverse("routines:take_back_word", args=[at.meeting.pk, word.pk])
    flash(request, _told(at, party, word), undo=undo)
    address = reverse("routines:confirm", args=[at.meeting.pk])
    return redirect_after_post(request, f"{address}#{_next_place(at, page, party)}")


def _told(at: AtMeeting, party: Party, word: Confirmation) -> str:
    """Whose word was taken, and what it was."""
    speaker = None if party.is_participant else word.given_by
    name = speaker.person.name if speaker else _name_of(at, party)
    if word.answer == Confirmation.Answer.AGREES:
        return _("%(name)s er enig.") % {"name": name}
    return _("%(name)s er ikke enig.") % {"name": name}


def _next_place(at: AtMeeting, page: Table, answered: Party) -> str:
    """The next party that can answer on this screen and has not; else the list of them all."""
    turns = _turns(at, page, None)
    there = [turn.party.party for turn in turns].index(answered.party)
    in_turn = turns[there + 1 :] + turns[:there]
    return next((one.anchor for one in in_turn if one.may_press and one.party.agrees is None), "ja")


def _manner(at: AtMeeting, party: Party, given_by: UUID | None) -> str:
    """One's own word is given signed in; a word said by anybody else is pressed in the room."""
    mine = policies.speaks_for(at.actor, party.party) and given_by in (None, at.actor.employment_id)
    return Confirmation.Manner.SIGNED_IN if mine else Confirmation.Manner.IN_ROOM


def _show(
    request: ActorRequest,
    at: AtMeeting,
    *,
    page: Table,
    form: WordForm | None = None,
    here: PresenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "at": at,
        "page": page,
        "version": page.version,
        "titles": titles_of(agenda_of(at.meeting)),
        "own_titles": _own_titles(at),
        "turns": _turns(at, page, form),
        "form": form,
        "spoken": _spoken(at),
        "in_room": _is_here(at, page),
        "here": (here or _here(at, page)) if page.version.number > 1 else None,
    }
    return render_page(request, "routines/confirm.html", context, status=status)


def _is_here(at: AtMeeting, page: Table) -> bool:
    seats = (seat for seat in page.seats if seat.employment_id == at.actor.employment_id)
    return any(seat.is_here(page.version.number) for seat in seats)


def _turns(at: AtMeeting, page: Table, form: WordForm | None) -> list[Turn]:
    """Who can press what: in the room for all who are there, elsewhere for oneself alone."""
    in_room = _is_here(at, page)
    turns = []
    for party in parties_of(page.seats, page.version):
        speakers = _speakers(at, party, in_room=in_room)
        may_press = bool(party.people and in_room) if party.is_participant else bool(speakers)
        turns.append(Turn(party, speakers, may_press, **_refused(party, form)))
    return turns


def _refused(party: Party, form: WordForm | None) -> dict[str, Any]:
    """What a party's box holds when its disagreement was not taken: open, with what was typed and what it lacks."""
    if form is None or form["party"].value() != party.party:
        return {}
    typed = form["words"].value() or ""
    disagrees = form["answer"].value() == Confirmation.Answer.DISAGREES
    return {
        "is_refused": disagrees or bool(typed),
        "typed": typed,
        "faults": tuple(map(str, form.errors.get("words", ()))),
    }


def _speakers(at: AtMeeting, party: Party, *, in_room: bool) -> tuple[Speaker, ...]:
    me = at.actor.employment_id
    people = (
        {seat.employment_id: seat.employment for seat in party.people if seat.employment} if in_room else {}
    )
    speakers = [Speaker(pk, one.person.name, pk == me) for pk, one in people.items()]
    if policies.speaks_for(at.actor, party.party) and me not in people:
        speakers.append(Speaker(me, at.actor.name, is_me=True))
    return tuple(speakers)


def _language(at: AtMeeting) -> str:
    language: str = at.file.participant.portal_language
    return language if is_offered(language) else "nb"


def _own_titles(at: AtMeeting) -> dict[str, str]:
    language = _language(at)
    return {} if language in settings.STAFF_LANGUAGES else titles_of(agenda_of(at.meeting), language)


def _spoken(at: AtMeeting) -> dict[str, str]:
    """What the participant's own buttons say, in a language the participant reads."""
    language = _language(at)
    with translation.override(language):
        yes = _("Jeg har fått teksten lest opp, og jeg er enig")
        no = _("Jeg er ikke enig")
    return {"language": language, "direction": direction_of(language), "yes": yes, "no": no}
