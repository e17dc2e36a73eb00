"""Delivers each agency its own copy of an agreed meeting, through the archive that settings name."""

from typing import Any
from uuid import UUID

from samlop.integrations.archive_document import document
from samlop.integrations.archive_document_contents import contents_for
from samlop.integrations.archive_document_metadata import metadata
from samlop.kernel.actor import system_actor
from samlop.kernel.log import record
from samlop.routines.models import ArchiveCopy
from samlop.routines.ports import ArchivePackage, archive


def deliver(key: str, payload: dict[str, Any]) -> None:  # noqa: ARG001 (the outbox names what it delivers)
    """Makes one agency's package, hands it over, and keeps the receipt; delivered once, however often it is asked."""
    agreed_text, organisation = UUID(payload["agreed_text"]), UUID(payload["organisation"])
    copies = ArchiveCopy.objects.select_for_update(of=["self"])
    copy = copies.get(agreed_text=agreed_text, organisation=organisation)
    if copy.archived_at is not None:
        return
    receipt = archive().deliver(package_for(agreed_text, organisation))
    copy.receipt, copy.sha256, copy.archived_at = receipt.reference, receipt.sha256, receipt.archived_at
    copy.save(update_fields=["receipt", "sha256", "archived_at"], force_update=True)
    actor = system_actor("archive", organisation_id=organisation)
    record(actor, "archive_copy.delivered", copy, sha256=receipt.sha256)


def package_for(agreed_text_id: UUID, organisation_id: UUID) -> ArchivePackage:
    """One agency's copy as it is handed over."""
    contents = contents_for(agreed_text_id, organisation_id)
    made = document(contents)
    return ArchivePackage(
        organisation_id=organisation_id,
        meeting_id=contents.meeting.pk,
        version=contents.version.number,
        document=made,
        metadata=metadata(contents, made),
    )
