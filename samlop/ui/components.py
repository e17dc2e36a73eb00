"""The small values that components draw: states, changes, and how each looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Look:
    """A colour of Designsystemet and the symbol that says the same without colour."""

    colour: str
    symbol: str


# What a state looks like everywhere, so that one symbol never means two things.
LOOKS = {
    "done": Look("success", "check-circle"),
    "agreed": Look("success", "handshake"),
    "active": Look("accent", "circle"),
    "planned": Look("neutral", "calendar"),
    "waiting": Look("neutral", "hourglass"),
    "soon": Look("warning", "clock"),
    "late": Look("danger", "alarm"),
    "gap": Look("warning", "gap"),
    "missing": Look("danger", "warning"),
    "stopped": Look("neutral", "stop"),
    "private": Look("neutral", "lock"),
    "shared": Look("accent", "group"),
    "info": Look("info", "information"),
    "success": Look("success", "check-circle"),
    "warning": Look("warning", "warning"),
    "danger": Look("danger", "warning"),
    "neutral": Look("neutral", ""),
}


@dataclass(frozen=True)
class Change:
    """One line of a history: who did what when, and from what to what where that says more."""

    at: datetime
    author: str
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing to mend in a form, and where; a fault of the whole form has no place."""

    text: str
    place: str


def faults_of(form: Any) -> Sequence[Fault]:
    """Everything the reader must mend, the form's own faults first, then field by field as they stand."""
    found = [Fault(str(error), "") for error in form.non_field_errors()]
    for field in form:
        place = "" if field.is_hidden else _place_of(field)
        name = str(field.label).rstrip(" ?:")
        found += [Fault(f"{name}: {error}", place) for error in field.errors]
    return found


def _place_of(field: Any) -> str:
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


def initials(name: str) -> str:
    """The first letters of the first and the last name."""
    words = name.split()
    chosen = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in chosen).upper()
