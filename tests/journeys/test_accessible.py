"""axe finds nothing on any page, in any state, in both directions of writing, light and dark, wide and at 320 px."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from samlop.kernel.actor import Actor
from samlop.participants.models import Participant
from samlop.routines.models import OwnNote, OwnWords
from tests.access.test_addresses import table
from tests.access.world import addresses, make_world
from tests.cast import Cast
from tests.journeys.axe import faults_of
from tests.journeys.states import make_states

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

NOT_PAGES = {"routines:archive_document"}
NARROW, WIDE = 320, 1280
Look = Callable[..., Page]


@pytest.fixture
def look(opened: Callable[..., Page]) -> Look:
    """Opens a browser for somebody, in a language, in light or dark, narrow or wide."""

    def looking(actor: Actor, language: str, scheme: str = "light", *, width: int = NARROW) -> Page:
        page = opened(actor, "/hjelp/tilgang/", color_scheme=scheme, viewport={"width": width, "height": 800})
        page.context.add_cookies([{"name": "samlop-sprak", "value": language, "url": page.url}])
        return page

    return looking


def complaints_about(page: Page, pages: dict[str, str]) -> list[str]:
    """What is wrong on each of the pages; a page that does not come is wrong as well."""
    complaints = []
    for name, path in pages.items():
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            complaints.append(f"{name}: no page")
        complaints += [f"{name}: {one}" for one in faults_of(page)]
    return complaints


def pages_for(cast: Cast, role: str) -> dict[str, str]:
    """Every page this role gets in the small world."""
    world, rows = make_world(cast), table()
    return {
        address.name: world.path(address)
        for address in addresses()
        if rows[address.name][role] == "200" and address.name not in NOT_PAGES
    }


@pytest.mark.parametrize(
    ("role", "language", "scheme", "width"),
    [
        ("kari", "nb", "light", WIDE),
        ("kari", "nb", "dark", NARROW),
        ("tea", "nn", "light", NARROW),
        ("dina", "nb", "light", NARROW),
        ("dina", "ar", "dark", NARROW),
        ("dina", "ar", "light", WIDE),
    ],
)
def test_axe_finds_nothing(committed_cast, look, role, language, scheme, width) -> None:
    pages = pages_for(committed_cast, role)
    assert len(pages) > 10
    page = look(getattr(committed_cast, role), language, scheme, width=width)
    assert complaints_about(page, pages) == []


def test_axe_finds_nothing_whatever_has_happened_with_a_meeting(committed_cast, look) -> None:
    """Called, cancelled, held, contested, agreed and opened again; files and pages with nothing in them."""
    states = make_states(committed_cast)
    assert complaints_about(look(committed_cast.kari, "nn"), states.pages_of_staff()) == []
    assert complaints_about(look(committed_cast.lea, "nb"), states.pages_of_leader()) == []
    assert complaints_about(look(committed_cast.ute, "nb", "dark"), {"nobody": "/"}) == []
    assert complaints_about(look(states.newcomer, "ar"), states.pages_of_the_newcomer()) == []
    for language, scheme in (("nn", "light"), ("en", "dark"), ("ar", "light")):
        page = look(committed_cast.dina, language, scheme)
        assert complaints_about(page, states.pages_of_dina()) == []


SEND_EMPTY = """() => {
  const shown = form => [...form.elements].filter(one => one.name && one.type !== "hidden").length;
  const forms = [...document.querySelectorAll("main form[method=post]")].sort((a, b) => shown(b) - shown(a));
  if (!forms.length || !shown(forms[0])) return false;
  for (const field of forms[0].elements) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.name && field.type !== "hidden" && field.tagName !== "BUTTON") field.value = "";
  }
  HTMLFormElement.prototype.submit.call(forms[0]);
  return true;
}"""


@pytest.mark.parametrize(("role", "language", "least"), [("kari", "nb", 8), ("dina", "ar", 1)])
def test_axe_finds_nothing_on_a_form_that_is_refused(committed_cast, look, role, language, least) -> None:
    pages = pages_for(committed_cast, role)
    page, complaints, refused = look(getattr(committed_cast, role), language), [], 0
    for name, path in pages.items():
        page.goto(path)
        with page.expect_event("load"):
            if not page.evaluate(SEND_EMPTY):
                page.reload()
        if status_of(page) == 422:
            refused += 1
            complaints += [f"{name} refused: {one}" for one in faults_of(page)]
    assert complaints == []
    assert refused >= least


SEND = """([name, words]) => {
  const field = document.querySelector(`[name="${name}"], [name$="${name}"]`);
  field.value = words;
  HTMLFormElement.prototype.submit.call(field.form);
}"""


def answer_to(page: Page, name: str, words: str) -> int:
    """The status of the page that comes when a field is written in and its form is sent."""
    with page.expect_event("load"):
        page.evaluate(SEND, [name, words])
    return status_of(page)


def status_of(page: Page) -> int:
    """The status the page came with."""
    status: int = page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
    return status


def test_axe_finds_nothing_where_two_have_written_the_same(committed_cast, look) -> None:
    cast, states = committed_cast, make_states(committed_cast)
    kari, tea, dina = look(cast.kari, "nb"), look(cast.tea, "nn", "dark"), look(cast.dina, "ar")
    called, held = states.meetings["called"].pk, states.meetings["held"].pk

    kari.goto(f"/deltakere/{cast.participant.pk}/opplysninger/")
    Participant.objects.filter(pk=cast.participant.pk).update(first_name="Dinah")
    assert answer_to(kari, "first_name", "Diana") == 409

    tea.goto(f"/moter/{held}/hold/")
    OwnNote.objects.filter(meeting=held).update(text="Skriver og leser", version=7)
    assert answer_to(tea, "english-text", "Snakker godt") == 409

    words = {"participant": cast.participant, "meeting": states.meetings["called"], "language": "ar"}
    dina.goto(f"/min-vei/moter/{called}/")
    OwnWords.objects.create(**words, text="أريد أن أعمل", version=3)
    assert answer_to(dina, "text", "أريد أن أدرس") == 409
    for page in (kari, tea, dina):
        assert faults_of(page) == []


def test_a_fault_that_is_planted_is_found(browser) -> None:
    page = browser.new_page(viewport={"width": NARROW, "height": 800})
    page.faults = []
    page.set_content("<main><img src='x.png'><div style='width:900px'>bred</div></main>")
    found = faults_of(page)
    page.close()
    assert any(one.startswith("image-alt") for one in found)
    assert any(one.endswith("px too wide") for one in found)
