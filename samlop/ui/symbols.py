"""The symbols of Samløp: a reviewed few of Aksel's, drawn into the page."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SYMBOLS = {
    "alarm": "Bell",
    "archive": "Archive",
    "arrow-back": "ArrowLeft",
    "arrow-forward": "ArrowRight",
    "book": "OpenBook",
    "buildings": "Buildings3",
    "calendar": "Calendar",
    "chat": "Chat",
    "check": "Checkmark",
    "check-circle": "CheckmarkCircle",
    "chevron-back": "ChevronLeft",
    "chevron-down": "ChevronDown",
    "chevron-forward": "ChevronRight",
    "circle": "Circle",
    "clipboard": "Clipboard",
    "clock": "Clock",
    "compass": "Compass",
    "cross": "XMark",
    "document": "FileText",
    "document-check": "FileCheckmark",
    "download": "Download",
    "envelope": "EnvelopeClosed",
    "external": "ExternalLink",
    "eye": "Eye",
    "filter": "Funnel",
    "flag": "FlagCross",
    "gap": "CircleBroken",
    "group": "PersonGroup",
    "handshake": "Handshake",
    "hat": "Briefcase",
    "heart": "Heart",
    "help": "QuestionmarkCircle",
    "history": "ClockDashed",
    "hourglass": "Hourglass",
    "house": "House",
    "information": "InformationSquare",
    "interpreter": "PersonChat",
    "key": "KeyHorizontal",
    "language": "Language",
    "light-bulb": "LightBulb",
    "link": "Link",
    "list": "BulletList",
    "lock": "PadlockLocked",
    "map": "Branching",
    "measure": "PuzzlePiece",
    "meeting": "MeetingSmall",
    "menu": "MenuHamburger",
    "minus": "Minus",
    "moon": "Moon",
    "more": "MenuElipsisHorizontal",
    "note": "NotePencil",
    "open-lock": "PadlockUnlocked",
    "paperclip": "Paperclip",
    "pencil": "Pencil",
    "person": "Person",
    "person-circle": "PersonCircle",
    "person-minus": "PersonMinus",
    "person-plus": "PersonPlus",
    "phone": "Phone",
    "pin": "LocationPin",
    "plus": "Plus",
    "printer": "PrinterSmall",
    "road": "HikingTrailSign",
    "round": "ArrowsCirclepath",
    "school": "HatSchool",
    "search": "MagnifyingGlass",
    "send": "Paperplane",
    "settings": "Cog",
    "shield": "ShieldCheckmark",
    "sign-out": "Leave",
    "speech": "SpeakerSoundWave2",
    "star": "Star",
    "statistics": "BarChart",
    "stop": "CircleSlash",
    "sun": "Sun",
    "tasks": "Tasklist",
    "theme": "Theme",
    "trash": "Trash",
    "undo": "ArrowUndo",
    "upload": "Upload",
    "warning": "ExclamationmarkTriangle",
    "work": "HardHat",
}
# These point somewhere, and point the other way where reading starts on the right.
TURNING = frozenset(
    {
        "arrow-back",
        "arrow-forward",
        "chevron-back",
        "chevron-forward",
        "external",
        "list",
        "send",
        "sign-out",
        "undo",
    }
)
FOLDER = Path("@navikt") / "aksel-icons" / "dist" / "svg"

_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def drawing(name: str) -> str:
    """The lines of one symbol, as its file has them."""
    source = (Path(settings.NODE_MODULES) / FOLDER / f"{SYMBOLS[name]}.svg").read_text(encoding="utf-8")
    found = _DRAWING.search(source)
    if found is None:
        raise ValueError(f"The file of the symbol {name!r} holds no drawing.")
    return " ".join(found[1].split())


@lru_cache(maxsize=512)
def symbol(name: str, label: str = "") -> SafeString:
    """A symbol for the eye; with a label also for the ear."""
    css_class = "symbol symbol--turns" if name in TURNING else "symbol"
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" width="24" height="24" fill="none" {}>{}</svg>',
        css_class,
        named,
        mark_safe(drawing(name)),  # noqa: S308 (a file of the reviewed list)
    )
