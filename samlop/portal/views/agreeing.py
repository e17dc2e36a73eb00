"""The participant's word on the text of a meeting, which can be taken back until all have agreed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samlop.kernel.errors import RuleBroken
from samlop.portal import actions
from samlop.portal.forms import WordForm
from samlop.portal.views.meetings import meeting_answer, own_meeting, refuse
from samlop.portal.views.opening import own_actor
from samlop.routines.actions import agreement
from samlop.routines.models import AgreedText, Confirmation
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post


@require_POST
def give_word(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text is right, or something in it is not."""
    actor = own_actor(request)
    form = WordForm(request.POST)
    texts = AgreedText.objects.visible_to(actor).filter(meeting=own_meeting(actor, pk))
    text = texts.order_by("-number").first()
    try:
        if text is not None and form.is_valid():
            word = actions.say_of_text(actor, text, **form.cleaned_data)
            return _thanks(request, pk, word)
    except RuleBroken as broken:
        refuse(form, broken)
    return meeting_answer(request, pk, status=422, word=form)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not so after all; possible until everybody has agreed."""
    actor = own_actor(request)
    words = Confirmation.objects.visible_to(actor).filter(agreed_text__meeting=own_meeting(actor, pk))
    mine = words.filter(is_participant=True, set_aside_at=None).order_by("-at")
    try:
        agreement.take_back_word(actor, get_object_or_404(mine[:1]))
        flash(request, _("Svaret ditt er tatt tilbake."))
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, "portal:meeting", pk)


def _thanks(request: HttpRequest, pk: UUID, word: Confirmation) -> HttpResponse:
    """Thanks for the word, with a way back as long as there is one: what all agree on stands."""
    agrees = word.answer == Confirmation.Answer.AGREES
    told = (
        _("Takk. Du har sagt at du er enig.") if agrees else _("Takk. Nå vet gruppen hva som ikke er riktig.")
    )
    can_be_undone = word.agreed_text.state == AgreedText.State.DRAFT
    flash(request, told, undo=reverse("portal:take_back", args=[pk]) if can_be_undone else "")
    return redirect_after_post(request, "portal:meeting", pk)
