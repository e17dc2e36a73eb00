"""No template asks for a name that nobody gives it: every template is drawn, in every state, and the probe listens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.template import Context, Origin, Template, engines
from django.template.loader import render_to_string
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils import timezone

from samlop.kernel.actor import Actor
from samlop.kernel.outbox import deliver_all
from samlop.ui.rendering import render_problem
from samlop.ui.templatetags.ui import autosave_words
from tests.access.test_addresses import table
from tests.access.world import addresses
from tests.cast import Cast
from tests.house.source import templates
from tests.house.undefined import DRAWN_FOR_DJANGO, undefined_names
from tests.journeys.states import States, make_states

SignIn = Callable[[Actor], Client]
LANGUAGE = "samlop-sprak"
LOOKERS = ("nobody", "ute", "lea", "dina", "kari", "tea", "kim")
"""All but Nils, who sees and does what Kari does."""
NOT_HERE = {"demo/cast_member.html"}
"""Drawn once the whole demo region is loaded: tests/demo."""
OPENS_ANOTHER_WORLD = ("access:sign_out", "access:hats", "portal:assist")


@contextmanager
def drawn_templates() -> Iterator[set[str]]:
    """The names of all templates that are drawn meanwhile, included ones too."""
    names: set[str] = set()

    def note(template: Template, **_rest: object) -> None:
        names.add(str(template.name))

    autosave_words.cache_clear()
    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def test_every_template_is_drawn_and_asks_for_nothing_undefined(
    cast: Cast, signed_in: SignIn, settings, tmp_path
) -> None:
    settings.ARCHIVE_FOLDER = tmp_path
    states = make_states(cast)
    with undefined_names() as undefined, drawn_templates() as drawn:
        look_at_states(states, signed_in)
        look_at_every_page(states, signed_in)
        deliver_all(timezone.now() + timedelta(days=1))
        meet_trouble(states, signed_in)
        press_every_button(states, signed_in)
    assert sorted(undefined) == []
    own = {str(path).split("/templates/", 1)[1] for path in templates() if DRAWN_FOR_DJANGO not in str(path)}
    assert sorted(own - drawn - NOT_HERE) == []


def look_at_states(states: States, signed_in: SignIn) -> None:
    kari, lea, dina = (signed_in(getattr(states.cast, name)) for name in ("kari", "lea", "dina"))
    strange = [
        f"{name}: {status}"
        for browser, pages in (
            (kari, states.pages_of_staff()),
            (lea, states.pages_of_leader()),
            (dina, states.pages_of_dina()),
            (signed_in(states.newcomer), states.pages_of_the_newcomer()),
        )
        for name, path in pages.items()
        if (status := browser.get(path).status_code) != 200
    ]
    assert strange == []


def look_at_every_page(states: States, signed_in: SignIn) -> None:
    """Every address × every kind of reader that gets a page there; Dina's in Arabic as well."""
    rows = table()
    for role in LOOKERS:
        for language in ("nb", "ar") if role == "dina" else ("nb",):
            browser = Client() if role == "nobody" else signed_in(getattr(states.cast, role))
            browser.cookies[LANGUAGE] = language
            for address in addresses():
                if rows[address.name][role] == "200":
                    browser.get(states.world.path(address))
    for outside in ("/demo/", "/ui/"):
        signed_in(states.cast.kari).get(outside)


def meet_trouble(states: States, signed_in: SignIn) -> None:
    """A form too old, a text contested, a word too late or too early, a session ended, somebody beside Dina."""
    called = states.meetings["called"].pk
    dina, own_words = signed_in(states.cast.dina), reverse("portal:own_words", args=[called])
    dina.post(own_words, {"text": "Jeg vil bli kokk", "version": 0})
    assert dina.post(own_words, {"text": "Jeg vil bli baker", "version": 0}).status_code == 409
    held, late = states.meetings["held"].pk, {"answer": "disagrees", "words": "Det var høsten.", "mark": "x"}
    assert dina.post(reverse("portal:confirm", args=[held]), late).status_code == 422
    assert signed_in(states.cast.tea).post(reverse("routines:confirm", args=[held]), late).status_code == 422
    assert Client(enforce_csrf_checks=True).post("/sprak/", {}).status_code == 403
    assert Client().post("/fellesmoter/", {"text": "Hun kommer."}).status_code == 401
    kari = signed_in(states.cast.kari)
    too_early = reverse("routines:reconcile", args=[called])
    assert kari.post(too_early, {"t--text": "Dette ble sagt."}).status_code == 409
    request = kari.get("/").wsgi_request
    for status in (400, 404, 409, 500):
        render_problem(request, status)
    assert kari.post(reverse("portal:assist", args=[states.cast.participant.pk])).status_code == 302
    assert kari.get("/min-vei/").status_code == 200


def press_every_button(states: States, signed_in: SignIn) -> None:
    """Every form is sent empty, so that each is drawn with its faults."""
    for role in ("kari", "lea", "dina"):
        browser = signed_in(getattr(states.cast, role))
        for address in addresses():
            if address.name not in OPENS_ANOTHER_WORLD:
                browser.post(states.world.path(address), {})


PLANTED = {
    "{{ nobody }}": "nobody",
    '{{ nobody|default:"x" }}': "nobody",
    "{% if nobody %}x{% endif %}": "nobody",
    "{% for one in nobody %}x{% endfor %}": "nobody",
    "{% blocktranslate %}Hei {{ nobody }}{% endblocktranslate %}": "nobody",
    "{% card title=nobody %}{% endcard %}": "nobody",
    "{{ known.nothing }}": "known.nothing",
    "{% if known.nothing %}x{% endif %}": "known.nothing",
    "{{ empty.place }}": "empty.place",
    "{% include part %}": "wanted",
}


@pytest.mark.parametrize("source", PLANTED)
def test_a_planted_name_is_caught(source: str, tmp_path: Path) -> None:
    assert caught(source, tmp_path) == {f"{tmp_path}/planted.html:1: {PLANTED[source]}"}


@pytest.mark.parametrize(
    "source",
    [
        "{{ known }}",
        "{% if empty.place %}x{% endif %}",
        '{% include part with wanted="x" %}',
        "{{ csrf_token }}",
    ],
)
def test_what_is_given_or_may_be_empty_is_not(source: str, tmp_path: Path) -> None:
    assert caught(source, tmp_path) == set()


def caught(source: str, folder: Path) -> set[str]:
    """What the probe finds in a planted template that includes another."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    origin = Origin(str(folder / "planted.html"))
    part = Template("{% if wanted %}x{% endif %}", origin=origin, engine=engine)
    given = {"known": "known", "empty": None, "part": part, "csrf_token": ""}
    with undefined_names(folder) as found:
        Template(source, origin=origin, engine=engine).render(Context(given))
    return found


def test_an_include_that_is_not_given_all_it_asks_for_is_caught() -> None:
    with undefined_names() as found:
        render_to_string("routines/decisions.html", {"decisions": []})
        assert found == set()
        render_to_string("plans/horizon.html", {"page": {"plan": None}, "horizon_note": ""})
    assert {line.rsplit("/", 1)[1].split(":")[0] for line in found} == {"horizon.html"}
    assert {line.rsplit(": ", 1)[1] for line in found} == {"may_change_plan"}
