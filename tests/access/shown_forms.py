"""The forms and links a page shows, as a browser would fill them in and follow them."""

from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from django.utils.timezone import localdate

Attributes = dict[str, str]


@dataclass
class Field:
    """One named field: its kind, what stands in it, and what it can be chosen among."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)

    def filled(self) -> str:
        """What somebody might write here."""
        chosen = next(iter(filter(None, self.choices)), "")
        day = localdate() + timedelta(days=30)
        written = {"date": day.isoformat(), "time": "10:00", "datetime-local": f"{day}T10:00", "number": "1"}
        return self.value or chosen or written.get(self.kind, "Noe")


@dataclass
class Form:
    """One form: where it is sent, how, and its fields."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    def filled(self) -> dict[str, str]:
        """Every field filled in."""
        return {name: one.filled() for name, one in self.fields.items()}


class Reader(HTMLParser):
    """Finds the forms of one page, and the names its links ask with."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.asked: set[str] = set()
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element more."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urlsplit(given.get("action") or self.address).path
            self.forms.append(Form(action, given.get("method", "get").lower()))
        elif tag == "a":
            self.asked |= set(parse_qs(urlsplit(given.get("href", "")).query, keep_blank_values=True))
        elif tag == "option" and self._select is not None:
            self._select.choices.append(given.get("value", ""))
        elif tag in ("input", "select", "textarea", "button") and given.get("name"):
            self._add(tag, given)

    def handle_endtag(self, tag: str) -> None:
        """A list of choices ends."""
        if tag == "select":
            self._select = None

    def _add(self, tag: str, given: Attributes) -> None:
        if not self.forms:
            return
        kind = given.get("type", "text") if tag == "input" else tag
        held = self.forms[-1].fields.setdefault(given["name"], Field(given["name"], kind))
        if kind in ("radio", "checkbox", "button"):
            held.choices.append(given.get("value", "on"))
        else:
            held.value = given.get("value", "")
        self._select = held if tag == "select" else None


def read_forms(html: str, address: str) -> Reader:
    """What a page at this address offers."""
    reader = Reader(address)
    reader.feed(html)
    return reader
