"""Adapters behind the ports of a meeting, for tests: they remember what was asked of them."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from samlop.kernel.actor import Actor
from samlop.participants.models import Participant
from samlop.routines.models import AgreedText
from samlop.routines.ports import ArchivePackage, Receipt

carried_out: list[tuple[Actor, AgreedText, str]] = []
delivered: list[ArchivePackage] = []


def carry_out(actor: Actor, agreed_text: AgreedText) -> None:
    """Remembers the text, and how it stood when it was handed over."""
    carried_out.append((actor, agreed_text, agreed_text.state))


def break_off(actor: Actor, agreed_text: AgreedText) -> None:
    """A plan that cannot be changed."""
    raise RuntimeError("the plan is locked")


class Choices:
    """Two changes of a plan that is not there."""

    def groups(self, actor: Actor, participant: Participant) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            ("Målet", [("horizon", "Ny realistisk dag")]),
            ("Nytt steg", [("add_step:norwegian_course", "Norskkurs")]),
        ]

    def parse(self, value: str, cleaned: dict[str, Any]) -> dict[str, Any]:
        kind, _, rest = value.partition(":")
        first, until = cleaned.get("first"), cleaned.get("until")
        if kind == "horizon":
            return {"change": kind, "horizon": until.isoformat() if until else None}
        if kind == "add_step":
            days = {"first": first and first.isoformat(), "until": until and until.isoformat()}
            organisation = cleaned.get("organisation")
            named = {
                "title": cleaned.get("title", ""),
                "organisation": str(organisation.pk) if organisation else None,
            }
            return {"change": kind, "kind": rest} | named | days
        return {}


class Cabinet:
    """An archive that takes everything and keeps it in memory."""

    def deliver(self, package: ArchivePackage) -> Receipt:
        delivered.append(package)
        reference = f"{package.organisation_id}/{package.meeting_id}/{package.version}"
        return Receipt(
            reference, sha256(package.document).hexdigest(), datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
        )

    def document(self, reference: str) -> bytes | None:
        wanted = (
            one for one in delivered if f"{one.organisation_id}/{one.meeting_id}/{one.version}" == reference
        )
        return next((one.document for one in wanted), None)


class Full:
    """An archive that takes nothing."""

    def deliver(self, package: ArchivePackage) -> Receipt:
        raise OSError(28, "No space left on device")

    def document(self, reference: str) -> bytes | None:
        return None
