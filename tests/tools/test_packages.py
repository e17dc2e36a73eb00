"""An installation that was cut off begins anew, and one that is whole is left alone."""

import pytest

from tools import packages


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout of its own with requirement files that ask for nothing."""
    environment = tmp_path / ".venv"
    for name, path in {
        "VENV": environment,
        "PYTHON": environment / "bin" / "python",
        "STAMPS": environment / "samlop-installed",
        "UNFINISHED": environment / "samlop-unfinished",
        "REQUIREMENTS": tmp_path,
        "LOG": tmp_path / "log",
        "ROOT": tmp_path,
    }.items():
        monkeypatch.setattr(packages, name, path)
    for purpose in ("base", "demo", "dev"):
        (tmp_path / f"{purpose}.txt").write_text(f"# {purpose}\n")
    return tmp_path


def test_only_a_whole_installation_is_left_alone(checkout):
    (checkout / ".venv" / "lib").mkdir(parents=True)
    (checkout / ".venv" / "lib" / "half-written.py").touch()
    (checkout / ".venv" / "samlop-unfinished").touch()
    packages.install_python_packages("demo")
    assert packages.is_installed("demo")
    assert packages.is_installed("base")
    assert not packages.is_installed("dev")
    assert not (checkout / ".venv" / "lib" / "half-written.py").exists()

    mark = checkout / ".venv" / "untouched"
    mark.touch()
    packages.install_python_packages("demo")
    (checkout / "demo.txt").write_text("# demo, with something new\n")
    assert mark.exists()
    assert not packages.is_installed("demo")

    (importable,) = packages._importable()
    assert packages._works()
    importable.write_text("/where/the/checkout/was/before\n")
    assert not packages._works()
