"""Each way `./dev` can fail is one line that says what to run; stopping it leaves nothing behind."""

import fcntl
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tools import postgres
from tools.places import ROOT
from tools.postgres_home import home_for


def one_line(ended):
    """The line on standard error of a command that refused, in words and without a traceback."""
    assert ended.returncode == 1
    lines = ended.stderr.splitlines()
    assert len(lines) == 1
    return lines[0]


def free_port():
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


def processes_that_mention(text):
    """Command lines of living processes in which a text occurs, this test's own left out."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
        except OSError:
            continue
        if text in line and int(entry.name) != os.getpid():
            found.append(line)
    return found


def test_help_lists_every_command(dev):
    ended = dev("help")
    assert ended.returncode == 0
    for name in ("demo", "test", "check", "bench", "samlop", "manage", "messages"):
        assert f"./dev {name}" in ended.stdout


def test_an_unknown_command_is_one_line(dev):
    assert "there is no command 'serve'" in one_line(dev("serve"))


def test_an_occupied_port_is_one_line(dev, listener, tmp_path):
    line = one_line(dev("demo", "--port", str(listener), "--data", tmp_path / "region"))
    assert f"Port {listener} is in use" in line
    assert "./dev demo --port" in line
    assert not (tmp_path / "region").exists()


def test_somebody_elses_folder_is_one_line(dev, tmp_path):
    (tmp_path / "photo.png").touch()
    assert "holds other files" in one_line(dev("demo", "--port", str(free_port()), "--data", tmp_path))


def test_a_second_demo_on_the_folder_is_one_line(dev, tmp_path):
    region = tmp_path / "region"
    region.mkdir()
    (region / "samlop-demo").touch()
    with (region / "lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("process 4711, port 8000\n")
        lock.flush()
        line = one_line(dev("demo", "--port", str(free_port()), "--data", region))
    assert "Another ./dev demo uses" in line
    assert "process 4711, port 8000" in line


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_the_demo_leaves_nothing_behind(bare_environment, tmp_path, number):
    region, port = tmp_path / "region", free_port()
    command = [ROOT / "dev", "demo", "--port", str(port), "--data", region]
    said = tmp_path / "said"
    with said.open("wb") as output:
        demo = subprocess.Popen(
            command, env=bare_environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        wait_until_ready(said, demo)
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read()
        home = home_for(region)
        running = postgres.running_pid(home.cluster)
        demo.send_signal(number)
        code = demo.wait(timeout=60)
        left = [line for word in (str(home.path), f"--port {port}") for line in processes_that_mention(word)]
        require_gone(region)
    finally:
        demo.kill()
        demo.wait()
        postgres.remove(region)
    assert running
    assert b"<html" in page
    assert code == 130
    assert said.read_text().rstrip().endswith("Stopped.")
    assert left == []


def wait_until_ready(said, demo):
    """Wait for the line that tells how to stop; until then the region is being made."""
    deadline = time.monotonic() + 240
    while "Stop: Ctrl-C" not in said.read_text() and demo.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "Stop: Ctrl-C" in said.read_text()


def require_gone(region):
    """No process holds the region's environment any more."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        assert f"SAMLOP_DATA_DIR={region}".encode() not in environment
