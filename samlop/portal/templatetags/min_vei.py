"""What the templates of Min vei need beside the common components."""

from django import template

from samlop.portal import words

register = template.Library()


@register.filter
def apart(text: object) -> str:
    """A name or typed words inside a sentence, kept whole where the sentence is written the other way."""
    return words.apart(str(text))


@register.filter
def first_name(name: str) -> str:
    """What one calls a person one knows."""
    return words.first_name(name)
