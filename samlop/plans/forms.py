"""Forms of the plan. Field names are the keywords of the actions."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samlop.access.models import Organisation
from samlop.participants.models import Membership, Participant
from samlop.plans.models import Goal, Step, StepKind
from samlop.ui.forms import DayField, LongText

PARTICIPANT = "participant"


class GoalForm(forms.Form):
    """A goal in the participant's words."""

    words = forms.CharField(
        label=_("Hva vil du nå?"), max_length=500, widget=LongText(rows=2), help_text=_("Skriv det slik deltakeren sier det.")
    )


class StepForm(forms.Form):
    """One step of the road."""

    kind = forms.ChoiceField(label=_("Hva slags steg"), choices=StepKind)
    title = forms.CharField(label=_("Hva"), max_length=120, required=False, help_text=_("Står tomt? Da brukes slaget som navn."))
    first = DayField(label=_("Fra"), required=False)
    until = DayField(label=_("Til"), required=False, help_text=_("Den første dagen etter steget."))
    status = forms.ChoiceField(label=_("Status"), choices=Step.Status, initial=Step.Status.PLANNED)
    organisation = forms.ModelChoiceField(
        label=_("Ansvarlig"), queryset=Organisation.objects.none(), required=False, empty_label=_("Ingen er valgt ennå")
    )
    waits_for = forms.ModelMultipleChoiceField(
        label=_("Venter på"), queryset=Step.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Merknad"), max_length=300, required=False)

    def __init__(self, *args: Any, participant: Participant, step: Step | None = None, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = self.fields
        fields["organisation"].queryset = Organisation.objects.existing_on(today)  # type: ignore[attr-defined]
        others = Step.objects.filter(participant=participant, removed=False)
        fields["waits_for"].queryset = others.exclude(pk=step.pk) if step else others  # type: ignore[attr-defined]
        fields["waits_for"].label_from_instance = lambda other: other.name  # type: ignore[attr-defined]


class ActionForm(forms.Form):
    """Who does what by when."""

    text = forms.CharField(label=_("Hva skal gjøres"), max_length=500)
    owner = forms.ChoiceField(label=_("Hvem gjør det"))
    due_on = DayField(label=_("Frist"), required=False)

    def __init__(self, *args: Any, participant: Participant, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        members = Membership.objects.current(today).filter(participant=participant)
        seats = members.select_related("employment__person", "organisation")
        choices = [(str(one.employment_id), f"{one.employment.person.name}, {one.organisation.name}") for one in seats]
        self.fields["owner"].choices = [(PARTICIPANT, str(participant)), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The owner as the action wants it: the participant, or one employment."""
        cleaned: dict[str, Any] = super().clean() or {}
        owner = cleaned.pop("owner", "")
        cleaned["owner_is_participant"] = owner == PARTICIPANT
        cleaned["owner_employment_id"] = None if owner == PARTICIPANT else owner or None
        return cleaned


class HorizonForm(forms.Form):
    """How far ahead the goal realistically lies."""

    horizon = DayField(label=_("Når er det realistisk å nå målet?"), required=False)


def initial_of(step: Step) -> dict[str, Any]:
    """What the form shows of a step that exists."""
    names = ("kind", "title", "first", "until", "status", "organisation", "note")
    return {name: getattr(step, name) for name in names} | {"waits_for": [one.waits_for_id for one in step.waits.all()]}


def goal_initial(goal: Goal) -> dict[str, Any]:
    """What the form shows of a goal that exists."""
    return {"words": goal.words}
