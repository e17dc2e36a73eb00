"""Reads settings from the environment and refuses what it does not understand."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ENVIRONMENTS = ("demo", "test", "production")


PREPARED_AFTER = 2
"""How often a statement is sent before the database keeps its plan for the connection."""


class EnvironmentRefused(SystemExit):
    """Stops the start with one line that says what is wrong and what would be right."""


def text(name: str, default: str | None = None) -> str:
    """The value of a variable, or its default; without both the start is refused."""
    value = os.environ.get(name) or default
    if value is None:
        raise EnvironmentRefused(f"{name} is not set: see docs/running.md for what it should hold.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """A variable that is yes or no."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("1", "yes", "true", "on"):
        return True
    if value in ("0", "no", "false", "off"):
        return False
    if value:
        raise EnvironmentRefused(f"{name} is {value!r}: use yes or no.")
    return default


def environment() -> str:
    """Which kind of running this is; an unknown word is refused, never guessed."""
    name = text("SAMLOP_ENVIRONMENT", "production")
    if name not in ENVIRONMENTS:
        raise EnvironmentRefused(f"SAMLOP_ENVIRONMENT is {name!r}: use one of {', '.join(ENVIRONMENTS)}.")
    return name


def folder(name: str, default: Path) -> Path:
    """A folder named by a variable."""
    return Path(os.environ.get(name) or default)


def database(url: str) -> dict[str, object]:
    """Django's description of the database that a postgresql:// address names."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise EnvironmentRefused(
            "DATABASE_URL must begin with postgresql://: Samløp runs on PostgreSQL alone."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | {"server_side_binding": True, "prepare_threshold": PREPARED_AFTER},
    }
