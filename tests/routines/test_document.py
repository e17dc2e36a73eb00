"""A routine document is read whole or refused with file, place, fault and remedy."""

import json
from itertools import pairwise

import pytest

from samlop.routines.document import DocumentError, Span, Window, load_routine, parse_routine, routine_from
from tests.routines.documents import CONTRACT, contract


def refusal(content) -> DocumentError:
    with pytest.raises(DocumentError) as refused:
        routine_from(content, file="rutine.yaml")
    return refused.value


def yaml_refusal(text) -> DocumentError:
    with pytest.raises(DocumentError) as refused:
        parse_routine(text, file="rutine.yaml")
    return refused.value


def test_contract_example_is_read_whole():
    routine = parse_routine(CONTRACT)
    point = routine.point("first")
    assert (routine.id, routine.version, routine.title.text("en")) == ("kmv", 3, "The routine")
    assert point.due.offset == Span(months=3)
    assert point.repeat.until.offset == Span(months=-6)
    assert point.also_on[0].within == Span(weeks=4)
    assert point.applies_when.has_milestone == "adult_education_end"
    assert point.calls == ("participant", "programme_adviser", "career_adviser", "adult_education")
    assert point.books.room == "programme_adviser"
    assert (point.agenda[0].answer, point.agenda[0].fills) == ("text", "mapping.education")
    assert routine.gatherings_before("first")[0].code == "joint_information"
    assert routine.role("career_adviser").level == "county"


def test_plain_values_give_the_same_routine():
    assert routine_from(contract()) == parse_routine(CONTRACT)


def test_optional_parts_may_be_left_out():
    content = contract()
    del content["gatherings"]
    for key in ("window", "repeat", "also_on", "applies_when", "may_call", "books", "agenda"):
        del content["meeting_points"][0][key]
    content["meeting_points"][0]["due"] = {"milestone": "programme_start"}
    point = routine_from(content).point("first")
    assert (point.window.before, point.window.after) == (Span(weeks=2), Span(weeks=4))
    assert (point.repeat, point.also_on, point.may_call, point.agenda) == (None, (), (), ())
    assert point.due.offset == Span()


def test_half_a_window_keeps_the_usual_other_half():
    content = contract()
    content["meeting_points"][0]["window"] = {"before": {"days": 3}}
    assert routine_from(content).point("first").window == Window(Span(days=3), Span(weeks=4))


def test_title_falls_back_to_bokmal():
    title = parse_routine(CONTRACT).milestone("programme_start").title
    assert title.text("ar") == str(title) == "Start i introduksjonsprogrammet"


POINT = "meeting_points[0]"
SPOILT = [
    ("schema", "samlop/routine/2", "schema", "samlop/routine/1"),
    ("schema", 1, "schema", "Skriv en tekst"),
    ("id", "KMV", "id", "a–z"),
    ("id", "kmv\n", "id", "a–z"),
    ("id", 5, "id", "Skriv en tekst"),
    ("version", 0, "version", "1 eller mer"),
    ("version", True, "version", "et helt tall"),
    ("version", "3", "version", "et helt tall"),
    ("version", 3.0, "version", "et helt tall"),
    ("title", "Rutinen", "title", "nb"),
    ("title", {"nn": "Rutinen"}, "title.nb", "nb"),
    ("title", {"nb": ""}, "title.nb", "tom"),
    ("title", {"nb": "   "}, "title.nb", "tom"),
    ("title", {"nb": "R\ud800"}, "title.nb", "tegn"),
    ("title", {"nb": "R\x00"}, "title.nb", "tegn"),
    ("title", {"nb": "Rutinen", "Norsk": "x"}, "title.Norsk", "nb, nn"),
    ("title", {"nb": "Rutinen", 5: "x"}, "title", "anførselstegn"),
    ("roles", {}, "roles", "liste"),
    ("roles", None, "roles", "liste"),
    ("roles[0]", "participant", "roles[0]", "code, title, level"),
    ("roles[1].code", "participant", "roles[1].code", "roles[0].code"),
    ("roles[0].code", "den det gjelder", "roles[0].code", "mellomrom"),
    ("roles[0].level", "region", "roles[0].level", "municipality, county, state, civil, participant"),
    ("milestones[2].code", "programme_start", "milestones[2].code", "milestones[0].code"),
    ("milestones[0].day", "2026-01-01", "milestones[0].day", "Bruk: code, title"),
    (f"{POINT}.due.offset.monts", 3, f"{POINT}.due.offset.monts", "Mente du «months»?"),
    (f"{POINT}.due.offset.months", True, f"{POINT}.due.offset.months", "her står true"),
    (f"{POINT}.due.offset.months", 1.5, f"{POINT}.due.offset.months", "et helt tall"),
    (f"{POINT}.due.milestone", "program_start", f"{POINT}.due.milestone", "Mente du «programme_start»?"),
    (f"{POINT}.due", None, f"{POINT}.due", "milestone, offset"),
    (f"{POINT}.window.before.weeks", -1, f"{POINT}.window.before.weeks", "0 eller mer"),
    (f"{POINT}.window.befor", {}, f"{POINT}.window.befor", "Mente du «before»?"),
    (f"{POINT}.repeat.every", {}, f"{POINT}.repeat.every", "minst én dag"),
    (f"{POINT}.repeat.every", {"months": 0}, f"{POINT}.repeat.every", "minst én dag"),
    (f"{POINT}.repeat.every.months", -6, f"{POINT}.repeat.every.months", "0 eller mer"),
    (
        f"{POINT}.repeat.until.milestone",
        "work_start",
        f"{POINT}.repeat.until.milestone",
        "upper_secondary_end",
    ),
    (f"{POINT}.also_on[0].within.days", -1, f"{POINT}.also_on[0].within.days", "0 eller mer"),
    (f"{POINT}.applies_when.has_milestone", "work", f"{POINT}.applies_when.has_milestone", "Bruk en av"),
    (f"{POINT}.applies_when.has", "work", f"{POINT}.applies_when.has", "has_milestone, lacks_milestone"),
    (f"{POINT}.responsible", "nav", f"{POINT}.responsible", "en rolle i denne rutinen"),
    (f"{POINT}.calls[2]", "teacher", f"{POINT}.calls[2]", "en rolle i denne rutinen"),
    (f"{POINT}.calls[2]", "participant", f"{POINT}.calls[2]", f"{POINT}.calls[0]"),
    (f"{POINT}.calls", "participant", f"{POINT}.calls", "liste"),
    (f"{POINT}.interpreter", "always", f"{POINT}.interpreter", "if_needed, never"),
    (f"{POINT}.books.room", "janitor", f"{POINT}.books.room", "en rolle"),
    (f"{POINT}.books.coffee", "participant", f"{POINT}.books.coffee", "interpreter, room"),
    (f"{POINT}.agenda[0].answer", "number", f"{POINT}.agenda[0].answer", "text, choice, date, level, check"),
    (f"{POINT}.agenda[0].fills", "education", f"{POINT}.agenda[0].fills", "mapping.education"),
    (f"{POINT}.agenda[0].fills", ["mapping.education"], f"{POINT}.agenda[0].fills", "en liste"),
    ("gatherings[0].before", "third", "gatherings[0].before", "Bruk en av: first"),
    ("participants", [], "participants", "ukjent nøkkel"),
]


def spoil(content, path: str, value) -> None:
    steps = [
        int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")
    ]
    *way, last = steps
    for step in way:
        content = content[step]
    content[last] = value


@pytest.mark.parametrize(("path", "value", "place", "words"), SPOILT)
def test_refusal_names_place_and_remedy(path, value, place, words):
    content = contract()
    spoil(content, path, value)
    refused = refusal(content)
    assert refused.place == place
    assert words in str(refused)
    assert str(refused).startswith("rutine.yaml: ")
    assert "\n" not in str(refused)


REQUIRED = [
    *("schema", "id", "version", "title", "roles", "milestones", "meeting_points"),
    *("roles[0].code", "roles[0].title", "roles[0].level", "milestones[0].code", "milestones[0].title"),
    *(f"{POINT}.{key}" for key in ("code", "title", "due", "responsible", "calls", "interpreter")),
    *(
        f"{POINT}.due.milestone",
        f"{POINT}.repeat.every",
        f"{POINT}.repeat.until",
        f"{POINT}.repeat.until.milestone",
    ),
    *(f"{POINT}.also_on[0].concern", f"{POINT}.also_on[0].within"),
    *(f"{POINT}.agenda[0].{key}" for key in ("code", "title", "answer")),
    *(f"gatherings[0].{key}" for key in ("code", "title", "before")),
]


@pytest.mark.parametrize("path", REQUIRED)
def test_missing_key_is_named(path):
    content = contract()
    holder, _, key = path.rpartition(".")
    inside = content
    for step in [step for step in holder.replace("[", ".").replace("]", "").split(".") if step]:
        inside = inside[int(step) if step.isdigit() else step]
    del inside[key]
    refused = refusal(content)
    assert (refused.place, refused.problem) == (path, "nøkkelen mangler")


@pytest.mark.parametrize("listing", ["roles", "milestones", "meeting_points", "gatherings"])
def test_codes_are_unique_within_their_list(listing):
    content = contract()
    content[listing].append(content[listing][0])
    last = len(content[listing]) - 1
    assert refusal(content).place == f"{listing}[{last}].code"


def test_agenda_codes_are_unique_within_their_point():
    content = contract()
    agenda = content["meeting_points"][0]["agenda"]
    agenda.append(agenda[0])
    assert refusal(content).place == f"{POINT}.agenda[1].code"


def test_a_concern_is_named_once_in_a_point():
    content = contract()
    triggers = content["meeting_points"][0]["also_on"]
    triggers.append({"concern": "progress", "within": {"days": 1}})
    assert refusal(content).place == f"{POINT}.also_on[1].concern"


@pytest.mark.parametrize("content", [None, [], "kmv", 3, {}, {"schema": "samlop/routine/1"}])
def test_a_document_of_another_shape_is_refused(content):
    assert refusal(content).remedy


BROKEN_YAML = [
    ("", None, "filen er tom"),
    ("# bare en merknad\n", None, "filen er tom"),
    ("schema: samlop/routine/1\nid: kmv\nid: kmv2\n", 3, "står to ganger"),
    ("title: {nb: A, nb: B}\n", 1, "står to ganger"),
    ("schema: samlop/routine/1\nid: a: b\n", 2, "kolon"),
    ("roles: [a, b\nid: 3\n", 2, "liste"),
    ("roles:\n\t- a\n", 2, "tabulator"),
    ("id: *ukjent\n", 1, "peker ikke på noe"),
    ("id: 'åpen\n", 2, "anførselstegn"),
    ("---\nid: a\n---\nid: b\n", 3, "mer enn ett dokument"),
    ("id: &a [*a]\n", 1, "selv er en del av"),
    ("id: !!python/object:os.system x\n", 1, "kan ikke"),
    ("id: !!binary aGVp\n", 1, "kan ikke"),
    ("version: !!int tre\n", 1, "kan ikke leses"),
    ("? [a, b]\n: 1\n", 1, "nøkkel"),
    ("id: \x01\n", 1, "tegn"),
    ("version: " + "9" * 5000 + "\n", 1, "kan ikke leses"),
]


@pytest.mark.parametrize(("text", "line", "words"), BROKEN_YAML)
def test_broken_yaml_is_refused_with_its_line(text, line, words):
    refused = yaml_refusal(text)
    assert words in str(refused)
    assert "\n" not in str(refused)
    if line:
        assert refused.line == line


def test_depth_beyond_reason_is_refused():
    assert "dypt" in str(yaml_refusal("[" * 50_000))


def test_aliases_that_multiply_are_refused_at_once():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in pairwise("abcdefghijk")
    )
    assert len(str(yaml_refusal(bomb))) < 300
    nested = CONTRACT.replace("calls: [", "calls: &c [").replace("may_call: []", "may_call: [[*c], [*c]]")
    assert yaml_refusal(nested).place == f"{POINT}.may_call[0]"


def test_line_of_a_wrong_value_is_found():
    text = CONTRACT.replace("offset: {months: 3}", "offset: {monts: 3}")
    refused = yaml_refusal(text)
    line = text.splitlines().index("    due: {milestone: programme_start, offset: {monts: 3}}") + 1
    assert refused.line == line
    assert f"rutine.yaml: linje {line}: meeting_points[0].due.offset.monts: ukjent nøkkel" in str(refused)


def test_line_of_a_missing_key_is_that_of_its_holder():
    text = CONTRACT.replace("    responsible: programme_adviser\n", "")
    assert yaml_refusal(text).line == text.splitlines().index("  - code: first") + 1


@pytest.mark.parametrize("word", ["on", "no", "yes", "off", "2026-01-01", "1:30", "0x1f"])
def test_words_stay_words(word):
    text = CONTRACT.replace('title: {nb: "Første møte"}', f"title: {{nb: {word}}}")
    assert parse_routine(text).point("first").title.text() == word


def test_json_is_a_routine_document_too():
    assert parse_routine(json.dumps(contract())) == parse_routine(CONTRACT)


def test_shared_parts_may_be_written_once():
    text = CONTRACT.replace("calls: [", "calls: &all [").replace("may_call: []", "may_call: *all")
    point = parse_routine(text).point("first")
    assert point.may_call == point.calls


def test_file_with_bom_is_read_and_other_encodings_refused(tmp_path):
    file = tmp_path / "rutine.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + CONTRACT.encode())
    assert load_routine(file).id == "kmv"
    for mark in (b"", b"\xef\xbb\xbf"):
        file.write_bytes(mark + b"schema: x\nid: \xe5\n")
        with pytest.raises(DocumentError, match=rf"linje 2: filen er ikke UTF-8 \(byte {14 + len(mark)}\)"):
            load_routine(file)
    file.write_bytes(CONTRACT.encode("latin-1"))
    with pytest.raises(DocumentError, match="UTF-8"):
        load_routine(file)
    file.write_bytes(CONTRACT.encode("utf-16"))
    with pytest.raises(DocumentError, match="UTF-8"):
        load_routine(file)


def test_empty_lists_make_an_empty_routine():
    content = {**contract(), "roles": [], "milestones": [], "meeting_points": [], "gatherings": []}
    assert routine_from(content).meeting_points == ()
