"""Reads the project's own source for the house tests."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("samlop", "config", "tools")


@dataclass(frozen=True)
class Function:
    """One function of the code, where it stands and how long it is."""

    place: str
    node: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def lines(self) -> int:
        """From `def` to the last line, decorators out."""
        assert self.node.end_lineno is not None
        return self.node.end_lineno - self.node.lineno + 1


@cache
def files(*, migrations: bool = False) -> tuple[Path, ...]:
    """Every Python file of the product, migrations only when asked for."""
    found = (path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(path for path in found if migrations or "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def shown(path: Path) -> str:
    """The path as one reads it in a message."""
    return str(path.relative_to(ROOT))


def functions() -> Iterator[Function]:
    """Every function and method of the product."""
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(f"{shown(path)}:{node.lineno} {node.name}", node)


def templates() -> list[Path]:
    """Every template of the product."""
    return sorted((ROOT / "samlop").rglob("templates/**/*.html"))


def exceptions_granted() -> str:
    """What docs/ongoing.md allows for now."""
    page = ROOT / "docs" / "ongoing.md"
    return page.read_text(encoding="utf-8") if page.exists() else ""
