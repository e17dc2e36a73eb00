"""Fields that read a value the way the import does, and refuse it with the same words."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samlop.participants.import_problems import Problem, ProblemCode
from samlop.participants.import_values import ValueRejected
from samlop.participants.import_words import problem_in_words

# The import speaks of columns and spreadsheets; a form does not.
IN_A_FORM: Mapping[ProblemCode, Promise] = {
    ProblemCode.FORMULA: _("Det første tegnet kan ikke være =, +, - eller @."),
    ProblemCode.BROKEN_LETTERS: _("Bokstaver er ødelagt, trolig æ, ø eller å. Skriv navnet på nytt."),
    ProblemCode.NOT_DIGITS: _("Nummeret har andre tegn enn siffer."),
    ProblemCode.LOST_ZERO: _(
        "Nummeret mangler et siffer. Det skal ha %(expected)s; trolig mangler nullen foran."
    ),
}


def refused_in_words(code: ProblemCode, parameters: Mapping[str, object]) -> str:
    """Why a value cannot be right, for somebody who typed it."""
    if code in IN_A_FORM:
        return str(IN_A_FORM[code]) % parameters
    return problem_in_words(Problem(code, parameters=parameters))


class ReadField(forms.CharField):
    """One line read by a function of the import; what was typed stays when it is refused."""

    def __init__(self, *, reader: Callable[[str], Any], **options: Any) -> None:
        super().__init__(**options)
        self.reader = reader

    def clean(self, value: Any) -> Any:
        """The value as it is to be kept; nothing typed is nothing."""
        text = super().clean(value)
        if not text:
            return text
        try:
            return self.reader(text)
        except ValueRejected as rejected:
            raise ValidationError(refused_in_words(rejected.code, rejected.parameters)) from rejected
