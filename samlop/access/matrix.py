"""The access matrix: one reviewed file of data that application, database, help page and tests are all made from."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("matrix.csv")
ALL = "all"
OWN = "own"
ANY_ROLE = "*"


@dataclass(frozen=True)
class MatrixRow:
    """One cell: who stands in this relation may do this with this kind, for this purpose, on this basis."""

    relation: str
    role: str
    kind: str
    action: str
    scope: str
    purpose: str
    basis: str


@cache
def matrix() -> tuple[MatrixRow, ...]:
    """Every cell of the matrix, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(MatrixRow(**row) for row in csv.DictReader(file))


@cache
def relations_granting(kind: str, action: str, role: str, *, scope: str | None = None) -> frozenset[str]:
    """The relations through which somebody in this role may do the action with the kind."""
    return frozenset(
        row.relation
        for row in matrix()
        if row.kind == kind
        and row.action == action
        and row.role in (ANY_ROLE, role)
        and scope in (None, row.scope)
    )


@cache
def is_known(kind: str, action: str) -> bool:
    """Whether anybody at all may do the action with the kind; a question about an unknown pair is a slip of the pen."""
    return any(row.kind == kind and row.action == action for row in matrix())
