"""The pages of calling: what is on them, what they refuse, who may see them, and what they cost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from samlop.access.models import ReadLog
from samlop.kernel.acting import acting_as
from samlop.participants.models import Concern, Membership, Milestone
from samlop.routines.actions.calling import cancel_meeting, reply_to_meeting
from samlop.routines.models import Invitation, Meeting
from samlop.routines.rules import Occasion
from tests.cast import LONG_AGO, Cast, make_member, make_participant
from tests.routines.calls import called, in_days
from tests.routines.reading import HTMX, at_most_twelve_queries, text_of


def call_address(cast: Cast, point: str = "first", occurrence: str = "0") -> str:
    return reverse("routines:call", args=[cast.participant.pk, point, occurrence])


def filled(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """The form as the page proposes it, with the place filled in."""
    form = client.get(address).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    values = {name: value for name, value in values.items() if value not in (None, "", False)}
    return values | {"place": "Rom Elva", "day": values["day"].isoformat()} | changes


@pytest.fixture
def kari(cast: Cast, signed_in: Any) -> Client:
    return signed_in(cast.kari)


def test_the_form_proposes_what_the_routine_asks_for(cast: Cast, kari: Client) -> None:
    page = text_of(kari, call_address(cast))
    assert "Første møte – bli kjent og kartlegge" in page
    assert "3 måneder etter start i introduksjonsprogrammet" in page
    assert page.count("checked") == 5  # Four people and a room.
    assert '<option value="ar" selected>arabisk</option>' in page
    assert "Etter rutinen bestiller programrådgiver tolken." in page
    assert "ikke i gruppen" not in page


def test_a_role_nobody_has_is_named_with_the_way_to_mend_it(cast: Cast, kari: Client) -> None:
    relation = Membership.objects.get(employment=cast.kim.employment_id).relation
    relation.period = (LONG_AGO, in_days(0))
    relation.save()
    page = text_of(kari, call_address(cast))
    assert "Mangler: karriereveileder." in page
    assert reverse("participants:group", args=[cast.participant.pk]) in page


def test_one_press_calls_the_group_together(cast: Cast, kari: Client) -> None:
    values = filled(kari, call_address(cast))
    response = kari.post(call_address(cast), values)
    meeting = Meeting.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("routines:meeting", args=[meeting.pk])
    assert meeting.interpreter_language == "ar"
    assert meeting.invitations.count() == 5
    assert (meeting.ends_at - meeting.starts_at).seconds == 45 * 60
    again = kari.post(call_address(cast), values)
    assert again["Location"] == response["Location"]
    assert Meeting.objects.count() == 1


def test_under_htmx_the_browser_goes_to_the_meeting(cast: Cast, kari: Client) -> None:
    response = kari.post(call_address(cast), filled(kari, call_address(cast)), headers=HTMX)
    assert response["HX-Redirect"] == reverse("routines:meeting", args=[Meeting.objects.get().pk])


def test_what_is_already_called_leads_to_the_meeting(cast: Cast, kari: Client) -> None:
    meeting = called(cast)
    response = kari.get(call_address(cast))
    assert response["Location"] == reverse("routines:meeting", args=[meeting.pk])


def test_somebody_elses_call_meanwhile_is_told(cast: Cast, kari: Client) -> None:
    values = filled(kari, call_address(cast), place="Rom Tre")
    called(cast, by=cast.nils)
    response = kari.post(call_address(cast), values)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Det er alt kalt inn til dette møtet." in page
    assert "Rom Tre" in page


@pytest.mark.parametrize("htmx", [False, True])
def test_a_refused_form_keeps_what_was_typed(cast: Cast, kari: Client, htmx: bool) -> None:
    values = filled(kari, call_address(cast), day="31.02.2027", place="Rom med utsikt", employments=[])
    response = kari.post(call_address(cast), values, headers=HTMX if htmx else {})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Rom med utsikt" in page
    assert "31.02.2027" in page
    assert ("<html" in page) is not htmx
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2019-01-01"])
def test_a_day_no_calendar_of_theirs_has_is_refused(cast: Cast, kari: Client, day: str) -> None:
    values = filled(kari, call_address(cast), day=day)
    assert kari.post(call_address(cast), values).status_code == 422
    checked = kari.post(reverse("routines:collisions", args=[cast.participant.pk]), values, headers=HTMX)
    assert checked.status_code == 200


def test_only_the_group_can_be_chosen(cast: Cast, kari: Client) -> None:
    values = filled(kari, call_address(cast), employments=[str(cast.ute.employment_id)])
    assert kari.post(call_address(cast), values).status_code == 422
    assert "Ute Utakt" not in text_of(kari, call_address(cast))


def test_who_is_taken_is_told_while_the_form_is_filled_in(cast: Cast, kari: Client) -> None:
    other = make_participant("Stille", "Elv", registered_by=cast.organisations["refugee"])
    make_member(other, cast.tea)
    values = filled(kari, call_address(cast))
    meeting = called(cast, cast.kari, occasion=Occasion("", reason="Haster"))
    Meeting.objects.filter(pk=meeting.pk).update(participant=other)
    Invitation.objects.filter(meeting=meeting, role="participant").delete()
    Invitation.objects.filter(meeting=meeting).update(participant=other, employment=cast.tea.employment_id)
    values["day"] = meeting.starts_at.date().isoformat()

    address = reverse("routines:collisions", args=[cast.participant.pk])
    with at_most_twelve_queries():
        page = kari.post(address, values, headers=HTMX).content.decode()
    assert "Tea Tålmodig: " in page
    assert "10.00–10.45" in page.replace("kl. ", "")
    assert "Kall inn likevel" in page
    assert "Stille" not in page
    assert "<html" not in page

    refused = kari.post(call_address(cast), values)
    assert refused.status_code == 422
    assert "Kall inn likevel" in refused.content.decode()
    accepted = kari.post(call_address(cast), values | {"despite_collisions": "on"})
    assert accepted.status_code == 302


def test_the_participants_own_meeting_is_told_and_cannot_be_overruled(cast: Cast, kari: Client) -> None:
    values = filled(kari, call_address(cast))
    meeting = called(cast, occasion=Occasion("", reason="Haster"))
    values |= {"day": meeting.starts_at.date().isoformat(), "despite_collisions": "on"}
    address = reverse("routines:collisions", args=[cast.participant.pk])
    assert "Deltakeren er alt i et møte da" in kari.post(address, values, headers=HTMX).content.decode()
    refused = kari.post(call_address(cast), values)
    assert refused.status_code == 422
    assert "Deltakeren er alt i et møte på denne tiden." in refused.content.decode()


def test_a_half_filled_form_asks_nobody(cast: Cast, kari: Client) -> None:
    response = kari.post(reverse("routines:collisions", args=[cast.participant.pk]), {"day": "i morgen"})
    assert response.status_code == 200


def test_an_extra_meeting_asks_what_it_is_about(cast: Cast, kari: Client) -> None:
    address = call_address(cast, "ekstra", "behov")
    values = filled(kari, address)
    assert kari.post(address, values).status_code == 422
    assert kari.post(address, values | {"reason": "Praksisplassen er flyttet"}).status_code == 302
    meeting = Meeting.objects.get()
    assert "Praksisplassen er flyttet" in text_of(kari, reverse("routines:meeting", args=[meeting.pk]))


def test_a_concern_gives_a_meeting_to_call(cast: Cast, kari: Client) -> None:
    Milestone.objects.create(participant=cast.participant, code="upper_secondary_end", expected=in_days(900))
    Concern.objects.create(participant=cast.participant, raised_on=in_days(-2))
    address = call_address(cast, "fourth", "behov")
    assert "bekymring for framdriften" in text_of(kari, address)
    assert kari.post(address, filled(kari, address)).status_code == 302
    page = text_of(kari, reverse("routines:meeting", args=[Meeting.objects.get().pk]))
    assert "bekymring for framdriften" in page


@pytest.mark.parametrize(
    ("point", "occurrence"), [("first", "1"), ("first", "behov"), ("fifth", "0"), ("first", "x")]
)
def test_what_the_routine_does_not_ask_for_is_not_there(
    cast: Cast, kari: Client, point: str, occurrence: str
) -> None:
    assert kari.get(call_address(cast, point, occurrence)).status_code == 404


def test_a_member_sees_the_meeting_but_does_not_call(cast: Cast, signed_in: Any) -> None:
    assert signed_in(cast.tea).get(call_address(cast)).status_code == 403


def test_the_meeting_says_when_where_why_who_and_about_what(cast: Cast, signed_in: Any) -> None:
    meeting = called(cast, cast.kari, cast.tea, interpreter_language="ar")
    page = text_of(signed_in(cast.tea), reverse("routines:meeting", args=[meeting.pk]))
    for words in (
        "Første møte – bli kjent og kartlegge",
        "10.00–10.45",
        "Rom Elva",
        "3 måneder etter start i introduksjonsprogrammet",
        "arabisk",
        "ikke bestilt",
        "Kari Lysvåken",
        "Lindesnes læringssenter",
        "Hvilken skole og utdanning har du fra før?",
        "Kalte inn til møtet",
    ):
        assert words in page, words
    assert "Flytt eller endre" not in page


def test_a_meeting_that_was_held_is_told_as_past(cast: Cast, signed_in: Any) -> None:
    meeting = called(cast, cast.kari, cast.tea, interpreter_language="ar")
    address = reverse("routines:meeting", args=[meeting.pk])
    client = signed_in(cast.tea)
    assert "(om " in text_of(client, address)
    for attended, words in ((True, "Tolken var til stede"), (False, "Tolken var ikke til stede")):
        Meeting.objects.filter(pk=meeting.pk).update(
            state=Meeting.State.HELD, held_at=now(), interpreter_attended=attended
        )
        page = text_of(client, address)
        assert words in page
        assert "ikke bestilt" not in page
        assert "(om " not in page


def test_who_may_move_sees_the_buttons(cast: Cast, kari: Client) -> None:
    meeting = called(cast)
    page = text_of(kari, reverse("routines:meeting", args=[meeting.pk]))
    assert reverse("routines:change", args=[meeting.pk]) in page
    assert reverse("routines:cancel", args=[meeting.pk]) in page


def test_an_answer_is_one_press(cast: Cast, signed_in: Any) -> None:
    meeting = called(cast)
    invitation = meeting.invitations.get(employment=cast.tea.employment_id)
    address = reverse("routines:reply", args=[meeting.pk, invitation.pk])
    client = signed_in(cast.tea)
    response = client.post(address, {"reply": "declined", "apology": "Har eksamen"})
    assert response["Location"] == reverse("routines:meeting", args=[meeting.pk])
    page = text_of(client, response["Location"])
    assert "«Har eksamen»" in page
    assert "kommer ikke" in page


def test_an_answer_under_htmx_gives_the_list_back(cast: Cast, signed_in: Any) -> None:
    meeting = called(cast)
    invitation = meeting.invitations.get(employment=cast.tea.employment_id)
    here = reverse("routines:meeting", args=[meeting.pk])
    headers = HTMX | {"HX-Current-URL": f"http://testserver{here}"}
    client = signed_in(cast.tea)
    address = reverse("routines:reply", args=[meeting.pk, invitation.pk])
    response = client.post(address, {"reply": "accepted", "apology": ""}, headers=headers, follow=True)
    page = response.content.decode()
    assert 'id="replies"' in page
    assert "<html" not in page


def test_an_answer_too_long_is_kept_and_refused(cast: Cast, signed_in: Any) -> None:
    meeting = called(cast)
    invitation = meeting.invitations.get(employment=cast.tea.employment_id)
    address = reverse("routines:reply", args=[meeting.pk, invitation.pk])
    response = signed_in(cast.tea).post(address, {"reply": "declined", "apology": "lang " * 70})
    assert response.status_code == 422
    assert ("lang " * 70).strip() in response.content.decode()


def test_nobody_answers_for_a_colleague(cast: Cast, signed_in: Any) -> None:
    meeting = called(cast)
    kims = meeting.invitations.get(employment=cast.kim.employment_id)
    address = reverse("routines:reply", args=[meeting.pk, kims.pk])
    assert signed_in(cast.tea).post(address, {"reply": "declined", "apology": ""}).status_code == 403


def test_a_meeting_is_moved_by_its_form(cast: Cast, kari: Client) -> None:
    meeting = called(cast)
    address = reverse("routines:change", args=[meeting.pk])
    values = filled(kari, address, starts="13:00", ends="13:45")
    assert kari.post(address, values).status_code == 302
    page = text_of(kari, reverse("routines:meeting", args=[meeting.pk]))
    assert "13.00–13.45" in page
    assert "Flyttet møtet" in page


def test_a_move_that_cannot_be_is_refused(cast: Cast, kari: Client) -> None:
    meeting = called(cast)
    address = reverse("routines:change", args=[meeting.pk])
    response = kari.post(address, filled(kari, address, starts="13:00", ends="12:00"))
    assert response.status_code == 422
    assert "Møtet må slutte etter at det begynner." in response.content.decode()


def test_a_cancellation_is_taken_back_with_one_press(cast: Cast, kari: Client) -> None:
    meeting = called(cast)
    address = reverse("routines:cancel", args=[meeting.pk])
    assert kari.post(address, {"because": ""}).status_code == 422
    page = kari.post(address, {"because": "Læreren er syk"}, follow=True).content.decode()
    again = reverse("routines:call_again", args=[meeting.pk])
    assert "Læreren er syk" in page
    assert f'action="{again}"' in page
    back = kari.post(again, follow=True).content.decode()
    assert "Møtet står likevel" in back
    assert "Tok avlysningen tilbake" in back


def test_a_cancellation_that_cannot_be_taken_back_says_why(cast: Cast, kari: Client) -> None:
    meeting = called(cast)
    with acting_as(cast.kari):
        cancel_meeting(cast.kari, meeting, because="Syk")
    called(cast)
    page = kari.post(reverse("routines:call_again", args=[meeting.pk]), follow=True).content.decode()
    assert "alt kalt inn" in page or "annet møte" in page


def test_the_list_shows_what_is_wanted_and_what_has_been(cast: Cast, kari: Client) -> None:
    called(cast)
    page = text_of(kari, reverse("routines:meetings", args=[cast.participant.pk]))
    assert "Andre møte – hvordan står det til?" in page
    assert "12 måneder før slutt på voksenopplæringen" in page
    assert "innkalt" in page
    assert reverse("routines:call", args=[cast.participant.pk, "second", "0"]) in page


def test_a_member_has_no_button_to_call_in_the_list(cast: Cast, signed_in: Any) -> None:
    page = text_of(signed_in(cast.tea), reverse("routines:meetings", args=[cast.participant.pk]))
    assert "kall-inn" not in page


def test_who_has_left_the_group_is_marked(cast: Cast, kari: Client) -> None:
    meeting = called(cast)
    relation = Membership.objects.get(employment=cast.tea.employment_id).relation
    relation.period = (LONG_AGO, in_days(0))
    relation.save()
    assert "ikke lenger i gruppen" in text_of(kari, reverse("routines:meeting", args=[meeting.pk]))


def test_the_history_tells_it_in_words(cast: Cast, kari: Client) -> None:
    meeting = called(cast)
    tea = meeting.invitations.get(employment=cast.tea.employment_id)
    with acting_as(cast.tea):
        reply_to_meeting(cast.tea, tea, reply="declined", apology="100 % syk", now=now())
    page = text_of(kari, reverse("routines:meeting", args=[meeting.pk]))
    assert "Svar fra Tea Tålmodig: kommer ikke. «100 % syk»" in page
    assert (
        "Kalte inn Tea Tålmodig, Kim Klarsynt, Kari Lysvåken, deltakeren" in page or "Kalte inn Kari" in page
    )


ADDRESSES = ("meetings", "call", "collisions", "meeting", "change", "cancel", "call_again", "reply")


def address_of(name: str, cast: Cast, meeting: Meeting) -> str:
    participant = [cast.participant.pk]
    arguments = {
        "meetings": participant,
        "collisions": participant,
        "call": [*participant, "second", "0"],
        "reply": [meeting.pk, meeting.invitations.get(role="participant").pk],
    }
    return reverse(f"routines:{name}", args=arguments.get(name, [meeting.pk]))


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("who", ["ute", "lea"])
def test_to_outsiders_there_is_no_such_page(cast: Cast, signed_in: Any, name: str, who: str) -> None:
    address = address_of(name, cast, called(cast))
    client = signed_in(getattr(cast, who))
    posts = name in ("collisions", "call_again", "reply")
    response = client.post(address) if posts else client.get(address)
    assert response.status_code == 404
    assert "Blåmeis" not in response.content.decode()


@pytest.mark.parametrize("name", ["meeting", "change", "cancel"])
def test_the_participant_has_pages_of_her_own(cast: Cast, signed_in: Any, name: str) -> None:
    address = address_of(name, cast, called(cast))
    assert signed_in(cast.dina).get(address).status_code in (403, 404)


@pytest.mark.parametrize("name", ["meetings", "call", "meeting", "change", "cancel"])
def test_a_page_costs_what_the_house_allows_and_is_logged(cast: Cast, kari: Client, name: str) -> None:
    address = address_of(name, cast, called(cast))
    before = ReadLog.objects.count()
    with at_most_twelve_queries():
        assert kari.get(address).status_code == 200
    assert ReadLog.objects.count() == before + 1


def test_signed_out_leads_to_the_way_in(cast: Cast, client: Client) -> None:
    response = client.get(reverse("routines:meetings", args=[cast.participant.pk]))
    assert response.status_code == 302
    assert response["Location"].startswith("/logg-inn/")
