"""Mergers keep history: whoever carries on reaches what the ended organisation had, in application and database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from samlop.access.actions import MERGE, merge_organisations
from samlop.access.models import Employment, Organisation, Relation, Role
from samlop.access.policies import standing
from samlop.access.rules import carried_on_by
from samlop.access.sessions import staff_actor
from samlop.commands import merge_command
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor, system_actor
from samlop.kernel.errors import Denied, RuleBroken
from samlop.kernel.models import Event
from samlop.participants.actions.group import hand_over
from samlop.participants.models import Membership, Participant
from samlop.participants.queries import members_without_successor
from samlop.plans.actions.steps import change_step
from samlop.plans.models import Step
from samlop.routines.actions import minutes
from samlop.routines.models import AgreedText, ArchiveCopy, Gathering, Meeting, OwnNote
from samlop.routines.policies.calling import may_change_gathering
from tests.cast import LONG_AGO, Cast, make_employee, make_organisation, make_participant
from tests.routines.meetings import everybody_confirms, held_meeting, ready_text

A, B, C, D = (UUID(int=number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("organisation", "successors", "carried"),
    [
        (B, {}, set()),
        (B, {A: B}, {A}),
        (A, {A: B}, set()),
        (C, {A: B, B: C}, {A, B}),
        (C, {A: C, B: C, D: A}, {A, B, D}),
        (B, {A: B, B: A}, {A}),
    ],
)
def test_one_carries_on_for_all_who_came_before(
    organisation: UUID, successors: dict[UUID, UUID], carried: set[UUID]
) -> None:
    assert carried_on_by(organisation, successors) == carried


@dataclass(frozen=True)
class Merged:
    """The refugee service with a meeting behind it, and the new service whose Bo receives newcomers."""

    cast: Cast
    mina: Participant
    meeting: Meeting
    bo: Actor
    service: Organisation
    ended: Organisation

    def merge(self, *, day: date | None = None) -> None:
        """The refugee service goes into the new one."""
        with acting_as(system_actor(MERGE)) as actor:
            merge_organisations(actor, self.ended, successor=self.service, day=day or localdate())

    def now(self, actor: Actor) -> Actor:
        """Somebody as the next request finds them."""
        found = staff_actor(UUID(str(actor.employment_id)))
        assert found is not None
        return found

    def kari_again(self) -> Actor:
        """Kari in her new hat."""
        hat = Employment.objects.create(
            person_id=self.cast.kari.person_id,
            organisation=self.service,
            role=Role.PROGRAMME_ADVISER,
            period=(localdate(), None),
        )
        found = staff_actor(hat.pk)
        assert found is not None
        return found


@pytest.fixture
def merged(cast: Cast) -> Merged:
    """Kari and Nils have written notes that they have shown nobody; the minutes are agreed; Mina was just received."""
    meeting = held_meeting(cast)
    for actor in (cast.kari, cast.nils):
        with acting_as(actor):
            minutes.save_note(actor, meeting, agenda_code="english", text=f"Notat av {actor.name}", version=0)
    everybody_confirms(cast, ready_text(cast, meeting))
    service = make_organisation("Nye Lindesnes mottak", "refugee_service", "municipality")
    ended = cast.organisations["refugee"]
    return Merged(
        cast=cast,
        mina=make_participant("Mina", "Mild", registered_by=ended),
        meeting=meeting,
        bo=make_employee("Bo Blid", service, Role.PROGRAMME_ADVISER, intake=True),
        service=service,
        ended=ended,
    )


@contextmanager
def both(model: type, actor: Actor) -> Iterator[tuple[set[object], set[object]]]:
    """What the application shows the actor of a table, and what the database does."""
    with acting_as(actor):
        yield (
            set(model.objects.visible_to(actor).values_list("pk", flat=True)),  # type: ignore[attr-defined]
            set(model.objects.values_list("pk", flat=True)),  # type: ignore[attr-defined]
        )


def seen(model: type, actor: Actor) -> set[object]:
    """What the actor sees of a table; application and database agree."""
    with both(model, actor) as (application, database):
        assert application == database
    return database


def notes_by(actor: Actor) -> set[object]:
    return set(OwnNote.objects.filter(author=actor.employment_id).values_list("pk", flat=True))


def test_a_merger_takes_files_seats_notes_and_copies_along(merged: Merged) -> None:
    cast, today = merged.cast, localdate()
    files, karis, nils = {cast.participant.pk, merged.mina.pk}, notes_by(cast.kari), notes_by(cast.nils)
    assert karis
    assert nils
    assert seen(Participant, merged.bo) == set()
    merged.merge()

    assert staff_actor(UUID(str(cast.kari.employment_id))) is None
    assert seen_by_database(Participant, cast.kari) == set()
    bo = merged.now(merged.bo)
    assert seen(Participant, bo) == files
    assert seen(OwnNote, bo) == set()

    seat = Membership.objects.get(employment=cast.kari.employment_id)
    with acting_as(bo):
        assert seat.pk in {
            one.membership_id for one in members_without_successor([cast.participant.pk], today)
        }
    kari = merged.kari_again()
    assert seen(OwnNote, kari) == set()
    with acting_as(bo):
        hand_over(bo, seat, successor=Employment.objects.get(pk=kari.employment_id), day=today)
    with acting_as(bo):
        assert members_without_successor([cast.participant.pk], today) == []

    with acting_as(kari):
        assert standing(kari, cast.participant.pk).nearest == "responsible"
    assert seen(OwnNote, kari) == karis
    assert seen(AgreedText, kari) == set(AgreedText.objects.values_list("pk", flat=True))
    own = ArchiveCopy.objects.filter(organisation=merged.ended)
    assert seen(ArchiveCopy, kari) == set(own.values_list("pk", flat=True)) != set()
    assert seen(OwnNote, merged.now(cast.nils)) == nils


def seen_by_database(model: type, actor: Actor) -> set[object]:
    with acting_as(actor):
        return set(model.objects.values_list("pk", flat=True))  # type: ignore[attr-defined]


def test_those_who_carry_on_share_old_notes_and_sign_only_for_themselves(merged: Merged) -> None:
    merged.merge()
    kari = merged.kari_again()
    Relation.objects.create(
        subject_id=merged.cast.participant.pk,
        relation="member",
        employment_id=kari.employment_id,
        period=(localdate(), None),
        basis="test",
    )
    with acting_as(kari):
        assert minutes.share_notes(kari, merged.meeting) == 1
    with acting_as(kari), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        OwnNote.objects.create(
            participant=merged.cast.participant,
            meeting=merged.meeting,
            organisation=merged.ended,
            agenda_code="work",
            author_id=kari.employment_id,
        )


def test_a_member_carries_on_with_the_steps_of_both(merged: Merged) -> None:
    cast = merged.cast
    merged.merge()
    kari = merged.kari_again()
    Relation.objects.create(
        subject_id=cast.participant.pk,
        relation="member",
        employment_id=kari.employment_id,
        period=(localdate(), None),
        basis="test",
    )
    step = {
        name: Step.objects.create(
            participant=cast.participant, kind="work", organisation=cast.organisations[name]
        )
        for name in ("refugee", "school")
    }
    with acting_as(kari):
        change_step(kari, step["refugee"], changes={"title": "Ny tittel"}, today=localdate())
        with pytest.raises(Denied):
            change_step(kari, step["school"], changes={"title": "Ny tittel"}, today=localdate())
        with pytest.raises(DatabaseError), transaction.atomic():
            Step.objects.filter(pk=step["school"].pk).update(
                title="Ny tittel", organisation=kari.organisation_id
            )


def test_the_successor_may_cancel_a_gathering(merged: Merged) -> None:
    cast = merged.cast
    gathering = Gathering.objects.create(
        routine_version=cast.routine_version,
        code="joint_information",
        starts_at=merged.meeting.starts_at,
        ends_at=merged.meeting.ends_at,
        called_by_id=cast.kari.employment_id,
        organisation=merged.ended,
    )
    assert not may_change_gathering(merged.bo, gathering)
    merged.merge()
    bo = merged.now(merged.bo)
    assert may_change_gathering(bo, gathering)
    with acting_as(bo):
        assert Gathering.objects.filter(pk=gathering.pk).update(place="Kinoen") == 1
    with acting_as(merged.cast.ute):
        assert Gathering.objects.filter(pk=gathering.pk).update(place="Kinoen") == 0


def test_a_merger_to_come_changes_nothing_yet(merged: Merged) -> None:
    merged.merge(day=localdate() + timedelta(days=30))
    assert merged.now(merged.cast.kari)
    assert seen(Participant, merged.now(merged.bo)) == set()


def test_whoever_carries_on_twice_over_reaches_the_first(merged: Merged) -> None:
    merged.merge()
    county = make_organisation("Agder mottak", "refugee_service", "county")
    berit = make_employee("Berit Brå", county, Role.PROGRAMME_ADVISER, intake=True)
    with acting_as(system_actor(MERGE)) as actor:
        merge_organisations(actor, merged.service, successor=county, day=localdate())
    assert seen(Participant, merged.now(berit)) == {merged.cast.participant.pk, merged.mina.pk}


def test_a_merger_is_recorded_and_told_once(merged: Merged) -> None:
    merged.merge()
    merged.merge()
    event = Event.objects.get(code="organisation.merged")
    assert event.subject_id == str(merged.ended.pk)
    assert event.details == {
        "successor": str(merged.service.pk),
        "day": localdate().isoformat(),
        "employments": 2,
    }


def test_impossible_mergers_are_refused(merged: Merged) -> None:
    today = localdate()
    over = Organisation.objects.create(
        name="For lenge siden", kind="nav", level="state", period=(LONG_AGO, date(2021, 1, 1))
    )
    refused = [
        (merged.ended, merged.ended, today, "seg selv"),
        (merged.ended, merged.service, LONG_AGO, "er ikke til"),
        (over, merged.service, today, "er ikke til"),
        (merged.ended, over, today, "er ikke til"),
    ]
    for ended, successor, day, words in refused:
        with acting_as(system_actor(MERGE)) as actor, pytest.raises(RuleBroken, match=words):
            merge_organisations(actor, ended, successor=successor, day=day)
    merged.merge(day=today + timedelta(days=9))
    with acting_as(system_actor(MERGE)) as actor, pytest.raises(RuleBroken, match="selv inn i"):
        merge_organisations(actor, merged.service, successor=merged.ended, day=today)


def test_only_the_system_merges(merged: Merged) -> None:
    today = localdate()
    with acting_as(merged.cast.lea), pytest.raises(Denied):
        merge_organisations(merged.cast.lea, merged.ended, successor=merged.service, day=today)
    with acting_as(system_actor("mail")):
        assert Organisation.objects.filter(pk=merged.ended.pk).update(period=(LONG_AGO, today)) == 0
        assert Employment.objects.update(period=(LONG_AGO, today)) == 0
    with acting_as(merged.cast.lea), pytest.raises(DatabaseError, match="permission"), transaction.atomic():
        Organisation.objects.filter(pk=merged.ended.pk).update(period=(LONG_AGO, today))


def test_the_command_tries_before_it_stores(merged: Merged, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--ended", merged.ended.name, "--successor", str(merged.service.pk), "--day", str(localdate())]
    assert merge_command.main(command) == 0
    assert "ingenting er lagret" in capsys.readouterr().out
    assert Organisation.objects.get(pk=merged.ended.pk).successor_id is None
    assert merge_command.main([*command, "--commit"]) == 0
    assert merged.service.name in capsys.readouterr().out
    assert Organisation.objects.get(pk=merged.ended.pk).successor_id == merged.service.pk


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (("--ended", "Ingen"), "finnes ikke"),
        (("--day", "i morgen"), "er ingen dag"),
        (("--successor", "Flyktningtjenesten i Lindesnes"), "seg selv"),
    ],
)
def test_the_command_says_what_is_wrong(
    merged: Merged, capsys: pytest.CaptureFixture[str], changed: tuple[str, str], words: str
) -> None:
    options = {"--ended": merged.ended.name, "--successor": merged.service.name, "--day": "2027-01-01"}
    options |= dict([changed])
    assert merge_command.main([word for pair in options.items() for word in pair]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "table", ["participants_participant", "routines_ownnote", "routines_archivecopy", "plans_step"]
)
def test_the_database_finds_whom_one_acts_for_once_a_query(merged: Merged, table: str) -> None:
    merged.merge()
    with acting_as(merged.now(merged.bo)), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (VERBOSE) SELECT * FROM {table}")
        plan = [line for (line,) in cursor.fetchall()]
    filters = [line for line in plan if "Filter:" in line or "Cond:" in line]
    assert any("InitPlan" in line for line in plan)
    assert filters
    assert [line for line in filters if "authz." in line] == []
