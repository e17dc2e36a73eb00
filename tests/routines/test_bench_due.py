"""`samlop bench due` measures what it says, on participants that are the same each time."""

import json

import pytest

from samlop.commands import bench_due


def test_bench_measures_against_json_load(capfdbinary):
    assert bench_due.main(["--participants", "300", "--runs", "1"]) == 0
    figures = json.loads(capfdbinary.readouterr().out)
    assert figures["schema"] == "samlop/bench-due/1"
    assert figures["participants"] == 300
    assert figures["due_with_many_rows"]["rows"] > 4 * figures["due"]["rows"] > 4 * 300
    assert figures["ratio"] == pytest.approx(
        figures["due"]["seconds"] / figures["json_load"]["seconds"], rel=0.5
    )
    assert figures["within"] == (figures["ratio"] <= figures["ratio_allowed"] == 10)


@pytest.mark.parametrize("arguments", [["--participants", "0"], ["--runs", "tre"], ["--fort"]])
def test_bench_refuses_wrong_arguments(capfdbinary, arguments):
    assert bench_due.main(arguments) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.count(b"\n") == 1


def test_made_up_participants_are_the_same_each_time(tmp_path):
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    for file in (first, second):
        bench_due.write_participants(file, 200)
    assert first.read_bytes() == second.read_bytes()
    assert len({person["id"] for person in json.loads(first.read_bytes())["participants"]}) == 200
