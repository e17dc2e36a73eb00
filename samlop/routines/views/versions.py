"""The agreements, the versions of their routines, and the way to a new one."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samlop.kernel.errors import RuleBroken, require
from samlop.routines.actions.versions import approve_version, propose_version
from samlop.routines.forms.versions import ProposalForm
from samlop.routines.models import Agreement, RoutineVersion
from samlop.routines.policies import versions as policies
from samlop.routines.queries.versions import (
    AgreementCard,
    agreement_cards,
    gathering_titles,
    point_pages,
)
from samlop.routines.views.requests import ActorRequest, for_staff
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page


@require_GET
def versions(request: ActorRequest) -> HttpResponse:
    """Every agreement, who has approved what, and what governs; one's own agreements first."""
    for_staff(request)
    cards = agreement_cards(localdate())
    cards.sort(key=lambda card: request.actor.organisation_id not in card.party_ids)
    shown = [_shown(request, card) for card in cards]
    return render_page(request, "routines/versions.html", {"cards": shown, "today": localdate()})


@require_GET
def version(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One version, to be read and printed."""
    for_staff(request)
    found = get_object_or_404(RoutineVersion.objects.select_related("agreement"), pk=pk)
    (card,) = agreement_cards(localdate(), version=found.pk)
    line = next(line for line in card.lines if line.version == found)
    context = {
        "version": found,
        "line": line,
        "today": localdate(),
        "points": point_pages(found),
        "gatherings": gathering_titles(found),
        "may_approve": policies.may_approve(request.actor, line.wanted),
    }
    return render_page(request, "routines/version.html", context)


@require_http_methods(["GET", "POST"])
def propose(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write the next version of an agreement's routine and lay it before the parties."""
    for_staff(request)
    agreement = get_object_or_404(Agreement, pk=pk)
    cards = agreement_cards(localdate())
    card = next((card for card in cards if card.agreement == agreement), None)
    if card is None:
        raise Http404
    require(policies.may_propose(request.actor, card.party_ids))
    last = card.lines[0].version if card.lines else None
    form = ProposalForm(request.POST or None, initial={"effective_from": localdate()}, last=last)
    if form.is_valid():
        try:
            proposed = propose_version(request.actor, agreement, today=localdate(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            flash(request, _("Forslaget er lagt fram. Det gjelder når alle partene har godkjent det."))
            return redirect_after_post(request, "routines:version", proposed.pk)
    context = {"agreement": agreement, "form": form}
    status = 422 if form.errors else 200
    return render_page(request, "routines/propose.html", context, partial="panel", status=status)


@require_POST
def approve(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say yes for one's own organisation."""
    for_staff(request)
    found = get_object_or_404(RoutineVersion, pk=pk)
    try:
        approve_version(request.actor, found, today=localdate())
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    else:
        flash(request, _("Versjonen er godkjent for din organisasjon."))
    return redirect_after_post(request, "routines:version", pk)


def _shown(request: ActorRequest, card: AgreementCard) -> dict[str, object]:
    """A card with what this reader may do with it."""
    may_propose = policies.may_propose(request.actor, card.party_ids)
    return {
        "agreement": card.agreement,
        "parties": card.parties,
        "propose": reverse("routines:propose", args=[card.agreement.pk]) if may_propose else "",
        "lines": [
            {"line": line, "may_approve": policies.may_approve(request.actor, line.wanted)}
            for line in card.lines
        ],
    }
