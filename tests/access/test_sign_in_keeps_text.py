"""A session that ends under a form: what was typed is in the page, in no store, and can be sent again."""

import re
from collections.abc import Callable
from html import unescape
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from samlop.access.sessions import KEY
from samlop.kernel.actor import Actor
from samlop.plans.models import Goal
from samlop.routines.models import OwnWords
from samlop.ui.typed import typed_in
from tests.cast import Cast, session_of
from tests.routines.meetings import held_meeting

SignIn = Callable[[Actor], Client]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def sent_again(page: str) -> dict[str, str]:
    """What the form of the page sends when its button is pressed."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}


def signs_in(client: Client, actor: Actor) -> None:
    """The same browser, signed in again in another tab."""
    session = client.session
    session[KEY] = session_of(actor)
    session.save()
    client.cookies["sessionid"] = session.session_key


def test_own_words_typed_after_the_session_ended_are_sent_again(cast: Cast) -> None:
    meeting = held_meeting(cast)
    client, address = Client(), reverse("routines:hold", args=[meeting.pk])
    typed = {"o-text": "Jeg vil bli <b>kokk</b>", "o-version": "0", "o-mark": "", "act": "save"}
    response = client.post(address, typed)
    page = response.content.decode()
    assert response.status_code == 401
    assert "Jeg vil bli &lt;b&gt;kokk&lt;/b&gt;</div>" in page
    assert f'action="{address}"' in page
    assert 'href="/logg-inn/?next=%2F" target="_blank"' in page
    assert not OwnWords.objects.exists()
    assert not client.session.keys()
    signs_in(client, cast.tea)
    assert client.post(address, sent_again(page)).status_code == 302
    assert OwnWords.objects.get().text == "Jeg vil bli <b>kokk</b>"


def test_a_goal_typed_on_min_vei_is_told_in_the_own_language(cast: Cast) -> None:
    client = Client()
    client.cookies["samlop-sprak"] = "en"
    response = client.post(reverse("portal:goal"), {"words": "kokk"})
    page = response.content.decode()
    assert (response.status_code, response["Content-Language"]) == (401, "en")
    assert "kokk</div>" in page
    signs_in(client, cast.dina)
    assert client.post(reverse("portal:goal"), sent_again(page)).status_code == 302
    assert Goal.objects.get().words == "kokk"


def test_the_token_of_the_form_still_holds_after_signing_in(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    token = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/logg-inn/").content.decode()
    )
    assert token
    posted = {"words": "Jeg vil bli kokk", "csrfmiddlewaretoken": token[1]}
    page = client.post(reverse("portal:goal"), posted).content.decode()
    again = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert again
    signs_in(client, cast.dina)
    posted = sent_again(page) | {"csrfmiddlewaretoken": again[1]}
    assert client.post(reverse("portal:goal"), posted).status_code == 302


def test_a_form_of_another_site_is_not_shown_to_anybody(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("portal:goal"), {"words": "Skriv passordet"})
    assert response.status_code == 403
    assert b"Skriv passordet" not in response.content


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_button_with_nothing_typed_leads_straight_to_sign_in(cast: Cast, headers: dict[str, str]) -> None:
    address = reverse("portal:tick", args=[uuid4()])
    response = Client().post(address, {"back": "day", "version": "3"}, headers=headers)
    assert response.headers.get("Location", response.headers.get("HX-Redirect", "")).startswith("/logg-inn/")


def test_under_a_script_the_typed_text_takes_the_page(cast: Cast) -> None:
    response = Client().post(reverse("portal:goal"), {"words": "kokk"}, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Retarget"]) == (401, "body")
    assert "kokk</div>" in response.content.decode()


@pytest.mark.parametrize(
    ("posted", "texts"),
    [
        ("csrfmiddlewaretoken=abc&text=Hei&version=2", ("Hei",)),
        ("words=kokk&initial-words=kokk", ()),
        ("words=baker&initial-words=kokk", ("baker",)),
        ("d-text=S%C3%B8ke&d-owner=participant&d-due_on=2027-03-01&d-plan_change=add_step:work", ("Søke",)),
        ("n--text=Ett&n-english-text=Ett&n-x-text=+", ("Ett",)),
        ("kind=work&name=kokk&place_kind=room&place=210", ("kokk", "210")),
        ("given=Dina&day=3.3.2026&organisation=6f1b9a3e-3f5e-4a37-9f5e-0a8f2f4f6a11", ("Dina",)),
    ],
)
def test_what_a_person_wrote_is_told_from_what_the_page_carried(posted: str, texts: tuple[str, ...]) -> None:
    found = typed_in(QueryDict(posted))
    assert found.texts == texts
    assert not [name for name, _value in found.pairs if name == "csrfmiddlewaretoken"]
