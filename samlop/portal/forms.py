"""What the participant writes. Field names are the keywords of the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samlop.participants.forms.changing import SeenForm
from samlop.routines.models import Confirmation
from samlop.ui.forms import LongText
from samlop.ui.once import OnceKey


class GoalForm(SeenForm):
    """A goal in one's own words."""

    words = forms.CharField(
        label=_("Hva vil du nå?"),
        help_text=_("Skriv på det språket du vil."),
        max_length=500,
        error_messages={"required": _("Skriv målet med noen ord.")},
        widget=LongText({"dir": "auto"}, rows=3),
    )


class NewGoalForm(GoalForm):
    """A new goal: one, also where the button is pressed twice."""

    key = OnceKey()


class OneOfSeveral(forms.Form):
    """A form that shares its page with others, so that its fields are named after it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}_%s"} | options)


class OwnWordsForm(OneOfSeveral):
    """What one wants to say in a meeting."""

    text = forms.CharField(
        label=_("Mine ord"),
        help_text=_("Skriv på det språket du vil. De andre i gruppen kan lese det."),
        required=False,
        max_length=20000,
        strip=False,
        widget=LongText({"dir": "auto"}, rows=5),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class OtherTimeForm(OneOfSeveral):
    """Asking for another time."""

    apology = forms.CharField(
        label=_("Når passer det bedre?"),
        help_text=_("Feltet kan stå tomt."),
        required=False,
        max_length=300,
        widget=LongText({"dir": "auto"}, rows=2),
    )


class WordForm(OneOfSeveral):
    """Whether one agrees to the text as one has read it; `mark` tells which text that was."""

    answer = forms.ChoiceField(choices=Confirmation.Answer, widget=forms.HiddenInput)
    mark = forms.CharField(max_length=16, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Hva er ikke riktig?"),
        help_text=_("Skriv på det språket du vil. Da kan gruppen rette teksten."),
        required=False,
        max_length=2000,
        widget=LongText({"dir": "auto"}, rows=3),
    )

    def read_anew(self, mark: str) -> None:
        """Turns to the text that is shown now: the words stay, and sent again they are an objection to this one."""
        sent = {name: self.data.get(name, "") for name in self.fields}
        self.data = sent | {"answer": Confirmation.Answer.DISAGREES, "mark": mark}

    def clean(self) -> dict[str, Any]:
        """Whoever disagrees says what is wrong, so that it can be put right."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == Confirmation.Answer.DISAGREES and not cleaned.get("words"):
            self.add_error("words", _("Skriv hva som ikke er riktig."))
        return cleaned
