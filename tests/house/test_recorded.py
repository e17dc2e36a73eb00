"""Every action writes down that it was done: by a `record` of its own, or by one that is named here with the reason."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.house.source import ROOT, files, tree

PARTS = "the parts it consists of are recorded one by one, and only those that change something"
SHARED = "two actions are one deed in two directions, recorded in one place with what it was"
LINE = "every way into or out of a seat is told by one function"
INNER = "the action it leads to is the one that happened"

RECORDED_BY: dict[str, tuple[tuple[str, ...], str]] = {
    "participants.basics.change_basics": (("_change_person", "_change_contact", "_change_number"), PARTS),
    "participants.filling.fill_mapping": (
        ("_fill_section", "_put_wish_first", "_fill_documentation", "_fill_self_declaration"),
        PARTS,
    ),
    "participants.group.add_member": (("seat",), INNER),
    "participants.group.hand_over": (("_follow",), LINE),
    "participants.group.resume_membership": (("_follow",), LINE),
    "participants.group.set_responsibility": (("_follow",), LINE),
    "participants.mapping.add_education": (("_keep",), SHARED),
    "participants.mapping.add_experience": (("_keep",), SHARED),
    "participants.mapping.add_wish": (("_keep",), SHARED),
    "participants.milestones.set_milestone": (("set_milestones",), INNER),
    "participants.milestones.set_milestones": (("_store_days",), PARTS),
    "participants.undoing.undo_changes": (("_undo_change",), PARTS),
    "plans.steps.remove_step": (("_set_removed",), SHARED),
    "plans.steps.restore_step": (("_set_removed",), SHARED),
    "plans.tasks.tick_action": (("_set_done",), SHARED),
    "plans.tasks.untick_action": (("_set_done",), SHARED),
    "plans.versions.write_version": (("_keep",), SHARED),
    "plans.versions.lay_before_participant": (("_keep",), SHARED),
    "portal.actions.say_of_text": (("agreement.confirm",), INNER),
    "routines.answers.accept_answer": (("_settled",), SHARED),
    "routines.answers.reject_answer": (("_settled",), SHARED),
    "routines.reconciling.save_agreed_item": (("_put",), SHARED),
    "routines.reconciling.start_from_note": (("_put",), SHARED),
    "routines.reconciling.keep_texts": (("save_agreed_item",), INNER),
    "routines.sheets.keep_sheet": (("save_note", "save_own_words", "propose_answer"), PARTS),
}


@dataclass(frozen=True)
class Room:
    """One module of actions: its functions, and where the names it imports come from."""

    name: str
    functions: dict[str, ast.FunctionDef]
    imported: dict[str, tuple[str, str]]

    def silent(self, key: str) -> str:
        """Why an action is not recorded; nothing when it is."""
        function = self.functions[key.rsplit(".", 1)[1]]
        if self.records(function):
            return ""
        if key not in RECORDED_BY:
            return f"{key} has no record of its own"
        missing = [name for name in RECORDED_BY[key][0] if name not in self.reached(function)]
        if missing:
            return f"{key} no longer calls {', '.join(missing)}"
        return "; ".join(filter(None, map(self._silent_delegate, RECORDED_BY[key][0])))

    def _silent_delegate(self, name: str) -> str:
        if name in self.functions:
            return self.silent(f"{self.name}.{name}")
        module, original = self.imported[name.split(".", maxsplit=1)[0]]
        if "." in name:
            module, original = f"{module}.{original}", name.split(".")[1]
        room = rooms()[module]
        return room.silent(f"{room.name}.{original}")

    def reached(self, function: ast.FunctionDef) -> set[str]:
        """What it calls, by itself or through the private functions of its own module."""
        names, waiting = set[str](), called(function)
        while waiting:
            one = waiting.pop()
            if one not in names and one.startswith("_") and one in self.functions:
                waiting |= called(self.functions[one])
            names.add(one)
        return names

    def records(self, function: ast.FunctionDef) -> bool:
        """The log's own `record` is called in its body."""
        return self.imported.get("record") == ("samlop.kernel.log", "record") and "record" in called(function)


def called(function: ast.FunctionDef) -> set[str]:
    """The functions it calls, by the name it knows them under: `record`, `agreement.confirm`."""
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    of_modules = {
        f"{one.value.id}.{one.attr}"
        for one in calls
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name)
    }
    return {one.id for one in calls if isinstance(one, ast.Name)} | of_modules


def room_of(path: Path, module: ast.Module) -> Room:
    """One module, read."""
    package = path.relative_to(ROOT / "samlop").parts[0]
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    imported = {
        name.asname or name.name: (node.module or "", name.name)
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    return Room(f"{package}.{path.stem}", functions, imported)


@cache
def rooms() -> dict[str, Room]:
    """Every module of actions, by its dotted path."""
    found = [path for path in files() if path.parent.name == "actions" or path.stem.endswith("actions")]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): room_of(path, tree(path))
        for path in found
        if path.stem != "__init__"
    }


def actions(room: Room) -> list[str]:
    """What others may do through a module: it begins with whoever does it."""
    return [
        f"{room.name}.{name}"
        for name, function in room.functions.items()
        if not name.startswith("_") and [one.arg for one in function.args.args[:1]] == ["actor"]
    ]


def test_every_action_is_recorded() -> None:
    found = [room.silent(key) for room in rooms().values() for key in actions(room)]
    assert len(found) > 80
    assert [why for why in found if why] == []


def test_no_exception_outlives_its_reason() -> None:
    known = {f"{room.name}.{name}": room for room in rooms().values() for name in room.functions}
    assert sorted(set(RECORDED_BY) - set(known)) == []
    needless = [key for key in RECORDED_BY if known[key].records(known[key].functions[key.rsplit(".", 1)[1]])]
    assert needless == []


def test_names_of_modules_are_not_shared() -> None:
    """Otherwise one action could hide behind another with the same name."""
    names = [room.name for room in rooms().values()]
    assert len(names) == len(set(names))


class _WithoutRecord(ast.NodeTransformer):
    """Takes the records out of one function."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        call = node.value
        is_record = isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record"
        return ast.Pass() if is_record else node


def own_records() -> list[tuple[Path, str]]:
    """Every action with a record of its own, and every function that records for others."""
    delegates = {name for names, _reason in RECORDED_BY.values() for name in names}
    return [
        (path, f"{room.name}.{name}")
        for path in files()
        if (room := rooms().get(".".join(path.relative_to(ROOT).with_suffix("").parts)))
        for name, function in room.functions.items()
        if room.records(function) and (f"{room.name}.{name}" in actions(room) or name in delegates)
    ]


def test_an_action_that_loses_its_record_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    unnoticed = []
    for path, key in own_records():
        changed = ast.parse(path.read_text(encoding="utf-8"))
        for node in changed.body:
            if isinstance(node, ast.FunctionDef) and node.name == key.rsplit(".", 1)[1]:
                _WithoutRecord().visit(node)
        room = room_of(path, changed)
        if not room.silent(key):
            unnoticed.append(key)
    assert len(own_records()) > 70
    assert unnoticed == []
