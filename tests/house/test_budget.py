"""The tail decides whether code is a pleasure, so it is limited. An exception needs a line in docs/ongoing.md."""

import ast

from tests.house.source import exceptions_granted, files, functions, shown, templates, tree

FUNCTION, VIEW, FILE, MODEL, TEMPLATE, POSITIONAL = 40, 30, 400, 120, 150, 3


def _unexcused(found: list[str]) -> list[str]:
    allowed = exceptions_granted()
    return [line for line in found if line.split(" ")[0].split(":")[0] not in allowed]


def test_functions_fit_on_a_screen() -> None:
    long = [f"{f.place}: {f.lines} lines" for f in functions() if f.lines > FUNCTION]
    assert not _unexcused(long)


def test_views_parse_call_and_render() -> None:
    long = [
        f"{f.place}: {f.lines} lines"
        for f in functions()
        if "views" in f.place.split(" ")[0] and f.lines > VIEW
    ]
    assert not _unexcused(long)


def test_functions_take_few_positional_parameters() -> None:
    crowded = []
    for function in functions():
        arguments = [*function.node.args.posonlyargs, *function.node.args.args]
        own = [one for one in arguments if one.arg not in ("self", "cls")]
        is_view = bool(own) and own[0].arg == "request"
        if (
            len(own) > POSITIONAL
            and not is_view
            and function.node.name not in ("process_view", "__init__", "__exit__")
        ):
            crowded.append(f"{function.place}: {len(own)} positional parameters")
    assert not _unexcused(crowded)


def test_files_can_be_read_in_one_sitting() -> None:
    long = [
        f"{shown(path)} {lines} lines"
        for path in files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE
    ]
    assert not _unexcused(long)


def test_model_classes_stay_small() -> None:
    models = [path for path in files() if "models" in str(path)]
    long = [
        f"{shown(path)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in models
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and node.end_lineno and node.end_lineno - node.lineno >= MODEL
    ]
    assert not _unexcused(long)


def test_templates_stay_small() -> None:
    long = [
        f"{shown(path)} {lines} lines"
        for path in templates()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > TEMPLATE
    ]
    assert not _unexcused(long)
