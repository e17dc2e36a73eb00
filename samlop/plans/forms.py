"""Forms of the plan. Field names are the keywords of the actions; each remembers what the writer saw."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samlop.access.models import Organisation
from samlop.kernel.errors import RuleBroken
from samlop.kernel.periods import add_days, last_day
from samlop.participants.actions.changing import Overtaken
from samlop.participants.forms.changing import SeenForm
from samlop.participants.language_words import language_name
from samlop.participants.models import Membership, Participant
from samlop.plans.models import Action, Goal, Plan, Step, StepKind
from samlop.plans.pathway import StepKind as Kind
from samlop.plans.pathway import TrackKind, track_of
from samlop.plans.wording import TRACKS
from samlop.ui.forms import ChoiceChips, DayField, LongText
from samlop.ui.once import OnceKey

PARTICIPANT = "participant"
GOAL_LANGUAGES = ("nb", "nn", "en")
Choice = tuple[str, str]
Grouped = list[tuple[str, list[Choice]]]


class IdChoice(forms.ChoiceField):
    """One of the rows offered, or none, by its id."""

    def to_python(self, value: Any) -> UUID | None:
        """The id; what is no id was never offered."""
        text = super().to_python(value)
        try:
            return UUID(text) if text else None
        except ValueError:
            raise ValidationError(_("Velg noe på listen."), code="invalid_choice") from None


class ManyIds(forms.MultipleChoiceField):
    """Any number of the rows offered, by their ids."""

    def clean(self, value: Any) -> list[UUID]:
        """The ids; only those that were offered get here."""
        return [UUID(text) for text in super().clean(value)]


class LastDayField(DayField):
    """The last day of something whose end is kept as the first day after: nobody says it like that."""

    def to_python(self, value: Any) -> date | None:
        """The first day after the one that is written."""
        last = super().to_python(value)
        return add_days(last, 1) if last else None

    def prepare_value(self, value: Any) -> Any:
        """The last day of a kept end; what somebody has typed is shown as it was typed."""
        return last_day(value) if isinstance(value, date) else value


class GoalForm(SeenForm):
    """A goal in the participant's words."""

    words = forms.CharField(
        label=gettext_lazy("Hva vil deltakeren nå?"),
        help_text=gettext_lazy("Skriv det slik deltakeren sier det, på det språket det blir sagt."),
        max_length=500,
        widget=LongText({"dir": "auto"}, rows=3),
    )
    language = forms.ChoiceField(label=gettext_lazy("Språket det er skrevet på"))

    def __init__(
        self, *args: Any, participant: Participant, goal: Goal | None = None, **options: Any
    ) -> None:
        known = {"words": goal.words, "language": goal.language} if goal else {}
        super().__init__(*args, initial=known, **options)
        codes = (
            *GOAL_LANGUAGES,
            participant.language,
            participant.portal_language,
            goal.language if goal else "",
        )
        offered = dict.fromkeys(code for code in codes if code)
        _write_once(self, is_new=goal is None)
        self.fields["language"].choices = [(code, language_name(code)) for code in offered]  # type: ignore[attr-defined]


class StepForm(SeenForm):
    """One step of the road."""

    kind = forms.ChoiceField(label=gettext_lazy("Hva slags steg"))
    title = forms.CharField(
        label=gettext_lazy("Navn"),
        max_length=120,
        required=False,
        help_text=gettext_lazy(
            "Som «Norskkurs A2» eller «Vg1 restaurant- og matfag». Tomt felt gir slaget som navn."
        ),
    )
    organisation_id = IdChoice(label=gettext_lazy("Hvem har ansvaret?"), required=False)
    first = DayField(label=gettext_lazy("Fra"), required=False)
    until = LastDayField(label=gettext_lazy("Til og med"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Hvor langt er det kommet?"), choices=Step.Status, widget=ChoiceChips
    )
    waits_for = ManyIds(
        label=gettext_lazy("Venter på"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Stegene som må være ferdige før dette kan begynne."),
    )
    note = forms.CharField(label=gettext_lazy("Merknad"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        step: Step | None = None,
        others: Iterable[Step],
        waits_for: Iterable[UUID] = (),
        organisations: "Offered",
        **options: Any,
    ) -> None:
        known = _values(step, ("kind", "title", "organisation_id", "first", "until", "status", "note"))
        start = known if step else {"status": Step.Status.PLANNED, "organisation_id": organisations.own}
        super().__init__(*args, initial=start | {"waits_for": [str(pk) for pk in waits_for]}, **options)
        _write_once(self, is_new=step is None)
        fields: Any = self.fields
        fields["kind"].choices = _kinds()
        fields["organisation_id"].choices = organisations.choices
        fields["organisation_id"].required = organisations.is_bound
        fields["waits_for"].choices = [(str(other.pk), other.name) for other in others]
        if not fields["waits_for"].choices:
            del self.fields["waits_for"]

    def refuse(self, broken: RuleBroken) -> int:
        """Shows why nothing was saved; an end somebody else set is shown as its last day."""
        if isinstance(broken, Overtaken) and broken.present.get("until"):
            broken = Overtaken(broken.present | {"until": last_day(broken.present["until"])})
        return super().refuse(broken)

    def seen(self) -> dict[str, Any]:
        """What stood there before; no step to wait for leaves no trace in a form, and is said all the same."""
        seen = super().seen()
        if "waits_for" in self.changed_data:
            seen["waits_for"] = [_id(pk) for pk in seen.get("waits_for", ())]
        return seen


class ActionForm(SeenForm):
    """Who does what by when."""

    text = forms.CharField(label=gettext_lazy("Hva skal gjøres?"), max_length=500, widget=LongText(rows=2))
    owner = forms.ChoiceField(label=gettext_lazy("Hvem gjør det?"))
    due_on = DayField(label=gettext_lazy("Frist"), required=False)

    def __init__(
        self,
        *args: Any,
        participant: Participant,
        seats: Iterable[Membership],
        action: Action | None = None,
        own: UUID | None = None,
        **options: Any,
    ) -> None:
        known = (
            _values(action, ("text", "due_on")) | {"owner": _owner_of(action)} if action else {"owner": own}
        )
        super().__init__(*args, initial=known, **options)
        _write_once(self, is_new=action is None)
        owners = {PARTICIPANT: str(participant)}
        owners |= {
            str(one.employment_id): f"{one.employment.person.name}, {one.organisation}" for one in seats
        }
        if action and _owner_of(action) not in owners:
            owners[_owner_of(action)] = _("%s, ikke lenger i gruppen") % _name_of(action)
        self.fields["owner"].choices = list(owners.items())  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """All that was written, with the owner as the action keeps it."""
        return _with_owner(dict(self.cleaned_data))

    def changes(self) -> dict[str, Any]:
        """What the writer changed, with the owner as the action keeps it."""
        return _with_owner(super().changes())

    def seen(self) -> dict[str, Any]:
        """What stood there before, with the owner as the action keeps it."""
        return _with_owner(super().seen())

    def refuse(self, broken: RuleBroken) -> int:
        """Shows why nothing was saved; an owner somebody else chose is shown in the field it was chosen in."""
        if isinstance(broken, Overtaken):
            present = {name: value for name, value in broken.present.items() if not name.startswith("owner")}
            if employment := broken.present.get("owner_employment_id"):
                present["owner"] = str(employment)
            elif "owner_is_participant" in broken.present or "owner_employment_id" in broken.present:
                present["owner"] = PARTICIPANT
            broken = Overtaken(present)
        return super().refuse(broken)


class HorizonForm(SeenForm):
    """How far ahead the goal realistically lies."""

    horizon = DayField(
        label=gettext_lazy("Når er det realistisk å nå målet?"),
        required=False,
        help_text=gettext_lazy("Snakk om det i møtet. Tomt felt betyr at ingen har sagt det ennå."),
    )

    def __init__(self, *args: Any, plan: Plan | None = None, **options: Any) -> None:
        super().__init__(*args, initial={"horizon": plan.horizon if plan else None}, **options)


class Offered:
    """The organisations a step can be given to: all of them, those in the group first, or only the actor's own."""

    def __init__(self, *, own: UUID | None, may_choose: bool, seated: Iterable[UUID], today: date) -> None:
        self.own = own
        self.is_bound = not may_choose
        existing = Organisation.objects.existing_on(today).order_by("name")
        listed = [one for one in existing if may_choose or one.pk == own]
        self.choices = _organisations(listed, frozenset(seated)) if may_choose else _plain(listed)


def _organisations(listed: Iterable[Organisation], seated: frozenset[UUID]) -> list[Any]:
    listed = list(listed)
    inside = _plain(one for one in listed if one.pk in seated)
    outside = sorted((one for one in listed if one.pk not in seated), key=lambda one: (one.kind, one.name))
    grouped: Grouped = [(str(_("I ressursgruppen")), inside)] if inside else []
    for kind, members in groupby(outside, key=lambda one: one.kind):
        grouped.append((str(Organisation.Kind(kind).label).capitalize(), _plain(members)))
    return [("", _("Ingen er valgt ennå")), *grouped]


def _plain(listed: Iterable[Organisation]) -> list[Choice]:
    return [(str(one.pk), one.name) for one in listed]


def _kinds() -> Grouped:
    """The kinds of step under the line each is drawn on."""
    tracks: dict[TrackKind, list[Choice]] = {track: [] for track in TrackKind}
    for kind in StepKind:
        tracks[track_of(Kind(kind.value))].append((kind.value, str(kind.label)))
    return [(str(TRACKS[track]), kinds) for track, kinds in tracks.items()]


def _write_once(form: SeenForm, *, is_new: bool) -> None:
    """What is new is written once, however often the form is sent; a change is the same change twice."""
    if is_new:
        form.fields["key"] = OnceKey()


def _values(row: Step | Action | None, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} if row else {}


def _owner_of(action: Action) -> str:
    return PARTICIPANT if action.owner_is_participant else str(action.owner_employment_id)


def _name_of(action: Action) -> str:
    return action.owner_employment.person.name if action.owner_employment else ""


def _with_owner(values: dict[str, Any]) -> dict[str, Any]:
    if "owner" not in values:
        return values
    owner = values.pop("owner")
    is_participant = owner == PARTICIPANT
    chosen = None if is_participant else _id(owner)
    return values | {"owner_is_participant": is_participant, "owner_employment_id": chosen}


def _id(text: str) -> UUID | None:
    """The id; what is no id was never shown, whatever a hidden field says."""
    try:
        return UUID(text)
    except ValueError:
        return None
