"""What has been changed in a file, and taking the last change back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samlop.kernel.errors import RuleBroken
from samlop.participants import actions
from samlop.participants.forms import HistoryFilter
from samlop.participants.history import changes_of, told
from samlop.participants.opening import open_file
from samlop.participants.views.answering import actor_in
from samlop.ui.messages import flash
from samlop.ui.paging import page_of
from samlop.ui.rendering import redirect_after_post, render_page


@require_GET
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every change the reader may see, newest first, in plain words."""
    file = open_file(actor_in(request), pk, section="history", kind="history")
    form = HistoryFilter(request.GET)
    page = page_of(request, changes_of(file, **form.wanted()))
    context = {"file": file, "form": form, "page": page, "lines": told(file, page.rows)}
    return render_page(request, "participants/history.html", context, partial="changes")


@require_POST
def undo(request: HttpRequest, pk: UUID, *, first: int, last: int) -> HttpResponse:
    """Take back what was just changed."""
    file = open_file(actor_in(request), pk, section="history", kind="history")
    try:
        actions.undo_changes(actor_in(request), file.participant, first=first, last=last)
        flash(request, _("Det er angret."))
    except RuleBroken as broken:
        flash(request, str(broken), kind="warning")
    back = request.headers.get("Referer", "")
    address = reverse("participants:history", args=[pk])
    return redirect_after_post(request, _own_page(back, pk) or address)


def _own_page(address: str, pk: UUID) -> str:
    """The page of this file the reader came from, if it was one."""
    path = address.partition("://")[2].partition("/")[2].partition("?")[0]
    return f"/{path}" if path.startswith(f"deltakere/{pk}/") else ""
