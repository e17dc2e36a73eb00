"""Samløp's processes as they run in earnest, on a PostgreSQL of their own, and the ways to kill them."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import postgres
from tools.children import Child, Family, Interruption, wait_for_page
from tools.demo import web_command
from tools.places import PYTHON, ROOT, DataFolder
from tools.surroundings import OWNER, WEB, Addresses, demo_environment


@dataclass
class Machine:
    """One cluster and one web server, and what the prepared database holds."""

    folder: DataFolder
    settings: dict[str, str]
    port: int
    server: postgres.Server
    family: Family
    prepared: dict[str, Any]
    web: Child | None = None

    def environment(self, role: str) -> dict[str, str]:
        """What a process of this role finds in its environment."""
        return demo_environment(self.folder, Addresses.of(self.server), role=role)

    def start_web(self) -> None:
        """Starts the web server as a process group of its own, and waits for its first page."""
        log = self.folder.path / "web.log"
        own = self.environment(WEB)
        self.web = self.family.start("The web server", web_command(self.port), log=log, environment=own)
        wait_for_page(self.web, f"http://127.0.0.1:{self.port}/logg-inn/")

    def kill_web(self) -> None:
        """Kills the web server with all its workers; nothing is told, nothing is finished."""
        assert self.web is not None
        os.killpg(self.web.process.pid, signal.SIGKILL)
        self.web.process.wait()
        self.family.children.remove(self.web)

    def kill_database(self) -> None:
        """Kills every process of the cluster at once; what only they remembered is gone."""
        for pid in (self.server.pid, *_children_of(self.server.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.server.pid, 0)
        self.server.in_use.close()

    def start_database(self) -> None:
        """Starts the cluster again, which recovers from its log."""
        self.server = postgres.ensure_running(self.folder.path, settings=self.settings)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """What the database answers, each row by the names of its columns."""
        lines = self.server.ask(f"SELECT to_json(r) FROM ({sql}) r", database=postgres.DATABASE)
        return [json.loads(line) for line in lines]


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Machine]:
    """A prepared machine; it is gone afterwards, whatever happened to it."""
    home = DataFolder(folder)
    home.open()
    server = postgres.ensure_running(folder, settings=settings)
    machine = Machine(home, settings, _free_port(), server, Family(Interruption()), prepared={})
    try:
        _run(machine, "-m", "samlop", "setup")
        machine.prepared = json.loads(_run(machine, "-m", "tests.crash.prepare"))
        machine.start_web()
        yield machine
    finally:
        machine.family.stop()
        machine.server.in_use.close()
        postgres.remove(folder)


def _run(machine: Machine, *words: str) -> str:
    ended = subprocess.run(
        [PYTHON, *words],
        env=machine.environment(OWNER),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def _children_of(pid: int) -> list[int]:
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = (line.split() for line in listing.splitlines())
    return [int(child) for child, parent in pairs if int(parent) == pid]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
