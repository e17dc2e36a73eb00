"""Pages in the states that one world does not show: meetings of every kind, empty files, forms refused."""

from dataclasses import dataclass

from django.urls import reverse

from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.participants.models import Concern
from samlop.plans.models import PlanVersion, StepDependency
from samlop.routines.actions import agreement, calling, minutes, reconciling
from samlop.routines.models import Meeting
from tests.access.world import World, make_world
from tests.cast import Cast, make_member, make_participant, make_self
from tests.portal import scenes
from tests.routines.meetings import (
    AGREES,
    DISAGREES,
    SIGNED_IN,
    agreed_meeting,
    draft_of,
    held_meeting,
    ready_text,
)

OF_A_MEETING = {
    "called": ("meeting", "hold", "change", "cancel"),
    "cancelled": ("meeting",),
    "held": ("meeting", "hold", "reconcile"),
    "ready": ("meeting", "confirm"),
    "agreed": ("meeting", "agreed", "archive", "hold"),
    "reopened": ("meeting", "agreed", "reconcile"),
}
OF_A_FILE = (
    "desk:participant", "participants:mapping", "participants:group", "participants:milestones",
    "participants:history", "routines:meetings", "routines:minutes", "plans:plan", "plans:printed",
)  # fmt: skip
OF_THE_ROAD = ("road", "group", "reads", "meetings", "map", "goals", "actions")


@dataclass(frozen=True)
class States:
    """The world, a meeting in each state, and a file and a road with nothing in them."""

    world: World
    meetings: dict[str, Meeting]
    empty_file: object
    newcomer: Actor

    @property
    def cast(self) -> Cast:
        """Those who look at it."""
        return self.world.cast

    def pages_of_staff(self) -> dict[str, str]:
        """What a member of staff may see of it, by what it is."""
        of_meetings = {
            f"{state} {name}": reverse(f"routines:{name}", args=[self.meetings[state].pk])
            for state, names in OF_A_MEETING.items()
            for name in names
        }
        of_meetings["gathering"] = reverse("routines:call_gathering", args=["joint_information"])
        of_meetings["several"] = reverse("desk:participants")
        return of_meetings | {f"empty {name}": reverse(name, args=[self.empty_file]) for name in OF_A_FILE}

    def pages_of_leader(self) -> dict[str, str]:
        """What only a leader sees."""
        agreement_pk = self.cast.routine_version.agreement_id
        return {"propose": reverse("routines:propose", args=[agreement_pk]), "day": "/"}

    def pages_of_dina(self) -> dict[str, str]:
        """Dina's own pages of each meeting."""
        pages = {state: reverse("portal:meeting", args=[one.pk]) for state, one in self.meetings.items()}
        return pages | {name: reverse(f"portal:{name}") for name in OF_THE_ROAD}

    def pages_of_the_newcomer(self) -> dict[str, str]:
        """The same pages of somebody with nothing in the file."""
        return {f"empty {name}": reverse(f"portal:{name}") for name in OF_THE_ROAD}


def make_states(cast: Cast) -> States:
    """Everything that can be the matter, most of it with Dina."""
    world = make_world(cast)
    meetings = meetings_in_every_state(cast)
    fill_the_road(cast)
    nobody_yet = make_participant("Ny", "Morgenfugl", registered_by=cast.organisations["refugee"])
    make_member(nobody_yet, cast.kari, relation="responsible")
    return States(world=world, meetings=meetings, empty_file=nobody_yet.pk, newcomer=make_self(nobody_yet))


def fill_the_road(cast: Cast) -> None:
    """A plan with everything in it that waits for Dina's yes, a gathering ahead, and a worry Kari has raised."""
    stations = scenes.road(cast)
    StepDependency.objects.create(participant=cast.participant, step=stations[3], waits_for=stations[2])
    scenes.goal(cast)
    scenes.task(cast, "Ring NAV", days=-3)
    scenes.task(cast, "Send søknaden", days=5, owner=cast.tea)
    scenes.gathering(cast)
    scenes.make_contact(cast, cast.kari, phone="00 00 00 00")
    newest = PlanVersion.objects.filter(participant=cast.participant).count()
    scenes.plan_version(cast, number=newest + 1)
    Concern.objects.filter(participant=cast.participant).update(raised_by=cast.kari.employment_id)


def meetings_in_every_state(cast: Cast) -> dict[str, Meeting]:
    """Called, cancelled, held, ready to be confirmed, agreed, and agreed once but opened again."""
    return {
        "called": scenes.meeting_ahead(cast, days=1, occurrence=31),
        "cancelled": cancelled_meeting(cast),
        "held": written_meeting(cast, occurrence=33),
        "ready": contested_meeting(cast, occurrence=34),
        "agreed": agreed_meeting(cast, occurrence=35),
        "reopened": reopened_meeting(cast, occurrence=36),
    }


def cancelled_meeting(cast: Cast) -> Meeting:
    """Called off by Kari, with her reason."""
    meeting = scenes.meeting_ahead(cast, days=8, occurrence=32)
    with acting_as(cast.kari):
        calling.cancel_meeting(cast.kari, meeting, because="Tolken er syk")
    return meeting


def written_meeting(cast: Cast, *, occurrence: int) -> Meeting:
    """Held, with shared and unshared notes, Dina's own words and a decision."""
    meeting = held_meeting(cast, occurrence=occurrence, absent=["nils"])
    for actor, shares in ((cast.tea, True), (cast.kari, False)):
        with acting_as(actor):
            minutes.save_note(actor, meeting, agenda_code="english", text="Leser godt", version=0)
            if shares:
                minutes.share_notes(actor, meeting)
    with acting_as(cast.kari):
        minutes.save_own_words(cast.kari, meeting, text="أريد أن أصبح طباخة", version=0, language="ar")
        reconciling.add_decision(
            cast.kari, draft_of(meeting), text="Ring skolen", owner_employment=cast.tea.employment_id
        )
    return meeting


def contested_meeting(cast: Cast, *, occurrence: int) -> Meeting:
    """The text lies ready; Tea has said yes, and Kim has an objection."""
    meeting = written_meeting(cast, occurrence=occurrence)
    text = ready_text(cast, meeting)
    with acting_as(cast.tea):
        agreement.confirm(cast.tea, text, answer=AGREES, manner=SIGNED_IN)
    with acting_as(cast.kim):
        agreement.confirm(cast.kim, text, answer=DISAGREES, manner=SIGNED_IN, words="Det var høsten vi sa.")
    return meeting


def reopened_meeting(cast: Cast, *, occurrence: int) -> Meeting:
    """Agreed, and then a new version was begun."""
    meeting = agreed_meeting(cast, occurrence=occurrence)
    with acting_as(cast.kari):
        reconciling.begin_new_version(cast.kari, meeting)
    return meeting
