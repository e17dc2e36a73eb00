"""Forms that remember what the writer saw, so that a change somebody else made meanwhile is never lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import fields_for_model
from django.http import QueryDict
from django.utils.translation import gettext as _

from samlop.kernel.errors import RuleBroken
from samlop.participants.actions import Overtaken
from samlop.participants.actions.changing import Faults
from samlop.participants.forms.missing import ask_for_what_is_missing
from samlop.ui.dates import short_day
from samlop.ui.forms import ChoiceChips, DayField, LongText

Seen = dict[str, Any]


class SeenForm(forms.Form):
    """Every field carries what stood in it when the page was shown; only what differs is sent on."""

    def __init__(self, *positional: Any, **options: Any) -> None:
        super().__init__(*positional, **options)
        self._prepare()

    def _prepare(self) -> None:
        for field in self.fields.values():
            field.show_hidden_initial = True
        ask_for_what_is_missing(self)

    def changes(self) -> Seen:
        """What the writer changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def seen(self) -> Seen:
        """What stood there before, of what the writer changed."""
        return {
            name: self._shown(name)
            for name in self.changed_data
            if self.add_initial_prefix(name) in self.data
        }

    def _shown(self, name: str) -> Any:
        """What stood in the field; what cannot stand there was never shown."""
        field = self.fields[name]
        shown = field.hidden_widget().value_from_datadict(
            self.data, self.files, self.add_initial_prefix(name)
        )
        try:
            return field.to_python(shown)
        except ValidationError:
            return None

    def refuse(self, broken: RuleBroken) -> int:
        """Shows why nothing was saved, where it belongs, and tells the status of the answer."""
        if isinstance(broken, Overtaken):
            return self._show_others(broken)
        if isinstance(broken, Faults):
            for name, fault in broken.faults.items():
                self.add_error(name if name in self.fields else None, fault)
        else:
            self.add_error(broken.field if broken.field in self.fields else None, str(broken))
        return 422

    def _show_others(self, broken: Overtaken) -> int:
        """Both values are shown; saving once more is then a choice made with open eyes."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        self.add_error(None, str(broken))
        for name, value in broken.present.items():
            pattern = _("Nå står det «%(value)s». Lagre en gang til hvis det du skrev, skal gjelde.")
            self.add_error(name, pattern % {"value": self._told(name, value)})
            sent[self.add_initial_prefix(name)] = "" if value is None else str(value)
        self.data = sent
        return 409

    def _told(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(value, date):
            return short_day(value)
        if isinstance(value, bool):
            return _("ja") if value else _("nei")
        if isinstance(field, forms.ChoiceField):
            return _offered(field).get(str(value or ""), str(value))
        return str(value) if value not in (None, "") else _("ingenting")


def _offered(field: forms.ChoiceField) -> dict[str, str]:
    """What can be chosen, by its value, whether it stands under a heading or not."""
    offered: dict[str, str] = {}
    choices: Any = field.choices
    for value, title in choices:
        within = title if isinstance(title, list | tuple) else [(value, title)]
        offered |= {str(one): str(words) for one, words in within}
    return offered


class RowForm(SeenForm):
    """A form over some fields of one table, with the words and limits the table has."""

    model: type[models.Model]
    names: tuple[str, ...]
    chips: tuple[str, ...] = ()
    helps: dict[str, Any] = {}

    def __init__(self, *positional: Any, row: models.Model | None = None, **options: Any) -> None:
        known = {name: getattr(row, name) for name in self.names} if row is not None else {}
        options["initial"] = known | options.get("initial", {})
        super().__init__(*positional, **options)
        self.fields.update(self._own_fields())
        self._prepare()

    def _own_fields(self) -> dict[str, forms.Field]:
        fields = fields_for_model(
            self.model, fields=self.names, formfield_callback=_field, help_texts=self.helps
        )
        for name in self.chips:
            field = fields[name]
            field.choices = [choice for choice in field.choices if choice[0] or not field.required]
            field.widget = ChoiceChips(choices=field.choices)
        return fields


def _field(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    if isinstance(column, models.DateField):
        return DayField(label=column.formfield().label, required=not column.blank, **options)  # type: ignore[union-attr]
    if isinstance(column, models.TextField):
        return column.formfield(widget=LongText(), **options)
    field = column.formfield(**options)
    if field is not None:
        field.validators += [one for one in column.validators if one not in field.validators]
    return field
