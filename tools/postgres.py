"""Starts and stops an embedded PostgreSQL, and heals what a crash left behind."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO
from urllib.parse import quote

from tools.places import CACHE, ROOT, locked, make_folder, open_lock, writing_to
from tools.postgres_home import (
    Home,
    group_of,
    home_for,
    own_folder,
    programs,
    reachable_programs,
    unprivileged_user,
)
from tools.programs import Command, telling_line
from tools.terminal import Problem

ADMIN = "samlop_admin"
LOGIN_ROLES = ("samlop_web", "samlop_worker")
ROLES = ROOT / "samlop" / "access" / "roles.sql"
DATABASE = "samlop"
PATIENCE = 60.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_statement": "none",
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "off",
}
# A cluster whose content can be made again at any time need not survive a power cut.
DISPOSABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10s",
}


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL that stays until its last user has let go of it."""

    home: Home
    pid: int
    in_use: IO[str]

    @property
    def admin_url(self) -> str:
        """The address of the database, as the role that may migrate."""
        return self.url(ADMIN, DATABASE)

    @property
    def socket(self) -> Path:
        """The folder of the socket: there is no port, so none can be taken."""
        return self.home.socket

    def url(self, role: str, database: str = DATABASE) -> str:
        """An address that Django and psycopg understand."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='')}"

    def ask(self, sql: str, *, database: str = "postgres") -> list[str]:
        """Run SQL as the superuser and give back the lines of its answer."""
        command: Command = [programs() / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        address: Command = ["-h", str(self.socket), "-U", ADMIN, "-d", database, "-c", sql]
        answer = subprocess.run(
            [*command, *address], capture_output=True, text=True, env=_environment(), check=False
        )
        if answer.returncode != 0:
            raise Problem(f"PostgreSQL refused: {telling_line(answer.stderr)} (log: {self.home.log})")
        return answer.stdout.splitlines()


def ensure_running(data_dir: Path, *, settings: Mapping[str, str] | None = None) -> Server:
    """A server for this folder with our roles and database: the one that runs, else one started now."""
    home = home_for(data_dir)
    with locked(home.start_lock):
        in_use = open_lock(home.use_lock)
        try:
            fcntl.flock(in_use, fcntl.LOCK_SH)
            server = Server(home=home, pid=_running_or_started(home, settings or {}), in_use=in_use)
            _make_roles_and_database(server)
        except BaseException:
            in_use.close()
            raise
    return server


def _running_or_started(home: Home, settings: Mapping[str, str]) -> int:
    pid = running_pid(home.cluster)
    if pid is None:
        _make_cluster(home)
        pid = _start(home, SETTINGS | dict(settings))
    return pid


def disposable_server() -> Server:
    """The server of checks and tests: fast, and worth nothing after them."""
    return ensure_running(CACHE / "tests", settings=DISPOSABLE)


def stop(server: Server) -> None:
    """Let go of the server; the last one to do so stops it."""
    with locked(server.home.start_lock):
        try:
            fcntl.flock(server.in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            server.in_use.close()
        stop_cluster(server.home)


def stop_cluster(home: Home) -> None:
    """Stop whatever runs there: at once but cleanly, by force if it will not."""
    pid = running_pid(home.cluster)
    for number, patience in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
        if pid is None:
            return
        os.kill(pid, number)
        deadline = time.monotonic() + patience
        while pid is not None and time.monotonic() < deadline:
            _bury(pid)
            pid = running_pid(home.cluster)
            time.sleep(0.05)


def remove(data_dir: Path) -> None:
    """Remove the cluster of a data folder, wherever it lies; one that somebody uses stays."""
    home = home_for(data_dir)
    with locked(home.start_lock), open_lock(home.use_lock) as in_use:
        try:
            fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise Problem(
                f"Another ./dev command uses the database in {home.path}: let it end, then run again"
            ) from busy
        stop_cluster(home)
        with writing_to(home.path):
            for folder in (home.socket, home.path):
                if folder.exists():
                    shutil.rmtree(folder)


def running_pid(cluster: Path) -> int | None:
    """The process that serves this cluster; a number that now belongs to somebody else is not it."""
    written = _pid_file(cluster)
    if not written or not written[0].strip().isdigit():
        return None
    pid = int(written[0])
    line = _command_line(pid)
    serves = bool(line) and Path(line[0]).name == "postgres" and str(cluster) in line
    return pid if serves else None


def _pid_file(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []


def _command_line(pid: int) -> list[str]:
    """How a process was started, as anybody may read it."""
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        try:
            return [part for part in proc.read_bytes().decode(errors="replace").split("\0") if part]
        except OSError:
            return []
    listing = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return listing.stdout.split()


def _make_cluster(home: Home) -> None:
    """Make the cluster under another name and rename it when it is whole: a half-made one is made again."""
    if (home.cluster / "PG_VERSION").exists():
        _require_same_release(home)
        return
    unfinished = home.path / "cluster.unfinished"
    with writing_to(home.path):
        for leftover in (unfinished, home.cluster):
            if leftover.exists():
                shutil.rmtree(leftover)
    own_folder(unfinished, mode=0o700, owner=unprivileged_user())
    encoding = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    _run(["initdb", "-D", unfinished, "-U", ADMIN, "--auth=trust", "--no-instructions", *encoding])
    with writing_to(home.path):
        unfinished.rename(home.cluster)


def _require_same_release(home: Home) -> None:
    made_by = (home.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    ours = programs().parent.name.removeprefix("pginstall")
    if ours and made_by != ours:
        raise Problem(
            f"{home.cluster} was made by PostgreSQL {made_by} and {ours} is installed: run ./dev demo --reset"
        )


def _start(home: Home, settings: Mapping[str, str]) -> int:
    """Start PostgreSQL on its own, away from this terminal, and wait until it answers."""
    own_folder(home.socket, mode=0o700, owner=unprivileged_user())
    deadline = time.monotonic() + PATIENCE
    while True:
        _disown_stale_files(home)
        try:
            return _start_once(home, settings, deadline)
        except _StillInUse:
            if time.monotonic() > deadline:
                raise Problem(
                    f"Processes of an earlier PostgreSQL hold {home.cluster}: run  pkill -f {home.cluster}"
                ) from None
            time.sleep(0.3)


class _StillInUse(Exception):
    """Processes of a killed server have not ended yet."""


def _start_once(home: Home, settings: Mapping[str, str], deadline: float) -> int:
    options = [f"--{name}={value}" for name, value in settings.items()]
    place = f"--unix_socket_directories={home.socket}"
    make_folder(home.log.parent)
    with home.log.open("ab") as log:
        begin = log.tell()
        process = _launch([reachable_programs() / "postgres", "-D", home.cluster, place, *options], log)
    while process.poll() is None:
        if _is_ready(home.cluster, process.pid):
            process.returncode = 0  # it outlives us on purpose, so nobody waits for it
            return process.pid
        if time.monotonic() > deadline:
            process.kill()
            raise Problem(f"PostgreSQL did not get ready within {PATIENCE:.0f} seconds (log: {home.log})")
        time.sleep(0.05)
    raise _why_it_ended(home, begin)


def _launch(command: Command, log: BinaryIO) -> "subprocess.Popen[bytes]":
    """Start PostgreSQL as its user, in a session of its own, so that Ctrl-C here does not reach it."""
    user = unprivileged_user()
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd="/",
        env=_environment(),
        start_new_session=True,
        user=user,
        group=group_of(user),
        extra_groups=[] if user else None,
    )


def _is_ready(cluster: Path, pid: int) -> bool:
    written = [line.strip() for line in _pid_file(cluster)]
    return len(written) > 7 and written[0] == str(pid) and written[7] == "ready"


def _why_it_ended(home: Home, begin: int) -> Exception:
    said = home.log.read_bytes()[begin:].decode(errors="replace")
    if "still in use" in said:
        return _StillInUse()
    if "No space left on device" in said:
        return Problem(
            f"The disk that holds {home.path} is full: free some space (df -h {home.path}) and run again"
        )
    return Problem(f"PostgreSQL did not start: {telling_line(said)} (log: {home.log})")


def _disown_stale_files(home: Home) -> None:
    """Take away what a killed server left, where PostgreSQL would mistake it for a living one.

    Only the number in `postmaster.pid` is replaced, by one that nobody has: the rest of the file lets
    PostgreSQL see whether processes of the killed server still hold the shared memory.
    """
    pid_file = home.cluster / "postmaster.pid"
    written = _pid_file(home.cluster)
    with writing_to(home.path):
        if pid_file.exists() and not (written and written[0].strip().isdigit()):
            pid_file.unlink()
        elif written and is_taken(int(written[0])):
            pid_file.write_text("\n".join([str(_free_number()), *written[1:]]) + "\n", encoding="utf-8")
        for leftover in home.socket.glob(".s.PGSQL.*"):
            leftover.unlink()


def is_taken(pid: int) -> bool:
    """Whether a process has this number, whoever it belongs to."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _free_number() -> int:
    """The number of a process that has just ended."""
    ended = subprocess.Popen(["/bin/sh", "-c", ":"])
    ended.wait()
    return ended.pid


def _bury(pid: int) -> None:
    """Collect the exit status if the process was ours, so that it does not linger."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _run(command: Command) -> None:
    """Run one of PostgreSQL's own programs as the user it runs as."""
    whole: Command = [reachable_programs() / command[0], *command[1:]]
    user = unprivileged_user()
    ended = subprocess.run(
        whole,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        cwd="/",
        env=_environment(),
        user=user,
        group=group_of(user),
        extra_groups=[] if user else None,
    )
    if ended.returncode == 0:
        return
    said = ended.stderr + ended.stdout
    if "No space left on device" in said:
        raise Problem("The disk is full: free some space (df -h) and run again")
    raise Problem(f"PostgreSQL's {command[0]} failed: {telling_line(said)}")


def _environment() -> dict[str, str]:
    """The environment without anything meant for another PostgreSQL."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _make_roles_and_database(server: Server) -> None:
    """Make the roles and the database, once, before several databases want the roles at the same time."""
    server.ask(ROLES.read_text(encoding="utf-8"))
    if DATABASE not in server.ask("SELECT datname FROM pg_database"):
        create_database(server, DATABASE)


def create_database(server: Server, name: str) -> None:
    """Make an empty database that only our roles may enter."""
    server.ask(f'CREATE DATABASE "{name}" TEMPLATE template0')
    server.ask(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
    for role in LOGIN_ROLES:
        server.ask(f'GRANT CONNECT ON DATABASE "{name}" TO {role}')


def drop_database(server: Server, name: str) -> None:
    """Remove a database with everybody in it."""
    server.ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
