"""What the pages of this package read."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.urls import reverse

from samlop.access.matrix import ANY_ROLE, MatrixRow, matrix
from samlop.access.models import Role
from samlop.access.words import ACTIONS, KINDS, RELATIONS


@dataclass(frozen=True)
class WayIn:
    """One way to sign in."""

    title: str
    address: str


@dataclass(frozen=True)
class Cell:
    """One kind of thing, and what somebody may do with it, in words."""

    kind: str
    actions: str
    only_role: str
    own_only: bool
    basis: str


@dataclass(frozen=True)
class RelationInWords:
    """One relation to a participant and all it opens."""

    anchor: str
    title: str
    cells: tuple[Cell, ...]


def ways_to_sign_in() -> list[WayIn]:
    """The sign-in providers that the settings name, in their order."""
    return [WayIn(str(title), reverse(name)) for title, name in settings.WAYS_TO_SIGN_IN]


def matrix_in_words() -> list[RelationInWords]:
    """The whole access matrix for people; the system's own parts are not relations to a person and stand elsewhere."""
    people = [row for row in matrix() if not row.relation.startswith("system:")]
    return [
        RelationInWords(relation, str(RELATIONS[relation]), tuple(_cells(list(rows))))
        for relation, rows in groupby(people, key=lambda row: row.relation)
    ]


def _cells(rows: list[MatrixRow]) -> Iterator[Cell]:
    for (kind, role, scope), same in groupby(rows, key=lambda row: (row.kind, row.role, row.scope)):
        cells = list(same)
        yield Cell(
            kind=str(KINDS[kind]),
            actions=", ".join(str(ACTIONS[row.action]) for row in cells),
            only_role="" if role == ANY_ROLE else str(Role(role).label),
            own_only=scope == "own",
            basis=cells[0].basis,
        )
