"""Folders that cannot be used are told in one line, and nobody's files are removed."""

from pathlib import Path

import pytest

from tools.places import DataFolder, make_folder, require_space, writing_to
from tools.terminal import Problem


def test_a_full_disk_is_told_with_the_command_to_run():
    problem = pytest.raises(Problem, match=r"is full: free some space \(df -h /dev\)")
    with problem, writing_to(Path("/dev")), Path("/dev/full").open("w") as full:
        full.write("no room")


def test_too_little_space_is_told_before_anything_is_made(tmp_path):
    with pytest.raises(Problem, match="MB are needed"):
        require_space(tmp_path / "not" / "made", megabytes=10**9)


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "region").touch()
    with pytest.raises(Problem, match="is a file where a folder is needed"):
        make_folder(tmp_path / "region" / "postgres")


def test_somebody_elses_folder_is_refused(tmp_path):
    (tmp_path / "thesis.odt").touch()
    with pytest.raises(Problem, match="holds other files"):
        DataFolder(tmp_path).open()
    with pytest.raises(Problem, match="nothing is removed"):
        DataFolder(tmp_path).empty()
    assert (tmp_path / "thesis.odt").exists()


def test_a_region_is_removed_with_all_it_made(tmp_path):
    folder = DataFolder(tmp_path / "region")
    folder.open()
    folder.loaded.touch()
    (folder.files / "copy.pdf").touch()
    folder.empty()
    assert [path.name for path in folder.path.iterdir()] == ["samlop-demo"]
