"""What an agreed meeting asks of the plan and of each agency's archive; settings name the adapters."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from samlop.kernel.actor import Actor
from samlop.participants.models import Participant
from samlop.routines.models import AgreedText


class AgreementEffects(Protocol):
    """What follows in the plan when a text is agreed, in the same transaction, by whoever confirmed last.

    A decision with an owner becomes an action, and each `plan_change` is carried out; what an earlier version of
    the text has carried out is not done again. The forms of `plan_change`:
    `{}`, `{"change": "add_step", "kind", "title", "first", "until", "organisation"}`,
    `{"change": "step_status", "step", "status"}`, `{"change": "step_period", "step", "first", "until"}`,
    `{"change": "horizon", "horizon"}`, `{"change": "add_goal", "words", "language"}`;
    days as ISO text (`until` is the first day after; of a period, none where it stays), step and organisation as
    the text of their id.
    """

    def __call__(self, actor: Actor, agreed_text: AgreedText) -> None:
        """Carries out what was decided; what it raises undoes the agreement."""


class PlanChoices(Protocol):
    """The changes of the plan that a decision can make."""

    def groups(self, actor: Actor, participant: Participant) -> list[tuple[str, list[tuple[str, str]]]]:
        """Under a heading each: every change as a value for the form and in words that stand alone."""

    def parse(self, value: str, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The chosen value as a `plan_change`.

        `cleaned` holds `title` (of a new step), `first` and `until` (the first and the last day or None; the
        horizon is `until`) and `organisation` (an organisation or None).
        """


@dataclass(frozen=True)
class ArchivePackage:
    """One agency's copy of one version of one meeting, as it shall lie in that agency's own archive."""

    organisation_id: UUID
    meeting_id: UUID
    version: int
    document: bytes
    metadata: bytes


@dataclass(frozen=True)
class Receipt:
    """The archive's word that it has the document: where, when, and the document's SHA-256."""

    reference: str
    sha256: str
    archived_at: datetime


class ArchiveProblem(StrEnum):
    """Why an archive does not take a package now."""

    FULL = "full"
    LOCKED = "locked"
    UNREACHABLE = "unreachable"


class ArchiveUnavailable(Exception):
    """The archive does not take the package now; it is tried again, and the reason is shown."""

    def __init__(self, problem: ArchiveProblem) -> None:
        super().__init__(problem.value)
        self.code = problem.value


class Archive(Protocol):
    """An agency's archive, whatever system it is."""

    def deliver(self, package: ArchivePackage) -> Receipt:
        """Takes the package in once: a package it already has gives the first receipt again."""

    def document(self, reference: str) -> bytes | None:
        """The document behind a receipt, or nothing from an archive that gives none back."""


def agreement_effects() -> AgreementEffects:
    """The adapter that carries decisions into the plan."""
    return cast("AgreementEffects", import_string(settings.AGREEMENT_EFFECTS))


def plan_choices() -> PlanChoices:
    """The adapter that knows what in the plan can be changed."""
    return cast("PlanChoices", import_string(settings.PLAN_CHOICES)())


def archive() -> Archive:
    """The adapter that delivers to the agencies' archives."""
    return cast("Archive", import_string(settings.ARCHIVE)())
