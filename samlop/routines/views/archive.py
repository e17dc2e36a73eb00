"""Each agency's own copy: where it is, why it has not left, and the agency's own document."""

from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samlop.kernel.errors import RuleBroken
from samlop.routines.actions import agreement
from samlop.routines.minutes_words import archive_problem
from samlop.routines.models import ArchiveCopy
from samlop.routines.policies import minutes as policies
from samlop.routines.ports import archive as the_archive
from samlop.routines.queries.archive import copy_states
from samlop.routines.views.at_meeting import meeting_or_404, open_meeting
from samlop.routines.views.requests import ActorRequest
from samlop.ui.messages import flash
from samlop.ui.rendering import redirect_after_post, render_page, render_problem


@require_GET
def archive(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Whose archive has its copy, and whose has not yet."""
    at = open_meeting(request, pk, section="archive")
    states = copy_states(at.actor, at.meeting)
    context = {
        "at": at,
        "states": [(state, archive_problem(state.outbox.error)) for state in states],
        "may_deliver": policies.may_deliver(at.file.standing),
    }
    return render_page(request, "routines/archive.html", context)


@require_POST
def send_again(request: ActorRequest, pk: UUID, outbox_pk: UUID) -> HttpResponse:
    """Try a failed copy at once."""
    states = copy_states(request.actor, meeting_or_404(request, pk))
    found = next((state for state in states if state.outbox.pk == outbox_pk), None)
    if found is None:
        raise Http404
    try:
        agreement.send_copy_again(request.actor, found.text, organisation_id=found.organisation.pk)
        flash(request, _("Vi prøver igjen med en gang."))
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    return redirect_after_post(request, "routines:archive", pk)


@require_GET
def document(request: ActorRequest, pk: UUID, copy_pk: UUID) -> HttpResponse:
    """The own agency's document as its archive has it, unchanged by so much as a byte."""
    at = open_meeting(request, pk, section="archive")
    copies = ArchiveCopy.objects.visible_to(at.actor).exclude(archived_at=None).select_related("agreed_text")
    copy = get_object_or_404(copies.filter(agreed_text__meeting=at.meeting), pk=copy_pk)
    content = the_archive().document(copy.receipt)
    if content is None:
        raise Http404
    if sha256(content).hexdigest() != copy.sha256:
        message = _("Dokumentet i arkivet er ikke det vi leverte. Si fra til arkivet deres.")
        return render_problem(request, 409, message)
    name = f"referat-{at.meeting.starts_at:%Y-%m-%d}-{copy.agreed_text.number}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
