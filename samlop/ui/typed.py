"""What somebody had typed in a form that could not be taken, so that not a word of it is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a field
BEFORE = "initial-"
CARRIED = frozenset({TOKEN, "version", "mark", "owner", "act", "key", "next", "back", "party", "given_by"})
FREE_TEXT = frozenset({"text", "words", "apology", "reason", "because", "note", "title", "name", "place"})
A_CODE = re.compile(r"[a-z0-9_:.-]*|[0-9a-f-]{32,36}")


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: every pair of name and value, and of them what a person has written."""

    pairs: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]


def typed_in(posted: QueryDict) -> Typed:
    """All that was sent but the token, and the texts in it that a person reads and may want to copy."""
    pairs = tuple((name, value) for name, values in posted.lists() if name != TOKEN for value in values)
    return Typed(pairs, tuple(dict.fromkeys(_texts(posted))))


def _texts(posted: QueryDict) -> Iterator[str]:
    for name, values in posted.lists():
        field = name.rsplit("-", 1)[-1]
        shown_before = posted.getlist(f"{BEFORE}{name}")
        if name.startswith(BEFORE) or field in CARRIED or values == shown_before:
            continue
        yield from (value for value in values if _is_text(field, value))


def _is_text(field: str, value: str) -> bool:
    """A choice on a list is sent as a code, which says nothing to whoever chose it."""
    return bool(value.strip()) and (field in FREE_TEXT or not A_CODE.fullmatch(value))
