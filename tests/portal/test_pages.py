"""The pages of Min vei: who gets them, in how many queries, in which language, and what they say."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samlop.access.models import ReadLog, Relation
from samlop.participants.models import Milestone
from tests.cast import make_participant, make_self
from tests.portal import scenes
from tests.routines.meetings import held_meeting, ready_text

PLAIN = ("road", "group", "reads", "meetings", "map", "goals", "goal", "actions")
STAFF = ("kari", "tea", "kim", "nils", "lea", "ute")
# What the test's own savepoints and the change of role after the request add to a request.
OF_THE_TEST = ("SAVEPOINT", "RELEASE", "ROLLBACK")


@pytest.fixture
def world(cast):
    """Dina with one of everything."""
    scenes.goal(cast)
    scenes.task(cast, "Send papirene til oversetting", days=3)
    steps = scenes.road(cast)
    held = held_meeting(cast)
    ready_text(cast, held)
    ahead = scenes.meeting_ahead(cast, point="second")
    scenes.gathering(cast)
    scenes.plan_version(cast)
    return {"ahead": ahead, "held": held, "station": steps[2]}


def addresses(world) -> list[str]:
    """Every page of Min vei, one of each kind."""
    own = [reverse(f"portal:{name}") for name in PLAIN]
    meetings = [reverse("portal:meeting", args=[world[name].pk]) for name in ("ahead", "held")]
    return [*own, *meetings, reverse("portal:station", args=[world["station"].pk])]


def own_queries(browser: Client, address: str) -> int:
    """How many queries a page takes, without those that only a test makes."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    sent = [query["sql"] for query in captured.captured_queries]
    return len([sql for sql in sent if not sql.startswith(OF_THE_TEST)]) - 1


def test_dina_reads_every_page_of_her_own(cast, signed_in, world):
    browser = signed_in(cast.dina)
    assert {address: browser.get(address).status_code for address in addresses(world)} == dict.fromkeys(
        addresses(world), 200
    )


@pytest.mark.parametrize("name", STAFF)
def test_to_staff_these_pages_do_not_exist(cast, signed_in, world, name):
    browser = signed_in(getattr(cast, name))
    assert {browser.get(address).status_code for address in addresses(world)} == {404}


def test_another_participant_finds_nothing_of_dinas(cast, signed_in, world):
    other = make_self(make_participant("Ola", "Gråspurv", registered_by=cast.organisations["elsewhere"]))
    browser = signed_in(other)
    of_dina = [address for address in addresses(world) if address.count("-") > 4]
    assert len(of_dina) == 3
    assert {browser.get(address).status_code for address in of_dina} == {404}
    assert "Send papirene" not in browser.get(reverse("portal:actions")).content.decode()


def test_who_is_not_signed_in_is_shown_the_way(client, world):
    for address in addresses(world):
        assert client.get(address)["Location"].startswith("/logg-inn/?next=%2Fmin-vei%2F")


def test_no_page_takes_more_than_twelve_queries(cast, signed_in, world):
    browser = signed_in(cast.dina)
    addresses_of_world = addresses(world)
    browser.get(addresses_of_world[0])
    taken = {address: own_queries(browser, address) for address in addresses_of_world}
    assert {address: number for address, number in taken.items() if number > 12} == {}


def test_a_long_road_takes_no_more_queries_than_a_short_one(cast, signed_in, world):
    browser = signed_in(cast.dina)
    pages = [reverse(f"portal:{name}") for name in PLAIN]
    short = [own_queries(browser, page) for page in pages]
    for number in range(15):
        scenes.task(cast, f"Oppgave {number}", days=number)
        scenes.goal(cast, f"Mål {number}")
        scenes.station(cast, "work_practice", first=10 * number, until=10 * number + 5)
        scenes.gathering(cast, days=30 + number)
        scenes.meeting_ahead(cast, point="second", occurrence=10 + number, days=20 + number)
    assert [own_queries(browser, page) for page in pages] == short


def test_every_page_is_written_in_the_read_log(cast, signed_in, world):
    browser = signed_in(cast.dina)
    for address in addresses(world):
        before = ReadLog.objects.count()
        browser.get(address)
        assert ReadLog.objects.count() == before + 1, address


@pytest.mark.parametrize(
    ("language", "direction"), [("nb", "ltr"), ("nn", "ltr"), ("en", "ltr"), ("ar", "rtl")]
)
def test_each_language_is_written_its_own_way(cast, signed_in, world, language, direction):
    browser = signed_in(cast.dina)
    browser.cookies["samlop-sprak"] = language
    for address in addresses(world):
        page = browser.get(address).content.decode()
        assert re.search(rf'<html lang="{language}"\s+dir="{direction}"', page), address


def test_the_agenda_is_told_in_arabic(cast, signed_in, world):
    browser = signed_in(cast.dina)
    browser.cookies["samlop-sprak"] = "ar"
    page = browser.get(reverse("portal:meeting", args=[world["ahead"].pk])).content.decode()
    assert "الاجتماع الثاني" in page
    assert "كيف تسير الدراسة؟" in page


def test_each_page_has_one_heading_of_the_first_level(cast, signed_in, world):
    browser = signed_in(cast.dina)
    for address in addresses(world):
        page = browser.get(address).content.decode()
        assert page.count("<h1") == 1, address
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert all(after - before <= 1 for before, after in pairwise(levels)), address


def test_the_first_view_weighs_less_than_a_hundred_kilobytes(cast, signed_in, world):
    browser = signed_in(cast.dina)
    answer = browser.get(reverse("portal:road"), headers={"Accept-Encoding": "gzip"})
    page = (
        gzip.decompress(answer.content).decode()
        if answer.get("Content-Encoding")
        else answer.content.decode()
    )
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    assert {"vendor/portal.css", "portal/min_vei.css", "ui/ui.js"} <= set(files)
    parts = {name: Path(finders.find(name)).read_bytes() for name in files}
    imported = {name for body in parts.values() for name in re.findall(rb'from "\./([\w.]+)"', body)}
    assert imported <= {Path(name).name.encode() for name in files}
    weight = len(gzip.compress(page.encode())) + sum(len(gzip.compress(body)) for body in parts.values())
    assert weight < 100 * 1024


def test_without_anything_planned_the_first_page_says_so(cast, signed_in):
    Milestone.objects.filter(participant=cast.participant).delete()
    page = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb").get(reverse("portal:road")).content.decode()
    assert "Hei, Dina" in page
    assert "Du trenger ikke å gjøre noe nå." in page
    assert "Veien er ikke tegnet ennå." in page


def test_a_meeting_that_is_due_is_told_of_before_anybody_has_called_to_it(cast, signed_in):
    scenes.make_contact(cast, cast.tea, phone="38 00 12 34")
    scenes.station(cast, "work_practice", first=150, until=200, title="Praksis")
    browser = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb")
    page = browser.get("/min-vei/").content.decode()
    assert "Det er snart tid for møtet «" in page
    assert "Tea Tålmodig sørger for at du blir kalt inn." in page
    scenes.task(cast, "Finn fram attesten", days=5)
    assert "Det er snart tid for møtet" not in browser.get("/min-vei/").content.decode()


def test_the_first_page_says_the_next_step_in_a_sentence(cast, signed_in):
    Milestone.objects.filter(participant=cast.participant).delete()
    scenes.make_contact(cast, cast.tea, phone="38 00 12 34")
    browser = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb")
    scenes.station(cast, "upper_secondary", first=90, until=900, title="Videregående: kokk")
    assert "Du begynner på «Videregående: kokk»" in browser.get("/min-vei/").content.decode()
    scenes.task(cast, "Finn fram attesten")
    page = browser.get("/min-vei/").content.decode()
    assert "Gjør dette når du kan:" in page
    assert "Tea Tålmodig hjelper deg." in page
    assert 'href="tel:38001234"' in page
    meeting = scenes.meeting_ahead(cast)
    assert (
        f"Møt gruppen din {scenes.long_day(meeting)} kl. 10.00." in browser.get("/min-vei/").content.decode()
    )
    scenes.task(cast, "Ring skolen", days=-2)
    page = browser.get("/min-vei/").content.decode()
    assert "Dette skulle du gjøre før" in page
    assert "Ring skolen" in page


def test_the_next_meeting_says_when_where_who_what_and_in_which_language(cast, signed_in):
    meeting = scenes.meeting_ahead(cast)
    page = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb").get("/min-vei/").content.decode()
    told = [scenes.long_day(meeting), "kl. 10.00 til 11.00", "Møterom Elva", "Første møte", "Tolk: arabisk"]
    assert [words for words in told if words not in page] == []
    assert "Nils Nøysom</bdi> · veileder i NAV" in page


def test_a_joint_meeting_is_told_of(cast, signed_in):
    scenes.gathering(cast, days=3)
    page = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb").get("/min-vei/").content.decode()
    assert "Kom til felles møte" in page
    assert "Felles informasjonsmøte før videregående" in page
    assert "Kulturhuset" in page


def test_a_cancelled_meeting_is_no_next_meeting(cast, signed_in):
    meeting = scenes.meeting_ahead(cast)
    type(meeting).objects.filter(pk=meeting.pk).update(state="cancelled", cancelled_because="Tea er syk")
    browser = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb")
    assert "Mitt neste møte" not in browser.get("/min-vei/").content.decode()
    page = browser.get(reverse("portal:meeting", args=[meeting.pk])).content.decode()
    assert "Møtet er avlyst" in page
    assert "Tea er syk" in page
    assert "Ja, jeg kommer" not in page


def test_the_group_tells_who_does_what_and_how_to_reach_them(cast, signed_in):
    scenes.make_contact(cast, cast.tea, phone="38 00 12 34")
    page = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb").get(reverse("portal:group")).content.decode()
    names = re.findall(r'member__name"><bdi>([^<]+)<', page)
    assert names == ["Tea Tålmodig", "Kari Lysvåken", "Nils Nøysom", "Kim Klarsynt"]
    assert page.count("Kontaktpersonen din") == 1
    told = [
        "Underviser deg på skolen for voksne.",
        "Hjelper deg på veien til arbeid.",
        "mailto:nils@example.org",
    ]
    assert [words for words in told if words not in page] == []


def test_who_has_left_the_group_is_not_in_it(cast, signed_in):
    kim = Relation.objects.filter(employment=cast.kim.employment_id)
    kim.update(period=(scenes.in_days(-100), scenes.in_days(0)))
    page = signed_in(cast.dina).get(reverse("portal:group")).content.decode()
    assert "Kim Klarsynt" not in page
    assert "Tea Tålmodig" in page


def test_a_station_says_what_it_is_who_helps_and_when(cast, signed_in, world):
    browser = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb")
    page = browser.get(reverse("portal:station", args=[world["station"].pk])).content.decode()
    told = ["Skole for voksne.", "Lindesnes læringssenter", "hjelper deg her", "Her er du nå", "pågår"]
    assert [words for words in told if words not in page] == []


def test_the_map_leads_to_each_station(cast, signed_in, world):
    page = signed_in(cast.dina).get(reverse("portal:map")).content.decode()
    assert reverse("portal:station", args=[world["station"].pk]) in page
    assert "<svg" in page


def test_a_station_taken_out_of_the_plan_is_gone(cast, signed_in, world):
    world["station"].removed = True
    world["station"].save()
    browser = signed_in(cast.dina)
    assert browser.get(reverse("portal:station", args=[world["station"].pk])).status_code == 404


def test_typed_words_keep_their_own_direction_on_an_arabic_page(cast, signed_in):
    scenes.task(cast, "Norskkurs B1 i januar.", owner=cast.tea)
    scenes.task(cast, "Ring skolen.", done_on=scenes.in_days(-1))
    browser = signed_in(cast.dina)
    browser.cookies["samlop-sprak"] = "ar"
    page = browser.get(reverse("portal:actions")).content.decode()
    wanted = ["<bdi>Norskkurs B1 i januar.</bdi>", "<bdi>Tea Tålmodig</bdi>", "<bdi>Ring skolen.</bdi>"]
    assert [words for words in wanted if words not in page] == []
