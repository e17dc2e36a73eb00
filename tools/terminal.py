"""How `./dev` talks: one line a step with its seconds, and one line when something is wrong."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 34


class Problem(Exception):
    """Something the reader can mend; its text is the one line they see, with the command that mends it."""


class Stopped(Exception):
    """The reader, or the machine, asked `./dev` to end."""


def say(text: str = "") -> None:
    """Print a line at once, also when the output is a file."""
    print(text, flush=True)


def tell(text: str) -> None:
    """Print a line below the step that is going on, over its running seconds."""
    over = "\r" if sys.stdout.isatty() else ""
    say(f"{over}    {text:<{WIDTH + 10}}".rstrip(" "))


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show what is going on while it goes on, and how long it took."""
    start = time.monotonic()
    ticking = _Ticking(title, start) if sys.stdout.isatty() else None
    try:
        yield
    except BaseException:
        _finish(ticking)
        say(f"  {title:<{WIDTH}} stopped")
        raise
    _finish(ticking)
    say(f"  {title:<{WIDTH}} {time.monotonic() - start:5.1f} s")


def _finish(ticking: "_Ticking | None") -> None:
    if ticking:
        ticking.finish()


class _Ticking:
    """Counts the seconds of a step on a terminal."""

    def __init__(self, title: str, start: float) -> None:
        self._title, self._start = title, start
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)
        self._thread.start()

    def _tick(self) -> None:
        while not self._over.wait(0.5):
            seconds = time.monotonic() - self._start
            sys.stdout.write(f"\r  {self._title:<{WIDTH}} {seconds:5.0f} s …")
            sys.stdout.flush()

    def finish(self) -> None:
        """Clear the line, so that the closing one takes its place."""
        self._over.set()
        self._thread.join()
        sys.stdout.write("\r" + " " * (WIDTH + 14) + "\r")
        sys.stdout.flush()
