"""Fields as HTML, drawn without a template: a page on which people write has dozens of them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Drawing = Callable[[dict[str, Any]], str]


def _input(context: dict[str, Any]) -> SafeString:
    widget = context["widget"]
    value = "" if widget["value"] is None else flatatt({"value": str(widget["value"])})
    named = (widget["type"], widget["name"], value, flatatt(_looks(widget)))
    return format_html('<input type="{}" name="{}"{}{}>', *named)


def _text_area(context: dict[str, Any]) -> SafeString:
    widget = context["widget"]
    attributes = flatatt({"name": widget["name"]} | _looks(widget))
    return format_html("<textarea{}>\n{}</textarea>", attributes, widget["value"] or "")


def _select(context: dict[str, Any]) -> SafeString:
    widget = context["widget"]
    groups = [_group(name, options) for name, options, _place in widget["optgroups"]]
    drawn = format_html_join("", "{}", ((one,) for one in groups))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(_looks(widget)), drawn)


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    parts = ((str(one["value"]), flatatt(one["attrs"]), one["label"]) for one in options)
    drawn = format_html_join("", '<option value="{}"{}>{}</option>', parts)
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _looks(widget: dict[str, Any]) -> dict[str, Any]:
    """The attributes of a field, with the class that gives it its look and its ring of focus."""
    attributes: dict[str, Any] = widget["attrs"]
    if widget.get("type") == "hidden":
        return attributes
    return attributes | {"class": f"ds-input {attributes.get('class', '')}".strip()}


def _field(context: dict[str, Any]) -> SafeString:
    """A field with what belongs to it: label, whether it must be filled in, help, and what is wrong."""
    field: BoundField = context["field"]
    label = format_html("{}{}", field.label, _must_be_filled_in(field))
    if field.use_fieldset:
        return _fieldset(field, label)
    named = format_html('<label class="ds-label" for="{}">{}</label>', field.id_for_label, label)
    first, *then = (
        (field, named, _help(field)) if field.widget_type == "checkbox" else (named, _help(field), field)
    )
    return format_html('<div class="ds-field">{}{}{}{}</div>', first, *then, _faults(field))


def _fieldset(field: BoundField, label: str) -> SafeString:
    attributes = {
        "id": f"{field.auto_id}_group" if field.auto_id else None,
        "aria-describedby": field.aria_describedby,
    }
    legend = format_html('<legend class="ds-label">{}</legend>', label)
    inside = (legend, _help(field), field, _faults(field))
    shown = {name: value for name, value in attributes.items() if value}
    return format_html('<fieldset class="ds-fieldset"{}>{}{}{}{}</fieldset>', flatatt(shown), *inside)


def _must_be_filled_in(field: BoundField) -> str:
    return format_html(' <span class="required">{}</span>', _("må fylles ut")) if field.field.required else ""


def _help(field: BoundField) -> str:
    if not field.help_text:
        return ""
    named = flatatt({"id": f"{field.auto_id}_helptext"} if field.auto_id else {})
    return format_html('<div class="help" data-field="description"{}>{}</div>', named, field.help_text)


def _faults(field: BoundField) -> str:
    if not field.errors:
        return ""
    named = flatatt({"id": f"{field.auto_id}_error"} if field.auto_id else {})
    faults = format_html_join(" ", "<span>{}</span>", ((error,) for error in field.errors))
    return format_html('<div class="ds-validation-message" data-field="validation"{}>{}</div>', named, faults)


FIELD = "ui/forms/field"
"""What Django calls the drawing of a whole field by."""

DRAWN: Mapping[str, Drawing] = {
    FIELD: _field,
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _text_area,
}
