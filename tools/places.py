"""Where things lie: the checkout, its environment, and the folder that holds a demo region."""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tools.terminal import Problem

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CACHE = ROOT / ".cache"
NODE_MODULES = ROOT / "node_modules"
SPACIOUS = Path("/var/tmp")  # noqa: S108 - survives a restart, and everything put there is checked for its owner
MARK = "samlop-demo"


@dataclass(frozen=True)
class DataFolder:
    """A folder that holds one demo region and nothing else."""

    path: Path

    @property
    def mark(self) -> Path:
        """Says that this folder is ours to empty."""
        return self.path / MARK

    @property
    def log(self) -> Path:
        """What the three processes say."""
        return self.path / "log"

    @property
    def files(self) -> Path:
        """Archive copies, outgoing mail and generated keys."""
        return self.path / "files"

    @property
    def loading(self) -> Path:
        """Lies here while the region is being loaded, and so tells of a load that was cut off."""
        return self.path / "loading"

    @property
    def loaded(self) -> Path:
        """Lies here once the region has been loaded."""
        return self.path / "loaded"

    def open(self) -> None:
        """Make the folder, and refuse one that holds somebody else's files."""
        make_folder(self.path)
        foreign = not self.mark.exists() and any(self.path.iterdir())
        if foreign:
            raise Problem(f"{self.path} holds other files: choose an empty folder, ./dev demo --data DIR")
        with writing_to(self.path):
            self.mark.touch()
            self.log.mkdir(exist_ok=True)
            self.files.mkdir(mode=0o700, exist_ok=True)

    def empty(self) -> None:
        """Remove the region; the next start begins anew."""
        if not self.path.exists():
            return
        if not self.mark.exists() and any(self.path.iterdir()):
            raise Problem(
                f"{self.path} holds no demo region, so nothing is removed: name another folder with --data"
            )
        with writing_to(self.path):
            for entry in self.path.iterdir():
                if entry == self.mark or entry.name == "lock":
                    continue
                is_folder = entry.is_dir() and not entry.is_symlink()
                shutil.rmtree(entry) if is_folder else entry.unlink()


def make_folder(path: Path, *, mode: int = 0o755) -> None:
    """Make a folder with its parents, or say in one line why that cannot be."""
    with writing_to(path):
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    if not os.access(path, os.W_OK | os.X_OK):
        raise Problem(
            f"{path} cannot be written to: choose another folder with --data DIR, or run  chmod u+rwx {path}"
        )


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Turn a refusal by the disk into one line."""
    try:
        yield
    except OSError as refusal:
        if refusal.errno == errno.ENOSPC:
            raise Problem(
                f"The disk that holds {path} is full: free some space (df -h {path}) and run again"
            ) from refusal
        if isinstance(refusal, FileExistsError | NotADirectoryError):
            raise Problem(
                f"{refusal.filename or path} is a file where a folder is needed: move it away"
            ) from refusal
        if isinstance(refusal, PermissionError) or refusal.errno == errno.EROFS:
            place = refusal.filename or path
            raise Problem(
                f"{place} cannot be written to: use a folder of your own, or run as its owner"
            ) from refusal
        raise


def require_space(path: Path, *, megabytes: int) -> None:
    """Refuse to begin what the disk has no room for."""
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    free = shutil.disk_usage(existing).free // 1_000_000
    if free < megabytes:
        raise Problem(
            f"{existing} has {free} MB free and {megabytes} MB are needed: free some space (df -h {existing})"
        )


def digest(*paths: Path) -> str:
    """A short fingerprint of what the files hold."""
    sum_of_all = hashlib.sha256()
    for path in paths:
        sum_of_all.update(path.read_bytes() if path.exists() else b"")
        sum_of_all.update(b"\0")
    return sum_of_all.hexdigest()[:24]


def name_for(place: Path | str) -> str:
    """A short name that belongs to one path or address."""
    return hashlib.sha256(str(place).encode()).hexdigest()[:16]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time past this point."""
    with open_lock(path) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def open_lock(path: Path) -> IO[str]:
    """A file to hold a lock on; the lock ends with the process, however it ends."""
    make_folder(path.parent)
    with writing_to(path):
        return path.open("a+", encoding="utf-8")
