"""Names say what a thing is, public functions what they promise, and nothing lies about unused."""

import ast
import re

from tests.house.source import ROOT, files, functions, shown, templates, tree

BANNED = re.compile(r"^(handle|process|do)_|^(utils|helpers|common|misc|manager|service|data|info|obj)$")
NAMED_BY_DJANGO = {"process_view", "process_response"}


def test_names_say_what_a_thing_is() -> None:
    vague = [
        f.place for f in functions() if BANNED.search(f.node.name) and f.node.name not in NAMED_BY_DJANGO
    ]
    vague += [shown(path) for path in files() if BANNED.search(path.stem)]
    assert vague == []


def test_public_functions_say_what_they_promise() -> None:
    silent = [
        f.place
        for f in functions()
        if not f.node.name.startswith("_")
        and not ast.get_docstring(f.node)
        and "Meta" not in f.place
        and not any(
            isinstance(one, ast.Name) and one.id in ("property", "overload") for one in f.node.decorator_list
        )
        and not _is_inner(f.node, f.place)
    ]
    assert silent == []


def _is_inner(node: ast.AST, place: str) -> bool:
    path = ROOT / place.split(":", maxsplit=1)[0]
    module = tree(path)
    classes = [one for one in module.body if isinstance(one, ast.ClassDef) and not one.name.startswith("_")]
    outer = [*module.body, *(inner for one in classes for inner in one.body)]
    return node not in outer


def test_no_template_is_unused() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*files(), *templates()])
    named_by_django = {"400.html", "403.html", "404.html", "409.html", "500.html"}
    unused = []
    for path in templates():
        name = str(path).split("/templates/", 1)[1]
        if name in named_by_django or name.startswith(("ui/components/", "django/")):
            continue
        if name not in text and f'"{path.stem}"' not in text and f'"{path.name}"' not in text:
            unused.append(name)
    assert unused == []


def test_no_promise_is_left_in_the_code() -> None:
    promise = re.compile(r"\b(TODO|FIXME|XXX)\b")
    left = [
        shown(path)
        for path in [*files(migrations=True), *templates()]
        if promise.search(path.read_text(encoding="utf-8"))
    ]
    assert left == []


def test_norwegian_letters_are_spelt_one_way_in_names() -> None:
    odd = [f.place for f in functions() if re.search(r"[æøåÆØÅ]|foedsels|oekt|aarsm", f.node.name)]
    assert odd == []
