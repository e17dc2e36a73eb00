"""A prepared query gives the rows the query would give, for every argument, and refuses what it would freeze."""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, models
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from samlop.access.models import Employment, Organisation
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.prepared import prepared
from samlop.participants.models import Milestone, Participant
from tests.cast import Cast, make_participant


@prepared
def within_reach(actor: Actor) -> QuerySet[Participant]:
    return Participant.objects.visible_to(actor).select_related("registered_by").order_by("pk")


@prepared
def names_of(ids: list[UUID]) -> QuerySet[Participant, tuple[UUID, str]]:
    return Participant.objects.filter(pk__one_of=ids).order_by("pk").values_list("pk", "last_name")


@prepared
def milestones_until(participant_id: UUID, last: date, *, reached: bool) -> QuerySet[Milestone]:
    found = Milestone.objects.filter(participant=participant_id, expected__lte=last)
    return found.exclude(actual=None) if reached else found


@pytest.mark.parametrize("who", ["kari", "tea", "nils", "dina", "lea", "ute"])
def test_each_actor_gets_their_own_rows(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    for asked in (actor, replace(actor, name="Et annet navn")):
        with acting_as(asked):
            expected = Participant.objects.visible_to(asked).order_by("pk")
            assert within_reach(asked) == list(expected)


def test_related_rows_come_along(cast: Cast) -> None:
    (found, *_others) = within_reach(cast.kari)
    with CaptureQueriesContext(connection) as asked:
        assert found.registered_by.name
    assert len(asked) == 0


def test_a_list_is_one_array_however_long(cast: Cast) -> None:
    others = [
        make_participant(f"Dina {number}", "Blåmeis", registered_by=cast.participant.registered_by)
        for number in range(3)
    ]
    ids = sorted([cast.participant.pk, *(one.pk for one in others)])
    assert [pk for pk, _name in names_of(ids)] == ids
    assert names_of(ids[:1]) == [(ids[0], Participant.objects.get(pk=ids[0]).last_name)]
    assert names_of([]) == []


def test_a_list_may_go_to_a_related_row(cast: Cast) -> None:
    @prepared
    def of_all(ids: list[UUID]) -> QuerySet[Milestone]:
        return Milestone.objects.filter(participant__one_of=ids)

    Milestone.objects.create(participant=cast.participant, code="trade_certificate", actual=localdate())
    assert "trade_certificate" in {one.code for one in of_all([cast.participant.pk, uuid4()])}


def test_days_and_flags_are_asked_anew(cast: Cast) -> None:
    Milestone.objects.filter(participant=cast.participant).delete()
    today = localdate()
    for code, expected, actual in (("settled", today, today), ("work_start", today + timedelta(9), None)):
        Milestone.objects.create(participant=cast.participant, code=code, expected=expected, actual=actual)

    def codes(days: int, *, reached: bool = False) -> set[str]:
        found = milestones_until(cast.participant.pk, today + timedelta(days), reached=reached)
        return {one.code for one in found}

    assert codes(0) == {"settled"}
    assert codes(9) == {"settled", "work_start"}
    assert codes(9, reached=True) == {"settled"}
    assert codes(-1) == set()


def test_what_grants_nothing_is_empty_and_not_wrong(cast: Cast) -> None:
    nobody = Actor(person_id=uuid4(), employment_id=uuid4(), organisation_id=uuid4(), role="leader")
    assert within_reach(nobody) == []


def test_the_sql_is_written_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    @prepared
    def one(participant_id: UUID) -> QuerySet[Participant]:
        written.append("once")
        return Participant.objects.filter(pk=participant_id)

    assert one(cast.participant.pk) == [cast.participant]
    assert one(uuid4()) == []
    assert written == ["once"]


def test_another_day_writes_it_anew(cast: Cast, time_machine) -> None:
    @prepared
    def hired(organisation_id: UUID) -> QuerySet[Employment]:
        return Employment.objects.current(localdate()).filter(organisation=organisation_id)

    organisation: Organisation = cast.organisations["refugee"]
    assert hired(organisation.pk)
    time_machine.move_to(datetime(1950, 1, 1, 12))
    assert hired(organisation.pk) == []


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection(committed_cast: Cast) -> None:
    pk, name = committed_cast.participant.pk, committed_cast.participant.last_name
    found: list[object] = []

    def ask() -> None:
        found.append((connection.connection is None, names_of([pk])))
        connection.close()

    assert names_of([pk]) == [(pk, name)]
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [(True, [(pk, name)])]


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(
            lambda pk, day: Milestone.objects.filter(participant=pk, expected=day + timedelta(1)),
            id="a day counted",
        ),
        pytest.param(
            lambda pk, day: Milestone.objects.filter(participant=pk, participant__created_at__lt=now()),
            id="the clock",
        ),
        pytest.param(
            lambda pk, day: Milestone.objects.filter(participant__first_name=str(pk)), id="an id as text"
        ),
    ],
)
def test_what_would_be_frozen_is_refused(cast: Cast, build) -> None:
    def query(pk: UUID, day: date) -> QuerySet[Milestone]:
        return build(pk, day)

    with pytest.raises(TypeError, match="the same for ever"):
        prepared(query)(cast.participant.pk, localdate())


def test_a_list_that_does_not_go_in_whole_is_refused(cast: Cast) -> None:
    @prepared
    def each(ids: list[UUID]) -> QuerySet[Participant]:
        return Participant.objects.filter(pk__in=ids)

    with pytest.raises(TypeError, match="the same for ever"):
        each([cast.participant.pk])


def test_arguments_that_are_used_twice_go_to_both_places(cast: Cast) -> None:
    @prepared
    def around(day: date) -> QuerySet[Milestone]:
        return Milestone.objects.filter(models.Q(expected=day) | models.Q(actual=day)).order_by("pk")

    day = localdate()
    Milestone.objects.create(participant=cast.participant, code="trade_certificate", actual=day)
    assert "trade_certificate" in {one.code for one in around(day)}
