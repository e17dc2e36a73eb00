"""The demo region in the database: the report's tables, what it is there to show, and the ways in."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils.timezone import localdate, make_aware

from samlop.access.models import Organisation, ReadLog
from samlop.access.sessions import staff_actor
from samlop.demo import records
from samlop.demo.caseload import situations as at
from samlop.demo.loading import load_region
from samlop.demo.loading_cast import with_past
from samlop.demo.loading_keys import employment_id, organisation_id, participant_id
from samlop.demo.records import Region
from samlop.demo.region import build_region
from samlop.desk.caseload import facts_of, read_files
from samlop.desk.rules import gaps
from samlop.kernel.actor import Actor
from samlop.kernel.models import Change, Event, Outbox
from samlop.participants.models import Membership, Milestone, NationalId, Participant
from samlop.participants.national_ids import read_number
from samlop.plans.kept import version_in_words
from samlop.plans.models import Action, PlanVersion, Step
from samlop.routines.as_agreed import AsAgreed
from samlop.routines.models import (
    AgreedText,
    ArchiveCopy,
    ArchivedNote,
    Confirmation,
    Meeting,
    OwnNote,
    OwnWords,
    RoutineVersion,
)
from samlop.routines.queries.governing import governing_version

TODAY = date(2026, 11, 22)
DAYS = (TODAY, date(2028, 2, 29), date(2027, 1, 1), date(2030, 12, 31))
SETTLED_BY = date(2021, 12, 31)
REFERENCE_DAY = date(2022, 4, 19)

pytestmark = pytest.mark.django_db


@cache
def region_on(day: date) -> Region:
    return with_past(build_region(day))


def noon(day: date) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, 12, 0), tick=False)


def load(day: date) -> int:
    with noon(day):
        return load_region(day, tell=lambda _line: None).rows


@pytest.fixture(scope="module", params=DAYS, ids=str)
def loaded(request, django_db_setup, django_db_blocker) -> Iterator[date]:
    """The region of one day, loaded once for all the tests that look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(request.param)
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def day(loaded, db) -> date:
    return loaded


@pytest.fixture
def region(day) -> Region:
    return region_on(day)


def record_of(region: Region, key: str) -> records.Participant:
    return next(one for one in region.participants if one.key == key)


def employee(key: str) -> Actor:
    actor = staff_actor(employment_id(key))
    assert actor is not None
    return actor


# --- the report's tables, counted in the database


def of_the_report():
    return Milestone.objects.filter(code="settled", actual__lte=SETTLED_BY).values("participant")


def cohort() -> set:
    starts = Milestone.objects.filter(code="upper_secondary_start", participant__in=of_the_report())
    return set(starts.filter(actual__year__in=(2018, 2019)).values_list("participant", flat=True))


def having(participants: set, **what) -> set:
    return set(
        Step.objects.filter(participant__in=participants, **what).values_list("participant", flat=True)
    )


def training_status() -> dict:
    """Each of the cohorts by how the training stands. Source: report, definitions of Table 2."""
    people = cohort()
    passed = set(
        Milestone.objects.filter(participant__in=people, code="trade_certificate").values_list(
            "participant", flat=True
        )
    )
    failed = having(people, kind="trade_examination", status="interrupted") - passed
    interrupted = having(people, kind="upper_secondary", status="interrupted") - passed - failed
    left = having(people, kind="upper_secondary", status="completed") - having(people, kind="apprenticeship")
    unknown = left - passed - failed
    training = people - passed - failed - interrupted - unknown
    return {
        "passed": passed,
        "failed": failed,
        "interrupted": interrupted,
        "in_training": training,
        "unknown": unknown,
    }


def counts(groups: dict, within: set | None = None) -> dict:
    return {name: len(people if within is None else people & within) for name, people in groups.items()}


def test_table_1_adults_by_municipality_and_year(day):
    settled = Milestone.objects.filter(code="settled", participant__in=of_the_report()).order_by()
    by_place = settled.values_list("participant__municipality_number", ExtractYear("actual")).annotate(
        Count("pk")
    )
    assert {(place, year): number for place, year, number in by_place} == {
        ("1021", 2016): 15, ("1021", 2017): 6,
        ("1029", 2016): 21, ("1029", 2017): 20, ("1029", 2018): 9, ("1029", 2019): 8,
        ("1002", 2016): 51, ("1002", 2017): 45, ("1002", 2018): 21, ("1002", 2019): 12,
        ("4205", 2020): 16, ("4205", 2021): 15,
    }  # fmt: skip
    assert of_the_report().count() == 239


def test_table_1_starts_in_upper_secondary(day):
    starts = Milestone.objects.filter(code="upper_secondary_start", participant__in=of_the_report())
    years = Counter(actual.year for actual in starts.values_list("actual", flat=True))
    assert years == {2018: 88, 2019: 26, 2020: 22, 2021: 6}


def test_table_2_training_status_of_the_cohorts(day):
    assert len(cohort()) == 114
    assert counts(training_status()) == {
        "passed": 17, "failed": 3, "interrupted": 8, "in_training": 43, "unknown": 43,
    }  # fmt: skip


def test_table_3_in_work_and_moved(day):
    status = training_status()
    working = having(cohort(), kind="work", status="ongoing")
    assert counts(status, working) == {
        "passed": 14, "failed": 3, "interrupted": 5, "in_training": 26, "unknown": 32,
    }  # fmt: skip
    assert len(working | status["in_training"]) == 97
    moved = having(cohort(), kind="other", title__startswith="Flyttet")
    assert (len(moved), len(moved & status["passed"]), len(moved & status["unknown"])) == (39, 5, 19)


# --- the past


def test_nothing_of_the_past_happened_after_the_report(region):
    assert not Step.objects.filter(participant__in=of_the_report(), first__gt=REFERENCE_DAY).exists()
    assert not Milestone.objects.filter(participant__in=of_the_report(), actual__gt=REFERENCE_DAY).exists()


def test_groups_of_the_past_are_dissolved_with_a_successor_or_none_needed(region):
    seats = Membership.objects.filter(participant__in=of_the_report())
    assert seats.count() > 239
    assert not seats.filter(relation__period__contains=region.today).exists()
    handed_over = seats.filter(successor_membership__isnull=False)
    assert handed_over.exists()
    assert not handed_over.exclude(relation__period__endswith=date(2020, 1, 1)).exists()
    assert not seats.filter(successor_membership=None, needs_no_successor=False).exists()


def test_only_those_who_receive_newcomers_see_the_past(region):
    kari, nils = employee("kari@flyktning_lindesnes"), employee("nils@nav_lindesnes")
    past = of_the_report()
    moved = set(Step.objects.filter(title__startswith="Flyttet").values_list("participant", flat=True))
    with noon(region.today):
        assert Participant.objects.visible_to(kari).filter(pk__in=past).count() == 239 - len(moved)
        assert not Participant.objects.visible_to(kari).filter(pk__in=moved).exists()
        assert not Participant.objects.visible_to(nils).filter(pk__in=past).exists()


# --- the present


def test_everybody_of_today_is_there_in_full(region):
    for record in region.participants:
        pk = participant_id(record.key)
        person = Participant.objects.get(pk=pk)
        assert (person.first_name, person.last_name, person.birth_day) == (
            record.given,
            record.family,
            record.birth,
        )
        assert person.interpreter_language == record.interpreter
        assert Milestone.objects.filter(participant=pk).count() == len(record.milestones)
        assert Meeting.objects.filter(participant=pk).count() == len(record.meetings)
        assert Step.objects.filter(participant=pk).count() == len(record.plan.steps)
        assert Action.objects.filter(participant=pk).count() == len(record.plan.actions)
    assert Participant.objects.count() == 239 + len(region.participants)


def test_identity_numbers_are_sealed_and_found(region):
    dina = NationalId.objects.get(participant=participant_id("dina"))
    record = record_of(region, "dina")
    assert read_number(dina) == record.fodselsnummer
    assert record.fodselsnummer.encode() not in bytes(dina.sealed)


def test_the_desk_finds_the_gaps_the_region_is_made_to_show(region):
    shown = {participant_id(record.key): record for record in region.participants}
    with noon(region.today):
        people = list(Participant.objects.filter(pk__in=shown))
        for pk, file in read_files(employee("kari@flyktning_lindesnes"), people).items():
            found = {gap.gap.value for gap in gaps(facts_of(file, region.today), region.today)}
            assert found == set(shown[pk].gaps), shown[pk].key


def test_meetings_stand_as_far_as_they_have_come(region):
    states = Counter(meeting.state for record in region.participants for meeting in record.meetings)
    assert dict(Meeting.objects.values_list("state").annotate(Count("pk")).order_by()) == {
        "called": states[at.CALLED],
        "held": states[at.HELD] + states[at.RECONCILING],
        "agreed": states[at.AGREED] + states[at.ARCHIVED],
    }
    assert not Meeting.objects.exclude(state="called").filter(agreed_texts=None).exists()
    assert not AgreedText.objects.exclude(state="draft").exclude(meeting__state="agreed").exists()
    open_texts = AgreedText.objects.filter(state="draft").annotate(words=Count("confirmations"))
    assert not open_texts.filter(words__gt=0).exists()


def test_all_who_were_present_have_confirmed_what_is_agreed(region):
    for text in AgreedText.objects.filter(state="agreed").select_related("meeting"):
        present = text.meeting.invitations.filter(attended=True)
        wanted = set(present.values_list("organisation", flat=True)) | {None}
        words = Confirmation.objects.filter(agreed_text=text, answer="agrees")
        assert set(words.values_list("organisation", flat=True)) == wanted


def test_meetings_remember_the_version_they_were_called_by(region):
    versions = {version.number: version for version in RoutineVersion.objects.all()}
    assert set(versions) == {1, 2}
    assert governing_version(Participant.objects.get(pk=participant_id("dina")), region.today) == versions[2]
    used = Meeting.objects.values("routine_version__number").annotate(Count("pk")).order_by()
    assert {row["routine_version__number"] for row in used} == {1, 2}
    since = versions[2].effective_from
    assert not Meeting.objects.filter(routine_version=versions[1], created_at__date__gte=since).exists()
    assert {version.document["version"] for version in versions.values()} == {1, 2}


def test_each_agency_called_to_an_agreed_meeting_waits_for_its_copy(region):
    for text in AgreedText.objects.filter(state="agreed"):
        called = text.meeting.invitations.exclude(organisation=None).values_list("organisation", flat=True)
        assert set(
            ArchiveCopy.objects.filter(agreed_text=text).values_list("organisation", flat=True)
        ) == set(called)
    first = Outbox.objects.order_by("next_attempt_at").first()
    olena = AgreedText.objects.filter(participant__in=[participant_id("olena"), participant_id("yonas")])
    assert first.payload["agreed_text"] in {str(text.pk) for text in olena}
    rounds = Counter(Outbox.objects.values_list("next_attempt_at", flat=True))
    assert max(rounds.values()) <= 15


def test_what_lay_beside_an_agreed_text_waits_with_its_copies(region):
    agreed = AgreedText.objects.filter(state="agreed")
    for text in agreed:
        kept = AsAgreed.read(text.as_agreed)
        assert len(kept.seats) == text.meeting.invitations.count()
        words = OwnWords.objects.filter(meeting=text.meeting_id).values_list("text", flat=True).first()
        assert (kept.own_words.text if kept.own_words else None) == words
    written = OwnNote.objects.filter(meeting__state="agreed")
    assert written.exists()
    assert ArchivedNote.objects.count() == written.count()


def test_a_version_of_the_plan_tells_what_stood_then(region):
    version = PlanVersion.objects.filter(participant=participant_id("yonas")).earliest("number")
    kept = version_in_words(version)
    assert kept.goals
    assert kept.actions
    assert "planlagt" in {step.status for step in kept.steps}
    later = PlanVersion.objects.filter(participant=participant_id("yonas")).latest("number")
    assert len(version_in_words(later).actions) > len(kept.actions)


# --- how it came to be


def test_dina_has_a_past(region):
    history = Change.objects.filter(participant_id=participant_id("dina"))
    moved = history.get(table="participants_milestone", verb="UPDATE", values__has_key="expected")
    end = next(one for one in record_of(region, "dina").milestones if one.code == "adult_education_end")
    assert moved.values["expected"] == [end.first_expected.isoformat(), end.expected.isoformat()]
    assert moved.employment_id == employment_id("tea@laeringssenter")
    former, kari = Membership.objects.filter(
        participant=participant_id("dina"), role="programme_adviser"
    ).order_by("relation__period")
    assert kari.predecessor == former
    assert former.relation.period.upper == kari.relation.period.lower
    handover = history.get(table="participants_membership", row_id=str(kari.pk), verb="INSERT")
    assert handover.employment_id == former.employment_id
    assert history.filter(table="participants_membership", verb="INSERT").count() == 5
    assert history.values("employment_id").distinct().count() >= 3


def test_the_past_is_told_as_the_database_tells_it(region):
    dina = participant_id("dina")
    told = Change.objects.filter(participant_id=dina, table="participants_milestone", verb="INSERT").first()
    Milestone.objects.create(participant_id=dina, code="work_start", expected=date(2034, 1, 9))
    by_trigger = Change.objects.filter(table="participants_milestone", verb="INSERT").latest("pk")
    assert by_trigger.pk > told.pk
    assert told.values.keys() == by_trigger.values.keys()
    assert told.kind == by_trigger.kind
    assert {type(pair[1]) for pair in told.values.values()} == {
        type(pair[1]) for pair in by_trigger.values.values()
    }


def test_what_was_changed_began_as_something_else(region):
    for change in Change.objects.filter(participant_id=participant_id("olena"), verb="UPDATE"):
        begun = Change.objects.get(table=change.table, row_id=change.row_id, verb="INSERT")
        assert begun.at <= change.at, (change.table, change.values)
        first = Change.objects.filter(table=change.table, row_id=change.row_id, verb="UPDATE").order_by(
            "at", "pk"
        )
        for column in change.values:
            earliest = next(one for one in first if column in one.values)
            assert begun.values[column][1] == earliest.values[column][0], (change.table, column)


def test_identity_numbers_stay_out_of_the_history(region):
    (told,) = Change.objects.filter(participant_id=participant_id("dina"), table="participants_nationalid")
    assert told.values["sealed"] == told.values["blind_index"] == [None, None]


def test_the_database_watches_again_when_the_region_is_loaded(region):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'record_change' AND tgenabled <> 'O'")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            """SELECT count(*) FROM pg_class WHERE relname LIKE 'participants\\_%' AND relkind = 'r'
               AND NOT relforcerowsecurity"""
        )
        assert cursor.fetchone() == (0,)


def test_nothing_happens_after_the_day_it_is_loaded_for(day):
    now = make_aware(datetime(day.year, day.month, day.day, 12, 0))
    assert not Change.objects.filter(at__gt=now).exists()
    assert not ReadLog.objects.filter(at__gt=now).exists()
    assert not AgreedText.objects.filter(agreed_at__gt=now).exists()


def test_dina_sees_who_has_read_about_her(region):
    looks = ReadLog.objects.filter(participant_id=participant_id("dina"))
    assert looks.values("employment").distinct().count() == 5
    for look in looks.exclude(employment=None):
        seat = Membership.objects.get(participant=participant_id("dina"), employment=look.employment_id)
        assert seat.relation.relation == look.relation
        assert seat.relation.period.lower <= localdate(look.at)


def test_the_cast_has_what_the_sign_in_page_sends_them_to(region):
    called = Meeting.objects.get(participant=participant_id("yonas"), state="called")
    unanswered = called.invitations.filter(reply="none")
    assert {seat.employment_id for seat in unanswered} == {None, employment_id("tea@laeringssenter")}
    held = Meeting.objects.get(participant=participant_id("olena"), state="held")
    shared = held.own_notes.exclude(shared_at=None)
    assert set(shared.values_list("organisation", flat=True)) == set(
        held.invitations.exclude(organisation=None).values_list("organisation", flat=True)
    )
    promised = Action.objects.open().filter(participant=participant_id("olena"), owner_is_participant=True)
    assert promised.exists()
    assert not Meeting.objects.filter(participant=participant_id("dina")).exists()
    pupils = Membership.objects.filter(employment=employment_id("siv@mandal_vgs"))
    assert pupils.filter(relation__period__contains=region.today).count() >= 3


# --- loading itself


def test_a_second_load_changes_nothing(region):
    before = Change.objects.count(), Participant.objects.count(), Event.objects.count()
    again = load_region(region.today + timedelta(days=1), tell=lambda _line: None)
    assert (again.rows, again.today) == (0, region.today.isoformat())
    assert (Change.objects.count(), Participant.objects.count(), Event.objects.count()) == before


def test_ids_are_the_same_whatever_the_day(day):
    assert Participant.objects.get(pk=participant_id("dina")).first_name == "Dina"
    assert Organisation.objects.get(pk=organisation_id("nav_lindesnes")).name == "NAV Lindesnes"
    assert str(participant_id("dina")) == "00418117-e732-5fba-9489-2f4cb704445a"
