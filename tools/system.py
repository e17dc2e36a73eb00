"""What Samløp needs of the machine itself: installed when it may be, otherwise named with the command."""

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.places import CACHE, PYTHON, VENV
from tools.programs import run_quietly
from tools.terminal import Problem, say

# How each system names what is needed; the first one that the machine has is the one to name.
INSTALLERS = {
    "apt-get": "sudo apt-get install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "brew": "brew install",
}
LOG = CACHE / "log"


@dataclass(frozen=True)
class Need:
    """One thing the machine must have."""

    title: str
    is_there: Callable[[], bool]
    packages: dict[str, str]


def _venv_is_there() -> bool:
    return VENV.exists() or importlib.util.find_spec("ensurepip") is not None


def _pango_is_there() -> bool:
    """Whether the libraries load that lay out text in PDF files; WeasyPrint brings none of its own."""
    return _loads("libpango-1.0.so.0", "libpangoft2-1.0.so.0")


def _browser_is_there() -> bool:
    """Whether there is a browser, and the library that Playwright needs to drive it."""
    return browser_at_hand() is not None and _loads("libatomic.so.1")


def _loads(*libraries: str) -> bool:
    """Whether libraries of the system can be used; only on Linux are they known by these names."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        for library in libraries:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


VENV_MODULE = Need(
    "Python's venv module", _venv_is_there, {"apt-get": f"python3.{sys.version_info.minor}-venv"}
)
PANGO = Need(
    "Pango, which lays out PDF files",
    _pango_is_there,
    {
        "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "dnf": "pango harfbuzz",
        "pacman": "pango",
        "brew": "pango",
    },
)
GETTEXT = Need(
    "GNU gettext, which collects texts",
    lambda: shutil.which("xgettext") is not None,
    dict.fromkeys(INSTALLERS, "gettext"),
)
BROWSER = Need(
    "A browser for the tests",
    _browser_is_there,
    {
        "apt-get": "chromium libatomic1",
        "dnf": "chromium libatomic",
        "pacman": "chromium gcc-libs",
        "brew": "--cask chromium",
    },
)


def require(*needs: Need) -> None:
    """Have all that is needed: installed at once as root on Debian, otherwise told in one line."""
    missing = [need for need in needs if not need.is_there()]
    if not missing:
        return
    titles = ", ".join(need.title for need in missing)
    if not may_install():
        raise Problem(f"Missing: {titles}. Run  {how_to_install(missing)}")
    packages = [name for need in missing for name in need.packages["apt-get"].split()]
    say(f"  (Missing: {titles}. Installing {' '.join(packages)})")
    install_with_apt(packages, problem=f"Not installed: {titles}. Run  {how_to_install(missing)}")
    absent = [need.title for need in missing if not need.is_there()]
    if absent:
        raise Problem(f"Installed and yet not found: {', '.join(absent)}. Run  {how_to_install(missing)}")


def may_install() -> bool:
    """Whether the system's packages are ours to install."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def how_to_install(missing: Sequence[Need]) -> str:
    """The command that installs what is missing on this machine."""
    at_hand = next((name for name in INSTALLERS if shutil.which(name)), "apt-get")
    names = [need.packages.get(at_hand, need.packages["apt-get"]) for need in missing]
    return f"{INSTALLERS[at_hand]} {' '.join(names)}"


def install_with_apt(packages: Sequence[str], *, problem: str) -> None:
    """Install packages of the system; the caller has asked whether it may."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "-q", "update"]
    install = ["apt-get", "-q", "-y", "install", "--no-install-recommends", *packages]
    for command in (update, install):
        run_quietly(command, log=LOG / "apt.log", problem=problem, environment=environment)


def browser() -> str:
    """The browser that walks through the pages: the machine's own, else one installed now."""
    if browser_at_hand() is None and not may_install() and _loads("libatomic.so.1"):
        problem = f"Missing: {BROWSER.title}. Run  {how_to_install([BROWSER])}"
        own: list[str | Path] = [PYTHON, "-m", "playwright", "install", "chromium"]
        run_quietly(own, log=LOG / "browser.log", problem=problem)
    require(BROWSER)
    return str(browser_at_hand())


def browser_at_hand() -> str | None:
    """A Chromium that is here already, of the reader's choice first."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    on_path = next((path for path in map(shutil.which, names) if path), None)
    downloaded = sorted((Path.home() / ".cache" / "ms-playwright").glob("chromium-*/chrome-linux*/chrome"))
    return os.environ.get("SAMLOP_CHROMIUM") or on_path or (str(downloaded[-1]) if downloaded else None)
