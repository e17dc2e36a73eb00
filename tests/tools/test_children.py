"""Processes of the demo end with it, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import children
from tools.children import Family, Interruption, require_port
from tools.places import ROOT
from tools.programs import run_quietly, telling_line
from tools.terminal import Problem, Stopped

STUBBORN = "trap '' TERM; (trap '' TERM; sleep 60) & echo started; wait; sleep 60"
PARENT = """
import sys, time
from pathlib import Path
from tools.children import Family, Interruption
family = Family(Interruption())
child = family.start("sleep", ["sleep", "60"], log=Path(sys.argv[1]), environment={"PATH": "/usr/bin:/bin"})
print(child.process.pid, flush=True)
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def members(group: int) -> list[int]:
    """The living processes of a group."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _parent, its_group = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(entry.name))
    return found


def wait_until(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


def test_a_stubborn_process_ends_with_its_children(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "PATIENCE", 0.3)
    family = Family(Interruption())
    child = family.start(
        "Stubborn", ["sh", "-c", STUBBORN], log=tmp_path / "log", environment=dict(os.environ)
    )
    wait_until(lambda: "started" in child.said())
    family.stop()
    wait_until(lambda: not members(child.process.pid))


def test_a_killed_parent_takes_its_processes_along(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, tmp_path / "log"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not is_alive(pid))


def test_a_process_that_ends_by_itself_is_a_problem(tmp_path):
    family = Family(Interruption())
    ends = ["sh", "-c", "echo before; echo 'Error: no such table' >&2; exit 3"]
    family.start("The worker", ends, log=tmp_path / "log", environment=dict(os.environ))
    with pytest.raises(Problem, match="The worker stopped: Error: no such table"):
        family.watch()
    family.stop()


def test_a_signal_waits_for_the_end_of_a_shielded_passage():
    interruption = Interruption()
    before = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, interruption._hear)
    finished = False
    try:
        with pytest.raises(Stopped), interruption.shield():
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.01)
            finished = True
    finally:
        signal.signal(signal.SIGTERM, before)
    assert finished


def test_a_port_in_use_names_a_free_one(listener):
    with pytest.raises(Problem, match=r"Port \d+ is in use by another program: run  ./dev demo --port \d+"):
        require_port(listener)


def test_a_full_disk_is_found_in_what_a_program_says(tmp_path):
    command = ["sh", "-c", "echo 'OSError: [Errno 28] No space left on device'; exit 1"]
    with pytest.raises(Problem, match="The disk is full"):
        run_quietly(command, log=tmp_path / "log", problem="unused")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("", "it said nothing"),
        ("one\ntwo\n", "two"),
        ("ERROR: no match\nNotice: newer pip\n", "ERROR: no match"),
    ],
)
def test_the_telling_line_names_the_error(said, line):
    assert telling_line(said) == line
