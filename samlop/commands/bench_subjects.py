"""Which pages are measured, whose they are, and the visits that measure them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from samlop.commands.bench_course import HELD_PLACES, PLACES, SEATS
from samlop.commands.bench_databases import Scratch
from samlop.commands.bench_filling import count
from samlop.commands.bench_region import REGION
from samlop.commands.bench_visits import (
    Answer,
    Application,
    made_up_id,
    sign_in_participant,
    sign_in_staff,
    visit,
)
from samlop.commands.command_line import CommandError
from samlop.participants.models import Membership, Participant

VISITED = 20
"""How many different people's pages are visited in turn, in each database."""

NOBODY, FILE, MEETING = "nobody", "file", "meeting"
EVERY_PLACE = tuple(range(PLACES))


@dataclass(frozen=True)
class Page:
    """One kind of page: its address, what it is about, who looks at it, and where on the road."""

    code: str
    route: str
    about: str = FILE
    own: bool = False
    places: tuple[int, ...] = EVERY_PLACE


PAGES = (
    Page("day", "desk:day", NOBODY),
    Page("participant", "desk:participant"),
    Page("meeting", "routines:meeting", MEETING, places=HELD_PLACES),
    Page("hold", "routines:hold", MEETING, places=HELD_PLACES),
    Page("plan", "plans:plan"),
    Page("road", "portal:road", NOBODY, own=True),
)


def chosen_pages(names: str) -> Sequence[Page]:
    """The pages asked for by name, or all of them."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    known = {page.code: page for page in PAGES}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise CommandError(f"ingen side heter «{unknown[0]}». Velg blant {', '.join(known)}.")
    return [known[name] for name in wanted] or PAGES


@dataclass(frozen=True)
class Subject:
    """One participant whose pages are visited, and where they stand in the made-up country."""

    number: int

    @property
    def block(self) -> int:
        """The caseload the participant is in."""
        return (self.number - 1) // PLACES

    @cached_property
    def pk(self) -> UUID:
        """The participant's identifier."""
        return made_up_id("participant", self.number)

    @property
    def held_meeting(self) -> UUID:
        """The meeting that is held and not agreed, of those who stand where there is one."""
        order = HELD_PLACES.index((self.number - 1) % PLACES) + 1
        return made_up_id("meeting", self.number * 4 + order)


class Figures(Protocol):
    """What visits write down."""

    seconds: list[float]
    beside: list[float]
    first: list[float]
    statements: set[int]
    packed_bytes: int


class Visits:
    """The visits to one database's pages, by the same people in turn."""

    def __init__(self, application: Application, place: Scratch) -> None:
        """Signs everybody in who will look."""
        self._application = application
        self._place = place
        self._sessions: dict[tuple[bool, int], str] = {}
        place.enter(as_owner=True)
        self._names = {one.pk: str(one) for one in Participant.objects.all()[: place.participants]}
        place.enter()

    def subject(self, page: Page, number: int) -> Subject:
        """The participant of one visit: spread over all caseloads, and over the places the page asks for."""
        blocks = self._place.participants // PLACES
        block = (number % VISITED) * blocks // VISITED
        return Subject(block * PLACES + page.places[number % VISITED % len(page.places)] + 1)

    def count(self, page: Page, figures: Figures) -> None:
        """Visits each page before any is compared: are the right words there, and how many statements were sent?

        The first visit by this process is kept apart: its map is not drawn yet, and its routine not read.
        """
        self._place.enter()
        for number in range(VISITED):
            subject = self.subject(page, number)
            self._one_row(page, subject)
            figures.first.append(self._visit(page, subject).seconds)
            answer = self._visit(page, subject, counted=True)
            self._require_name(page, subject, answer)
            figures.statements.add(answer.statements)
            figures.packed_bytes = max(figures.packed_bytes, len(answer.body))

    def time(self, page: Page, figures: Figures, *, number: int) -> None:
        """Times one visit and the page that reads one row, right after each other, now one first and now the other."""
        self._place.enter()
        subject = self.subject(page, number)
        if number % 2:
            figures.beside.append(self._one_row(page, subject).seconds)
            figures.seconds.append(self._visit(page, subject).seconds)
        else:
            figures.seconds.append(self._visit(page, subject).seconds)
            figures.beside.append(self._one_row(page, subject).seconds)

    def _visit(self, page: Page, subject: Subject, *, counted: bool = False) -> Answer:
        about = {
            NOBODY: [],
            FILE: [subject.pk],
            MEETING: [subject.held_meeting] if page.about == MEETING else [],
        }
        try:
            address = reverse(page.route, args=about[page.about])
        except NoReverseMatch:
            raise CommandError(f"siden {page.code} har ingen adresse som heter {page.route}.") from None
        return visit(self._application, address, session=self._session(page, subject), counted=counted)

    def _one_row(self, page: Page, subject: Subject) -> Answer:
        address = reverse("bench:one_row", args=[subject.pk])
        return visit(self._application, address, session=self._session(page, subject))

    def _session(self, page: Page, subject: Subject) -> str:
        who = subject.number if page.own else subject.block
        if (page.own, who) not in self._sessions:
            self._sessions[page.own, who] = self._sign_in(page, subject)
        return self._sessions[page.own, who]

    def _sign_in(self, page: Page, subject: Subject) -> str:
        if page.own:
            person = made_up_id("person", subject.number)
            return sign_in_participant(person, participant=subject.pk)
        return sign_in_staff(made_up_id("employment", subject.block * len(SEATS)))

    def _require_name(self, page: Page, subject: Subject, answer: Answer) -> None:
        """A page that shows nobody measures nothing."""
        expected = [self._names[subject.pk]]
        if page.about == NOBODY and not page.own:
            caseload = range(subject.block * PLACES + 1, (subject.block + 1) * PLACES + 1)
            expected = [self._names[made_up_id("participant", number)] for number in caseload]
        if not any(name in answer.text for name in expected):
            raise CommandError(f"siden {page.code} viser ikke {expected[0]}: målingen ville ikke gjelde noe.")


def rows_in(place: Scratch) -> dict[str, int]:
    """The rows of every table, counted; too few end the benchmark before it measures emptiness."""
    place.enter(as_owner=True)
    tables = {rows.model._meta.db_table: rows.model for rows in REGION}
    found = {name: count(model) for name, model in sorted(tables.items())}
    empty = [name for name, number in found.items() if not number]
    seats = Membership.objects.count()
    if (
        empty
        or found["participants_participant"] != place.participants
        or seats != place.participants * len(SEATS)
    ):
        raise CommandError(
            f"{place.name} er ikke fylt: {', '.join(empty) or 'feil antall deltakere'}. Kjør uten --keep."
        )
    return found
