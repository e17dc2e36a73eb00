"""What the tests of the starter share: folders with a cluster, and an environment without one."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tools import postgres
from tools.places import ROOT

OURS = ("SAMLOP_", "DATABASE_URL", "OWNER_DATABASE_URL", "DJANGO_", "PYTEST_")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """A folder with a cluster that the tests of one file share; each leaves it stopped."""
    folder = tmp_path_factory.mktemp("shared") / "region"
    yield folder
    postgres.remove(folder)


@pytest.fixture
def new_data_dir(tmp_path):
    """A folder in which no cluster has been made."""
    folder = tmp_path / "region"
    yield folder
    postgres.remove(folder)


@pytest.fixture
def bare_environment():
    """The environment of somebody who has just cloned the repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


@pytest.fixture
def dev(bare_environment, tmp_path):
    """Run ./dev from a folder that is not the checkout."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [ROOT / "dev", *arguments]
        return subprocess.run(
            command,
            env=bare_environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def sleeper():
    """A process of PostgreSQL's own user that is not PostgreSQL."""
    from tools.postgres_home import unprivileged_user

    process = subprocess.Popen(["sleep", "120"], user=unprivileged_user(), start_new_session=True)
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def listener():
    """A port that somebody else listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]
