"""Drawings hold what they promise: escaped words, short numbers, a name, no style."""

from xml.etree import ElementTree

import pytest

from samlop.ui import svg

NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("value", "written"),
    [(10, "10"), (10.0, "10"), (3.14159, "3.14"), (-0.001, "0"), (0.5, "0.5"), (100, "100"), (-2.5, "-2.5")],
)
def test_numbers_are_short(value, written):
    assert svg.number(value) == written


def test_a_drawing_is_named_for_screen_readers():
    drawing = svg.svg(100, 50.5, svg.circle(1, 2, 3), title="Veien", description="To linjer", name="kart")
    root = ElementTree.fromstring(drawing)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "kart-title kart-description"
    assert root.get("viewBox") == "0 0 100 50.5"
    assert root.find(f"{NAMESPACE}title").text == "Veien"
    assert root.find(f"{NAMESPACE}desc").get("id") == "kart-description"


def test_a_drawing_without_description_has_one_label():
    root = ElementTree.fromstring(svg.svg(1, 1, title="Veien", name="kart"))
    assert root.get("aria-labelledby") == "kart-title"
    assert root.find(f"{NAMESPACE}desc") is None


def test_words_are_escaped_everywhere():
    hostile = '"><script>alert(1)</script>'
    drawing = svg.svg(
        1, 1, svg.group(svg.text(0, 0, hostile), title=hostile, css_class=hostile), title=hostile
    )
    root = ElementTree.fromstring(drawing)
    assert "<script" not in drawing
    assert root.find(f"{NAMESPACE}g/{NAMESPACE}text").text == hostile
    assert root.find(f"{NAMESPACE}g").get("class") == hostile


def test_elements_inside_elements_are_kept():
    assert svg.group(svg.circle(1, 2, 3)) == '<g><circle cx="1" cy="2" r="3"/></g>'


@pytest.mark.parametrize(
    "attributes", [{"style": "color:red"}, {"onclick": "x()"}, {"a b": "1"}, {"href": "javascript:x"}]
)
def test_unsafe_attributes_are_refused(attributes):
    with pytest.raises(svg.UnsafeDrawing):
        svg.element("g", attributes)


@pytest.mark.parametrize("name", ["script", "style", "foreignObject", "g onload=x"])
def test_unsafe_elements_are_refused(name):
    with pytest.raises(svg.UnsafeDrawing):
        svg.element(name)


@pytest.mark.parametrize("href", ["https://example.no/", "//example.no/", "javascript:alert(1)"])
def test_links_stay_in_the_house(href):
    with pytest.raises(svg.UnsafeDrawing):
        svg.link(href, "ut")


def test_links_within_the_page_and_house_are_made():
    assert svg.link("/planer/3/", "plan") == '<a href="/planer/3/">plan</a>'
    assert svg.link("#steg-1", "steg") == '<a href="#steg-1">steg</a>'


def test_underscores_spell_hyphens_and_nothing_is_left_out():
    drawn = svg.line((0, 1), (2.005, 3), stroke_width=2, css_class="spor", hidden=True, data_gap=None)
    assert drawn == '<line x1="0" y1="1" x2="2" y2="3" stroke-width="2" class="spor" hidden="hidden"/>'


def test_shapes_are_written_as_svg_wants_them():
    assert svg.rect(0, 0, width=4, height=2, radius=1) == '<rect x="0" y="0" width="4" height="2" rx="1"/>'
    assert svg.polyline([(0, 0), (1.25, 3)]) == '<polyline points="0,0 1.25,3" fill="none"/>'
    assert svg.path("M", 0, 0, "L", 10.333, 4) == '<path d="M 0 0 L 10.33 4" fill="none"/>'


def test_a_path_takes_nothing_but_path_letters():
    with pytest.raises(svg.UnsafeDrawing):
        svg.path('M 0 0" onload="x')


def test_lines_of_words_stand_under_each_other():
    drawn = svg.text_lines(5, 10, ["Voksen", "opplæring"], line_height=14, anchor="middle")
    spans = ElementTree.fromstring(drawn).findall("tspan")
    assert [(span.text, span.get("dy")) for span in spans] == [("Voksen", "0"), ("opplæring", "14")]


def test_places_turn_with_the_direction_of_writing():
    assert svg.from_start(10, width=100, direction="ltr") == 10
    assert svg.from_start(10, width=100, direction="rtl") == 90
