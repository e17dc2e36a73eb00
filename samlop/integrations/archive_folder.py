"""The archive that ships: a folder for each organisation, written whole or not at all, with a receipt."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from samlop.routines.ports import ArchivePackage, ArchiveProblem, ArchiveUnavailable, Receipt

DOCUMENT = "referat.pdf"
METADATA = "metadata.json"
RECEIPT = "receipt.json"
PROBLEMS = {
    errno.ENOSPC: ArchiveProblem.FULL,
    errno.EDQUOT: ArchiveProblem.FULL,
    errno.EACCES: ArchiveProblem.LOCKED,
    errno.EPERM: ArchiveProblem.LOCKED,
    errno.EROFS: ArchiveProblem.LOCKED,
}


class FolderArchive:
    """Delivers to `ARCHIVE_FOLDER/<organisation>/<meeting>/<version>/`; what is there is never written again."""

    def __init__(self) -> None:
        self.root = Path(settings.ARCHIVE_FOLDER)

    def deliver(self, package: ArchivePackage) -> Receipt:
        """Writes beside, flushes to disk, and renames: after a crash the package is there whole, or not there."""
        reference = f"{package.organisation_id}/{package.meeting_id}/{package.version}"
        target = self.root / reference
        with _said_in_words():
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                _write_whole(target, package, reference)
            return _receipt(target)

    def document(self, reference: str) -> bytes | None:
        """The document behind a receipt."""
        file = (self.root / reference / DOCUMENT).resolve()
        if not file.is_relative_to(self.root.resolve()) or not file.is_file():
            return None
        return file.read_bytes()


@contextmanager
def _said_in_words() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        known = PROBLEMS.get(problem.errno or 0, ArchiveProblem.UNREACHABLE)
        raise ArchiveUnavailable(known) from problem


def _write_whole(target: Path, package: ArchivePackage, reference: str) -> None:
    _sweep(target)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        _write(beside / DOCUMENT, package.document)
        _write(beside / METADATA, package.metadata)
        _write(beside / RECEIPT, _receipt_for(package, reference))
        _flush(beside)
        beside.rename(target)
        _flush(target.parent)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        if not (target / RECEIPT).exists():
            raise


def _sweep(target: Path) -> None:
    """Removes what a crash left half written."""
    for left in target.parent.glob(f".{target.name}-*"):
        shutil.rmtree(left, ignore_errors=True)


def _receipt_for(package: ArchivePackage, reference: str) -> bytes:
    told = {
        "schema": "samlop/archive-receipt/1",
        "reference": reference,
        "archived_at": timezone.now().isoformat(),
        "sha256": {
            DOCUMENT: sha256(package.document).hexdigest(),
            METADATA: sha256(package.metadata).hexdigest(),
        },
    }
    return json.dumps(told, indent=2).encode() + b"\n"


def _receipt(target: Path) -> Receipt:
    told = json.loads((target / RECEIPT).read_text(encoding="utf-8"))
    return Receipt(told["reference"], told["sha256"][DOCUMENT], datetime.fromisoformat(told["archived_at"]))


def _write(file: Path, content: bytes) -> None:
    with file.open("xb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _flush(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
