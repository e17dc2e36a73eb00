"""Forms of what is written in a meeting: texts with a version, answers, who is there, decisions, a word on the text."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Organisation
from samlop.participants.language_words import language_name
from samlop.participants.models import Membership
from samlop.participants.queries import choices_for
from samlop.participants.rules import ANSWERS
from samlop.routines import minutes_rules as rules
from samlop.routines.models import Confirmation, Invitation
from samlop.routines.queries.minutes import Party
from samlop.routines.routine import AgendaItem, Answer
from samlop.ui.forms import ChoiceChips, DayField, DayInput, LongText
from samlop.ui.once import OnceKey

LONGEST = 20_000
PARTICIPANT = "participant"
OWN_WORDS_IN = ("nb", "nn", "en")
YES_NO = [("yes", _("ja")), ("no", _("nei"))]


class TextForm(forms.Form):
    """One text of a page with many: what is typed, the version it was typed over, and a mark of what was shown."""

    text = forms.CharField(
        label=_("Tekst"), max_length=LONGEST, required=False, strip=False, widget=LongText(rows=3)
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput({"data-version-field": True}))
    mark = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, label: str = "", rows: int = 3, **options: Any) -> None:
        super().__init__(*args, **options)
        self.made_with: dict[str, Any] = {"label": label, "rows": rows}
        self.fields["text"].label = label or self.fields["text"].label
        self.fields["text"].widget.attrs["rows"] = rows

    def typed(self, code: str) -> rules.Typed | None:
        """What was typed, if it differs from what was shown."""
        text, version = self.cleaned_data["text"], self.cleaned_data["version"]
        return None if self.cleaned_data["mark"] == _mark(text, version) else rules.Typed(code, text, version)


class OwnWordsForm(TextForm):
    """The participant's own words, and the language they are in: what is not chosen is told by the letters."""

    language = forms.ChoiceField(label=_("Språket ordene er skrevet på"), required=False)

    def __init__(self, *args: Any, languages: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.made_with["languages"] = languages
        self.fields["text"].widget.attrs["dir"] = "auto"
        offered = dict.fromkeys(code for code in (*OWN_WORDS_IN, *languages) if code)
        choices = [("", _("Finn språket av skriften")), *((code, language_name(code)) for code in offered)]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        self.fields["language"].show_hidden_initial = True

    def typed(self, code: str) -> rules.Typed | None:
        """What was typed, or said about its language, if it differs from what was shown."""
        typed, values = super().typed(code), self.cleaned_data
        if "language" not in self.changed_data:
            return typed
        return rules.Typed(code, values["text"], values["version"], values["language"])


def shown(text: str, version: int) -> dict[str, Any]:
    """The initial values of a text as it stands."""
    return {"text": text, "version": version, "mark": _mark(text, version)}


def _mark(text: str, version: int) -> str:
    return f"{version}-{rules.mark_of(text)}"


class AnswerForm(TextForm):
    """An answer that fills the mapping or the plan, in the field its kind asks for."""

    def __init__(self, *args: Any, item: AgendaItem, **options: Any) -> None:
        super().__init__(*args, **options)
        self.made_with = {"item": item}
        self.fields["text"] = answer_field(item)


def answer_field(item: AgendaItem) -> forms.Field:
    """The field for one agenda item's answer; empty until somebody has answered."""
    label = _("Svar")
    fills = item.fills or ""
    if item.answer is Answer.DATE:
        return _DayText(label=label, required=False, widget=DayInput)
    if item.answer is Answer.CHECK:
        return forms.ChoiceField(label=label, choices=[("", _("ikke svart")), *YES_NO], required=False)
    if item.answer in (Answer.CHOICE, Answer.LEVEL) and fills in ANSWERS:
        choices = [("", _("ikke svart")), *choices_for(fills)]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    return forms.CharField(label=label, max_length=2000, required=False, strip=False, widget=LongText(rows=2))


class _DayText(DayField):
    """A day that is kept as text, the way answers are."""

    def clean(self, value: Any) -> str:
        day = super().clean(value)
        return day.isoformat() if day else ""


class PresenceForm(forms.Form):
    """Who is there: of those who are called, and of the rest of the group."""

    present = forms.MultipleChoiceField(
        label=_("Hvem er til stede?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    walk_ins = forms.MultipleChoiceField(
        label=_("Er noen her uten å være kalt inn?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    interpreter = forms.BooleanField(label=_("Tolken er til stede"), required=False)

    def __init__(
        self,
        *args: Any,
        seats: Sequence[Invitation],
        uncalled: Iterable[Membership] = (),
        name: str,
        interpreter: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["present"].choices = [(str(seat.pk), _who(seat, name)) for seat in seats]  # type: ignore[attr-defined]
        others = [
            (str(one.employment_id), f"{one.employment.person.name}, {one.organisation}") for one in uncalled
        ]
        self.fields["walk_ins"].choices = others  # type: ignore[attr-defined]
        if not others:
            del self.fields["walk_ins"]
        if not interpreter:
            del self.fields["interpreter"]

    def attendance(self) -> dict[str, Any]:
        """Who is there, as the action's keywords."""
        chosen = {
            name: [UUID(pk) for pk in self.cleaned_data.get(name, ())] for name in ("present", "walk_ins")
        }
        return chosen | {name: value for name, value in self.cleaned_data.items() if name == "interpreter"}


def _who(seat: Invitation, participant: str) -> str:
    if seat.employment is None:
        return participant
    return f"{seat.employment.person.name}, {seat.organisation}"


class DecisionForm(forms.Form):
    """What the group decides: who does it, by when, and what it changes in the plan."""

    text = forms.CharField(
        label=_("Hva er vedtatt?"), max_length=500, widget=LongText({"dir": "auto"}, rows=2)
    )
    owner = forms.ChoiceField(label=_("Hvem gjør det?"))
    due_on = DayField(label=_("Frist"), required=False)
    plan_change = forms.ChoiceField(label=_("Hva endrer det i planen?"), required=False)
    first = DayField(label=_("Fra"), required=False)
    until = DayField(
        label=_("Til og med"),
        required=False,
        help_text=_("Den siste dagen i steget, eller dagen målet er nådd."),
    )
    title = forms.CharField(
        label=_("Navn på det nye steget"),
        required=False,
        max_length=120,
        help_text=_("Som «Norskkurs A2». Tomt felt gir slaget som navn."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Ansvarlig for det nye steget"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Ingen er valgt ennå"),
    )
    key = OnceKey()

    def __init__(
        self,
        *args: Any,
        seats: Iterable[Invitation],
        name: str,
        changes: list[tuple[str, list[tuple[str, str]]]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        present = [seat for seat in seats if seat.attended and seat.employment]
        owners = [(str(seat.employment_id), _who(seat, name)) for seat in present]
        self.fields["owner"].choices = [("", _("Velg")), (PARTICIPANT, name), *owners]  # type: ignore[attr-defined]
        self.fields["plan_change"].choices = [("", _("Endrer ikke planen")), *changes]  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = Organisation.objects.existing_on(localdate())  # type: ignore[attr-defined]
        self.changes = {value: words for _heading, group in changes for value, words in group}
        self.made_with: dict[str, Any] = {"seats": seats, "name": name, "changes": changes}

    @property
    def sent(self) -> dict[str, str]:
        """What was filled in, as it was typed."""
        fields = (name for name in self.fields if name != "key")
        typed = {name: str(self.data.get(self.add_prefix(name)) or "") for name in fields}
        return {name: value for name, value in typed.items() if value.strip()}

    def as_typed(self) -> "DecisionForm":
        """The same with all that was typed, before anybody has asked for it to be written down: no faults yet."""
        return DecisionForm(prefix=self.prefix, initial=self.sent, **self.made_with)

    def clean(self) -> dict[str, Any]:
        """A change of the plan needs the days it is about, and ends after it begins."""
        cleaned = super().clean() or {}
        first, until, change = cleaned.get("first"), cleaned.get("until"), cleaned.get("plan_change") or ""
        if first and until and until < first:
            self.add_error("until", _("Steget kan ikke slutte før det begynner."))
        if change.startswith("horizon") and not until:
            self.add_error("until", _("Skriv dagen det er realistisk å nå målet."))
        if change.startswith("step_period") and not first and not until:
            self.add_error("first", _("Skriv når steget begynner eller slutter."))
        return cleaned

    def owned(self) -> dict[str, Any]:
        """Who does it, as the action's keywords."""
        owner = self.cleaned_data["owner"]
        if owner == PARTICIPANT:
            return {"owner_is_participant": True}
        return {"owner_employment": UUID(owner)}


class WordForm(forms.Form):
    """One party's word on the text."""

    answer = forms.ChoiceField(choices=Confirmation.Answer, widget=ChoiceChips)
    words = forms.CharField(
        label=_("Hva er dere uenige i?"), max_length=2000, required=False, widget=LongText(rows=2)
    )
    party = forms.CharField(widget=forms.HiddenInput)
    given_by = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, parties: Iterable[Party] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = {party.party: party for party in parties}

    def clean_party(self) -> Party:
        """One of those who must confirm."""
        party = self.parties.get(self.cleaned_data["party"])
        if party is None:
            raise ValidationError(_("Denne etaten var ikke til stede, og bekrefter derfor ikke."))
        return party
