"""What lies in the table of sessions tells nobody who is signed in."""

import zlib
from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from samlop.access.models import Relation
from samlop.access.sessions import KEY
from samlop.kernel.actor import Actor
from tests.cast import Cast

SignIn = Callable[[Actor], Client]


def stored() -> bytes:
    """All that somebody with the table and no key can make of it."""
    found = b""
    for row in Session.objects.all():
        payload = row.session_data.split(":")[0]
        opened = signing.b64_decode(payload.lstrip(".").encode())
        found += zlib.decompress(opened) if payload.startswith(".") else opened
    return found


def test_an_assisted_session_holds_identifiers_and_no_name(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.kari)
    browser.post(reverse("portal:assist", args=[cast.participant.pk]))
    assert "Dina" in browser.get("/min-vei/").content.decode()
    assert set(browser.session[KEY]) == {"person", "participant", "assisted_by", "back_to", "language_back"}
    assert b"Dina" not in stored()
    assert str(cast.participant.pk).encode() not in stored()


def test_a_message_that_waits_is_not_read_in_the_table(cast: Cast, signed_in: SignIn) -> None:
    Relation.objects.filter(relation="self").update(period=(localdate() - timedelta(days=9), localdate()))
    browser = signed_in(cast.kari)
    browser.post(reverse("portal:assist", args=[cast.participant.pk]))
    assert "Dina" in str(browser.session["_messages"])
    assert stored()
    assert b"Dina" not in stored()


def test_a_session_sealed_with_another_key_is_signed_out(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.kari)
    assert browser.get("/deltakere/").status_code == 200
    Session.objects.update(
        session_data=signing.dumps({KEY: "x"}, salt="django.contrib.sessions.SessionStore")
    )
    assert browser.get("/deltakere/").status_code == 302
