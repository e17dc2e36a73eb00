"""The form for a newcomer, and the one that puts name, birth, language and address right."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Organisation
from samlop.kernel.identifiers import Fodselsnummer
from samlop.kernel.kommuner import kommuner, kommuner_on
from samlop.participants.actions import Newcomer
from samlop.participants.forms.changing import SeenForm
from samlop.participants.forms.reading import ReadField, refused_in_words
from samlop.participants.import_problems import ProblemCode
from samlop.participants.import_values import (
    read_duf,
    read_email,
    read_fodselsnummer,
    read_key,
    read_name,
    read_phone,
)
from samlop.participants.language_words import language_choices
from samlop.participants.models import Contact, Participant
from samlop.ui.forms import DayField

SIGNER = Signer(salt="participants.register")
NOT_OFFERED_TO_REMEMBER = {"autocomplete": "off"}

Choices = list[tuple[str, str]]


def _line(reader: Callable[[str], Any], label: Any, **options: Any) -> ReadField:
    widget = forms.TextInput(NOT_OFFERED_TO_REMEMBER | options.pop("attrs", {}))
    return ReadField(reader=reader, label=label, widget=widget, **options)


def _languages() -> Choices:
    return [("", str(_("Ikke oppgitt"))), *language_choices()]


def _kommuner(numbers: list[str] | None = None) -> Choices:
    present = [(one.number, one.name) for one in kommuner_on(localdate())]
    own = [choice for choice in present if choice[0] in (numbers or ())]
    return own or present


class PersonFields(SeenForm):
    """Who somebody is and how they are reached."""

    first_name = _line(read_name, _("Fornavn og mellomnavn"))
    last_name = _line(read_name, _("Etternavn"))
    birth_day = DayField(label=_("Fødselsdato"), required=False)
    fodselsnummer = _line(
        read_fodselsnummer,
        _("Fødselsnummer eller D-nummer"),
        required=False,
        help_text=_("Elleve siffer. La det stå tomt til nummeret finnes."),
        attrs={"inputmode": "numeric"},
    )
    duf = _line(
        read_duf,
        _("DUF-nummer"),
        required=False,
        help_text=_("Tolv siffer, fra utlendingsforvaltningen."),
        attrs={"inputmode": "numeric"},
    )
    municipality_number = forms.ChoiceField(label=_("Kommune"), choices=_kommuner)
    external_key = _line(
        read_key,
        _("Egen nøkkel"),
        required=False,
        help_text=_("Nummeret deltakeren har i deres eget fagsystem, om det finnes."),
    )
    language = forms.ChoiceField(label=_("Språk"), required=False, choices=_languages)
    needs_interpreter = forms.BooleanField(label=_("Trenger tolk"), required=False)
    phone = _line(read_phone, _("Telefon"), required=False, attrs={"inputmode": "tel"})
    email = _line(read_email, _("E-post"), required=False, attrs={"inputmode": "email"})

    def clean_birth_day(self) -> date | None:
        """A day on which somebody now living can be born."""
        day: date | None = self.cleaned_data["birth_day"]
        if day and day > localdate():
            raise ValidationError(_("Fødselsdatoen kan ikke være etter i dag."))
        return day

    def clean(self) -> dict[str, Any]:
        """Number and birth day must agree; where only the number is known, it tells the day."""
        values = super().clean() or {}
        number: Fodselsnummer | None = values.get("fodselsnummer") or None
        born = values.get("birth_day") or self.initial.get("birth_day")
        if number and born and not number.agrees_with(born):
            self.add_error("birth_day", refused_in_words(ProblemCode.BIRTH_DISAGREES, {}))
        if number and not born and "birth_day" in values:
            values["birth_day"] = number.birth
        if number:
            values["fodselsnummer"] = number.digits
        if values.get("needs_interpreter") and not values.get("language"):
            self.add_error("language", _("Velg språket tolken skal kunne."))
        return values


class RegisterForm(PersonFields):
    """A newcomer, with the days the routine counts from."""

    file_id = forms.CharField(widget=forms.HiddenInput)
    settled = DayField(label=_("Bosatt"), required=False)
    programme_start = DayField(
        label=_("Start i introduksjonsprogrammet"),
        required=False,
        help_text=_("Det første møtet i ressursgruppen regnes fra denne dagen."),
    )
    join_group = forms.BooleanField(
        label=_("Jeg blir med i ressursgruppen og svarer for den"), required=False, initial=True
    )
    is_another = forms.BooleanField(
        label=_("Dette er en annen person med samme navn og fødselsdato"), required=False
    )

    def __init__(self, *positional: Any, organisation: Organisation, may_join: bool, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.fields["municipality_number"].choices = _kommuner(organisation.municipality_numbers)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.show_hidden_initial = False
        if not may_join:
            del self.fields["join_group"]
        self.initial.setdefault("file_id", SIGNER.sign(str(uuid4())))

    def clean_file_id(self) -> UUID:
        """The number chosen when the form was shown; nobody makes one up."""
        try:
            return UUID(SIGNER.unsign(self.cleaned_data["file_id"]))
        except (BadSignature, ValueError) as forged:
            raise ValidationError(_("Skjemaet kan ikke brukes. Åpne et nytt.")) from forged

    def newcomer(self) -> Newcomer:
        """What was filled in, as the registration takes it."""
        names = Newcomer.__dataclass_fields__
        return Newcomer(**{name: value for name, value in self.cleaned_data.items() if name in names})


class BasicsForm(PersonFields):
    """What is on file of somebody already registered; a number is written only to be replaced."""

    portal_language = forms.ChoiceField(label=_("Språk på Min vei"))

    def __init__(
        self,
        *positional: Any,
        participant: Participant,
        contact: Contact,
        numbers: dict[str, str],
        portal_languages: Choices,
        **options: Any,
    ) -> None:
        own = ("phone", "email")
        kept = [name for name in self.base_fields if name not in ("fodselsnummer", "duf", *own)]
        initial = {name: getattr(participant, name) for name in kept}
        initial |= {name: getattr(contact, name) for name in own}
        super().__init__(*positional, initial=initial, **options)
        self.fields["portal_language"].choices = portal_languages  # type: ignore[attr-defined]
        self._keep_former_kommune(participant.municipality_number)
        for name, kind in (("fodselsnummer", "fnr"), ("duf", "duf")):
            if kind in numbers:
                known = _("Registrert: %(number)s. Skriv bare hvis nummeret skal byttes.")
                self.fields[name].help_text = known % {"number": numbers[kind]}

    def changes(self) -> dict[str, Any]:
        """What was changed; a new number also tells the birth day where none was known."""
        changed = super().changes()
        born: date | None = self.cleaned_data.get("birth_day")
        if "fodselsnummer" in changed and born and not self.initial["birth_day"]:
            changed["birth_day"] = born
        return changed

    def _keep_former_kommune(self, number: str) -> None:
        """A municipality that has been merged stays a choice for those who came when it existed."""
        choices = _kommuner()
        if number not in dict(choices) and number in kommuner():
            choices.insert(0, (number, kommuner()[number].name))
        self.fields["municipality_number"].choices = choices  # type: ignore[attr-defined]
