"""`samlop bench due`: the cost of `samlop due`, measured against `json.load` of the same file."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from samlop.commands.command_line import CommandError, Options, carry_out, write_text
from samlop.routines.document import SHIPPED, shipped_text

SCHEMA = "samlop/bench-due/1"
RATIO_ALLOWED = 10
PARTICIPANTS = 100_000
RUNS = 3
PIECE = 1 << 20
MAXRSS_IN_MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10
ON = date(2026, 11, 22)
EXAMPLE = "samlop bench due --participants 100000 --runs 3"
HELP = """samlop bench due [--participants ANTALL] [--runs ANTALL]

Måler samlop due med KMV-rutinen mot json.load av den samme filen, i samme kjøring.

  --participants ANTALL   hvor mange oppdiktede deltakere (100000)
  --runs ANTALL           hvor mange ganger hver ting måles; den raskeste gjelder (3)
  --help                  viser denne teksten

Eksempel:
  samlop bench due --participants 100000

Svaret er JSON (samlop/bench-due/1) på standard ut.
"""

JSON_LOAD = (
    "import json, sys, time; file = open(sys.argv[1], encoding='utf-8'); start = time.perf_counter(); "
    "json.load(file); print(time.perf_counter() - start)"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run of one program took."""

    seconds: float
    peak_megabytes: float
    printed: bytes
    lines: int


def main(arguments: Sequence[str]) -> int:
    """Measures and prints the figures."""
    return carry_out("bench due", lambda: _answer(arguments))


def _answer(arguments: Sequence[str]) -> None:
    if "--help" in arguments or "-h" in arguments:
        write_text(HELP)
        return
    options = Options(example=EXAMPLE)
    options.add_argument("--participants", type=int, default=PARTICIPANTS)
    options.add_argument("--runs", type=int, default=RUNS)
    given = options.read(arguments)
    if given.participants < 1 or given.runs < 1:
        raise CommandError(f"begge antall må være 1 eller mer. Skriv slik: {EXAMPLE}")
    with TemporaryDirectory(prefix="samlop-bench-") as folder:
        figures = measure(Path(folder), participants=given.participants, runs=given.runs)
    write_text(json.dumps(figures, indent=2) + "\n")


def measure(folder: Path, *, participants: int, runs: int) -> dict[str, object]:
    """The figures for so many participants; of several runs the fastest counts."""
    file, monthly = folder / "participants.json", folder / "monthly.yaml"
    write_participants(file, participants)
    monthly.write_text(_monthly_routine(), encoding="utf-8")
    loads, dues = [], []
    for _ in range(runs):
        loads.append(_run([sys.executable, "-c", JSON_LOAD, str(file)]))
        dues.append(_run(_due(SHIPPED / "kmv.yaml", file)))
    loading = min(float(run.printed) for run in loads)
    due = min(dues, key=lambda run: run.seconds)
    many_rows = _run(_due(monthly, file))
    ratio = due.seconds / loading
    return {
        "schema": SCHEMA,
        "participants": participants,
        "file_megabytes": round(file.stat().st_size / 1e6, 1),
        "json_load": {"seconds": round(loading, 3), "peak_megabytes": loads[0].peak_megabytes},
        "due": {
            "seconds": round(due.seconds, 3),
            "rows": due.lines - 2,
            "peak_megabytes": due.peak_megabytes,
        },
        "due_with_many_rows": {"rows": many_rows.lines - 2, "peak_megabytes": many_rows.peak_megabytes},
        "ratio": round(ratio, 2),
        "ratio_allowed": RATIO_ALLOWED,
        "within": ratio <= RATIO_ALLOWED,
    }


def _monthly_routine() -> str:
    """The routine with half-yearly meetings made monthly: many times the rows for the same participants."""
    half_yearly = shipped_text("kmv-half-yearly")
    return half_yearly.replace("every: {months: 6}", "every: {months: 1}")


def _due(routine: Path, participants: Path) -> list[str]:
    named = ["--routine", str(routine), "--participants", str(participants), "--on", ON.isoformat()]
    return [sys.executable, "-m", "samlop.commands.due", *named]


def _run(command: list[str]) -> Measured:
    """Runs a program to its end, reading all it prints and keeping only its last words."""
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    printed, lines = b"", 0
    if process.stdout is not None:
        with process.stdout as pipe:
            while piece := pipe.read(PIECE):
                lines += piece.count(b"\n")
                printed = piece
    _, status, used = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandError(f"målingen stanset: {command[-1]} ga {process.returncode}. Se linjen over.")
    return Measured(seconds, round(used.ru_maxrss / MAXRSS_IN_MEGABYTE, 1), printed, lines)


def write_participants(file: Path, count: int) -> None:
    """Made-up participants, the same ones each time, written one by one."""
    with file.open("w", encoding="utf-8") as text:
        text.write('{"schema": "samlop/participants/1", "participants": [\n')
        for number, participant in enumerate(made_up_participants(count)):
            text.write((",\n" if number else "") + json.dumps(participant))
        text.write("\n]}\n")


def made_up_participants(count: int) -> Iterator[dict[str, object]]:
    """Participants at every stage of the way, started from 2016 to 2026."""
    chance = 20_161_001
    for number in range(count):
        chance = (chance * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        yield _made_up(number, chance >> 16)


def _made_up(number: int, chance: int) -> dict[str, object]:
    start = date(2016, 1, 4) + timedelta(days=chance % 3900)
    days = _course(start, chance // 4096)
    participant: dict[str, object] = {
        "id": f"p{number:06}",
        "milestones": {code: day.isoformat() for code, day in days.items()},
        "held": [
            {"point": point, "day": (day + timedelta(days=chance % 29)).isoformat()}
            for point, day in (("first", start + timedelta(days=85)), ("second", start + timedelta(days=370)))
            if day < ON - timedelta(days=60)
        ],
    }
    if chance % 3:
        participant["interpreter_language"] = ("ti", "ar", "so", "uk")[chance % 4]
    if chance % 20 == 0:
        participant["concerns"] = [
            {"code": "progress", "raised": (ON - timedelta(days=chance % 200)).isoformat()}
        ]
    return participant


def _course(start: date, chance: int) -> dict[str, date]:
    """The milestones of one participant, from settlement on; one in three goes out in an apprenticeship."""
    school = start + timedelta(days=730 + chance % 400)
    days = {
        "settled": start - timedelta(days=60),
        "programme_start": start,
        "adult_education_start": start + timedelta(days=30),
        "adult_education_end": school - timedelta(days=60),
        "upper_secondary_start": school,
        "upper_secondary_end": school + timedelta(days=1030),
    }
    if chance % 3 == 0:
        days["apprenticeship_start"] = school + timedelta(days=730)
    return days


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
