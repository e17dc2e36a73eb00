"""`samlop bench`: the measurements, each printed as JSON."""

import importlib
from collections.abc import Sequence

from samlop.commands.command_line import CommandError, carry_out, write_text

MEASUREMENTS = {
    "pages": ("samlop.commands.bench_pages", "hva sidene koster med få og med mange deltakere"),
    "due": ("samlop.commands.bench_due", "hva samlop due koster, mot å lese den samme filen"),
}
EXAMPLE = "samlop bench pages"


def main(arguments: Sequence[str]) -> int:
    """Runs the measurement that is named."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        return carry_out("bench", lambda: write_text(_overview()))
    name, *rest = arguments
    if name not in MEASUREMENTS:
        return carry_out("bench", lambda: _refuse(name))
    measurement = importlib.import_module(MEASUREMENTS[name][0])
    code: int = measurement.main(rest)
    return code


def _overview() -> str:
    lines = [f"  samlop bench {name:<6} {purpose}" for name, (_module, purpose) in MEASUREMENTS.items()]
    return "\n".join(
        ["Målinger. Hver har --help med et eksempel, og svarer med JSON på standard ut.", "", *lines, ""]
    )


def _refuse(name: str) -> None:
    raise CommandError(
        f"det finnes ingen måling «{name}». Velg {' eller '.join(MEASUREMENTS)}. Skriv slik: {EXAMPLE}"
    )
