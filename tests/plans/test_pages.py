"""The plan's pages: what stands on them, who reaches them, what a refused form keeps, and how little is asked."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from samlop.access.models import ReadLog
from samlop.kernel.acting import acting_as
from samlop.plans import actions, map_words
from samlop.plans.map_words import drawn
from samlop.plans.models import Action, Goal, Plan, PlanVersion, Step, StepDependency
from samlop.plans.pathway import Pathway, Station, StepKind
from samlop.plans.queries import plan_page
from samlop.ui.dates import short_day
from samlop.ui.svg import UnsafeDrawing
from tests.cast import Cast
from tests.participants.factories import filled
from tests.plans.factories import (
    DAY,
    agree,
    decided,
    make_action,
    make_goal,
    make_step,
    make_whole_plan,
    new_status,
    promise,
)

TODAY = localdate()
QUERIES = 12 + 3  # A test's own savepoint, its release, and the hat taken off.
SignIn = Callable[..., Client]

pytestmark = pytest.mark.django_db


def address(cast: Cast, name: str, *arguments: Any) -> str:
    """An address of Dina's plan."""
    return reverse(f"plans:{name}", args=[cast.participant.pk, *arguments])


def text_of(response: Any) -> str:
    """The page as it is read."""
    return unescape(response.content.decode())


def every_address(cast: Cast) -> dict[str, str]:
    """All addresses of the plan, with rows that exist."""
    step, goal, action = make_step(cast), make_goal(cast), make_action(cast)
    PlanVersion.objects.create(
        participant=cast.participant, number=1, content={"goals": [], "steps": [], "actions": []}
    )
    own = {"goal_pk": goal.pk, "step_pk": step.pk, "action_pk": action.pk, "number": 1, "state": "left"}
    numbers = {"first": 1, "last": 2}
    found = {}
    for pattern in __import__("samlop.plans.urls", fromlist=["urlpatterns"]).urlpatterns:
        wanted = pattern.pattern.converters.keys() - {"pk"}
        found[pattern.name] = reverse(
            f"plans:{pattern.name}",
            kwargs={"pk": cast.participant.pk} | {name: (own | numbers)[name] for name in wanted},
        )
    return found


READ = {
    "plan",
    "printed",
    "version",
    "goal",
    "change_goal",
    "step",
    "change_step",
    "action",
    "change_action",
    "horizon",
}


def test_to_outsiders_and_in_the_participants_hat_no_address_exists(cast: Cast, signed_in: SignIn) -> None:
    for name, where in every_address(cast).items():
        for actor in (cast.ute, cast.lea, cast.dina):
            client = signed_in(actor)
            assert client.post(where).status_code in (404, 405), name
            assert client.get(where).status_code in (404, 405), name
    assert (Step.objects.get().removed, Goal.objects.get().state, Action.objects.get().done_on) == (
        False,
        "active",
        None,
    )
    assert not ReadLog.objects.exists()


@pytest.mark.parametrize("name", sorted(READ))
def test_without_a_session_one_is_asked_to_sign_in(cast: Cast, name: str) -> None:
    response = Client().get(every_address(cast)[name])
    assert response.status_code == 302
    assert response.url.startswith("/logg-inn/")


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        *(
            (who, name, 200)
            for who in ("kari", "nils", "tea", "kim")
            for name in ("plan", "printed", "version")
        ),
        *(("kari", name, 200) for name in sorted(READ)),
        ("tea", "step", 200),
        ("tea", "change_step", 200),
        ("kim", "change_step", 403),
        ("tea", "horizon", 403),
        ("kim", "goal", 200),
        ("kim", "action", 200),
    ],
)
def test_who_opens_what(cast: Cast, signed_in: SignIn, who: str, name: str, status: int) -> None:
    response = signed_in(getattr(cast, who)).get(every_address(cast)[name])
    assert response.status_code == status


@pytest.mark.parametrize("name", sorted(READ))
def test_a_page_asks_little_however_long_the_plan_is(cast: Cast, signed_in: SignIn, name: str) -> None:
    where = every_address(cast)[name]
    client = signed_in(cast.kari)
    with CaptureQueriesContext(connection) as few:
        assert client.get(where).status_code == 200
    fill(cast)
    with CaptureQueriesContext(connection) as many:
        assert client.get(where).status_code == 200
    assert len(many) == len(few), [one["sql"] for one in many]
    assert len(many) <= QUERIES, [one["sql"][:150] for one in many]


def fill(cast: Cast) -> None:
    """A plan longer than anybody's."""
    steps = [make_step(cast, title=f"Steg {place}", first=TODAY + place * 30 * DAY) for place in range(25)]
    for step, waited in zip(steps[1:], steps, strict=False):
        StepDependency.objects.create(participant=cast.participant, step=step, waits_for=waited)
    for place in range(15):
        make_goal(cast, f"Mål {place}", rank=place)
        make_action(cast, "kim", text=f"Oppgave {place}")
    for number in range(2, 12):
        PlanVersion.objects.create(
            participant=cast.participant, number=number, content={"goals": [], "steps": [], "actions": []}
        )


def test_the_plan_shows_all_there_is(cast: Cast, signed_in: SignIn) -> None:
    plan = make_whole_plan(cast)
    agree(cast, decided(cast, promise(cast, "Søke på vigo.no", "kim")))
    make_step(cast, "work", removed=True, title="Tatt ut")
    page = text_of(signed_in(cast.kari).get(address(cast, "plan")))
    for words in (
        "Norskkurs A2",
        "Restaurant- og matfag",
        "Jeg vil bli kokk.",
        "Sende papirene til godkjenning",
        "Kim Klarsynt, Karriere Agder – Lyngdal",
        "Tatt ut",
        "Dina Blåmeis sa ja til versjon 1 av planen",
        "Ingen har sagt når det er realistisk å nå målet.",
        "Ingen etat har sagt at den har ansvaret for Restaurant- og matfag.",
    ):
        assert words in page
    assert page.count("<svg") > 2
    assert f'href="{address(cast, "plan")}#steg-{plan["course"].pk}"' in page
    assert f'id="steg-{plan["course"].pk}"' in page
    assert ReadLog.objects.get().section == "plan"


def test_an_empty_plan_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    page = text_of(signed_in(cast.kari).get(address(cast, "plan")))
    for words in (
        "Ingen steg i planen ennå",
        "Ingen mål ennå",
        "Ingen åpne oppgaver",
        "Planen får en ny versjon",
    ):
        assert words in page
    assert "Pass på" not in page
    assert signed_in(cast.kari).get(address(cast, "printed")).status_code == 200


@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    [
        ("kari", ["horizon", "step", "goal", "action", "lay_before"], []),
        ("tea", ["step", "goal", "action"], ["horizon", "lay_before"]),
    ],
)
def test_buttons_follow_the_policies(
    cast: Cast, signed_in: SignIn, who: str, seen: list[str], unseen: list[str]
) -> None:
    own, theirs = make_step(cast), make_step(cast, at="nav")
    page = text_of(signed_in(getattr(cast, who)).get(address(cast, "plan")))
    for name in seen:
        assert f'"{address(cast, name)}"' in page
    for name in unseen:
        assert f'"{address(cast, name)}"' not in page
    assert address(cast, "change_step", own.pk) in page
    assert (address(cast, "change_step", theirs.pk) in page) == (who == "kari")


def test_typed_words_stand_as_they_were_typed(cast: Cast, signed_in: SignIn) -> None:
    make_goal(cast, "<script>alert(1)</script> أريد", language="ar")
    make_step(cast, title='<b>Kurs</b> & "mer"', first=TODAY)
    response = signed_in(cast.kari).get(address(cast, "plan"))
    body = response.content.decode()
    assert "<script>alert(1)" not in body
    assert "<b>Kurs" not in body
    assert 'lang="ar"' in body


# Forms


def step_fields(cast: Cast, **extra: Any) -> dict[str, Any]:
    """What the step form sends."""
    return {"kind": "work", "status": "planned", "organisation_id": str(cast.organisations["nav"].pk)} | extra


def test_a_step_is_written_and_taken_back(cast: Cast, signed_in: SignIn) -> None:
    client, course = signed_in(cast.kari), make_step(cast, title="Norskkurs A2")
    sent = step_fields(
        cast,
        title="Kokk",
        first=TODAY.isoformat(),
        until=(TODAY + DAY).isoformat(),
        waits_for=[str(course.pk)],
    )
    response = client.post(address(cast, "step"), sent, follow=True)
    step = Step.objects.get(kind="work")
    assert (step.title, step.first, step.until) == ("Kokk", TODAY, TODAY + 2 * DAY)
    assert step.waits.get().waits_for == course
    assert "Steget er lagret." in text_of(response)
    client.post(undo_address(response))
    step.refresh_from_db()
    assert step.removed


def undo_address(response: Any) -> str:
    """Where the button beside the message posts."""
    page = response.content.decode()
    start = page.index("/plan/angre/")
    begin = page.rindex('"', 0, start) + 1
    return page[begin : page.index('"', start)]


def test_a_step_form_shows_the_last_day_and_keeps_the_first_after(cast: Cast, signed_in: SignIn) -> None:
    step = make_step(cast, first=TODAY, until=TODAY + 10 * DAY)
    client = signed_in(cast.kari)
    page = client.get(address(cast, "change_step", step.pk)).content.decode()
    last = (TODAY + 9 * DAY).isoformat()
    assert f'name="until" value="{last}"' in page
    sent = filled(client.get(address(cast, "change_step", step.pk)))
    client.post(address(cast, "change_step", step.pk), sent)
    step.refresh_from_db()
    assert step.until == TODAY + 10 * DAY


@pytest.mark.parametrize(
    ("name", "sent", "kept", "told"),
    [
        ("goal", {"words": "  ", "language": "nb"}, "", "Hva vil deltakeren nå"),
        ("goal", {"words": "Bli kokk på båt", "language": "xx"}, "Bli kokk på båt", "Velg"),
        (
            "step",
            {
                "kind": "work",
                "status": "planned",
                "title": "Kokk på båt",
                "first": "2026-06-01",
                "until": "2026-05-01",
            },
            "Kokk på båt",
            "Steget kan ikke slutte før det begynner.",
        ),
        ("step", {"kind": "rocket", "status": "planned", "note": "Viktig å huske"}, "Viktig å huske", "Velg"),
        (
            "step",
            {"kind": "work", "status": "planned", "first": "31.31.2026", "note": "Husk"},
            "Husk",
            "dato",
        ),
        (
            "step",
            {"kind": "work", "status": "planned", "organisation_id": "x", "note": "Husk"},
            "Husk",
            "listen",
        ),
        ("action", {"text": "Ringe skolen i dag", "owner": "nobody"}, "Ringe skolen i dag", "Velg"),
        (
            "action",
            {"text": "Ringe skolen", "owner": "participant", "due_on": "i morgen"},
            "i morgen",
            "dato",
        ),
        (
            "step",
            {
                "kind": "work",
                "status": "planned",
                "first": "0001-01-01",
                "until": "0001-01-02",
                "note": "Husk",
            },
            "Husk",
            "Skriv et årstall fra 1900 til 2100.",
        ),
        ("step", {"kind": "work", "status": "planned", "until": "9999-12-31"}, "9999-12-31", "årstall"),
        ("action", {"text": "Ringe", "owner": "participant", "due_on": "0002-01-01"}, "Ringe", "årstall"),
        ("horizon", {"horizon": "0202-01-01"}, "0202-01-01", "årstall"),
        ("horizon", {"horizon": "2020-01-01"}, "2020-01-01", "Dagen må ligge fram i tid."),
        ("horizon", {"horizon": "2099-01-01"}, "2099-01-01", "femten år"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    cast: Cast, signed_in: SignIn, name: str, sent: dict[str, str], kept: str, told: str
) -> None:
    response = signed_in(cast.kari).post(address(cast, name), sent)
    page = text_of(response)
    assert response.status_code == 422
    assert kept in page
    assert told in page
    assert not any(model.objects.exists() for model in (Goal, Step, Action, Plan))


@pytest.mark.parametrize("shown", ["0001-01-01", "9999-12-31", "i går"])
def test_what_was_never_shown_is_nothing_somebody_saw(cast: Cast, signed_in: SignIn, shown: str) -> None:
    step = make_step(cast, first=TODAY, until=TODAY + 10 * DAY)
    client, form = signed_in(cast.kari), address(cast, "change_step", step.pk)
    sent = filled(client.get(form)) | {"initial-until": shown, "until": (TODAY + DAY).isoformat()}
    assert client.post(form, sent).status_code == 409


def test_a_ring_is_refused_on_the_page(cast: Cast, signed_in: SignIn) -> None:
    first = make_step(cast, title="Første")
    second = make_step(cast, title="Andre", waits_for=first)
    sent = step_fields(cast, title="Første", waits_for=[str(second.pk)])
    response = signed_in(cast.kari).post(address(cast, "change_step", first.pk), sent)
    assert response.status_code == 422
    assert "Stegene venter på hverandre i ring." in text_of(response)


def test_an_owner_outside_the_group_is_not_on_offer(cast: Cast, signed_in: SignIn) -> None:
    page = text_of(signed_in(cast.kari).get(address(cast, "action")))
    assert "Tea Tålmodig" in page
    assert "Ute Utakt" not in page
    sent = {"text": "Ringe", "owner": str(cast.ute.employment_id)}
    assert signed_in(cast.kari).post(address(cast, "action"), sent).status_code == 422


def test_whoever_left_still_stands_as_owner_until_somebody_else_is_chosen(
    cast: Cast, signed_in: SignIn
) -> None:
    action = make_action(cast, "ute")
    client = signed_in(cast.kari)
    response = client.get(address(cast, "change_action", action.pk))
    assert "Ute Utakt, ikke lenger i gruppen" in text_of(response)
    sent = filled(response, text="Noe annet")
    assert client.post(address(cast, "change_action", action.pk), sent).status_code == 302
    client.post(address(cast, "change_action", action.pk), sent | {"owner": "participant"})
    action.refresh_from_db()
    assert (action.text, action.owner_is_participant, action.owner_employment_id) == ("Noe annet", True, None)


def test_a_member_is_offered_the_own_organisation_only(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.tea)
    assert [
        name
        for _pk, name in client.get(address(cast, "step")).context["form"].fields["organisation_id"].choices
    ] == ["Lindesnes læringssenter"]
    assert client.post(address(cast, "step"), step_fields(cast)).status_code == 422
    own = step_fields(cast, organisation_id=str(cast.tea.organisation_id))
    assert client.post(address(cast, "step"), own).status_code == 302
    assert Step.objects.get().organisation_id == cast.tea.organisation_id


def test_two_who_write_at_once_see_each_other(cast: Cast, signed_in: SignIn) -> None:
    step = make_step(cast, title="Norskkurs", first=TODAY, until=TODAY + 30 * DAY)
    kari, where = signed_in(cast.kari), address(cast, "change_step", step.pk)
    seen = filled(kari.get(where))
    with acting_as(cast.tea):
        changes = {"title": "Norskkurs A1", "until": TODAY + 60 * DAY}
        actions.change_step(cast.tea, step, today=TODAY, changes=changes)
    mine = seen | {"title": "Norskkurs A2", "until": (TODAY + 44 * DAY).isoformat()}
    response = kari.post(where, mine)
    page = text_of(response)
    assert response.status_code == 409
    assert "Nå står det «Norskkurs A1»" in page
    assert "Norskkurs A2" in page
    again = kari.post(where, filled(response))
    step.refresh_from_db()
    assert again.status_code == 302
    assert (step.title, step.until) == ("Norskkurs A2", TODAY + 45 * DAY)


def test_two_who_choose_an_owner_at_once_see_each_other(cast: Cast, signed_in: SignIn) -> None:
    action = make_action(cast)
    kari, where = signed_in(cast.kari), address(cast, "change_action", action.pk)
    seen = filled(kari.get(where))
    with acting_as(cast.tea):
        changes = {"owner_employment_id": cast.kim.employment_id}
        actions.change_action(cast.tea, action, today=TODAY, changes=changes)
    response = kari.post(where, seen | {"owner": "participant"})
    assert response.status_code == 409
    assert "Nå står det «Kim Klarsynt, Karriere Agder – Lyngdal»" in text_of(response)


# Deeds


@pytest.mark.parametrize(
    ("name", "state"),
    [("tick", "done_on"), ("drop", "dropped")],
)
def test_a_press_is_taken_back_with_a_press(cast: Cast, signed_in: SignIn, name: str, state: str) -> None:
    action, client = make_action(cast), signed_in(cast.tea)
    before = getattr(action, state)
    response = client.post(address(cast, name, action.pk), follow=True)
    action.refresh_from_db()
    assert getattr(action, state) != before
    back = {"tick": "untick", "drop": "take_up"}[name]
    assert address(cast, back, action.pk) in text_of(response)
    client.post(address(cast, back, action.pk))
    action.refresh_from_db()
    assert getattr(action, state) == before


def test_whoever_ticks_on_min_dag_stays_there(cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.tea).post(address(cast, "tick", make_action(cast).pk), {"back": "day"})
    assert response.url == reverse("desk:day")


def test_kim_may_not_press_what_is_the_schools(cast: Cast, signed_in: SignIn) -> None:
    step = make_step(cast)
    assert signed_in(cast.kim).post(address(cast, "remove_step", step.pk)).status_code == 403
    assert not Step.objects.get().removed


def test_a_goal_takes_every_state_and_no_other(cast: Cast, signed_in: SignIn) -> None:
    goal, client = make_goal(cast), signed_in(cast.kim)
    for state in ("reached", "left", "active"):
        client.post(address(cast, "goal_state", goal.pk, state))
        assert Goal.objects.get().state == state
    assert client.post(address(cast, "goal_state", goal.pk, "rubbish")).status_code == 404


def test_the_goal_that_is_put_first_ends_the_map(cast: Cast, signed_in: SignIn) -> None:
    make_goal(cast, "Bli kokk", rank=1)
    second = make_goal(cast, "Ta førerkort", rank=2)
    make_step(cast, first=TODAY)
    client = signed_in(cast.kari)
    client.post(address(cast, "goal_first", second.pk))
    assert client.get(address(cast, "plan")).context["page"].pathway.goal == "Ta førerkort"


def test_the_plan_is_laid_before_the_participant_and_withdrawn(cast: Cast, signed_in: SignIn) -> None:
    make_goal(cast)
    client = signed_in(cast.kari)
    page = text_of(client.post(address(cast, "lay_before"), follow=True))
    assert "Planen ligger hos deltakeren" in page
    assert "har ikke sagt ja til planen ennå" in page
    assert "Ingenting er endret" in text_of(client.post(address(cast, "lay_before"), follow=True))
    assert address(cast, "withdraw", 1) in page
    client.post(address(cast, "withdraw", 1))
    assert not PlanVersion.objects.exists()


def test_an_undo_too_late_says_so(cast: Cast, signed_in: SignIn) -> None:
    page = text_of(signed_in(cast.kari).post(address(cast, "undo", 1, 10**30), follow=True))
    assert "Dette kan ikke angres lenger." in page


# Versions


def test_a_version_tells_what_is_new_in_it(cast: Cast, signed_in: SignIn) -> None:
    course = make_step(cast, title="Norskkurs A2", first=TODAY, status="ongoing")
    text = agree(cast, decided(cast, promise(cast, "Ringe skolen")))
    agree(cast, decided(cast, new_status(course, "completed"), meeting=text.meeting))
    client = signed_in(cast.kari)
    first, second = (text_of(client.get(address(cast, "version", number))) for number in (1, 2))
    assert "Dette er den første versjonen." in first
    assert "status: fra «pågår» til «fullført»" in second
    assert "tatt ut" in second
    assert "Ringe skolen" in second
    assert address(cast, "version", 2) in first
    assert client.get(address(cast, "version", 3)).status_code == 404
    assert client.get(address(cast, "version", 10**30)).status_code == 404


def test_changes_since_the_last_version_are_shown(cast: Cast, signed_in: SignIn) -> None:
    step = make_step(cast, title="Norskkurs A2", first=TODAY)
    agree(cast, decided(cast))
    client = signed_in(cast.kari)
    assert "siden versjon 1" not in text_of(client.get(address(cast, "plan")))
    with acting_as(cast.kari):
        changes = {
            "until": TODAY + 30 * DAY,
            "organisation_id": None,
            "waits_for": [make_step(cast, "work").pk],
        }
        actions.change_step(cast.kari, step, today=TODAY, changes=changes)
    page = text_of(client.get(address(cast, "plan")))
    assert "2 endringer siden versjon 1" in page
    assert "ansvarlig: fra «Lindesnes læringssenter» til «ingen etat»" in page
    assert "venter på: fra «ingenting» til «Arbeid»" in page
    assert f"til og med: fra «ikke oppgitt» til «{short_day(TODAY + 29 * DAY)}»" in page


# The map


def road(*, title: str = "Norskkurs") -> Pathway:
    """A pathway of two steps."""
    first = Station(
        key="a/1", title=title, kind=StepKind.NORWEGIAN_COURSE, first=TODAY, until=TODAY + 90 * DAY
    )
    return Pathway(
        stations=(first, Station(key="b", title="Arbeid", kind=StepKind.WORK, waits_for=("a/1",))),
        today=TODAY,
    )


def test_equal_plans_are_drawn_once_and_lead_each_to_their_own(cast: Cast) -> None:
    map_words._drawn.cache_clear()
    one = drawn(road(), address=lambda key: f"/deltakere/1/?steg={key}&fra=kart")
    other = drawn(road(), address=lambda key: f"#steg-{key}")
    assert map_words._drawn.cache_info().misses == 1
    assert 'href="/deltakere/1/?steg=a/1&amp;fra=kart"' in one.wide
    assert 'href="#steg-a/1"' in other.tall
    assert "#til:" not in one.wide + one.tall + other.wide + other.tall
    assert [line.href for line in other.lines if line.href] == ["#steg-a/1", "#steg-b"]
    assert "href" not in drawn(road()).wide
    assert drawn(road(title="Noe annet")).wide != drawn(road()).wide


@pytest.mark.parametrize("way", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_station_never_leads_out_of_the_house(way: str) -> None:
    with pytest.raises(UnsafeDrawing):
        drawn(road(), address=lambda _key: way)


def test_a_map_is_kept_apart_by_language(cast: Cast) -> None:
    with translation.override("ar"):
        arabic = drawn(road())
    assert 'direction="rtl"' in arabic.wide
    assert 'direction="ltr"' in drawn(road()).wide


def test_the_list_says_what_the_map_shows(cast: Cast) -> None:
    make_whole_plan(cast)
    page = plan_page(cast.kari, cast.participant, TODAY)
    lines = drawn(page.pathway).lines
    told = {line.title: line for line in lines}
    assert told["Norskkurs A2"].state == ("pågår", "active")
    assert "Lindesnes læringssenter" in told["Norskkurs A2"].details
    assert "Venter på: Norskkurs A2" in told["Restaurant- og matfag"].details
    assert told["Målet"].details[0] == "Jeg vil bli kokk."
    assert [line.kind for line in lines][-1] == "goal"
    assert "gap" in {line.kind for line in lines}


def test_a_step_without_days_or_with_an_end_alone_is_told(cast: Cast, signed_in: SignIn) -> None:
    make_step(cast, title="Ingen dag")
    make_step(cast, title="Bare slutt", until=TODAY + timedelta(days=30))
    page = text_of(signed_in(cast.kari).get(address(cast, "plan")))
    assert "uten dato" in page
    assert f"til {short_day(TODAY + timedelta(days=29))}" in page
    assert short_day(TODAY + timedelta(days=30)) not in page
