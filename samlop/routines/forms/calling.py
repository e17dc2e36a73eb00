"""The form that calls a group together or moves a meeting, and the small ones round it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.timezone import localdate, localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samlop.participants.language_words import language_choices
from samlop.participants.models import Membership
from samlop.routines.models import Meeting
from samlop.routines.queries.calling import Proposal
from samlop.routines.rules import USUAL_LENGTH, USUAL_START, Arrangement, Stretch
from samlop.ui.forms import ChoiceChips, DayField, LongText, TimeField

Choice = tuple[str, str]

YEARS_AHEAD = 5


class ArrangementForm(forms.Form):
    """When, where, who, and whether an interpreter comes."""

    day = DayField(label=gettext_lazy("Dag"))
    starts = TimeField(label=gettext_lazy("Begynner"))
    ends = TimeField(label=gettext_lazy("Slutter"))
    place_kind = forms.ChoiceField(
        label=gettext_lazy("Hvor"), choices=Meeting.Place.choices, widget=ChoiceChips
    )
    place = forms.CharField(
        label=gettext_lazy("Rom eller lenke"),
        help_text=gettext_lazy("Rommet står i e-posten til de ansatte. En lenke står bare i Samløp."),
        max_length=200,
    )
    employments = forms.MultipleChoiceField(
        label=gettext_lazy("Hvem fra gruppen"), widget=forms.CheckboxSelectMultiple
    )
    interpreter_language = forms.ChoiceField(label=gettext_lazy("Tolk"), required=False)
    interpreter_booked = forms.CharField(
        label=gettext_lazy("Tolk bestilt hos"),
        help_text=gettext_lazy("Kan fylles ut senere."),
        max_length=120,
        required=False,
    )
    despite_collisions = forms.BooleanField(label=gettext_lazy("Kall inn likevel"), required=False)

    def __init__(self, *arguments: Any, proposal: Proposal, booked_by: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.proposal = proposal
        self.fields["employments"].choices = _people(proposal)  # type: ignore[attr-defined]
        languages = [("", _("Ingen tolk")), *language_choices()]
        self.fields["interpreter_language"].choices = languages  # type: ignore[attr-defined]
        if booked_by:
            words = _("Etter rutinen bestiller %(role)s tolken.") % {"role": booked_by}
            self.fields["interpreter_language"].help_text = words

    def clean_day(self) -> date:
        """A day that some calendar of the called reaches."""
        day: date = self.cleaned_data["day"]
        if abs(day.year - localdate().year) > YEARS_AHEAD:
            raise forms.ValidationError(_("Velg en dag i de nærmeste årene."))
        return day

    def arrangement(self) -> Arrangement:
        """What was filled in, once the form holds."""
        filled = self.cleaned_data
        return Arrangement(
            when=_stretch(filled),
            place_kind=filled["place_kind"],
            place=filled["place"],
            employments=frozenset(UUID(one) for one in filled["employments"]),
            interpreter_language=filled["interpreter_language"],
            interpreter_booked=filled["interpreter_booked"],
        )

    def when(self) -> Stretch | None:
        """The time as far as it can be read, also while the rest of the form is empty."""
        filled = getattr(self, "cleaned_data", {})
        if not all(filled.get(name) for name in ("day", "starts", "ends")):
            return None
        return _stretch(filled)

    def room(self) -> str:
        """The room as far as it is filled in; a link is nobody's room."""
        filled = getattr(self, "cleaned_data", {})
        return filled.get("place", "") if filled.get("place_kind") == Meeting.Place.ROOM else ""

    def chosen_seats(self) -> list[Membership]:
        """Those ticked so far who sit in the group."""
        ticked = set(self.data.getlist("employments")) if self.is_bound else set(self.initial["employments"])  # type: ignore[attr-defined]
        return [seat for seat in self.proposal.everybody if str(seat.employment_id) in ticked]


class CallForm(ArrangementForm):
    """Calls the group together; its key makes a form sent twice one call."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class ExtraCallForm(CallForm):
    """Calls the group together outside the routine's points, and says why."""

    reason = forms.CharField(
        label=gettext_lazy("Hva skal møtet handle om?"),
        help_text=gettext_lazy("Alle som kalles inn, ser dette i Samløp."),
        max_length=300,
        widget=LongText(rows=2),
    )
    field_order = ("reason",)


class CancelForm(forms.Form):
    """Why a meeting is called off."""

    because = forms.CharField(
        label=gettext_lazy("Hvorfor avlyses møtet?"),
        help_text=gettext_lazy("Står i Samløp, ikke i e-posten."),
        max_length=300,
        widget=LongText(rows=2),
    )


class ReplyForm(forms.Form):
    """An answer to an invitation: one press, and a few words for those who want."""

    reply = forms.CharField(max_length=10, widget=forms.HiddenInput)
    apology = forms.CharField(label=gettext_lazy("Melding"), max_length=300, required=False)


def initial_call(proposal: Proposal, *, day: date, language: str, room: str) -> dict[str, Any]:
    """What the routine proposes, ready to be sent with one press."""
    ends = (datetime.combine(day, USUAL_START) + USUAL_LENGTH).time()
    return {
        "key": uuid4(),
        "day": day,
        "starts": USUAL_START,
        "ends": ends,
        "place_kind": Meeting.Place.ROOM,
        "place": room,
        "employments": [str(seat.employment_id) for seat in proposal.called],
        "interpreter_language": language,
    }


def initial_change(meeting: Meeting, invited: Sequence[UUID | None]) -> dict[str, Any]:
    """The meeting as it stands."""
    starts_at, ends_at = localtime(meeting.starts_at), localtime(meeting.ends_at)
    return {
        "day": starts_at.date(),
        "starts": starts_at.time(),
        "ends": ends_at.time(),
        "place_kind": meeting.place_kind,
        "place": meeting.place,
        "employments": [str(one) for one in invited if one],
        "interpreter_language": meeting.interpreter_language,
        "interpreter_booked": meeting.interpreter_booked,
    }


def _stretch(filled: Mapping[str, Any]) -> Stretch:
    return Stretch(_moment(filled["day"], filled["starts"]), _moment(filled["day"], filled["ends"]))


def _moment(day: date, clock: time) -> datetime:
    return make_aware(datetime.combine(day, clock))


def _people(proposal: Proposal) -> list[Choice | tuple[str, list[Choice]]]:
    groups = (
        (_("Rutinen kaller inn"), proposal.called),
        (_("Kan kalles inn"), proposal.possible),
        (_("Andre i gruppen"), proposal.others),
    )
    found = [(title, [_person(seat) for seat in seats]) for title, seats in groups if seats]
    return list(found[0][1]) if len(found) == 1 else list(found)


def _person(seat: Membership) -> Choice:
    name = f"{seat.employment.person.name}, {seat.role_title}, {seat.organisation.name}"
    return str(seat.employment_id), name
