"""The forms of the mapping, one for each part of it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from samlop.participants.forms.changing import RowForm
from samlop.participants.language_words import language_choices
from samlop.participants.mapping_groups import GROUPS, Group, named_group
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

    documentation = forms.ChoiceField(
        label=_("Papirene er nå"),
        widget=ChoiceChips,
        error_messages={"required": _("Velg hvor langt papirene er kommet.")},
    )
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


class SectionForm(RowForm):
    """One part of the mapping, under the headings it has on the page; or just the fields under one of them."""

    section: str
    names: tuple[str, ...] = ()

    def __init__(self, *positional: Any, group: str = "", **options: Any) -> None:
        chosen = named_group(self.section, group)
        self.groups = (chosen,) if chosen else GROUPS[self.section]
        self.names = tuple(name for one in self.groups for name in one.names)
        super().__init__(*positional, **options)

    @property
    def grouped(self) -> list[tuple[Group, list[BoundField]]]:
        """The fields under their headings; a single heading is the page's own."""
        return [(group, [self[name] for name in group.names]) for group in self.groups]


class LanguageForm(SectionForm):
    """Norwegian by skill, and the basis in English."""

    model = LanguageSkills
    section = "languages"


class SchoolingForm(SectionForm):
    """Schooling so far, and what stands between the participant and the next school."""

    model = Schooling
    section = "schooling"
    helps = {
        "prior_learning_approved": _("For eksempel fag eller trinn."),
        "application_year": _("Året opplæringen skal begynne, for eksempel 2027."),
        "application_first": _("Utdanningsprogram og skole, slik det står i søknaden."),
        "higher_choice": _("For eksempel sykepleie ved Universitetet i Agder."),
    }


class NeedsForm(SectionForm):
    """What must be in place for the road to hold."""

    model = Needs
    section = "needs"
    helps = {
        "health_adaptation_note": _("Skriv hva som trengs, ikke hva slags sykdom det gjelder."),
        "subsistence": _("Det deltakeren lever av nå."),
        "early_income": _("Om familien må ha inntekt før opplæringen er ferdig."),
    }
