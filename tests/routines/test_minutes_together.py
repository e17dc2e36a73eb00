"""Many write at once, on connections of their own: every acknowledged word is there afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken
from samlop.routines.actions import agreement
from samlop.routines.models import AgreedItem, AgreedText, ArchiveCopy, Confirmation, OwnNote
from tests.cast import Cast
from tests.routines.meetings import AGREES, IN_ROOM, draft_of, everybody_confirms, held_meeting, ready_text

WRITERS, WORDS = 6, 5
SignIn = Callable[[Actor], Client]


def together(jobs: list[Callable[[], object]]) -> list[object]:
    """Runs the jobs at the same time, each on its own connection to the database."""
    ready = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        try:
            ready.wait()
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def writer(browser: Client, where: str, field: str, name: str) -> Callable[[], int]:
    """Adds its own words one by one, taking both texts whenever somebody else was first; counts its saves."""

    def write() -> int:
        text, version, saves = "", 0, 0
        for number in range(WORDS):
            text = f"{text} {name}{number}".strip()
            while True:
                values = {field: text, "version": version}
                answer = browser.post(where, values, headers={"X-Autosave": "1"})
                told = answer.json()
                version = told["version"]
                if answer.status_code == 200:
                    saves += 1
                    break
                assert answer.status_code == 409
                text = f"{told['theirs']} {name}{number}".strip()
        return saves

    return write


def all_words() -> set[str]:
    return {f"w{writer}-{number}" for writer in range(WRITERS) for number in range(WORDS)}


def test_many_colleagues_in_one_note_lose_no_word(committed_cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(committed_cast)
    where = reverse("routines:note", args=[meeting.pk, "english"])
    browsers = [signed_in(committed_cast.tea) for _ in range(WRITERS)]
    saves = together(
        [writer(browser, where, "n-english-text", f"w{place}-") for place, browser in enumerate(browsers)]
    )
    note = OwnNote.objects.get(meeting=meeting)
    assert set(note.text.split()) == all_words()
    assert note.version == sum(saves) == WRITERS * WORDS


def test_four_parties_in_one_text_lose_no_word(committed_cast: Cast, signed_in: SignIn) -> None:
    meeting = held_meeting(committed_cast)
    where = reverse("routines:agreed_item", args=[meeting.pk, "english"])
    actors = [committed_cast.kari, committed_cast.tea, committed_cast.kim, committed_cast.nils] * 2
    browsers = [signed_in(actor) for actor in actors[:WRITERS]]
    saves = together(
        [writer(browser, where, "t-english-text", f"w{place}-") for place, browser in enumerate(browsers)]
    )
    item = AgreedItem.objects.get(agreed_text=draft_of(meeting), agenda_code="english")
    assert set(item.text.split()) == all_words()
    assert item.version == sum(saves) + 1


def test_without_the_version_words_are_lost(committed_cast: Cast) -> None:
    """The control: the same writers over a row that nobody guards."""
    meeting = held_meeting(committed_cast)
    tea = committed_cast.tea
    OwnNote.objects.create(
        participant=committed_cast.participant,
        meeting=meeting,
        organisation_id=tea.organisation_id,
        agenda_code="english",
        author_id=tea.employment_id,
    )
    read = Barrier(WRITERS)

    def careless(place: int) -> Callable[[], None]:
        def write() -> None:
            with acting_as(tea):
                note = OwnNote.objects.get(meeting=meeting)
                read.wait()
                OwnNote.objects.filter(pk=note.pk).update(text=f"{note.text} w{place}-0".strip())

        return write

    together([careless(place) for place in range(WRITERS)])
    assert len(OwnNote.objects.get(meeting=meeting).text.split()) < WRITERS


@pytest.mark.parametrize("attempt", range(3))
def test_the_last_yes_given_twice_makes_one_agreement(committed_cast: Cast, attempt: int) -> None:
    meeting = held_meeting(committed_cast)
    text = ready_text(committed_cast, meeting)
    everybody_confirms(committed_cast, text, besides=["dina", "nils"])
    kari = committed_cast.kari

    def confirm(**who: object) -> Callable[[], str]:
        def press() -> str:
            with acting_as(kari):
                try:
                    agreement.confirm(kari, text, answer=AGREES, manner=IN_ROOM, **who)
                except RuleBroken:
                    return "late"
                return "taken"

        return press

    nav = committed_cast.organisations["nav"]
    answers = together([confirm(for_participant=True), confirm(organisation=nav)] * 2)
    assert answers.count("taken") >= 2
    assert AgreedText.objects.get(pk=text.pk).state == "agreed"
    assert Confirmation.objects.filter(set_aside_at=None).count() == 5
    assert ArchiveCopy.objects.filter(agreed_text=text).count() == 4
