"""Each component escapes what it is given and says without colour what it says with it."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from samlop.ui.components import LOOKS, Change, initials
from samlop.ui.messages import flash
from samlop.ui.paging import Page, page_of
from samlop.ui.symbols import SYMBOLS, TURNING, symbol
from samlop.ui.views import components

HOSTILE = '<script>x</script>"'


@pytest.fixture(autouse=True)
def bokmal():
    with translation.override("nb"):
        yield


def drawn(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    "source",
    [
        "{% page_header x lead=x kicker=x back_href=x back_label=x %}{% endpage_header %}",
        "{% card title=x href=x anchor=x %}{% endcard %}",
        "{% section title=x anchor=x %}{% endsection %}",
        "{% tag x 'late' %}",
        "{% alert title=x %}{% endalert %}",
        "{% empty_state x x href=x label=x %}",
        "{% table caption=x anchor=x %}{% endtable %}",
        "{% search_field label=x value=x name=x target=x anchor=x %}",
        "{% row x %}{{ x }}{% endrow %}",
        "{% item x href=x text=x %}{{ x }}{% enditem %}",
        "{% avatar x %}",
        "{% progress 1 2 label=x %}",
        "{% disclosure summary=x %}{{ x }}{% enddisclosure %}",
        "{% two_texts mine=x theirs=x author=x saved_at=at %}",
        "{% post_button x x name=x %}",
        "{% link_button x x %}",
        "{% submit x name=x value=x %}",
        "{% symbol 'check' x %}",
        "{% history changes %}",
    ],
)
def test_no_component_lets_markup_through(source):
    at = datetime(2026, 3, 3, tzinfo=UTC)
    html = drawn(source, x=HOSTILE, at=at, changes=[Change(at, HOSTILE, HOSTILE, HOSTILE, HOSTILE)])
    assert "<script" not in html
    assert not re.search(r'="[^"]*<script', html)


def test_what_stands_inside_a_block_is_kept():
    assert "<b>inne</b>" in drawn("{% card title='a' %}<b>inne</b>{% endcard %}")
    assert "<b>inne</b>" in drawn("{% item 'a' %} <b>inne</b> {% enditem %}")


def test_every_state_but_the_neutral_has_a_symbol():
    assert all(look.symbol in SYMBOLS for name, look in LOOKS.items() if name != "neutral")


def test_an_empty_fact_says_so():
    assert "Ikke oppgitt" in drawn("{% row 'Telefon' %} {% endrow %}")


def test_history_tells_from_what_to_what():
    at = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    html = drawn(
        "{% history changes %}", changes=[Change(at, "Rolig Bekk", "Flyttet møtet", "kl. 10", "kl. 12")]
    )
    said = " ".join(re.sub(r"<[^>]+>", "", html).split())
    assert said == "3. mars 2026 kl. 10.00 · Rolig Bekk Flyttet møtet fra «kl. 10» til «kl. 12»"


@pytest.mark.parametrize(
    ("name", "letters"), [("Ydmyk Fjord", "YF"), ("Anne Lise Elv", "AE"), ("Dina", "D"), ("", "")]
)
def test_initials_are_first_and_last(name, letters):
    assert initials(name) == letters


def test_a_symbol_is_silent_without_a_label():
    assert 'aria-hidden="true"' in symbol("calendar")
    assert 'role="img" aria-label="Møte"' in symbol("calendar", "Møte")


def test_every_symbol_of_the_list_can_be_drawn():
    assert all("<path" in symbol(name) for name in SYMBOLS)
    assert set(SYMBOLS) > TURNING


def test_a_button_that_acts_posts_with_a_token():
    html = drawn("{% post_button '/gjort/' 'Gjort' action=7 %}", csrf_token="abc")
    assert 'method="post"' in html
    assert 'name="csrfmiddlewaretoken" value="abc"' in html
    assert 'name="action" value="7"' in html


def test_what_was_done_can_be_undone(make_request):
    request = make_request("/")
    flash(request, "Oppgaven er gjort.", undo="/oppgaver/7/angre/")
    html = drawn("{% flash_messages %}", request=request, csrf_token="abc")
    assert "Oppgaven er gjort." in html
    assert 'action="/oppgaver/7/angre/"' in html


def test_a_list_is_read_a_page_at_a_time(make_request):
    first = page_of(make_request("/"), range(60))
    last = page_of(make_request("/?side=3"), range(60))
    assert (len(first), first.has_previous, first.has_next) == (25, False, True)
    assert (list(last), last.has_next) == (list(range(50, 60)), False)


@pytest.mark.parametrize("written", ["0", "-1", "abc", "", "9" * 40, "٣"])
def test_a_strange_page_number_is_the_first_page(make_request, written):
    assert page_of(make_request("/", values={"side": written}), range(60)).number == 1


def test_paging_keeps_what_was_searched_for(make_request):
    request = make_request("/?sok=elv&side=2")
    html = drawn("{% pagination page target='treff' %}", request=request, page=Page([], 2, has_next=True))
    assert 'href="?sok=elv&amp;side=3"' in html
    assert 'data-hx-target="#treff"' in html


def test_a_private_search_leaves_no_name_in_the_address(make_request):
    private = drawn("{% search_field label='Finn' target='treff' %}", csrf_token="abc")
    public = drawn("{% search_field label='Finn' target='treff' private=False %}", csrf_token="abc")
    assert 'method="post"' in private
    assert 'value="abc"' in private
    assert "push-url" not in private
    assert 'method="get"' in public
    assert "abc" not in public


def test_paging_a_private_search_sends_it_again(make_request):
    request = make_request("/", method="post", values={"sok": "elv", "side": "2"})
    page = page_of(request, range(60))
    html = drawn("{% pagination page form='sok-skjema' %}", request=request, page=page)
    assert page.number == 2
    assert 'form="sok-skjema" name="side" value="3"' in " ".join(html.split())
    assert "href" not in html


def test_the_component_page_shows_them_all(make_request):
    page = components(make_request("/ui/")).content.decode()
    assert page.count("<h1") == 1
    for part in ("ds-tag", "ds-alert", "ds-table", "history", "two-texts", "empty", "items", "rows", "chips"):
        assert part in page


def test_the_example_of_autosave_answers(make_request):
    request = make_request("/ui/", method="post", values={"version": "7"}, HTTP_X_AUTOSAVE="1")
    assert json.loads(components(request).content)["version"] == 8
    strange = make_request("/ui/", method="post", values={"version": "x"}, HTTP_X_AUTOSAVE="1")
    assert components(strange).status_code == 200


def test_no_page_holds_inline_script_or_style(make_request):
    page = components(make_request("/ui/")).content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", page)


def test_dates_in_templates_take_nothing_for_an_answer():
    assert (
        drawn("{{ x|day }}{{ x|moment }}{{ x|relative }}{{ x|period }}{{ x|clock }}{{ x|short_day }}", x=None)
        == ""
    )
    assert drawn("{{ x|relative:y }}", x=date(2026, 3, 15), y=date(2026, 3, 3)) == "om 12 dager"
