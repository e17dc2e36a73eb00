"""Short words about what was just done, with a way back where there is one."""

from dataclasses import dataclass
from typing import Literal

from django.contrib import messages
from django.http import HttpRequest

Kind = Literal["info", "success", "warning", "danger"]

_LEVELS: dict[str, int] = {
    "info": messages.INFO,
    "success": messages.SUCCESS,
    "warning": messages.WARNING,
    "danger": messages.ERROR,
}
_KINDS = {level: kind for kind, level in _LEVELS.items()}


@dataclass(frozen=True)
class Flash:
    """A message as it is shown; `undo` is the address that takes the deed back."""

    text: str
    kind: str
    undo: str


def flash(request: HttpRequest, text: str, *, kind: Kind = "success", undo: str = "") -> None:
    """Tell, on the next page, what was done; with `undo` the reader gets a button that posts there."""
    messages.add_message(request, _LEVELS[kind], text, extra_tags=undo)


def flashes(request: HttpRequest) -> list[Flash]:
    """The messages waiting for this reader, which are thereby read."""
    return [
        Flash(str(message), _KINDS.get(message.level, "info"), message.extra_tags or "")
        for message in messages.get_messages(request)
    ]
