"""What the tests of access share."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.access.world import World, make_world
from tests.cast import Cast


@pytest.fixture
def world(cast: Cast, settings: Settings, tmp_path: Path) -> World:
    """One of everything in Dina's file, with an archive folder of its own."""
    settings.ARCHIVE_FOLDER = tmp_path / "archive"
    return make_world(cast)
