"""The demo's sign-in page: everybody of the cast gets in, nobody else does, and production has no such page."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from samlop.access.models import Employment, Relation, SignInIdentity
from samlop.access.sessions import staff_actor
from samlop.demo.loading import load_region
from samlop.demo.loading_keys import employment_id, participant_id
from samlop.demo.sign_in import TRIES, offered, walk
from samlop.kernel.acting import acting_as
from samlop.participants.models import Participant

ROOT = Path(__file__).resolve().parents[2]
STAFF = ("kari", "tea", "kim", "nils", "siv", "lea", "arne", "ute", "berit")
PARTICIPANTS = ("dina", "olena", "yonas")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def region(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The region of today, loaded once."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_region(localdate(), tell=lambda _line: None)
        yield
        transaction.set_rollback(True)


def hats_of(key: str) -> list[Employment]:
    person = SignInIdentity.objects.get(issuer="demo", subject_hash=key).person_id
    return list(Employment.objects.current(localdate()).filter(person=person).select_related("organisation"))


def sign_in(client: Client, **chosen: object):
    return client.post("/demo/", chosen)


def as_participant(key: str) -> Client:
    client = Client()
    person = SignInIdentity.objects.get(issuer="demo", subject_hash=key).person_id
    assert sign_in(client, person=person).url == "/min-vei/"
    return client


def as_staff(hat: Employment) -> Client:
    client = Client()
    assert sign_in(client, employment=hat.pk).url == "/"
    return client


# --- the page


def test_the_page_offers_everybody_with_something_to_try(region, client):
    page = client.get("/demo/").content.decode()
    cast = offered()
    assert len(cast.staff) + len(cast.participants) == 12 == len(TRIES)
    for member in (*cast.staff, *cast.participants):
        assert member.name in page
        assert member.tries in page
    assert len(re.findall(r'name="employment"', page)) == 10
    assert len(re.findall(r'name="person"', page)) == 3
    assert all(step.title in page for step in walk())
    assert len(walk()) == 5


def test_berit_has_a_button_for_each_role(region, client):
    page = client.get("/demo/").content.decode()
    assert "Berit som lærer i voksenopplæringen" in page
    assert "Berit som veileder i NAV" in page


def test_the_page_reads_no_file_of_a_participant(region, client):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get("/demo/").status_code == 200
    assert len(queries) <= 4
    assert not any("participants_" in query["sql"] for query in queries)


def test_a_signed_out_visitor_may_see_it_as_the_web_role(region, client):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE samlop_web")
        assert client.get("/demo/").status_code == 200
        cursor.execute("RESET ROLE")


def test_an_empty_database_says_what_to_do(client):
    SignInIdentity.objects.all().delete()
    page = client.get("/demo/").content.decode()
    assert "./dev samlop demo load" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_headings_do_not_skip(region, client):
    page = client.get("/demo/").content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


# --- getting in


@pytest.mark.parametrize("key", STAFF)
def test_staff_get_in_with_every_hat(region, key):
    hats = hats_of(key)
    assert hats
    for hat in hats:
        client = as_staff(hat)
        assert client.get("/").status_code == 200
        roles = client.get("/roller/")
        assert roles.status_code == 200
        assert hat.organisation.name in roles.content.decode()


@pytest.mark.parametrize("key", PARTICIPANTS)
def test_participants_get_in_to_their_own_file(region, key):
    client = as_participant(key)
    assert client.session["actor"]["participant"] == str(participant_id(key))
    assert client.get("/min-vei/").status_code == 200


def test_dina_is_met_in_arabic(region):
    page = as_participant("dina").get("/min-vei/").content.decode()
    assert 'dir="rtl"' in page


def test_kari_is_told_of_the_meeting_her_card_speaks_of(region):
    (hat,) = hats_of("kari")
    page = as_staff(hat).get("/").content.decode()
    assert "Dina Driftig Drage" in page


def test_ute_meets_nobody(region):
    ute = Employment.objects.select_related("person", "organisation").get(
        pk=employment_id("ute@vestre_kommune")
    )
    with acting_as(staff_actor(ute.pk)):
        assert not Participant.objects.exists()
    assert as_staff(ute).get(f"/deltakere/{participant_id('dina')}/").status_code == 404


def test_one_returns_to_the_page_that_asked(region):
    (hat,) = hats_of("kari")
    assert sign_in(Client(), employment=hat.pk, next="/deltakere/").url == "/deltakere/"
    person = SignInIdentity.objects.get(subject_hash="dina").person_id
    assert sign_in(Client(), person=person, next="/min-vei/").url == "/min-vei/"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/min-vei/", ""])
def test_nobody_is_sent_where_they_do_not_belong(region, wanted):
    (hat,) = hats_of("kari")
    assert sign_in(Client(), employment=hat.pk, next=wanted).url == "/"


@pytest.mark.parametrize(
    "chosen", [{}, {"employment": "x"}, {"person": "x"}, {"person": ""}, {"employment": uuid4()}]
)
def test_nobody_in_particular_is_a_404(region, client, chosen):
    assert sign_in(client, **chosen).status_code == 404
    assert "actor" not in client.session


def test_a_person_without_a_file_is_a_404(region, client):
    kari = SignInIdentity.objects.get(subject_hash="kari").person_id
    assert sign_in(client, person=kari).status_code == 404


def test_one_who_has_left_cannot_sign_in(region, client):
    assert sign_in(client, employment=employment_id("nav_left@nav_lindesnes")).status_code == 404


def test_each_participants_own_relation_is_theirs_alone(region):
    own = Relation.objects.filter(relation="self")
    assert set(own.values_list("subject_id", flat=True)) == {participant_id(key) for key in PARTICIPANTS}


# --- where it leads, and where it is not


def test_in_the_demo_signing_in_leads_straight_to_the_cast(client, settings):
    settings.DEMO = True
    answer = client.get("/logg-inn/", {"next": "/deltakere/?sok=1"})
    assert answer.status_code == 302
    assert answer.url == "/demo/?next=%2Fdeltakere%2F%3Fsok%3D1"


def test_elsewhere_signing_in_lists_the_ways(client):
    assert client.get("/logg-inn/").status_code == 200


PRODUCTION = """
import sys
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
assert not settings.WAYS_TO_SIGN_IN
assert not apps.is_installed("samlop.demo")
try:
    reverse("demo:sign_in")
except NoReverseMatch:
    pass
else:
    raise SystemExit("the address exists")
client = Client(raise_request_exception=False, headers={"host": "samlop.example"})
print(client.get("/demo/", secure=True).status_code, client.post("/demo/", {}, secure=True).status_code)
print(client.get("/logg-inn/", secure=True).status_code)
print([name for name in sys.modules if name.startswith("samlop.demo")])
"""


def test_production_has_no_such_page():
    database = connection.settings_dict
    address = f"postgresql://samlop_web@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
    environment = {
        "SAMLOP_ENVIRONMENT": "production",
        "SAMLOP_SECRET_KEY": "k" * 50,
        "SAMLOP_FIELD_KEYS": "1:" + "b" * 64,
        "SAMLOP_HOSTS": "samlop.example",
        "SAMLOP_ADDRESS": "https://samlop.example",
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }
    answer = subprocess.run(
        [sys.executable, "-c", PRODUCTION],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split("\n")[:3] == ["404 404", "200", "[]"], answer.stderr
