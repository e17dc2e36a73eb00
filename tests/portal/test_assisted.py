"""Somebody of the staff sits beside Dina at Min vei, and every log tells so."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from samlop.access.models import ReadLog, Relation
from samlop.kernel.acting import acting_as
from samlop.kernel.errors import Denied
from samlop.kernel.models import Change, Event
from samlop.routines.actions import agreement
from samlop.routines.models import Confirmation, OwnWords
from tests.cast import Cast, make_participant
from tests.portal import scenes
from tests.portal.test_pages import own_queries
from tests.routines.meetings import everybody_confirms, held_meeting, ready_text


def sit_down(browser: Client, cast: Cast):
    """Press the button on Dina's file."""
    return browser.post(reverse("portal:assist", args=[cast.participant.pk]))


@pytest.fixture
def beside(cast, signed_in):
    """Kari's browser, with Dina beside her."""
    browser = signed_in(cast.kari, HTTP_ACCEPT_LANGUAGE="nb")
    assert sit_down(browser, cast)["Location"] == "/min-vei/"
    return browser


@pytest.mark.parametrize("name", ["kari", "tea", "kim", "nils"])
def test_those_in_the_group_may_sit_down(cast, signed_in, name):
    actor = getattr(cast, name)
    browser = signed_in(actor)
    assert sit_down(browser, cast)["Location"] == "/min-vei/"
    event = Event.objects.get(code="assisted.opened")
    assert (event.employment_id, event.participant_id) == (actor.employment_id, cast.participant.pk)


@pytest.mark.parametrize("name", ["ute", "lea", "dina"])
def test_to_others_there_is_no_such_seat(cast, signed_in, name):
    assert sit_down(signed_in(getattr(cast, name)), cast).status_code == 404
    assert not Event.objects.filter(code="assisted.opened").exists()


def test_receiving_newcomers_gives_no_seat(cast, signed_in):
    newcomer = make_participant("Ola", "Gråspurv", registered_by=cast.organisations["refugee"])
    answer = signed_in(cast.kari).post(reverse("portal:assist", args=[newcomer.pk]))
    assert answer.status_code == 403


def test_without_a_way_in_of_her_own_it_is_said_how_to_open_one(cast, signed_in):
    Relation.objects.filter(relation="self").update(period=(localdate() - timedelta(days=9), localdate()))
    browser = signed_in(cast.kari)
    answer = sit_down(browser, cast)
    assert answer["Location"] == reverse("desk:participant", args=[cast.participant.pk])
    assert "Dina har ikke fått tilgang til Min vei ennå" in str(json.loads(browser.session["_messages"]))
    assert browser.get("/min-vei/").status_code == 404


def test_the_pages_are_in_her_language_and_say_who_sits_there(cast, beside):
    for name in ("road", "goals", "actions", "group", "map", "reads", "meetings"):
        page = beside.get(reverse(f"portal:{name}")).content.decode()
        assert '<html lang="ar"' in page
        assert "Du sitter sammen med Dina. Alt du gjør her, står som gjort sammen." in page
        assert f'action="{reverse("access:sign_out")}"' in page


def test_alone_dina_sees_no_such_words(cast, signed_in):
    page = signed_in(cast.dina, HTTP_ACCEPT_LANGUAGE="nb").get("/min-vei/").content.decode()
    assert "Du sitter sammen med" not in page


def test_every_look_is_marked_with_who_sat_there(cast, beside):
    for name in ("road", "goals", "map"):
        beside.get(reverse(f"portal:{name}"))
    rows = ReadLog.objects.filter(participant_id=cast.participant.pk)
    assert rows.count() == 3
    assert {(row.assisted, row.assisted_by_id, row.person_id) for row in rows} == {
        (True, cast.kari.employment_id, cast.dina.person_id)
    }


def test_what_is_done_together_is_dinas_and_marked(cast, beside):
    meeting, task = scenes.meeting_ahead(cast), scenes.task(cast, "Ring skolen", days=2)
    beside.post(reverse("portal:own_words", args=[meeting.pk]), {"text": "Jeg vil bli kokk", "version": 0})
    beside.post(reverse("portal:tick", args=[task.pk]))
    assert OwnWords.objects.get(meeting=meeting).written_by_id == cast.kari.employment_id
    events = Event.objects.filter(code__in=["own_words.saved", "action.ticked"])
    assert {(one.person_id, one.assisted_by) for one in events} == {
        (cast.dina.person_id, cast.kari.employment_id)
    }
    change = Change.objects.filter(table="plans_action", verb="UPDATE").get()
    assert (change.person_id, change.assisted_by) == (cast.dina.person_id, cast.kari.employment_id)


def test_a_word_given_together_says_so(cast, beside, signed_in):
    meeting = held_meeting(cast)
    ready_text(cast, meeting)
    page = beside.get(reverse("portal:meeting", args=[meeting.pk])).content.decode()
    mark = page.split('name="mark" value="')[1].split('"', maxsplit=1)[0]
    beside.post(reverse("portal:confirm", args=[meeting.pk]), {"answer": "agrees", "mark": mark})
    word = Confirmation.objects.get(is_participant=True)
    assert (word.manner, word.given_by_id) == ("assisted", cast.kari.employment_id)
    everybody_confirms(cast, word.agreed_text, besides=["dina"])
    for name, pk in (("agreed", meeting.pk), ("minutes", cast.participant.pk)):
        told = signed_in(cast.tea).get(reverse(f"routines:{name}", args=[pk])).content.decode()
        assert "på Min vei med hjelp, sammen med Kari Lysvåken" in told


def test_a_word_given_together_cannot_pass_for_her_own(cast):
    text = ready_text(cast, held_meeting(cast))
    together = replace(cast.dina, assisted_by=cast.kari.employment_id)
    for actor, manner in ((together, "signed_in"), (together, "in_room"), (cast.dina, "assisted")):
        with acting_as(actor), pytest.raises(Denied):
            agreement.confirm(actor, text, for_participant=True, answer="agrees", manner=manner)
    with acting_as(together):
        word = agreement.confirm(together, text, for_participant=True, answer="agrees", manner="assisted")
    with acting_as(cast.dina):
        agreement.take_back_word(cast.dina, word)
    assert not Confirmation.objects.filter(set_aside_at=None).exists()


def test_ending_it_gives_back_ones_own_role(cast, beside):
    answer = beside.post(reverse("access:sign_out"))
    assert answer["Location"] == "/"
    assert beside.get("/min-vei/").status_code == 404
    assert "actor" in beside.session


def test_leaving_the_group_ends_the_seat_at_once(cast, beside):
    assert beside.get("/min-vei/").status_code == 200
    seat = Relation.objects.filter(employment=cast.kari.employment_id, relation="responsible")
    seat.update(period=(localdate() - timedelta(days=9), localdate()))
    assert beside.get("/min-vei/gruppe/").status_code == 404
    assert "assisted_by" not in beside.session["actor"]


def test_beside_her_the_first_page_takes_no_more_than_twelve_queries(cast, beside):
    scenes.road(cast)
    scenes.goal(cast)
    scenes.task(cast, "Ring skolen", days=2)
    scenes.meeting_ahead(cast)
    scenes.plan_version(cast)
    beside.get("/min-vei/")
    assert own_queries(beside, "/min-vei/") <= 12
