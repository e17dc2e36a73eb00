"""Finding participants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samlop.desk.queries import AWAITED, REACHED
from samlop.desk.rules import Gap
from samlop.desk.words import TITLES
from samlop.participants.models import MilestoneCode


class FindForm(forms.Form):
    """Name, whose, milestone and gap; the names of the fields are seen in addresses and are Norwegian."""

    sok = forms.CharField(label=_("Navn"), required=False, max_length=100)
    hvem = forms.ChoiceField(label=_("Hvem"), required=False)
    milepael = forms.ChoiceField(label=_("Milepæl"), required=False)
    naar = forms.ChoiceField(
        label=_("Nådd eller ventet"),
        required=False,
        choices=[("", _("Alle")), (REACHED, _("nådd")), (AWAITED, _("ventes innen et halvt år"))],
    )
    hull = forms.ChoiceField(label=_("Hull"), required=False)

    def __init__(self, *args: Any, intake: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        whose = [("mine", _("Dem jeg følger"))] + ([("alle", _("Alle vi har tatt imot"))] if intake else [])
        self.fields["hvem"].choices = whose  # type: ignore[attr-defined]
        self.fields["milepael"].choices = [("", _("Alle")), *MilestoneCode.choices]  # type: ignore[attr-defined]
        gaps = [(gap.value, TITLES[gap]) for gap in Gap]
        self.fields["hull"].choices = [("", _("Alle")), *gaps]  # type: ignore[attr-defined]

    def defaults(self) -> dict[str, str]:
        """What is shown when what was asked for makes no sense."""
        return dict.fromkeys(self.fields, "")
