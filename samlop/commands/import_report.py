"""What the import tells: a line for each row that matters, a bar while it reads, and the sums at the end."""

import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.utils.timezone import localdate

from samlop.access.models import Employment, Organisation
from samlop.commands.command_line import write_text
from samlop.participants.import_actions import Outcome, RowReport, Totals
from samlop.participants.import_words import row_problem_in_words
from samlop.participants.importing import ParticipantReader, Row
from samlop.routines.reading import one_line

SHOWN_AT_FIRST = 20
BAR = 30
SECONDS_BETWEEN = 0.2
LABELS = {
    Outcome.NEW: "Nye deltakere",
    Outcome.CHANGED: "Endres",
    Outcome.UNCHANGED: "Uten endring",
    Outcome.REFUSED: "Rader med feil",
}


class Report:
    """One import as its reader sees it: rows on standard output, the bar on standard error."""

    def __init__(self, file: Path, *, show_all: bool) -> None:
        with suppress(OSError):
            self._size = max(file.stat().st_size, 1)
        self._show_all = show_all
        self._shown: dict[Outcome, int] = dict.fromkeys(Outcome, 0)
        self._rows = 0
        self._began = self._drawn = time.monotonic()
        self._has_bar = sys.stderr is not None and sys.stderr.isatty()

    def following(self, reader: ParticipantReader) -> Iterator[Row]:
        """The same rows, while a bar shows how much of the file is behind."""
        for row in reader:
            self._rows += 1
            now = time.monotonic()
            if self._has_bar and now - self._drawn >= SECONDS_BETWEEN:
                self._drawn = now
                self._draw(reader.bytes_read)
            yield row
        self.stop()

    def stop(self) -> None:
        """Takes the bar away."""
        if self._has_bar:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def tell(self, row: RowReport) -> None:
        """One row, if it matters or all are wanted; what is wrong is told in full for the first rows."""
        quiet = row.outcome in (Outcome.NEW, Outcome.UNCHANGED)
        if not self._show_all and (quiet or self._shown[row.outcome] >= SHOWN_AT_FIRST):
            return
        self._shown[row.outcome] += 1
        self.stop()
        write_text("".join(f"{one_line(line)}\n" for line in _lines(row)))

    def sum_up(self, totals: Totals, *, organisation: Organisation, commit: bool) -> None:
        """How many rows came to what, and what happened with them."""
        lines = [organisation.name, _sum("Leste rader", totals.rows)]
        lines += [_sum(LABELS[one], totals[one]) + self._hidden(totals, one) for one in Outcome]
        lines += self._conclusion(totals, commit=commit)
        if totals[Outcome.NEW] and not _receives(organisation):
            lines.append(
                f"Merk: ingen hos {organisation.name} tar imot nye deltakere, så ingen ser dem ennå."
            )
        write_text("\n".join(lines) + "\n")

    def _hidden(self, totals: Totals, outcome: Outcome) -> str:
        hidden = totals[outcome] - self._shown[outcome]
        if not hidden or outcome in (Outcome.NEW, Outcome.UNCHANGED):
            return ""
        return f"  ({_number(hidden)} er ikke vist her, se dem med --all)"

    def _conclusion(self, totals: Totals, *, commit: bool) -> list[str]:
        if totals[Outcome.REFUSED]:
            return ["Ingenting er lagret. Rett radene med feil, og prøv igjen."]
        if not totals[Outcome.NEW] and not totals[Outcome.CHANGED]:
            return ["Ingenting er endret: alt i filen er der fra før."]
        if not commit:
            return ["Prøvekjøring: ingenting er lagret. Legg til --commit for å lagre."]
        seconds = max(time.monotonic() - self._began, 0.001)
        speed = _number(round(totals.rows / seconds))
        return [f"Alt er lagret på {seconds:.1f} sekunder ({speed} rader i sekundet).".replace(".", ",", 1)]

    def _draw(self, bytes_read: int) -> None:
        share = min(bytes_read / self._size, 1.0)
        filled = round(share * BAR)
        bar = "█" * filled + "░" * (BAR - filled)
        sys.stderr.write(f"\r\033[K  {bar} {share:4.0%}  {_number(self._rows)} rader")
        sys.stderr.flush()


def _lines(row: RowReport) -> Iterator[str]:
    if row.outcome is Outcome.REFUSED:
        for problem in row.problems:
            yield row_problem_in_words(row.line, problem)
    elif row.outcome is Outcome.CHANGED:
        yield f"Linje {row.line}, {row.key}: endres ({', '.join(column.value for column in row.columns)})"
    else:
        word = "ny" if row.outcome is Outcome.NEW else "uten endring"
        yield f"Linje {row.line}, {row.key}: {word}"


def _receives(organisation: Organisation) -> bool:
    received = Employment.objects.current(localdate()).filter(organisation=organisation, intake=True)
    return received.exists()


def _sum(label: str, number: int) -> str:
    return f"  {label:<16}{_number(number):>9}"


def _number(number: int) -> str:
    """«50 000»."""
    return f"{number:,}".replace(",", " ")
