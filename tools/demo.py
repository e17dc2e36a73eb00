"""`./dev demo`: from a bare checkout to a region one can walk about in."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tools import packages, postgres, translations
from tools.children import Family, Interruption, require_port, wait_for_page
from tools.places import PYTHON, ROOT, DataFolder, name_for, open_lock, require_space, writing_to
from tools.programs import Command, run_quietly, run_told
from tools.surroundings import OWNER, WEB, WORKER, Addresses, database_is_given, demo_environment
from tools.terminal import Problem, say, step

REGION_MEGABYTES = 500


@dataclass(frozen=True)
class Wish:
    """What the reader asked for."""

    folder: DataFolder
    port: int = 8000
    reset: bool = False


def demo(wish: Wish) -> None:
    """Install, start, load and serve, until the reader has seen enough."""
    interruption = Interruption()
    interruption.arm()
    require_port(wish.port)
    began = time.monotonic()
    with _alone(wish):
        _prepare(wish)
        family = Family(interruption)
        with _database(wish.folder, interruption) as database:
            try:
                _load(wish.folder, database)
                _serve(wish, database.addresses, family=family)
                _tell(wish, seconds=time.monotonic() - began)
                family.watch()
            finally:
                with interruption.shield():
                    family.stop()


@contextmanager
def _alone(wish: Wish) -> Iterator[None]:
    """Keep a second demo off the same folder."""
    wish.folder.open()
    with open_lock(wish.folder.path / "lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            lock.seek(0)
            problem = f"Another ./dev demo uses {wish.folder.path} ({lock.read().strip() or 'just starting'})"
            raise Problem(f"{problem}: stop it, or run  ./dev demo --data ANOTHER_FOLDER") from busy
        with writing_to(wish.folder.path):
            lock.truncate(0)
            lock.write(f"process {os.getpid()}, port {wish.port}\n")
            lock.flush()
        yield


def _prepare(wish: Wish) -> None:
    """Everything that must be there before the database is."""
    packages.install("base" if database_is_given() else "demo")
    with step("Translations"):
        translations.compile_all()
    if wish.reset:
        _reset(wish.folder)


def _reset(folder: DataFolder) -> None:
    """Remove the region with its database; a database of the reader's own is theirs to empty."""
    if database_is_given():
        raise Problem("--reset leaves the database of DATABASE_URL alone: empty it, and remove  --reset")
    with step("Old region removed"):
        postgres.remove(folder.path)
        folder.empty()
        folder.open()


@dataclass(frozen=True)
class Database:
    """Where the region lies, and the name that tells this database from one made anew."""

    addresses: Addresses
    identity: str
    server: postgres.Server | None = None


@contextmanager
def _database(folder: DataFolder, interruption: Interruption) -> Iterator[Database]:
    """The reader's own database, else an embedded one that is stopped at the end."""
    if database_is_given():
        addresses = Addresses.given()
        yield Database(addresses, identity=name_for(addresses.owner))
        return
    with step("PostgreSQL"), interruption.shield():
        server = postgres.ensure_running(folder.path)
    try:
        identity = server.ask("SELECT system_identifier FROM pg_control_system()")[0]
        yield Database(Addresses.of(server), identity=identity, server=server)
    finally:
        with interruption.shield():
            postgres.stop(server)


def _load(folder: DataFolder, database: Database) -> None:
    """Bring the tables up to date, and load the region once; one that was cut off begins anew."""
    if _tells(folder.loading, database):
        _remove_half(database)
    with step("Database tables"):
        owner = demo_environment(folder, database.addresses, role=OWNER)
        run_quietly(**_own_command("setup", folder), environment=owner)
    if _tells(folder.loaded, database):
        return
    require_space(folder.path, megabytes=REGION_MEGABYTES)
    with step("Demo region"), writing_to(folder.path):
        folder.loading.write_text(database.identity, encoding="utf-8")
        run_told(**_own_command("demo load", folder), environment=owner)
        folder.loading.rename(folder.loaded)


def _tells(mark: Path, database: Database) -> bool:
    """Whether a mark speaks of this database, and not of one that is gone."""
    return mark.exists() and mark.read_text(encoding="utf-8") == database.identity


def _remove_half(database: Database) -> None:
    if database.server is None:
        problem = "The region was loaded halfway into the database of DATABASE_URL"
        raise Problem(f"{problem}: empty it, remove the file 'loading' of the region's folder, and run again")
    with step("Half-loaded region removed"):
        postgres.drop_database(database.server, postgres.DATABASE)
        postgres.create_database(database.server, postgres.DATABASE)


class OwnCommand(TypedDict):
    """One of Samløp's own commands, with its log and what to say when it fails."""

    command: Command
    log: Path
    problem: str


def _own_command(words: str, folder: DataFolder) -> OwnCommand:
    return {
        "command": [PYTHON, "-m", "samlop", *words.split()],
        "log": folder.log / f"{words.replace(' ', '-')}.log",
        "problem": f"'samlop {words}' failed: mend what it says, or begin anew with  ./dev demo --reset",
    }


def _serve(wish: Wish, addresses: Addresses, *, family: Family) -> None:
    """Start the worker and the web server, and wait for the first page."""
    log = wish.folder.log
    with step("Web server and worker"):
        own = demo_environment(wish.folder, addresses, role=WORKER) | _address(wish)
        jobs: Command = [PYTHON, "-m", "samlop", "worker"]
        family.start("The worker", jobs, log=log / "worker.log", environment=own)
        own = demo_environment(wish.folder, addresses, role=WEB) | _address(wish)
        web = family.start("The web server", web_command(wish.port), log=log / "web.log", environment=own)
        wait_for_page(web, f"http://127.0.0.1:{wish.port}/")


def web_command(port: int) -> Command:
    """How the web server is started."""
    server: Command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--no-ws", "config.wsgi:application"]
    return [*server, "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "4"]


def _address(wish: Wish) -> dict[str, str]:
    return {"SAMLOP_ADDRESS": f"http://localhost:{wish.port}"}


def _tell(wish: Wish, *, seconds: float) -> None:
    """Say what to open, and as whom."""
    say()
    say(f"  Samløp is ready after {seconds:.0f} s.  Open  http://localhost:{wish.port}/")
    say("  The sign-in page lists the people of the region. Begin as Kari, the programme adviser;")
    say("  then see the same meeting as Dina, the participant, in a second browser or a private window.")
    say(f"  Logs: {wish.folder.log}   Stop: Ctrl-C")
    say()


def default_folder() -> DataFolder:
    """The region that commands speak to when nothing else is said."""
    return DataFolder(Path(os.environ.get("SAMLOP_DEMO") or ROOT / ".demo").expanduser().resolve())
