"""What the browser fetches: small, whole, readable by everybody, the same in both directions of writing."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from samlop.ui import assets
from samlop.ui.finders import NodeModulesFinder
from samlop.ui.symbols import SYMBOLS

NODE_MODULES = Path(settings.NODE_MODULES)
TEMPLATES = sorted(Path("samlop").rglob("templates/**/*.html"))
TEXT_PAIRS = [
    ("neutral-text-default", "neutral-background-default"),
    ("neutral-text-default", "neutral-surface-default"),
    ("neutral-text-subtle", "neutral-background-default"),
    ("neutral-text-subtle", "neutral-background-tinted"),
    ("neutral-text-subtle", "neutral-surface-default"),
    ("neutral-text-default", "neutral-surface-tinted"),
    ("accent-text-subtle", "neutral-background-default"),
    ("accent-text-subtle", "neutral-surface-default"),
    ("accent-text-subtle", "accent-surface-tinted"),
    ("neutral-text-subtle", "accent-surface-tinted"),
    ("accent-text-default", "accent-surface-tinted"),
    ("accent-base-contrast-default", "accent-base-default"),
    ("accent-base-contrast-default", "accent-base-hover"),
    ("brand1-text-subtle", "neutral-background-default"),
    ("brand1-base-contrast-default", "brand1-base-default"),
]
EDGE_PAIRS = [
    ("neutral-border-default", "neutral-surface-default"),
    ("accent-border-default", "neutral-background-default"),
    ("accent-base-default", "neutral-surface-default"),
]


def colours_of(scheme: str) -> dict[str, str]:
    source = (assets.OWN / "theme.css").read_text()
    block = source[source.index(f'[data-color-scheme="{scheme}"]') :].partition("}")[0]
    return dict(re.findall(r"--ds-color-([a-z0-9-]+): (#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS)
def test_words_can_be_read_in_both_schemes(scheme, pair):
    colours = colours_of(scheme)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pair", EDGE_PAIRS)
def test_edges_can_be_seen_in_both_schemes(scheme, pair):
    colours = colours_of(scheme)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 3


def test_the_automatic_scheme_is_the_dark_one():
    source = (assets.OWN / "theme.css").read_text()
    automatic = source[source.index('[data-color-scheme="auto"]') :]
    found = dict(re.findall(r"--ds-color-([a-z0-9-]+): (#[0-9a-f]{6})", automatic))
    assert found == colours_of("dark")


def test_tracks_of_a_drawing_can_be_seen_in_both_schemes():
    source = (assets.OWN / "elements.css").read_text()
    light, dark = source.split('[data-color-scheme="dark"]')
    for block, scheme in ((light, "light"), (dark.partition("}")[0], "dark")):
        tracks = re.findall(r"--samlop-track-\d: (#[0-9a-f]{6})", block)
        assert len(tracks) == 6
        for name in ("neutral-background-default", "neutral-surface-default"):
            assert min(contrast(track, colours_of(scheme)[name]) for track in tracks) >= 3


@pytest.mark.parametrize("path", sorted(assets.OWN.glob("*.css")), ids=lambda path: path.name)
def test_our_rules_turn_with_the_direction_of_writing(path):
    source = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    sided = re.findall(
        r"^\s*(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|float)\b",
        source,
        re.MULTILINE,
    )
    assert sided == []
    assert not re.search(r"text-align:\s*(?:left|right)", source)


@pytest.mark.parametrize("name", sorted(assets.STYLE_SHEETS))
def test_style_sheets_hold_no_source_maps_and_all_layers(name):
    sheet = assets.style_sheet(NODE_MODULES, assets.STYLE_SHEETS[name])
    assert "sourceMappingURL" not in sheet
    assert sheet.startswith("@layer ")
    assert sheet.count("{") == sheet.count("}")
    assert "--ds-color-accent-base-default:#14616b" in sheet.replace(": ", ":")
    assert "#0062BA" not in sheet


def test_the_participants_style_sheet_is_light_and_asks_for_no_font():
    sheet = assets.style_sheet(NODE_MODULES, assets.STYLE_SHEETS["portal.css"])
    assert len(gzip.compress(sheet.encode())) < 25_000
    assert "@font-face" not in sheet


def test_the_finder_offers_what_the_shells_ask_for(tmp_path, settings):
    settings.BUILT_ASSETS = tmp_path
    settings.WHITENOISE_USE_FINDERS = False
    finder = NodeModulesFinder()
    listed = {f"{storage.prefix}/{name}" for name, storage in finder.list(None)}
    assert {"vendor/staff.css", "vendor/portal.css", "vendor/inter-latin.woff2"} <= listed
    assert not any(name.endswith(".gz") for name in listed)
    assert Path(finder.find("vendor/staff.css")).is_file()
    assert finder.find("vendor/../settings.py") == []
    assert finder.find("ui/staff.css") == []


def test_building_again_touches_nothing(tmp_path):
    assets.build(NODE_MODULES, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assets.build(NODE_MODULES, tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_compacting_keeps_the_rules():
    source = "/* note */\na > b,\nc {\n  color: red;\n  margin: 0 auto;\n}\n"
    assert assets.compact(source) == "a > b, c{color: red;margin: 0 auto}"


def test_every_static_file_a_template_names_exists():
    named = {name for path in TEMPLATES for name in re.findall(r'{% static "([^"]+)"', path.read_text())}
    assert named
    assert [name for name in named if not finders.find(name)] == []


def test_every_symbol_a_template_names_is_on_the_list():
    named = set()
    for path in TEMPLATES:
        source = path.read_text()
        named |= set(re.findall(r'{% symbol "([^"]+)"', source)) | set(
            re.findall(r'\bsymbol="([^"]+)"', source)
        )
    assert named - set(SYMBOLS) == set()
