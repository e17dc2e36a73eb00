"""Nynorsk is whole, and the participant's pages are whole in English and Arabic."""

import gettext
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS, WEEKDAYS

from samlop.commands import messages
from samlop.commands.message_catalogues import Catalogue, Translation, read_catalogue
from samlop.commands.message_faults import PLURAL_FORMS, faults, is_met_by_participants
from samlop.commands.message_sources import Key, Source, sources, texts_of_code, texts_of_template
from samlop.ui import dates
from tests.house.source import ROOT
from tools.translations import compile_catalogue
from tools.translations import read_catalogue as finished

LANGUAGES = ("nn", "en", "ar")


def catalogue_file(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def found() -> dict[Key, Source]:
    return sources(ROOT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_untranslated(language, found):
    assert list(faults(language, read_catalogue(catalogue_file(language)), found)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_planted_text_is_missed_in_every_language(language, found):
    planted = {**found, Key("Denne står ikke i noen ordliste"): Source(places={"samlop/portal/words.py"})}
    catalogue = read_catalogue(catalogue_file(language))
    assert list(faults(language, catalogue, planted)) == [
        f"{language}: ikke oversatt: «Denne står ikke i noen ordliste»"
    ]


def test_texts_of_staff_need_no_arabic():
    staff = {Key("Kall inn"): Source(places={"samlop/desk/words.py"})}
    assert list(faults("ar", Catalogue({}, 6), staff)) == []
    assert list(faults("nn", Catalogue({}, 2), staff)) == ["nn: ikke oversatt: «Kall inn»"]


@pytest.mark.parametrize(
    ("language", "key", "source", "answer", "why"),
    [
        ("nn", "Se møtet", Source(), Translation(forms={0: "Sjå møtet"}, fuzzy=True), "usikker oversettelse"),
        ("nn", "Se %(day)s", Source(), Translation(forms={0: "Sjå %(dag)s"}), "andre plassholdere"),
        ("nn", "Se {a}", Source(), Translation(forms={0: "Sjå"}), "andre plassholdere"),
        ("nn", "<b>Se</b>", Source(), Translation(forms={0: "<b>Sjå"}), "andre merker i teksten"),
        ("nn", "Se", Source(), Translation(forms={0: "Sjå "}), "mellomrom i endene"),
        ("en", "Se møtet", Source(), Translation(forms={0: "Se møtet"}), "lik originalen"),
        (
            "ar",
            "%s dag",
            Source("%s dager"),
            Translation(forms={0: "يوم", 1: "يوم"}),
            "2 former, skal være 6",
        ),
        (
            "ar",
            "%(n)d dag",
            Source("%(n)d dager"),
            Translation(forms=dict.fromkeys(range(6), "يوم")),
            "andre plassholdere",
        ),
    ],
)
def test_each_kind_of_fault_is_told(language, key, source, answer, why):
    source.places.add("samlop/portal/words.py")
    catalogue = Catalogue({Key(key): answer}, PLURAL_FORMS[language])
    told = set(faults(language, catalogue, {Key(key): source}))
    assert told == {f"{language}: {why}: «{key}»"}


def test_the_command_ends_with_one_when_a_fault_is_found(monkeypatch, capfdbinary):
    monkeypatch.setattr(
        messages, "sources", lambda _root: {Key("Mangler"): Source(places={"samlop/desk/a.py"})}
    )
    assert messages.main(["--check"]) == 1
    assert capfdbinary.readouterr().out.decode() == "nn: ikke oversatt: «Mangler»\n"


def test_the_command_is_content_when_all_is_well(capfdbinary):
    assert messages.main(["--check"]) == 0
    assert "Ingen mangler." in capfdbinary.readouterr().out.decode()


def test_texts_of_code_are_found():
    code = '_("Ett"); ngettext("%d dag", "%d dager", n); pgettext("tid", "."); _(navn); lazy.gettext_lazy("To" " tre")'
    assert set(texts_of_code(code)) == {
        (Key("Ett"), ""),
        (Key("%d dag"), "%d dager"),
        (Key(".", "tid"), ""),
        (Key("To tre"), ""),
    }


def test_texts_of_templates_are_found():
    template = (
        '{% translate "Ett" %}{% translate "." context "tid" %}{% section _("Det\'s to") %}'
        "{% blocktranslate count n=x %}{{ n }} dag{% plural %}{{ n }} dager{% endblocktranslate %}"
        '{# {% translate "Ikke denne" %} #}'
    )
    assert set(texts_of_template(template)) == {
        (Key("Ett"), ""),
        (Key(".", "tid"), ""),
        (Key("Det's to"), ""),
        (Key("%(n)s dag"), "%(n)s dager"),
    }


def test_the_catalogues_hold_what_the_own_search_finds(found):
    """The search without gettext and gettext itself agree on what is to be translated."""
    known = set(read_catalogue(catalogue_file("nn")).translations)
    assert len(found) > 1000
    assert not set(found) - known


def test_participants_meet_a_good_part_of_the_texts(found):
    assert sum(map(is_met_by_participants, found.values())) > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_finished_texts_survive_compilation(language, tmp_path):
    texts = finished(catalogue_file(language))
    compiled = tmp_path / "django.mo"
    compiled.write_bytes(compile_catalogue(texts))
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Lagre") == texts["Lagre"]


def test_every_language_is_named_in_itself():
    assert dict(settings.LANGUAGES) == {
        "nb": "Bokmål",
        "nn": "Nynorsk",
        "en": "English",
        "ar": "العربية",
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nn", ["i dag", "om 1 dag", "om 2 dagar", "om 11 dagar", "om 3 månader", "for 3 dagar sidan"]),
        ("en", ["today", "in 1 day", "in 2 days", "in 11 days", "in 3 months", "3 days ago"]),
        ("ar", ["اليوم", "بعد يوم واحد", "بعد يومين", "بعد 11 يوماً", "بعد 3 أشهر", "قبل 3 أيام"]),
    ],
)
def test_distances_are_counted_as_each_language_counts(language, said):
    today = date(2026, 3, 3)
    with translation.override(language):
        assert [
            dates.days_from(today, today),
            dates._ahead(1),
            dates._ahead(2),
            dates._ahead(11),
            dates._ahead(91),
            dates._behind(3),
        ] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nn", "onsdag 4. november 2026; 4. november 2026 kl. 14.30"),
        ("en", "Wednesday 4 November 2026; 4 November 2026 at 14:30"),
        ("ar", "الأربعاء 4 نوفمبر 2026; 4 نوفمبر 2026 الساعة 14:30"),
    ],
)
def test_days_and_hours_are_said_in_each_language(language, said):
    moment = datetime(2026, 11, 4, 13, 30, tzinfo=UTC)
    with translation.override(language):
        assert f"{dates.long_day(moment)}; {dates.day_and_clock(moment)}" == said


def test_arabic_keeps_western_digits():
    """The same digits everywhere: on the page, on the letter from the school and on the clock."""
    eastern = set("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")
    texts = finished(catalogue_file("ar")).values()
    assert not [text for text in texts if eastern & set(text)]
    with translation.override("ar"):
        said = [dates.long_day(date(2026, month, month)) for month in MONTHS]
    assert not eastern & set("".join(said))
    assert len(set(said)) == len(MONTHS)


def test_arabic_uses_its_own_marks():
    texts = [text for key, text in finished(catalogue_file("ar")).items() if key]
    assert not [text for text in texts if "?" in text or ", " in text or "; " in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_weekdays_have_names_of_their_own(language):
    with translation.override("nb"):
        norwegian = [str(day) for day in WEEKDAYS.values()]
    with translation.override(language):
        assert [str(day) for day in WEEKDAYS.values()] != norwegian
