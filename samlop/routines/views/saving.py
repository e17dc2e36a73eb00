"""Texts that save themselves while somebody types; the contract is docs/mechanisms/autosave.md."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from samlop.kernel.errors import Conflict, RuleBroken
from samlop.routines import minutes_rules as rules
from samlop.routines.actions import answers, minutes, reconciling
from samlop.routines.forms.minutes import AnswerForm, OwnWordsForm, TextForm
from samlop.routines.forms.sheets import AGREED, ANSWER, NOTE, OWN, languages_of, self_saving
from samlop.routines.models import AgreedText
from samlop.routines.queries.minutes import agenda_of, own_words_in
from samlop.routines.views.at_meeting import meeting_or_404, require_same_hat
from samlop.routines.views.requests import ActorRequest
from samlop.ui import autosave


@require_POST
def note(request: ActorRequest, pk: UUID, code: str = "") -> HttpResponse:
    """Keep one note while it is typed."""
    meeting = meeting_or_404(request, pk)
    form = self_saving(request.POST, TextForm, prefix=f"{NOTE}{code}")

    def keep(text: str, version: int) -> Any:
        return minutes.save_note(request.actor, meeting, agenda_code=code, text=text, version=version)

    return _told(request, form, keep)


@require_POST
def own_words(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Keep the participant's words while they are typed."""
    meeting = meeting_or_404(request, pk)
    words = own_words_in(meeting)
    sent = request.POST.copy()
    if words and f"{OWN}-text" not in sent and f"{OWN}-language" in sent:
        sent[f"{OWN}-text"] = words.text
    form = self_saving(sent, OwnWordsForm, prefix=OWN, languages=languages_of(meeting, words))

    def keep(text: str, version: int) -> Any:
        language = form.cleaned_data["language"]
        return minutes.save_own_words(request.actor, meeting, text=text, version=version, language=language)

    return _told(request, form, keep)


@require_POST
def answer(request: ActorRequest, pk: UUID, code: str) -> HttpResponse:
    """Keep an answer as a proposal while it is given."""
    meeting = meeting_or_404(request, pk)
    item = next((one for one in agenda_of(meeting) if one.code == code and one.fills), None)
    if item is None:
        raise Http404
    form = self_saving(request.POST, AnswerForm, prefix=f"{ANSWER}{code}", item=item)

    def keep(text: str, version: int) -> Any:
        return answers.propose_answer(request.actor, meeting, agenda_code=code, value=text, version=version)

    return _told(request, form, keep)


@require_POST
def agreed_item(request: ActorRequest, pk: UUID, code: str = "") -> HttpResponse:
    """Keep the one text to an agenda item while it is typed."""
    meeting = meeting_or_404(request, pk)
    newest = AgreedText.objects.visible_to(request.actor).filter(meeting=meeting).order_by("-number")[:1]
    text = get_object_or_404(newest)
    form = self_saving(request.POST, TextForm, prefix=f"{AGREED}{code}")

    def keep(typed: str, version: int) -> Any:
        return reconciling.save_agreed_item(
            request.actor, text, agenda_code=code, text=typed, version=version
        )

    return _told(request, form, keep)


def _told(request: ActorRequest, form: TextForm, keep: Callable[[str, int], Any]) -> HttpResponse:
    """What a text that saves itself is told: kept, contested, or refused with the reason at its field."""
    require_same_hat(request)
    if not form.is_valid():
        return autosave.refused(form)
    text = rules.as_kept(form.cleaned_data["text"])
    try:
        kept = keep(text, form.cleaned_data["version"])
    except Conflict as conflict:
        return autosave.conflicting(conflict, field=form.add_prefix("text"))
    except RuleBroken as broken:
        form.add_error("text", str(broken))
        return autosave.refused(form)
    return autosave.saved(kept.version, kept.updated_at)
