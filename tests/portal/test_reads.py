"""Who has read about Dina, in words she understands."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime

from samlop.access.models import ReadLog
from samlop.access.words import SECTIONS
from samlop.kernel.acting import acting_as
from samlop.participants.opening import open_file
from samlop.portal.queries.reads import because, by_day, looks_at, what_in_words
from tests.cast import make_participant, make_self
from tests.portal import scenes

TUESDAY = datetime(2026, 3, 3, 10, 12, tzinfo=ZoneInfo("Europe/Oslo"))
READS = "/min-vei/hvem-har-lest/"


def look(cast, actor, *, at=TUESDAY, section="plan", relation="member", assisted_by=None) -> ReadLog:
    """One look into Dina's file."""
    return ReadLog.objects.create(
        at=at,
        participant_id=cast.participant.pk,
        person_id=actor.person_id,
        employment_id=actor.employment_id,
        organisation_id=actor.organisation_id,
        section=section,
        relation=relation,
        purpose="follow_up",
        assisted_by_id=assisted_by,
    )


def sentences(cast) -> list[str]:
    with translation.override("nb"):
        return [one.sentence for day in by_day(looks_at(cast.participant.pk)) for one in day.looks]


def test_a_look_is_told_with_who_where_what_when_and_why(cast):
    look(cast, cast.kari, relation="responsible")
    assert sentences(cast) == [
        "Kari Lysvåken fra Flyktningtjenesten i Lindesnes leste planen din kl. 10.12, fordi Kari er i gruppen din."
    ]


def test_intake_is_told_as_intake(cast):
    look(cast, cast.kari, section="overview", relation="intake")
    assert sentences(cast)[0].endswith("fordi Flyktningtjenesten i Lindesnes tar imot nye deltakere.")


def test_several_looks_at_one_thing_are_one_line(cast):
    for minutes in (0, 5, 90):
        look(cast, cast.nils, at=TUESDAY + timedelta(minutes=minutes), section="goals")
    assert sentences(cast) == [
        "Nils Nøysom fra NAV Lindesnes leste målene dine 3 ganger, sist kl. 11.42, fordi Nils er i gruppen din."
    ]


def test_a_look_together_is_told_as_together(cast):
    dina = replace(cast.dina, assisted_by=cast.kari.employment_id)
    look(cast, dina, relation="self", assisted_by=cast.kari.employment_id)
    assert sentences(cast) == [
        "Du og Kari Lysvåken fra Flyktningtjenesten i Lindesnes så på planen din sammen kl. 10.12."
    ]


def test_dinas_own_looks_are_left_out(cast):
    look(cast, cast.dina, relation="self")
    assert sentences(cast) == []


def test_each_day_has_its_own_heading_the_last_first(cast, signed_in):
    for days, actor in ((0, cast.kari), (1, cast.tea), (1, cast.nils)):
        look(cast, actor, at=TUESDAY + timedelta(days=days))
    days = by_day(looks_at(cast.participant.pk))
    assert [(one.day.isoformat(), len(one.looks)) for one in days] == [("2026-03-04", 2), ("2026-03-03", 1)]
    page = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb").get(READS).content.decode()
    assert page.index("onsdag 4. mars 2026") < page.index("tirsdag 3. mars 2026")


def test_a_day_begins_at_midnight_where_dina_lives(cast):
    look(cast, cast.kari, at=datetime(2026, 3, 3, 23, 30, tzinfo=ZoneInfo("UTC")))
    assert by_day(looks_at(cast.participant.pk))[0].day.isoformat() == "2026-03-04"


def test_a_real_look_is_on_the_page_at_once(cast, signed_in):
    with acting_as(cast.tea):
        open_file(cast.tea, cast.participant.pk, section="mapping", kind="mapping_work")
    page = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb").get(READS).content.decode()
    read_at = f"{localtime(ReadLog.objects.get(section='mapping').at):%H.%M}"
    assert f"Tea Tålmodig fra Lindesnes læringssenter leste kartleggingen din kl. {read_at}" in page


def test_a_seat_in_the_group_explains_a_look_before_intake_does(cast):
    with acting_as(cast.kari):
        open_file(cast.kari, cast.participant.pk, section="overview")
    assert ReadLog.objects.get().relation == "responsible"


def test_looks_at_others_are_not_there(cast, signed_in):
    other = make_participant("Ola", "Gråspurv", registered_by=cast.organisations["refugee"])
    with acting_as(cast.kari):
        open_file(cast.kari, other.pk, section="overview")
    page = signed_in(cast.dina).get(READS).content.decode()
    assert 'class="look"' not in page


def test_a_long_log_is_read_a_page_at_a_time(cast, signed_in):
    for number in range(30):
        look(cast, cast.kari, at=TUESDAY - timedelta(days=number))
    browser = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb")
    first, second = (browser.get(READS, {"side": side}).content.decode() for side in (1, 2))
    assert (first.count('class="look"'), second.count('class="look"')) == (25, 5)


def test_the_page_says_whom_to_ask(cast, signed_in):
    scenes.make_contact(cast, cast.kari, phone="38 00 12 34")
    page = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb").get(READS).content.decode()
    assert "Spør Kari Lysvåken fra Flyktningtjenesten i Lindesnes." in page
    assert 'href="tel:38001234"' in page
    assert "Datatilsynet" in page


def test_without_anybody_in_the_group_the_page_still_says_whom_to_ask(cast, signed_in):
    lonely = make_self(make_participant("Ola", "Gråspurv", registered_by=cast.organisations["refugee"]))
    page = signed_in(lonely, HTTP_ACCEPT_LANGUAGE="nb").get(READS).content.decode()
    assert "Spør i kommunen din." in page
    assert "Ingen har lest om deg ennå" in page


@pytest.mark.parametrize("section", [*SECTIONS, "noe nytt"])
def test_every_part_of_the_file_has_words(section):
    with translation.override("nb"):
        assert what_in_words(section)
        assert what_in_words(section) != section


def test_in_arabic_a_name_is_kept_whole(cast):
    with translation.override("ar"):
        assert "\u2068Kari\u2069" in because("member", name="Kari Lysvåken", organisation="NAV")
    with translation.override("nb"):
        assert because("member", name="Kari Lysvåken", organisation="NAV") == "fordi Kari er i gruppen din"


@pytest.mark.parametrize("name", ["kari", "lea", "ute"])
def test_only_dina_reads_her_log(cast, signed_in, name):
    assert signed_in(getattr(cast, name)).get(reverse("portal:reads")).status_code == 404
