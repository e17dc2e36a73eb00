"""`samlop import participants`: a table of participants into the database, tried first and then for good."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samlop.commands.command_line import CommandError, Options, carry_out, write_text

if TYPE_CHECKING:
    from samlop.access.models import Organisation
    from samlop.commands.import_report import Report
    from samlop.participants.import_actions import Totals

EXAMPLE = "samlop import participants DELTAKERE.csv --organisation 312345676"
HAS_PROBLEMS = 1
HELP = f"""samlop import participants FIL.csv --organisation NUMMER|NAVN|ID [--commit] [--all]

Leser en tabell med deltakere. Uten --commit blir ingenting lagret: du ser rad for rad hva som ville skjedd.
Med --commit lagres alt, eller ingenting hvis en rad er feil. Samme fil to ganger endrer ingenting.

  FIL.csv              én deltaker på hver linje, UTF-8; se docs/import.md
  --organisation HVEM  hvem deltakerne registreres hos: organisasjonsnummer, navn eller id
  --commit             lagre
  --all                vis alle rader, ikke bare de første
  --help               viser denne teksten

Eksempel:
  {EXAMPLE}
  {EXAMPLE} --commit

Slutter med 0 når alt er i orden, 1 når en rad er feil, og 2 når filen eller databasen ikke kan brukes.
"""


def main(arguments: Sequence[str]) -> int:
    """Tries or carries out the import, and says which rows are wrong."""
    problems: list[int] = []
    code = carry_out("import", lambda: problems.append(_import(list(arguments))))
    return code or (HAS_PROBLEMS if any(problems) else 0)


def _import(arguments: list[str]) -> int:
    if not arguments or {"--help", "-h"} & set(arguments):
        write_text(HELP)
        return 0
    options = Options(example=EXAMPLE)
    options.add_argument("what", nargs="?")
    options.add_argument("file", nargs="?")
    options.add_argument("--organisation")
    options.add_argument("--commit", action="store_true")
    options.add_argument("--all", action="store_true")
    given = options.read(arguments, needed=("organisation",))
    if given.what != "participants" or given.file is None:
        raise CommandError(f"si hva som skal leses, og fra hvilken fil. Skriv slik: {EXAMPLE}")
    _begin()
    with _norwegian():
        return _guarded(lambda: _run(given))


def _begin() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def _norwegian() -> Any:
    from django.utils.translation import override

    return override("nb")


def _guarded(work: Callable[[], int]) -> int:
    """What the database refuses becomes one line."""
    from django.db import DatabaseError, IntegrityError, OperationalError

    try:
        return work()
    except OperationalError:
        raise CommandError("databasen svarer ikke. Se at den går, og at DATABASE_URL er riktig.") from None
    except IntegrityError:
        raise CommandError("noen andre endret det samme samtidig. Ingenting er lagret. Prøv igjen.") from None
    except DatabaseError as refused:
        raise CommandError(_why_refused(refused)) from None


def _why_refused(refused: Exception) -> str:
    if type(refused.__cause__).__name__ == "UndefinedTable":
        return "tabellene finnes ikke. Kjør samlop setup først."
    return "databasen gir ikke lov. Kjør importen som samlop_worker, ikke som nettstedet."


def _run(given: Any) -> int:
    from django.utils.timezone import localdate

    from samlop.commands.import_report import Report
    from samlop.kernel.acting import acting_as
    from samlop.kernel.actor import system_actor
    from samlop.participants.import_actions import IMPORT, Outcome
    from samlop.participants.import_problems import FileRejected
    from samlop.participants.import_words import file_in_words

    with acting_as(system_actor(IMPORT)):
        organisation = _organisation(given.organisation)
    report = Report(Path(given.file), show_all=given.all)
    try:
        with acting_as(system_actor(IMPORT, organisation_id=organisation.pk)) as actor:
            totals = _read(given, organisation, actor=actor, report=report, today=localdate())
    except FileRejected as rejected:
        report.stop()
        raise CommandError(f"{given.file}: {file_in_words(rejected)}") from None
    report.sum_up(totals, organisation=organisation, commit=given.commit)
    return totals[Outcome.REFUSED]


def _read(given: Any, organisation: "Organisation", *, actor: Any, report: "Report", today: Any) -> "Totals":
    from samlop.participants.import_actions import import_participants
    from samlop.participants.importing import open_table, read_participants

    with open_table(Path(given.file)) as file:
        reader = read_participants(file, today=today)
        rows = report.following(reader)
        return import_participants(
            actor, rows, organisation=organisation, today=today, commit=given.commit, tell=report.tell
        )


def _organisation(wanted: str) -> "Organisation":
    """The organisation meant, by number, name or id; one that is merged away names its successor."""
    from django.utils.timezone import localdate

    from samlop.commands.organisations import organisations_meant, unknown

    found = organisations_meant(wanted)
    existing = [one for one in found if localdate() in one.period]
    if len(existing) == 1:
        return existing[0]
    if len(existing) > 1:
        names = ", ".join(sorted(str(one.pk) for one in existing))
        raise CommandError(f"--organisation: flere heter «{wanted}». Oppgi id: {names}")
    if found:
        successor = found[0].successor
        instead = f" Bruk {successor.name} ({successor.orgnr})." if successor else ""
        raise CommandError(f"--organisation: {found[0].name} er ikke lenger til.{instead}")
    raise unknown("organisation", wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
