"""`./dev test` and `./dev check`."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import packages, postgres, system, translations
from tools.places import PYTHON, ROOT, VENV
from tools.programs import Command, run_in_terminal
from tools.surroundings import Addresses, database_is_given, python_environment, test_environment
from tools.terminal import say, step

SOURCES = ("samlop", "config", "tools", "tests", "dev")


def test(arguments: Sequence[str]) -> int:
    """Run all tests on two cores, or those that the reader names."""
    _prepare()
    environment = python_environment() | {"SAMLOP_CHROMIUM": system.browser()}
    chosen = list(arguments) or ["-n", "2", "--dist", "loadgroup"]
    return run_in_terminal([PYTHON, "-m", "pytest", *chosen], environment, cwd=ROOT)


def _prepare() -> None:
    packages.install("dev")
    with step("Translations"):
        translations.compile_all()


@dataclass(frozen=True)
class Check:
    """One thing that must be in order."""

    title: str
    command: Sequence[str | Path]


def checks() -> list[Check]:
    """Everything that must be in order before a change is kept."""
    programs = VENV / "bin"
    manage: Command = [PYTHON, ROOT / "manage.py"]
    uncached = ["--cache-dir", os.devnull]  # With one, the types of unchanged models lose their managers.
    return [
        Check("Layout of code", [programs / "ruff", "format", "--check", *SOURCES]),
        Check("Style of code", [programs / "ruff", "check", "--output-format=concise", *SOURCES]),
        Check("Types", [programs / "mypy", *uncached]),
        Check("Import contracts", [programs / "lint-imports", "--no-cache"]),
        Check("Layout of templates", [programs / "djlint", "samlop", "--check", "--quiet"]),
        Check("Style of templates", [programs / "djlint", "samlop", "--lint", "--quiet"]),
        Check("Translations", [PYTHON, "-m", "samlop", "messages", "--check"]),
        Check("Migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check("Django's own checks", [*manage, "check", "--fail-level", "WARNING"]),
    ]


def check() -> int:
    """Run every check, also after one has failed, and tell how many did."""
    _prepare()
    with test_database() as environment:
        failed = [one.title for one in checks() if not _passes(one, environment)]
    if failed:
        say(f"\n{len(failed)} checks failed: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(one: Check, environment: Mapping[str, str]) -> bool:
    """Run one check: one line when it passes, all it says when it does not."""
    start = time.monotonic()
    ended = subprocess.run(
        one.command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    seconds = time.monotonic() - start
    said = (ended.stdout + ended.stderr).strip()
    summary = said.splitlines()[-1].strip() if said else ""
    if ended.returncode == 0:
        say(f"  ok      {one.title:<24} {seconds:5.1f} s  {summary[:70]}")
        return True
    say(f"  FAILED  {one.title:<24} {seconds:5.1f} s")
    say(said)
    return False


@contextmanager
def test_database() -> Iterator[dict[str, str]]:
    """The environment with the server of the tests in it, for as long as it is needed."""
    if database_is_given():
        yield test_environment(Addresses.given())
        return
    server = postgres.disposable_server()
    try:
        yield test_environment(Addresses.of(server))
    finally:
        postgres.stop(server)
