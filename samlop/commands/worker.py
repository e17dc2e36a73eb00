"""`samlop worker`: delivers what waits in the outbox, until it is told to stop."""

from collections.abc import Sequence

from samlop.commands.command_line import CommandError, Options, carry_out, write_text

EXAMPLE = "samlop worker --until-empty"
HELP = f"""samlop worker [--until-empty]

Leverer det som venter på å forlate huset: e-post med kalenderinnkalling og arkivkopier. Det kan gå flere ved siden
av hverandre. Den går til den blir stanset, og det den ikke rakk, tar neste.

  --until-empty   slutter når ingenting venter
  --help          viser denne teksten

DATABASE_URL er rollen samlop_worker.

Eksempel:
  {EXAMPLE}
"""


def main(arguments: Sequence[str]) -> int:
    """Runs jobs as they come; any number of workers may run beside each other."""
    return carry_out("worker", lambda: _work(arguments))


def _work(arguments: Sequence[str]) -> None:
    if "--help" in arguments or "-h" in arguments:
        write_text(HELP)
        return
    options = Options(example=EXAMPLE)
    options.add_argument("--until-empty", action="store_true")
    chosen = options.read(arguments)

    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import ConnectorException

    try:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            working.run_worker(wait=not chosen.until_empty, install_signal_handlers=True, concurrency=1)
    except ConnectorException as broken:
        raise CommandError(
            f"databasen svarer ikke: {broken.__cause__ or broken}. Sjekk DATABASE_URL."
        ) from broken
