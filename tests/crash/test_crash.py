"""`kill -9` while people write: what was acknowledged is there exactly once. Run alone; see docs/reliability.md."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.machine import Machine, running
from tests.crash.writers import Ledger, wait_for_acknowledgements, writing

KILLS = int(os.environ.get("SAMLOP_CRASH_KILLS", "20"))
BETWEEN = int(os.environ.get("SAMLOP_CRASH_WRITES", "150"))
CONTROL_ROUNDS = 10
MOST_SECONDS = max(600, KILLS * BETWEEN // 5)
SAFE = "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit"
NOTES = "SELECT meeting_id, agenda_code, version, text FROM routines_ownnote"
SAVES = """SELECT n.meeting_id, n.agenda_code, (e.details ->> 'version')::int AS version, count(*) AS times
  FROM kernel_event e JOIN routines_ownnote n ON n.id::text = e.subject_id
  WHERE e.code = 'note.saved' GROUP BY 1, 2, 3"""
PROMISES = "SELECT text, count(*) AS times FROM plans_action GROUP BY 1"

pytestmark = pytest.mark.crash


def test_no_acknowledged_write_is_lost_or_doubled(tmp_path: Path, tell: Callable[[str], None]) -> None:
    ledger, began = Ledger(), time.monotonic()
    with running(tmp_path / "crash") as machine:
        assert machine.rows(SAFE) == [{"fsync": "on", "synchronous_commit": "on"}]
        with writing(machine, ledger):
            for number in range(KILLS):
                wait_for_acknowledgements(ledger, BETWEEN)
                _kill_and_start(machine, web=bool(number % 2))
                assert time.monotonic() - began < MOST_SECONDS
            wait_for_acknowledgements(ledger, BETWEEN)
        assert ledger.faults == []
        lost, doubled, phantom = _compare(machine, ledger)
    tell(
        f"kill -9 {KILLS} times, web and database in turn: {ledger.acknowledgements} writes acknowledged, "
        f"{len(lost)} lost, {len(doubled)} doubled, {len(phantom)} never sent; "
        f"{ledger.unanswered} requests without an answer, {time.monotonic() - began:.0f} s"
    )
    assert ledger.unanswered, "nobody was writing when the machines died"
    assert (lost, doubled, phantom) == ([], [], [])


def test_the_control_loses_what_it_acknowledged(tmp_path: Path, tell: Callable[[str], None]) -> None:
    """The same without waiting for the log to be written must fail, or the proof above proves nothing."""
    ledger = Ledger()
    with running(tmp_path / "control", synchronous_commit="off") as machine:
        for number in range(1, CONTROL_ROUNDS + 1):
            with writing(machine, ledger):
                wait_for_acknowledgements(ledger, BETWEEN)
                machine.kill_database()
            machine.start_database()
            lost, _, _ = _compare(machine, ledger)
            if lost:
                told = f"{len(lost)} of {ledger.acknowledgements} acknowledged writes lost at kill {number}"
                tell(f"control, synchronous_commit=off: {told}")
                return
    pytest.fail(
        f"the control did not fail: nothing was lost in {CONTROL_ROUNDS} kills with synchronous_commit=off"
    )


def _kill_and_start(machine: Machine, *, web: bool) -> None:
    """Kills one or the other, and starts it again."""
    if web:
        machine.kill_web()
        machine.start_web()
    else:
        machine.kill_database()
        machine.start_database()


def _compare(machine: Machine, ledger: Ledger) -> tuple[list[str], list[str], list[str]]:
    """What was acknowledged and is not there, what is there twice, and what is there that nobody sent."""
    promises = {row["text"]: row["times"] for row in machine.rows(PROMISES)}
    lost = sorted(ledger.acknowledged - promises.keys())
    doubled = [text for text, times in promises.items() if times > 1]
    phantom = sorted(promises.keys() - ledger.sent)
    notes = {(row["meeting_id"], row["agenda_code"]): row for row in machine.rows(NOTES)}
    saves = {
        (row["meeting_id"], row["agenda_code"], row["version"]): row["times"] for row in machine.rows(SAVES)
    }
    for key, version in ledger.versions.items():
        lost += [f"{key} {number}" for number in range(1, version + 1) if (*key, number) not in saves]
        if key not in notes or notes[key]["version"] < version:
            lost.append(f"{key} stands at an older version than {version}")
        elif not notes[key]["text"].startswith(f"Utgave {notes[key]['version']}. "):
            lost.append(f"{key} holds another text than its version's")
    doubled += [str(key) for key, times in saves.items() if times > 1]
    phantom += [str(key) for key, row in notes.items() if row["version"] > ledger.written.get(key, 0)]
    return lost, doubled, phantom
