"""What differs between two versions of a plan, in sentences: what is new, what is gone, from what to what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samlop.kernel.periods import last_day
from samlop.participants.language_words import language_name
from samlop.plans.content import (
    ActionContent,
    Difference,
    GoalContent,
    PlanContent,
    StepContent,
    Thing,
    differences,
    read,
)
from samlop.plans.kept import name_of
from samlop.plans.models import Goal, PlanVersion, Step, StepKind
from samlop.ui.dates import short_day

FIELDS: Mapping[str, Promise] = {
    "words": gettext_lazy("ordene"),
    "language": gettext_lazy("språket"),
    "rank": gettext_lazy("plassen"),
    "kind": gettext_lazy("slag"),
    "title": gettext_lazy("navn"),
    "first": gettext_lazy("fra"),
    "until": gettext_lazy("til og med"),
    "status": gettext_lazy("status"),
    "state": gettext_lazy("status"),
    "organisation": gettext_lazy("ansvarlig"),
    "waits_for": gettext_lazy("venter på"),
    "note": gettext_lazy("merknad"),
    "text": gettext_lazy("hva"),
    "owner": gettext_lazy("hvem"),
    "due_on": gettext_lazy("frist"),
    "done": gettext_lazy("gjort"),
    "day": gettext_lazy("dag"),
}
NOTHING: Mapping[str, Promise] = {
    "owner": gettext_lazy("deltakeren"),
    "organisation": gettext_lazy("ingen etat"),
    "title": gettext_lazy("uten navn"),
}
READ: Mapping[str, Callable[[str], str]] = {
    "status": lambda code: str(Step.Status(code).label),
    "state": lambda code: str(Goal.State(code).label),
    "kind": lambda code: str(StepKind(code).label),
    "language": language_name,
}
SYMBOLS = {Thing.HORIZON: "flag", Thing.GOAL: "star", Thing.STEP: "road", Thing.ACTION: "tasks"}


@dataclass(frozen=True)
class FieldChange:
    """One field, from what to what."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class DifferenceInWords:
    """One thing that differs: what it is, whether it is new, gone or changed, and in what."""

    symbol: str
    title: str
    verb: str
    look: str
    mark: str
    changes: tuple[FieldChange, ...] = ()


def compared(before: PlanVersion, after: PlanVersion) -> list[DifferenceInWords]:
    """What is new in a version, since the one before."""
    return differences_in_words(read(before.content), read(after.content))


def differences_in_words(before: PlanContent, after: PlanContent) -> list[DifferenceInWords]:
    """What is new, changed and gone, ready to be read; steps are called what the newer version calls them."""
    names = {step.key: name_of(step) for content in (before, after) for step in content.steps}
    return [_in_words(one, names) for one in differences(before, after)]


def _in_words(one: Difference, names: Mapping[str, str]) -> DifferenceInWords:
    symbol = SYMBOLS[one.thing]
    if one.before is None or one.after is None:
        is_new = one.before is None
        verb, look, mark = (_("ny"), "success", "plus") if is_new else (_("tatt ut"), "stopped", "minus")
        return DifferenceInWords(symbol, _title(one.after if is_new else one.before), verb, look, mark)
    changes = tuple(
        FieldChange(
            str(FIELDS[name]),
            _value(name, getattr(one.before, name), names),
            _value(name, getattr(one.after, name), names),
        )
        for name in one.changed
    )
    return DifferenceInWords(symbol, _title(one.after), _("endret"), "info", "pencil", changes)


def _title(thing: object) -> str:
    if isinstance(thing, GoalContent):
        return thing.words
    if isinstance(thing, StepContent):
        return name_of(thing)
    if isinstance(thing, ActionContent):
        return thing.text
    return _("Realistisk tid")


def _value(name: str, value: Any, names: Mapping[str, str]) -> str:
    """A kept value as a reader says it."""
    if isinstance(value, date):
        return short_day(last_day(value) if name == "until" else value)
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, frozenset):
        return ", ".join(sorted(names.get(key, "") for key in value)) or _("ingenting")
    if not value:
        return str(NOTHING.get(name, _("ikke oppgitt")))
    return READ[name](value) if name in READ else str(value)
