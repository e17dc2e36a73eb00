"""What is installed is pinned by hash, the same everywhere, and names no address."""

import json
import re

import pytest

from tools.places import ROOT

PURPOSES = ("base", "demo", "dev", "node")


def pins(purpose):
    """Package → version of one requirement file."""
    text = (ROOT / "requirements" / f"{purpose}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_package_is_pinned_by_hash(purpose):
    text = (ROOT / "requirements" / f"{purpose}.txt").read_text(encoding="utf-8")
    entries = [
        entry for entry in text.replace("\\\n", " ").splitlines() if entry and not entry.startswith("#")
    ]
    assert entries
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_a_larger_file_holds_the_smaller_one_unchanged():
    base, demo, dev = pins("base"), pins("demo"), pins("dev")
    assert base.items() <= demo.items() <= dev.items()


def test_the_lock_file_names_versions_and_no_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not any("resolved" in entry for entry in packages.values())


def test_the_design_system_is_pinned_exactly():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_every_package_of_the_design_system_is_used():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "samlop" / "ui").glob("*.py"))
    names = {name: re.escape(name.rpartition("/")[2]) for name in wanted}
    assert [name for name, short in names.items() if not re.search(rf"[\"/]{short}[\"/]", code)] == []
