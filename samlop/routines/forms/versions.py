"""The form that proposes a version of the routine."""

from typing import Any

import yaml
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samlop.routines.document import DocumentError, parse_routine, shipped_text
from samlop.routines.half_yearly import is_possible, is_taken, with_half_yearly, without_half_yearly
from samlop.routines.models import RoutineVersion
from samlop.routines.queries.versions import in_reading_order
from samlop.routines.yaml_text import read_yaml
from samlop.ui.forms import DayField, LongText

LONGEST = 200_000


class ProposalForm(forms.Form):
    """A whole routine as text, and the first day it may govern."""

    effective_from = DayField(
        label=gettext_lazy("Gjelder tidligst fra"),
        help_text=gettext_lazy("Rutinen gjelder først når alle partene har godkjent den."),
    )
    half_yearly = forms.BooleanField(
        label=gettext_lazy("Ta med møter hvert halvår i videregående"),
        help_text=gettext_lazy(
            "Møtene settes inn i teksten, eller tas ut av den, når forslaget legges fram."
        ),
        required=False,
    )
    document = forms.CharField(
        label=gettext_lazy("Rutinen"),
        help_text=gettext_lazy("Endre teksten. Linjene og innrykkene må stå slik de står."),
        max_length=LONGEST,
        strip=False,
        widget=LongText({"spellcheck": "false", "class": "document"}, rows=30),
    )

    def __init__(self, *arguments: Any, last: RoutineVersion | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        text = written(last) if last else shipped_text()
        document: Any = last.document if last else read_yaml(text, file=_("rutinen")).value
        self.initial.update({"document": text, "half_yearly": is_taken(document)})
        if not is_possible(document):
            del self.fields["half_yearly"]

    def clean(self) -> dict[str, Any]:
        """The routine with the choice carried out: the text decides alone as long as the choice is left as it was."""
        filled = self.cleaned_data
        wanted = filled.pop("half_yearly", None)
        if "half_yearly" in self.changed_data and "document" in filled:
            chosen = with_half_yearly if wanted else without_half_yearly
            filled["document"] = chosen(filled["document"])
        return filled

    def clean_document(self) -> dict[str, Any]:
        """The routine as plain values; a fault names the line and what would be right."""
        text = self.cleaned_data["document"]
        try:
            parse_routine(text, file=_("rutinen"))
            value = read_yaml(text, file=_("rutinen")).value
        except DocumentError as broken:
            raise forms.ValidationError(str(broken)) from None
        return dict(value) if isinstance(value, dict) else {}


def written(version: RoutineVersion) -> str:
    """A version as text, numbered as the next, to be changed and proposed."""
    document = in_reading_order(version.document | {"version": version.number + 1})
    return str(yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110))
