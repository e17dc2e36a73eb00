"""What Samløp's processes find in their environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from tools.places import NODE_MODULES, ROOT, DataFolder, writing_to
from tools.postgres import Server

OWNER, WEB, WORKER = "owner", "web", "worker"


@dataclass(frozen=True)
class Addresses:
    """The database under each of the three names it is entered by."""

    owner: str
    web: str
    worker: str

    @classmethod
    def of(cls, server: Server) -> "Addresses":
        """The addresses of an embedded server."""
        return cls(owner=server.admin_url, web=server.url("samlop_web"), worker=server.url("samlop_worker"))

    @classmethod
    def given(cls) -> "Addresses":
        """The addresses that the reader's own environment names."""
        web = os.environ["DATABASE_URL"]
        worker = os.environ.get("WORKER_DATABASE_URL", web)
        return cls(owner=os.environ.get("OWNER_DATABASE_URL", web), web=web, worker=worker)

    def as_variables(self, role: str) -> dict[str, str]:
        """The two variables that Samløp reads, for one role."""
        chosen = {OWNER: self.owner, WEB: self.web, WORKER: self.worker}[role]
        return {"DATABASE_URL": chosen, "OWNER_DATABASE_URL": self.owner}


def database_is_given() -> bool:
    """Whether the reader brings a PostgreSQL of their own."""
    return bool(os.environ.get("DATABASE_URL"))


def demo_environment(folder: DataFolder, addresses: Addresses, *, role: str) -> dict[str, str]:
    """The environment of a process of the demo."""
    own = {
        "SAMLOP_ENVIRONMENT": os.environ.get("SAMLOP_ENVIRONMENT", "demo"),
        "SAMLOP_DATA_DIR": str(folder.files),
    }
    if folder.mark.exists() and not os.environ.get("SAMLOP_SECRET_KEY"):
        own["SAMLOP_SECRET_KEY"] = secret_key(folder)
    return python_environment() | own | addresses.as_variables(role)


def test_environment(addresses: Addresses) -> dict[str, str]:
    """The environment of checks and tests."""
    return python_environment() | {"SAMLOP_ENVIRONMENT": "test"} | addresses.as_variables(WEB)


def python_environment(base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The reader's environment, in which `samlop` and `config` can be imported from any folder."""
    already = base.get("PYTHONPATH")
    found = f"{ROOT}{os.pathsep}{already}" if already else str(ROOT)
    fixed = {
        "PYTHONPATH": found,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SAMLOP_NODE_MODULES": str(NODE_MODULES),
    }
    return dict(base) | fixed


def secret_key(folder: DataFolder) -> str:
    """The key that signs this demo's sessions; made once, readable by its owner alone."""
    path = folder.path / "secret-key"
    with writing_to(path):
        if not path.exists() or not path.read_text(encoding="ascii"):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text(encoding="ascii")
