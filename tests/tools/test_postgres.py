"""The embedded PostgreSQL starts, survives what crashes leave behind, and stops with its last user."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from tools import postgres, pytest_cluster
from tools.places import ROOT
from tools.postgres_home import Home, home_for
from tools.terminal import Problem


def end_at_once(server):
    """Kill the server as a power cut would, and wait until it is gone."""
    os.kill(server.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while postgres.running_pid(server.home.cluster) and time.monotonic() < deadline:
        time.sleep(0.02)
    server.in_use.close()


def test_login_roles_own_and_bypass_nothing(data_dir):
    server = postgres.ensure_running(data_dir)
    rows = server.ask(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
        " WHERE rolname LIKE 'samlop\\_w%' ORDER BY 1"
    )
    owned = server.ask(
        "SELECT count(*) FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE NOT r.rolsuper"
    )
    postgres.stop(server)
    assert rows == ["samlop_web|f|f|f|f", "samlop_worker|f|f|f|f"]
    assert owned == ["0"]


def test_addresses_are_understood_by_psycopg(data_dir):
    server = postgres.ensure_running(data_dir)
    with psycopg.connect(server.url("samlop_web")) as connection:
        row = connection.execute("SELECT current_user, lower('ÆØÅ'), current_setting('TimeZone')").fetchone()
    postgres.stop(server)
    assert row == ("samlop_web", "æøå", "UTC")


def test_what_was_committed_survives_a_kill(data_dir):
    server = postgres.ensure_running(data_dir)
    server.ask(
        "DROP TABLE IF EXISTS promise; CREATE TABLE promise (kept int); INSERT INTO promise VALUES (1)"
    )
    end_at_once(server)
    again = postgres.ensure_running(data_dir)
    rows = again.ask("SELECT kept FROM promise")
    postgres.stop(again)
    assert rows == ["1"]


def test_a_number_taken_by_another_is_stale(data_dir, sleeper):
    server = postgres.ensure_running(data_dir)
    end_at_once(server)
    pid_file = server.home.cluster / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(sleeper.pid), *lines[1:]]) + "\n")
    (server.socket / ".s.PGSQL.5432.lock").write_text(f"{sleeper.pid}\n")

    again = postgres.ensure_running(data_dir)
    answer = again.ask("SELECT 1")
    postgres.stop(again)
    assert answer == ["1"]
    assert sleeper.poll() is None


@pytest.mark.parametrize("written", ["", "not a number\n", "\n\n"])
def test_an_unreadable_pid_file_is_stale(data_dir, written):
    server = postgres.ensure_running(data_dir)
    end_at_once(server)
    (server.home.cluster / "postmaster.pid").write_text(written)
    again = postgres.ensure_running(data_dir)
    postgres.stop(again)
    assert again.pid != server.pid


def test_a_half_made_cluster_is_made_again(new_data_dir):
    home = home_for(new_data_dir)
    for leftover in (home.cluster, home.path / "cluster.unfinished"):
        leftover.mkdir()
        (leftover / "postgresql.conf").write_text("this was cut o")
    server = postgres.ensure_running(new_data_dir)
    postgres.stop(server)
    assert sorted(path.name for path in home.path.glob("cluster*")) == ["cluster"]


def test_the_last_user_stops_it(data_dir):
    first, second = postgres.ensure_running(data_dir), postgres.ensure_running(data_dir)
    postgres.stop(first)
    still_there = postgres.running_pid(first.home.cluster)
    postgres.stop(second)
    assert first.pid == second.pid == still_there
    assert postgres.running_pid(first.home.cluster) is None


def test_two_starts_at_once_give_one_server(data_dir):
    servers = []
    threads = [
        threading.Thread(target=lambda: servers.append(postgres.ensure_running(data_dir))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for server in servers:
        postgres.stop(server)
    assert len(servers) == 4
    assert len({server.pid for server in servers}) == 1


def test_a_used_cluster_is_not_removed(data_dir):
    server = postgres.ensure_running(data_dir)
    with pytest.raises(Problem, match="Another ./dev command"):
        postgres.remove(data_dir)
    postgres.stop(server)


def test_a_closed_folder_is_left_closed(tmp_path, new_data_dir):
    tmp_path.chmod(0o700)
    home = home_for(new_data_dir)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    assert home.path.is_relative_to(new_data_dir) == (os.geteuid() != 0)


def test_a_deep_folder_gets_a_short_socket():
    home = Home(Path("/") / "/".join(["a-folder-with-a-long-name"] * 8))
    assert len(str(home.socket / ".s.PGSQL.5432.lock")) < 104


def test_a_cluster_of_another_release_is_named(new_data_dir):
    server = postgres.ensure_running(new_data_dir)
    postgres.stop(server)
    (server.home.cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(Problem, match="made by PostgreSQL 9 and .* --reset"):
        postgres.ensure_running(new_data_dir)


def test_a_refused_setting_is_told_in_one_line(data_dir):
    with pytest.raises(Problem) as refused:
        postgres.ensure_running(data_dir, settings={"max_connections": "none"})
    assert "max_connections" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_server_outlives_its_starter(data_dir):
    program = "import sys, pathlib, tools.postgres; tools.postgres.ensure_running(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", program, data_dir], cwd=ROOT, check=True)
    server = postgres.ensure_running(data_dir)
    postgres.stop(server)
    assert postgres.running_pid(server.home.cluster) is None


def test_databases_of_killed_runs_are_swept_away(data_dir, sleeper):
    server = postgres.ensure_running(data_dir)
    ended = subprocess.Popen(["true"])
    ended.wait()
    names = {
        "killed": f"test_samlop_{ended.pid}_gw1",
        "alive": f"test_samlop_{sleeper.pid}",
        "own": "test_samlop_mine",
    }
    for name in names.values():
        postgres.create_database(server, name)
    pytest_cluster._sweep(server)
    left = server.ask("SELECT datname FROM pg_database WHERE datname LIKE 'test%' ORDER BY 1")
    for name in names.values():
        postgres.drop_database(server, name)
    postgres.stop(server)
    assert left == sorted([names["alive"], names["own"]])
