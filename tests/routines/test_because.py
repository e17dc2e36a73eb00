"""Why a meeting is due, in words the participant reads."""

from datetime import date

import pytest

from samlop.routines.because import ConcernReason, MilestoneReason, sentence
from samlop.routines.document import Title
from samlop.routines.spans import Span

START = Title(
    (
        ("nb", "Start i skolen"),
        ("nn", "Start i skulen"),
        ("en", "Start of school"),
        ("ar", "بدء المدرسة"),
    )
)

SENTENCES = [
    ({"months": 3}, "nb", "3 måneder etter start i skolen"),
    ({"months": -1}, "nb", "1 måned før start i skolen"),
    (
        {"years": 1, "months": 2, "weeks": 3, "days": 1},
        "nb",
        "1 år, 2 måneder, 3 uker og 1 dag etter start i skolen",
    ),
    ({}, "nb", "samme dag som start i skolen"),
    ({"months": 3, "weeks": -1}, "nb", "1 uke før dagen som er 3 måneder etter start i skolen"),
    ({"months": -3, "days": 10}, "nb", "10 dager etter dagen som er 3 måneder før start i skolen"),
    ({"years": 1, "months": -3}, "nb", "9 måneder etter start i skolen"),
    ({"weeks": 1, "days": -7}, "nb", "samme dag som start i skolen"),
    ({"weeks": -2, "days": 3}, "nb", "11 dager før start i skolen"),
    ({"months": -1, "days": 1}, "nn", "1 dag etter dagen som er 1 månad før start i skulen"),
    ({"months": 2}, "nn", "2 månader etter start i skulen"),
    ({"weeks": 2}, "nn", "2 veker etter start i skulen"),
    ({"months": 1}, "en", "1 month after start of school"),
    ({"years": -2, "days": -3}, "en", "2 years and 3 days before start of school"),
    ({"months": 1}, "ar", "بعد شهر واحد من بدء المدرسة"),
    ({"months": 2}, "ar", "بعد شهرين من بدء المدرسة"),
    ({"months": 6}, "ar", "بعد 6 أشهر من بدء المدرسة"),
    ({"months": -12}, "ar", "قبل 12 شهرًا من بدء المدرسة"),
    ({"days": 100}, "ar", "بعد 100 يوم من بدء المدرسة"),
    ({"weeks": 103}, "ar", "بعد 103 أسابيع من بدء المدرسة"),
    ({"months": 3}, "so", "3 måneder etter start i skolen"),
]


@pytest.mark.parametrize(("span", "language", "words"), SENTENCES)
def test_the_reason_is_a_sentence_in_the_reader_s_language(span, language, words):
    assert sentence(MilestoneReason(START, Span(**span)), language) == words


CONCERNS = [
    (
        "progress",
        {"weeks": 4},
        "nb",
        "innen 4 uker etter at noen 1. oktober 2026 sa fra om bekymring for framdriften",
    ),
    ("absence", {"days": 1}, "nb", "innen 1 dag etter at noen 1. oktober 2026 sa fra om bekymring"),
    ("progress", {}, "nb", "straks, fordi noen 1. oktober 2026 sa fra om bekymring for framdriften"),
    (
        "progress",
        {"weeks": 4},
        "nn",
        "innan 4 veker etter at nokon 1. oktober 2026 sa frå om uro for framdrifta",
    ),
    (
        "progress",
        {"weeks": 4},
        "en",
        "within 4 weeks after somebody raised a concern about progress on 1 October 2026",
    ),
    ("progress", {"weeks": 4}, "ar", "خلال 4 أسابيع بعد أن أبدى أحدهم قلقًا بشأن التقدّم في 1 أكتوبر 2026"),
]


@pytest.mark.parametrize(("code", "within", "language", "words"), CONCERNS)
def test_a_concern_is_told_with_its_day(code, within, language, words):
    assert sentence(ConcernReason(code, date(2026, 10, 1), Span(**within)), language) == words


def test_a_title_keeps_its_capitals_and_its_writing_direction():
    assert sentence(MilestoneReason(Title((("nb", "NAV-start"),)), Span(days=1))) == "1 dag etter NAV-start"
    foreign = sentence(MilestoneReason(Title((("nb", "Start i lære"),)), Span(days=1)), "ar")
    assert foreign == "بعد يوم واحد من \u2068start i lære\u2069"
