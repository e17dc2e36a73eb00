"""Signing in as one of the cast, in the demo and in tests alone."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from samlop.access.models import Employment, Person
from samlop.access.sessions import own_file_of, wear_employment, wear_own_file
from samlop.demo.sign_in import offered, walk
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.participants.models import Participant
from samlop.ui.languages import SESSION_KEY, restrict_languages
from samlop.ui.rendering import render_page

DESK, OWN_PAGES = "/", "/min-vei/"


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The cast with role and hat; one click signs in."""
    restrict_languages(request, settings.STAFF_LANGUAGES)
    if request.method == "GET":
        context = {"cast": offered(), "walk": walk(), "next": request.GET.get("next", "")}
        return render_page(request, "demo/sign_in.html", context)
    wanted = request.POST.get("next", "")
    try:
        if chosen := request.POST.get("employment"):
            _as_employee(request, get_object_or_404(Employment.objects.current(localdate()), pk=chosen))
            return redirect(_back_to(request, wanted, home=DESK))
        _as_participant(request, get_object_or_404(Person, pk=request.POST.get("person") or None))
    except ValidationError as unreadable:
        raise Http404 from unreadable
    return redirect(_back_to(request, wanted, home=OWN_PAGES))


def _back_to(request: HttpRequest, wanted: str, *, home: str) -> str:
    """The page that was asked for before, where it is one of one's own; else the first page one has."""
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    is_own = wanted.startswith(OWN_PAGES) == (home == OWN_PAGES)
    return wanted if is_here and is_own else home


def _as_employee(request: HttpRequest, employment: Employment) -> None:
    wear_employment(request, employment)


def _as_participant(request: HttpRequest, person: Person) -> None:
    with acting_as(Actor(person_id=person.pk)):
        participant_id = own_file_of(person)
    if participant_id is None:
        raise Http404
    with acting_as(Actor(person_id=person.pk, participant_id=participant_id)):
        participant = Participant.objects.get(pk=participant_id)
    wear_own_file(request, person, participant_id=participant_id)
    request.session[SESSION_KEY] = participant.portal_language
