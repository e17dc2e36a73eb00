"""Letting somebody into the group, handing a seat over, ending one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Employment
from samlop.participants.forms.missing import ask_for_what_is_missing
from samlop.ui.forms import DayField


class _Choosing(forms.Form):
    """A form in which one of the people just found is chosen."""

    chosen = ""

    def __init__(self, *positional: Any, people: Iterable[Employment], today: date, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.people = {str(one.pk): one for one in people}
        field = self.fields[self.chosen]
        field.choices = [(pk, str(one)) for pk, one in self.people.items()]  # type: ignore[attr-defined]
        for name in ("first", "day"):
            if name in self.fields:
                self.fields[name].initial = today
        ask_for_what_is_missing(self)

    def _person(self) -> Employment:
        """The one who was chosen; everybody who can be chosen is among those shown."""
        return self.people[self.cleaned_data[self.chosen]]


class MemberForm(_Choosing):
    """Who comes into the group, from when, and whether they answer for it."""

    chosen = "employment"
    employment = forms.ChoiceField(
        label=_("Hvem"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem som skal bli med i gruppen.")},
    )
    responsible = forms.BooleanField(
        label=_("Svarer for gruppen"),
        required=False,
        help_text=_("Den som svarer for gruppen, kan slippe andre inn og rette opplysninger."),
    )
    first = DayField(label=_("Fra og med"))

    def clean_employment(self) -> Employment:
        """The person in that role at that workplace."""
        return self._person()


class HandoverForm(_Choosing):
    """Who takes over, and which day: the one ends as the other begins."""

    chosen = "successor"
    successor = forms.ChoiceField(
        label=_("Etterfølger"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem som skal ta over.")},
    )
    day = DayField(label=_("Tar over fra og med"))

    def clean_successor(self) -> Employment:
        """The person in the same role, there or at another workplace."""
        return self._person()


class EndForm(forms.Form):
    """When a seat ends, and whether anybody should come after."""

    until = DayField(
        label=_("Slutter"),
        help_text=_("Fra denne dagen er mappen ikke lenger åpen for medlemmet."),
        error_messages={"required": _("Velg dagen medlemmet slutter.")},
    )
    needs_no_successor = forms.BooleanField(
        label=_("Ingen skal ta over"),
        required=False,
        help_text=_("Ellers minner Samløp gruppen om at noen mangler."),
    )
