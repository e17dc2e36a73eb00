"""Catalogues compile to what Python's own gettext reads."""

import gettext
import io

import pytest

from tools.terminal import Problem
from tools.translations import compile_all, compile_catalogue, read_catalogue

CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: samlop/routines/views.py
#, python-format
msgid "Møtet er avsluttet."
msgstr ""
"Møtet er "
"avslutta."

msgctxt "måned"
msgid "mai"
msgstr "maj"

#, fuzzy
msgid "Tvilsomt"
msgstr "Feil"

#, python-format
msgid "%(count)s dag"
msgid_plural "%(count)s dager"
msgstr[0] "%(count)s dag\n"
msgstr[1] "%(count)s dagar"

msgid "Ikke oversatt"
msgstr ""

#, fuzzy
#~ msgid "Gammelt"
#~ msgstr "Gamalt"

msgid "Si \"ja\""
msgstr "Sei «ja»"
"""


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "locale" / "nn" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


@pytest.fixture
def translated(catalogue):
    return gettext.GNUTranslations(io.BytesIO(compile_catalogue(read_catalogue(catalogue))))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Møtet er avsluttet.", "Møtet er avslutta."),
        ("Tvilsomt", "Tvilsomt"),
        ("Ikke oversatt", "Ikke oversatt"),
        ("Gammelt", "Gammelt"),
        ('Si "ja"', "Sei «ja»"),
    ],
)
def test_a_text_is_translated_when_certain(translated, source, expected):
    assert translated.gettext(source) == expected


def test_context_and_plural_forms_are_kept(translated):
    assert translated.pgettext("måned", "mai") == "maj"
    assert translated.ngettext("%(count)s dag", "%(count)s dager", 1) == "%(count)s dag\n"
    assert translated.ngettext("%(count)s dag", "%(count)s dager", 3) == "%(count)s dagar"


def test_only_changed_catalogues_are_compiled(tmp_path, catalogue):
    assert compile_all(tmp_path) == 1
    assert compile_all(tmp_path) == 0
    assert catalogue.with_suffix(".mo").exists()


def test_a_broken_line_is_named(tmp_path, catalogue):
    catalogue.write_text('msgid "Møte"\nmsgstr Møte\n', encoding="utf-8")
    with pytest.raises(Problem, match=r"django\.po, line 2"):
        compile_all(tmp_path)
