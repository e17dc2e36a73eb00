"""Gatherings: several participants called at once, their answers, and what outsiders see of it."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from samlop.access.models import Organisation, Relation, Role
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.errors import Denied, RuleBroken
from samlop.kernel.models import Event, Outbox
from samlop.kernel.outbox import deliver_all
from samlop.participants.models import Contact, Membership, Milestone, Participant
from samlop.routines.actions.gatherings import (
    call_gathering,
    call_gathering_again,
    cancel_gathering,
    note_attendance,
    reply_to_gathering,
)
from samlop.routines.models import Gathering, GatheringInvitation
from samlop.routines.queries.gatherings import candidates, gathering_rules, gatherings_for
from samlop.routines.rules import Occasion
from tests.cast import Cast, make_employee, make_member, make_participant
from tests.routines.calls import called, in_days, stretch
from tests.routines.reading import at_most_twelve_queries, text_of

CODE = "joint_information"
ADDRESS = "/fellesmoter/nytt/joint_information/"


@pytest.fixture
def near(cast: Cast) -> Participant:
    """Somebody of Kari's whose third meeting is three months away."""
    participant = make_participant("Stille", "Elv", registered_by=cast.organisations["refugee"])
    make_member(participant, cast.kari, relation="responsible")
    Milestone.objects.create(participant=participant, code="adult_education_end", expected=in_days(270))
    return participant


def gathered(
    cast: Cast, *participants: Participant, by: Actor | None = None, key: UUID | None = None
) -> Gathering:
    actor = by or cast.kari
    with acting_as(actor):
        return call_gathering(
            actor,
            CODE,
            participants=[one.pk for one in participants],
            when=stretch(14, minutes=120),
            place="Festsalen",
            key=key or uuid4(),
            now=now(),
        )


def test_those_whose_third_meeting_is_near_can_be_called(cast: Cast, near: Participant) -> None:
    make_participant("Ukjent", "Bekk", registered_by=cast.organisations["refugee"])
    with acting_as(cast.kari):
        (rule,) = gathering_rules(cast.kari, in_days(0))
        assert [one.participant for one in candidates(cast.kari, rule.code, in_days(0))] == [near]
    gathered(cast, near)
    with acting_as(cast.kari):
        assert candidates(cast.kari, rule.code, in_days(0))[0].called_before is not None
    with acting_as(cast.tea):
        assert candidates(cast.tea, rule.code, in_days(0)) == []


def test_several_are_called_at_once_and_each_is_told(cast: Cast, near: Participant) -> None:
    gathering = gathered(cast, near, cast.participant)
    assert set(gathering.invitations.values_list("participant_id", flat=True)) == {
        near.pk,
        cast.participant.pk,
    }
    assert sorted(Outbox.objects.values_list("payload__language", flat=True)) == ["ar", "nb"]
    assert gathering.routine_version == cast.routine_version


def test_the_same_form_calls_once(cast: Cast, near: Participant) -> None:
    key = uuid4()
    assert gathered(cast, near, key=key) == gathered(cast, near, key=key)
    assert GatheringInvitation.objects.count() == 1


@pytest.mark.parametrize("who", ["tea", "ute", "lea"])
def test_only_own_participants_one_answers_for_can_be_called(cast: Cast, near: Participant, who: str) -> None:
    with pytest.raises((Denied, RuleBroken)):
        gathered(cast, near, by=getattr(cast, who))
    assert not Gathering.objects.exists()


def test_somebody_must_be_called_to_a_gathering_of_the_routine(cast: Cast, near: Participant) -> None:
    with pytest.raises(RuleBroken, match="minst én"):
        gathered(cast)
    with acting_as(cast.kari), pytest.raises(RuleBroken, match="ikke dette fellesmøtet"):
        call_gathering(
            cast.kari, "party", participants=[near.pk], when=stretch(), place="Her", key=uuid4(), now=now()
        )


def test_nobody_is_called_into_two_rooms(cast: Cast, near: Participant) -> None:
    gathered(cast, cast.participant)
    with pytest.raises(RuleBroken, match="Dina Blåmeis") as broken:
        gathered(cast, near, cast.participant)
    assert broken.value.field == "day"
    with pytest.raises(RuleBroken) as refused:
        called(cast, occasion=Occasion("", reason="Haster"), when=stretch(14), despite_collisions=True)
    assert refused.value.field == "day"


def test_dina_answers_and_staff_note_answers(cast: Cast, near: Participant) -> None:
    gathering = gathered(cast, near, cast.participant)
    own, hers = (gathering.invitations.get(participant=one) for one in (cast.participant, near))
    with acting_as(cast.dina):
        reply_to_gathering(cast.dina, own, reply="accepted")
        with pytest.raises(GatheringInvitation.DoesNotExist):
            reply_to_gathering(cast.dina, hers, reply="declined")
    with acting_as(cast.kari):
        reply_to_gathering(cast.kari, hers, reply="declined")
        with pytest.raises(RuleBroken):
            reply_to_gathering(cast.kari, hers, reply="perhaps")
    assert set(gathering.invitations.values_list("reply", flat=True)) == {"accepted", "declined"}


def test_a_gathering_is_cancelled_and_called_again(cast: Cast, near: Participant) -> None:
    gathering = gathered(cast, near)
    with acting_as(cast.kari):
        cancel_gathering(cast.kari, gathering, now=now())
        cancel_gathering(cast.kari, gathering, now=now())
        assert gatherings_for(near) == []
        call_gathering_again(cast.kari, gathering, now=now())
        assert [one.gathering for one in gatherings_for(near)] == [gathering]
    assert Outbox.objects.count() == 3
    with acting_as(cast.kari), pytest.raises(RuleBroken, match="har vært"):
        cancel_gathering(cast.kari, gathering, now=now() + timedelta(days=15))


@pytest.fixture
def colleague(cast: Cast) -> Actor:
    """Somebody at Kari's service who sits in none of her groups."""
    return make_employee("Kollega Klok", cast.organisations["refugee"], Role.PROGRAMME_ADVISER)


def test_everybody_is_told_when_a_colleague_cancels(
    cast: Cast, near: Participant, colleague: Actor, settings: Any
) -> None:
    """The colleague knows none of those called, and each of them gets the letter, in their own language."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for participant in (near, cast.participant):
        Contact.objects.create(participant=participant, email=f"{participant.first_name.lower()}@example.net")
    gathering = gathered(cast, near, cast.participant)
    deliver_all()
    mail.outbox.clear()
    with acting_as(colleague):
        assert not gathering.invitations.exists()
        cancel_gathering(colleague, gathering, now=now())
    deliver_all()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["dina@example.net", "stille@example.net"]
    assert "Møte i Samløp er avlyst" in {letter.subject for letter in mail.outbox}
    assert len({letter.subject for letter in mail.outbox}) == 2
    mail.outbox.clear()
    with acting_as(colleague):
        call_gathering_again(colleague, gathering, now=now())
    deliver_all()
    assert len(mail.outbox) == 2


def test_a_colleague_calls_nobody_back_into_two_rooms(
    cast: Cast, near: Participant, colleague: Actor
) -> None:
    """Whom it is about, the colleague is not told."""
    gathering = gathered(cast, near, cast.participant)
    with acting_as(colleague):
        cancel_gathering(colleague, gathering, now=now())
    called(cast, when=stretch(14))
    with acting_as(colleague), pytest.raises(RuleBroken, match="Noen som er kalt inn") as broken:
        call_gathering_again(colleague, gathering, now=now())
    assert "Dina" not in str(broken.value)


@pytest.mark.parametrize(("who", "calls"), [("kari", True), ("tea", True), ("kim", True), ("nils", False)])
def test_career_centre_and_school_call_their_own_to_the_gathering(
    cast: Cast, near: Participant, who: str, calls: bool, signed_in: Any
) -> None:
    """They hold the joint information meeting; to a resource group's meeting they call nobody."""
    actor = getattr(cast, who)
    Membership.objects.filter(employment=cast.nils.employment_id).delete()
    Relation.objects.filter(employment=cast.nils.employment_id).delete()
    for one in (cast.tea, cast.kim, cast.nils):
        make_member(near, one)
    client = signed_in(actor)
    page = text_of(client, ADDRESS)
    assert ("Stille Elv" in page) is calls
    if not calls:
        with pytest.raises(Denied):
            gathered(cast, near, by=actor)
        return
    assert gathered(cast, near, by=actor).called_by_id == actor.employment_id
    if who != "kari":
        with pytest.raises((Denied, Participant.DoesNotExist)):
            called(cast, by=actor)


def test_the_database_lets_a_school_call_only_its_own(cast: Cast, near: Participant) -> None:
    gathering = gathered(cast, cast.participant, by=cast.tea)
    rows = [GatheringInvitation(gathering=gathering, participant=near)]
    with acting_as(cast.tea), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        GatheringInvitation.objects.bulk_create(rows)


def test_the_same_form_sent_twice_at_once_calls_once(committed_cast: Cast) -> None:
    """Both answers are the one gathering; neither is a fault."""
    key, start, answers = uuid4(), Barrier(2), []

    def send() -> None:
        try:
            start.wait()
            answers.append(gathered(committed_cast, committed_cast.participant, key=key).pk)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2
    assert len(set(answers)) == 1
    assert GatheringInvitation.objects.count() == 1


def begun(gathering: Gathering) -> Gathering:
    """The gathering as it is an hour after it began."""
    start = now() - timedelta(hours=1)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    return Gathering.objects.get(pk=gathering.pk)


def test_who_came_is_written_down(cast: Cast, near: Participant) -> None:
    gathering = gathered(cast, near, cast.participant)
    own, hers = (gathering.invitations.get(participant=one) for one in (cast.participant, near))
    with acting_as(cast.kari), pytest.raises(RuleBroken, match="når fellesmøtet har begynt"):
        note_attendance(cast.kari, gathering, came=[own.pk], now=now())
    gathering = begun(gathering)
    with acting_as(cast.tea):
        with pytest.raises(Denied):
            note_attendance(cast.tea, gathering, came=[hers.pk], now=now())
        note_attendance(cast.tea, gathering, came=[own.pk], now=now())
    assert set(gathering.invitations.values_list("participant__first_name", "attended")) == {
        ("Dina", True),
        ("Stille", None),
    }
    with acting_as(cast.kari):
        note_attendance(cast.kari, gathering, came=[own.pk], now=now())
        assert note_attendance(cast.kari, gathering, came=[own.pk], now=now()) == []
    hers.refresh_from_db()
    assert hers.attended is False
    noted = Event.objects.filter(code="gathering.attended").order_by("pk")
    assert [(one.participant_id, one.details["attended"]) for one in noted] == [
        (cast.participant.pk, True),
        (near.pk, False),
    ]


def test_the_list_of_who_came_is_ticked_on_the_page(cast: Cast, near: Participant, signed_in: Any) -> None:
    gathering = gathered(cast, near, cast.participant)
    page_address = reverse("routines:gathering", args=[gathering.pk])
    address = reverse("routines:gathering_attendance", args=[gathering.pk])
    client = signed_in(cast.kari)
    assert address not in text_of(client, page_address)
    begun(gathering)
    with at_most_twelve_queries():
        assert f'action="{address}"' in text_of(client, page_address)
    own = gathering.invitations.get(participant=cast.participant)
    page = client.post(address, {"came": [str(own.pk)]}, follow=True).content.decode()
    assert "Oppmøtet er skrevet ned." in page
    assert "var ikke der" in page
    assert "ble ikke lagret" in client.post(address, {"came": ["x"]}, follow=True).content.decode()
    assert signed_in(cast.ute).post(address, {"came": [str(own.pk)]}).status_code == 404
    assert signed_in(cast.dina).post(address, {"came": [str(own.pk)]}).status_code == 404


@pytest.mark.parametrize("who", ["kari", "tea", "kim", "nils"])
def test_gatherings_are_one_press_away_for_casework(cast: Cast, signed_in: Any, who: str) -> None:
    page = text_of(signed_in(getattr(cast, who)), reverse("desk:day"))
    assert f'href="{reverse("routines:gatherings")}"' in page


def test_the_form_proposes_the_place_of_the_last_gathering(
    cast: Cast, near: Participant, signed_in: Any
) -> None:
    assert signed_in(cast.kari).get(ADDRESS).context["form"].initial["place"] == ""
    gathered(cast, cast.participant)
    assert signed_in(cast.kari).get(ADDRESS).context["form"].initial["place"] == "Festsalen"


def test_only_the_organisation_that_called_cancels(cast: Cast, near: Participant) -> None:
    gathering = gathered(cast, near)
    for actor in (cast.tea, cast.ute):
        for deed in (cancel_gathering, call_gathering_again):
            with acting_as(actor), pytest.raises(Denied):
                deed(actor, gathering, now=now())
    gathering.place = "Et annet sted"
    with acting_as(cast.ute), pytest.raises(DatabaseError), transaction.atomic():
        gathering.save(force_update=True)


def test_the_letter_says_when_and_nothing_else(cast: Cast, near: Participant, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Contact.objects.create(participant=near, email="stille@example.net")
    gathering = gathered(cast, near)
    with acting_as(cast.kari):
        cancel_gathering(cast.kari, gathering, now=now())
    Outbox.objects.filter(payload__method="REQUEST").update(next_attempt_at=now() + timedelta(days=1))
    deliver_all()
    (letter,) = mail.outbox
    assert letter.subject == "Møte i Samløp er avlyst"
    assert "Festsalen" not in str(letter.message())
    deliver_all(now() + timedelta(days=2))
    assert len(mail.outbox) == 1


def test_the_form_proposes_everybody_who_is_near(cast: Cast, near: Participant, signed_in: Any) -> None:
    client: Client = signed_in(cast.kari)
    with at_most_twelve_queries():
        page = text_of(client, ADDRESS)
    assert "Stille Elv, neste møte rundt" in page
    assert "Dina" not in page
    form = client.get(ADDRESS).context["form"]
    values = {"key": str(uuid4()), "day": form.initial["day"].isoformat(), "starts": "10:00", "ends": "12:00"}
    refused = client.post(ADDRESS, values | {"place": "Festsalen"})
    assert refused.status_code == 422
    assert "Festsalen" in refused.content.decode()
    answer = client.post(
        ADDRESS, values | {"place": "Festsalen", "participants": [str(near.pk)]}, follow=True
    )
    page = answer.content.decode()
    gathering = Gathering.objects.get()
    assert "Felles informasjonsmøte før videregående" in page
    assert reverse("routines:cancel_gathering", args=[gathering.pk]) in page
    assert (
        client.post(ADDRESS, values | {"place": "X", "participants": [str(cast.participant.pk)]}).status_code
        == 422
    )


def test_one_gathering_shows_the_answers_of_ones_own(cast: Cast, near: Participant, signed_in: Any) -> None:
    gathering = gathered(cast, near, cast.participant)
    address = reverse("routines:gathering", args=[gathering.pk])
    client = signed_in(cast.tea)
    with at_most_twelve_queries():
        page = text_of(client, address)
    assert "Dina Blåmeis" in page
    assert "Stille Elv" not in page
    for deed in ("cancel_gathering", "recall_gathering"):
        assert client.post(reverse(f"routines:{deed}", args=[gathering.pk])).status_code == 403
    invitation = gathering.invitations.get(participant=cast.participant)
    reply = reverse("routines:reply_to_gathering", args=[gathering.pk, invitation.pk])
    assert "kommer" in client.post(reply, {"reply": "accepted"}, follow=True).content.decode()
    assert client.post(reply, {"reply": "none"}).status_code == 302
    invitation.refresh_from_db()
    assert invitation.reply == "accepted"


def test_a_cancelled_gathering_is_taken_back_with_one_press(
    cast: Cast, near: Participant, signed_in: Any
) -> None:
    gathering = gathered(cast, near)
    client = signed_in(cast.kari)
    again = reverse("routines:recall_gathering", args=[gathering.pk])
    page = client.post(
        reverse("routines:cancel_gathering", args=[gathering.pk]), follow=True
    ).content.decode()
    assert f'action="{again}"' in page
    assert "Fellesmøtet står likevel." in client.post(again, follow=True).content.decode()


def test_the_list_holds_ones_own_gatherings(cast: Cast, near: Participant, signed_in: Any) -> None:
    gathering = gathered(cast, near)
    address = reverse("routines:gathering", args=[gathering.pk])
    client = signed_in(cast.kari)
    with at_most_twelve_queries():
        assert address in text_of(client, reverse("routines:gatherings"))
    assert address not in text_of(signed_in(cast.ute), reverse("routines:gatherings"))


def test_to_outsiders_there_is_no_such_gathering(cast: Cast, near: Participant, signed_in: Any) -> None:
    gathering = gathered(cast, near)
    invitation = gathering.invitations.get()
    for actor in (cast.ute, cast.dina):
        client = signed_in(actor)
        assert client.get(reverse("routines:gathering", args=[gathering.pk])).status_code == 404
        assert client.post(reverse("routines:cancel_gathering", args=[gathering.pk])).status_code == 404
        reply = reverse("routines:reply_to_gathering", args=[gathering.pk, invitation.pk])
        assert client.post(reply, {"reply": "accepted"}).status_code == 404
    assert signed_in(cast.ute).get(ADDRESS).status_code == 404
    assert signed_in(cast.dina).get(ADDRESS).status_code == 404
    assert signed_in(cast.kari).get("/fellesmoter/nytt/party/").status_code == 404
    assert Organisation.objects.exists()
