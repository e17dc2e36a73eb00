"""What a decision changes in the plan, told in the language of the page."""

import pytest
from django.utils import translation

from samlop.portal.words import plan_change

WHOLE = "\u2068{}\u2069"


@pytest.mark.parametrize(
    "words",
    [
        "Nytt steg: norskkurs",
        "Nytt steg i planen",
        "Ny realistisk dag for målet",
        "Realistisk dag for målet: 3. mars 2027",
        "norskkurs: ny tid",
        "Kokk: Vg1: fullført",
        "",
    ],
)
def test_in_bokmaal_a_change_of_the_plan_stands_as_it_was_decided(words):
    with translation.override("nb"):
        assert plan_change(words) == words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Nytt steg: norskkurs", WHOLE.format("دورة اللغة النرويجية")),
        ("norskkurs: ny tid", WHOLE.format("دورة اللغة النرويجية")),
        ("Kokk: Vg1: fullført", f"{WHOLE.format('Kokk: Vg1')}: {WHOLE.format('اكتمل')}"),
    ],
)
def test_steps_and_states_are_told_in_arabic_and_typed_titles_stay(words, told):
    with translation.override("ar"):
        assert told in plan_change(words)
