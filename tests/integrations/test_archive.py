"""Each agency gets its own copy, whole, once, and the same bytes each time; what fails is tried again and seen."""

import errno
import io
import json
import mimetypes
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import Settings

from samlop.access.models import ReadLog
from samlop.integrations import archive_folder
from samlop.integrations.archive_folder import FolderArchive
from samlop.integrations.archiving import package_for
from samlop.kernel import outbox
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor, system_actor
from samlop.kernel.models import Event, Outbox
from samlop.routines.actions import agreement, minutes, reconciling
from samlop.routines.models import AgreedText, ArchiveCopy, Confirmation, Meeting, OwnNote
from samlop.routines.ports import ArchivePackage, ArchiveUnavailable
from tests.cast import Cast
from tests.routines.meetings import (
    AGREES,
    IN_ROOM,
    SIGNED_IN,
    agreed_meeting,
    draft_of,
    everybody_confirms,
    held_meeting,
    ready_text,
    seats,
)

SignIn = Callable[[Actor], Client]
ASSISTED = Confirmation.Manner.ASSISTED
ONE, TWO = ("tea",), ("tea", "nils")
FILES = {"referat.pdf", "metadata.json", "receipt.json"}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """An archive of its own for each test."""
    settings.ARCHIVE_FOLDER = tmp_path / "archive"
    return settings.ARCHIVE_FOLDER


def written_meeting(cast: Cast) -> Meeting:
    """A meeting of two agencies with notes of both, Dina's own words, a decision, and everybody's yes."""
    meeting = held_meeting(cast, staff=TWO)
    for actor, text in ((cast.tea, "Skolens eget ord"), (cast.nils, "NAVs eget ord")):
        with acting_as(actor):
            minutes.save_note(actor, meeting, agenda_code="english", text=text, version=0)
    with acting_as(cast.dina):
        minutes.save_own_words(cast.dina, meeting, text="أريد أن أصبح طباخة", version=0, language="ar")
    with acting_as(cast.kari):
        reconciling.add_decision(
            cast.kari, draft_of(meeting), text="Søke læreplass", owner_employment=cast.nils.employment_id
        )
    everybody_confirms(cast, ready_text(cast, meeting, "Dina søker kokk.\nHun begynner til høsten."))
    meeting.refresh_from_db()
    return meeting


def package(cast: Cast, meeting: Meeting, actor: Actor) -> ArchivePackage:
    text = AgreedText.objects.get(meeting=meeting, state="agreed")
    with acting_as(system_actor("archive")):
        return package_for(text.pk, actor.organisation_id)


def words_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def place(folder: Path, meeting: Meeting, actor: Actor, version: int = 1) -> Path:
    return folder / str(actor.organisation_id) / str(meeting.pk) / str(version)


def test_each_agency_gets_the_text_and_its_own_notes_only(cast: Cast, folder: Path) -> None:
    meeting = written_meeting(cast)
    assert outbox.deliver_all() == 2
    for actor, own, others in (
        (cast.tea, "Skolens eget ord", "NAVs"),
        (cast.nils, "NAVs eget ord", "Skolens"),
    ):
        files = place(folder, meeting, actor)
        assert {file.name for file in files.iterdir()} == FILES
        words = words_of((files / "referat.pdf").read_bytes())
        assert "Dina søker kokk." in words
        assert own in words
        assert others not in words
        told = json.loads((files / "metadata.json").read_text())
        assert [note["text"] for note in told["own_notes"]] == [own]


def test_a_shared_note_of_another_agency_stays_out_of_the_copy(cast: Cast) -> None:
    meeting = written_meeting(cast)
    OwnNote.objects.update(shared_at=timezone.now())
    assert "NAVs" not in words_of(package(cast, meeting, cast.tea).document)


def test_a_copy_that_leaves_late_holds_what_stood_when_all_agreed(cast: Cast, folder: Path) -> None:
    meeting = written_meeting(cast)
    with acting_as(cast.tea):
        draft = reconciling.begin_new_version(cast.tea, meeting)
        minutes.save_note(cast.tea, meeting, agenda_code="english", text="Skolens nye ord", version=1)
        minutes.save_own_words(cast.tea, meeting, text="Jeg vil bli baker", version=1)
        reconciling.close_draft(cast.tea, draft)
        place_here = seats(meeting, cast.tea, cast.dina)
        agreement.mark_here(cast.tea, draft, present=place_here, walk_ins=[cast.kim.employment_id])
    assert outbox.deliver_all() == 2
    first = place(folder, meeting, cast.tea)
    words = words_of((first / "referat.pdf").read_bytes())
    told = json.loads((first / "metadata.json").read_text())
    assert "Skolens eget ord" in words
    assert "Skolens nye ord" not in words
    assert "baker" not in words
    assert "Kim Klarsynt" not in words
    assert told["agreed"]["own_words"]["text"] == "أريد أن أصبح طباخة"
    assert [one["name"] for one in told["agreed"]["present"]] == [
        "Dina Blåmeis",
        "Tea Tålmodig",
        "Nils Nøysom",
    ]
    assert told["agreed"]["gathered"] == []


def test_a_later_copy_tells_who_was_gathered_and_what_stood_then(cast: Cast, folder: Path) -> None:
    meeting = written_meeting(cast)
    with acting_as(cast.tea):
        draft = reconciling.begin_new_version(cast.tea, meeting)
        minutes.save_note(cast.tea, meeting, agenda_code="english", text="Skolens nye ord", version=1)
        reconciling.close_draft(cast.tea, draft)
        agreement.mark_here(cast.tea, draft, present=seats(meeting, cast.tea, cast.dina))
        agreement.confirm(cast.tea, draft, answer=AGREES, manner=SIGNED_IN)
        agreement.confirm(cast.tea, draft, for_participant=True, answer=AGREES, manner=IN_ROOM)
    with acting_as(cast.nils):
        agreement.confirm(cast.nils, draft, answer=AGREES, manner=SIGNED_IN)
    outbox.deliver_all()
    second = place(folder, meeting, cast.tea, 2)
    words = words_of((second / "referat.pdf").read_bytes())
    assert "Samlet da denne versjonen ble bekreftet" in words
    assert "Skolens nye ord" in words
    told = json.loads((second / "metadata.json").read_text())["agreed"]
    assert [one["name"] for one in told["gathered"]] == ["Dina Blåmeis", "Tea Tålmodig"]
    assert {one["attended"] for one in told["present"]} == {True}


def test_the_copy_tells_who_sat_beside_and_who_came_uncalled(cast: Cast) -> None:
    meeting = held_meeting(cast, staff=ONE)
    with acting_as(cast.tea):
        present = seats(meeting, cast.tea, cast.dina)
        minutes.mark_present(cast.tea, meeting, present=present, walk_ins=[cast.kim.employment_id])
    text = ready_text(cast, meeting)
    everybody_confirms(cast, text, besides=["dina"])
    beside = replace(cast.dina, assisted_by=cast.kari.employment_id)
    with acting_as(beside):
        agreement.confirm(beside, text, for_participant=True, answer=AGREES, manner=ASSISTED)
    made = package(cast, meeting, cast.kim)
    words = " ".join(words_of(made.document).split())
    assert "på Min vei med hjelp, sammen med Kari Lysvåken" in words
    assert "logget inn selv" not in words
    assert "Kim Klarsynt, Karriere Agder – Lyngdal (kom uten å være kalt inn)" in words
    seat = next(
        one for one in json.loads(made.metadata)["agreed"]["present"] if one["name"] == "Kim Klarsynt"
    )
    assert (seat["called"], seat["attended"]) == (False, True)


def test_the_style_is_read_whatever_the_machine_calls_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mimetypes, "guess_type", lambda *_named, **_options: ("text/plain", None))
    document = package(cast, agreed_meeting(cast, staff=ONE), cast.tea).document
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []
    fonts = {
        str(font.BaseFont)
        for page in pikepdf.open(io.BytesIO(document)).pages
        for font in page.Resources.Font.values()
    }
    assert any("Inter" in name for name in fonts)


def test_the_document_is_tagged_with_language_and_title(cast: Cast) -> None:
    document = pikepdf.open(io.BytesIO(package(cast, written_meeting(cast), cast.tea).document))
    root = document.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "nb"
    assert "Dina Blåmeis" in str(document.docinfo["/Title"])
    tags = list(_tags(root.StructTreeRoot))
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/BlockQuote"} <= set(tags)
    assert tags.count("/H1") == 1
    with document.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
    fonts = [font for page in document.pages for font in page.Resources.Font.values()]
    assert fonts
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def _tags(node: object):
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _tags(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from _tags(node.K)


def test_the_metadata_tell_who_what_and_when(cast: Cast) -> None:
    meeting = written_meeting(cast)
    made = package(cast, meeting, cast.tea)
    told = json.loads(made.metadata)
    assert told["schema"] == "samlop/archive-copy/1"
    assert told["agency"]["id"] == str(cast.tea.organisation_id)
    assert told["participant"]["name"] == "Dina Blåmeis"
    agreed = told["agreed"]
    assert (agreed["version"], agreed["meeting"]["id"]) == (1, str(meeting.pk))
    assert agreed["meeting"]["interpreter"] == {"language": "ar", "attended": True}
    assert len(agreed["present"]) == 3
    assert [(one["text"], one["owner"]) for one in agreed["decisions"]] == [("Søke læreplass", "Nils Nøysom")]
    assert agreed["items"][0]["text"] == "Dina søker kokk.\nHun begynner til høsten."
    assert agreed["own_words"]["language"] == "ar"
    assert sum(word["counts"] for word in agreed["confirmations"]) == 3
    assert told["document"]["sha256"] == sha256(made.document).hexdigest()


def test_every_copy_holds_the_same_agreed_text(cast: Cast) -> None:
    meeting = written_meeting(cast)
    tea, nils = (json.loads(package(cast, meeting, actor).metadata) for actor in (cast.tea, cast.nils))
    assert tea["agreed_sha256"] == nils["agreed_sha256"]
    assert tea["own_notes_sha256"] != nils["own_notes_sha256"]


def test_the_same_copy_is_the_same_bytes(cast: Cast) -> None:
    meeting = written_meeting(cast)
    first, second = (package(cast, meeting, cast.tea) for _ in range(2))
    assert sha256(first.document).hexdigest() == sha256(second.document).hexdigest()
    assert first.metadata == second.metadata
    assert "SOURCE_DATE_EPOCH" not in os.environ


def test_delivered_twice_is_delivered_once(cast: Cast, folder: Path) -> None:
    meeting = agreed_meeting(cast, staff=ONE)
    outbox.deliver_all()
    copy = ArchiveCopy.objects.get(organisation=cast.tea.organisation_id)
    kept = (place(folder, meeting, cast.tea) / "referat.pdf").stat()
    Outbox.objects.update(state="waiting", delivered_at=None, next_attempt_at=timezone.now())
    outbox.deliver_all()
    ArchiveCopy.objects.update(receipt="", sha256="", archived_at=None)
    Outbox.objects.update(state="waiting", delivered_at=None, next_attempt_at=timezone.now())
    outbox.deliver_all()
    again = ArchiveCopy.objects.get(pk=copy.pk)
    assert (again.receipt, again.sha256, again.archived_at) == (copy.receipt, copy.sha256, copy.archived_at)
    assert (place(folder, meeting, cast.tea) / "referat.pdf").stat() == kept


def test_the_receipt_holds_the_digest_of_the_document(cast: Cast, folder: Path) -> None:
    meeting = written_meeting(cast)
    outbox.deliver_all()
    files = place(folder, meeting, cast.tea)
    receipt = json.loads((files / "receipt.json").read_text())
    digests = {
        name: sha256((files / name).read_bytes()).hexdigest() for name in ("referat.pdf", "metadata.json")
    }
    assert receipt["sha256"] == digests
    copy = ArchiveCopy.objects.get(organisation=cast.tea.organisation_id)
    assert (copy.sha256, copy.receipt) == (digests["referat.pdf"], receipt["reference"])
    assert Event.objects.filter(code="archive_copy.delivered", system="archive").count() == 2


def test_a_later_version_is_a_copy_of_its_own(cast: Cast, folder: Path) -> None:
    meeting = agreed_meeting(cast, staff=ONE)
    outbox.deliver_all()
    with acting_as(cast.tea):
        draft = reconciling.begin_new_version(cast.tea, meeting)
        reconciling.close_draft(cast.tea, draft)
    everybody_confirms(cast, draft)
    assert outbox.deliver_all() == 1
    assert place(folder, meeting, cast.tea, 1).is_dir()
    assert place(folder, meeting, cast.tea, 2).is_dir()


def a_package(version: int = 1) -> ArchivePackage:
    return ArchivePackage(uuid4(), uuid4(), version, b"%PDF", b"{}")


def test_what_a_crash_left_half_written_is_swept_away(folder: Path) -> None:
    made = a_package()
    target = folder / str(made.organisation_id) / str(made.meeting_id)
    (target / ".1-crashed").mkdir(parents=True)
    (target / ".1-crashed" / "referat.pdf").write_bytes(b"half")
    FolderArchive().deliver(made)
    assert [one.name for one in target.iterdir()] == ["1"]


@pytest.mark.parametrize(
    ("number", "problem"),
    [(errno.ENOSPC, "full"), (errno.EACCES, "locked"), (errno.EROFS, "locked"), (errno.EIO, "unreachable")],
)
def test_a_failing_archive_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, problem: str
) -> None:
    def fail(file: Path, content: bytes) -> None:
        raise OSError(number, os.strerror(number))

    made = a_package()
    with monkeypatch.context() as patched:
        patched.setattr(archive_folder, "_write", fail)
        with pytest.raises(ArchiveUnavailable, match=problem):
            FolderArchive().deliver(made)
    assert list((folder / str(made.organisation_id) / str(made.meeting_id)).iterdir()) == []
    assert FolderArchive().deliver(made).sha256 == sha256(b"%PDF").hexdigest()


def test_two_deliveries_at_once_leave_one_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_folder, "_sweep", lambda target: None)
    made = ArchivePackage(uuid4(), uuid4(), 1, b"%PDF" * 100_000, b"{}")
    target = folder / str(made.organisation_id) / str(made.meeting_id) / "1"
    target.parent.mkdir(parents=True)
    together = Barrier(4)

    def write() -> None:
        together.wait()
        archive_folder._write_whole(target, made, "reference")

    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(write) for _ in range(4)]:
            one.result()
    assert [one.name for one in target.parent.iterdir()] == ["1"]
    assert {file.name for file in target.iterdir()} == FILES


@pytest.mark.parametrize("reference", ["../../etc", "/etc", "missing/1/1", ""])
def test_a_reference_never_leads_out_of_the_archive(folder: Path, reference: str) -> None:
    (folder.parent / "referat.pdf").write_bytes(b"outside")
    assert FolderArchive().document(reference) is None


def test_a_failure_is_seen_tried_again_and_delivered(
    cast: Cast, settings: Settings, folder: Path, signed_in: SignIn
) -> None:
    meeting = agreed_meeting(cast, staff=ONE)
    folder.write_text("a file where the folder should be")
    assert outbox.deliver_all() == 0
    client = signed_in(cast.tea)
    where = reverse("routines:archive", args=[meeting.pk])
    page = client.get(where).content.decode()
    assert page.count("prøver igjen") == 1
    assert "Arkivet svarer ikke." in page
    assert "Errno" not in page
    assert outbox.deliver_all() == 0
    folder.unlink()
    row = Outbox.objects.get(key__endswith=str(cast.tea.organisation_id))
    assert row.next_attempt_at > timezone.now() + timedelta(seconds=20)
    client.post(reverse("routines:send_again", args=[meeting.pk, row.pk]))
    assert "Vi prøver igjen" in client.get(where).content.decode()
    assert outbox.deliver_all() == 1
    page = client.get(where).content.decode()
    assert "levert" in page
    assert "SHA-256" in page
    assert outbox.deliver_all(timezone.now() + timedelta(hours=2)) == 0


def test_an_agency_downloads_its_own_copy_and_no_other(cast: Cast, signed_in: SignIn, folder: Path) -> None:
    meeting = written_meeting(cast)
    outbox.deliver_all()
    copies = {copy.organisation_id: copy for copy in ArchiveCopy.objects.all()}

    def own(actor: Actor) -> str:
        return reverse("routines:archive_document", args=[meeting.pk, copies[actor.organisation_id].pk])

    before = ReadLog.objects.filter(section="archive").count()
    response = signed_in(cast.tea).get(own(cast.tea))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert sha256(response.content).hexdigest() == copies[cast.tea.organisation_id].sha256
    assert ReadLog.objects.filter(section="archive").count() == before + 1
    assert signed_in(cast.nils).get(own(cast.tea)).status_code == 404
    for actor in (cast.ute, cast.lea, cast.dina):
        assert signed_in(actor).get(own(cast.tea)).status_code == 404
    page = signed_in(cast.tea).get(reverse("routines:archive", args=[meeting.pk])).content.decode()
    assert page.count("Last ned") == 1
    assert page.count("levert") == 2
    assert copies[cast.nils.organisation_id].sha256 not in page


def test_a_changed_document_is_not_handed_out(cast: Cast, signed_in: SignIn, folder: Path) -> None:
    meeting = agreed_meeting(cast, staff=ONE)
    outbox.deliver_all()
    copy = ArchiveCopy.objects.get(organisation=cast.tea.organisation_id)
    (place(folder, meeting, cast.tea) / "referat.pdf").write_bytes(b"%PDF-forged")
    where = reverse("routines:archive_document", args=[meeting.pk, copy.pk])
    response = signed_in(cast.tea).get(where)
    assert response.status_code == 409
    (place(folder, meeting, cast.tea) / "referat.pdf").unlink()
    assert signed_in(cast.tea).get(where).status_code == 404


def test_nothing_is_tried_again_that_does_not_wait(cast: Cast, signed_in: SignIn) -> None:
    meeting = agreed_meeting(cast, staff=ONE)
    outbox.deliver_all()
    row = Outbox.objects.first()
    assert row
    client = signed_in(cast.tea)
    client.post(reverse("routines:send_again", args=[meeting.pk, row.pk]))
    assert (
        "venter ikke på noe nytt"
        in client.get(reverse("routines:archive", args=[meeting.pk])).content.decode()
    )
    assert client.post(reverse("routines:send_again", args=[meeting.pk, uuid4()])).status_code == 404
    assert (
        signed_in(cast.ute).post(reverse("routines:send_again", args=[meeting.pk, row.pk])).status_code == 404
    )


def test_the_archive_reads_what_it_needs_and_no_more(cast: Cast) -> None:
    written_meeting(cast)
    with acting_as(system_actor("mail")):
        assert not OwnNote.objects.exists()
    with acting_as(system_actor("archive")):
        assert OwnNote.objects.count() == 2
