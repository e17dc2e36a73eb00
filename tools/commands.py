"""The commands of `./dev`, and what it says when one of them cannot go on."""

import argparse
import contextlib
import errno
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import packages, postgres, system, testing, translations
from tools.children import Interruption
from tools.demo import Wish, default_folder, demo
from tools.places import CACHE, PYTHON, ROOT, DataFolder
from tools.programs import Command, run_in_terminal
from tools.surroundings import OWNER, WEB, WORKER, Addresses, database_is_given, demo_environment
from tools.terminal import Problem, Stopped, say

HELP = """\
Samløp, for developers. Needs Python 3.11 and installs the rest into this folder.

  ./dev demo [--port 8000] [--data DIR] [--reset]   a fictional region on http://localhost:8000/
  ./dev test [what pytest understands]              all tests, a real browser among them
  ./dev check                                       layout, style, types, contracts, translations
  ./dev bench [name]                                measurements, as JSON
  ./dev samlop …                                    Samløp's own commands: ./dev samlop --help
  ./dev manage …                                    Django's commands, as the owner of the tables
  ./dev messages                                    collect the texts to translate into locale/

Environment: DATABASE_URL uses a PostgreSQL of your own instead of the embedded one (OWNER_DATABASE_URL
names the role that may make tables); SAMLOP_DEMO names the folder of the region for samlop and manage.
"""
LANGUAGES = ("nn", "en", "ar")
# These compute from files alone, so no database is started for them.
FROM_FILES = ("due", "messages", "rounds", "statistics", "economy", "settlement")


def run(arguments: Sequence[str]) -> int:
    """Run one command; whatever stops it is told in one line."""
    name, *rest = arguments or ["help"]
    Interruption().arm()
    try:
        return _command(name)(rest)
    except Problem as problem:
        return _refuse(str(problem))
    except (Stopped, KeyboardInterrupt):
        say("\nStopped.")
        return 130
    except OSError as refusal:
        if refusal.errno == errno.ENOSPC:
            return _refuse(f"The disk is full: free some space (df -h {ROOT}) and run again")
        return _refuse(f"{refusal.strerror or refusal}: {refusal.filename or 'no file named'}")


def _refuse(line: str) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"dev: {line}\n")
    return 1


def _command(name: str) -> Callable[[Sequence[str]], int]:
    known: dict[str, Callable[[Sequence[str]], int]] = {
        "demo": _demo,
        "test": testing.test,
        "check": lambda _rest: testing.check(),
        "bench": _bench,
        "samlop": _samlop,
        "manage": _manage,
        "messages": _messages,
    }
    if name in ("help", "--help", "-h"):
        return _help
    if name not in known:
        raise Problem(f"there is no command {name!r}: ./dev help lists them")
    return known[name]


def _help(_rest: Sequence[str]) -> int:
    sys.stdout.write(HELP)
    return 0


def _demo(rest: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./dev demo", description="Serve a fictional region on this machine."
    )
    parser.add_argument("--port", type=_port, default=8000, help="where the browser finds it (8000)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder that holds the region (.demo)")
    parser.add_argument("--reset", action="store_true", help="remove the region first and load it anew")
    wish = parser.parse_args(rest)
    folder = DataFolder(wish.data.expanduser().resolve()) if wish.data else default_folder()
    demo(Wish(folder=folder, port=wish.port, reset=wish.reset))
    return 0


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: use a number between 1 and 65535")
    return int(text)


def _bench(rest: Sequence[str]) -> int:
    return _with_database(
        [PYTHON, "-m", "samlop", "bench", *rest], role=WEB, folder=DataFolder(CACHE / "bench")
    )


def _samlop(rest: Sequence[str]) -> int:
    command: Command = [PYTHON, "-m", "samlop", *rest]
    if _needs_database(rest):
        return _with_database(command, role=WORKER, folder=default_folder())
    return _without_database(command)


def _needs_database(rest: Sequence[str]) -> bool:
    return bool(rest) and rest[0] not in FROM_FILES and not {"--help", "-h", "help"} & set(rest)


def _manage(rest: Sequence[str]) -> int:
    return _with_database([PYTHON, ROOT / "manage.py", *rest], role=OWNER, folder=default_folder())


def _messages(rest: Sequence[str]) -> int:
    system.require(system.GETTEXT)
    left_out = [
        word
        for folder in (".venv", "node_modules", ".demo", ".cache", "tests")
        for word in ("--ignore", folder)
    ]
    languages = [word for language in LANGUAGES for word in ("--locale", language)]
    command: Command = ["makemessages", "--no-wrap", "--add-location", "file", *languages, *left_out, *rest]
    return _without_database([PYTHON, ROOT / "manage.py", *command])


def _with_database(command: Command, *, role: str, folder: DataFolder) -> int:
    """Run a command in a region's environment; its database runs at least as long as the command."""
    _install_quietly()
    folder.open()
    if database_is_given():
        return run_in_terminal(command, demo_environment(folder, Addresses.given(), role=role))
    server = postgres.ensure_running(folder.path)
    try:
        return run_in_terminal(command, demo_environment(folder, Addresses.of(server), role=role))
    finally:
        postgres.stop(server)


def _without_database(command: Command) -> int:
    """Run a command that asks no database; the address it is given leads nowhere."""
    _install_quietly()
    nowhere = "postgresql://nobody@127.0.0.1:9/not-needed"
    addresses = Addresses(owner=nowhere, web=nowhere, worker=nowhere)
    return run_in_terminal(command, demo_environment(default_folder(), addresses, role=WORKER))


def _install_quietly() -> None:
    """Install without a word when there is nothing to install, so that the output is the command's alone."""
    purpose = "base" if database_is_given() else "demo"
    with contextlib.redirect_stdout(sys.stderr):
        if not packages.is_installed(purpose):
            packages.install(purpose)
        translations.compile_all()
