"""`samlop merge`: ends an organisation and names who carries on, tried first and then for good."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from samlop.commands.command_line import CommandError, Options, carry_out, write_text

EXAMPLE = 'samlop merge --ended "NAV Mandal" --successor "NAV Lindesnes" --day 2027-01-01'
HELP = f"""samlop merge --ended HVEM --successor HVEM --day DAG [--commit]

Avslutter en etat og sier hvem som fører den videre. Ansettelsene der slutter samme dag. Deltakerne som ble tatt imot
der, egne notater og arkivkopier blir den nye etatens. Ingenting flyttes eller får nytt navn. Uten --commit blir
ingenting lagret.

  --ended HVEM      etaten som slutter: organisasjonsnummer, navn eller id
  --successor HVEM  etaten som fører den videre, og som alt finnes
  --day DAG         den første dagen etaten ikke lenger finnes, som 2027-01-01
  --commit          lagre
  --help            viser denne teksten

DATABASE_URL er rollen samlop_worker.

Eksempel:
  {EXAMPLE}
  {EXAMPLE} --commit
"""


def main(arguments: Sequence[str]) -> int:
    """Tries or carries out the merger."""
    return carry_out("merge", lambda: _merge(list(arguments)))


def _merge(arguments: list[str]) -> None:
    if not arguments or {"--help", "-h"} & set(arguments):
        write_text(HELP)
        return
    options = Options(example=EXAMPLE)
    for name in ("--ended", "--successor", "--day"):
        options.add_argument(name)
    options.add_argument("--commit", action="store_true")
    given = options.read(arguments, needed=("ended", "successor", "day"))
    try:
        day = date.fromisoformat(given.day)
    except ValueError:
        raise CommandError(f"--day: «{given.day}» er ingen dag. Skriv den slik: 2027-01-01") from None

    import django

    django.setup()
    from django.db import DatabaseError, OperationalError

    try:
        _carry_out(given, day)
    except OperationalError:
        raise CommandError("databasen svarer ikke. Se at den går, og at DATABASE_URL er riktig.") from None
    except DatabaseError:
        raise CommandError("databasen gir ikke lov. Kjør kommandoen som samlop_worker.") from None


def _carry_out(given: Any, day: date) -> None:
    from django.db import transaction
    from django.utils.translation import override

    from samlop.access.actions import MERGE, merge_organisations
    from samlop.commands.organisations import the_one_meant
    from samlop.kernel.acting import acting_as
    from samlop.kernel.actor import system_actor
    from samlop.kernel.errors import RuleBroken

    with override("nb"), acting_as(system_actor(MERGE)) as actor:
        ended = the_one_meant("ended", given.ended)
        successor = the_one_meant("successor", given.successor)
        try:
            with transaction.atomic():
                merge_organisations(actor, ended, successor=successor, day=day)
                transaction.set_rollback(not given.commit)
        except RuleBroken as broken:
            raise CommandError(str(broken)) from None
    told = "Lagret" if given.commit else "Prøve: ingenting er lagret. Legg til --commit for å lagre"
    write_text(
        f"{told}. {ended} går inn i {successor} {day:%d.%m.%Y}. De som fortsetter, må få en ansettelse i {successor}.\n"
    )
