"""A text says by its letters which languages it cannot be."""

import pytest

from samlop.participants.language_words import LANGUAGE_NAMES
from samlop.ui.scripts import SCRIPTS, is_right_to_left, language_of


@pytest.mark.parametrize(
    ("text", "likely", "language"),
    [
        ("Jeg vil bli kokk", ["nb", "ar"], "nb"),
        ("أريد أن أصبح طباخة", ["nb", "ar"], "ar"),
        ("أريد أن أصبح طباخة", ["nb"], "ar"),
        ("می‌خواهم آشپز شوم", ["nb", "prs"], "prs"),
        ("أريد Kari أن أصبح طباخة", ["nb", "ar"], "ar"),
        ("Jeg vil lære أريد hos Kari", ["nb", "ar"], "nb"),
        ("Хочу стати кухарем", ["nb", "en"], "uk"),
        ("Хочу стать поваром", ["nb", "ru"], "ru"),
        ("ክሽነኛ ክኸውን እደሊ", ["nb", "so"], "ti"),
        ("Waxaan rabaa inaan noqdo cunto kariye", ["so", "nb"], "so"),
        ("Dixwazim bibim aşpêj", ["", "ku", "nb"], "ku"),
        ("I want to cook", ["ar"], "nb"),
        ("2027!", ["", "ar"], "ar"),
        ("", [], "nb"),
    ],
)
def test_the_letters_tell_which_likely_language_it_is(text: str, likely: list[str], language: str) -> None:
    assert language_of(text, likely=likely) == language


@pytest.mark.parametrize(
    ("code", "rtl"), [("ar", True), ("prs", True), ("he", True), ("ku", False), ("nb", False)]
)
def test_direction_follows_the_letters(code: str, rtl: bool) -> None:
    assert is_right_to_left(code) is rtl


def test_every_language_with_letters_of_its_own_has_a_name() -> None:
    assert SCRIPTS.keys() <= LANGUAGE_NAMES.keys()
