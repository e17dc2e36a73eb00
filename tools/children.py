"""The processes of the demo: started with a log each, watched, and never left behind."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tools.programs import Command, telling_line
from tools.terminal import Problem, Stopped

PATIENCE = 15.0
DIE_WITH_PARENT = 1


@dataclass
class Interruption:
    """Turns Ctrl-C and a request to end into `Stopped`, but never in the middle of a shielded passage."""

    asked: bool = False
    shielded: bool = False

    def arm(self) -> None:
        """Listen from now on."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        again, self.asked = self.asked, True
        if not self.shielded and not again:
            raise Stopped

    @contextmanager
    def shield(self) -> Iterator[None]:
        """Finish a passage before listening again."""
        before, self.shielded = self.shielded, True
        asked_before = self.asked
        try:
            yield
        finally:
            self.shielded = before
        if self.asked and not asked_before and not self.shielded:
            raise Stopped


@dataclass(frozen=True)
class Child:
    """One process with everything it starts itself."""

    title: str
    process: "subprocess.Popen[bytes]"
    log: Path
    begin: int

    def said(self) -> str:
        """What it has said since it was started."""
        return self.log.read_bytes()[self.begin :].decode(errors="replace")

    def why(self) -> Problem:
        """Why it is not there any more."""
        return Problem(f"{self.title} stopped: {telling_line(self.said())} (log: {self.log})")


@dataclass
class Family:
    """All processes of one demo."""

    interruption: Interruption
    children: list[Child] = field(default_factory=list)

    def start(self, title: str, command: Command, *, log: Path, environment: Mapping[str, str]) -> Child:
        """Start a process that ends when we end, even if we are killed."""
        with self.interruption.shield(), log.open("ab") as output:
            begin = output.tell()
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                start_new_session=True,
                preexec_fn=_end_with_parent(),  # noqa: PLW1509 - the one thread beside ours only draws seconds
            )
            child = Child(title, process, log, begin)
            self.children.append(child)
        return child

    def watch(self) -> None:
        """Wait until one of them ends by itself, which none should."""
        while True:
            for child in self.children:
                if child.process.poll() is not None:
                    raise child.why()
            time.sleep(0.2)

    def stop(self) -> None:
        """End them all: asked first, made to after a while."""
        for child in self.children:
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and any(child.process.poll() is None for child in self.children):
            time.sleep(0.05)
        for child in self.children:
            _signal_group(child, signal.SIGKILL)
            child.process.wait()


def _signal_group(child: Child, number: int) -> None:
    try:
        os.killpg(child.process.pid, number)
    except ProcessLookupError:
        return


def _end_with_parent() -> Callable[[], None] | None:
    """Ask Linux to end the child with us; elsewhere only an orderly end does."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def tie() -> None:
        prctl(DIE_WITH_PARENT, signal.SIGTERM)

    return tie


def require_port(port: int) -> None:
    """Refuse a port that somebody uses, before anything else is started."""
    if not _refusal(port):
        return
    free = next((other for other in range(max(port, 1024) + 1, 65536) if not _refusal(other)), 8001)
    raise Problem(f"Port {port} {_refusal(port) or 'was taken'}: run  ./dev demo --port {free}")


def _refusal(port: int) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except PermissionError:
            return "is kept for the system"
        except OSError:
            return "is in use by another program"
    return None


def wait_for_page(child: Child, address: str) -> None:
    """Wait until the web server answers; an answer that is an error is a problem already."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if child.process.poll() is not None:
            raise child.why()
        try:
            urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 - our own address
        except urllib.error.HTTPError as answer:
            if answer.code >= 500:
                reason = telling_line(child.said())
                raise Problem(
                    f"Samløp answers with error {answer.code}: {reason} (log: {child.log})"
                ) from answer
            return
        except OSError:
            time.sleep(0.1)
            continue
        return
    raise Problem(f"The web server did not answer within a minute (log: {child.log})")
