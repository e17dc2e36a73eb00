"""`samlop setup`: brings the tables up to date and the database's copy of the access matrix with them."""

import argparse
import os
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Migrates as the role that owns the tables, then writes the matrix; safe to repeat."""
    parser = argparse.ArgumentParser(prog="samlop setup", description="Bring the tables up to date.")
    parser.parse_args(arguments)
    if owner := os.environ.get("OWNER_DATABASE_URL"):
        os.environ["DATABASE_URL"] = owner

    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)

    from samlop.access.actions import write_matrix

    write_matrix()
    return 0
