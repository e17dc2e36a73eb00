"""The resource group: who sits in it, who comes, who takes over, who leaves."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samlop.access.policies import standing
from samlop.kernel.errors import RuleBroken, require
from samlop.participants import actions, policies, queries
from samlop.participants.forms import EndForm, HandoverForm, MemberForm
from samlop.participants.models import Membership
from samlop.participants.opening import OpenFile, open_file
from samlop.participants.views.answering import actor_in, refused
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page


@require_GET
def group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole group, with seats left open and those who sat there before."""
    file = open_file(actor_in(request), pk, section="group", kind="group")
    context = {
        "file": file,
        "group": queries.whole_group(file.participant, localdate()),
        "may_change": policies.may_change_group(file.standing),
    }
    return render_page(request, "participants/group.html", context)


@require_http_methods(["GET", "POST"])
def add_member(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Find somebody by name or workplace and let them into the group."""
    file, actor, today = _open(request, pk), actor_in(request), localdate()
    search, role = request.GET.get("sok", ""), request.GET.get("rolle", "")
    people = queries.candidates(actor, file.participant, search=search, role=role, day=today)
    form = MemberForm(request.POST or None, people=people, today=today)
    context = {"file": file, "form": form, "search": search, "people": people}
    return _answer(
        request,
        file,
        form,
        deed=lambda: actions.add_member(actor, file.participant, **form.cleaned_data),
        done=_("Medlemmet er lagt til."),
        page=("participants/member_add.html", context),
        partial="people",
    )


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: UUID, seat_pk: UUID) -> HttpResponse:
    """Let a successor take over a seat without a day between."""
    file, actor, today = _open(request, pk), actor_in(request), localdate()
    membership = _seat(request, file, seat_pk)
    search = request.GET.get("sok", "")
    people = queries.candidates(actor, file.participant, search=search, role=membership.role, day=today)
    form = HandoverForm(request.POST or None, people=people, today=today)
    context = {
        "file": file,
        "form": form,
        "search": search,
        "people": people,
        "seat": queries.seat_of(membership),
    }
    return _answer(
        request,
        file,
        form,
        deed=lambda: actions.hand_over(actor, membership, **form.cleaned_data),
        done=_("Overleveringen er lagret."),
        page=("participants/member_hand_over.html", context),
        partial="people",
    )


@require_http_methods(["GET", "POST"])
def end_membership(request: HttpRequest, pk: UUID, seat_pk: UUID) -> HttpResponse:
    """End a seat; the way back is one button."""
    file, actor = _open(request, pk), actor_in(request)
    membership = _seat(request, file, seat_pk)
    form = EndForm(request.POST or None, initial={"until": localdate()})
    context = {"file": file, "form": form, "seat": queries.seat_of(membership)}
    return _answer(
        request,
        file,
        form,
        deed=lambda: actions.end_membership(actor, membership, **form.cleaned_data),
        done=_("Medlemskapet er avsluttet."),
        page=("participants/member_end.html", context),
        undo=reverse("participants:resume_membership", args=[pk, seat_pk]),
    )


@require_POST
def resume_membership(request: HttpRequest, pk: UUID, seat_pk: UUID) -> HttpResponse:
    """Let somebody take up again the seat that was ended."""
    actor = actor_in(request)
    return _at_once(
        request,
        pk,
        seat_pk,
        deed=lambda seat: actions.resume_membership(actor, seat, today=localdate()),
        done=_("Medlemmet sitter i gruppen igjen."),
    )


@require_POST
def choose_contact(request: HttpRequest, pk: UUID, seat_pk: UUID) -> HttpResponse:
    """Choose whom the participant turns to."""
    actor = actor_in(request)
    return _at_once(
        request,
        pk,
        seat_pk,
        deed=lambda seat: actions.choose_contact(actor, seat),
        done=_("Kontaktpersonen er valgt."),
    )


@require_POST
def set_responsibility(request: HttpRequest, pk: UUID, seat_pk: UUID, *, responsible: bool) -> HttpResponse:
    """Let a member answer for the group, or no longer."""
    actor = actor_in(request)
    return _at_once(
        request,
        pk,
        seat_pk,
        deed=lambda seat: actions.set_responsibility(actor, seat, responsible=responsible, today=localdate()),
        done=_("Medlemmet svarer nå for gruppen.")
        if responsible
        else _("Medlemmet svarer ikke lenger for gruppen."),
    )


def _open(request: HttpRequest, pk: UUID) -> OpenFile:
    file = open_file(actor_in(request), pk, section="group", kind="group")
    require(policies.may_change_group(file.standing))
    return file


def _seat(request: HttpRequest, file: OpenFile, seat_pk: UUID) -> Membership:
    seats = Membership.objects.visible_to(actor_in(request)).filter(participant=file.participant)
    return get_object_or_404(
        seats.select_related("relation", "employment__person", "organisation"), pk=seat_pk
    )


def _answer(
    request: HttpRequest,
    file: OpenFile,
    form: MemberForm | HandoverForm | EndForm,
    *,
    deed: Callable[[], object],
    done: str,
    page: tuple[str, dict[str, object]],
    undo: str = "",
    partial: str | None = None,
) -> HttpResponse:
    if form.is_valid():
        try:
            deed()
            flash(request, done, undo=undo if _still_inside(request, file) else "")
            return redirect_after_post(request, _home(request, file))
        except RuleBroken as broken:
            refused(form, broken)
    return render_page(request, *page, partial=partial, status=422 if form.is_bound else 200)


def _at_once(
    request: HttpRequest, pk: UUID, seat_pk: UUID, *, deed: Callable[[Membership], object], done: str
) -> HttpResponse:
    file = _open(request, pk)
    try:
        deed(_seat(request, file, seat_pk))
        flash(request, done)
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, _home(request, file))


def _still_inside(request: HttpRequest, file: OpenFile) -> bool:
    """Whoever ended their own seat may have shut the door behind them."""
    return standing(actor_in(request), file.participant.pk).may("write", "group")


def _home(request: HttpRequest, file: OpenFile) -> str:
    held = standing(actor_in(request), file.participant.pk)
    return (
        reverse("participants:group", args=[file.participant.pk])
        if held.may("read", "group")
        else reverse("desk:day")
    )
