"""In a real browser: nothing typed is lost, whatever the server does."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import engines

from tests.ui.conftest import SITE

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

FORM = """{% extends "ui/base.html" %}{% block title %}Notat{% endblock %}{% block main %}<h1>Notat</h1>
<form method="post" data-autosave="/notat/" data-version="{{ version }}" data-owner="kari">
<input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}">
<input type="hidden" name="version" value="{{ version }}">
<label for="note">Notat</label><textarea id="note" name="text">{{ text }}</textarea>
<label><input type="checkbox" name="days" value="mon" checked> Mandag</label>
{% autosave_state %}</form>{% endblock %}"""


class Note:
    """A row with a version, behind a server that can be told to fail."""

    def __init__(self, make_request):
        self.make_request = make_request
        self.text, self.version, self.token = "Fra før", 1, "gammel"
        self.mode, self.posts = "", []

    def __call__(self, route):
        request = route.request
        if request.method != "POST":
            page = engines["django"].from_string(FORM).render(vars(self), self.make_request("/notat/"))
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        elif urlsplit(request.url).path == "/notat/":
            self.receive(route, parse_qs(request.post_data or "", keep_blank_values=True), request.headers)

    def receive(self, route, posted, headers):
        self.posts.append(posted)
        assert headers["x-autosave"] == "1"
        if self.mode == "down":
            route.abort()
        elif self.mode:
            status, body = {
                "failing": (500, {}),
                "signed out": (401, {"sign_in": "/logg-inn/"}),
                "refusing": (422, {"errors": {"text": ["Teksten er for lang."]}}),
            }[self.mode]
            self.answer(route, status, body)
        elif posted["csrfmiddlewaretoken"] != [self.token]:
            self.answer(route, 403, {"token": self.token})
        elif posted["version"] != [str(self.version)]:
            theirs = {"theirs": self.text, "author": "Rolig Bekk", "field": "text"}
            self.answer(
                route, 409, theirs | {"version": self.version, "saved_at": "2026-03-03T09:32:00+01:00"}
            )
        else:
            self.version += 1
            self.text = posted.get("text", [self.text])[0]
            self.answer(route, 200, {"version": self.version, "saved_at": "2026-03-03T09:32:00+01:00"})

    def answer(self, route, status, body):
        route.fulfill(status=status, body=json.dumps(body), content_type="application/json")


@pytest.fixture
def note(make_request):
    return Note(make_request)


@pytest.fixture
def page(open_page, note):
    opened = open_page(note, timezone_id="Europe/Oslo")
    opened.goto(f"{SITE}/notat/")
    opened.set_default_timeout(8000)
    opened.on("dialog", lambda dialog: dialog.accept())
    yield opened
    assert opened.faults == []


def state(page, words):
    page.locator("[data-autosave-state]", has_text=re.compile(words)).wait_for()


def test_typing_is_saved_and_the_clock_says_when(page, note):
    page.fill("#note", "Vil bli barnehagelærer")
    state(page, "Lagret kl. 09.32")
    assert (note.text, note.version) == ("Vil bli barnehagelærer", 2)
    assert page.input_value("input[name=version]") == "2"


def test_long_typing_is_saved_on_the_way_one_request_at_a_time(page, note):
    page.fill("#note", "")
    page.type("#note", "hun vil gjerne begynne i praksis allerede neste uke hvis mulig", delay=75)
    assert len(note.posts) >= 2
    state(page, "Lagret")
    page.wait_for_timeout(1200)
    assert note.text == page.input_value("#note")
    assert note.version == len(note.posts) + 1


def test_only_what_changed_is_sent_and_emptied_boxes_are_told(page, note):
    page.uncheck("input[name=days]")
    state(page, "Lagret")
    assert note.posts[-1]["days"] == [""]
    assert "text" not in note.posts[-1]


@pytest.mark.parametrize("mode", ["down", "failing"])
def test_a_silent_server_is_tried_again_until_it_answers(page, note, mode):
    note.mode = mode
    page.fill("#note", "Viktig")
    state(page, "Ikke lagret – vi prøver igjen")
    note.mode = ""
    state(page, "Lagret kl.")
    assert note.text == "Viktig"


def test_a_crashed_page_brings_its_text_back(page, note):
    note.mode = "failing"
    page.fill("#note", "Ikke mist dette")
    state(page, "Ikke lagret")
    page.reload()
    assert page.input_value("#note") == "Ikke mist dette"
    note.mode = ""
    state(page, "Lagret kl.")
    assert note.text == "Ikke mist dette"
    page.reload()
    assert page.evaluate("sessionStorage.length") == 0


def test_text_typed_before_somebody_elses_save_meets_it_after_a_crash(page, note):
    note.mode = "failing"
    page.fill("#note", "Min")
    state(page, "Ikke lagret")
    note.mode, note.text, note.version = "", "Din", 5
    page.reload()
    page.locator(".conflict").wait_for()
    assert (page.input_value("#note"), note.text) == ("Min", "Din")


def test_an_ended_session_keeps_the_text_and_shows_the_way_in(page, note):
    note.mode = "signed out"
    page.fill("#note", "Skrevet etter en time")
    state(page, "Du er logget ut")
    link = page.locator("[data-autosave-state] a")
    assert (link.get_attribute("href"), link.get_attribute("target")) == ("/logg-inn/", "_blank")
    note.mode, note.token = "", "ny"
    state(page, "Lagret kl.")
    assert note.text == "Skrevet etter en time"


def test_a_fault_is_shown_at_its_field_until_it_is_mended(page, note):
    note.mode = "refusing"
    page.fill("#note", "Altfor langt")
    state(page, "Ikke lagret – rett")
    assert page.locator("#note + .ds-validation-message").inner_text() == "Teksten er for lang."
    note.mode = ""
    page.fill("#note", "Kort")
    state(page, "Lagret kl.")
    assert page.locator(".ds-validation-message").count() == 0


@pytest.mark.parametrize(
    ("choice", "becomes"),
    [("Bruk min tekst", "Min tekst"), ("Bruk den andre", "Deres"), ("Behold begge", "Deres\n\nMin tekst")],
)
def test_two_texts_are_shown_and_the_writer_chooses(page, note, choice, becomes):
    note.text, note.version = "Deres", 2
    page.fill("#note", "Min tekst")
    block = page.locator(".conflict")
    block.wait_for()
    assert note.text == "Deres"
    assert "Rolig Bekk lagret en annen tekst" in block.inner_text()
    assert page.input_value("#note") == "Min tekst"
    block.get_by_role("button", name=choice).click()
    state(page, "Lagret kl.")
    assert note.text == page.input_value("#note") == becomes
    assert block.count() == 0


def test_typing_on_through_a_conflict_goes_on_in_the_field(page, note):
    note.text, note.version = "Deres", 2
    page.fill("#note", "Min")
    page.locator(".conflict").wait_for()
    page.keyboard.type(" tekst")
    assert page.locator("[data-slot=mine]").inner_text() == "Min tekst"
    assert note.text == "Deres"


def test_an_answer_that_never_came_back_is_no_conflict(page, note):
    note.text, note.version = "Samme", 2
    page.fill("#note", "Samme")
    state(page, "Lagret kl.")
    assert page.locator(".conflict").count() == 0


def test_leaving_sends_what_remains(page, note):
    page.fill("#note", "Siste ord")
    page.goto(f"{SITE}/notat/")
    page.wait_for_timeout(500)
    assert note.text == "Siste ord"


def test_leaving_is_asked_about_only_when_something_is_unsaved(page, note):
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.fill("#note", "Lagret")
    state(page, "Lagret kl.")
    page.reload()
    assert asked == []
    note.mode = "failing"
    page.click("#note")
    page.keyboard.type(" ikke")
    state(page, "Ikke lagret")
    page.reload()
    assert asked == ["beforeunload"]


PARTS = """{% extends "ui/base.html" %}{% block title %}Notater{% endblock %}{% block main %}<h1>Notater</h1>
<form method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}">
{% for name, text in texts.items %}
<fieldset data-autosave="/notat/{{ name }}/" data-version="1" data-owner="kari">
<input type="hidden" name="{{ name }}-version" value="1" data-version-field>
<label for="{{ name }}">{{ name }}</label><textarea id="{{ name }}" name="{{ name }}">{{ text }}</textarea>
{% autosave_state %}</fieldset>{% endfor %}</form>{% endblock %}"""


class Parts(Note):
    """Texts of one form, each with its own version; one of them may be contested."""

    def __init__(self, make_request):
        super().__init__(make_request)
        self.texts = {"school": "Fra før", "work": "Fra før"}
        self.contested = ""

    def __call__(self, route):
        request = route.request
        name = urlsplit(request.url).path.strip("/").removeprefix("notat/")
        if request.method != "POST":
            page = engines["django"].from_string(PARTS).render(vars(self), self.make_request("/notat/"))
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
            return
        posted = parse_qs(request.post_data or "", keep_blank_values=True)
        self.posts.append(posted)
        at = {"saved_at": "2026-03-03T09:32:00+01:00"}
        if name == self.contested:
            self.answer(route, 409, {"theirs": "Din", "author": "Rolig Bekk", "version": 5} | at)
        else:
            self.texts[name] = posted[name][0]
            self.answer(route, 200, {"version": 2} | at)


@pytest.fixture
def parts(make_request):
    return Parts(make_request)


def test_a_contested_part_holds_no_other_part_back(open_page, parts):
    opened = open_page(parts, timezone_id="Europe/Oslo")
    opened.goto(f"{SITE}/notat/")
    parts.contested = "work"
    opened.fill("#work", "Min")
    opened.locator("fieldset .conflict").wait_for()
    opened.fill("#school", "Ny")
    opened.locator("fieldset", has=opened.locator("#school")).get_by_text("Lagret kl.").wait_for()
    assert parts.texts["school"] == "Ny"
    assert opened.input_value("[name=school-version]") == "2"
    sent = parts.posts[-1]
    assert (sent["csrfmiddlewaretoken"], sent["version"], sent["owner"]) == (["gammel"], ["1"], ["kari"])
    assert set(sent) == {"csrfmiddlewaretoken", "version", "owner", "school"}
    parts.contested = ""
    opened.locator(".conflict [data-choice=both]").click()
    opened.locator("fieldset", has=opened.locator("#work")).get_by_text("Lagret kl.").wait_for()
    assert (parts.texts["work"], parts.posts[-1]["version"]) == ("Din\n\nMin", ["5"])


def test_a_page_that_holds_every_word_typed_is_left_as_it_came(page, note):
    note.mode = "failing"
    page.fill("#note", "Min")
    state(page, "Ikke lagret")
    note.mode, note.text, note.version = "", "Min\n\nog notatet under", 3
    page.reload()
    page.wait_for_timeout(300)
    assert page.input_value("#note") == "Min\n\nog notatet under"
    assert page.locator(".conflict").count() == 0
    assert page.evaluate("sessionStorage.length") == 0
