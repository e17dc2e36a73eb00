"""`samlop worker`: delivers what waits in the outbox, until it is told to stop."""

import argparse
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Runs jobs as they come; any number of workers may run beside each other."""
    parser = argparse.ArgumentParser(
        prog="samlop worker",
        description="Deliver mail, calendar requests and archive copies.",
        epilog="example: samlop worker --until-empty",
    )
    parser.add_argument("--until-empty", action="store_true", help="stop when nothing waits")
    chosen = parser.parse_args(arguments)

    import django

    django.setup()
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(wait=not chosen.until_empty, install_signal_handlers=True, concurrency=1)
    return 0
