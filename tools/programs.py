"""Runs other programs: quietly with a log, or in the reader's own terminal."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.places import ROOT, make_folder
from tools.terminal import Problem, tell

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
    if code != 0:
        raise _failure(log, problem)


def run_told(command: Command, *, log: Path, problem: str, environment: Mapping[str, str]) -> None:
    """Run and pass on what it says while it says it, keeping it in a file as well."""
    make_folder(log.parent)
    with log.open("w", encoding="utf-8") as kept:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        with process:
            try:
                for line in process.stdout or ():
                    kept.write(line)
                    tell(line.rstrip())
            except BaseException:
                process.kill()
                raise
    if process.returncode != 0:
        raise _failure(log, problem)


def _failure(log: Path, problem: str) -> Problem:
    said = log.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in said or "ENOSPC" in said:
        return Problem(f"The disk is full: free some space (df -h {ROOT}) and run again")
    return Problem(f"{problem} ({telling_line(said)}; all of it: {log})")


def run_in_terminal(command: Command, environment: Mapping[str, str], *, cwd: Path | None = None) -> int:
    """Run in the reader's terminal and folder; Ctrl-C is the command's to answer, and ours to outlive."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = subprocess.Popen(command, env=environment, cwd=cwd, preexec_fn=_hear_interrupts)  # noqa: PLW1509
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda heard, _frame: process.send_signal(heard))
        code = process.wait()
        return code if code >= 0 else 128 - code
    finally:
        signal.signal(signal.SIGINT, before)


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def telling_line(said: str) -> str:
    """The last line that names an error, else the last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if "complete log" not in line.lower()]
    errors = [line for line in told if "error" in line.lower() or "fatal" in line.lower()]
    return (errors or lines or ["it said nothing"])[-1][:200]
