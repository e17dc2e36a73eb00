"""What each language is called in the language of the page."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samlop.kernel.norwegian_order import norwegian_order

LANGUAGE_NAMES: Mapping[str, Promise] = MappingProxyType(
    {
        "nb": _("norsk (bokmål)"),
        "nn": _("norsk (nynorsk)"),
        "se": _("nordsamisk"),
        "en": _("engelsk"),
        "uk": _("ukrainsk"),
        "ar": _("arabisk"),
        "ti": _("tigrinja"),
        "so": _("somali"),
        "prs": _("dari"),
        "fa": _("persisk"),
        "ps": _("pashto"),
        "pl": _("polsk"),
        "ku": _("kurdisk"),
        "kmr": _("kurmanji"),
        "ckb": _("sorani"),
        "am": _("amharisk"),
        "om": _("oromo"),
        "tr": _("tyrkisk"),
        "ur": _("urdu"),
        "ru": _("russisk"),
        "es": _("spansk"),
        "fr": _("fransk"),
        "pt": _("portugisisk"),
        "de": _("tysk"),
        "sw": _("swahili"),
        "rw": _("kinyarwanda"),
        "rn": _("kirundi"),
        "ln": _("lingala"),
        "my": _("burmesisk"),
        "cnh": _("chin"),
        "kar": _("karen"),
        "rhg": _("rohingya"),
        "th": _("thai"),
        "vi": _("vietnamesisk"),
        "tl": _("tagalog"),
        "zh": _("kinesisk"),
        "yue": _("kantonesisk"),
        "hi": _("hindi"),
        "pa": _("panjabi"),
        "ta": _("tamil"),
        "bn": _("bengali"),
        "ne": _("nepali"),
        "ug": _("uigurisk"),
        "uz": _("usbekisk"),
        "az": _("aserbajdsjansk"),
        "hy": _("armensk"),
        "ka": _("georgisk"),
        "ce": _("tsjetsjensk"),
        "sq": _("albansk"),
        "bs": _("bosnisk"),
        "hr": _("kroatisk"),
        "sr": _("serbisk"),
        "mk": _("makedonsk"),
        "ro": _("rumensk"),
        "bg": _("bulgarsk"),
        "el": _("gresk"),
        "hu": _("ungarsk"),
        "lt": _("litauisk"),
        "lv": _("latvisk"),
        "et": _("estisk"),
        "be": _("belarusisk"),
        "he": _("hebraisk"),
        "wo": _("wolof"),
        "mnk": _("mandinka"),
        "yo": _("yoruba"),
        "ha": _("hausa"),
        "ber": _("berbisk"),
    }
)


def language_name(code: str) -> str:
    """The name of a language by its code; nothing for no code."""
    return str(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else code


def language_choices() -> list[tuple[str, str]]:
    """Every language with its name, in alphabetical order."""
    named = [(code, str(name)) for code, name in LANGUAGE_NAMES.items()]
    return sorted(named, key=lambda choice: norwegian_order(choice[1]))
