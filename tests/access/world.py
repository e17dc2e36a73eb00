"""A small world with one of everything in Dina's file, a meeting in each state, and the address of each page in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.timezone import localdate

from samlop.integrations.archiving import deliver
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import system_actor
from samlop.kernel.models import Change, Outbox
from samlop.participants.models import Concern, Education, Experience, Membership, OccupationalWish
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step
from samlop.routines.actions import agreement, minutes, reconciling
from samlop.routines.models import ArchiveCopy, Gathering, GatheringInvitation, Invitation, Meeting
from samlop.routines.rules import EXTRA, ON_NEED
from tests.cast import Cast
from tests.routines.meetings import agreed_meeting, called_meeting, draft_of, held_meeting, ready_text

NOT_OURS = ("demo", "ui")


@dataclass(frozen=True)
class Address:
    """One named address of the product."""

    name: str
    route: str


def addresses() -> list[Address]:
    """Every address, in the order of the urlconf; the demo's and the component page are not part of the product."""
    return list(_walk(get_resolver(), namespace="", route=""))


def _walk(resolver: URLResolver, *, namespace: str, route: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            if inner not in NOT_OURS:
                yield from _walk(pattern, namespace=inner, route=here)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{namespace}:{pattern.name}", here)


MEETING_OF = {
    "reply": "called", "meeting": "called", "change": "called", "cancel": "called", "own_words": "called",
    "call_again": "cancelled",
    "hold": "open", "take_back_start": "open", "share": "open", "note": "open", "answer": "open",
    "reconcile": "open", "agreed_item": "open", "bring_back_decision": "open",
    "confirm": "closed", "reopen": "closed", "take_back_word": "closed", "take_back": "closed",
    "new_version": "agreed", "agreed": "agreed", "archive": "agreed", "send_again": "agreed",
    "archive_document": "agreed",
}  # fmt: skip
"""The meeting in that state in which an address has something to show or do; on Min vei the agreed one is shown."""


@dataclass(frozen=True)
class World:
    """The cast, and one row of each kind that an address may name."""

    cast: Cast
    rows: dict[str, Any]

    def path(self, address: Address) -> str:
        """The address with Dina's own things in it; one that names what is not here fails."""
        path = re.sub(
            r"<(?:\w+:)?(\w+)>", lambda found: self._argument(address, found.group(1)), address.route
        )
        return "/" + path.lstrip("/")

    def _argument(self, address: Address, name: str) -> str:
        first, *_rest = address.route.split("/")
        verb = address.name.split(":")[1]
        if name == "pk" and address.route.startswith(("moter/", "min-vei/moter/")):
            state = "agreed" if address.name == "portal:meeting" else MEETING_OF[verb]
            return str(self.rows[state])
        for key in (f"{verb}.{name}", f"{first}.{name}", name):
            if key in self.rows:
                return str(self.rows[key])
        raise LookupError(f"the world has no {name} for {address.name}")


def make_world(cast: Cast) -> World:
    """Dina's file with one of everything in it, and a meeting in each state."""
    plan, mapped, meetings = _plan(cast), _mapping(cast), _meetings(cast)
    change = Change.objects.filter(participant_id=cast.participant.pk).order_by("pk").last()
    assert change is not None
    rows = {
        "deltakere.pk": cast.participant.pk,
        "rutiner.pk": cast.routine_version.pk,
        "propose.pk": cast.routine_version.agreement_id,
        "seat_pk": Membership.objects.get(employment=cast.tea.employment_id).pk,
        "point": EXTRA,
        "occurrence": ON_NEED,
        "number": 1,
        "first": change.pk,
        "last": change.pk,
        "state": "reached",
        "note.code": "english",
        "answer.code": "english",
        "agreed_item.code": "english",
    }
    return World(cast, rows | plan | mapped | meetings | _gathering(cast))


def _plan(cast: Cast) -> dict[str, Any]:
    dina, school = cast.participant, cast.organisations["school"]
    Plan.objects.create(participant=dina)
    content: dict[str, list[Any]] = {"goals": [], "steps": [], "actions": []}
    PlanVersion.objects.create(participant=dina, number=1, content=content)
    return {
        "goal_pk": Goal.objects.create(participant=dina, words="Kokk").pk,
        "step_pk": Step.objects.create(participant=dina, kind="work", organisation=school).pk,
        "action_pk": Action.objects.create(participant=dina, text="Ring", owner_is_participant=True).pk,
    }


def _mapping(cast: Cast) -> dict[str, Any]:
    dina = cast.participant
    education = Education.objects.create(
        participant=dina,
        level="primary",
        country="Syria",
        completion="completed",
        years=9,
        documentation="exists",
    )
    experience = Experience.objects.create(participant=dina, occupation="Kokk", country="Syria", years=3)
    OccupationalWish.objects.create(participant=dina, words="Kokk", rank=1)
    wish = OccupationalWish.objects.create(participant=dina, words="Lærer", rank=2)
    return {
        "education.row_pk": education.pk,
        "documentation.row_pk": education.pk,
        "remove_education.row_pk": education.pk,
        "experience.row_pk": experience.pk,
        "remove_experience.row_pk": experience.pk,
        "wish.row_pk": wish.pk,
        "remove_wish.row_pk": wish.pk,
        "wish_up.row_pk": wish.pk,
        "concern_pk": Concern.objects.create(participant=dina, raised_on=localdate()).pk,
    }


def _gathering(cast: Cast) -> dict[str, Any]:
    now, kari = timezone.now(), cast.employment("kari")
    gathering = Gathering.objects.create(
        routine_version=cast.routine_version, code="joint_information", starts_at=now + timedelta(days=9),
        ends_at=now + timedelta(days=9, hours=2), place="Biblioteket", organisation=kari.organisation, called_by=kari,
    )  # fmt: skip
    called = GatheringInvitation.objects.create(gathering=gathering, participant=cast.participant)
    return {
        "fellesmoter.pk": gathering.pk,
        "reply_to_gathering.invitation_pk": called.pk,
        "call_gathering.code": gathering.code,
    }


def _meetings(cast: Cast) -> dict[str, Any]:
    """A meeting to come, one called off, one being written, one to be confirmed, and one agreed and archived."""
    ahead = timezone.now() + timedelta(days=3)
    called, cancelled = (
        called_meeting(cast, occurrence=11),
        called_meeting(cast, occurrence=12, state="cancelled", cancelled_because="illness"),
    )
    for meeting in (called, cancelled):
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=ahead, ends_at=ahead + timedelta(hours=1))
    written, closed = held_meeting(cast, occurrence=13), held_meeting(cast, occurrence=14)
    with acting_as(cast.tea):
        minutes.save_note(cast.tea, written, agenda_code="english", text="Eget notat", version=0)
    with acting_as(cast.kari):
        decision = reconciling.add_decision(
            cast.kari, draft_of(written), text="Søke læreplass", owner_employment=cast.nils.employment_id
        )
        removed = decision.pk
        reconciling.remove_decision(cast.kari, decision)
    text = ready_text(cast, closed)
    with acting_as(cast.tea):
        word = agreement.confirm(cast.tea, text, answer="agrees", manner="signed_in")
    with acting_as(cast.dina):
        agreement.confirm(cast.dina, text, for_participant=True, answer="agrees", manner="signed_in")
    agreed = agreed_meeting(cast, occurrence=15)
    return {
        "called": called.pk,
        "cancelled": cancelled.pk,
        "open": written.pk,
        "closed": closed.pk,
        "agreed": agreed.pk,
        "reply.invitation_pk": Invitation.objects.get(meeting=called, role="participant").pk,
        "decision_pk": removed,
        "word_pk": word.pk,
        **_archived(cast, agreed),
    }


def _archived(cast: Cast, meeting: Meeting) -> dict[str, Any]:
    """The refugee service's copy lies in its archive; the school's has failed."""
    copies = {copy.organisation_id: copy for copy in ArchiveCopy.objects.filter(agreed_text__meeting=meeting)}
    own, failed = (copies[cast.organisations[name].pk] for name in ("refugee", "school"))
    with acting_as(system_actor("archive")):
        deliver(own.outbox.key, own.outbox.payload)
    Outbox.objects.filter(pk=failed.outbox_id).update(state="failing", attempts=1)
    return {"copy_pk": own.pk, "outbox_pk": failed.outbox_id}
