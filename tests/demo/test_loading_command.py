"""`samlop demo load` as a command: what it says, and what it refuses in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from samlop.access.models import Organisation, SignInIdentity
from samlop.demo import command
from samlop.demo.loading import load_region
from samlop.participants.models import Participant

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, in a process of its own, against the database of the tests."""
    settings = connection.settings_dict
    address = (
        f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}&port={settings['PORT']}"
    )
    own = {
        "SAMLOP_ENVIRONMENT": "demo",
        "OWNER_DATABASE_URL": address,
        "DATABASE_URL": address,
        "PYTHONPATH": str(ROOT),
    }
    line = [sys.executable, "-m", "samlop", "demo", *arguments]
    return subprocess.run(
        line, env=os.environ | own | environment, capture_output=True, text=True, check=False, cwd="/"
    )


def refused(answer: subprocess.CompletedProcess[str]) -> str:
    assert answer.returncode == 2, answer.stderr
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr
    (line,) = answer.stderr.splitlines()
    return line


@pytest.mark.django_db
def test_a_database_in_use_is_left_alone(cast, capsys):
    before = Participant.objects.count(), Organisation.objects.count()
    assert command.main(["load"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "ikke er fra demoen" in line
    assert (Participant.objects.count(), Organisation.objects.count()) == before
    assert not SignInIdentity.objects.exists()


@pytest.mark.django_db
def test_it_tells_how_far_it_has_come_and_loads_once(capsys):
    assert command.main(["load", "--today", "2026-11-22"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "239 voksne" in told.err
    assert "sekunder" in told.err.splitlines()[-1]
    people = Participant.objects.count()
    assert command.main(["load"]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "alt lagt inn, for 2026-11-22" in line
    assert Participant.objects.count() == people


@pytest.mark.django_db
def test_a_load_that_breaks_leaves_nothing(monkeypatch):
    monkeypatch.setattr("samlop.demo.loading_rows._write_beginnings", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_region(command._day("2026-11-22"), tell=lambda _line: None)
    assert not Organisation.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'record_change' AND tgenabled <> 'O'")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["load", "--today", "22.11.2026"], "2026-11-22"),
        (["load", "--today", "2026-02-30"], "ingen dag"),
        (["load", "--today", "1999-01-01"], "2026-01-01 til 2045-12-31"),
        (["load", "--today"], "Skriv slik"),
        (["unload"], "Skriv slik"),
        (["load", "--fort"], "«--fort» er ukjent"),
    ],
)
def test_wrong_words_are_refused_in_one_line(arguments, says, capsys):
    assert command.main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


def test_help_says_how(capsys):
    assert command.main(["--help"]) == 0
    assert command.main(["load", "--help"]) == 0
    assert "samlop demo load --today" in capsys.readouterr().out


def test_a_database_that_does_not_answer_is_one_line():
    gone = "postgresql://nobody@/nothing?host=/nonexistent"
    assert "svarer ikke" in refused(run("load", OWNER_DATABASE_URL=gone, DATABASE_URL=gone))


@pytest.mark.django_db
def test_one_who_does_not_own_the_tables_is_refused():
    settings = connection.settings_dict
    web = f"postgresql://samlop_web@/{settings['NAME']}?host={settings['HOST']}&port={settings['PORT']}"
    assert "eieren av tabellene" in refused(run("load", OWNER_DATABASE_URL=web, DATABASE_URL=web))


def test_production_has_no_demo():
    secrets = {"SAMLOP_SECRET_KEY": "k" * 50, "SAMLOP_FIELD_KEYS": "1:" + "b" * 64}
    places = {"SAMLOP_HOSTS": "samlop.example", "SAMLOP_ADDRESS": "https://samlop.example"}
    answer = run("load", SAMLOP_ENVIRONMENT="production", **secrets, **places)
    assert "finnes ikke i produksjon" in refused(answer)
