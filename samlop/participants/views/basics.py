"""Registering somebody, putting what is known of them right, and opening the file to them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samlop.access.models import CASEWORK_ROLES
from samlop.kernel.errors import RuleBroken, require
from samlop.participants import actions, policies, queries
from samlop.participants.forms import BasicsForm, RegisterForm
from samlop.participants.models import Contact
from samlop.participants.opening import open_file
from samlop.participants.views.answering import Way, actor_in, answer, done_at_once
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Open a file for a newcomer; sent twice, or for somebody already known, it leads to the file there is."""
    actor = actor_in(request)
    require(policies.may_register(actor))
    organisation = queries.hat_of(actor).organisation
    may_join = actor.role in CASEWORK_ROLES
    form = RegisterForm(request.POST or None, organisation=organisation, may_join=may_join)
    known = None
    if form.is_valid():
        try:
            return _registered(request, form)
        except actions.AlreadyRegistered as double:
            form.refuse(double)
            known = double.participant
        except RuleBroken as broken:
            form.refuse(broken)
    context = {
        "form": form,
        "known": known,
        "may_join": may_join,
        "ask": known or form.data.get("is_another"),
    }
    return render_page(request, "participants/register.html", context, status=422 if form.is_bound else 200)


def _registered(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    chosen: dict[str, Any] = form.cleaned_data
    participant = actions.register_participant(
        actor_in(request),
        form.newcomer(),
        file_id=chosen["file_id"],
        join_group=chosen.get("join_group", False),
        is_another=chosen["is_another"],
        today=localdate(),
    )
    flash(request, _("%(name)s er registrert.") % {"name": participant})
    return redirect_after_post(request, "desk:participant", participant.pk)


@require_http_methods(["GET", "POST"])
def basics(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name, birth, language, address and identity numbers."""
    actor, today = actor_in(request), localdate()
    file = open_file(actor, pk, section="contact", kind="contact")
    require(policies.may_change_basics(file.standing))
    participant, held = file.participant, file.standing
    numbers = queries.numbers_shown(participant, actor)
    form = BasicsForm(
        request.POST or None,
        participant=participant,
        contact=Contact.objects.visible_to(actor).filter(participant=participant).first() or Contact(),
        numbers=numbers,
        portal_languages=list(settings.LANGUAGES),
    )
    return answer(
        request,
        file,
        form,
        title=_("Opplysninger"),
        way=_way_home(participant.pk, _("Opplysningene er lagret.")),
        deed=lambda: actions.change_basics(actor, participant, changes=form.changes(), seen=form.seen()),
        template="participants/basics.html",
        extra={
            "own_access": queries.has_own_access(participant, today),
            "may_open": policies.may_open_for_participant(held),
            "lacks_number": policies.may_read_national_id(held) and "fnr" not in numbers,
        },
    )


@require_POST
def own_access(request: HttpRequest, pk: UUID, *, opened: bool) -> HttpResponse:
    """Let the participant into the own file, or take that back."""
    actor, today = actor_in(request), localdate()
    file = open_file(actor, pk, section="contact")
    done = _("Deltakeren kan nå åpne Min vei.") if opened else _("Deltakeren kan ikke lenger åpne Min vei.")
    act = actions.open_for_participant if opened else actions.close_for_participant
    way = Way(reverse("participants:basics", args=[pk]), "", done)
    return done_at_once(request, file, way=way, deed=lambda: act(actor, file.participant, today=today))


def _way_home(pk: UUID, done: str) -> Way:
    return Way(reverse("desk:participant", args=[pk]), _("Oversikt"), done)
