"""A field left empty says what to write, in words that fit what it asks for."""

import pytest
from django import forms
from django.utils.translation import override

from samlop.participants.forms.missing import ask_for_what_is_missing
from samlop.ui.forms import DayField


class _Asking(forms.Form):
    name = forms.CharField(label="Etternavn")
    number = forms.CharField(label="DUF-nummer")
    place = forms.ChoiceField(label="Kommune", choices=[("4205", "Lindesnes")])
    day = DayField(label="Bosatt")
    goal = forms.CharField(label="Hva vil deltakeren nå?")
    own = forms.CharField(error_messages={"required": "Skriv noen ord."})
    note = forms.CharField(required=False)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("name", "Skriv etternavn."),
        ("number", "Skriv DUF-nummer."),
        ("place", "Velg kommune."),
        ("day", "Velg en dato."),
        ("goal", "Svar på spørsmålet «Hva vil deltakeren nå?»."),
        ("own", "Skriv noen ord."),
    ],
)
def test_what_is_missing_is_asked_for_in_words(field: str, told: str) -> None:
    with override("nb"):
        form = _Asking({})
        ask_for_what_is_missing(form)
        assert form.errors[field] == [told]
        assert "note" not in form.errors


def test_one_form_does_not_speak_for_the_next() -> None:
    with override("nb"):
        ask_for_what_is_missing(_Asking({}))
        assert _Asking({}).errors["name"] != ["Skriv etternavn."]
