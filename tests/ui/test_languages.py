"""The chosen language and colours hold, and every answer carries its protection."""

import re

import pytest
from django.http import HttpResponse
from django.utils import translation

from samlop.ui.context import page
from samlop.ui.languages import SESSION_KEY, chosen_language, language_choices, restrict_languages
from samlop.ui.middleware import ChosenLanguageMiddleware, SecurityHeadersMiddleware
from samlop.ui.views import colours, form_expired, language


def test_session_then_cookie_then_browser_then_bokmal(make_request, settings):
    request = make_request("/", HTTP_ACCEPT_LANGUAGE="ar,en;q=0.5")
    assert chosen_language(request) == "ar"
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "nn"
    assert chosen_language(request) == "nn"
    request.session[SESSION_KEY] = "en"
    assert chosen_language(request) == "en"
    assert chosen_language(make_request("/", HTTP_ACCEPT_LANGUAGE="pl")) == "nb"


def test_an_unknown_choice_counts_for_nothing(make_request, settings):
    request = make_request("/")
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "../../etc"
    assert chosen_language(request) == "nb"


def test_each_language_is_named_in_itself_and_turned_its_way():
    with translation.override("ar"):
        arabic = next(choice for choice in language_choices() if choice.code == "ar")
    assert (arabic.name, arabic.direction, arabic.current) == ("العربية", "rtl", True)


def test_an_answer_is_given_in_the_chosen_language(make_request, settings):
    request = make_request("/")
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "ar"
    seen = []
    response = ChosenLanguageMiddleware(lambda asked: seen.append(page(asked)) or HttpResponse())(request)
    assert seen[0]["direction"] == "rtl"
    assert response["Content-Language"] == "ar"
    assert translation.get_language() != "ar"


def test_staff_pages_keep_to_their_languages(make_request):
    request = make_request("/")
    with translation.override("ar"):
        restrict_languages(request, ("nb", "nn"))
        seen = page(request)
    assert seen["language_code"] == "nb"
    assert [choice.code for choice in seen["language_choices"]] == ["nb", "nn"]


def test_choosing_a_language_is_remembered(make_request, settings):
    request = make_request("/sprak/", method="post", values={"language": "ar", "next": "/min-vei/"})
    request.session[SESSION_KEY] = "nb"
    response = language(request)
    assert response["Location"] == "/min-vei/"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ar"
    assert request.session[SESSION_KEY] == "ar"


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_no_choice_leads_out_of_the_house(make_request, wanted):
    request = make_request("/farger/", method="post", values={"scheme": "dark", "next": wanted})
    assert colours(request)["Location"] == "/"


def test_only_offered_choices_are_taken(make_request):
    assert language(make_request("/", method="post", values={"language": "xx"})).status_code == 400
    assert colours(make_request("/", method="post", values={"scheme": "rosa"})).status_code == 400
    assert language(make_request("/")).status_code == 405


def test_chosen_colours_reach_the_page(make_request):
    request = make_request("/")
    assert page(request)["colour_scheme"] == "auto"
    request.COOKIES["samlop-farger"] = "dark"
    assert page(request)["colour_scheme"] == "dark"
    request.COOKIES["samlop-farger"] = '"><script>'
    assert page(request)["colour_scheme"] == "auto"


def test_every_answer_is_protected_by_a_nonce_of_its_own(make_request):
    nonces = []
    middleware = SecurityHeadersMiddleware(lambda asked: nonces.append(asked.csp_nonce) or HttpResponse())
    policies = [middleware(make_request("/"))["Content-Security-Policy"] for _ in range(2)]
    assert len(set(nonces)) == 2
    for nonce, policy in zip(nonces, policies, strict=True):
        assert f"script-src 'nonce-{nonce}';" in policy
        assert "default-src 'none'" in policy
        assert not re.search(r"unsafe|\*|http", policy)


def test_nothing_is_kept_by_the_browser_unless_a_view_says_so(make_request):
    plain = SecurityHeadersMiddleware(lambda _: HttpResponse())(make_request("/"))
    own = SecurityHeadersMiddleware(lambda _: HttpResponse(headers={"Cache-Control": "max-age=60"}))
    assert plain["Cache-Control"] == "no-store"
    assert plain["X-Content-Type-Options"] == "nosniff"
    assert own(make_request("/"))["Cache-Control"] == "max-age=60"


def test_an_old_form_is_told_of_in_words_and_an_autosave_by_token(make_request):
    words = form_expired(make_request("/", method="post"))
    told = form_expired(make_request("/", method="post", HTTP_X_AUTOSAVE="1"))
    assert words.status_code == 403
    assert "Skjemaet var for gammelt" in words.content.decode()
    assert told.status_code == 403
    assert told["Content-Type"] == "application/json"
