"""The routine document `samlop/routine/1`, read with every key known and every reference resolved.

Source: the contract for what is due, "The routine document".
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from samlop.routines.reading import DocumentError, Field, Source, unique
from samlop.routines.routine import (
    NORWEGIAN,
    AgendaItem,
    Anchor,
    Answer,
    Books,
    ConcernTrigger,
    Condition,
    Gathering,
    Interpreter,
    Level,
    MeetingPoint,
    Milestone,
    Repeat,
    Role,
    Routine,
    Title,
    Window,
)
from samlop.routines.spans import Span
from samlop.routines.utf8_text import not_utf8
from samlop.routines.yaml_text import read_yaml

__all__ = [
    "SCHEMA",
    "AgendaItem",
    "Anchor",
    "Answer",
    "Books",
    "ConcernTrigger",
    "Condition",
    "DocumentError",
    "Gathering",
    "Interpreter",
    "Level",
    "MeetingPoint",
    "Milestone",
    "Repeat",
    "Role",
    "Routine",
    "Span",
    "Title",
    "Window",
    "load_routine",
    "parse_routine",
    "routine_from",
    "shipped_routine",
    "shipped_text",
]

SCHEMA = "samlop/routine/1"
SHIPPED = Path(__file__).parent / "shipped"

UNITS = ("years", "months", "weeks", "days")
IDENTIFIER = re.compile(r"[a-z0-9-]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
FILLS = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


def parse_routine(text: str, *, file: str = "rutine.yaml") -> Routine:
    """The routine written in the text; a `DocumentError` names file, line, place, fault and remedy."""
    return _routine(read_yaml(text, file=file))


def routine_from(content: object, *, file: str = "rutine") -> Routine:
    """The routine held in plain values, such as those of a stored version."""
    return _routine(Field(content, Source(file)))


def load_routine(path: str | Path) -> Routine:
    """The routine in a file; a file that cannot be opened is an `OSError`."""
    content = Path(path).read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        byte = len(content) - len(broken.object) + broken.start
        raise not_utf8(str(path), line=content.count(b"\n", 0, byte) + 1, byte=byte) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return parse_routine(text, file=str(path))


def shipped_text(name: str = "kmv") -> str:
    """A routine that follows with Samløp, as it is written: `kmv` or `kmv-half-yearly`."""
    return (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def shipped_routine(name: str = "kmv") -> Routine:
    """A routine that follows with Samløp, read once."""
    return parse_routine(shipped_text(name), file=f"{name}.yaml")


@dataclass(frozen=True, slots=True)
class _Known:
    """The codes that the rest of the document may refer to."""

    roles: Collection[str]
    milestones: Collection[str]

    def role(self, field: Field) -> str:
        return field.one_of(self.roles, kind="en rolle i denne rutinen")

    def milestone(self, field: Field) -> str:
        return field.one_of(self.milestones, kind="en milepæl i denne rutinen")

    def distinct_roles(self, field: Field | None) -> tuple[str, ...]:
        fields = list(field.items()) if field else []
        roles = [self.role(item) for item in fields]
        unique(zip(roles, fields, strict=True))
        return tuple(roles)


def _routine(document: Field) -> Routine:
    if document.value is None:
        document.refuse("filen er tom", f"Begynn med schema: {SCHEMA}")
    needed = ("schema", "id", "version", "title", "roles", "milestones", "meeting_points")
    if isinstance(document.value, dict) and "schema" in document.value:
        document.below("schema", document.value["schema"]).one_of(
            [SCHEMA], kind="et skjema som kan leses her"
        )
    parts = document.entries(needed, ["gatherings"])
    roles = tuple(_role(item) for item in _coded_items(parts["roles"]))
    milestones = tuple(_milestone(item) for item in _coded_items(parts["milestones"]))
    known = _Known([role.code for role in roles], [milestone.code for milestone in milestones])
    points = tuple(_meeting_point(item, known) for item in _coded_items(parts["meeting_points"]))
    codes = [point.code for point in points]
    return Routine(
        id=_matching(parts["id"], IDENTIFIER, "Bruk bare a–z, 0–9 og bindestrek, som kmv"),
        version=parts["version"].whole_number(least=1),
        title=_title(parts["title"]),
        roles=roles,
        milestones=milestones,
        meeting_points=points,
        gatherings=tuple(_gathering(item, codes) for item in _coded_items(parts.get("gatherings"))),
    )


def _coded_items(listing: Field | None) -> list[Field]:
    """The items of a list in which each code is used once."""
    items = list(listing.items()) if listing else []
    written = [
        (item, item.value["code"]) for item in items if isinstance(item.value, dict) and "code" in item.value
    ]
    unique((_code(field), field) for field in (item.below("code", code) for item, code in written))
    return items


def _code(field: Field) -> str:
    code = field.text()
    if any(letter.isspace() for letter in code):
        field.refuse("koden har mellomrom", "Skriv koden uten mellomrom, som earlier_education")
    return code


def _matching(field: Field, pattern: re.Pattern[str], remedy: str) -> str:
    text = field.text()
    if not pattern.fullmatch(text):
        field.refuse("skrivemåten kan ikke brukes", remedy)
    return text


def _title(field: Field) -> Title:
    words = field.mapping('Skriv språk og tekst: {nb: "…"}')
    if NORWEGIAN not in words:
        field.below(NORWEGIAN, None).refuse("teksten på bokmål mangler", 'Legg til nb: "…"')
    for language, text in words.items():
        if not LANGUAGE.fullmatch(language):
            text.refuse("dette er ikke en språkkode", "Bruk koder som nb, nn, en, ar")
    return Title(tuple((language, text.text()) for language, text in words.items()))


def _role(item: Field) -> Role:
    parts = item.entries(("code", "title", "level"))
    level = Level(parts["level"].one_of(Level, kind="et nivå"))
    return Role(code=_code(parts["code"]), title=_title(parts["title"]), level=level)


def _milestone(item: Field) -> Milestone:
    parts = item.entries(("code", "title"))
    return Milestone(code=_code(parts["code"]), title=_title(parts["title"]))


def _gathering(item: Field, points: Collection[str]) -> Gathering:
    parts = item.entries(("code", "title", "before"))
    before = parts["before"].one_of(points, kind="et møtepunkt i denne rutinen")
    return Gathering(code=_code(parts["code"]), title=_title(parts["title"]), before=before)


def _meeting_point(item: Field, known: _Known) -> MeetingPoint:
    needed = ("code", "title", "due", "responsible", "calls", "interpreter")
    optional = ("window", "repeat", "also_on", "applies_when", "may_call", "books", "agenda")
    parts = item.entries(needed, optional)
    return MeetingPoint(
        code=_code(parts["code"]),
        title=_title(parts["title"]),
        due=_anchor(parts["due"], known),
        window=_window(parts.get("window")),
        repeat=_repeat(parts["repeat"], known) if "repeat" in parts else None,
        also_on=_triggers(parts.get("also_on")),
        applies_when=_condition(parts["applies_when"], known) if "applies_when" in parts else Condition(),
        responsible=known.role(parts["responsible"]),
        calls=known.distinct_roles(parts["calls"]),
        may_call=known.distinct_roles(parts.get("may_call")),
        interpreter=Interpreter(parts["interpreter"].one_of(Interpreter, kind="et svar her")),
        books=_books(parts["books"], known) if "books" in parts else Books(),
        agenda=tuple(_agenda_item(item) for item in _coded_items(parts.get("agenda"))),
    )


def _span(field: Field | None, *, least: int | None = None) -> Span:
    """Years, months, weeks and days; nothing written is no distance."""
    if field is None:
        return Span()
    parts = field.entries((), UNITS)
    return Span(**{unit: number.whole_number(least=least) for unit, number in parts.items()})


def _anchor(field: Field, known: _Known) -> Anchor:
    parts = field.entries(("milestone",), ("offset",))
    return Anchor(milestone=known.milestone(parts["milestone"]), offset=_span(parts.get("offset")))


def _window(field: Field | None) -> Window:
    parts: Mapping[str, Field] = field.entries((), ("before", "after")) if field else {}
    usual = Window()
    return Window(
        before=_span(parts["before"], least=0) if "before" in parts else usual.before,
        after=_span(parts["after"], least=0) if "after" in parts else usual.after,
    )


def _repeat(field: Field, known: _Known) -> Repeat:
    parts = field.entries(("every", "until"))
    every = _span(parts["every"], least=0)
    if every == Span():
        parts["every"].refuse("gjentakelsen kommer aldri videre", "Skriv minst én dag, som {months: 6}")
    return Repeat(every=every, until=_anchor(parts["until"], known))


def _triggers(field: Field | None) -> tuple[ConcernTrigger, ...]:
    items = [item.entries(("concern", "within")) for item in field.items()] if field else []
    unique((_code(parts["concern"]), parts["concern"]) for parts in items)
    return tuple(
        ConcernTrigger(concern=_code(parts["concern"]), within=_span(parts["within"], least=0))
        for parts in items
    )


def _condition(field: Field, known: _Known) -> Condition:
    parts = field.entries((), ("has_milestone", "lacks_milestone"))
    return Condition(**{key: known.milestone(code) for key, code in parts.items()})


def _books(field: Field, known: _Known) -> Books:
    parts = field.entries((), ("interpreter", "room"))
    return Books(**{key: known.role(role) for key, role in parts.items()})


def _agenda_item(item: Field) -> AgendaItem:
    parts = item.entries(("code", "title", "answer"), ("fills",))
    fills = None
    if "fills" in parts:
        fills = _matching(parts["fills"], FILLS, "Skriv feltet med punktum imellom, som mapping.education")
    answer = Answer(parts["answer"].one_of(Answer, kind="en slags svar"))
    return AgendaItem(code=_code(parts["code"]), title=_title(parts["title"]), answer=answer, fills=fills)
