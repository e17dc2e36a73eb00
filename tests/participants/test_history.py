"""Every change in plain words, as far as the reader may read what was changed, and never an id."""

import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate, make_aware, now

from samlop.access.models import Employment
from samlop.access.row_security import PERSONAL
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.models import Change
from samlop.participants import history
from samlop.participants.actions import (
    add_education,
    add_wish,
    change_basics,
    change_section,
    choose_contact,
    end_membership,
    hand_over,
    move_wish_up,
    raise_concern,
    resume_membership,
    set_milestones,
    set_responsibility,
    settle_concern,
)
from samlop.participants.history_words import Names, lines_of
from samlop.participants.models import Education, LanguageSkills, Membership, Needs
from samlop.participants.opening import open_file
from samlop.plans.models import Goal, Step, StepDependency
from samlop.routines.models import Invitation, Meeting
from samlop.ui.dates import short_day
from tests.cast import Cast
from tests.participants.factories import FODSELSNUMMER, make_colleague, registered

TODAY = localdate()
END = ("adult_education_end", "expected")


def _told(cast: Cast, reader: Actor, **wanted: object) -> list[str]:
    """The lines this reader reads, newest first."""
    with acting_as(reader):
        file = open_file(reader, cast.participant.pk, section="history", kind="history")
        changes = list(history.changes_of(file, **wanted))  # type: ignore[arg-type]
        return [_sentence(one) for one in history.told(file, changes)]


def _sentence(one: history.Told) -> str:
    where = f", {one.where}," if one.where else ""
    before = f" fra {one.line.before}" if one.line.before else ""
    after = f" til {one.line.after}" if one.line.after else ""
    return f"{one.who}{where} {one.line.text}{before}{after}"


def test_a_moved_day_is_told_as_one_would_say_it(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        for day in (date(2028, 6, 16), date(2028, 12, 15)):
            set_milestones(kari, cast.participant, changes={END: day}, seen={}, today=TODAY)
    assert _told(cast, cast.tea)[0] == (
        "Kari Lysvåken, Flyktningtjenesten i Lindesnes, endret forventet slutt på voksenopplæringen "
        "fra 16. juni 2028 til 15. desember 2028"
    )


def test_setting_and_taking_away_are_told_as_such(cast: Cast) -> None:
    with acting_as(cast.tea) as tea:
        key = ("work_start", "expected")
        for day in (date(2029, 1, 8), None):
            set_milestones(tea, cast.participant, changes={key: day}, seen={}, today=TODAY)
    assert _told(cast, cast.tea)[:2] == [
        "Tea Tålmodig, Lindesnes læringssenter, tok bort forventet start i arbeid fra 8. januar 2029",
        "Tea Tålmodig, Lindesnes læringssenter, satte forventet start i arbeid til 8. januar 2029",
    ]


def test_values_are_said_in_words(cast: Cast) -> None:
    education = Education(
        level="primary", country="Syria", completion="partly", years=6, documentation="none"
    )
    with acting_as(cast.kari) as kari:
        add_education(kari, cast.participant, education=education, today=TODAY)
        change_basics(
            kari,
            cast.participant,
            changes={"language": "ti", "needs_interpreter": False, "phone": "41300000"},
            seen={},
        )
        change_section(
            kari,
            cast.participant,
            section=LanguageSkills,
            changes={"listening": "A2", "assessed_on": date(2026, 3, 3)},
            seen={},
            today=date(2026, 3, 3),
        )
    lines = [
        line.removeprefix("Kari Lysvåken, Flyktningtjenesten i Lindesnes, ")
        for line in _told(cast, cast.kari)
    ]
    assert lines[:5] == [
        "la til språkferdigheter: lytte A2, vurdert 3. mars 2026",
        "la til kontaktopplysninger: telefon «41300000»",
        "endret språk fra arabisk til tigrinja",
        "endret trenger tolk fra ja til nei",
        "la til utdanning (grunnskole, Syria): fullføring påbegynt, antall år 6, dokumentasjon finnes ikke",
    ]


def test_a_row_is_named_also_when_its_name_was_not_what_changed(cast: Cast) -> None:
    with acting_as(cast.kim) as kim:
        add_wish(kim, cast.participant, words="Baker i Mandal", language="nb")
        second = add_wish(kim, cast.participant, words="Kokk", language="nb")
        move_wish_up(kim, second)
    lines = _told(cast, cast.kim)
    assert (
        "Kim Klarsynt, Karriere Agder – Lyngdal, endret rekkefølge i yrkesønske (Baker i Mandal) fra 1 til 2"
        in lines
    )


def test_members_are_told_by_name(cast: Cast) -> None:
    berit = make_colleague(cast)
    seat = Membership.objects.get(employment=cast.nils.employment_id)
    with acting_as(cast.kari) as kari:
        hand_over(kari, seat, successor=Employment.objects.get(pk=berit.employment_id), day=TODAY)
    who, day = "Kari Lysvåken, Flyktningtjenesten i Lindesnes,", short_day(TODAY)
    assert _told(cast, cast.tea, section="group")[:3] == [
        f"{who} avsluttet tilgangen til Nils Nøysom fra {day}",
        f"{who} overleverte plassen i gruppen som veileder i NAV fra Nils Nøysom til Berit Bergtatt",
        f"{who} ga Berit Bergtatt tilgang som ansvarlig fra {day}",
    ]


def test_a_seat_of_the_same_person_says_what_became_of_it(cast: Cast) -> None:
    def seat(actor: Actor) -> Membership:
        return Membership.objects.filter(employment=actor.employment_id).latest("relation__period")

    with acting_as(cast.kari) as kari:
        set_responsibility(kari, seat(cast.tea), responsible=True, today=TODAY)
        tea = Membership.objects.get(predecessor__employment=cast.tea.employment_id)
        set_responsibility(kari, tea, responsible=False, today=TODAY)
        end_membership(kari, seat(cast.kim), until=TODAY, needs_no_successor=True)
        resume_membership(kari, seat(cast.kim), today=TODAY)
    told = [line.rpartition("Lindesnes, ")[2] for line in _told(cast, cast.kari, section="group")]
    for expected in (
        "lot Tea Tålmodig svare for gruppen",
        "lot Tea Tålmodig være med i gruppen uten å svare for den",
        "lot Kim Klarsynt ta opp igjen plassen i gruppen",
    ):
        assert told.count(expected) == 1, told


def test_a_step_is_named_once_and_what_it_waits_for_by_name(cast: Cast) -> None:
    course = Step.objects.create(participant=cast.participant, kind="norwegian_course", title="Norskkurs A2")
    work = Step.objects.create(participant=cast.participant, kind="work", title="Baker")
    StepDependency.objects.create(participant=cast.participant, step=work, waits_for=course)
    course.status, course.removed = "ongoing", True
    course.save()
    told = [line.removeprefix("Samløp ") for line in _told(cast, cast.kari, section="plan")]
    assert told == [
        "endret status i steg (Norskkurs A2) fra planlagt til pågår",
        "svarte ja på «tatt ut av planen» for steg (Norskkurs A2)",
        "la til avhengighet: steg arbeid, Baker, venter på Norskkurs A2",
        "la til steg (arbeid, Baker): status planlagt",
        "la til steg (Norskkurs A2): status planlagt",
    ]


@pytest.mark.parametrize(
    ("kind", "title", "name"),
    [
        ("norwegian_course", "Norskkurs A2", "Norskkurs A2"),
        ("work", "Arbeid", "Arbeid"),
        ("work", "Baker", "arbeid, Baker"),
        ("work", "", "arbeid"),
    ],
)
def test_a_step_is_called_what_it_is_once(cast: Cast, kind: str, title: str, name: str) -> None:
    Step.objects.create(participant=cast.participant, kind=kind, title=title)
    assert _told(cast, cast.kari, section="plan")[0].startswith(f"Samløp la til steg ({name}): ")


def test_a_goal_put_in_other_words_is_said_once(cast: Cast) -> None:
    goal = Goal.objects.create(participant=cast.participant, words="Kokk")
    goal.words = "Baker"
    goal.save()
    assert _told(cast, cast.kari, section="plan")[0] == "Samløp endret mål fra Kokk til Baker"


def test_no_code_of_the_system_is_told(cast: Cast) -> None:
    meeting = Meeting.objects.create(
        participant=cast.participant, routine_version=cast.routine_version, point="first", occurrence=0,
        called_by_id=cast.kari.employment_id, starts_at=now(), ends_at=now() + timedelta(hours=1),
    )  # fmt: skip
    Invitation.objects.create(participant=cast.participant, meeting=meeting, role="participant")
    told = _told(cast, cast.kari, section="meetings")
    assert told[0] == "Samløp la til innkalling (deltakeren): må være med ja, svar ikke svart"
    assert told[1].startswith(f"Samløp la til møte ({short_day(TODAY)} kl. ")
    lines = " ".join(told)
    assert not {"first", "participant"} & set(re.findall(r"\w+", lines))


def test_contact_and_what_need_not_be_filled_are_told_by_name(cast: Cast) -> None:
    seat = Membership.objects.get(employment=cast.tea.employment_id)
    with acting_as(cast.kari) as kari:
        choose_contact(kari, seat)
        end_membership(kari, seat, until=TODAY, needs_no_successor=True)
    told = [line.rpartition("Lindesnes, ")[2] for line in _told(cast, cast.kari, section="group")[:3]]
    assert told == [
        f"avsluttet tilgangen til Tea Tålmodig fra {short_day(TODAY)}",
        "sa at ingen skal ta over etter Tea Tålmodig",
        "gjorde Tea Tålmodig til kontaktperson",
    ]


def test_the_first_access_and_dina_s_own_are_told(cast: Cast) -> None:
    lines = _told(cast, cast.kari, section="group")
    assert "Samløp ga Flyktningtjenesten i Lindesnes tilgang som mottak fra 1. januar 2020" in lines
    assert "Samløp ga deltakeren tilgang til egen mappe fra 1. januar 2020" in lines


def test_the_database_hides_changes_of_what_may_not_be_read(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        change_section(
            kari, cast.participant, section=Needs, changes={"own_computer": "needed"}, seen={}, today=TODAY
        )
        assert Change.objects.filter(kind="mapping_needs").exists()
    with acting_as(cast.kim):
        assert Change.objects.filter(kind="milestone").exists()
        assert not Change.objects.filter(kind="mapping_needs").exists()
    with acting_as(cast.ute):
        assert not Change.objects.exists()


def test_concern_is_told(cast: Cast) -> None:
    with acting_as(cast.kim) as kim:
        settle_concern(kim, raise_concern(kim, cast.participant, today=TODAY), today=TODAY)
    told = _told(cast, cast.kim)[:2]
    assert "avklart" in told[0]
    assert "la til bekymring for framdrift" in told[1]


def test_an_identity_number_is_never_told(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        change_basics(kari, cast.participant, changes={"fodselsnummer": FODSELSNUMMER}, seen={})
    line = _told(cast, cast.kari)[0]
    assert "la til identitetsnummer" in line
    assert FODSELSNUMMER not in line


def test_no_id_is_ever_shown(cast: Cast) -> None:
    participant = registered(cast.kari, file_id=uuid4(), phone="41300000", fodselsnummer=FODSELSNUMMER)
    with acting_as(cast.kari) as kari:
        file = open_file(kari, participant.pk, section="history", kind="history")
        changes = list(history.changes_of(file))
        text = " ".join(_sentence(one) for one in history.told(file, changes))
    assert len(changes) >= 5
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", text)


def test_each_reads_what_they_may_read(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        change_section(
            kari, cast.participant, section=Needs, changes={"own_computer": "needed"}, seen={}, today=TODAY
        )
        change_basics(kari, cast.participant, changes={"fodselsnummer": FODSELSNUMMER}, seen={})
    for reader, needs, numbers in (
        (cast.kari, True, True),
        (cast.tea, True, False),
        (cast.kim, False, False),
    ):
        lines = " ".join(_told(cast, reader))
        assert ("behov" in lines) is needs
        assert ("identitetsnummer" in lines) is numbers


def test_history_is_chosen_by_section_and_period(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        add_wish(kari, cast.participant, words="Baker", language="nb")
    assert len(_told(cast, cast.kari, section="mapping")) == 1
    assert all("Baker" not in line for line in _told(cast, cast.kari, section="milestones"))
    assert _told(cast, cast.kari, first=TODAY + timedelta(days=1)) == []
    assert _told(cast, cast.kari, last=TODAY - timedelta(days=1)) == []
    assert _told(cast, cast.kari, first=TODAY, last=TODAY)


def test_dina_and_those_beside_her_are_told_apart(cast: Cast) -> None:
    with acting_as(cast.dina) as dina:
        add_wish(dina, cast.participant, words="Baker", language="nb")
    beside = Actor(
        person_id=cast.dina.person_id,
        participant_id=cast.participant.pk,
        name="Dina",
        assisted_by=cast.tea.employment_id,
    )
    with acting_as(beside):
        add_wish(beside, cast.participant, words="Kokk", language="nb")
    assert _told(cast, cast.kari, section="mapping") == [
        "Dina Blåmeis, sammen med Tea Tålmodig, la til yrkesønske (Kokk): språk norsk (bokmål), rekkefølge 2",
        "Dina Blåmeis, deltakeren selv, la til yrkesønske (Baker): språk norsk (bokmål), rekkefølge 1",
    ]


def test_what_nobody_in_particular_did_is_told_as_the_system_s(cast: Cast) -> None:
    assert any(
        line.startswith("Samløp registrerte deltakeren: fornavn «Dina»") for line in _told(cast, cast.kari)
    )


def test_only_the_newest_change_of_a_row_offers_a_way_back(cast: Cast) -> None:
    with acting_as(cast.kari) as kari:
        for day in (date(2028, 6, 16), date(2028, 12, 15)):
            set_milestones(kari, cast.participant, changes={END: day}, seen={}, today=TODAY)
        file = open_file(kari, cast.participant.pk, section="history", kind="history")
        told = history.told(file, list(history.changes_of(file, section="milestones")))
    moved = [one for one in told if "slutt på voksenopplæringen" in one.line.text]
    assert [one.undo is not None for one in moved] == [True, False, False]


def test_every_guarded_table_can_be_told_of(cast: Cast) -> None:
    """The list of guarded tables is filled by the migrations, so it is read while the test runs."""
    nobody = Names(employments={}, organisations={})
    assert len(PERSONAL) > 20
    for table, guarded in PERSONAL.items():
        change = Change(
            at=make_aware(datetime(2026, 3, 3, 10, 12)),
            participant_id=cast.participant.pk,
            kind=guarded.kind,
            table=table,
            row_id=str(uuid4()),
            verb="INSERT",
            values={},
        )
        lines = lines_of(change, row={"code": "settled"}, names=nobody)
        assert all(line.text.startswith(("la til ", "registrerte deltakeren")) for line in lines), table


def test_a_table_that_is_gone_is_still_told_of(cast: Cast) -> None:
    change = Change(
        participant_id=cast.participant.pk, kind="x", table="gone", row_id="1", verb="UPDATE", values={}
    )
    lines = lines_of(change, row={}, names=Names(employments={}, organisations={}))
    assert [line.text for line in lines] == ["endret noe i mappen"]


def test_however_many_changes_the_queries_are_the_same(cast: Cast, django_assert_num_queries: object) -> None:
    with acting_as(cast.kari) as kari:
        for number in range(30):
            add_wish(kari, cast.participant, words=f"Yrke {number}", language="nb")
        file = open_file(kari, cast.participant.pk, section="history", kind="history")
        changes = list(history.changes_of(file)[:25])
        with django_assert_num_queries(4):  # type: ignore[operator]
            assert len(history.told(file, changes)) == 25
