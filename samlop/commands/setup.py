"""`samlop setup`: brings the tables up to date and the database's copy of the access matrix with them."""

import os
from collections.abc import Sequence

from samlop.commands.command_line import CommandError, Options, carry_out, write_text

EXAMPLE = "OWNER_DATABASE_URL=postgresql://samlop_eier@localhost/samlop samlop setup"
HELP = f"""samlop setup

Bringer tabellene, radvernet og databasens kopi av tilgangsmatrisen på nivå med programmet. Kan trygt gjentas.

  --help   viser denne teksten

OWNER_DATABASE_URL er rollen som eier tabellene; uten den brukes DATABASE_URL. Programmet selv skal aldri eie dem.

Eksempel:
  {EXAMPLE}
"""


def main(arguments: Sequence[str]) -> int:
    """Migrates as the role that owns the tables, then writes the matrix; safe to repeat."""
    return carry_out("setup", lambda: _set_up(arguments))


def _set_up(arguments: Sequence[str]) -> None:
    if "--help" in arguments or "-h" in arguments:
        write_text(HELP)
        return
    Options(example=EXAMPLE).read(arguments)
    if owner := os.environ.get("OWNER_DATABASE_URL"):
        os.environ["DATABASE_URL"] = owner

    import django

    django.setup()
    from django.core.management import call_command
    from django.db import DatabaseError

    from samlop.access.actions import write_matrix

    try:
        call_command("migrate", interactive=False, verbosity=0)
        write_matrix()
    except DatabaseError as refused:
        remedy = "Sjekk adressen, og at rollen eier tabellene og får lage roller"
        raise CommandError(
            f"databasen sier nei: {_first_line(refused)}. {remedy} (OWNER_DATABASE_URL)."
        ) from refused


def _first_line(refusal: Exception) -> str:
    return (str(refusal).splitlines() or [type(refusal).__name__])[0].rstrip(".")
