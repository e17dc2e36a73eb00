"""The forms of the mapping, one for each part of it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samlop.participants.forms.changing import RowForm
from samlop.participants.language_words import language_choices
from samlop.participants.models import (
    Education,
    Experience,
    LanguageSkills,
    Needs,
    OccupationalWish,
    Schooling,
)
from samlop.participants.rules import DATED_DOCUMENTATION, NEXT_DOCUMENTATION
from samlop.ui.forms import ChoiceChips, DayField

DECIDED = (Education.Documentation.APPROVED.value, Education.Documentation.REFUSED.value)


class EducationForm(RowForm):
    """One education; its papers are taken on by a form of their own."""

    model = Education
    names: tuple[str, ...] = ("level", "subject", "country", "completion", "years", "self_declared_on")
    chips: tuple[str, ...] = ("level", "completion")
    helps = {"self_declared_on": _("Når fylkeskommunens skjema ble levert, hvis papirene mangler.")}


class NewEducationForm(EducationForm):
    """One education with its papers where they are today."""

    names = (*EducationForm.names[:-1], "documentation", "documentation_on", "decided_by", "self_declared_on")
    chips = ("level", "completion", "documentation")
    helps = EducationForm.helps | {
        "documentation_on": _("Dagen papirene ble sendt eller avgjort."),
        "decided_by": _("Hvis papirene er avgjort: hvem som avgjorde."),
    }

    def education(self) -> Education:
        """What was filled in, not yet stored."""
        return Education(**self.cleaned_data)


class DocumentationForm(forms.Form):
    """The next step of the papers, with its day and who decided."""

    documentation = forms.ChoiceField(label=_("Papirene er nå"), widget=ChoiceChips)
    documentation_on = DayField(label=_("Dato"), required=False)
    decided_by = forms.CharField(label=_("Avgjort av"), required=False, max_length=120)

    def __init__(self, *positional: Any, education: Education, today: date, **options: Any) -> None:
        following = NEXT_DOCUMENTATION[education.documentation]
        first = following[0] if len(following) == 1 else None
        options["initial"] = {"documentation_on": today, "documentation": first}
        super().__init__(*positional, **options)
        choices = [(code, Education.Documentation(code).label) for code in following]
        self.fields["documentation"].choices = choices  # type: ignore[attr-defined]
        if not set(following) & DATED_DOCUMENTATION:
            del self.fields["documentation_on"]
        if not set(following) & set(DECIDED):
            del self.fields["decided_by"]

    def clean_decided_by(self) -> str:
        """A decision is somebody's."""
        who: str = self.cleaned_data["decided_by"]
        if self.cleaned_data.get("documentation") in DECIDED and not who:
            raise ValidationError(_("Skriv hvem som avgjorde."))
        return who

    def step(self) -> dict[str, Any]:
        """The step as the action takes it."""
        return {"documentation_on": None, "decided_by": ""} | self.cleaned_data


class ExperienceForm(RowForm):
    """Work done before."""

    model = Experience
    names = ("occupation", "country", "years", "documented")

    def experience(self) -> Experience:
        """What was filled in, not yet stored."""
        return Experience(**self.cleaned_data)


class WishForm(RowForm):
    """What the participant wants, as it was said."""

    model = OccupationalWish
    names = ("words",)
    helps = {"words": _("Skriv det slik deltakeren sier det.")}

    language = forms.ChoiceField(label=_("Språket det er skrevet på"), choices=language_choices, initial="nb")

    def __init__(self, *positional: Any, row: OccupationalWish | None = None, **options: Any) -> None:
        if row is not None:
            options["initial"] = {"language": row.language}
        super().__init__(*positional, row=row, **options)
        self.order_fields(["words", "language"])


class LanguageForm(RowForm):
    """Norwegian by skill, and the basis in English."""

    model = LanguageSkills
    names = (
        "overall",
        "listening",
        "reading",
        "speaking",
        "writing",
        "assessed_on",
        "english",
        "english_measures",
        "other_languages",
    )


class SchoolingForm(RowForm):
    """Schooling so far, and what stands between the participant and the next school."""

    model = Schooling
    names = (
        "earlier",
        "progress",
        "time_horizon",
        "career_guidance_on",
        "prior_learning",
        "final_test",
        "application",
        "application_due",
        "student_finance",
    )


class NeedsForm(RowForm):
    """What must be in place for the road to hold."""

    model = Needs
    names = (
        "own_computer",
        "travel_cost",
        "adapted_teaching",
        "adapted_teaching_note",
        "adapted_teaching_documented",
        "premises",
    )
