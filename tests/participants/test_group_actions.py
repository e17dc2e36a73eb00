"""The group: nobody comes in unasked, nobody leaves a hole behind, nobody locks the door on everybody."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from samlop.access.models import Employment, Role
from samlop.access.policies import standing
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.errors import Denied, RuleBroken
from samlop.kernel.models import Event
from samlop.participants import queries
from samlop.participants.actions import (
    add_member,
    choose_contact,
    end_membership,
    hand_over,
    resume_membership,
    set_responsibility,
)
from samlop.participants.models import Membership, Participant
from tests.cast import Cast, make_employee, make_member, make_participant
from tests.participants.factories import make_colleague

TODAY = localdate()
SOON = TODAY + timedelta(days=14)


def _seat(cast: Cast, actor: Actor) -> Membership:
    return Membership.objects.filter(participant=cast.participant, employment=actor.employment_id).latest(
        "relation__period"
    )


def _employment(actor: Actor) -> Employment:
    return Employment.objects.get(pk=actor.employment_id)


def _names(cast: Cast, day: date = TODAY) -> list[str]:
    return [seat.name for seat in queries.group_of(cast.participant, day)]


def test_the_group_stands_in_the_order_of_the_routine(cast: Cast) -> None:
    with acting_as(cast.kim):
        seats = queries.group_of(cast.participant, TODAY)
    assert [(seat.name, seat.role_title, seat.responsible) for seat in seats] == [
        ("Kari Lysvåken", "programrådgiver", True),
        ("Tea Tålmodig", "lærer i voksenopplæringen", False),
        ("Kim Klarsynt", "karriereveileder", False),
        ("Nils Nøysom", "veileder i NAV", True),
    ]
    assert seats[0].organisation == "Flyktningtjenesten i Lindesnes"
    assert seats[0].email == "kari@example.org"


def test_ute_reads_no_group(cast: Cast) -> None:
    with acting_as(cast.ute):
        assert _names(cast) == []


def test_a_new_member_sees_the_file_from_that_day(cast: Cast) -> None:
    siv = make_employee("Siv Skarp", cast.organisations["school"], Role.SCHOOL_ADVISER)
    with acting_as(cast.kari) as kari:
        add_member(kari, cast.participant, employment=_employment(siv), responsible=False, first=TODAY)
    with acting_as(siv):
        assert Participant.objects.visible_to(siv).get() == cast.participant
    assert Event.objects.filter(code="group.member_added", employment_id=cast.kari.employment_id).exists()


def test_a_member_from_next_month_sees_nothing_yet(cast: Cast) -> None:
    siv = make_employee("Siv Skarp", cast.organisations["school"], Role.SCHOOL_ADVISER)
    with acting_as(cast.kari) as kari:
        add_member(kari, cast.participant, employment=_employment(siv), responsible=False, first=SOON)
        group = queries.whole_group(cast.participant, TODAY)
    with acting_as(siv):
        assert not Participant.objects.visible_to(siv).exists()
    assert [seat.name for seat in group.coming] == ["Siv Skarp"]
    assert "Siv Skarp" not in _names(cast)
    assert "Siv Skarp" in _names(cast, SOON)


@pytest.mark.parametrize(
    ("who", "first", "field"),
    [
        ("lea", TODAY, "employment"),
        ("tea", TODAY, "employment"),
        ("ute", TODAY - timedelta(days=1), "first"),
    ],
)
def test_who_cannot_come_in(cast: Cast, who: str, first: date, field: str) -> None:
    employment = _employment(getattr(cast, who))
    with acting_as(cast.kari) as kari, pytest.raises(RuleBroken) as told:
        add_member(kari, cast.participant, employment=employment, responsible=False, first=first)
    assert told.value.field == field


def test_somebody_no_longer_employed_cannot_come_in(cast: Cast) -> None:
    berit = make_colleague(cast)
    Employment.objects.filter(pk=berit.employment_id).update(period=(date(2020, 1, 1), TODAY))
    with acting_as(cast.kari) as kari, pytest.raises(RuleBroken, match="ikke ansatt"):
        add_member(kari, cast.participant, employment=_employment(berit), responsible=False, first=TODAY)


@pytest.mark.parametrize("name", ["tea", "dina", "ute", "lea"])
def test_only_those_who_answer_for_the_group_change_it(cast: Cast, name: str) -> None:
    berit, seat = make_colleague(cast), _seat(cast, cast.tea)
    with acting_as(getattr(cast, name)) as actor:
        with pytest.raises(Denied):
            add_member(actor, cast.participant, employment=_employment(berit), responsible=False, first=TODAY)
        with pytest.raises(Denied):
            end_membership(actor, seat, until=TODAY, needs_no_successor=True)


def test_a_handover_leaves_no_gap_and_keeps_what_was_held(cast: Cast) -> None:
    berit = make_colleague(cast)
    with acting_as(cast.kari) as kari:
        choose_contact(kari, _seat(cast, cast.nils))
        new = hand_over(kari, _seat(cast, cast.nils), successor=_employment(berit), day=SOON)
    assert _names(cast, SOON - timedelta(days=1))[-1] == "Nils Nøysom"
    assert _names(cast, SOON)[-1] == "Berit Bergtatt"
    seat = next(seat for seat in queries.group_of(cast.participant, SOON) if seat.membership_id == new.pk)
    assert seat.responsible
    assert seat.is_contact
    assert new.predecessor == _seat(cast, cast.nils)
    for day in (SOON - timedelta(days=1), SOON):
        assert len(_names(cast, day)) == 4


def test_a_handover_today_opens_and_shuts_the_file_at_once(cast: Cast) -> None:
    berit = make_colleague(cast)
    with acting_as(cast.kari) as kari:
        hand_over(kari, _seat(cast, cast.nils), successor=_employment(berit), day=TODAY)
    with acting_as(cast.nils) as nils:
        assert not Participant.objects.visible_to(nils).exists()
    with acting_as(berit):
        assert Participant.objects.visible_to(berit).exists()
        assert queries.inherited_employments(berit, TODAY) == {
            cast.participant.pk: frozenset({cast.nils.employment_id})
        }


def test_what_was_inherited_twice_is_still_in_sight(cast: Cast) -> None:
    berit, bo = make_colleague(cast), make_colleague(cast, "Bo Blid")
    with acting_as(cast.kari) as kari:
        hand_over(kari, _seat(cast, cast.nils), successor=_employment(berit), day=TODAY)
        hand_over(kari, _seat(cast, berit), successor=_employment(bo), day=SOON)
    assert queries.inherited_employments(bo, SOON)[cast.participant.pk] == {
        cast.nils.employment_id,
        berit.employment_id,
    }


def test_handing_over_one_s_own_seat_lets_go_of_the_file(cast: Cast) -> None:
    pia = make_colleague(cast, "Pia Presis", place="refugee", role=Role.PROGRAMME_ADVISER)
    with acting_as(cast.kari) as kari:
        hand_over(kari, _seat(cast, cast.kari), successor=_employment(pia), day=TODAY)
    assert "responsible" not in standing(cast.kari, cast.participant.pk).relations
    assert "responsible" in standing(pia, cast.participant.pk).relations


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.CAREER_ADVISER, "samme rolle"), (Role.LEADER, "sitter ikke i ressursgrupper")],
)
def test_the_successor_has_the_same_role(cast: Cast, role: str, words: str) -> None:
    other = make_colleague(cast, role=role)
    with acting_as(cast.kari) as kari, pytest.raises(RuleBroken, match=words) as told:
        hand_over(kari, _seat(cast, cast.nils), successor=_employment(other), day=TODAY)
    assert told.value.field == "successor"


def test_a_seat_is_handed_over_once(cast: Cast) -> None:
    berit, bo = make_colleague(cast), make_colleague(cast, "Bo Blid")
    with acting_as(cast.kari) as kari:
        hand_over(kari, _seat(cast, cast.nils), successor=_employment(berit), day=TODAY)
        with pytest.raises(RuleBroken, match="alt tatt over"):
            hand_over(kari, _seat(cast, cast.nils), successor=_employment(bo), day=TODAY)


def test_a_handover_after_the_seat_has_ended_is_refused_while_it_can_be_avoided(cast: Cast) -> None:
    berit = make_colleague(cast)
    with acting_as(cast.kari) as kari:
        end_membership(kari, _seat(cast, cast.nils), until=SOON, needs_no_successor=False)
        with pytest.raises(RuleBroken, match="dager uten noen") as told:
            hand_over(
                kari, _seat(cast, cast.nils), successor=_employment(berit), day=SOON + timedelta(days=1)
            )
        hand_over(kari, _seat(cast, cast.nils), successor=_employment(berit), day=SOON)
    assert told.value.field == "day"


def test_one_who_left_long_ago_still_gets_a_successor(cast: Cast) -> None:
    Employment.objects.filter(pk=cast.nils.employment_id).update(period=(date(2020, 1, 1), date(2026, 1, 1)))
    berit = make_colleague(cast)
    left = queries.members_without_successor([cast.participant.pk], TODAY)
    assert [(seat.name, seat.left_on(TODAY)) for seat in left] == [("Nils Nøysom", date(2026, 1, 1))]
    with acting_as(cast.kari) as kari:
        assert [seat.name for seat in queries.whole_group(cast.participant, TODAY).left_open] == [
            "Nils Nøysom"
        ]
        hand_over(kari, _seat(cast, cast.nils), successor=_employment(berit), day=TODAY)
    assert queries.members_without_successor([cast.participant.pk], TODAY) == []
    assert "Berit Bergtatt" in _names(cast)


@pytest.mark.parametrize(("no_successor", "missing"), [(True, []), (False, ["Tea Tålmodig"])])
def test_an_ended_seat_is_missed_unless_nobody_should_come(
    cast: Cast, no_successor: bool, missing: list[str]
) -> None:
    with acting_as(cast.kari) as kari:
        end_membership(kari, _seat(cast, cast.tea), until=TODAY, needs_no_successor=no_successor)
    assert [seat.name for seat in queries.members_without_successor([cast.participant.pk], TODAY)] == missing
    with acting_as(cast.tea) as tea:
        assert not Participant.objects.visible_to(tea).exists()


def test_a_seat_filled_by_a_colleague_is_not_missed(cast: Cast) -> None:
    second = make_colleague(cast, "Turid Trygg", place="school", role=Role.ADULT_EDUCATION)
    with acting_as(cast.kari) as kari:
        add_member(kari, cast.participant, employment=_employment(second), responsible=False, first=TODAY)
        end_membership(kari, _seat(cast, cast.tea), until=TODAY, needs_no_successor=False)
    assert queries.members_without_successor([cast.participant.pk], TODAY) == []


def test_an_ended_seat_is_taken_up_again(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        end_membership(kari, _seat(cast, cast.tea), until=TODAY, needs_no_successor=False)
        resume_membership(kari, _seat(cast, cast.tea), today=TODAY)
    assert "Tea Tålmodig" in _names(cast)
    assert queries.members_without_successor([cast.participant.pk], TODAY) == []
    with acting_as(cast.tea) as tea:
        assert Participant.objects.visible_to(tea).exists()


def test_the_last_who_answers_for_the_group_cannot_leave(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        end_membership(kari, _seat(cast, cast.nils), until=TODAY, needs_no_successor=True)
        with pytest.raises(RuleBroken, match="Overlever til en etterfølger først"):
            end_membership(kari, _seat(cast, cast.kari), until=TODAY, needs_no_successor=True)
        with pytest.raises(RuleBroken, match="Overlever til en etterfølger først"):
            set_responsibility(kari, _seat(cast, cast.kari), responsible=False, today=TODAY)
    assert "Kari Lysvåken" in _names(cast)


def test_two_who_both_leave_on_a_day_ahead_do_not_slip_out(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        end_membership(kari, _seat(cast, cast.nils), until=SOON, needs_no_successor=True)
        with pytest.raises(RuleBroken):
            end_membership(kari, _seat(cast, cast.kari), until=SOON, needs_no_successor=True)


def test_one_whose_employment_has_ended_answers_for_nothing(cast: Cast) -> None:
    Employment.objects.filter(pk=cast.nils.employment_id).update(period=(date(2020, 1, 1), TODAY))
    with acting_as(cast.kari) as kari, pytest.raises(RuleBroken):
        end_membership(kari, _seat(cast, cast.kari), until=TODAY, needs_no_successor=True)


def test_a_member_is_made_to_answer_for_the_group(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        set_responsibility(kari, _seat(cast, cast.tea), responsible=True, today=TODAY)
        end_membership(kari, _seat(cast, cast.nils), until=TODAY, needs_no_successor=True)
        end_membership(kari, _seat(cast, cast.kari), until=TODAY, needs_no_successor=True)
    assert standing(cast.tea, cast.participant.pk).relations == {"responsible"}
    assert _names(cast) == ["Tea Tålmodig", "Kim Klarsynt"]


def test_there_is_one_contact_person(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        choose_contact(kari, _seat(cast, cast.nils))
        choose_contact(kari, _seat(cast, cast.tea))
        group = queries.whole_group(cast.participant, TODAY)
    assert [seat.name for seat in group.seated if seat.is_contact] == ["Tea Tålmodig"]
    assert group.contact is not None
    assert group.contact.name == "Tea Tålmodig"
    assert group.vacant_roles == ["rådgiver i videregående skole"]


def test_one_who_has_left_is_nobody_s_contact(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        end_membership(kari, _seat(cast, cast.tea), until=TODAY, needs_no_successor=True)
        with pytest.raises(RuleBroken, match="sitte i gruppen nå"):
            choose_contact(kari, _seat(cast, cast.tea))


def test_a_seat_ended_twice_is_said(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        end_membership(kari, _seat(cast, cast.tea), until=TODAY, needs_no_successor=True)
        with pytest.raises(RuleBroken, match="alt avsluttet"):
            end_membership(kari, _seat(cast, cast.tea), until=SOON, needs_no_successor=True)


def test_candidates_are_found_by_any_part_of_name_and_workplace(cast: Cast) -> None:
    make_colleague(cast, "Åse Ørland", place="elsewhere", role=Role.ADULT_EDUCATION)
    with acting_as(cast.kari) as kari:
        found = queries.candidates(kari, cast.participant, search="ørl vestre", role="", day=TODAY)
        near = queries.candidates(kari, cast.participant, search="", role="", day=TODAY)
        teachers = queries.candidates(kari, cast.participant, search="", role="adult_education", day=TODAY)
    assert [one.person.name for one in found] == ["Åse Ørland"]
    assert near == []
    assert teachers == []


def test_candidates_near_are_colleagues_of_the_group(cast: Cast) -> None:
    make_colleague(cast)
    make_colleague(cast, "Langt Borte", place="elsewhere", role=Role.ADULT_EDUCATION)
    with acting_as(cast.kari) as kari:
        near = queries.candidates(kari, cast.participant, search="", role="", day=TODAY)
    assert [one.person.name for one in near] == ["Berit Bergtatt"]


def test_the_groups_of_many_are_read_with_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    others = [
        make_participant("Stille", f"Elv {number}", registered_by=cast.organisations["refugee"])
        for number in range(3)
    ]
    for other in others:
        make_member(other, cast.kari)
    with django_assert_num_queries(1):  # type: ignore[operator]
        groups = queries.groups_of([cast.participant.pk, *(other.pk for other in others)], TODAY)
    assert {len(seats) for seats in groups.values()} == {4, 1}
