"""Runs other programs: quietly with a log, or in the reader's own terminal."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.places import ROOT, make_folder
from tools.terminal import Problem, say

Command = Sequence[str | Path]


def run_quietly(
    command: Command, *, log: Path, problem: str, environment: Mapping[str, str] | None = None
) -> None:
    """Run with the output in a file; when it fails, the problem is told with the last telling line."""
    make_folder(log.parent)
    with log.open("wb") as output:
        code = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            cwd=ROOT,
            check=False,
        ).returncode
    if code == 0:
        return
    said = log.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in said or "ENOSPC" in said:
        raise Problem(f"The disk is full: free some space (df -h {ROOT}) and run again")
    raise Problem(f"{problem} ({telling_line(said)}; all of it: {log})")


def telling_line(said: str) -> str:
    """The last line that names an error, else the last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if "complete log" not in line.lower()]
    errors = [line for line in told if "error" in line.lower() or "fatal" in line.lower()]
    return (errors or lines or ["it said nothing"])[-1][:200]


def may_install() -> bool:
    """Whether the system's packages are ours to install."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_with_apt(*packages: str) -> None:
    """Install packages of the system; the caller has asked whether it may."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    log = ROOT / ".cache" / "log" / "apt.log"
    problem = f"The system's packages were not installed: run  apt-get install {' '.join(packages)}"
    run_quietly(["apt-get", "-q", "update"], log=log, problem=problem, environment=environment)
    install = ["apt-get", "-q", "-y", "install", "--no-install-recommends", *packages]
    run_quietly(install, log=log, problem=problem, environment=environment)


def system_packages(*packages: str, wanted_for: str) -> None:
    """Install what is missing when we may, and otherwise name the command."""
    if not may_install():
        raise Problem(f"{wanted_for} is missing: run  sudo apt-get install {' '.join(packages)}")
    say(f"  ({wanted_for} is missing: installing {' '.join(packages)})")
    install_with_apt(*packages)
