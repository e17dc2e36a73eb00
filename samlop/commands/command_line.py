"""What every command owes its user: an answer, or one line about what is wrong and what would be right."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from errno import ENOSPC
from typing import BinaryIO

from samlop.routines.reading import one_line

BAD_INPUT = 2
INTERRUPTED = 130


class CommandError(Exception):
    """The command cannot be carried out; the message is the one line the user reads."""


class Options(argparse.ArgumentParser):
    """The options of a command, each written out in full; a wrong one is a `CommandError`."""

    def __init__(self, *, example: str) -> None:
        super().__init__(add_help=False, allow_abbrev=False, exit_on_error=False)
        self._example = example

    def read(self, arguments: Sequence[str], *, needed: Sequence[str] = ()) -> argparse.Namespace:
        """The options given; those needed are all there and none is unknown."""
        try:
            options, rest = self.parse_known_args(list(arguments))
        except argparse.ArgumentError as wrong:
            raise self._refusal(
                f"{wrong.argument_name or 'en opsjon'} har ingen verdi, eller en som ikke kan brukes"
            ) from None
        if rest:
            raise self._refusal(f"«{rest[0]}» er ukjent")
        missing = [f"--{name}" for name in needed if getattr(options, name.replace("-", "_")) is None]
        if missing:
            raise self._refusal(f"{' og '.join(missing)} mangler")
        return options

    def _refusal(self, problem: str) -> CommandError:
        return CommandError(f"{problem}. Skriv slik: {self._example}")


def carry_out(name: str, work: Callable[[], None]) -> int:
    """Does the work and gives the exit status; what the user can mend becomes one line on standard error."""
    try:
        work()
        return 0
    except CommandError as refusal:
        _say(f"samlop {name}: {refusal}")
    except BrokenPipeError:
        _let_go_of_output()
        _say(f"samlop {name}: mottakeren sluttet å lese før alt var skrevet. Ta imot hele svaret.")
    except OSError as broken:
        _let_go_of_output()
        reason = "disken er full" if broken.errno == ENOSPC else "skrivingen stanset"
        _say(f"samlop {name}: svaret kunne ikke skrives ({reason}). Skriv det et annet sted.")
    except KeyboardInterrupt:
        _let_go_of_output()
        return INTERRUPTED
    return BAD_INPUT


def output() -> BinaryIO:
    """Standard output for UTF-8 text, whatever the terminal believes about letters."""
    if sys.stdout is None:
        raise CommandError("svaret har ikke noe sted å skrives. Åpne standard ut.")
    return sys.stdout.buffer


def write_text(text: str) -> None:
    """Writes text to standard output."""
    output().write(text.encode())
    output().flush()


def file_refusal(file: str, broken: OSError) -> CommandError:
    """What is wrong with a file that cannot be read."""
    problems = {
        FileNotFoundError: ("filen finnes ikke", "Sjekk navnet og mappen"),
        IsADirectoryError: ("dette er en mappe", "Oppgi en fil i mappen"),
        PermissionError: ("filen kan ikke leses med dine rettigheter", "Gi deg selv leserett"),
    }
    problem, remedy = problems.get(type(broken), ("filen kan ikke leses", "Sjekk disken og prøv igjen"))
    return CommandError(f"{file}: {problem}. {remedy}.")


def _say(line: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(one_line(line) + "\n")


def _let_go_of_output() -> None:
    """Nobody reads any more: what is left must not be written, and not complained about, when Python ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
