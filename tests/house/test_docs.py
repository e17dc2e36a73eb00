"""Every page of documentation names files, functions and links that are there."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT

FOLDERS = [ROOT / "docs", ROOT / "samlop", ROOT / "requirements"]
PAGES = [ROOT / "README.md", *sorted(page for folder in FOLDERS for page in folder.rglob("*.md"))]
LEFT_OUT = {".git", ".venv", ".cache", ".demo", "node_modules", "var", "__pycache__"}
CODE = {".py", ".sql", ".js", ".css", ".html", ".toml", ".yaml", ".csv"}
OF_OTHERS = {"pg_basebackup", "pg_dump", "archive_command", "is_local", "max_prepared_statements"}
"""Words of PostgreSQL and PgBouncer."""
MADE = {"vendor/staff.css", "vendor/portal.css", "metadata.json", "receipt.json", "FILE.csv"}
"""Files that are made, or that the reader has."""
QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./-]*\w\.(?:py|sql|md|yaml|csv|css|html|json|txt|toml)\b")
NAME = re.compile(r"\b(?:[a-z]\w*\.)*[A-Za-z]\w*_\w+\b|\b[A-Z][a-z]+[A-Z]\w+\b")


@pytest.fixture(scope="module")
def paths() -> set[str]:
    kept = [path for path in ROOT.iterdir() if path.name not in LEFT_OUT]
    inside = [path.relative_to(ROOT) for top in kept for path in (top, *top.rglob("*"))]
    return {str(path) for path in inside if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def words(paths: set[str]) -> set[str]:
    files = (ROOT / path for path in paths if Path(path).suffix in CODE)
    text = "\n".join(file.read_text(encoding="utf-8") for file in files if file.is_file())
    return set(re.findall(r"\w+", text)) | {Path(path).stem for path in paths}


def unknown_in(text: str, paths: set[str], words: set[str]) -> list[str]:
    """Files and names in backquotes that are nowhere in the repository."""
    quoted = QUOTED.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    files = {file for one in quoted for file in FILE.findall(one)}
    names = {name for one in quoted for name in NAME.findall(FILE.sub("", one))}
    lost = [file for file in files - MADE if not any(f"/{path}".endswith(f"/{file}") for path in paths)]
    return sorted(lost) + sorted(name for name in names - OF_OTHERS if name.rpartition(".")[2] not in words)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page: Path, paths: set[str], words: set[str]) -> None:
    assert unknown_in(page.read_text(encoding="utf-8"), paths, words) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_package_has_a_page_of_its_own() -> None:
    packages = {path.parent for path in (ROOT / "samlop").glob("*/__init__.py")}
    assert [package.name for package in packages if not (package / "README.md").exists()] == []


def test_a_planted_name_is_missed(paths: set[str], words: set[str]) -> None:
    planted = (
        "Se `tools/nowhere.py`, `queries.lost_and_found` og `MeetingWizard`, men også `acting.acting_as`."
    )
    lost = {"tools/nowhere.py", "queries.lost_and_found", "MeetingWizard"}
    words = words - {"lost_and_found", "MeetingWizard"}
    assert set(unknown_in(planted, paths, words)) == lost
