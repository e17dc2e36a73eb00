"""Forms as Samløp draws them: label, help, field and fault tied together, usable without a script."""

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates as TemplateEngine
from django.utils.translation import gettext as _

from samlop.kernel.periods import EARLIEST_DAY, LATEST_DAY, is_possible_day
from samlop.ui.fields import DRAWN, FIELD

_WIDGETS_OF_DJANGO = Path(django.forms.__file__).parent / "templates"


class FormRenderer(DjangoTemplates):
    """Draws every form with Designsystemet's fields; a package may add widget templates of its own."""

    form_template_name = "ui/forms/form.html"
    field_template_name = FIELD

    @cached_property
    def engine(self) -> TemplateEngine:
        """Templates of the applications first, Django's own widgets last."""
        loaders = [
            "django.template.loaders.app_directories.Loader",
            ("django.template.loaders.filesystem.Loader", [_WIDGETS_OF_DJANGO]),
        ]
        return TemplateEngine(
            {
                "APP_DIRS": False,
                "DIRS": [],
                "NAME": "samlop-forms",
                "OPTIONS": {
                    "loaders": [("django.template.loaders.cached.Loader", loaders)],
                    "builtins": ["django.templatetags.i18n", "samlop.ui.templatetags.ui"],
                },
            }
        )

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """A form, a field or a widget as HTML; those of which a page has many without a template."""
        draw = DRAWN.get(template_name)
        return draw(context) if draw else super().render(template_name, context, request)


class DayInput(forms.DateInput):
    """The browser's own calendar; a browser without one takes «3.3.2026»."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock; a browser without one takes «10:30»."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class LongText(forms.Textarea):
    """Room to write; it grows with the text where the browser can."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 4) -> None:
        super().__init__({"cols": None, "rows": rows, "data-grows": True} | (attrs or {}))


class ChoiceChips(forms.RadioSelect):
    """A few answers side by side, one of which can be chosen."""

    template_name = "ui/forms/chips.html"


class ManyChips(forms.CheckboxSelectMultiple):
    """A few answers side by side, any number of which can be chosen."""

    template_name = "ui/forms/chips.html"


class DayField(forms.DateField):
    """A day, given by the browser's calendar or written the Norwegian way."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"input_formats": ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]} | options)

    def to_python(self, value: Any) -> date | None:
        """The day, if somebody can have meant it: a browser sends the year 1 while 1990 is being typed."""
        day: date | None = super().to_python(value)
        if day is not None and not is_possible_day(day):
            years = {"first": EARLIEST_DAY.year, "last": LATEST_DAY.year}
            raise ValidationError(
                _("Skriv et årstall fra %(first)s til %(last)s.") % years, code="impossible_day"
            )
        return day

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The browser's calendar ends where the field does."""
        return super().widget_attrs(widget) | {"min": f"{EARLIEST_DAY}", "max": f"{LATEST_DAY}"}


class TimeField(forms.TimeField):
    """A time of day, with colon or the Norwegian point."""

    widget = TimeInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"input_formats": ["%H:%M", "%H:%M:%S", "%H.%M"]} | options)
