"""In a real browser: every shell and component is accessible, narrow or wide, light or dark, both ways."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import engines
from django.utils import translation

from samlop.ui.messages import flash
from samlop.ui.rendering import render_breakdown, render_problem
from samlop.ui.shell import NavigationEntry
from samlop.ui.views import components
from tests.ui.conftest import SITE

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
PORTAL = """{% extends "ui/portal.html" %}{% block title %}Min vei{% endblock %}{% block main %}
{% page_header "Hei, Dina" %}{% link_button "/" "Se planen" variant="primary" %}{% endpage_header %}
{% card title="Neste møte" href="/mote/" symbol="meeting" look="active" %}
<dl class="rows">
{% row "Når" symbol="calendar" %}3. mars kl. 10.00{% endrow %}</dl>{% endcard %}
<ul class="items">{% item "Lever vitnemålet" href="/oppgaver/7/" symbol="document" level=2 %}
{% post_button "/" "Gjort" symbol="check" %}{% enditem %}</ul>{% endblock %}"""


def entries(_request):
    """Five places, one of them where one is."""
    return [
        NavigationEntry("Min vei", "/", "road", current=True),
        NavigationEntry("Mål", "/mal/", "star"),
        NavigationEntry("Oppgaver", "/oppgaver/", "tasks", count=2),
        NavigationEntry("Gruppen", "/gruppen/", "group"),
        NavigationEntry("Innsyn", "/innsyn/", "eye"),
    ]


@pytest.fixture
def pages(make_request, settings):
    """The text of each kind of page, in the language that is spoken."""

    def made(name: str) -> str:
        request = make_request("/")
        settings.NAVIGATION = "tests.ui.test_look_in_browser.entries"
        if name == "desk":
            flash(request, "Gjort.", undo="/angre/")
            return components(request).content.decode()
        if name == "portal":
            return engines["django"].from_string(PORTAL).render({}, request)
        if name == "broken":
            return render_breakdown(request).content.decode()
        return render_problem(request, 404).content.decode()

    return made


def shown(open_page, html: str, **options):
    page = open_page(
        lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"),
        bypass_csp=True,
        **options,
    )
    page.goto(f"{SITE}/")
    return page


@pytest.mark.parametrize("language", ["nb", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["desk", "portal", "problem", "broken"])
def test_axe_finds_nothing(open_page, pages, name, scheme, language):
    with translation.override(language):
        html = pages(name)
    for width in (320, 1280):
        page = shown(open_page, html, color_scheme=scheme, viewport={"width": width, "height": 800})
        if page.locator("details[data-menu]").count():
            page.locator("details[data-menu] > summary").click()
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
        assert page.faults == []


def test_everything_a_participant_presses_is_large_enough(open_page, pages):
    page = shown(open_page, pages("portal"), viewport={"width": 320, "height": 700})
    page.locator("details[data-menu] > summary").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, input, select, textarea")]
            .filter((element) => element.offsetParent && !element.matches(".ds-skip-link"))
            .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44)
            .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
    )
    assert small == []


def test_pages_are_usable_without_a_script(open_page, pages):
    page = shown(open_page, pages("desk"), java_script_enabled=False)
    page.locator("details[data-menu] > summary").click()
    assert page.get_by_role("button", name="Mørkt").is_visible()
    assert page.locator("[data-error-summary]").is_visible()


def test_colours_change_at_once_and_are_remembered(open_page, pages):
    page = shown(open_page, pages("desk"))
    page.fill("#note", "Skrevet før")
    page.locator("details[data-menu] > summary").click()
    page.get_by_role("button", name="Mørkt").click()
    assert page.evaluate("document.documentElement.dataset.colorScheme") == "dark"
    assert "samlop-farger=dark" in page.evaluate("document.cookie")
    assert page.input_value("#note") == "Skrevet før"


def test_a_menu_closes_by_escape_and_gives_the_focus_back(open_page, pages):
    page = shown(open_page, pages("desk"))
    page.locator("details[data-menu] > summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".menu__panel").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".menu__panel").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_summary_of_faults_has_the_focus_and_leads_to_the_field(open_page, pages):
    page = shown(open_page, pages("desk"))
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.locator("[data-error-summary] a").first.click()
    assert page.evaluate("document.activeElement.name") == "feil-name"


def test_the_first_tab_leads_past_the_menu(open_page, pages):
    page = shown(open_page, pages("portal"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Hopp til innholdet"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_button_pressed_twice_sends_once(open_page, pages):
    html = pages("portal")
    sent = []

    def answer(route):
        if route.request.method == "POST":
            sent.append(route.request.url)
            return
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page = open_page(answer)
    page.goto(f"{SITE}/")
    page.get_by_role("button", name="Gjort").dblclick(no_wait_after=True)
    page.wait_for_timeout(400)
    assert len(sent) == 1


def test_paper_shows_words_and_nothing_to_press(open_page, pages):
    page = shown(open_page, pages("portal"), color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator(".tabbar").is_visible()
    assert not page.locator(".masthead .menu").is_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert re.sub(r"\s", "", background) in {"rgb(255,255,255)", "rgba(0,0,0,0)"}
    assert page.get_by_text("Lever vitnemålet").is_visible()
