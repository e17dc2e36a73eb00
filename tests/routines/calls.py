"""Calls to meetings, as the tests of calling make them."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.utils.timezone import localdate, make_aware, now

from samlop.access.policies import standing
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.routines.actions.calling import call_meeting
from samlop.routines.models import Meeting
from samlop.routines.rules import Arrangement, Occasion, Stretch
from tests.cast import Cast

FIRST = Occasion("first", 0)


def in_days(days: int) -> date:
    """So many days from today."""
    return localdate() + timedelta(days=days)


def at(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment so many days ahead."""
    return make_aware(datetime.combine(in_days(days), time(hour, minute)))


def stretch(days: int = 7, hour: int = 10, minutes: int = 45) -> Stretch:
    """A time to meet."""
    return Stretch(at(days, hour), at(days, hour) + timedelta(minutes=minutes))


def arrangement(*actors: Actor, when: Stretch | None = None, **extra: str) -> Arrangement:
    """In room Elva, with these people."""
    words = {"place_kind": "room", "place": "Rom Elva"} | extra
    employments = frozenset(actor.employment_id for actor in actors if actor.employment_id)
    return Arrangement(when=when or stretch(), employments=employments, **words)


def called(
    cast: Cast,
    *actors: Actor,
    by: Actor | None = None,
    occasion: Occasion = FIRST,
    when: Stretch | None = None,
    key: UUID | None = None,
    despite_collisions: bool = False,
    **extra: str,
) -> Meeting:
    """A meeting Kari, or somebody else, has called; by default to herself, Tea and Kim."""
    caller = by or cast.kari
    with acting_as(caller):
        return call_meeting(
            caller,
            cast.participant,
            occasion=occasion,
            arrangement=arrangement(*(actors or (cast.kari, cast.tea, cast.kim)), when=when, **extra),
            key=key or uuid4(),
            now=now(),
            despite_collisions=despite_collisions,
        )


def stands(actor: Actor, cast: Cast) -> object:
    """How an actor stands to Dina."""
    return standing(actor, cast.participant.pk)
