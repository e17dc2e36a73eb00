"""Finds the command that was asked for and runs it."""

import importlib
import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "due": ("samlop.commands.due", "which meetings are due, from two files, without a server"),
    "import": ("samlop.commands.import_command", "read participants from a file"),
    "demo": ("samlop.demo.command", "load the fictional region"),
    "worker": ("samlop.commands.worker", "deliver what waits in the outbox"),
    "setup": ("samlop.commands.setup", "bring the tables up to date"),
    "bench": ("samlop.commands.bench", "measure, and print the figures as JSON"),
    "messages": ("samlop.commands.messages", "check that the translations are complete"),
}


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code: 0 well, 2 refused with one line that says why."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_overview())
        return 0
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"samlop: there is no command {name!r}; there are {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    module = importlib.import_module(COMMANDS[name][0])
    code: int = module.main(rest)
    return code


def _overview() -> str:
    lines = [f"  samlop {name:<10} {purpose}" for name, (_module, purpose) in COMMANDS.items()]
    return "\n".join(["Samløp on the command line. Each command has --help with an example.", "", *lines])
