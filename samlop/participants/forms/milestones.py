"""The days of the road in one form, two of each milestone."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from samlop.participants.forms.changing import SeenForm
from samlop.participants.models import Milestone, MilestoneCode
from samlop.ui.forms import DayField

WHICH = {"expected": _("Forventet"), "actual": _("Faktisk")}


class MilestonesForm(SeenForm):
    """Expected and actual day of every milestone."""

    def __init__(self, *positional: Any, milestones: Mapping[str, Milestone], **options: Any) -> None:
        initial = {
            f"{which}_{code}": getattr(milestone, which)
            for code, milestone in milestones.items()
            for which in WHICH
        }
        super().__init__(*positional, initial=initial, **options)
        for code in MilestoneCode:
            for which, label in WHICH.items():
                field = DayField(label=label, required=False)
                field.show_hidden_initial = True
                self.fields[f"{which}_{code.value}"] = field

    def rows(self) -> Iterator[tuple[MilestoneCode, BoundField, BoundField]]:
        """Each milestone with its two fields, in the order of the road."""
        for code in MilestoneCode:
            yield code, self[f"expected_{code.value}"], self[f"actual_{code.value}"]

    def changed_days(self) -> dict[tuple[str, str], date | None]:
        """What the writer changed, by milestone and which of its days."""
        return {_key(name): day for name, day in self.changes().items()}

    def seen_days(self) -> dict[tuple[str, str], date | None]:
        """What stood there before."""
        return {_key(name): day for name, day in self.seen().items()}


def _key(name: str) -> tuple[str, str]:
    which, _separator, code = name.partition("_")
    return code, which
