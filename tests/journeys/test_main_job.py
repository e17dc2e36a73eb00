"""The whole main job as four people: from a due meeting to four archive copies and a changed map."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from samlop.kernel.models import Outbox
from samlop.kernel.outbox import deliver_all
from samlop.participants.models import Participant
from samlop.plans.models import Action, PlanVersion, Step
from samlop.routines.models import ArchiveCopy, Meeting, OwnNote
from tests.journeys.axe import faults_of

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

OSLO = ZoneInfo("Europe/Oslo")
PHONE = {"locale": "ar", "viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
NOTE = "Dina har tolv års skole fra Syria."
AGREED = "Dina har tolv års skole. Vitnemålet sendes til godkjenning."


@pytest.fixture
def morning():
    """Nine o'clock today: late enough to work, early enough for a meeting at ten."""
    with time_machine.travel(datetime.combine(localdate(), datetime.min.time(), OSLO) + timedelta(hours=9)):
        yield


def test_from_due_to_archived(committed_cast, opened, morning, settings, tmp_path: Path, mailoutbox) -> None:
    settings.ARCHIVE_FOLDER = tmp_path
    cast = committed_cast
    kari, tea = opened(cast.kari), opened(cast.tea)
    dina = opened(cast.dina, "/min-vei/", **PHONE)

    call(kari)
    meeting = Meeting.objects.get()
    assert_everybody_was_written_to(mailoutbox)
    answer_as_teacher(tea)
    answer_as_dina(dina)
    begin(kari, meeting)
    write_notes(tea, kari, meeting)
    reconcile(kari)
    kim = opened(cast.kim)
    for page in (kari, tea, kim):
        confirm_as_member(page, meeting)
    confirm_as_dina(dina, meeting)
    assert_everything_followed(meeting, tmp_path)

    dina.goto("/min-vei/kart/")
    expect(dina.locator("svg", has_text="Norskkurs").filter(visible=True).first).to_be_visible()
    assert dina.evaluate("document.documentElement.dir") == "rtl"
    for page in (kari, tea, kim, dina):
        assert faults_of(page) == []


def call(kari: Page) -> None:
    """Min dag says that the first meeting is due; three presses and it is called."""
    row = kari.get_by_role("listitem").filter(has_text="Dina Blåmeis")
    row.get_by_role("link", name="Kall inn").first.click()
    kari.locator("[name=day]").fill(localdate().isoformat())
    kari.locator("[name=starts]").fill("10:00")
    kari.locator("[name=ends]").fill("10:45")
    kari.locator("[name=place]").fill("Rom 2")
    kari.locator("[name=interpreter_booked]").fill("Tolketjenesten")
    kari.locator("main button[type=submit]", has_text="Kall inn").click()
    kari.wait_for_url("**/moter/**")


def answer_as_teacher(tea: Page) -> None:
    tea.goto("/")
    tea.get_by_role("link", name="Svar").first.click()
    tea.locator("button[value=accepted]").filter(visible=True).first.click()
    expect(tea.locator("#replies")).to_contain_text("kommer")


def answer_as_dina(dina: Page) -> None:
    """Dina sees the meeting in Arabic and says that she is coming with one tap."""
    dina.goto("/min-vei/")
    dina.locator("form:has([value=accepted]) button").first.click()
    expect(dina.locator(".reply__said")).to_be_visible()
    assert Meeting.objects.get().invitations.get(role="participant").reply == "accepted"


def begin(kari: Page, meeting: Meeting) -> None:
    kari.goto(f"/moter/{meeting.pk}/hold/")
    for box in kari.locator("[name=present]").all():
        box.set_checked(
            "Nils" not in (box.locator("xpath=ancestor::label|following::label[1]").first.inner_text())
        )
    kari.get_by_role("button", name="Vi begynner").click()
    expect(kari.locator("#ark")).to_be_visible()


def write_notes(tea: Page, kari: Page, meeting: Meeting) -> None:
    """Each party writes its own; what is typed saves itself, and is seen by others when it is shared."""
    tea.goto(f"/moter/{meeting.pk}/hold/")
    tea.locator("#punkt-earlier_education textarea").first.fill(NOTE)
    expect(tea.locator("#punkt-earlier_education")).to_contain_text("Lagret")
    assert OwnNote.objects.get(agenda_code="earlier_education").text == NOTE
    kari.goto(f"/moter/{meeting.pk}/samordne/")
    expect(kari.locator("main")).not_to_contain_text(NOTE)
    tea.reload()
    tea.get_by_role("button", name="Del notatene med de andre nå").click()
    expect(tea.locator("main")).to_contain_text("delt med de andre")


def reconcile(kari: Page) -> None:
    kari.reload()
    expect(kari.locator("#punkt-earlier_education")).to_contain_text(NOTE)
    kari.locator("#punkt-earlier_education textarea").fill(AGREED)
    kari.get_by_text("Nytt vedtak").click()
    kari.locator("#vedtak [name$=text]").fill("Norskkurs på kveldstid")
    kari.locator("#vedtak select[name$=owner]").select_option("participant")
    kari.locator("#vedtak [name$=due_on]").fill((localdate() + timedelta(days=30)).isoformat())
    kari.locator("#vedtak [name$=plan_change]").select_option(value="add_step:norwegian_course")
    kari.locator("#vedtak [name$=title]").fill("Norskkurs på kveldstid")
    kari.locator("#vedtak [name$=first]").fill((localdate() + timedelta(days=14)).isoformat())
    kari.locator("#vedtak [name$=until]").fill((localdate() + timedelta(days=200)).isoformat())
    kari.get_by_role("button", name="Legg til vedtaket").click()
    expect(kari.locator("#vedtak")).to_contain_text("Norskkurs")
    kari.get_by_role("button", name="Klar til bekreftelse").click()
    kari.wait_for_url("**/bekreft/**")


def confirm_as_member(page: Page, meeting: Meeting) -> None:
    page.goto(f"/moter/{meeting.pk}/bekreft/")
    expect(page.locator("#tekst")).to_contain_text(AGREED)
    page.locator("button[value=agrees]", has_text="Enig –").filter(visible=True).first.click()


def confirm_as_dina(dina: Page, meeting: Meeting) -> None:
    dina.goto(f"/min-vei/moter/{meeting.pk}/")
    expect(dina.locator("#teksten")).to_contain_text(AGREED)
    dina.locator("#enig form:has([value=agrees]) button").first.click()
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.AGREED


def assert_everybody_was_written_to(mailoutbox) -> None:
    """Each of the four members has a letter with a calendar request, and none names the participant."""
    deliver_all(timezone.now() + timedelta(days=1))
    assert len(mailoutbox) == 4
    assert all("METHOD:REQUEST" in part for part in (str(mail.alternatives) for mail in mailoutbox))
    assert not any("Dina" in str(mail.message()) for mail in mailoutbox)


def assert_everything_followed(meeting: Meeting, archive: Path) -> None:
    """The plan has changed, everything has left the house, and each agency has its own copy."""
    participant = Participant.objects.get()
    assert Step.objects.filter(participant=participant, kind="norwegian_course").exists()
    assert Action.objects.get(participant=participant).owner_is_participant
    assert PlanVersion.objects.get(participant=participant).agreed_at is not None
    deliver_all(timezone.now() + timedelta(days=1))
    assert ArchiveCopy.objects.filter(archived_at__isnull=False).count() == 4
    assert len(list(archive.rglob("*.pdf"))) == 4
    assert not Outbox.objects.exclude(state=Outbox.State.DELIVERED).exists()
