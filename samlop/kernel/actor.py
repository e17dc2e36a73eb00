"""Who acts: one person in one hat, or a named part of the system."""

from dataclasses import dataclass
from uuid import UUID

FOLLOW_UP = "follow_up"
ADMINISTRATION = "administration"
ARCHIVE = "archive"


@dataclass(frozen=True)
class Actor:
    """One person in the one hat they chose at sign-in; a second hat is a second session.

    A member of staff has an employment; a participant has a file of their own. `assisted_by` names the
    employment of the member of staff who sits beside a participant. `carries_on_for` are the organisations
    that have been merged into the actor's own.
    """

    person_id: UUID | None = None
    name: str = ""
    employment_id: UUID | None = None
    organisation_id: UUID | None = None
    organisation_name: str = ""
    carries_on_for: frozenset[UUID] = frozenset()
    role: str = ""
    intake: bool = False
    participant_id: UUID | None = None
    assisted_by: UUID | None = None
    system: str = ""
    purpose: str = FOLLOW_UP

    @property
    def organisations(self) -> frozenset[UUID]:
        """The organisation acted for and all it carries on for; what is written anew is always its own."""
        own = {self.organisation_id} if self.organisation_id else set()
        return self.carries_on_for | own

    @property
    def is_participant(self) -> bool:
        """Wears the participant's own hat."""
        return self.participant_id is not None

    @property
    def is_staff(self) -> bool:
        """Wears the hat of an employment."""
        return self.employment_id is not None


def system_actor(name: str, *, organisation_id: UUID | None = None, purpose: str = ADMINISTRATION) -> Actor:
    """A named part of the system, such as `archive`, which the access matrix gives what it needs and no more."""
    return Actor(system=name, name=name, organisation_id=organisation_id, purpose=purpose)
