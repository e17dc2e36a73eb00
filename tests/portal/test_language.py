"""The language Dina chooses is kept where mail finds it too."""

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from samlop.kernel.acting import acting_as
from samlop.kernel.models import Event
from samlop.participants.models import Participant
from tests.portal.test_assisted import sit_down

LANGUAGE = "/min-vei/sprak/"


def test_the_choice_is_kept_on_the_participant(cast, signed_in):
    browser = signed_in(cast.dina)
    answer = browser.post(LANGUAGE, {"language": "en", "next": "/min-vei/gruppe/"})
    assert answer["Location"] == "/min-vei/gruppe/"
    cast.participant.refresh_from_db()
    assert cast.participant.portal_language == "en"
    assert '<html lang="en"' in browser.get("/min-vei/").content.decode()
    assert Event.objects.filter(code="language.chosen", person_id=cast.dina.person_id).count() == 1


def test_the_pages_offer_the_choice(cast, signed_in):
    page = signed_in(cast.dina).get("/min-vei/").content.decode()
    assert f'action="{LANGUAGE}"' in page
    assert page.count('name="language"') == 4


def test_the_same_choice_twice_is_one_choice(cast, signed_in):
    browser = signed_in(cast.dina)
    browser.post(LANGUAGE, {"language": "ar"})
    assert not Event.objects.filter(code="language.chosen").exists()


@pytest.mark.parametrize("chosen", ["", "tlh", "nb'"])
def test_what_is_no_language_is_refused(cast, signed_in, chosen):
    assert signed_in(cast.dina).post(LANGUAGE, {"language": chosen}).status_code == 400
    cast.participant.refresh_from_db()
    assert cast.participant.portal_language == "ar"


def test_the_way_back_leads_nowhere_else(cast, signed_in):
    browser = signed_in(cast.dina)
    answer = browser.post(LANGUAGE, {"language": "en", "next": "https://example.org/"})
    assert answer["Location"] == "/"


def test_beside_dina_the_choice_is_hers_and_the_browser_keeps_its_own(cast, signed_in):
    browser = signed_in(cast.kari)
    sit_down(browser, cast)
    answer = browser.post(LANGUAGE, {"language": "en", "next": "/min-vei/"})
    assert "samlop-sprak" not in answer.cookies
    assert '<html lang="en"' in browser.get("/min-vei/").content.decode()
    browser.post(reverse("access:sign_out"))
    assert '<html lang="nb"' in browser.get("/hjelp/tilgang/").content.decode()


@pytest.mark.parametrize("values", [{"first_name": "Annen"}, {"portal_language": "en", "language": "so"}])
def test_the_database_lets_her_change_nothing_else_of_who_she_is(cast, values):
    with acting_as(cast.dina), pytest.raises(ProgrammingError, match="language"), transaction.atomic():
        Participant.objects.filter(pk=cast.participant.pk).update(**values)


def test_the_database_lets_her_change_the_language(cast):
    with acting_as(cast.dina):
        assert Participant.objects.filter(pk=cast.participant.pk).update(portal_language="nn") == 1
