"""Finds the command that was asked for and runs it."""

import importlib
import os
from collections.abc import Sequence

from samlop.commands.command_line import CommandError, carry_out, write_text

COMMANDS = {
    "due": ("samlop.commands.due", "regner ut hvilke møter som skal holdes, fra to filer og uten database"),
    "import": ("samlop.commands.import_command", "leser inn deltakere fra en fil"),
    "merge": ("samlop.commands.merge_command", "avslutter en etat som går inn i en annen"),
    "demo": ("samlop.demo.command", "fyller databasen med den oppdiktede regionen"),
    "worker": ("samlop.commands.worker", "leverer det som venter på å sendes ut"),
    "setup": ("samlop.commands.setup", "bringer tabellene og tilgangsreglene på nivå med programmet"),
    "bench": ("samlop.commands.bench", "måler, og svarer med tallene som JSON"),
    "messages": ("samlop.commands.messages", "ser etter at oversettelsene er hele"),
}
HELP_WORDS = ("-h", "--help", "help")


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code: 0 well, 2 refused with one line that says why."""
    name, *rest = arguments or HELP_WORDS[:1]
    if name in HELP_WORDS:
        return carry_out("--help", lambda: write_text(_overview()))
    if name not in COMMANDS:
        return carry_out(name, _refuse)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    module = importlib.import_module(COMMANDS[name][0])
    code: int = module.main(rest)
    return code


def _overview() -> str:
    lines = [f"  samlop {name:<9} {purpose}" for name, (_module, purpose) in COMMANDS.items()]
    return "\n".join(["Samløp på kommandolinjen. Hver kommando har --help med et eksempel.", "", *lines, ""])


def _refuse() -> None:
    raise CommandError(f"kommandoen finnes ikke. Velg blant {', '.join(COMMANDS)}.")
