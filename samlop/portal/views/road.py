"""The first page, the people in the group, and who has read."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from samlop.portal.forms import OtherTimeForm
from samlop.portal.queries.people import group_of, helper_of
from samlop.portal.queries.reads import by_day, looks_at
from samlop.portal.queries.road import road_of
from samlop.portal.views.opening import own_file, show
from samlop.ui.paging import page_of


@require_GET
def road(request: HttpRequest) -> HttpResponse:
    """The next step, the next meeting, and the road in short."""
    file = own_file(request, section="overview")
    found = road_of(file.standing.actor, file.participant, timezone.now())
    context = {"file": file, "road": found, "other_time": OtherTimeForm(), "today": localdate()}
    return show(request, "portal/road.html", context)


@require_GET
def group(request: HttpRequest) -> HttpResponse:
    """Who is in my group, what they do for me, and how I reach them."""
    file = own_file(request, section="group", kind="group")
    members = group_of(file.standing.actor, file.participant, localdate())
    return show(request, "portal/group.html", {"file": file, "members": members})


@require_GET
def reads(request: HttpRequest) -> HttpResponse:
    """Who has read about me, when, and why they could."""
    file = own_file(request, section="read_log", kind="read_log")
    page = page_of(request, looks_at(file.participant.pk))
    context = {"file": file, "page": page, "days": by_day(page), "helper": helper_of(file.participant)}
    return show(request, "portal/reads.html", context)
