"""What Dina does on Min vei, with forms and buttons alone: no script takes part in these."""

import pytest
from django.urls import reverse

from samlop.kernel.acting import acting_as
from samlop.kernel.models import Event
from samlop.plans.models import Action, Goal
from samlop.routines.actions import agreement, reconciling
from samlop.routines.models import AgreedText, Confirmation, Invitation, OwnWords
from tests.portal import scenes
from tests.routines.meetings import everybody_confirms, held_meeting, ready_text

NB = {"HTTP_ACCEPT_LANGUAGE": "nb"}


@pytest.fixture
def dina(cast, signed_in):
    """Dina's own browser."""
    return signed_in(cast.dina, **NB)


def text_of(answer) -> str:
    return answer.content.decode()


def buttons(page: str) -> list[str]:
    """The addresses that forms on the page are sent to."""
    return [piece.split('"')[0] for piece in page.split('action="')[1:]]


# The meeting that comes


def test_dina_says_in_two_taps_that_she_comes(cast, dina):
    meeting = scenes.meeting_ahead(cast)
    address = reverse("portal:reply", args=[meeting.pk])
    assert address in buttons(text_of(dina.get("/min-vei/")))
    answer = dina.post(address, {"reply": "accepted"}, follow=True)
    assert "Takk. Nå vet de andre at du kommer." in text_of(answer)
    assert "Du har sagt at du kommer" in text_of(answer)
    assert scenes.own_seat(meeting).reply == "accepted"


def test_dina_asks_for_another_time_in_her_own_words(cast, dina):
    meeting = scenes.meeting_ahead(cast)
    values = {"reply": "other_time", "apology": "بعد الظهر من فضلك"}
    answer = dina.post(reverse("portal:reply", args=[meeting.pk]), values, follow=True)
    assert "Du har bedt om en annen tid" in text_of(answer)
    assert (scenes.own_seat(meeting).reply, scenes.own_seat(meeting).apology) == (
        "other_time",
        "بعد الظهر من فضلك",
    )


def test_an_answer_can_be_another_one_later(cast, dina):
    meeting = scenes.meeting_ahead(cast)
    for reply in ("accepted", "other_time", "accepted"):
        dina.post(reverse("portal:reply", args=[meeting.pk]), {"reply": reply})
        assert scenes.own_seat(meeting).reply == reply


@pytest.mark.parametrize(
    "values", [{"reply": "none"}, {"reply": "x"}, {}, {"reply": "other_time", "apology": "å" * 301}]
)
def test_what_is_no_answer_is_refused_and_the_words_are_kept(cast, dina, values):
    meeting = scenes.meeting_ahead(cast)
    answer = dina.post(reverse("portal:reply", args=[meeting.pk]), values)
    assert answer.status_code == 422
    assert values.get("apology", "") in text_of(answer)
    assert scenes.own_seat(meeting).reply == "none"


def test_dina_answers_for_herself_alone(cast, dina, signed_in):
    meeting = scenes.meeting_ahead(cast)
    Invitation.objects.filter(meeting=meeting, role="participant").delete()
    assert dina.post(reverse("portal:reply", args=[meeting.pk]), {"reply": "declined"}).status_code == 404
    assert not Invitation.objects.filter(meeting=meeting, reply="declined").exists()


# What she wants to say


def test_her_own_words_are_kept_before_the_meeting(cast, dina):
    meeting = scenes.meeting_ahead(cast)
    dina.cookies["samlop-sprak"] = "ar"
    address = reverse("portal:own_words", args=[meeting.pk])
    answer = dina.post(address, {"text": "أريد أن أعمل طاهية", "version": 0}, follow=True)
    assert "أريد أن أعمل طاهية" in text_of(answer)
    words = OwnWords.objects.get(meeting=meeting)
    assert (words.language, words.version, words.written_by) == ("ar", 1, None)


def test_the_words_save_themselves_while_she_writes(cast, dina):
    meeting = scenes.meeting_ahead(cast)
    address = reverse("portal:own_words", args=[meeting.pk])
    page = text_of(dina.get(reverse("portal:meeting", args=[meeting.pk])))
    assert f'data-autosave="{address}"' in page
    first = dina.post(address, {"text": "Jeg vil", "version": 0}, headers={"X-Autosave": "1"})
    second = dina.post(address, {"text": "Jeg vil bli kokk", "version": 1}, headers={"X-Autosave": "1"})
    assert [first.json()["version"], second.json()["version"]] == [1, 2]
    assert OwnWords.objects.get(meeting=meeting).text == "Jeg vil bli kokk"


def test_two_texts_are_both_shown_and_none_is_lost(cast, dina):
    meeting = scenes.meeting_ahead(cast)
    address = reverse("portal:own_words", args=[meeting.pk])
    dina.post(address, {"text": "Fra telefonen", "version": 0})
    answer = dina.post(address, {"text": "Fra skolens maskin", "version": 0})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Fra telefonen" in page
    assert "Fra skolens maskin" in page
    assert 'data-version="1"' in page
    assert OwnWords.objects.get(meeting=meeting).text == "Fra telefonen"
    told = dina.post(address, {"text": "Fra skolens maskin", "version": 0}, headers={"X-Autosave": "1"})
    assert (told.status_code, told.json()["theirs"], told.json()["field"]) == (409, "Fra telefonen", "text")


@pytest.mark.parametrize("values", [{"text": "Mine ord"}, {"text": "Mine ord", "version": "x"}])
def test_a_broken_form_keeps_the_words(cast, dina, values):
    meeting = scenes.meeting_ahead(cast)
    address = reverse("portal:own_words", args=[meeting.pk])
    answer = dina.post(address, values)
    assert answer.status_code == 422
    assert "Mine ord</textarea>" in text_of(answer)
    assert dina.post(address, values, headers={"X-Autosave": "1"}).status_code == 422


def test_when_all_agree_her_words_stand_as_she_said_them(cast, dina):
    meeting = held_meeting(cast)
    address = reverse("portal:own_words", args=[meeting.pk])
    dina.post(address, {"text": "Jeg vil bli kokk", "version": 0})
    everybody_confirms(cast, ready_text(cast, meeting))
    page = text_of(dina.get(reverse("portal:meeting", args=[meeting.pk])))
    assert "Dette sa jeg" in page
    assert "Jeg vil bli kokk</p>" in page
    answer = dina.post(address, {"text": "Jeg vil bli baker", "version": 1})
    assert answer.status_code == 422
    assert "Jeg vil bli baker" in text_of(answer)


# What all agree on


def ready(cast):
    """A held meeting whose text waits for Dina's word, and what stands in its form."""
    meeting = held_meeting(cast)
    text = ready_text(cast, meeting)
    return meeting, text


def mark_on(page: str) -> str:
    """The mark of the text that the page shows."""
    return page.split('name="mark" value="')[1].split('"', maxsplit=1)[0]


def test_a_text_that_is_still_written_is_not_shown(cast, dina):
    meeting = held_meeting(cast)
    AgreedText.objects.get(meeting=meeting).items.filter(agenda_code="application").update(text="Uferdig")
    page = text_of(dina.get(reverse("portal:meeting", args=[meeting.pk])))
    assert "Uferdig" not in page
    assert "Teksten er ikke ferdig" in page


def test_dina_reads_the_text_and_agrees(cast, dina):
    meeting, text = ready(cast)
    assert "Les teksten fra møtet" in text_of(dina.get("/min-vei/"))
    page = text_of(dina.get(reverse("portal:meeting", args=[meeting.pk])))
    assert "Dina søker kokk på vigo.no." in page
    values = {"answer": "agrees", "mark": mark_on(page)}
    answer = dina.post(reverse("portal:confirm", args=[meeting.pk]), values, follow=True)
    assert "Takk. Du har sagt at du er enig." in text_of(answer)
    assert "Vi venter på de andre." in text_of(answer)
    word = Confirmation.objects.get(agreed_text=text, is_participant=True)
    assert (word.answer, word.manner, word.given_by) == ("agrees", "signed_in", None)
    assert "Les teksten fra møtet" not in text_of(dina.get("/min-vei/"))


READ_AND_ANSWER = "Les teksten fra møtet, og si om det er riktig."


def test_the_text_that_waits_is_the_next_step_and_is_named_once(cast, dina):
    meeting, _text = ready(cast)
    scenes.task(cast, "Send papirene", days=-3)
    page = text_of(dina.get("/min-vei/"))
    assert READ_AND_ANSWER in page
    assert "Du trenger ikke å gjøre noe" not in page
    assert page.count(f'href="{reverse("portal:meeting", args=[meeting.pk])}"') == 1


def test_before_a_meeting_tomorrow_the_text_waits_beside_it(cast, dina):
    meeting, _text = ready(cast)
    scenes.meeting_ahead(cast, point="second", days=1)
    page = text_of(dina.get("/min-vei/"))
    assert READ_AND_ANSWER not in page
    assert "Møt gruppen din" in page
    assert page.count(f'href="{reverse("portal:meeting", args=[meeting.pk])}"') == 1


def test_her_word_can_be_taken_back(cast, dina):
    meeting, text = ready(cast)
    values = {
        "answer": "agrees",
        "mark": mark_on(text_of(dina.get(reverse("portal:meeting", args=[meeting.pk])))),
    }
    page = text_of(dina.post(reverse("portal:confirm", args=[meeting.pk]), values, follow=True))
    address = reverse("portal:take_back", args=[meeting.pk])
    assert address in buttons(page)
    assert "Svaret ditt er tatt tilbake." in text_of(dina.post(address, follow=True))
    assert not Confirmation.objects.filter(agreed_text=text, set_aside_at=None).exists()
    assert dina.post(address).status_code == 404


def test_dina_says_what_is_not_right(cast, dina):
    meeting, text = ready(cast)
    mark = mark_on(text_of(dina.get(reverse("portal:meeting", args=[meeting.pk]))))
    values = {"answer": "disagrees", "mark": mark, "words": "Jeg vil heller bli baker"}
    page = text_of(dina.post(reverse("portal:confirm", args=[meeting.pk]), values, follow=True))
    assert "Nå vet gruppen hva som ikke er riktig." in page
    assert "Jeg vil heller bli baker" in page
    assert Confirmation.objects.get(agreed_text=text, is_participant=True).answer == "disagrees"


def test_who_disagrees_says_why(cast, dina):
    meeting, text = ready(cast)
    mark = mark_on(text_of(dina.get(reverse("portal:meeting", args=[meeting.pk]))))
    answer = dina.post(
        reverse("portal:confirm", args=[meeting.pk]), {"answer": "disagrees", "mark": mark, "words": " "}
    )
    assert answer.status_code == 422
    assert "Skriv hva som ikke er riktig." in text_of(answer)
    assert not Confirmation.objects.filter(agreed_text=text).exists()


def test_only_what_was_read_is_confirmed(cast, dina):
    meeting, text = ready(cast)
    mark = mark_on(text_of(dina.get(reverse("portal:meeting", args=[meeting.pk]))))
    text.items.filter(agenda_code="application").update(text="Dina søker renhold på vigo.no.")
    answer = dina.post(reverse("portal:confirm", args=[meeting.pk]), {"answer": "agrees", "mark": mark})
    assert answer.status_code == 422
    assert "Teksten er endret siden du leste den." in text_of(answer)
    assert "renhold" in text_of(answer)
    assert not Confirmation.objects.filter(agreed_text=text).exists()
    again = {"answer": "agrees", "mark": mark_on(text_of(answer))}
    assert dina.post(reverse("portal:confirm", args=[meeting.pk]), again).status_code == 302


@pytest.mark.parametrize("agreed", [False, True])
def test_an_objection_to_a_text_no_longer_waiting_is_not_lost(cast, dina, agreed):
    meeting, text = ready(cast)
    mark = mark_on(text_of(dina.get(reverse("portal:meeting", args=[meeting.pk]))))
    if agreed:
        everybody_confirms(cast, text)
    else:
        with acting_as(cast.kari):
            reconciling.reopen_draft(cast.kari, text)
    values = {"answer": "disagrees", "mark": mark, "words": "Jeg vil heller bli baker"}
    answer = dina.post(reverse("portal:confirm", args=[meeting.pk]), values)
    assert answer.status_code == 422
    assert "Svaret ditt er ikke sendt" in text_of(answer)
    assert "Jeg vil heller bli baker</textarea>" in text_of(answer)
    yes = dina.post(reverse("portal:confirm", args=[meeting.pk]), {"answer": "agrees", "mark": mark})
    assert "Svaret ditt er ikke sendt" in text_of(yes)
    assert not Confirmation.objects.filter(answer="disagrees").exists()


def test_an_objection_to_a_text_that_changed_is_sent_again_as_it_stands(cast, dina):
    meeting, text = ready(cast)
    mark = mark_on(text_of(dina.get(reverse("portal:meeting", args=[meeting.pk]))))
    text.items.filter(agenda_code="application").update(text="Dina søker renhold på vigo.no.")
    values = {"answer": "disagrees", "mark": mark, "words": "Jeg vil heller bli baker"}
    answer = dina.post(reverse("portal:confirm", args=[meeting.pk]), values)
    assert answer.status_code == 422
    form = answer.context["word"]
    again = {name: form[name].value() for name in form.fields}
    assert again["words"] == "Jeg vil heller bli baker"
    assert dina.post(reverse("portal:confirm", args=[meeting.pk]), again).status_code == 302
    assert Confirmation.objects.get(agreed_text=text).words == "Jeg vil heller bli baker"


def test_a_word_pressed_for_her_in_the_room_is_hers_to_take_back(cast, dina):
    meeting, text = ready(cast)
    with acting_as(cast.kari):
        agreement.confirm(cast.kari, text, for_participant=True, answer="agrees", manner="in_room")
    answer = dina.post(reverse("portal:take_back", args=[meeting.pk]), follow=True)
    assert "Svaret ditt er tatt tilbake." in text_of(answer)


def test_an_agreed_text_stays_to_be_read(cast, dina):
    meeting, text = ready(cast)
    everybody_confirms(cast, text)
    page = text_of(dina.get(reverse("portal:meeting", args=[meeting.pk])))
    assert "Dina søker kokk på vigo.no." in page
    assert "Alle er enige" in page
    assert reverse("portal:confirm", args=[meeting.pk]) not in page
    answer = dina.post(reverse("portal:confirm", args=[meeting.pk]), {"answer": "agrees", "mark": "x"})
    assert answer.status_code == 422


def test_dina_confirms_last_and_then_all_agree(cast, dina):
    meeting, text = ready(cast)
    everybody_confirms(cast, text, besides=["dina"])
    mark = mark_on(text_of(dina.get(reverse("portal:meeting", args=[meeting.pk]))))
    values = {"answer": "agrees", "mark": mark}
    page = text_of(dina.post(reverse("portal:confirm", args=[meeting.pk]), values, follow=True))
    meeting.refresh_from_db()
    assert meeting.state == "agreed"
    assert "Takk. Du har sagt at du er enig." in page
    assert reverse("portal:take_back", args=[meeting.pk]) not in page


def test_what_a_decision_changes_in_the_plan_is_read_before_it_is_agreed_to(cast, dina):
    meeting, text = ready(cast)
    for position, words in enumerate(("Nytt steg: norskkurs", ""), start=1):
        text.decisions.create(
            participant=cast.participant, text="Dina tar B1.", plan_words=words, position=position
        )
    page = text_of(dina.get(reverse("portal:meeting", args=[meeting.pk])))
    assert page.count("<bdi>Dina tar B1.</bdi>") == 2
    assert page.count("Planen: ") == 1
    assert "Planen: Nytt steg: norskkurs" in page
    dina.cookies["samlop-sprak"] = "ar"
    assert "دورة اللغة النرويجية" in text_of(dina.get(reverse("portal:meeting", args=[meeting.pk])))


# Goals, tasks, plan


def test_dina_writes_a_goal_in_her_language(cast, dina):
    dina.cookies["samlop-sprak"] = "ar"
    answer = dina.post(reverse("portal:goal"), {"words": "أريد أن أصبح طاهية"}, follow=True)
    assert "أريد أن أصبح طاهية" in text_of(answer)
    goal = Goal.objects.get(participant=cast.participant)
    assert (goal.language, goal.written_by) == ("ar", None)


@pytest.mark.parametrize("words", ["", "   ", "å" * 501])
def test_a_goal_that_cannot_be_kept_stays_in_the_form(cast, dina, words):
    answer = dina.post(reverse("portal:goal"), {"words": words})
    assert answer.status_code == 422
    assert words.strip() in text_of(answer)
    assert not Goal.objects.exists()


def test_dina_changes_the_words_of_a_goal(cast, dina):
    goal = scenes.goal(cast)
    address = reverse("portal:change_goal", args=[goal.pk])
    assert goal.words in text_of(dina.get(address))
    dina.post(address, {"words": "Jeg vil bli baker"})
    goal.refresh_from_db()
    assert goal.words == "Jeg vil bli baker"


def test_a_goal_somebody_else_changed_is_not_overwritten_unseen(cast, dina):
    goal = scenes.goal(cast, "Jeg vil bli kokk")
    address = reverse("portal:change_goal", args=[goal.pk])
    assert 'name="initial-words" value="Jeg vil bli kokk"' in text_of(dina.get(address)).replace("\n", " ")
    Goal.objects.filter(pk=goal.pk).update(words="Dina vil bli kokk")
    values = {"words": "Jeg vil bli baker", "initial-words": "Jeg vil bli kokk"}
    answer = dina.post(address, values)
    assert answer.status_code == 409
    assert "Jeg vil bli baker</textarea>" in text_of(answer)
    assert "Nå står det «Dina vil bli kokk»." in text_of(answer)
    dina.post(address, values | {"initial-words": "Dina vil bli kokk"})
    goal.refresh_from_db()
    assert goal.words == "Jeg vil bli baker"


def test_the_goal_that_matters_most_is_put_first(cast, dina):
    first, second = scenes.goal(cast, "Kokk"), scenes.goal(cast, "Førerkort", rank=2)
    address = reverse("portal:first_goal", args=[second.pk])
    page = text_of(dina.get(reverse("portal:goals")))
    assert address in buttons(page)
    assert reverse("portal:first_goal", args=[first.pk]) not in page
    page = text_of(dina.post(address, follow=True))
    assert page.index("Førerkort</bdi>") < page.index("Kokk</bdi>")


def test_a_goal_laid_away_is_taken_up_again_by_undo(cast, dina):
    goal = scenes.goal(cast)
    page = text_of(dina.post(reverse("portal:goal_state", args=[goal.pk, "left"]), follow=True))
    undo = reverse("portal:goal_state", args=[goal.pk, "active"])
    assert "Målet er lagt bort." in page
    assert undo in buttons(page)
    dina.post(undo)
    goal.refresh_from_db()
    assert goal.state == "active"
    assert dina.post(reverse("portal:goal_state", args=[goal.pk, "tull"])).status_code == 404


def test_a_task_is_ticked_off_and_taken_back(cast, dina):
    task = scenes.task(cast, "Send papirene", days=3)
    page = text_of(dina.post(reverse("portal:tick", args=[task.pk]), follow=True))
    assert "Bra! Du har gjort det." in page
    undo = reverse("portal:untick", args=[task.pk])
    assert undo in buttons(page)
    dina.post(undo)
    task.refresh_from_db()
    assert task.done_on is None


def test_dina_ticks_only_what_is_hers(cast, dina):
    task = scenes.task(cast, "Ring NOKUT", days=3, owner=cast.tea)
    page = text_of(dina.get(reverse("portal:actions")))
    assert "Dette gjør andre for meg" in page
    assert "Tea Tålmodig" in page
    assert dina.post(reverse("portal:tick", args=[task.pk])).status_code == 404
    assert Action.objects.get(pk=task.pk).done_on is None


def test_what_is_overdue_says_so(cast, dina):
    scenes.task(cast, "Send papirene", days=-3)
    page = text_of(dina.get(reverse("portal:actions")))
    assert "Fristen var" in page
    assert "data-late" in page


def test_dina_says_yes_to_the_plan(cast, dina):
    version = scenes.plan_version(cast)
    first_page = text_of(dina.get("/min-vei/"))
    assert "Se på planen, og si om du er enig." in first_page
    assert "Planen din er endret" not in first_page
    assert "Du trenger ikke å gjøre noe" not in first_page
    page = text_of(dina.get(reverse("portal:goals")))
    assert "Send papirene til NOKUT" in page
    answer = dina.post(reverse("portal:agree_to_plan", args=[version.number]), follow=True)
    assert "Takk. Du har sagt ja til planen." in text_of(answer)
    version.refresh_from_db()
    assert version.agreed_at is not None
    assert "Se på planen, og si om du er enig." not in text_of(dina.get("/min-vei/"))


def test_while_there_is_a_task_the_plan_waits_beside_it(cast, dina):
    scenes.plan_version(cast)
    scenes.task(cast, "Finn fram attesten")
    page = text_of(dina.get("/min-vei/"))
    assert "Gjør dette når du kan:" in page
    assert "Planen din er endret" in page


def test_a_plan_that_has_changed_is_read_again_first(cast, dina):
    old = scenes.plan_version(cast)
    new = scenes.plan_version(cast, number=2)
    answer = dina.post(reverse("portal:agree_to_plan", args=[old.number]), follow=True)
    assert "Planen er endret siden du leste den." in text_of(answer)
    new.refresh_from_db()
    old.refresh_from_db()
    assert (old.agreed_at, new.agreed_at) == (None, None)


def test_what_is_new_in_the_plan_is_said(cast, dina):
    old = scenes.plan_version(cast)
    dina.post(reverse("portal:agree_to_plan", args=[old.number]))
    scenes.plan_version(cast, number=2, task="Søk på vigo.no")
    page = text_of(dina.get(reverse("portal:goals")))
    assert "Nytt: <strong><bdi>Søk på vigo.no</bdi>" in page
    assert "Tatt bort: <strong><bdi>Send papirene til NOKUT</bdi>" in page
    assert "Endret:" not in page


def test_dina_answers_a_joint_meeting(cast, dina):
    invitation = scenes.gathering(cast)
    address = reverse("portal:reply_to_gathering", args=[invitation.pk])
    assert address in buttons(text_of(dina.get("/min-vei/")))
    for reply, told in (
        ("accepted", "Du har sagt at du kommer"),
        ("declined", "Du har sagt at du ikke kan komme"),
    ):
        assert told in text_of(dina.post(address, {"reply": reply}, follow=True))
        invitation.refresh_from_db()
        assert invitation.reply == reply
    dina.post(address, {"reply": "x"})
    invitation.refresh_from_db()
    assert invitation.reply == "declined"


@pytest.mark.parametrize("name", ["kari", "ute", "lea"])
def test_nobody_else_does_anything_here(cast, signed_in, name):
    meeting, goal, task = scenes.meeting_ahead(cast), scenes.goal(cast), scenes.task(cast, "Ring", days=1)
    version = scenes.plan_version(cast)
    deeds = [
        reverse("portal:reply", args=[meeting.pk]),
        reverse("portal:own_words", args=[meeting.pk]),
        reverse("portal:confirm", args=[meeting.pk]),
        reverse("portal:take_back", args=[meeting.pk]),
        reverse("portal:goal"),
        reverse("portal:change_goal", args=[goal.pk]),
        reverse("portal:goal_state", args=[goal.pk, "left"]),
        reverse("portal:first_goal", args=[goal.pk]),
        reverse("portal:reply_to_gathering", args=[scenes.gathering(cast).pk]),
        reverse("portal:tick", args=[task.pk]),
        reverse("portal:untick", args=[task.pk]),
        reverse("portal:agree_to_plan", args=[version.number]),
        reverse("portal:language"),
    ]
    browser, before = signed_in(getattr(cast, name)), Event.objects.count()
    assert {browser.post(deed, {"words": "x", "reply": "accepted"}).status_code for deed in deeds} == {404}
    assert Event.objects.count() == before
