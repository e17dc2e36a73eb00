"""A form sent twice writes once; the same page with other words in it writes anew."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.once import once_id
from samlop.plans import actions
from samlop.plans.models import Action, Goal, Step
from tests.cast import Cast

SignIn = Callable[[Actor], Client]
KEY = re.compile(r'name="key" value="([^"]+)"')
NEW = {
    "goal": (Goal, {"words": "Bli kokk", "language": "nb"}, {"words": "Bli baker"}),
    "action": (Action, {"text": "Ringe skolen", "owner": "participant", "due_on": ""}, {"text": "Ringe NAV"}),
    "step": (Step, {"kind": "work_practice", "title": "Kantina", "status": "planned"}, {"title": "Bakeriet"}),
}


@pytest.mark.parametrize("name", NEW)
def test_a_button_pressed_twice_writes_once(cast: Cast, signed_in: SignIn, name: str) -> None:
    model, typed, other = NEW[name]
    client, address = signed_in(cast.kari), reverse(f"plans:{name}", args=[cast.participant.pk])
    key = KEY.search(client.get(address).content.decode())
    assert key
    posted = typed | {"key": key[1], "organisation_id": str(cast.organisations["nav"].pk)}
    answers = [client.post(address, posted) for _press in range(2)]
    assert [(one.status_code, one.headers.get("Location")) for one in answers] == [
        (302, answers[0]["Location"])
    ] * 2
    assert model.objects.count() == 1
    assert client.post(address, posted | other).status_code == 302
    assert model.objects.count() == 2
    assert client.post(address, posted | {"key": str(uuid4())}).status_code == 302
    assert model.objects.count() == 3


@pytest.mark.parametrize("key", ["", "rubbish", "\x00"])
def test_a_form_without_a_key_still_writes_or_says_why(cast: Cast, signed_in: SignIn, key: str) -> None:
    address = reverse("plans:goal", args=[cast.participant.pk])
    response = signed_in(cast.kari).post(address, {"words": "Bli kokk", "language": "nb", "key": key})
    assert response.status_code == (422 if key else 302)


def test_the_participant_presses_twice_too(cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.dina), reverse("portal:goal")
    key = KEY.search(client.get(address).content.decode())
    assert key
    for _press in range(2):
        assert client.post(address, {"words": "Bli kokk", "key": key[1]})["Location"] == reverse(
            "portal:goals"
        )
    assert Goal.objects.count() == 1


def test_a_change_has_no_key_and_is_the_same_twice(cast: Cast, signed_in: SignIn) -> None:
    goal = Goal.objects.create(participant=cast.participant, words="Bli kokk")
    address = reverse("plans:change_goal", args=[cast.participant.pk, goal.pk])
    client = signed_in(cast.kari)
    assert not KEY.search(client.get(address).content.decode())
    posted = {"words": "Bli baker", "initial-words": "Bli kokk", "language": "nb", "initial-language": "nb"}
    assert [client.post(address, posted).status_code for _press in range(2)] == [302, 302]
    assert [one.words for one in Goal.objects.all()] == ["Bli baker"]


def test_a_key_of_another_file_says_nothing(cast: Cast) -> None:
    key, other = uuid4(), uuid4()
    assert once_id(cast.participant.pk, key, "Bli kokk") != once_id(other, key, "Bli kokk")
    assert once_id(other, key, "Bli kokk") == once_id(other, key, "Bli kokk")
    assert once_id(other, None, "Bli kokk") != once_id(other, None, "Bli kokk")


@pytest.mark.django_db(transaction=True)
def test_two_presses_that_arrive_at_once_write_once(committed_cast: Cast) -> None:
    cast, key, both = committed_cast, uuid4(), Barrier(2)

    def press(_place: int) -> UUID:
        try:
            with acting_as(cast.kari):
                both.wait(10)
                return actions.add_action(
                    cast.kari,
                    cast.participant,
                    today=localdate(),
                    key=key,
                    text="Ringe skolen",
                    owner_is_participant=True,
                ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as presses:
        written = list(presses.map(press, range(2)))
    assert written[0] == written[1] == Action.objects.get().pk
