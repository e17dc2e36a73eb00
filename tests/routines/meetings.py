"""Meetings of the cast as tests need them: called, held, with texts, agreed."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate

from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.routines.actions import agreement, minutes, reconciling
from samlop.routines.models import AgreedText, Confirmation, Invitation, Meeting
from tests.cast import Cast

AGREES, DISAGREES = Confirmation.Answer.AGREES, Confirmation.Answer.DISAGREES
IN_ROOM, SIGNED_IN = Confirmation.Manner.IN_ROOM, Confirmation.Manner.SIGNED_IN
STAFF = ("kari", "tea", "kim", "nils")


def called_meeting(
    cast: Cast, *, point: str = "first", staff: Iterable[str] = STAFF, **extra: object
) -> Meeting:
    """Dina's first meeting, called for today with her and the whole group."""
    begins = datetime.combine(localdate(), time(10), tzinfo=get_current_timezone())
    values = {"interpreter_language": "ar", "interpreter_booked": "Tolketjenesten", "occurrence": 1} | extra
    meeting = Meeting.objects.create(
        participant=cast.participant,
        routine_version=cast.routine_version,
        point=point,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        place="Møterom Elva",
        called_by_id=cast.kari.employment_id,
        **values,
    )
    Invitation.objects.create(
        participant=cast.participant, meeting=meeting, role="participant", reply="accepted"
    )
    for name in staff:
        actor: Actor = getattr(cast, name)
        Invitation.objects.create(
            participant=cast.participant,
            meeting=meeting,
            role=actor.role,
            employment_id=actor.employment_id,
            organisation_id=actor.organisation_id,
            reply="accepted",
        )
    return meeting


def seat(meeting: Meeting, actor: Actor) -> Invitation:
    """The place of one of the staff, or the participant's."""
    return Invitation.objects.get(meeting=meeting, employment_id=actor.employment_id)


def seats(meeting: Meeting, *actors: Actor) -> list:
    """The ids of these places."""
    return [seat(meeting, actor).pk for actor in actors]


def held_meeting(cast: Cast, *, absent: Iterable[str] = (), **extra: object) -> Meeting:
    """A meeting that Kari has begun; those who are absent stay away."""
    meeting = called_meeting(cast, **extra)
    away = {getattr(cast, name).employment_id for name in absent}
    present = [
        place.pk for place in Invitation.objects.filter(meeting=meeting) if place.employment_id not in away
    ]
    with acting_as(cast.kari):
        minutes.start_meeting(cast.kari, meeting, present=present, interpreter=True)
    return Meeting.objects.select_related("routine_version").get(pk=meeting.pk)


def draft_of(meeting: Meeting) -> AgreedText:
    """The draft that is worked on."""
    return AgreedText.objects.get(meeting=meeting, state="draft")


def ready_text(cast: Cast, meeting: Meeting, text: str = "Dina søker kokk på vigo.no.") -> AgreedText:
    """The draft with a text in it, closed and ready to be confirmed."""
    with acting_as(cast.kari):
        draft = draft_of(meeting)
        item = draft.items.get(agenda_code="application")
        reconciling.save_agreed_item(
            cast.kari, draft, agenda_code="application", text=text, version=item.version
        )
        return reconciling.close_draft(cast.kari, draft)


def gather(cast: Cast, text: AgreedText, *actors: Actor) -> None:
    """These are in the room for a later version, and the first of them says so; nobody named means all who came."""
    came = Invitation.objects.filter(meeting=text.meeting_id, attended=True)
    here = [seat(text.meeting, actor) for actor in actors] or list(came.order_by("role", "pk"))
    marker = next(one for one in here if one.employment_id)
    with acting_as(actor_at(cast, marker)) as actor:
        agreement.mark_here(actor, text, present=[one.pk for one in here])


def actor_at(cast: Cast, place: Invitation) -> Actor:
    """The one of the cast who sits there."""
    members = [value for value in vars(cast).values() if isinstance(value, Actor)]
    return next(one for one in members if one.employment_id == place.employment_id)


def presser(cast: Cast, text: AgreedText) -> Actor:
    """Who presses for all on the shared screen: Kari if she is there, else another who is."""
    places = Invitation.objects.filter(meeting=text.meeting_id, employment__isnull=False).order_by(
        "role", "pk"
    )
    there = [actor_at(cast, place) for place in places if place.is_here(text.number)]
    return cast.kari if cast.kari in there else there[0]


def everybody_confirms(cast: Cast, text: AgreedText, *, besides: Iterable[str] = ()) -> None:
    """All who are present say yes on the shared screen, Dina last."""
    if text.number > 1:
        gather(cast, text)
    silent = {getattr(cast, name).organisation_id for name in besides}
    present = Invitation.objects.filter(meeting=text.meeting_id, attended=True, organisation__isnull=False)
    organisations = [place.organisation for place in present.select_related("organisation")]
    with acting_as(presser(cast, text)) as actor:
        for organisation in organisations:
            if organisation.pk not in silent:
                agreement.confirm(actor, text, organisation=organisation, answer=AGREES, manner=IN_ROOM)
        if "dina" not in besides:
            agreement.confirm(actor, text, for_participant=True, answer=AGREES, manner=IN_ROOM)


def agreed_meeting(cast: Cast, **extra: object) -> Meeting:
    """A meeting whose text everybody has confirmed."""
    meeting = held_meeting(cast, **extra)
    everybody_confirms(cast, ready_text(cast, meeting))
    meeting.refresh_from_db()
    return meeting
