"""`samlop import participants` on a real database: tried first, then all of it or nothing, and twice the same."""

import io
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.timezone import localdate

from samlop.access.models import Organisation, Relation
from samlop.commands import import_command
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import system_actor
from samlop.kernel.errors import Denied
from samlop.kernel.identifiers import synthetic_duf, synthetic_fodselsnummer
from samlop.kernel.models import Change, Event
from samlop.participants import import_actions
from samlop.participants.import_actions import BATCH, Outcome, import_participants
from samlop.participants.importing import read_participants
from samlop.participants.models import Contact, Milestone, NationalId, Participant
from samlop.participants.national_ids import read_number, sealed_number
from tests.cast import LONG_AGO, make_employee, make_organisation
from tests.participants.tables import DINA, DUF, SMALLEST, table

ROOT = Path(__file__).resolve().parents[2]
ORGNR = "312345676"

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(db) -> Organisation:
    """A refugee service in which somebody receives newcomers."""
    service = make_organisation("Flyktningtjenesten", "refugee_service", "municipality", orgnr=ORGNR)
    make_employee("Kari Lysvåken", service, "programme_adviser", intake=True)
    return service


@pytest.fixture
def run(service, tmp_path, capsys):
    """Writes the rows to a file and gives it to the command; the exit code and what it said."""

    def run(*rows: dict, content: bytes | None = None, who: str = ORGNR, options: tuple[str, ...] = ()):
        file = tmp_path / "deltakere.csv"
        file.write_bytes(table(*rows) if content is None else content)
        code = import_command.main(["participants", str(file), "--organisation", who, *options])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run


@pytest.fixture
def commit(run):
    """The same for good; it must go well."""

    def commit(*rows: dict, options: tuple[str, ...] = ()) -> str:
        code, out, err = run(*rows, options=("--commit", *options))
        assert (code, err) == (0, ""), out + err
        return out

    return commit


def told(out: str, label: str) -> str:
    """The sum that stands beside a label."""
    (found,) = re.findall(rf"^  {label} +(\d[\d ]*)(?:  |$)", out, re.MULTILINE)
    return found


def row(number: int = 1, **cells: str) -> dict:
    return {**SMALLEST, "nøkkel": f"F-{number}", **cells}


def many(number: int) -> list[dict]:
    """So many rows, each with a number, a day behind and a day ahead."""
    ahead = localdate() + timedelta(days=400)
    return [
        row(
            one,
            fødselsnummer=synthetic_fodselsnummer(date(1990, 1, 1) + timedelta(days=one % 300), one // 300),
            bosatt="2024-02-01",
            voksenopplæring_slutt=ahead.isoformat(),
            telefon="41234567",
        )
        for one in range(number)
    ]


def stored() -> tuple[int, ...]:
    models = (Participant, Contact, NationalId, Milestone, Relation, Change)
    return tuple(model.objects.count() for model in models)


# --- tried first


def test_a_trial_stores_nothing_and_says_so(run):
    before = stored()
    code, out, err = run(row(1), row(2, bosatt="2024-02-01"))
    assert (code, err) == (0, "")
    assert told(out, "Nye deltakere") == "2"
    assert "Prøvekjøring: ingenting er lagret" in out
    assert stored() == before
    assert not Event.objects.exists()


def test_a_trial_tells_what_would_change(run, commit):
    commit(row(1, telefon="41234567"), row(2))
    before = stored()
    code, out, _err = run(row(1, telefon="98765432", bosatt="2024-02-01"), row(2))
    assert code == 0
    assert "Linje 2, F-1: endres (telefon, bosatt)" in out
    assert told(out, "Uten endring") == "1"
    assert stored() == before


def test_wrong_rows_are_named_and_the_rest_counted(run):
    code, out, err = run(row(1), row(2, kommunenummer="9999"), row(3, bosatt="31.02.2024"))
    assert (code, err) == (1, "")
    assert "Linje 3, kolonne kommunenummer, «9999»" in out
    assert "Linje 4, kolonne bosatt, «31.02.2024»" in out
    assert told(out, "Rader med feil") == "2"
    assert "Ingenting er lagret" in out


def test_only_the_first_twenty_are_told_in_full_unless_all_are_wanted(run):
    rows = [row(one, kommunenummer="9999") for one in range(30)]
    _code, out, _err = run(*rows)
    assert out.count("kolonne kommunenummer") == 20
    assert "(10 er ikke vist her, se dem med --all)" in out
    _code, out, _err = run(*rows, options=("--all",))
    assert out.count("kolonne kommunenummer") == 30
    assert "ikke vist" not in out


def test_all_rows_are_told_when_they_are_wanted(run):
    _code, out, _err = run(row(1), row(2), options=("--all",))
    assert "Linje 2, F-1: ny" in out
    assert "Linje 3, F-2: ny" in out


# --- for good


def test_a_newcomer_is_stored_with_all_that_the_row_says(service, commit):
    ahead = localdate() + timedelta(days=300)
    commit(
        row(
            1,
            fornavn="Åse",
            etternavn="Ærlig Øre",
            fødselsnummer=DINA,
            duf=DUF,
            bosatt="1.2.2024",
            voksenopplæring_slutt=ahead.isoformat(),
            språk="tigrinja",
            tolkebehov="ja",
            telefon="412 34 567",
            epost="ase@eksempel.no",
        )
    )
    person = Participant.objects.get(external_key="F-1", registered_by=service)
    assert (person.first_name, person.last_name) == ("Åse", "Ærlig Øre")
    assert (person.birth_day, person.municipality_number) == (date(1994, 3, 8), "4205")
    assert person.interpreter_language == "ti"
    assert person.name_order
    numbers = {number.kind: read_number(number) for number in person.national_ids.all()}
    assert numbers == {"fnr": DINA, "duf": DUF}
    days = {one.code: (one.expected, one.actual) for one in person.milestones.all()}
    assert days == {"settled": (None, date(2024, 2, 1)), "adult_education_end": (ahead, None)}
    assert (person.contact.phone, person.contact.email) == ("+4741234567", "ase@eksempel.no")


def test_those_who_receive_newcomers_see_them_from_today(service, commit):
    commit(row(1))
    relation = Relation.objects.get(subject_id=Participant.objects.get().pk)
    assert (relation.relation, relation.organisation, relation.employment) == ("intake", service, None)
    assert (relation.period.lower, relation.period.upper) == (localdate(), None)


def test_numbers_are_stored_sealed(commit):
    commit(row(1, fødselsnummer=DINA))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(n)::text FROM participants_nationalid n")
        assert DINA not in cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(to_jsonb(c)::text, '') FROM kernel_change c")
        assert DINA not in cursor.fetchone()[0]


def test_the_log_tells_of_the_import_and_the_history_who_did_it(service, commit):
    commit(row(1), row(2))
    event = Event.objects.get(code="participants.imported")
    assert (event.system, event.subject_id, event.participant_id) == ("import", str(service.pk), None)
    assert event.details == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert set(Change.objects.values_list("system", "organisation_id", "verb")) == {
        ("import", service.pk, "INSERT")
    }


def test_a_bad_last_row_leaves_nothing(run):
    before = stored()
    code, out, _err = run(*many(BATCH + 20), row(9999, kommunenummer="9999"), options=("--commit",))
    assert code == 1
    assert "Ingenting er lagret" in out
    assert stored() == before
    assert not Event.objects.exists()


def test_a_file_that_breaks_off_leaves_nothing(run):
    before = stored()
    content = table(*many(BATCH + 5)) + b"F-x;Dina\xff;Driftig;4205\n"
    code, _out, err = run(content=content, options=("--commit",))
    assert code == 2
    assert "er ikke UTF-8" in err
    assert len(err.splitlines()) == 1
    assert stored() == before


def test_the_same_file_twice_changes_nothing(commit):
    rows = many(30)
    assert "Alt er lagret" in commit(*rows)
    before = stored()
    out = commit(*rows)
    assert told(out, "Uten endring") == "30"
    assert "Ingenting er endret" in out
    assert stored() == before


def test_changed_values_are_updated_with_their_history(commit):
    commit(row(1, fødselsnummer=DINA, telefon="41234567", bosatt="2024-02-01"))
    person = Participant.objects.get()
    commit(row(1, fornavn="Dorthea", fødselsnummer=DINA, telefon="98765432", bosatt="2024-03-01"))
    again = Participant.objects.get()
    assert (again.pk, again.first_name) == (person.pk, "Dorthea")
    assert again.name_order != person.name_order
    changed = {
        column: values
        for change in Change.objects.filter(verb="UPDATE")
        for column, values in change.values.items()
        if column != "name_order"
    }
    assert changed == {
        "first_name": ["Dina", "Dorthea"],
        "phone": ["+4741234567", "+4798765432"],
        "actual": ["2024-02-01", "2024-03-01"],
    }
    assert Relation.objects.count() == 1


def test_an_empty_cell_takes_nothing_away(commit):
    commit(row(1, fødselsnummer=DINA, telefon="41234567", bosatt="2024-02-01", språk="ti", tolkebehov="ja"))
    before = stored()
    assert "Ingenting er endret" in commit(
        row(1, fødselsnummer="", telefon="", bosatt="", språk="", tolkebehov="")
    )
    assert stored() == before


def test_a_day_that_comes_true_keeps_what_was_expected(commit):
    ahead = localdate() + timedelta(days=100)
    commit(row(1, bosatt="2024-02-01", programstart=ahead.isoformat()))
    start = Milestone.objects.get(code="programme_start")
    assert (start.expected, start.actual) == (ahead, None)
    commit(row(1, bosatt="2024-02-01", programstart="2024-05-01"))
    start.refresh_from_db()
    assert (start.expected, start.actual) == (ahead, date(2024, 5, 1))


def test_a_number_is_added_and_changed(commit):
    commit(row(1, duf=DUF))
    commit(row(1, fødselsnummer=DINA, duf=DUF))
    assert {number.kind for number in NationalId.objects.all()} == {"fnr", "duf"}
    other = synthetic_duf(2017, 4)
    commit(row(1, fødselsnummer=DINA, duf=other))
    assert read_number(NationalId.objects.get(kind="duf")) == other


def test_two_thousand_rows_stream_through(commit):
    rows = many(2000)
    out = commit(*rows)
    assert told(out, "Nye deltakere") == "2 000"
    assert Participant.objects.count() == 2000
    assert Relation.objects.filter(relation="intake").count() == 2000
    changed = [
        {**one, "telefon": "98765432"} if number % 100 == 0 else one for number, one in enumerate(rows)
    ]
    out = commit(*changed)
    assert told(out, "Endres") == "20"
    assert told(out, "Uten endring") == "1 980"


# --- whose number it is


def test_a_number_that_somebody_else_has_is_refused(run, commit):
    commit(row(1, fødselsnummer=DINA))
    code, out, _err = run(row(2, fødselsnummer=DINA), options=("--commit",))
    assert code == 1
    assert f"Linje 2, kolonne fødselsnummer, «{DINA}»" in out
    assert "med nøkkelen F-1" in out
    assert Participant.objects.count() == 1


def test_somebody_registered_by_hand_is_not_doubled(run, service):
    person = Participant.objects.create(
        first_name="Dina", last_name="Driftig", municipality_number="4205", registered_by=service
    )
    sealed_number(person.pk, DINA).save(force_insert=True)
    code, out, _err = run(row(1, fødselsnummer=DINA), options=("--commit",))
    assert code == 1
    assert "registrert uten nøkkel" in out


def test_another_organisations_participants_are_no_ones_business(commit, service):
    elsewhere = make_organisation("Flyktningtjenesten i Vestre", "refugee_service", "municipality")
    person = Participant.objects.create(
        first_name="Dina",
        last_name="D",
        municipality_number="4226",
        registered_by=elsewhere,
        external_key="F-1",
    )
    sealed_number(person.pk, DINA).save(force_insert=True)
    commit(row(1, fødselsnummer=DINA))
    assert Participant.objects.filter(external_key="F-1").count() == 2
    person.refresh_from_db()
    assert person.last_name == "D"


def test_a_day_that_contradicts_what_is_stored_is_refused(run, commit):
    commit(row(1, fødselsdato="1994-03-08", bosatt="2024-02-01", programstart="2024-05-01"))
    code, out, _err = run(row(1, bosatt="2024-06-01"), row(2, bosatt="2024-06-01"), options=("--commit",))
    assert code == 1
    assert (
        "Linje 2, kolonne bosatt, «2024-06-01»: Datoen er etter programstart, som er registrert 01.05.2024. "
        "Den må være samme dag eller tidligere." in out
    )
    assert "Linje 3" not in out
    code, out, _err = run(row(1, programstart="1.1.2024"))
    assert "Linje 2, kolonne programstart, «1.1.2024»: Datoen er før bosatt, som er 01.02.2024" in out
    code, out, _err = run(row(1, bosatt="1990-01-01"))
    assert code == 1
    assert "før deltakeren ble født, 08.03.1994" in out


def test_a_day_that_contradicts_one_no_column_holds_is_told_of_the_column(run, commit):
    commit(row(1))
    ended, begun = localdate() + timedelta(days=200), localdate() + timedelta(days=600)
    Milestone.objects.create(
        participant=Participant.objects.get(external_key="F-1"), code="apprenticeship_end", expected=ended
    )
    code, out, _err = run(row(1, læretid_start=f"{begun:%d.%m.%Y}"))
    assert code == 1
    assert (
        f"Linje 2, kolonne læretid_start, «{begun:%d.%m.%Y}»: "
        f"Datoen må være før slutt på læretiden, som er registrert {ended:%d.%m.%Y}." in out
    )


def test_a_day_ahead_of_what_has_happened_is_refused(run, commit):
    commit(row(1, programstart="2024-05-04"))
    ahead = localdate() + timedelta(days=300)
    code, out, _err = run(row(1, programstart=ahead.isoformat()), options=("--commit",))
    assert code == 1
    assert (
        f"Linje 2, kolonne programstart, «{ahead}»: Dette er registrert som skjedd 04.05.2024, "
        "og kan ikke ligge fram i tid." in out
    )
    (start,) = Milestone.objects.filter(code="programme_start")
    assert (start.expected, start.actual) == (None, date(2024, 5, 4))


def test_what_happened_before_it_was_expected_leaves_the_file_as_it_was(commit):
    ahead = localdate() + timedelta(days=20)
    commit(row(1, programstart=ahead.isoformat()))
    Milestone.objects.update(actual=localdate())
    assert told(commit(row(1, programstart=ahead.isoformat())), "Uten endring") == "1"
    (start,) = Milestone.objects.all()
    assert (start.expected, start.actual) == (ahead, localdate())


def test_a_key_in_two_spellings_is_one_participant(commit):
    commit(row(nøkkel="\u00c51"))
    assert told(commit(row(nøkkel="A\u030a1")), "Uten endring") == "1"


# --- who may, and into which organisation


def test_only_the_import_may_import(service, cast):
    for actor in (
        cast.kari,
        system_actor("mail"),
        system_actor("import", organisation_id=cast.kari.organisation_id),
    ):
        with acting_as(actor), pytest.raises(Denied):
            import_participants(
                actor, [], organisation=service, today=localdate(), commit=True, tell=lambda _row: None
            )


def test_the_database_lets_the_import_do_this_and_no_more(service, cast):
    actor = system_actor("import", organisation_id=service.pk)
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM participants_participant")
        assert cursor.fetchone() == (1,)
        for closed in ("participants_needs", "routines_ownnote", "routines_agreedtext", "plans_goal"):
            cursor.execute(f"SELECT count(*) FROM {closed}")
            assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT authz.system_may('mapping_needs', 'read'), authz.system_may('person', 'write')"
        )
        assert cursor.fetchone() == (False, True)


def test_the_website_cannot_import(tmp_path):
    file = tmp_path / "deltakere.csv"
    file.write_bytes(table(row(1)))
    database = connection.settings_dict
    web = f"postgresql://samlop_web@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
    environment = os.environ | {"SAMLOP_ENVIRONMENT": "demo", "DATABASE_URL": web, "PYTHONPATH": str(ROOT)}
    line = [
        sys.executable,
        "-m",
        "samlop",
        "import",
        "participants",
        str(file),
        "--organisation",
        ORGNR,
        "--commit",
    ]
    answer = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (2, "")
    (told,) = answer.stderr.splitlines()
    assert "samlop_worker" in told


@pytest.mark.parametrize("who", [ORGNR, "312 345 676", "flyktningtjenesten", " Flyktningtjenesten "])
def test_an_organisation_is_known_by_number_and_name(run, who):
    code, out, _err = run(row(1), who=who)
    assert code == 0
    assert out.startswith("Flyktningtjenesten\n")


def test_an_organisation_is_known_by_its_id(run, service):
    assert run(row(1), who=str(service.pk))[0] == 0


def test_an_unknown_organisation_is_one_line(run):
    code, out, err = run(row(1), who="Ingen")
    assert (code, out) == (2, "")
    assert "«Ingen» finnes ikke" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("312345678", "kontrollsifferet stemmer ikke"),
        ("312 345 67", "det har 8 siffer og skal ha 9"),
        ("310000000", "«310000000» finnes ikke"),
    ],
)
def test_a_mistyped_number_is_told_from_one_nobody_has(run, who, why):
    code, out, err = run(row(1), who=who)
    assert (code, out) == (2, "")
    assert why in err


def test_an_organisation_takes_no_number_that_cannot_be(service):
    service.orgnr = "312345678"
    with pytest.raises(ValidationError) as refused:
        service.clean_fields(exclude=["successor"])
    assert set(refused.value.message_dict) == {"orgnr"}
    service.orgnr = ORGNR
    service.clean_fields(exclude=["successor"])


def test_two_of_one_name_ask_for_the_id(run, service):
    other = make_organisation("Flyktningtjenesten", "refugee_service", "municipality")
    code, _out, err = run(row(1), who="Flyktningtjenesten")
    assert code == 2
    assert str(other.pk) in err


def test_one_merged_away_names_its_successor(run, service):
    old = make_organisation("Gamle", "refugee_service", "municipality", successor=service)
    old.period = (LONG_AGO, date(2022, 1, 1))
    old.save()
    code, _out, err = run(row(1), who="Gamle")
    assert code == 2
    assert f"Bruk Flyktningtjenesten ({ORGNR})" in err


def test_an_organisation_without_anybody_to_receive_is_told_so(run):
    make_organisation("Tomt", "refugee_service", "municipality")
    _code, out, _err = run(row(1), who="Tomt")
    assert "ingen hos Tomt tar imot nye deltakere" in out


# --- what cannot be read


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["participants", "x.csv"], "--organisation mangler"),
        (["--organisation", "x"], "fra hvilken fil"),
        (["people", "x.csv", "--organisation", "x"], "fra hvilken fil"),
        (["participants", "x.csv", "--organisation", "x", "--fort"], "«--fort» er ukjent"),
        (["participants", "x.csv", "--organisation"], "Skriv slik"),
    ],
)
def test_wrong_words_are_refused_in_one_line(arguments, says, capsys):
    assert import_command.main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


def test_a_missing_file_is_one_line(service, capsys):
    assert import_command.main(["participants", "/finnes/ikke.csv", "--organisation", ORGNR]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "finnes ikke" in line


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"navn;alder\n", b"\xff\xfen\x00"])
def test_a_file_that_is_no_table_is_one_line(run, content):
    code, out, err = run(content=content, options=("--commit",))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_help_says_how(capsys):
    assert import_command.main(["--help"]) == 0
    assert "--commit" in capsys.readouterr().out


def test_a_database_that_does_not_answer_is_one_line(tmp_path):
    file = tmp_path / "deltakere.csv"
    file.write_bytes(table(row(1)))
    gone = {"DATABASE_URL": "postgresql://nobody@/nothing?host=/nonexistent", "SAMLOP_ENVIRONMENT": "demo"}
    line = [sys.executable, "-m", "samlop", "import", "participants", str(file), "--organisation", ORGNR]
    answer = subprocess.run(
        line, env=os.environ | gone | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    (told,) = answer.stderr.splitlines()
    assert "svarer ikke" in told


def test_reading_keeps_to_batches_whatever_the_length(service, monkeypatch):
    sizes: list[int] = []
    weigh = import_actions._weigh
    monkeypatch.setattr(
        import_actions, "_weigh", lambda batch, **rest: (sizes.append(len(batch)), weigh(batch, **rest))[1]
    )
    content = table(*many(2 * BATCH + 7))
    actor = system_actor("import", organisation_id=service.pk)
    with acting_as(actor):
        reader = read_participants(io.BytesIO(content), today=localdate())
        totals = import_participants(
            actor, reader, organisation=service, today=localdate(), commit=False, tell=lambda _row: None
        )
    assert sizes == [BATCH, BATCH, 7]
    assert totals[Outcome.NEW] == totals.rows == 2 * BATCH + 7
