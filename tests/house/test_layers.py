"""Imports point down only; a planted import the other way is found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

PLANTED = {
    "samlop/kernel/periods.py": "import samlop.desk.rules\n",
    "samlop/participants/queries.py": "from samlop.routines.models import Meeting\n",
    "samlop/desk/rules.py": "from django.utils import timezone\n",
}


def _contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--config", "pyproject.toml", "--no-cache"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(folder)}
    )


def test_imports_point_down() -> None:
    answer = _contracts(ROOT)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("file", sorted(PLANTED))
def test_a_planted_import_upwards_is_found(tmp_path: Path, file: str) -> None:
    shutil.copytree(
        ROOT / "samlop",
        tmp_path / "samlop",
        ignore=shutil.ignore_patterns("static", "templates", "__pycache__"),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / file
    planted.write_text(planted.read_text(encoding="utf-8") + PLANTED[file], encoding="utf-8")
    assert _contracts(tmp_path).returncode != 0
