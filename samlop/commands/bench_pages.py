"""`samlop bench pages`: what the pages cost with few and with many participants, beside the least a page can cost."""

import json
import sys
import warnings
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import product
from statistics import median
from typing import TYPE_CHECKING

from samlop.commands.command_line import CommandError, Options, carry_out, write_text

if TYPE_CHECKING:
    from samlop.commands.bench_subjects import Page, Visits

SCHEMA = "samlop/bench-pages/1"
SIZES = (600, 60_000)
ROUNDS = 60
QUERIES_ALLOWED, RATIO_ALLOWED, GROWTH_ALLOWED = 12, 3.0, 1.2
URLCONF = "samlop.commands.bench_urls"
EXAMPLE = "samlop bench pages --participants 600,60000 --rounds 60"
HELP = f"""samlop bench pages [--participants FÅ,MANGE] [--rounds ANTALL] [--pages NAVN,NAVN] [--keep]

Måler sidene i Samløp slik nettleseren får dem: gjennom hele nettjeneren, innlogget som rollen samlop_web i en
database med få og en med mange oppdiktede deltakere. Hver side måles vekselvis med en innlogget side som leser én rad.

  --participants FÅ,MANGE   hvor mange deltakere ({SIZES[0]},{SIZES[1]})
  --rounds ANTALL           hvor mange ganger hver side hentes i hver database ({ROUNDS})
  --pages NAVN,NAVN         bare disse sidene
  --keep                    lar databasene stå, så neste måling slipper å fylle dem
  --help                    viser denne teksten

DATABASE_URL er rollen som måles, OWNER_DATABASE_URL en superbruker som lager databasene.
./dev bench pages ordner begge.

Eksempel:
  {EXAMPLE}

Svaret er JSON ({SCHEMA}) på standard ut. Kravene: høyst {QUERIES_ALLOWED} spørringer og like mange i begge, høyst
{RATIO_ALLOWED:.0f} ganger siden som leser én rad, og høyst {GROWTH_ALLOWED} ganger så lang tid med mange som med få.
"""


@dataclass
class Measured:
    """What one page took in one database, in the order it was visited, with the page beside it."""

    seconds: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    statements: set[int] = field(default_factory=set)
    packed_bytes: int = 0


def main(arguments: Sequence[str]) -> int:
    """Measures and prints the figures."""
    return carry_out("bench pages", lambda: _answer(arguments))


def _answer(arguments: Sequence[str]) -> None:
    if "--help" in arguments or "-h" in arguments:
        write_text(HELP)
        return
    options = Options(example=EXAMPLE)
    options.add_argument("--participants", default=",".join(map(str, SIZES)))
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--pages", default="")
    options.add_argument("--keep", action="store_true")
    given = options.read(arguments)
    sizes = _sizes(given.participants)
    if given.rounds < 1:
        raise CommandError(f"antall runder må være 1 eller mer. Skriv slik: {EXAMPLE}")
    figures = _measure(sizes, rounds=given.rounds, names=given.pages, keep=given.keep)
    write_text(json.dumps(figures, indent=2) + "\n")


def _sizes(text: str) -> tuple[int, int]:
    words = text.split(",")
    if len(words) != len(SIZES) or not all(word.strip().isdigit() for word in words):
        raise CommandError(f"«{text}» er ikke to antall med komma mellom. Skriv slik: {EXAMPLE}")
    few, many = map(int, words)
    if not 30 <= few < many:
        raise CommandError(
            f"det minste antallet må være 30 eller mer, og det andre større. Skriv slik: {EXAMPLE}"
        )
    return few, many


def _measure(sizes: tuple[int, int], *, rounds: int, names: str, keep: bool) -> dict[str, object]:
    """Makes the databases and measures in them; nothing else is imported before Django is set up."""
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = URLCONF
    settings.PARTICIPANT_NAMESPACES = (*settings.PARTICIPANT_NAMESPACES, "bench")
    from django.core.wsgi import get_wsgi_application
    from django.utils.timezone import localdate

    from samlop.commands.bench_databases import require_web_role, scratch
    from samlop.commands.bench_subjects import Visits, chosen_pages, rows_in

    pages, today = chosen_pages(names), localdate()
    warnings.filterwarnings("ignore", message="No directory at")  # Collected files are not what is measured.
    application = get_wsgi_application()
    with ExitStack() as stack:
        places = [stack.enter_context(scratch(size, today, keep=keep, tell=_tell)) for size in sizes]
        role = require_web_role(places[0])
        rows = {str(place.participants): rows_in(place) for place in places}
        visits = {place.participants: Visits(application, place) for place in places}
        told = [_figures(code, found) for code, found in _visited(pages, visits, rounds=rounds).items()]
    return {
        "schema": SCHEMA,
        "participants": list(sizes),
        "rounds": rounds,
        "role": role,
        "rows": rows,
        "allowed": {"queries": QUERIES_ALLOWED, "ratio": RATIO_ALLOWED, "growth": GROWTH_ALLOWED},
        "pages": told,
        "within": all(page["within"] for page in told),
    }


def _visited(
    pages: Sequence["Page"], visits: Mapping[int, "Visits"], *, rounds: int
) -> dict[str, dict[int, Measured]]:
    """Every page in every database: first warmed and counted, then timed in turn with all the others."""
    found = {page.code: {size: Measured() for size in visits} for page in pages}
    for page, size in product(pages, visits):
        _tell(f"varmer opp {page.code} med {size} deltakere")
        visits[size].count(page, found[page.code][size])
    for number in range(rounds):
        _tell(f"måler, runde {number + 1} av {rounds}")
        for page, size in product(pages, visits):
            visits[size].time(page, found[page.code][size], number=number)
    return found


def _figures(code: str, found: Mapping[int, Measured]) -> dict[str, object]:
    """The figures of one page, and which goals it misses."""
    few, many = sorted(found)
    queries = {size: max(found[size].statements) for size in found}
    ratio = max(median(one.seconds) / median(one.beside) for one in found.values())
    growth = median(found[many].seconds) / median(found[few].seconds)
    misses = [
        *(["queries"] if max(queries.values()) > QUERIES_ALLOWED else []),
        *(["same_queries"] if queries[few] != queries[many] else []),
        *(["ratio"] if ratio > RATIO_ALLOWED else []),
        *(["growth"] if growth > GROWTH_ALLOWED else []),
    ]
    return {
        "page": code,
        "queries": {str(size): number for size, number in queries.items()},
        "ratio": round(ratio, 2),
        "growth": round(growth, 2),
        "milliseconds": {str(size): _times(one.seconds) for size, one in found.items()},
        "one_row_milliseconds": {str(size): _times(one.beside) for size, one in found.items()},
        "first_visit_milliseconds": {str(size): _times(one.first) for size, one in found.items()},
        "packed_kilobytes": round(found[many].packed_bytes / 1000, 1),
        "misses": misses,
        "within": not misses,
    }


def _times(seconds: Sequence[float]) -> dict[str, float]:
    return {"median": round(median(seconds) * 1000, 2), "least": round(min(seconds) * 1000, 2)}


def _tell(line: str) -> None:
    """Says how far it has come, on one line where a person watches and not at all elsewhere."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line[:100]}")
        sys.stderr.flush()
