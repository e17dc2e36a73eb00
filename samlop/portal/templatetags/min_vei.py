"""What the templates of Min vei need beside the common components."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samlop.portal import words

register = template.Library()


@register.filter
def apart(text: object) -> str:
    """A name or typed words inside a sentence, kept whole where the sentence is written the other way."""
    return words.apart(str(text))


@register.filter
def typed(text: str) -> SafeString:
    """Typed words that stand alone, set in the direction of their own letters."""
    return format_html("<bdi>{}</bdi>", text) if text else SafeString("")


@register.filter
def plan_change(kept: str) -> str:
    """«Planen: Nytt steg: norskkurs»; nothing where a decision leaves the plan as it is."""
    return _("Planen: %(words)s") % {"words": words.plan_change(kept)} if kept else ""


@register.filter
def first_name(name: str) -> str:
    """What one calls a person one knows."""
    return words.first_name(name)
