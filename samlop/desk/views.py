"""The pages of staff that cross every domain: Min dag, the participants, and one participant at a glance."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samlop.access.models import CASEWORK_ROLES
from samlop.desk import queries
from samlop.desk.forms import FindForm
from samlop.kernel.actor import Actor
from samlop.participants.opening import open_file
from samlop.plans.map_words import drawn
from samlop.plans.pathway import Pathway
from samlop.plans.policies import may_change_actions
from samlop.routines.policies.calling import may_call
from samlop.ui.paging import SIZE, page_of
from samlop.ui.rendering import render_page


@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """Min dag: what is due, what gapes, what waits, what I promised."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_participant:
        return redirect("portal:road")
    if actor.role not in CASEWORK_ROLES:
        return render_page(request, "desk/no_casework.html")
    today = localdate()
    whole = request.GET.get("alt", "")
    context = {"day": queries.day_of(actor, today), "today": today, "shown": queries.SHOWN, "whole": whole}
    return render_page(request, "desk/day.html", context)


@require_http_methods(["GET", "POST"])
def participants(request: HttpRequest) -> HttpResponse:
    """Find a participant; the search is posted, so that no name stands in an address or a log."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = localdate()
    form = FindForm(request.POST if request.method == "POST" else request.GET, intake=actor.intake)
    wanted = form.cleaned_data if form.is_valid() else form.defaults()
    found = queries.found_participants(
        actor,
        text=wanted["sok"],
        own=wanted["hvem"] != "alle",
        milestone=wanted["milepael"],
        when=wanted["naar"],
        today=today,
    )
    page = page_of(request, found, size=queries.LOOKED_THROUGH if wanted["hull"] else SIZE)
    context = {
        "page": page,
        "rows": queries.list_rows(actor, page, today, gap=wanted["hull"]),
        "looks_through": wanted["hull"] and (page.has_next or page.has_previous),
        "size": queries.LOOKED_THROUGH,
        "form": form,
        "sok": wanted["sok"],
        "may_register": actor.intake,
        "today": today,
    }
    return render_page(request, "desk/participants.html", context, partial="found")


@require_GET
def participant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One participant at a glance."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    file = open_file(actor, pk, section="overview")
    today = localdate()
    overview = queries.overview_of(file, today)
    road = Pathway(stations=tuple(overview.file.stations), today=today, goal=overview.file.goal)
    context = {
        "file": file,
        "overview": overview,
        "map": drawn(road),
        "today": today,
        "may_call": may_call(file.standing),
        "may_change_actions": may_change_actions(file.standing),
        "may_sit_beside": file.may("open", "assisted") and file.participant.person_id is not None,
        "assist_label": _("Åpne Min vei sammen med %s") % file.participant.first_name,
    }
    return render_page(request, "desk/participant.html", context)
