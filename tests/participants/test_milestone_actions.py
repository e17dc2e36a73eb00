"""The days of the road move, and what moved is never lost; concern calls for a meeting."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from samlop.kernel.acting import acting_as
from samlop.kernel.errors import Denied, RuleBroken
from samlop.kernel.models import Change, Event
from samlop.participants.actions import (
    Overtaken,
    raise_concern,
    set_milestone,
    set_milestones,
    settle_concern,
    undo_changes,
)
from samlop.participants.actions.changing import Faults
from samlop.participants.models import Concern, Milestone
from samlop.participants.queries import milestone_days, open_concerns
from tests.cast import Cast, make_participant

TODAY = localdate()
END = ("adult_education_end", "expected")


def _end(cast: Cast) -> Milestone:
    return Milestone.objects.get(participant=cast.participant, code="adult_education_end")


def test_a_day_moves_with_its_history(cast: Cast) -> None:
    before, after = _end(cast).expected, TODAY + timedelta(days=800)
    with acting_as(cast.tea) as tea:
        moved = set_milestones(tea, cast.participant, changes={END: after}, seen={END: before}, today=TODAY)
    assert moved == ["adult_education_end"]
    change = Change.objects.filter(table="participants_milestone").latest("pk")
    assert change.values == {"expected": [str(before), str(after)]}
    assert change.employment_id == cast.tea.employment_id
    assert Event.objects.filter(code="milestone.set", details={"milestone": "adult_education_end"}).exists()


def test_a_new_milestone_and_one_taken_away(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        set_milestone(kari, cast.participant, code="work_start", expected=TODAY, actual=None, today=TODAY)
        set_milestone(
            kari, cast.participant, code="adult_education_end", expected=None, actual=None, today=TODAY
        )
    assert set(milestone_days([cast.participant.pk])[cast.participant.pk]) == {
        "programme_start",
        "work_start",
    }


def test_what_cannot_be_is_refused_field_by_field(cast: Cast) -> None:
    changes = {
        ("adult_education_start", "actual"): TODAY + timedelta(days=1),
        ("apprenticeship_start", "expected"): date(1940, 1, 1),
    }
    with acting_as(cast.kari) as kari, pytest.raises(Faults) as told:
        set_milestones(kari, cast.participant, changes=changes, seen={}, today=TODAY)
    assert set(told.value.faults) == {"actual_adult_education_start", "expected_apprenticeship_start"}
    assert Milestone.objects.filter(participant=cast.participant).count() == 2


def test_an_end_before_its_beginning_names_the_beginning(cast: Cast) -> None:
    start = {("adult_education_start", "actual"): TODAY - timedelta(days=30)}
    end = {END: TODAY - timedelta(days=40)}
    with acting_as(cast.kari) as kari, pytest.raises(Faults) as told:
        set_milestones(kari, cast.participant, changes=start | end, seen={}, today=TODAY)
    assert "start i voksenopplæringen" in told.value.faults["expected_adult_education_end"]


def test_two_who_move_the_same_day_both_see_it(cast: Cast) -> None:
    seen = {END: _end(cast).expected}
    first, second = TODAY + timedelta(days=750), TODAY + timedelta(days=800)
    with acting_as(cast.tea) as tea:
        set_milestones(tea, cast.participant, changes={END: first}, seen=seen, today=TODAY)
    with acting_as(cast.kari) as kari, pytest.raises(Overtaken) as told:
        set_milestones(kari, cast.participant, changes={END: second}, seen=seen, today=TODAY)
    assert told.value.present == {"expected_adult_education_end": first}
    assert _end(cast).expected == first


def test_two_who_agree_are_in_no_conflict(cast: Cast) -> None:
    seen, day = {END: _end(cast).expected}, TODAY + timedelta(days=750)
    for actor in (cast.tea, cast.kari):
        with acting_as(actor):
            set_milestones(actor, cast.participant, changes={END: day}, seen=seen, today=TODAY)
    assert _end(cast).expected == day


def test_dina_moves_no_days_herself(cast: Cast) -> None:
    with acting_as(cast.dina) as dina, pytest.raises(Denied):
        set_milestones(dina, cast.participant, changes={END: None}, seen={}, today=TODAY)


def test_ute_moves_nothing(cast: Cast) -> None:
    with acting_as(cast.ute) as ute, pytest.raises(Denied):
        set_milestones(ute, cast.participant, changes={END: None}, seen={}, today=TODAY)


def test_a_move_is_taken_back(cast: Cast) -> None:
    before = _end(cast).expected
    with acting_as(cast.tea) as tea:
        set_milestones(tea, cast.participant, changes={END: TODAY}, seen={}, today=TODAY)
        number = Change.objects.latest("pk").pk
        assert undo_changes(tea, cast.participant, first=number, last=number) == 1
    assert _end(cast).expected == before


def test_a_milestone_taken_away_comes_back_as_it_was(cast: Cast) -> None:
    before = _end(cast)
    with acting_as(cast.tea) as tea:
        set_milestones(tea, cast.participant, changes={END: None}, seen={}, today=TODAY)
        number = Change.objects.latest("pk").pk
        undo_changes(tea, cast.participant, first=number, last=number)
    assert (_end(cast).pk, _end(cast).expected) == (before.pk, before.expected)


def test_what_was_changed_since_is_not_taken_back(cast: Cast) -> None:
    with acting_as(cast.tea) as tea:
        set_milestones(tea, cast.participant, changes={END: TODAY}, seen={}, today=TODAY)
        number = Change.objects.latest("pk").pk
        set_milestones(tea, cast.participant, changes={END: TODAY + timedelta(days=9)}, seen={}, today=TODAY)
        with pytest.raises(RuleBroken, match="endret igjen siden"):
            undo_changes(tea, cast.participant, first=number, last=number)
    assert _end(cast).expected == TODAY + timedelta(days=9)


def test_another_file_s_changes_are_out_of_reach(cast: Cast) -> None:
    number = Change.objects.filter(participant_id=cast.participant.pk).latest("pk").pk
    stranger = make_participant("Stille", "Elv", registered_by=cast.organisations["elsewhere"])
    with acting_as(cast.ute) as ute, pytest.raises(Denied):
        undo_changes(ute, cast.participant, first=number, last=number)
    with acting_as(cast.kari) as kari, pytest.raises(Denied):
        undo_changes(kari, stranger, first=number, last=number)


def test_a_group_s_seats_are_not_undone(cast: Cast) -> None:
    number = Change.objects.filter(table="participants_membership").latest("pk").pk
    with acting_as(cast.kari) as kari, pytest.raises(RuleBroken, match="kan ikke angres"):
        undo_changes(kari, cast.participant, first=number, last=number)


def test_concern_is_raised_once_and_settled_once(cast: Cast) -> None:
    with acting_as(cast.kim) as kim:
        concern = raise_concern(kim, cast.participant, today=TODAY)
    with acting_as(cast.nils) as nils:
        assert raise_concern(nils, cast.participant, today=TODAY) == concern
        assert [
            one.raised_by.person.name for one in open_concerns([cast.participant.pk])[cast.participant.pk]
        ] == ["Kim Klarsynt"]
        settle_concern(nils, concern, today=TODAY)
        with pytest.raises(RuleBroken, match="alt avklart"):
            settle_concern(nils, concern, today=TODAY)
    assert open_concerns([cast.participant.pk]) == {}
    assert Concern.objects.get().settled_on == TODAY


@pytest.mark.parametrize("name", ["ute", "dina", "lea"])
def test_concern_is_the_group_s(cast: Cast, name: str) -> None:
    with acting_as(getattr(cast, name)) as actor, pytest.raises(Denied):
        raise_concern(actor, cast.participant, today=TODAY)
