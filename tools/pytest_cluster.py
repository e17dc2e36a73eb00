"""Gives pytest a PostgreSQL of its own before Django reads its settings, and stops it after the last run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import postgres, system
from tools.places import CACHE
from tools.surroundings import Addresses, database_is_given, test_environment

_servers: list[postgres.Server] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Name the database in the environment; a database that is named there already is taken as it is."""
    if database_is_given():
        os.environ["SAMLOP_ENVIRONMENT"] = "test"
    else:
        _servers.append(postgres.disposable_server())
        _sweep(_servers[0])
        os.environ.update(test_environment(Addresses.of(_servers[0])))
    os.environ.setdefault("SAMLOP_TEST_RUN", str(os.getpid()))
    os.environ.setdefault("SAMLOP_DATA_DIR", str(CACHE / "test-files"))
    # WhiteNoise warns of a folder that is not there, and a warning is an error here.
    Path(os.environ["SAMLOP_DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("SAMLOP_CHROMIUM", system.browser_at_hand() or "")
    return (yield)


def _sweep(server: postgres.Server) -> None:
    """Remove the databases of runs that were killed; a run is named by its process."""
    for name in server.ask("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_samlop\\_%'"):
        run = name.removeprefix("test_samlop_").split("_")[0]
        if run.isdigit() and not postgres.is_taken(int(run)):
            postgres.drop_database(server, name)


def pytest_unconfigure() -> None:
    """Let go of the server."""
    while _servers:
        postgres.stop(_servers.pop())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys and crashes come first and on one worker: they take long, and the browser's clock is real."""
    journeys = [
        item for item in items if item.get_closest_marker("journey") or item.get_closest_marker("crash")
    ]
    for item in journeys:
        item.add_marker(pytest.mark.xdist_group("journeys"))
    others = [item for item in items if item not in set(journeys)]
    items[:] = journeys + others
