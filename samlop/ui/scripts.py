"""Which letters a text is written in, and which of the likely languages is written in them."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

LATIN, ARABIC, CYRILLIC, ETHIOPIC, HAN = "LATIN", "ARABIC", "CYRILLIC", "ETHIOPIC", "CJK"
RIGHT_TO_LEFT = (ARABIC, "HEBREW")
FALLBACK = "nb"

# The first of the languages written in a script is the one that is meant when nothing else is known.
SCRIPTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ar": (ARABIC,),
        "prs": (ARABIC,),
        "fa": (ARABIC,),
        "ps": (ARABIC,),
        "ur": (ARABIC,),
        "ckb": (ARABIC,),
        "ug": (ARABIC,),
        "ku": (LATIN, ARABIC),
        "rhg": (LATIN, ARABIC),
        "uz": (LATIN, CYRILLIC),
        "az": (LATIN, CYRILLIC),
        "uk": (CYRILLIC,),
        "ru": (CYRILLIC,),
        "be": (CYRILLIC,),
        "bg": (CYRILLIC,),
        "mk": (CYRILLIC,),
        "ce": (CYRILLIC,),
        "sr": (CYRILLIC, LATIN),
        "ti": (ETHIOPIC,),
        "am": (ETHIOPIC,),
        "el": ("GREEK",),
        "he": ("HEBREW",),
        "hy": ("ARMENIAN",),
        "ka": ("GEORGIAN",),
        "my": ("MYANMAR",),
        "kar": ("MYANMAR", LATIN),
        "th": ("THAI",),
        "zh": (HAN,),
        "yue": (HAN,),
        "hi": ("DEVANAGARI",),
        "ne": ("DEVANAGARI",),
        "bn": ("BENGALI",),
        "ta": ("TAMIL",),
        "pa": ("GURMUKHI", ARABIC),
    }
)


def script_of(text: str) -> str:
    """The letters most of the text is written in, as Unicode names them; nothing where there are no letters."""
    names = (unicodedata.name(letter, "") for letter in text if letter.isalpha())
    counted = Counter(name.split()[0] for name in names if name)
    return counted.most_common(1)[0][0] if counted else ""


def language_of(text: str, *, likely: Iterable[str]) -> str:
    """The first likely language that is written in the letters of the text: Arabic letters are not Norwegian."""
    script, codes = script_of(text), [code for code in likely if code]
    if not script:
        return codes[0] if codes else FALLBACK
    codes += [FALLBACK, *(code for code, scripts in SCRIPTS.items() if scripts[0] == script)]
    return next((code for code in codes if script in SCRIPTS.get(code, (LATIN,))), FALLBACK)


def is_right_to_left(code: str) -> bool:
    """Whether a language is written from right to left, also one that Samløp itself is not written in."""
    return SCRIPTS.get(code, (LATIN,))[0] in RIGHT_TO_LEFT
