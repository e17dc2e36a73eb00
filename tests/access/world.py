"""A small world with one of everything in Dina's file, and the address of each page in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from samlop.access.models import Employment
from samlop.participants.models import Concern, Education, Membership
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step
from samlop.routines.models import AgreedText, Decision, Gathering, GatheringInvitation, Invitation, Meeting
from tests.cast import Cast

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


@dataclass(frozen=True)
class World:
    """The cast, and one row of each kind that an address may name."""

    cast: Cast
    rows: dict[str, Any]

    def path(self, address: Address) -> str:
        """The address with Dina's own things in it; what is not known is a random id."""
        path = re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: self._argument(address, found), address.route)
        return "/" + path.lstrip("/")

    def _argument(self, address: Address, found: re.Match[str]) -> str:
        kind, name = found.group(1), found.group(2)
        if name == "pk" and address.route.startswith(("deltakere/", "fellesmoter/ny")):
            return str(self.cast.participant.pk)
        if name == "pk":
            return str(self.rows.get(_section(address.route), uuid4()))
        return str(self.rows.get(name, uuid4() if kind == "uuid" else 1 if kind == "int" else "first"))


def _section(route: str) -> str:
    return "portal-meeting" if route.startswith("min-vei/moter/") else route.split("/", 1)[0]


def make_world(cast: Cast) -> World:
    """Dina has been called to a meeting and held another, has a plan, a goal, an action and a concern."""
    participant, now = cast.participant, timezone.now()
    kari = Employment.objects.get(pk=cast.kari.employment_id)
    version = cast.routine_version
    meeting = Meeting.objects.create(
        participant=participant, routine_version=version, point="first", occurrence=0, called_by=kari, place="Rom 2",
        starts_at=now + timedelta(days=3), ends_at=now + timedelta(days=3, hours=1),
    )  # fmt: skip
    own = Invitation.objects.create(participant=participant, meeting=meeting, role="participant")
    Invitation.objects.create(
        participant=participant,
        meeting=meeting,
        role=kari.role,
        employment=kari,
        organisation=kari.organisation,
    )
    text = AgreedText.objects.create(participant=participant, meeting=meeting, number=1, created_by=kari)
    decision = Decision.objects.create(
        participant=participant, agreed_text=text, text="Ring skolen", owner_employment=kari
    )
    gathering = Gathering.objects.create(
        routine_version=version, code="joint_information", starts_at=now + timedelta(days=9), called_by=kari,
        ends_at=now + timedelta(days=9, hours=2), place="Biblioteket", organisation=kari.organisation,
    )  # fmt: skip
    Plan.objects.create(participant=participant)
    PlanVersion.objects.create(
        participant=participant, number=1, content={"goals": [], "steps": [], "actions": []}
    )
    rows = {
        "moter": meeting.pk,
        "portal-meeting": meeting.pk,
        "rutiner": version.pk,
        "fellesmoter": gathering.pk,
        "meeting_pk": meeting.pk,
        "invitation_pk": own.pk,
        "decision_pk": decision.pk,
        "gathering_pk": gathering.pk,
        "gathering_invitation": GatheringInvitation.objects.create(gathering=gathering, participant=participant).pk,
        "goal_pk": Goal.objects.create(participant=participant, words="Kokk").pk,
        "step_pk": Step.objects.create(participant=participant, kind="work", organisation=kari.organisation).pk,
        "action_pk": Action.objects.create(participant=participant, text="Ring", owner_is_participant=True).pk,
        "seat_pk": Membership.objects.filter(participant=participant).first().pk,  # type: ignore[union-attr]
        "concern_pk": Concern.objects.create(participant=participant, raised_on=now.date()).pk,
        "row_pk": Education.objects.create(
            participant=participant, level="primary", country="Syria", completion="completed", years=9,
            documentation="exists",
        ).pk,
        "point": "first",
        "occurrence": "0",
        "number": 1,
        "state": "reached",
    }  # fmt: skip
    return World(cast, rows)
