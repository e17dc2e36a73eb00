"""The keyboard alone suffices: Kari walks from a call to an agreed text, Dina does what is hers on Min vei."""

import re

import pytest
from playwright.sync_api import Page, expect

from samlop.plans.models import Action, Goal
from samlop.routines.models import Invitation, Meeting, OwnNote
from tests.journeys.keyboard import Keyboard
from tests.portal import scenes

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

NOTE = "Dina har tolv års skole."
AGREED = "Tolv års skole. Vitnemålet sendes til godkjenning."
DECISION = "Sende vitnemålet"
GOAL = "Jeg vil bli kokk"


def test_kari_calls_holds_and_agrees_by_keyboard(committed_cast, opened) -> None:
    page = opened(committed_cast.kari)
    hands = Keyboard(page)
    call(page, hands)
    begin(page, hands)
    write_and_share(page, hands)
    reconcile(page, hands)
    confirm_for_all(page, hands)
    assert Meeting.objects.get().state == Meeting.State.AGREED
    assert hands.stops > 100


def call(page: Page, hands: Keyboard) -> None:
    hands.link("Hopp til innholdet", lands=False)
    row = page.get_by_role("listitem").filter(has_text="Dina Blåmeis").filter(has_text="Kall inn")
    hands.link("Kall inn", within=row.first)
    hands.write(page.get_by_label("Rom eller lenke"), "Rom 2")
    hands.back_to(page.get_by_label("Slutter"))
    hands.button("Kall inn", within=page.locator("main"))
    assert Meeting.objects.get().place == "Rom 2"


def begin(page: Page, hands: Keyboard) -> None:
    hands.link("Hold møtet")
    for box in page.locator("[name=present]").all():
        if not box.is_checked():
            hands.to(box)
            page.keyboard.press("Space")
    hands.button("Vi begynner")
    expect(page.locator("#ark")).to_be_visible()


def write_and_share(page: Page, hands: Keyboard) -> None:
    item = page.locator("#punkt-earlier_education")
    hands.write(item.get_by_role("textbox").first, NOTE)
    expect(item).to_contain_text("Lagret")
    assert OwnNote.objects.get().text == NOTE
    hands.go_round()
    page.reload()
    hands.button("Del notatene med de andre nå")
    hands.link("Til samordning")


def reconcile(page: Page, hands: Keyboard) -> None:
    hands.write(page.locator("#punkt-earlier_education").get_by_role("textbox").last, AGREED)
    hands.open(page.locator("summary", has_text="Nytt vedtak"))
    decision = page.locator("#vedtak")
    hands.write(decision.get_by_label("Hva er vedtatt?"), DECISION)
    hands.choose(decision.get_by_label("Hvem gjør det?"), "Dina")
    hands.button("Legg til vedtaket")
    expect(page.locator("#vedtak")).to_contain_text(DECISION)
    hands.button("Klar til bekreftelse")


def confirm_for_all(page: Page, hands: Keyboard) -> None:
    """Each party says yes on the one screen, Dina in her own language and last."""
    for _party in range(4):
        hands.button(re.compile("^Enig"))
    hands.to(page.locator("#deltaker button[value=agrees]"))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_dina_ticks_off_answers_and_writes_a_goal_by_keyboard(committed_cast, opened) -> None:
    task = scenes.task(committed_cast, "Send papirene", days=5)
    meeting = scenes.meeting_ahead(committed_cast)
    page = opened(committed_cast.dina, "/min-vei/", language="nb")
    hands = Keyboard(page)
    hands.button("Ja, jeg kommer")
    assert Invitation.objects.get(meeting=meeting, role="participant").reply == "accepted"
    hands.link(re.compile("^Gjøre"))
    hands.button("Jeg har gjort det", key="Space")
    assert Action.objects.get(pk=task.pk).done_on is not None
    hands.link(re.compile("^Mål"))
    hands.link("Skriv et nytt mål")
    hands.write(page.get_by_role("textbox").first, GOAL)
    hands.button("Lagre")
    assert Goal.objects.get().words == GOAL
    hands.go_round()


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ('<button style="outline:0">Usynlig</button>', "no sign of focus"),
        (
            "<button id=f>Fanget</button><script>f.onkeydown = press => press.preventDefault()</script>",
            "held",
        ),
        (
            '<button>Under</button><div style="position:fixed;inset:0;background:#fff"></div>',
            "something lies over",
        ),
        ("<button>To</button><button>Tre</button>", "is not reached"),
    ],
)
def test_a_page_that_fails_the_keyboard_is_found(browser, markup: str, complaint: str) -> None:
    page = browser.new_page()
    page.set_content(f"<style>:focus{{outline:3px solid}}</style><button>En</button>{markup}")
    with pytest.raises(AssertionError, match=complaint):
        Keyboard(page).button("Finnes ikke")
    page.close()
