"""Who stands round the participant, and whom to turn to."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from samlop.kernel.actor import Actor
from samlop.participants.models import Membership, Participant
from samlop.portal.words import WHAT_THEY_DO, first_name, role_in_words

# The one who is responsible is named after the contact person; the word sorts after "member".
_CONTACT_FIRST = (
    F("is_contact").desc(),
    F("relation__relation").desc(),
    F("employment__person__name").asc(),
    F("pk").asc(),
)


@dataclass(frozen=True)
class Helper:
    """Whom to turn to: the contact person, else one who is responsible, else anybody in the group."""

    name: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""

    @property
    def first_name(self) -> str:
        """What one calls them."""
        return first_name(self.name)


@dataclass(frozen=True)
class GroupMember:
    """One in the group: who, from where, what they do, and how to reach them."""

    name: str
    role: str
    organisation: str
    does: str
    phone: str
    email: str
    is_contact: bool


def helper_row() -> Subquery:
    """The helper of the outer query's participant as values for `Helper`; nothing when the group is empty."""
    seats = Membership.objects.current(localdate()).filter(participant=OuterRef("pk"))
    first = seats.order_by(*_CONTACT_FIRST).values(
        row=JSONObject(
            name="employment__person__name",
            organisation="organisation__name",
            phone="employment__phone",
            email="employment__email",
        )
    )
    return Subquery(first[:1])


def helper_of(participant: Participant) -> Helper:
    """Whom this participant can turn to."""
    rows = Participant.objects.filter(pk=participant.pk).values_list(helper_row(), flat=True)
    return helper_from(rows[0])


def helper_from(row: dict[str, Any] | None) -> Helper:
    """What `helper_row` found."""
    return Helper(**row) if row else Helper()


def group_of(actor: Actor, participant: Participant, today: date) -> list[GroupMember]:
    """Everybody in the participant's group today, the contact person first."""
    seats: QuerySet[Membership] = Membership.objects.visible_to(actor).filter(participant=participant)
    current = seats.filter(relation__period__contains=today)
    found = current.select_related("employment__person", "organisation").order_by(*_CONTACT_FIRST)
    return [
        GroupMember(
            name=seat.employment.person.name,
            role=role_in_words(seat.role),
            organisation=seat.organisation.name,
            does=str(WHAT_THEY_DO[seat.role]),
            phone=seat.employment.phone,
            email=seat.employment.email,
            is_contact=seat.is_contact,
        )
        for seat in found
    ]
