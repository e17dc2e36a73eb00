"""The pages of a file: what stands on them, who gets in, and that what was typed is never lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from samlop.access.models import Employment, ReadLog
from samlop.kernel.actor import Actor
from samlop.kernel.models import Change
from samlop.participants.models import (
    Contact,
    Education,
    Experience,
    Membership,
    Milestone,
    Needs,
    OccupationalWish,
    Participant,
    Schooling,
)
from tests.cast import Cast
from tests.participants.factories import (
    FODSELSNUMMER,
    filled,
    links_of,
    main_of,
    make_colleague,
    make_education,
    pieces_of,
    registered,
    undo_of,
    words_of,
)

TODAY = localdate()
SignIn = Callable[[Actor], Client]

PAGES = ("basics", "milestones", "mapping", "group", "history")
FORMS = ("add_education", "add_experience", "add_wish", "languages", "schooling", "needs", "add_member")


def _at(name: str, cast: Cast, *rest: Any) -> str:
    return reverse(f"participants:{name}", args=[cast.participant.pk, *rest])


def _seat(actor: Actor) -> Membership:
    return Membership.objects.get(employment=actor.employment_id)


@pytest.mark.parametrize("name", [*PAGES, *FORMS])
def test_kari_opens_every_page_and_dina_can_read_that_she_did(
    cast: Cast, signed_in: SignIn, name: str
) -> None:
    response = signed_in(cast.kari).get(_at(name, cast))
    assert response.status_code == 200
    assert "Dina Blåmeis" in words_of(response)
    assert ReadLog.objects.filter(
        participant_id=cast.participant.pk, employment=cast.kari.employment_id
    ).exists()


@pytest.mark.parametrize("name", [*PAGES, *FORMS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_ute_the_file_does_not_exist(cast: Cast, signed_in: SignIn, name: str, method: str) -> None:
    unknown = reverse(f"participants:{name}", args=[uuid4()])
    client = signed_in(cast.ute)
    answers = [getattr(client, method)(address) for address in (_at(name, cast), unknown)]
    refused = 405 if method == "post" and name in ("mapping", "group", "history") else 404
    assert [answer.status_code for answer in answers] == [refused, refused]
    assert not ReadLog.objects.filter(participant_id=cast.participant.pk).exists()


def test_buttons_do_not_exist_for_ute(cast: Cast, signed_in: SignIn) -> None:
    education, seat = make_education(cast.participant), _seat(cast.tea)
    wish = OccupationalWish.objects.create(participant=cast.participant, words="Baker")
    addresses = [
        *(_at(name, cast) for name in ("open_for_participant", "close_for_participant", "raise_concern")),
        *(_at(name, cast, education.pk) for name in ("education", "documentation", "remove_education")),
        *(_at(name, cast, wish.pk) for name in ("wish", "remove_wish", "wish_up")),
        *(
            _at(name, cast, seat.pk)
            for name in (
                "hand_over",
                "end_membership",
                "resume_membership",
                "choose_contact",
                "make_responsible",
                "make_member",
            )
        ),
        _at("undo", cast, 1, 10**9),
    ]
    client = signed_in(cast.ute)
    assert {client.post(address).status_code for address in addresses} == {404}
    assert Education.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_with_few_queries_however_much_there_is(
    cast: Cast, signed_in: SignIn, name: str
) -> None:
    client = signed_in(cast.kari)
    counts = []
    for _more in range(2):
        for number in range(8):
            make_education(cast.participant, years=number + 1)
            OccupationalWish.objects.create(participant=cast.participant, words=f"Yrke {number}", rank=number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(_at(name, cast)).status_code == 200
        counts.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert counts[1] <= counts[0] <= 12


def test_a_get_writes_nothing_but_the_read_log(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.kari)
    for name in [*PAGES, *FORMS]:
        with CaptureQueriesContext(connection) as queries:
            client.get(_at(name, cast))
        written = [
            query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        ]
        assert all('"access_readlog"' in sql for sql in written), name


def test_a_newcomer_is_registered(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.kari)
    form = client.get("/deltakere/ny/")
    sent = filled(
        form, first_name="Rolig", last_name="Bekk", fodselsnummer=FODSELSNUMMER, programme_start="3.3.2026"
    )
    first = client.post("/deltakere/ny/", sent)
    participant = Participant.objects.get(last_name="Bekk")
    assert first["Location"] == reverse("desk:participant", args=[participant.pk])
    assert participant.birth_day == date(1994, 11, 13)
    assert client.post("/deltakere/ny/", sent)["Location"] == first["Location"]
    assert Participant.objects.filter(last_name="Bekk").count() == 1


def test_a_double_shows_the_way_to_the_file_and_keeps_what_was_typed(cast: Cast, signed_in: SignIn) -> None:
    known = registered(cast.kari, file_id=uuid4(), fodselsnummer=FODSELSNUMMER)
    client = signed_in(cast.kari)
    sent = filled(
        client.get("/deltakere/ny/"), first_name="Annen", last_name="Skrivemåte", fodselsnummer=FODSELSNUMMER
    )
    response = client.post("/deltakere/ny/", sent)
    assert response.status_code == 422
    assert reverse("desk:participant", args=[known.pk]) in links_of(response)
    assert filled(response)["last_name"] == "Skrivemåte"
    assert "Rolig Bekk er alt registrert" in words_of(response)


def test_a_namesake_is_registered_after_a_question(cast: Cast, signed_in: SignIn) -> None:
    registered(cast.kari, file_id=uuid4())
    client = signed_in(cast.kari)
    form = client.get("/deltakere/ny/")
    assert "annen person med samme navn" not in words_of(form)
    asked = client.post(
        "/deltakere/ny/", filled(form, first_name="Rolig", last_name="Bekk", birth_day="1994-11-13")
    )
    assert asked.status_code == 422
    assert client.post("/deltakere/ny/", filled(asked, is_another="on")).status_code == 302
    assert Participant.objects.filter(last_name="Bekk").count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"last_name": ""}, "Skriv etternavn."),
        ({"first_name": ""}, "Skriv fornavn og mellomnavn."),
        ({"municipality_number": ""}, "Velg kommune."),
        ({"last_name": "=HYPERLINK()"}, "Det første tegnet"),
        ({"fodselsnummer": "13119412345"}, "Kontrollsifrene stemmer ikke"),
        ({"fodselsnummer": "1311941234a"}, "andre tegn enn siffer"),
        ({"fodselsnummer": FODSELSNUMMER, "birth_day": "1994-11-14"}, "stemmer ikke med fødselsnummeret"),
        ({"duf": "123"}, "Det skal ha 12"),
        ({"birth_day": "1899-12-31"}, "årstall fra 1900"),
        ({"birth_day": "2099-01-01"}, "ikke være etter i dag"),
        ({"needs_interpreter": "on"}, "Velg språket tolken skal kunne"),
        ({"phone": "12"}, "ikke et telefonnummer"),
        ({"email": "rolig"}, "ikke en e-postadresse"),
        ({"municipality_number": "9999"}, "gyldig"),
        ({"settled": "2026-03-03", "programme_start": "2026-03-02"}, "før bosetting"),
        ({"file_id": "forfalsket"}, "Åpne et nytt"),
    ],
)
def test_a_fault_is_named_and_nothing_is_lost(
    cast: Cast, signed_in: SignIn, wrong: dict[str, str], words: str
) -> None:
    client = signed_in(cast.kari)
    sent = filled(
        client.get("/deltakere/ny/"),
        **{"first_name": "Rolig", "last_name": "Bekk", "external_key": "F-17"} | wrong,
    )
    response = client.post("/deltakere/ny/", sent)
    assert response.status_code == 422
    assert words in words_of(response)
    assert filled(response)["external_key"] == "F-17"
    assert not Participant.objects.filter(last_name__in=("Bekk", "=HYPERLINK()")).exists()


@pytest.mark.parametrize("name", ["tea", "ute", "lea", "dina"])
def test_registering_is_for_those_who_receive_newcomers(cast: Cast, signed_in: SignIn, name: str) -> None:
    status = signed_in(getattr(cast, name)).get("/deltakere/ny/").status_code
    assert status == {"ute": 200, "dina": 404}.get(name, 403)


def test_basics_are_saved_and_shown_again(cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.kari), _at("basics", cast)
    sent = filled(client.get(address), last_name="Åsheim", phone="413 00 000", fodselsnummer=FODSELSNUMMER)
    assert client.post(address, sent).status_code == 302
    again = filled(client.get(address))
    assert (again["last_name"], again["phone"], again["birth_day"]) == ("Åsheim", "+4741300000", "1994-11-13")
    words = words_of(client.get(address))
    assert FODSELSNUMMER[:6] + "•••••" in words
    assert FODSELSNUMMER not in words


def test_two_who_write_at_once_both_see_both_texts(cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.kari), _at("basics", cast)
    mine = filled(client.get(address), first_name="Dinah", phone="41300000")
    Participant.objects.filter(pk=cast.participant.pk).update(first_name="Dina Maria")
    response = client.post(address, mine)
    assert response.status_code == 409
    assert "Nå står det «Dina Maria»" in words_of(response)
    assert filled(response)["first_name"] == "Dinah"
    assert not Contact.objects.exists()
    assert client.post(address, filled(response)).status_code == 302
    assert Participant.objects.get(pk=cast.participant.pk).first_name == "Dinah"


def test_what_others_changed_elsewhere_in_the_form_stays(cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.kari), _at("basics", cast)
    mine = filled(client.get(address), first_name="Dinah")
    Participant.objects.filter(pk=cast.participant.pk).update(language="ti")
    assert client.post(address, mine).status_code == 302
    saved = Participant.objects.get(pk=cast.participant.pk)
    assert (saved.first_name, saved.language) == ("Dinah", "ti")


@pytest.mark.parametrize("name", ["tea", "kim"])
def test_a_member_sees_no_form_for_basics(cast: Cast, signed_in: SignIn, name: str) -> None:
    client = signed_in(getattr(cast, name))
    assert client.get(_at("basics", cast)).status_code == 403
    assert client.post(_at("open_for_participant", cast)).status_code == 403


def test_min_vei_is_opened_and_closed(cast: Cast, signed_in: SignIn) -> None:
    participant = registered(cast.kari, file_id=uuid4())
    client = signed_in(cast.kari)
    basics, opening, closing = (
        reverse(f"participants:{name}", args=[participant.pk])
        for name in ("basics", "open_for_participant", "close_for_participant")
    )
    assert opening in links_of(client.get(basics))
    client.post(opening)
    assert closing in links_of(client.get(basics))
    client.post(closing)
    assert opening in links_of(client.get(basics))


def test_who_cannot_sign_in_without_a_number_is_said(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.kari)
    without = registered(cast.kari, file_id=uuid4())
    numbered = registered(cast.kari, file_id=uuid4(), first_name="Munter", fodselsnummer=FODSELSNUMMER)
    said = "kan deltakeren ikke logge inn med ID-porten"
    for participant, lacks in ((without, True), (numbered, False)):
        words = words_of(client.get(reverse("participants:basics", args=[participant.pk])))
        assert (said in words) is lacks


def test_a_milestone_is_moved_told_and_taken_back(cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.tea), _at("milestones", cast)
    row = Milestone.objects.get(participant=cast.participant, code="adult_education_end")
    sent = filled(client.get(address), expected_adult_education_end="2028-12-15")
    assert client.post(address, sent)["Location"] == address
    page = client.get(address)
    assert "endret forventet slutt på voksenopplæringen" in words_of(page)
    assert "15. desember 2028" in words_of(page)
    client.post(undo_of(page))
    assert Milestone.objects.get(pk=row.pk).expected == row.expected


def test_impossible_days_stand_beside_their_field(cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.tea), _at("milestones", cast)
    sent = filled(
        client.get(address), actual_work_start=str(TODAY + timedelta(days=1)), expected_settled="31.02.2026"
    )
    response = client.post(address, sent)
    assert response.status_code == 422
    assert filled(response)["actual_work_start"] == str(TODAY + timedelta(days=1))
    assert not Milestone.objects.filter(code="work_start").exists()


def test_dina_s_way_is_min_vei_not_the_staff_s_pages(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.dina)
    assert {client.get(_at(name, cast)).status_code for name in (*PAGES, *FORMS)} == {404}
    assert client.post(_at("milestones", cast), {"expected_work_start": "2029-01-01"}).status_code == 404


def test_concern_is_raised_and_settled_by_buttons(cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.kim), _at("milestones", cast)
    client.post(_at("raise_concern", cast))
    page = client.get(address)
    assert "Meldt" in words_of(page)
    assert "Kim Klarsynt" in words_of(page)
    settle = next(link for link in links_of(page) if link.endswith("/avklart/"))
    client.post(settle)
    assert "Meld bekymring" in words_of(client.get(address))


def test_the_mapping_stands_on_one_page(cast: Cast, signed_in: SignIn) -> None:
    make_education(cast.participant, documentation="sent", documentation_on=date(2026, 3, 3))
    Needs.objects.create(participant=cast.participant, own_computer="needed")
    Schooling.objects.create(participant=cast.participant, progress="God framdrift", application="planned")
    words = words_of(signed_in(cast.kari).get(_at("mapping", cast)))
    for expected in (
        "Grunnskole i Syria",
        "sendt til godkjenning 3. mars 2026",
        "God framdrift",
        "planlagt",
        "trengs",
    ):
        assert expected in words


def test_the_career_adviser_is_told_who_may_see_needs(cast: Cast, signed_in: SignIn) -> None:
    Needs.objects.create(participant=cast.participant, premises="Fire barn")
    client = signed_in(cast.kim)
    words = words_of(client.get(_at("mapping", cast)))
    assert "Fire barn" not in words
    assert "Denne delen kan leses av deltakeren selv, de som svarer for gruppen" in words
    assert "rådgiver i videregående skole" in words
    assert client.get(_at("needs", cast)).status_code == 404
    assert _at("schooling", cast) in links_of(client.get(_at("mapping", cast)))


def test_what_is_not_mapped_is_folded_under_its_heading(cast: Cast, signed_in: SignIn) -> None:
    Schooling.objects.create(participant=cast.participant, fvo_module="3")
    page = main_of(signed_in(cast.kim).get(_at("mapping", cast)))
    (school,) = page.xpath(".//section[@id='skole']")
    assert [title.text for title in school.xpath(".//h3")] == ["Grunnskole for voksne"]
    (folded,) = school.xpath(".//details")
    assert folded.get("open") is None
    assert "Læreplass og fagprøve" in folded.text_content()
    assert "Modul i grunnskolen" not in folded.text_content()


@pytest.mark.parametrize(
    ("name", "group", "change", "words"),
    [
        ("schooling", "grunnskole", {"fvo_module": "3"}, "modul 3"),
        (
            "schooling",
            "realkompetanse",
            {"prior_learning_level": "primary", "prior_learning_result": "partly"},
            "noe godkjent",
        ),
        (
            "schooling",
            "soknad",
            {"application_year": "2027", "application_first": "Helse- og oppvekstfag, Mandal"},
            "Helse- og oppvekstfag, Mandal",
        ),
        (
            "schooling",
            "videregaende",
            {"school": "Mandal", "programme": "HS", "vg_level": "vg2"},
            "helse- og oppvekstfag",
        ),
        ("schooling", "lareplass", {"apprenticeship": "contract", "trade_exam": "passed"}, "lærekontrakt"),
        ("schooling", "hoyere", {"higher_application": "sent", "higher_choice": "Sykepleie"}, "Sykepleie"),
        (
            "needs",
            "livsopphold",
            {"subsistence": "introduction", "early_income": "needed"},
            "introduksjonsstønad",
        ),
        ("languages", "engelsk", {"english": "none", "english_follow_up": "course"}, "med kurs"),
    ],
)
def test_one_heading_is_mapped_in_a_form_of_its_own(
    cast: Cast, signed_in: SignIn, name: str, group: str, change: dict[str, str], words: str
) -> None:
    client, address = signed_in(cast.tea), f"{_at(name, cast)}?del={group}"
    assert address in links_of(client.get(_at("mapping", cast)))
    form = filled(client.get(address), **change)
    assert "progress" not in form
    assert client.post(address, form).status_code == 302
    assert words in words_of(client.get(_at("mapping", cast)))


def test_a_heading_that_does_not_exist_shows_them_all(cast: Cast, signed_in: SignIn) -> None:
    form = filled(signed_in(cast.tea).get(f"{_at('schooling', cast)}?del=tull"))
    assert {"progress", "fvo_module", "trade_exam", "own_computer"} - set(form) == {"own_computer"}


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        ("add_wish", "words", "Skriv ønske."),
        ("add_experience", "occupation", "Skriv arbeid."),
        ("add_education", "level", "Velg nivå."),
    ],
)
def test_an_empty_field_says_what_to_write(
    cast: Cast, signed_in: SignIn, name: str, field: str, words: str
) -> None:
    client = signed_in(cast.kari)
    response = client.post(_at(name, cast), {field: ""})
    assert response.status_code == 422
    assert words in words_of(response)
    assert "påkrevet" not in words_of(response).lower()


def test_an_education_is_added_put_right_and_its_papers_sent(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.kim)
    new = _at("add_education", cast)
    sent = filled(
        client.get(new),
        level="primary",
        country="Syria",
        completion="completed",
        years="9",
        documentation="exists",
    )
    assert client.post(new, sent).status_code == 302
    education = Education.objects.get()
    papers = _at("documentation", cast, education.pk)
    assert client.post(papers, filled(client.get(papers))).status_code == 302
    assert client.post(papers, filled(client.get(papers), documentation_on="")).status_code == 422
    assert client.post(papers, filled(client.get(papers))).status_code == 302
    decided = filled(client.get(papers), documentation="approved")
    refusal = client.post(papers, decided)
    assert "Skriv hvem som avgjorde" in words_of(refusal)
    assert client.post(papers, decided | {"decided_by": "HK-dir"}).status_code == 302
    assert Education.objects.get().decided_by == "HK-dir"
    assert client.get(papers).status_code == 404
    row = _at("education", cast, education.pk)
    assert client.post(row, filled(client.get(row), years="8")).status_code == 302
    assert Education.objects.get().years == 8


def test_what_is_taken_out_comes_back_by_one_button(cast: Cast, signed_in: SignIn) -> None:
    education = make_education(cast.participant)
    client, page = signed_in(cast.tea), _at("mapping", cast)
    client.post(_at("remove_education", cast, education.pk))
    assert not Education.objects.exists()
    undo = undo_of(client.get(page))
    response = client.post(undo, headers={"Referer": f"http://testserver{page}"})
    assert response["Location"] == page
    assert Education.objects.get().pk == education.pk


def test_work_and_wishes_are_written_and_ordered(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.kim)
    new = _at("add_experience", cast)
    client.post(new, filled(client.get(new), occupation="Baker", country="Syria", years="4"))
    assert Experience.objects.get().occupation == "Baker"
    new = _at("add_wish", cast)
    for words in ("Kokk", "Sykepleier"):
        client.post(new, filled(client.get(new), words=words))
    second = OccupationalWish.objects.get(words="Sykepleier")
    client.post(_at("wish_up", cast, second.pk))
    assert [wish.words for wish in OccupationalWish.objects.all()] == ["Sykepleier", "Kokk"]
    address = _at("wish", cast, second.pk)
    client.post(address, filled(client.get(address), words="Helsefagarbeider"))
    assert OccupationalWish.objects.get(pk=second.pk).words == "Helsefagarbeider"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("languages", {"listening": "A2"}),
        ("schooling", {"progress": "God"}),
        ("needs", {"own_computer": "needed"}),
    ],
)
def test_a_section_is_saved(cast: Cast, signed_in: SignIn, name: str, change: dict[str, str]) -> None:
    client, address = signed_in(cast.tea), _at(name, cast)
    assert client.post(address, filled(client.get(address), **change)).status_code == 302
    assert filled(client.get(address))[next(iter(change))] == next(iter(change.values()))


def test_the_group_page_says_who_sits_where(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.tea).get(_at("group", cast))
    words = words_of(page)
    assert "Kim Klarsynt" in words
    assert {"Karriereveileder", "Karriere Agder – Lyngdal", "fra 1. januar 2020"} <= pieces_of(page)
    assert "Ikke i gruppen: rådgiver i videregående skole." in words
    assert "Nytt medlem" not in words


@pytest.mark.parametrize("name", ["tea", "kim"])
def test_members_do_not_change_the_group(cast: Cast, signed_in: SignIn, name: str) -> None:
    client = signed_in(getattr(cast, name))
    assert client.get(_at("add_member", cast)).status_code == 403
    assert client.post(_at("make_responsible", cast, _seat(cast.tea).pk)).status_code == 403
    assert client.get(_at("end_membership", cast, _seat(cast.tea).pk)).status_code == 403


def test_a_member_is_found_and_let_in(cast: Cast, signed_in: SignIn) -> None:
    berit = make_colleague(cast, place="elsewhere", role="adult_education")
    client, address = signed_in(cast.kari), _at("add_member", cast)
    assert "Berit Bergtatt" not in words_of(client.get(address))
    found = client.get(f"{address}?sok=berit")
    sent = filled(found, employment=str(berit.employment_id))
    assert client.post(f"{address}?sok=berit", sent)["Location"] == _at("group", cast)
    assert "Berit Bergtatt" in words_of(client.get(_at("group", cast)))


def test_a_search_that_follows_the_typing_sends_only_the_people(cast: Cast, signed_in: SignIn) -> None:
    make_colleague(cast)
    response = signed_in(cast.kari).get(
        f"{_at('add_member', cast)}?sok=berit", headers={"HX-Request": "true"}
    )
    assert response.content.decode().lstrip().startswith('<div id="velg">')
    assert "Berit Bergtatt" in response.content.decode()


def test_one_not_offered_is_not_let_in(cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.kari), _at("add_member", cast)
    response = client.post(address, {"employment": str(cast.lea.employment_id), "first": str(TODAY)})
    assert response.status_code == 422
    assert not Membership.objects.filter(employment=cast.lea.employment_id).exists()


def test_a_seat_is_handed_over_on_one_form(cast: Cast, signed_in: SignIn) -> None:
    berit = make_colleague(cast)
    client, address = signed_in(cast.kari), _at("hand_over", cast, _seat(cast.nils).pk)
    sent = filled(client.get(address), successor=str(berit.employment_id))
    assert client.post(address, sent).status_code == 302
    words = words_of(client.get(_at("group", cast)))
    assert "Berit Bergtatt" in words
    assert "Har sittet i gruppen før" in words


def test_a_seat_is_ended_and_taken_up_again(cast: Cast, signed_in: SignIn) -> None:
    client, seat = signed_in(cast.kari), _seat(cast.tea)
    address = _at("end_membership", cast, seat.pk)
    assert client.post(address, filled(client.get(address))).status_code == 302
    page = client.get(_at("group", cast))
    assert "Ingen har tatt over" in words_of(page)
    client.post(_at("resume_membership", cast, seat.pk))
    assert "Ingen har tatt over" not in words_of(client.get(_at("group", cast)))


def test_the_last_responsible_is_told_to_hand_over(cast: Cast, signed_in: SignIn) -> None:
    Employment.objects.filter(pk=cast.nils.employment_id).update(period=(date(2020, 1, 1), TODAY))
    client, address = signed_in(cast.kari), _at("end_membership", cast, _seat(cast.kari).pk)
    response = client.post(address, filled(client.get(address)))
    assert response.status_code == 422
    assert "Overlever til en etterfølger først" in words_of(response)


def test_whoever_ends_their_own_seat_lands_outside(cast: Cast, signed_in: SignIn) -> None:
    client, address = signed_in(cast.nils), _at("end_membership", cast, _seat(cast.nils).pk)
    response = client.post(address, filled(client.get(address)))
    assert response["Location"] == reverse("desk:day")
    assert client.get(_at("group", cast)).status_code == 404


def test_contact_and_responsibility_by_buttons(cast: Cast, signed_in: SignIn) -> None:
    client, seat = signed_in(cast.kari), _seat(cast.tea)
    client.post(_at("choose_contact", cast, seat.pk))
    client.post(_at("make_responsible", cast, seat.pk))
    words = words_of(client.get(_at("group", cast)))
    assert "kontaktperson" in words
    new = Membership.objects.get(predecessor=seat)
    client.post(_at("make_member", cast, new.pk))
    assert Membership.objects.get(predecessor=new).relation.relation == "member"


def test_history_is_paged_and_filtered(cast: Cast, signed_in: SignIn) -> None:
    for number in range(60):
        OccupationalWish.objects.create(participant=cast.participant, words=f"Yrke {number}", rank=number)
    client, address = signed_in(cast.kari), _at("history", cast)
    first, second = client.get(address), client.get(f"{address}?side=2")
    assert words_of(first).count("la til yrkesønske") == 25
    assert words_of(second).count("la til yrkesønske") == 25
    assert "Yrke 59" in words_of(first)
    assert "Yrke 59" not in words_of(second)
    assert "yrkesønske" not in words_of(client.get(f"{address}?utvalg=group"))
    assert "Ingen endringer her" in words_of(client.get(f"{address}?fra=2099-01-01"))
    assert client.get(f"{address}?utvalg=tull&fra=i+fjor&side=x").status_code == 200


def test_the_last_change_of_a_row_is_taken_back_from_the_history(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.kari)
    address = _at("add_wish", cast)
    client.post(address, filled(client.get(address), words="Baker"))
    number = Change.objects.filter(table="participants_occupationalwish").latest("pk").pk
    assert _at("undo", cast, number, number) in links_of(client.get(_at("history", cast)))
    response = client.post(_at("undo", cast, number, number))
    assert response["Location"] == _at("history", cast)
    assert not OccupationalWish.objects.exists()
    client.post(_at("undo", cast, number, number))
    assert "kan ikke angres" in words_of(client.get(_at("history", cast)))


def test_only_parts_the_reader_may_open_are_offered(cast: Cast, signed_in: SignIn) -> None:
    participant = registered(cast.kari, file_id=uuid4(), join_group=False)
    links = links_of(signed_in(cast.kari).get(reverse("participants:group", args=[participant.pk])))
    assert reverse("participants:milestones", args=[participant.pk]) in links
    assert reverse("participants:history", args=[participant.pk]) not in links
    assert reverse("plans:plan", args=[participant.pk]) not in links
