"""What a form says of a field left empty: a sentence that tells what to write."""

from django import forms
from django.utils.translation import gettext as _


def ask_for_what_is_missing(form: forms.Form) -> None:
    """Gives each field without words of its own a sentence in place of the one every field is born with."""
    for field in form.fields.values():
        if field.required and _is_as_born(field):
            field.error_messages["required"] = _asked(field)


def _is_as_born(field: forms.Field) -> bool:
    return field.error_messages["required"] is forms.Field.default_error_messages["required"]


def _asked(field: forms.Field) -> str:
    label = str(field.label or "")
    if label.endswith("?"):
        return _("Svar på spørsmålet «%(question)s».") % {"question": label}
    if isinstance(field, forms.DateField):
        return _("Velg en dato.")
    pattern = _("Velg %(label)s.") if isinstance(field, forms.ChoiceField) else _("Skriv %(label)s.")
    return pattern % {"label": _inside_a_sentence(label)}


def _inside_a_sentence(label: str) -> str:
    """«Etternavn» becomes «etternavn», «DUF-nummer» stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
