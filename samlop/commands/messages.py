"""`samlop messages --check`: tells whether the translations are whole, one line for each fault."""

from collections.abc import Sequence
from pathlib import Path

from samlop.commands.command_line import Options, carry_out, write_text
from samlop.commands.message_catalogues import read_catalogue
from samlop.commands.message_faults import FOR_PARTICIPANTS, WHOLE, faults, is_met_by_participants
from samlop.commands.message_sources import sources

ROOT = Path(__file__).resolve().parents[2]

EXAMPLE = "samlop messages --check"
HELP = f"""samlop messages --check

Ser etter at alt som står i Samløp, er oversatt til nynorsk, og at det deltakerne møter, også er oversatt til
engelsk og arabisk. Hver feil blir én linje. Uten feil sier den hvor mange tekster hvert språk har.

  --check  ser etter, og ender med 1 når noe mangler
  --help   viser denne teksten

Eksempel:
  {EXAMPLE}
"""
FAULTS_FOUND = 1


def main(arguments: Sequence[str]) -> int:
    """Checks every catalogue; the exit status is 1 when a fault is found."""
    found: list[str] = []
    code = carry_out("messages", lambda: found.extend(_check(arguments)))
    return code or (FAULTS_FOUND if found else 0)


def _check(arguments: Sequence[str]) -> list[str]:
    if not arguments or {"--help", "-h"} & set(arguments):
        write_text(HELP)
        return []
    options = Options(example=EXAMPLE)
    options.add_argument("--check", action="store_true")
    options.read(arguments)
    return _tell()


def _tell() -> list[str]:
    """Writes every fault, or what each language holds."""
    found = sources(ROOT)
    seen: list[str] = []
    for language in (*WHOLE, *FOR_PARTICIPANTS):
        catalogue = read_catalogue(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
        seen.extend(faults(language, catalogue, found))
    met = sum(map(is_met_by_participants, found.values()))
    lines = seen or [
        f"{len(found)} tekster på nynorsk, {met} av dem også på engelsk og arabisk. Ingen mangler."
    ]
    write_text("\n".join([*lines, ""]))
    return seen
