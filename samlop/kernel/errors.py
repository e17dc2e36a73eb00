"""What an action may answer instead of doing what was asked."""

from typing import Any


class RuleBroken(Exception):
    """A rule of the domain says no; the message is for the person who asked (shown in the form, 422)."""

    def __init__(self, message: object, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Denied(Exception):
    """The actor sees the thing but may not do this with it (403)."""


class Conflict(Exception):
    """Somebody else saved first; nothing is overwritten and both texts are shown (409)."""

    def __init__(self, *, mine: str, theirs: str, version: int, author: str, saved_at: Any) -> None:
        super().__init__("conflict")
        self.mine = mine
        self.theirs = theirs
        self.version = version
        self.author = author
        self.saved_at = saved_at


def require(allowed: bool) -> None:
    """Stops an action that a policy refuses."""
    if not allowed:
        raise Denied
