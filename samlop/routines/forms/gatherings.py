"""The form that calls several participants at once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samlop.routines.models import GatheringInvitation
from samlop.routines.queries.gatherings import Candidate
from samlop.routines.rules import NOTICE, USUAL_START, Stretch, proposed_day
from samlop.ui.dates import short_day
from samlop.ui.forms import DayField, TimeField

YEARS_AHEAD = 5
USUAL_LENGTH = timedelta(hours=2)


class GatheringForm(forms.Form):
    """When, where, and which participants."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    day = DayField(label=gettext_lazy("Dag"))
    starts = TimeField(label=gettext_lazy("Begynner"))
    ends = TimeField(label=gettext_lazy("Slutter"))
    place = forms.CharField(label=gettext_lazy("Sted"), max_length=200)
    participants = forms.MultipleChoiceField(
        label=gettext_lazy("Deltakere"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, found: Sequence[Candidate], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["participants"].choices = [_named(one) for one in found]  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """A day that some calendar of the called reaches."""
        day: date = self.cleaned_data["day"]
        if abs(day.year - localdate().year) > YEARS_AHEAD:
            raise forms.ValidationError(_("Velg en dag i de nærmeste årene."))
        return day

    def call(self) -> dict[str, Any]:
        """What was filled in, as the action's keywords."""
        filled = self.cleaned_data
        starts_at, ends_at = (
            make_aware(datetime.combine(filled["day"], filled[name])) for name in ("starts", "ends")
        )
        return {
            "key": filled["key"],
            "place": filled["place"],
            "participants": [UUID(one) for one in filled["participants"]],
            "when": Stretch(starts_at, ends_at),
        }


class AttendanceForm(forms.Form):
    """Who of those called came."""

    came = forms.MultipleChoiceField(
        label=gettext_lazy("Hvem kom?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, called: Sequence[GatheringInvitation], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["came"].choices = [(str(one.pk), str(one.participant)) for one in called]  # type: ignore[attr-defined]
        self.initial["came"] = [str(one.pk) for one in called if one.attended]

    def clean_came(self) -> list[UUID]:
        """Those ticked, each by the number of the invitation."""
        return [UUID(one) for one in self.cleaned_data["came"]]


def initial_gathering(found: Sequence[Candidate], today: date, *, place: str = "") -> dict[str, Any]:
    """Two weeks ahead, where the last one was, for everybody who has not been called before."""
    return {
        "key": uuid4(),
        "day": proposed_day(today + 2 * NOTICE, window_last=today + 4 * NOTICE, today=today),
        "starts": USUAL_START,
        "ends": (datetime.combine(today, USUAL_START) + USUAL_LENGTH).time(),
        "place": place,
        "participants": [str(one.participant.pk) for one in found if one.called_before is None],
    }


def _named(one: Candidate) -> tuple[str, str]:
    words = _("%(name)s, neste møte rundt %(day)s") % {
        "name": one.participant,
        "day": short_day(one.wanted.target),
    }
    if one.called_before:
        words = _("%(words)s (kalt inn til fellesmøte %(day)s)") % {
            "words": words,
            "day": short_day(one.called_before),
        }
    return str(one.participant.pk), words
