"""`samlop due` answers in JSON, or in one line that says what is wrong and what would be right."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from samlop.commands import bench_due
from samlop.commands.due import main
from samlop.routines import json_text
from samlop.routines.document import SHIPPED
from tests.routines import oracle
from tests.routines.documents import CONTRACT

KMV = str(SHIPPED / "kmv.yaml")
HALF_YEARLY = str(SHIPPED / "kmv-half-yearly.yaml")
DINA = {
    "id": "p1",
    "milestones": {"programme_start": "2026-03-31", "adult_education_end": "2028-06-16"},
    "interpreter_language": "ti",
    "held": [{"point": "first", "day": "2026-07-02"}],
    "concerns": [{"code": "progress", "raised": "2026-10-01"}],
}


def document(*participants) -> dict:
    return {"schema": "samlop/participants/1", "participants": list(participants)}


@pytest.fixture
def ask(tmp_path, capfdbinary):
    """Asks the command about a file of that content: status, standard output, standard error."""

    def asked(content, routine: str = KMV, on: str = "2026-11-22"):
        file = tmp_path / "deltakere.json"
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        status = main(["--routine", routine, "--participants", str(file), "--on", on])
        out, err = capfdbinary.readouterr()
        return status, out, err.decode()

    return asked


def answer(asked) -> dict:
    status, out, err = asked
    assert (status, err) == (0, "")
    return json.loads(out)


def refusal(asked) -> str:
    status, out, err = asked
    assert (status, out) == (2, b"")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert err.startswith("samlop due: ")
    return err


def test_contract_example_is_answered_to_the_letter(ask, tmp_path):
    routine = tmp_path / "rutine.yaml"
    routine.write_text(CONTRACT.replace("    repeat:", "    #repeat:"), encoding="utf-8")
    whole = answer(ask(document(DINA), str(routine)))
    assert {key: whole[key] for key in ("schema", "on", "routine")} == {
        "schema": "samlop/due/1",
        "on": "2026-11-22",
        "routine": {"id": "kmv", "version": 3},
    }
    assert whole["due"][0] == {
        "participant": "p1",
        "point": "first",
        "occurrence": 0,
        "target": "2026-06-30",
        "window": ["2026-06-16", "2026-07-28"],
        "state": "held",
        "responsible": "programme_adviser",
        "calls": ["participant", "programme_adviser", "career_adviser", "adult_education"],
        "may_call": [],
        "interpreter": True,
        "because": "3 måneder etter start i introduksjonsprogrammet",
    }
    assert list(whole) == ["schema", "on", "routine", "due"]
    assert [(row["point"], row["occurrence"]) for row in whole["due"]] == [("first", 0), ("first", None)]


def test_nobody_gives_an_empty_list(ask):
    assert answer(ask(document()))["due"] == []
    assert answer(ask(document({"id": "p1", "milestones": {}})))["due"] == []


def test_keys_may_stand_in_any_order(ask):
    assert answer(ask({"participants": [DINA], "schema": "samlop/participants/1"})) == answer(
        ask(document(DINA))
    )


@pytest.mark.parametrize("language", [None, ""])
def test_no_language_is_no_interpreter(ask, language):
    rows = answer(ask(document({**DINA, "interpreter_language": language})))["due"]
    assert not any(row["interpreter"] for row in rows)


def test_what_the_routine_does_not_know_is_left_alone(ask):
    more = {
        **DINA,
        "milestones": {**DINA["milestones"], "retired": "2060-01-01"},
        "held": [*DINA["held"], {"point": "zeroth", "day": "2026-01-01"}],
        "concerns": [*DINA["concerns"], {"code": "absence", "raised": "2026-01-01"}],
    }
    assert answer(ask(document(more))) == answer(ask(document(DINA)))


def test_ids_keep_their_letters_and_their_order(ask):
    people = [{**DINA, "id": name} for name in ("Åse", "p10", "p9", 'a"b\\', "ياسمين")]
    rows = [row for row in answer(ask(document(*people)))["due"] if row["point"] == "first"]
    assert [row["participant"] for row in rows] == sorted(person["id"] for person in people)


def test_everybody_gets_what_the_oracle_says(ask):
    people = list(bench_due.made_up_participants(300))
    for routine in (KMV, HALF_YEARLY):
        rows = answer(ask(document(*people), routine))["due"]
        assert all(row.pop("because") for row in rows)
        content = yaml.safe_load(Path(routine).read_text(encoding="utf-8"))
        assert rows == oracle.due(content, people, date(2026, 11, 22))


@pytest.mark.parametrize("piece", [1, 2, 7, 64])
def test_pieces_of_any_size_give_the_same_answer(ask, monkeypatch, piece):
    people = [*bench_due.made_up_participants(20), {**DINA, "id": "Åse ياسمين"}]
    content = json.dumps(document(*people), indent=1, ensure_ascii=False).encode()
    expected = answer(ask(content))
    monkeypatch.setattr(json_text, "PIECE", piece)
    assert answer(ask(content)) == expected


# Refusals

BAD_PARTICIPANTS = [
    ("p1", "participants[1]", "id, milestones"),
    (None, "participants[1]", "her står ingenting"),
    ({"milestones": {}}, "participants[1].id", "mangler"),
    ({"id": "p2"}, "participants[1].milestones", "mangler"),
    ({"id": 2, "milestones": {}}, "participants[1].id", "tallet 2"),
    ({"id": "", "milestones": {}}, "participants[1].id", "tom"),
    ({"id": " ", "milestones": {}}, "participants[1].id", "tom"),
    ({"id": "\ud800", "milestones": {}}, "participants[1].id", "tegn"),
    ({"id": "p1", "milestones": {}}, "participants[1].id", "participants[0].id"),
    ({"id": "p2", "milestones": [], "name": "x"}, "participants[1].name", "ukjent nøkkel"),
    ({"id": "p2", "milestones": []}, "participants[1].milestones", "en liste"),
    ({"id": "p2", "milestones": {"a": "31.03.2026"}}, "participants[1].milestones.a", "2026-03-31"),
    ({"id": "p2", "milestones": {"a": "2026-02-30"}}, "participants[1].milestones.a", "en dag som finnes"),
    ({"id": "p2", "milestones": {"a": "20260331"}}, "participants[1].milestones.a", "2026-03-31"),
    ({"id": "p2", "milestones": {"a": "2026-W14-2"}}, "participants[1].milestones.a", "2026-03-31"),
    ({"id": "p2", "milestones": {"a": "2026-03-31T00:00"}}, "participants[1].milestones.a", "2026-03-31"),
    ({"id": "p2", "milestones": {"a": "0000-01-01"}}, "participants[1].milestones.a", "2026-03-31"),
    ({"id": "p2", "milestones": {"a": "٢٠٢٦-٠٣-٣١"}}, "participants[1].milestones.a", "2026-03-31"),
    ({"id": "p2", "milestones": {"a": 20260331}}, "participants[1].milestones.a", "tallet 20260331"),
    ({"id": "p2", "milestones": {"a": None}}, "participants[1].milestones.a", "ingenting"),
    ({"id": "p2", "milestones": {"a": ["2026-03-31"]}}, "participants[1].milestones.a", "en liste"),
    ({"id": "p2", "milestones": {}, "held": {}}, "participants[1].held", "liste"),
    ({"id": "p2", "milestones": {}, "held": None}, "participants[1].held", "liste"),
    ({"id": "p2", "milestones": {}, "held": ""}, "participants[1].held", "liste"),
    ({"id": "p2", "milestones": {}, "held": ["first"]}, "participants[1].held[0]", "point, day"),
    ({"id": "p2", "milestones": {}, "held": [{"point": "a"}]}, "participants[1].held[0].day", "mangler"),
    (
        {"id": "p2", "milestones": {}, "held": [{"point": 1, "day": "2026-01-01"}]},
        "held[0].point",
        "tallet 1",
    ),
    (
        {"id": "p2", "milestones": {}, "held": [{"point": "a", "date": "2026-01-01"}]},
        "held[0].date",
        "ukjent",
    ),
    (
        {"id": "p2", "milestones": {}, "concerns": [{"code": "a", "raised": "i går"}]},
        "concerns[0].raised",
        "i går",
    ),
    (
        {"id": "p2", "milestones": {}, "concerns": [{"code": "", "raised": "2026-01-01"}]},
        "concerns[0].code",
        "tom",
    ),
    (
        {"id": "p2", "milestones": {}, "held": [{"point": "a", "day": "2026-01-01", "at": "NAV"}]},
        "participants[1].held[0].at",
        "point, day",
    ),
    ({"id": "p2", "milestones": {}, "interpreter_language": 0}, "interpreter_language", "tallet 0"),
    ({"id": "p2", "milestones": {}, "interpreter_language": False}, "interpreter_language", "false"),
    ({"id": "p2", "milestones": {"programme_start": "9999-12-31"}}, "«p2»", "«first»"),
]


@pytest.mark.parametrize(("participant", "place", "words"), BAD_PARTICIPANTS)
def test_a_wrong_participant_is_refused_with_its_place(ask, participant, place, words):
    line = refusal(ask(document(DINA, participant)))
    assert place in line
    assert words in line
    assert "deltakere.json" in line


GOOD = json.dumps(document(DINA)).encode()
BAD_FILES = [
    (b"", "slutter for tidlig"),
    (b"   \n", "slutter for tidlig"),
    (b"null", "et objekt"),
    (b"[]", "et objekt"),
    (b"{}", "schema: nøkkelen mangler"),
    (b'{"schema": "samlop/participants/1"}', "participants: nøkkelen mangler"),
    (b'{"participants": []}', "schema: nøkkelen mangler"),
    (b'{"schema": "samlop/participants/2", "participants": []}', "samlop/participants/1"),
    (b'{"schema": 1, "participants": []}', "schema"),
    (b'{"schema": "samlop/participants/1", "participants": {}}', "en liste"),
    (b'{"schema": "samlop/participants/1", "participants": null}', "en liste"),
    (b'{"schema": "samlop/participants/1", "participants": [], "more": 1}', "more: ukjent"),
    (b'{"schema": "samlop/participants/1", "schema": "samlop/participants/1"}', "to ganger"),
    (b'{"schema": "samlop/participants/1", "participants": [], "participants": []}', "to ganger"),
    (GOOD + b"x", "etter slutten"),
    (GOOD + GOOD, "etter slutten"),
    (GOOD[:-1], "slutter for tidlig"),
    (GOOD[:-2], "slutter for tidlig"),
    (GOOD[:-40], "slutter for tidlig"),
    (GOOD[:60], "slutter for tidlig"),
    (GOOD.replace(b"}, ", b"} "), "komma"),
    (GOOD.replace(b'"id": ', b'"id" '), "kolon"),
    (GOOD.replace(b'"id"', b"id"), "nøkkel i anførselstegn"),
    (GOOD.replace(b'"p1"', b'"p\n1"'), "linjeskift"),
    (GOOD.replace(b'"p1"', b'"p\\x1"'), "skråstrek"),
    (GOOD.replace(b'"p1"', b"NaN"), "NaN"),
    (GOOD.replace(b'"p1"', b"-Infinity"), "Infinity"),
    (GOOD.replace(b'"p1"', b"9" * 5000), "for langt"),
    (GOOD.replace(b'"p1"', b'"p1", "id": "p2"'), "to ganger"),
    (GOOD.replace(b'"p1"', b"[" * 100_000), "dypt"),
    (GOOD.replace(b'"p1"', b'"p\xff"'), "UTF-8"),
    (b"\xef\xbb\xbf" + GOOD, "BOM"),
    (GOOD.decode().encode("utf-16"), "UTF-8"),
    (b"\x00" * 10, "et objekt"),
]


@pytest.mark.parametrize(("content", "words"), BAD_FILES)
def test_a_broken_file_is_refused_in_one_line(ask, content, words):
    assert words in refusal(ask(content))


def test_a_fault_in_the_text_is_named_by_line_and_column(ask, monkeypatch):
    lines = json.dumps(document(*bench_due.made_up_participants(50)), indent=1).splitlines()
    lines[400] = " ?" + lines[400]
    for piece in (5, 1000, 1 << 20):
        monkeypatch.setattr(json_text, "PIECE", piece)
        assert "linje 401, kolonne 2: " in refusal(ask("\n".join(lines).encode()))


@pytest.mark.parametrize("piece", [1, 5, 1 << 20])
def test_bytes_that_are_no_text_are_named_by_line_and_byte(ask, monkeypatch, piece):
    monkeypatch.setattr(json_text, "PIECE", piece)
    content = GOOD.replace(b'"p1"', '\n"é\n'.encode() + b'\xff"')
    line = refusal(ask(content))
    assert f"linje 3: filen er ikke UTF-8 (byte {content.index(0xFF)}). Lagre filen som UTF-8." in line
    cut = GOOD[: GOOD.index(b'"p1"') + 2] + "é".encode()[:1]
    assert f"linje 1: filen er ikke UTF-8 (byte {len(cut) - 1})" in refusal(ask(cut))


def test_a_fault_at_the_end_leaves_nothing_on_standard_output(ask):
    people = list(bench_due.made_up_participants(200))
    assert "participants[200]" in refusal(ask(document(*people, {"id": "last"})))


@pytest.mark.parametrize(
    "on", ["22.11.2026", "2026-11-31", "20261122", "i dag", "", "2026-11-22\n", "0000-01-01"]
)
def test_a_wrong_day_is_refused(ask, on):
    assert "--on" in refusal(ask(document(), on=on))


def test_a_wrong_routine_is_refused_with_line_and_place(ask, tmp_path):
    routine = tmp_path / "rutine.yaml"
    routine.write_text(CONTRACT.replace("{months: 3}", "{monts: 3}"), encoding="utf-8")
    line = refusal(ask(document(), str(routine)))
    assert (
        "rutine.yaml: linje 18: meeting_points[0].due.offset.monts: ukjent nøkkel. Mente du «months»?" in line
    )


def test_missing_files_and_folders_are_refused(ask, tmp_path, capfdbinary):
    assert "finnes ikke" in refusal(ask(document(), str(tmp_path / "borte.yaml")))
    assert "mappe" in refusal(ask(document(), str(tmp_path)))
    for participants, words in ((tmp_path / "borte.json", "finnes ikke"), (tmp_path, "mappe")):
        status = main(["--routine", KMV, "--participants", str(participants), "--on", "2026-11-22"])
        out, err = capfdbinary.readouterr()
        assert words in refusal((status, out, err.decode()))


WRONG_ARGUMENTS = [
    ([], "--routine og --participants og --on mangler"),
    (["--routine", KMV], "--participants og --on mangler"),
    (["--routine"], "--routine"),
    (["--rout", KMV], "--rout"),
    (["--routine", KMV, "--participants", "x", "--on", "2026-11-22", "mer"], "«mer» er ukjent"),
    (["--routine", KMV, "--participants", "x", "--on", "2026-11-22", "--fort"], "«--fort» er ukjent"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG_ARGUMENTS)
def test_wrong_arguments_are_refused_with_an_example(capfdbinary, arguments, words):
    status = main(arguments)
    out, err = capfdbinary.readouterr()
    line = refusal((status, out, err.decode()))
    assert words in line
    assert "samlop due --routine" in line


def test_help_has_an_example(capfdbinary):
    assert main(["--help"]) == 0
    assert b"samlop due --routine samlop/routines/shipped/kmv.yaml" in capfdbinary.readouterr().out


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=some.integers(0, len(GOOD)), cut=some.integers(0, 12), put=some.binary(max_size=6))
def test_any_spoilt_file_is_read_or_refused(ask, place, cut, put):
    asked = ask(GOOD[:place] + put + GOOD[place + cut :])
    if asked[0] == 0:
        answer(asked)
    else:
        refusal(asked)


YAML_LINES = CONTRACT.encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=some.integers(0, len(YAML_LINES)), cut=some.integers(0, 12), put=some.binary(max_size=6))
def test_any_spoilt_routine_is_read_or_refused(ask, tmp_path, place, cut, put):
    routine = tmp_path / "rutine.yaml"
    routine.write_bytes(YAML_LINES[:place] + put + YAML_LINES[place + cut :])
    asked = ask(GOOD, str(routine))
    if asked[0] == 0:
        answer(asked)
    else:
        refusal(asked)


# As a program of its own


def run(*arguments: str, **settings) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **settings.pop("env", {})}
    command = [sys.executable, "-m", "samlop.commands.due", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, env=environment, check=False, **settings)


@pytest.fixture
def people(tmp_path) -> str:
    file = tmp_path / "deltakere.json"
    bench_due.write_participants(file, 3000)
    return str(file)


def test_program_needs_no_settings_and_no_locale(people):
    bare = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "DJANGO_SETTINGS_MODULE": "nowhere"}
    done = run("--routine", KMV, "--participants", people, "--on", "2026-11-22", env=bare)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "3 måneder etter start i introduksjonsprogrammet" in done.stdout.decode()
    assert len(json.loads(done.stdout)["due"]) > 9000


def test_program_refuses_in_one_line(tmp_path):
    done = run("--routine", KMV, "--participants", str(tmp_path / "borte\nfil.json"), "--on", "2026-11-22")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().count("\n") == 1
    assert b"Traceback" not in done.stderr


def test_program_survives_a_reader_that_leaves(people):
    arguments = ["--routine", KMV, "--participants", people, "--on", "2026-11-22"]
    command = [sys.executable, "-m", "samlop.commands.due", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        program.stdout.readline()
        program.stdout.close()
        complaint = program.stderr.read().decode()
        assert program.wait(60) == 2
    assert complaint.count("\n") == 1
    assert "sluttet å lese" in complaint


def test_program_says_that_the_disk_is_full(people):
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "samlop.commands.due", "--routine", KMV, "--participants", people]
        done = subprocess.run(
            [*command, "--on", "2026-11-22"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert "disken er full" in done.stderr.decode()
