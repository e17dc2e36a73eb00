"""People who write while machines die: each knows what was acknowledged, and tries again what was not."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

from tests.crash.machine import Machine

TOKEN = "a" * 32
PATIENCE = 10
MOST_REQUESTS = 200_000
PAUSE = 0.002
PROSE = "Vi snakket om skole og arbeid, og ble enige om det neste. " * 5


@dataclass
class Ledger:
    """What was sent and what was acknowledged, as the writers saw it."""

    sent: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    versions: dict[tuple[str, str], int] = field(default_factory=dict)
    written: dict[tuple[str, str], int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    requests: int = 0
    unanswered: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def acknowledgements(self) -> int:
        """How many writes somebody was told are kept."""
        with self.lock:
            return len(self.acknowledged) + sum(self.versions.values())


class Pen(ABC):
    """One browser of one of the staff, writing without pause until told to stop."""

    def __init__(self, machine: Machine, pen: dict[str, Any], ledger: Ledger, stop: threading.Event) -> None:
        self.machine, self.pen, self.ledger, self.stop = machine, pen, ledger, stop
        self.connection: HTTPConnection | None = None

    def post(self, address: str, values: dict[str, object], **headers: str) -> tuple[int, str]:
        """One request; status 0 when no answer came, and then nobody knows whether it was done."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN} | values)
        cookie = f"{self.machine.prepared['cookie']}={self.pen['session']}; csrftoken={TOKEN}"
        fixed = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        with self.ledger.lock:
            self.ledger.requests += 1
        try:
            self.connection = self.connection or HTTPConnection(
                "127.0.0.1", self.machine.port, timeout=PATIENCE
            )
            self.connection.request("POST", address, body, fixed | headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, HTTPException):
            self.hang_up()
            return 0, ""

    def hang_up(self) -> None:
        """Ends the connection; the next request makes a new one."""
        if self.connection:
            self.connection.close()
        self.connection = None

    def wait_a_little(self) -> None:
        """What a browser does when no answer came."""
        with self.ledger.lock:
            self.ledger.unanswered += 1
        time.sleep(0.05)

    def run(self) -> None:
        """Writes until told to stop, or until more has been asked than this proof may ask."""
        try:
            while not self.stop.is_set() and not self.ledger.faults and self.ledger.requests < MOST_REQUESTS:
                self.write()
                time.sleep(PAUSE)
        finally:
            self.hang_up()

    @abstractmethod
    def write(self) -> None:
        """One thing written."""


class NotePen(Pen):
    """Writes one note over and over as the page does: the same text upon the same version until it is acknowledged."""

    def __init__(self, item: str, *rest: Any) -> None:
        super().__init__(*rest)
        self.item, self.key, self.text = item, (self.pen["meeting"], item), ""
        self.version = self.ledger.versions.get(self.key, 0)

    def write(self) -> None:
        """The next text, or the one that was never acknowledged."""
        self.text = self.text or f"Utgave {self.version + 1}. {PROSE}"
        address = f"/moter/{self.pen['meeting']}/notat/{self.item}/"
        values = {f"n-{self.item}-text": self.text, "version": self.version, "owner": self.pen["employment"]}
        with self.ledger.lock:
            self.ledger.written[self.key] = self.version + 1
        status, body = self.post(address, values, **{"X-Autosave": "1", "Accept": "application/json"})
        if status == 200:
            self.version, self.text = self.version + 1, ""
            with self.ledger.lock:
                self.ledger.versions[self.key] = self.version
            if f'"version": {self.version},' not in body:
                self.ledger.faults.append(f"{self.key} became {body} and not version {self.version}")
        elif status in (0, 500, 502, 503):
            self.wait_a_little()
        else:
            self.ledger.faults.append(f"{self.key} version {self.version}: {status} {body[:200]}")


class PromisePen(Pen):
    """Adds one promise after another, each with words of its own; one that got no answer is never sent again."""

    def write(self) -> None:
        """The next promise."""
        text = f"Løfte {len(self.ledger.sent) + 1}"
        self.ledger.sent.add(text)
        address = f"/deltakere/{self.machine.prepared['participant']}/plan/oppgaver/"
        values = {"text": text, "owner": "participant", "due_on": ""}
        status, body = self.post(address, values, **{"HX-Request": "true"})
        if status == 302 or (status == 200 and not body):
            with self.ledger.lock:
                self.ledger.acknowledged.add(text)
        elif status in (0, 500, 502, 503):
            self.wait_a_little()
        else:
            self.ledger.faults.append(f"{text}: {status} {body[:200]}")


@contextmanager
def writing(machine: Machine, ledger: Ledger) -> Iterator[None]:
    """Lets everybody write for as long as the passage lasts."""
    stop = threading.Event()
    pens: list[Pen] = []
    for pen in machine.prepared["pens"]:
        pens += [NotePen(item, machine, pen, ledger, stop) for item in pen["items"]]
    pens.append(PromisePen(machine, machine.prepared["pens"][0], ledger, stop))
    threads = [threading.Thread(target=pen.run, name=type(pen).__name__) for pen in pens]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE * 3)


def wait_for_acknowledgements(ledger: Ledger, more: int, *, patience: float = 60) -> None:
    """Waits until so many more writes have been acknowledged."""
    wanted, deadline = ledger.acknowledgements + more, time.monotonic() + patience
    while ledger.acknowledgements < wanted and not ledger.faults:
        assert time.monotonic() < deadline, (
            f"only {ledger.acknowledgements} of {wanted} writes were acknowledged"
        )
        time.sleep(0.01)
