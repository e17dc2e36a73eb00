"""Examples for the component page; every person and place in them is made up."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samlop.ui import svg
from samlop.ui.components import LOOKS, Change
from samlop.ui.forms import ChoiceChips, DayField, LongText, ManyChips, TimeField
from samlop.ui.messages import Flash
from samlop.ui.paging import Page
from samlop.ui.symbols import SYMBOLS

TODAY = date(2026, 3, 3)


class ExampleForm(forms.Form):
    """One of each field."""

    name = forms.CharField(label=_("Navn"), help_text=_("Slik det står i passet."), max_length=80)
    email = forms.EmailField(label=_("E-post"), required=False)
    day = DayField(label=_("Dag for møtet"))
    starts = TimeField(label=_("Klokkeslett"))
    place = forms.ChoiceField(
        label=_("Sted"), choices=[("a", _("Møterom Elva")), ("b", _("Møterom Fjorden"))]
    )
    kind = forms.ChoiceField(
        label=_("Hvordan møtes dere?"),
        choices=[("room", _("I et rom")), ("video", _("På skjerm")), ("phone", _("På telefon"))],
        widget=ChoiceChips,
    )
    languages = forms.MultipleChoiceField(
        label=_("Språk"),
        required=False,
        choices=[("ar", _("Arabisk")), ("ti", _("Tigrinja")), ("so", _("Somali"))],
        widget=ManyChips,
    )
    invited = forms.MultipleChoiceField(
        label=_("Hvem kalles inn?"),
        help_text=_("De som står i rutinen, er valgt for deg."),
        choices=[
            ("teacher", _("Lærer")),
            ("adviser", _("Veileder i NAV")),
            ("career", _("Karriereveileder")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    goal = forms.CharField(label=_("Målet med egne ord"), widget=LongText)
    agree = forms.BooleanField(label=_("Jeg har lest det vi ble enige om"))


def showcase() -> dict[str, Any]:
    """Everything the component page shows."""
    faulty = ExampleForm({"name": "", "email": "ikke en adresse", "day": "", "invited": []}, prefix="feil")
    return {
        "today": TODAY,
        "form": ExampleForm(initial={"day": TODAY, "invited": ["teacher"], "kind": "room"}),
        "faulty": faulty,
        "states": list(LOOKS),
        "symbols": list(SYMBOLS),
        "changes": _changes(),
        "page": Page(_people(), number=2, has_next=True),
        "flashes": [Flash(gettext("Oppgaven er merket som gjort."), "success", "#")],
        "theirs": gettext("Hun vil begynne med praksis i barnehagen to dager i uka."),
        "mine": gettext("Hun vil begynne i praksis, helst i en barnehage nær hjemmet."),
        "saved_at": datetime(2026, 3, 3, 9, 32, tzinfo=UTC),
        "drawing": _drawing(),
    }


def following_version(written: str) -> int:
    """The version after the one a page says it holds."""
    return int(written) + 1 if written.isascii() and written.isdigit() and len(written) < 9 else 1


def _changes() -> list[Change]:
    at = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    return [
        Change(
            at,
            "Ydmyk Fjord",
            gettext("Flyttet møtet"),
            gettext("3. mars kl. 10.00"),
            gettext("10. mars kl. 12.00"),
        ),
        Change(
            at.replace(day=2),
            "Rolig Bekk",
            gettext("La til et mål"),
            "",
            gettext("Fagbrev som barne- og ungdomsarbeider"),
        ),
        Change(at.replace(day=1), "Ydmyk Fjord", gettext("Tok imot deltakeren")),
    ]


def _people() -> list[dict[str, Any]]:
    return [
        {
            "name": "Stille Elv",
            "stage": gettext("Introduksjonsprogram"),
            "meeting": date(2026, 3, 15),
            "state": "soon",
        },
        {
            "name": "Lys Strand",
            "stage": gettext("Videregående, Vg1"),
            "meeting": date(2026, 2, 20),
            "state": "late",
        },
        {"name": "Modig Furu", "stage": gettext("Lærling"), "meeting": date(2026, 9, 1), "state": "planned"},
    ]


def _drawing() -> svg.Element:
    return svg.svg(
        320,
        90,
        svg.path("M", 10, 70, "C", 80, 70, 80, 40, 150, 40, css_class="track-2", stroke_width=7),
        svg.path("M", 10, 15, "C", 80, 15, 80, 40, 150, 40, "H", 300, css_class="track-1", stroke_width=7),
        svg.circle(150, 40, 9, css_class="station"),
        svg.circle(300, 40, 9, css_class="station"),
        svg.text(150, 72, str(gettext("Norsk B1")), anchor="middle", size=14),
        title=str(gettext("To spor som møtes")),
        name="eksempel",
        css_class="drawing",
    )
