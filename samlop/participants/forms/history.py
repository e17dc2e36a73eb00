"""Which changes to show."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samlop.participants.history import SECTION_TITLES
from samlop.ui.forms import DayField


def _sections() -> list[tuple[str, Any]]:
    return [("", _("Hele mappen")), *SECTION_TITLES.items()]


class HistoryFilter(forms.Form):
    """A part of the file and a period, both optional."""

    utvalg = forms.ChoiceField(label=_("Del av mappen"), required=False, choices=_sections)
    fra = DayField(label=_("Fra og med"), required=False)
    til = DayField(label=_("Til og med"), required=False)

    def wanted(self) -> dict[str, Any]:
        """What was asked for, as the query takes it; what cannot be read is not asked for."""
        self.is_valid()
        found = self.cleaned_data
        return {"section": found.get("utvalg", ""), "first": found.get("fra"), "last": found.get("til")}
