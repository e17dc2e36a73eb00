"""One file for one person, however they are registered."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from samlop.access.models import Organisation, Relation, Role
from samlop.access.policies import standing
from samlop.kernel.acting import acting_as
from samlop.kernel.errors import Denied, RuleBroken
from samlop.kernel.models import Change, Event
from samlop.participants.actions import (
    AlreadyRegistered,
    Overtaken,
    change_basics,
    close_for_participant,
    open_for_participant,
    register_participant,
)
from samlop.participants.actions.changing import Faults
from samlop.participants.models import Contact, Membership, Milestone, NationalId, Participant
from samlop.participants.national_ids import read_number, shown_number
from samlop.participants.queries import file_card, has_own_access, numbers_shown
from tests.cast import Cast, make_employee
from tests.participants.factories import BORN, DUF, FODSELSNUMMER, make_newcomer, registered

TODAY = date(2026, 3, 3)


def test_a_newcomer_gets_a_file_and_kari_answers_for_it(cast: Cast) -> None:
    participant = registered(
        cast.kari,
        file_id=uuid4(),
        phone="+4741300000",
        fodselsnummer=FODSELSNUMMER,
        duf=DUF,
        external_key="F-17",
    )
    assert (
        Relation.objects.get(subject_id=participant.pk, relation="intake").organisation
        == participant.registered_by
    )
    seat = Membership.objects.select_related("relation").get(participant=participant)
    assert (seat.employment_id, seat.relation.relation) == (cast.kari.employment_id, "responsible")
    assert Contact.objects.get(participant=participant).phone == "+4741300000"
    milestone = Milestone.objects.get(participant=participant)
    assert (milestone.code, milestone.expected) == ("programme_start", None)
    assert {read_number(number) for number in NationalId.objects.filter(participant=participant)} == {
        FODSELSNUMMER,
        DUF,
    }
    assert Event.objects.filter(code="participant.registered", participant_id=participant.pk).exists()


def test_no_number_can_be_read_in_the_database(cast: Cast) -> None:
    participant = registered(cast.kari, file_id=uuid4(), fodselsnummer=FODSELSNUMMER)
    number = NationalId.objects.get(participant=participant)
    assert FODSELSNUMMER.encode() not in bytes(number.sealed)
    assert FODSELSNUMMER not in number.blind_index
    assert FODSELSNUMMER not in str(list(Change.objects.values_list("values", flat=True)))
    assert shown_number(number) == FODSELSNUMMER[:6] + "•••••"


def test_without_joining_the_organisation_still_reaches_the_file(cast: Cast) -> None:
    participant = registered(cast.kari, file_id=uuid4(), join_group=False)
    assert not Membership.objects.filter(participant=participant).exists()
    assert standing(cast.kari, participant.pk).relations == {"intake"}


def test_a_leader_with_intake_sits_in_no_group(cast: Cast) -> None:
    boss = make_employee("Bo Bestemt", cast.organisations["refugee"], Role.LEADER, intake=True)
    participant = registered(boss, file_id=uuid4())
    assert not Membership.objects.filter(participant=participant).exists()


def test_the_button_pressed_twice_opens_one_file(cast: Cast) -> None:
    file_id = uuid4()
    first, second = (
        registered(cast.kari, file_id=file_id, fodselsnummer=FODSELSNUMMER) for _press in range(2)
    )
    assert first == second
    assert Participant.objects.filter(last_name="Bekk").count() == 1
    assert Milestone.objects.filter(participant=first).count() == 1


@pytest.mark.parametrize(
    ("same", "field"),
    [
        ({"fodselsnummer": FODSELSNUMMER}, "fodselsnummer"),
        ({"duf": DUF}, "duf"),
        ({"external_key": "F-17"}, "external_key"),
    ],
)
def test_a_double_leads_to_the_file_there_is(cast: Cast, same: dict[str, str], field: str) -> None:
    first = registered(cast.kari, file_id=uuid4(), **same)
    with pytest.raises(AlreadyRegistered) as told:
        registered(
            cast.kari, file_id=uuid4(), first_name="Annen", last_name="Stavemåte", birth_day=None, **same
        )
    assert (told.value.participant, told.value.field, told.value.certain) == (first, field, True)
    assert not Participant.objects.filter(last_name="Stavemåte").exists()


def test_same_name_and_birth_day_is_asked_about_not_refused(cast: Cast) -> None:
    first = registered(cast.kari, file_id=uuid4())
    with pytest.raises(AlreadyRegistered) as told:
        registered(cast.kari, file_id=uuid4(), first_name="ROLIG")
    assert (told.value.participant, told.value.certain) == (first, False)
    second = registered(cast.kari, file_id=uuid4(), is_another=True)
    assert second != first


def test_what_another_municipality_knows_is_not_told(cast: Cast) -> None:
    elsewhere = registered(cast.ute, file_id=uuid4(), municipality_number="4226", fodselsnummer=FODSELSNUMMER)
    here = registered(cast.kari, file_id=uuid4(), fodselsnummer=FODSELSNUMMER)
    assert here != elsewhere


def test_a_key_used_for_somebody_no_longer_followed_is_refused_in_words(cast: Cast) -> None:
    first = registered(cast.kari, file_id=uuid4(), external_key="F-17", join_group=False)
    Relation.objects.filter(subject_id=first.pk).update(period=(date(2020, 1, 1), date(2020, 1, 2)))
    with pytest.raises(RuleBroken, match="ikke lenger følger") as told:
        registered(cast.kari, file_id=uuid4(), external_key="F-17", first_name="Annen")
    assert told.value.field == "external_key"


def test_days_that_cannot_be_are_named_by_field(cast: Cast) -> None:
    with pytest.raises(Faults) as told:
        registered(
            cast.kari, file_id=uuid4(), settled=TODAY, programme_start=TODAY - timedelta(days=1), today=TODAY
        )
    assert set(told.value.faults) == {"programme_start"}
    assert "bosetting" in told.value.faults["programme_start"]


def test_a_start_ahead_is_expected(cast: Cast) -> None:
    participant = registered(
        cast.kari, file_id=uuid4(), programme_start=TODAY + timedelta(days=9), today=TODAY
    )
    milestone = Milestone.objects.get(participant=participant)
    assert (milestone.expected, milestone.actual) == (TODAY + timedelta(days=9), None)


@pytest.mark.parametrize("name", ["tea", "nils", "lea", "dina"])
def test_only_intake_registers(cast: Cast, name: str) -> None:
    with acting_as(getattr(cast, name)) as actor, pytest.raises(Denied):
        register_participant(
            actor, make_newcomer(), file_id=uuid4(), join_group=True, is_another=False, today=localdate()
        )


def test_basics_are_put_right(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        change_basics(
            kari,
            cast.participant,
            changes={
                "last_name": "Åsheim",
                "phone": "+4741300000",
                "fodselsnummer": FODSELSNUMMER,
                "birth_day": BORN,
            },
            seen={"last_name": "Blåmeis", "phone": ""},
        )
    cast.participant.refresh_from_db()
    assert (cast.participant.name_order, cast.participant.birth_day) == ("z3sheim  dina", BORN)
    card = file_card(cast.participant)
    assert (card.name, card.phone, card.language, card.municipality) == (
        "Dina Åsheim",
        "+4741300000",
        "arabisk",
        "Lindesnes",
    )
    assert numbers_shown(cast.participant, cast.kari) == {"fnr": FODSELSNUMMER[:6] + "•••••"}
    assert numbers_shown(cast.participant, cast.tea) == {}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    Participant.objects.filter(pk=cast.participant.pk).update(first_name="Dina Maria")
    with acting_as(cast.kari) as kari, pytest.raises(Overtaken) as told:
        change_basics(kari, cast.participant, changes={"first_name": "Dinah"}, seen={"first_name": "Dina"})
    assert told.value.present == {"first_name": "Dina Maria"}


def test_a_number_can_be_replaced_by_a_better_one(cast: Cast) -> None:
    other = registered(cast.kari, file_id=uuid4(), fodselsnummer=FODSELSNUMMER)
    with acting_as(cast.kari) as kari:
        change_basics(kari, other, changes={"fodselsnummer": FODSELSNUMMER[::-1]}, seen={})
    number = NationalId.objects.get(participant=other)
    assert read_number(number) == FODSELSNUMMER[::-1]


def test_a_member_who_does_not_answer_for_the_file_changes_no_basics(cast: Cast) -> None:
    with acting_as(cast.tea) as tea, pytest.raises(Denied):
        change_basics(tea, cast.participant, changes={"first_name": "Dinah"}, seen={})


def test_the_participant_is_let_in_and_out(cast: Cast) -> None:
    participant = registered(cast.kari, file_id=uuid4())
    today = localdate()
    with acting_as(cast.kari) as kari:
        open_for_participant(kari, participant, today=today)
        assert has_own_access(participant, today)
        with pytest.raises(RuleBroken, match="har alt tilgang"):
            open_for_participant(kari, participant, today=today)
        close_for_participant(kari, participant, today=today)
        assert not has_own_access(participant, today)
        open_for_participant(kari, participant, today=today)
    participant.refresh_from_db()
    assert participant.person is not None
    assert participant.person.name == ""


def test_the_organisation_is_that_of_the_hat(cast: Cast) -> None:
    participant = registered(cast.kari, file_id=uuid4())
    assert participant.registered_by == Organisation.objects.get(pk=cast.kari.organisation_id)
