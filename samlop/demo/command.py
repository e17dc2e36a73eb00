"""`samlop demo load`: puts the fictional region into an empty database."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import date

BAD_INPUT = 2
EXAMPLE = "samlop demo load --today 2026-11-22"
HELP = f"""samlop demo load [--today ÅÅÅÅ-MM-DD]

Legger demoregionen inn i en tom database: oppdiktede organisasjoner, ansatte og deltakere med møter og plan.
Kjøres som eieren av tabellene (OWNER_DATABASE_URL), én gang. Er regionen der alt, blir ingenting endret.

  --today DAG   dagen regionen skal stemme for; ellers i dag
  --help        viser denne teksten

Eksempel:
  {EXAMPLE}
"""


class Refused(Exception):
    """The region cannot be loaded; the message is the one line the user reads."""


def main(arguments: Sequence[str]) -> int:
    """Loads the region, or says in one line why not."""
    if not arguments or {"-h", "--help"} & set(arguments):
        print(HELP, end="")
        return 0 if arguments else BAD_INPUT
    try:
        _load(_read(arguments))
    except Refused as refusal:
        print(f"samlop demo: {refusal}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return 130
    return 0


def _read(arguments: Sequence[str]) -> str | None:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("what", choices=["load"])
    parser.add_argument("--today")
    try:
        options, unknown = parser.parse_known_args(list(arguments))
    except argparse.ArgumentError:
        raise Refused(f"det ble ikke forstått. Skriv slik: {EXAMPLE}") from None
    if unknown:
        raise Refused(f"«{unknown[0]}» er ukjent. Skriv slik: {EXAMPLE}")
    today: str | None = options.today
    return today


def _load(today: str | None) -> None:
    if owner := os.environ.get("OWNER_DATABASE_URL"):
        os.environ["DATABASE_URL"] = owner
    import django
    from django.conf import settings

    if settings.PRODUCTION:
        raise Refused("demoregionen finnes ikke i produksjon. Sett SAMLOP_ENVIRONMENT=demo.")
    django.setup()
    from django.utils.timezone import localdate

    _carry_out(_day(today) if today else localdate())


def _day(written: str) -> date:
    from samlop.demo.loading import EARLIEST, LATEST

    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise Refused(f"--today: «{written}» er ingen dag. Skriv den slik: 2026-11-22") from None
    if not EARLIEST <= day <= LATEST:
        raise Refused(f"--today: regionen kan lages for dager fra {EARLIEST} til {LATEST}.")
    return day


def _carry_out(today: date) -> None:
    from django.db import OperationalError, ProgrammingError

    from samlop.demo.loading import NotEmpty, load_region

    began = time.monotonic()
    try:
        loaded = load_region(today, tell=_tell)
    except NotEmpty:
        raise Refused(
            "databasen har alt organisasjoner eller deltakere som ikke er fra demoen. Bruk en tom."
        ) from None
    except OperationalError:
        raise Refused("databasen svarer ikke. Se at den går, og at OWNER_DATABASE_URL er riktig.") from None
    except ProgrammingError as problem:
        raise Refused(_why_refused(problem)) from None
    if loaded.rows:
        _tell(f"{loaded.rows} rader er lagt inn på {time.monotonic() - began:.1f} sekunder.")
    else:
        _tell(f"Demoregionen er alt lagt inn, for {loaded.today}. Ingenting er endret.")


def _why_refused(problem: Exception) -> str:
    if type(problem.__cause__).__name__ == "UndefinedTable":
        return "tabellene finnes ikke. Kjør samlop setup først."
    return "bare eieren av tabellene kan legge inn regionen. Oppgi eieren i OWNER_DATABASE_URL."


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
