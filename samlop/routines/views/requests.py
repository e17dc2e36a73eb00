"""What the pages of this package are asked with, and by whom."""

from django.http import Http404, HttpRequest

from samlop.kernel.actor import Actor


class ActorRequest(HttpRequest):
    """A request of somebody signed in; the middleware lets nobody else through."""

    actor: Actor


def for_staff(request: ActorRequest) -> None:
    """To a participant these pages do not exist: the portal has their own."""
    if not request.actor.is_staff:
        raise Http404
