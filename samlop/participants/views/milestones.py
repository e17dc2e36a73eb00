"""The days of the road, and concern about progress."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samlop.kernel.errors import require
from samlop.participants import actions, history, policies, queries
from samlop.participants.forms import MilestonesForm
from samlop.participants.models import Concern, Milestone
from samlop.participants.opening import OpenFile, open_file
from samlop.participants.views.answering import Way, actor_in, answer, done_at_once

SHOWN_CHANGES = 8


@require_http_methods(["GET", "POST"])
def milestones(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every milestone with its expected and actual day, and how they have moved."""
    actor, today = actor_in(request), localdate()
    file = open_file(actor, pk, section="milestones", kind="milestone")
    rows = Milestone.objects.visible_to(actor).filter(participant=file.participant)
    form = MilestonesForm(request.POST or None, milestones={row.code: row for row in rows})
    return answer(
        request,
        file,
        form,
        title=_("Milepæler"),
        way=_way(pk, _("Milepælene er lagret.")),
        deed=lambda: actions.set_milestones(
            actor, file.participant, changes=form.changed_days(), seen=form.seen_days(), today=today
        ),
        template="participants/milestones.html",
        extra={
            "may_change": policies.may_set_milestones(file.standing),
            "may_raise": policies.may_raise_concern(file.standing),
            "concerns": queries.open_concerns([pk]).get(pk, []),
            "changes": _moved(file),
        },
    )


def _moved(file: OpenFile) -> list[history.Told]:
    if not policies.may_read_history(file.standing):
        return []
    return history.told(file, list(history.changes_of(file, section="milestones")[:SHOWN_CHANGES]))


@require_POST
def raise_concern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that progress is in doubt."""
    actor, today = actor_in(request), localdate()
    file = open_file(actor, pk, section="milestones", kind="milestone")
    way = _way(pk, _("Bekymringen er meldt. Rutinen ber nå om et møte."))
    return done_at_once(
        request, file, way=way, deed=lambda: actions.raise_concern(actor, file.participant, today=today)
    )


@require_POST
def settle_concern(request: HttpRequest, pk: UUID, concern_pk: UUID) -> HttpResponse:
    """Say that the concern is laid to rest."""
    actor, today = actor_in(request), localdate()
    file = open_file(actor, pk, section="milestones", kind="milestone")
    require(policies.may_raise_concern(file.standing))
    concerns = Concern.objects.visible_to(actor).filter(participant=file.participant)
    concern = get_object_or_404(concerns, pk=concern_pk)
    way = _way(pk, _("Bekymringen er avklart."))
    return done_at_once(
        request, file, way=way, deed=lambda: actions.settle_concern(actor, concern, today=today)
    )


def _way(pk: UUID, done: str) -> Way:
    return Way(reverse("participants:milestones", args=[pk]), _("Milepæler"), done)
