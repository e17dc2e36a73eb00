"""`samlop due`: what is due for everybody in a file, as JSON, without database or server."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import BinaryIO

from samlop.commands.command_line import (
    CommandError,
    Options,
    carry_out,
    file_refusal,
    output,
    write_text,
)
from samlop.routines.because import Reason, sentence
from samlop.routines.document import DocumentError, Routine, load_routine
from samlop.routines.due import DueList, DueMeeting, UnreachableDayError
from samlop.routines.participants_document import DAY_REMEDY, day_written, read_participants
from samlop.routines.reading import shown
from samlop.routines.utf8_text import Utf8Text

SCHEMA = "samlop/due/1"
ROWS_AT_ONCE = 2000
EXAMPLE = "samlop due --routine RUTINE.yaml --participants DELTAKERE.json --on 2026-11-22"
HELP = """samlop due --routine RUTINE.yaml --participants DELTAKERE.json --on ÅÅÅÅ-MM-DD

Regner ut hvilke møter som skal holdes for hver deltaker, når og hvorfor. Trenger ingen database.

  --routine FIL        rutinen, som samlop/routine/1 (YAML)
  --participants FIL   deltakerne, som samlop/participants/1 (JSON)
  --on DAG             dagen det spørres om, som år-måned-dag
  --help               viser denne teksten

Eksempel:
  samlop due --routine samlop/routines/shipped/kmv.yaml --participants deltakere.json --on 2026-11-22

Svaret er JSON (samlop/due/1) på standard ut. Er noe galt, kommer én linje på standard feil om hva det er
og hva som ville vært rett, og kommandoen slutter med 2.
"""


def main(arguments: Sequence[str]) -> int:
    """Answers what is due, or says in one line why it cannot."""
    return carry_out("due", lambda: _answer(arguments))


def _answer(arguments: Sequence[str]) -> None:
    if "--help" in arguments or "-h" in arguments:
        write_text(HELP)
        return
    options = Options(example=EXAMPLE)
    for name in ("--routine", "--participants", "--on"):
        options.add_argument(name)
    given = options.read(arguments, needed=("routine", "participants", "on"))
    on = _day(given.on)
    write_due(_routine(given.routine), given.participants, on=on)


def _day(written: str) -> date:
    try:
        return day_written(written)
    except ValueError:
        raise CommandError(f"--on: her står {shown(written)}. {DAY_REMEDY}.") from None


def _routine(file: str) -> Routine:
    try:
        return load_routine(file)
    except OSError as broken:
        raise file_refusal(file, broken) from None
    except DocumentError as wrong:
        raise CommandError(f"{wrong}.") from None


def write_due(routine: Routine, participants: str, *, on: date) -> None:
    """Writes what is due for the participants of a file; nothing is written before all of it is sound."""
    due_list = DueList(routine, on)
    try:
        _take_in(due_list, participants)
        days = due_list.days()
    except UnreachableDayError as wrong:
        place = f"deltaker {shown(wrong.participant)}, møtepunkt {shown(wrong.point)}"
        problem = "dagen faller utenfor år 1–9999. Rett milepælsdagen, eller avstanden i rutinen."
        raise CommandError(f"{participants}: {place}: {problem}") from None
    answer = _Answer(output())
    answer.begin(routine, on)
    for _, meetings in days:
        answer.write(meetings)
    answer.end()


def _take_in(due_list: DueList, participants: str) -> None:
    try:
        with Path(participants).open("rb") as stream:
            for participant in read_participants(Utf8Text(stream, file=participants), file=participants):
                due_list.add(participant)
    except OSError as broken:
        raise file_refusal(participants, broken) from None
    except DocumentError as wrong:
        raise CommandError(f"{wrong}.") from None


class _Answer:
    """The answer as JSON, a row on each line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._between = "\n"

    def begin(self, routine: Routine, on: date) -> None:
        head = {
            "schema": SCHEMA,
            "on": on.isoformat(),
            "routine": {"id": routine.id, "version": routine.version},
        }
        self._send(json.dumps(head, ensure_ascii=False)[:-1] + ', "due": [')

    def write(self, meetings: Sequence[tuple[str, DueMeeting]]) -> None:
        """Writes the meetings of one day; those that are alike are put into words once."""
        written: dict[DueMeeting, str] = {}
        for start in range(0, len(meetings), ROWS_AT_ONCE):
            rows = []
            for participant, meeting in meetings[start : start + ROWS_AT_ONCE]:
                if meeting not in written:
                    written[meeting] = _after_participant(meeting)
                rows.append(f'{{"participant": {encode_basestring(participant)}{written[meeting]}')
            self._send(self._between + ",\n".join(rows))
            self._between = ",\n"

    def end(self) -> None:
        self._send("\n]}\n")
        self._stream.flush()

    def _send(self, text: str) -> None:
        self._stream.write(text.encode())


def _after_participant(meeting: DueMeeting) -> str:
    """A row but for its beginning, in the order of the contract."""
    window = f'["{meeting.window_first.isoformat()}", "{meeting.window_last.isoformat()}"]'
    occurrence = "null" if meeting.occurrence is None else meeting.occurrence
    return (
        f', "point": {encode_basestring(meeting.point)}, "occurrence": {occurrence}, '
        f'"target": "{meeting.target.isoformat()}", "window": {window}, "state": "{meeting.state}", '
        f"{_called(meeting.responsible, meeting.calls, meeting.may_call)}, "
        f'"interpreter": {json.dumps(meeting.interpreter)}, "because": {_because(meeting.reason)}}}'
    )


@lru_cache(maxsize=1000)
def _called(responsible: str, calls: tuple[str, ...], may_call: tuple[str, ...]) -> str:
    called = {"responsible": responsible, "calls": calls, "may_call": may_call}
    return json.dumps(called, ensure_ascii=False)[1:-1]


@lru_cache(maxsize=4096)
def _because(reason: Reason) -> str:
    return encode_basestring(sentence(reason))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
