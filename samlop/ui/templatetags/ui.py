"""Components: one tag each, every one shown on the page /ui/."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.template.base import Template
from django.template.context import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samlop.ui import dates, symbols
from samlop.ui.components import LOOKS, Change, faults_of, initials
from samlop.ui.languages import current_language
from samlop.ui.messages import flashes
from samlop.ui.paging import PARAMETER, Page

register = template.Library()


@register.simple_tag
def symbol(name: str, label: str = "") -> SafeString:
    """A symbol of the fixed list; without a label it is for the eye alone."""
    return symbols.symbol(name, str(label))


@register.simple_block_tag
def page_header(
    content: str,
    title: str,
    *,
    lead: str = "",
    back_href: str = "",
    back_label: str = "",
    kicker: str = "",
) -> SafeString:
    """The head of a page: where one came from, its one h1, a sentence, and what can be done here."""
    return _drawn(
        "page_header",
        actions=_trimmed(content),
        title=title,
        lead=lead,
        back_href=back_href,
        back_label=back_label or _("Tilbake"),
        kicker=kicker,
    )


@register.simple_block_tag
def card(
    content: str,
    *,
    title: str = "",
    href: str = "",
    symbol: str = "",
    level: int = 2,
    look: str = "",
    anchor: str = "",
) -> SafeString:
    """A framed piece of a page; with `href` its title leads on, and `look` gives it the colour of a state."""
    colour = LOOKS[look].colour if look else "neutral"
    return _drawn(
        "card",
        content=content,
        title=title,
        href=href,
        symbol=symbol,
        level=level,
        colour=colour,
        tinted=look,
        anchor=anchor,
    )


@register.simple_block_tag
def section(
    content: str, *, title: str, anchor: str = "", symbol: str = "", level: int = 2, count: int | None = None
) -> SafeString:
    """An unframed part of a page under its own heading."""
    return _drawn(
        "section", content=content, title=title, anchor=anchor, symbol=symbol, level=level, count=count
    )


@register.simple_tag
def tag(label: str, state: str = "neutral", *, symbol: str = "") -> SafeString:
    """A state in words, colour and symbol."""
    look = LOOKS[state]
    drawn = (look.colour, _symbol(symbol or look.symbol), label)
    return format_html('<span class="ds-tag" data-color="{}">{}<span>{}</span></span>', *drawn)


@register.simple_block_tag
def alert(content: str, *, kind: str = "info", title: str = "", level: int = 2) -> SafeString:
    """Something the reader must know now; `kind` is info, success, warning or danger."""
    return _drawn("alert", content=content, kind=kind, title=title, level=level)


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(
    title: str, text: str = "", *, href: str = "", label: str = "", symbol: str = "check-circle"
) -> dict[str, Any]:
    """What is said where a list is empty, and what to do about it."""
    return {"title": title, "text": text, "href": href, "label": label, "symbol": symbol}


@register.simple_block_tag
def table(content: str, *, caption: str, anchor: str, hide_caption: bool = False) -> SafeString:
    """A table that scrolls sideways inside its frame, by keyboard too, and has a name."""
    return _drawn("table", content=content, caption=caption, anchor=anchor, hide_caption=hide_caption)


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], *, target: str = "", form: str = "") -> dict[str, Any]:
    """Ways to the page before and after; `target` changes only that part, `form` repeats a private search."""
    request = context["request"]

    def address(number: int) -> str:
        query = request.GET.copy()
        query[PARAMETER] = str(number)
        return f"?{query.urlencode()}"

    before, after = page.number - 1, page.number + 1
    return {
        "page": page,
        "previous": {"number": before, "address": address(before), "rel": "prev"},
        "following": {"number": after, "address": address(after), "rel": "next"},
        "target": target,
        "form": form,
        "parameter": PARAMETER,
    }


@register.inclusion_tag("ui/components/search_field.html", takes_context=True)
def search_field(
    context: Context,
    *,
    label: str,
    value: str = "",
    name: str = "sok",
    target: str = "",
    anchor: str = "sok",
    private: bool = True,
) -> dict[str, Any]:
    """A field to search with; `target` follows the typing, a private search leaves no name in the address."""
    return {
        "label": label,
        "value": value,
        "name": name,
        "target": target,
        "anchor": anchor,
        "private": private,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_block_tag
def row(content: str, term: str, *, symbol: str = "") -> SafeString:
    """One fact in a `<dl class="rows">`: its name and its value."""
    return _drawn("row", content=_trimmed(content), term=term, symbol=symbol)


@register.simple_block_tag
def item(
    content: str,
    title: str,
    *,
    href: str = "",
    text: str = "",
    symbol: str = "",
    look: str = "",
    level: int = 3,
) -> SafeString:
    """One line of an `<ul class="items">`: what, why, and in the block what can be done about it."""
    colour, own_symbol = (LOOKS[look].colour, LOOKS[look].symbol) if look else ("neutral", "")
    parts = {
        "colour": colour,
        "symbol": _framed('<span class="item__symbol">{}</span>', _symbol(symbol or own_symbol)),
        "level": level,
        "title": format_html('<a href="{}">{}</a>', href, title) if href else title,
        "text": _framed('<p class="item__text">{}</p>', text),
        "actions": _framed('<div class="item__actions">{}</div>', _trimmed(content)),
    }
    return format_html(_ITEM, **parts)


@register.inclusion_tag("ui/components/history.html")
def history(changes: Iterable[Change]) -> dict[str, Any]:
    """What has happened, newest first as given: who, when, from what to what."""
    return {"changes": changes}


@register.simple_tag
def avatar(name: str, *, colour: str = "accent") -> SafeString:
    """A person's initials beside their name, for the eye alone."""
    drawn = (colour, initials(name))
    return format_html('<span class="avatar" data-color="{}" aria-hidden="true">{}</span>', *drawn)


@register.inclusion_tag("ui/components/progress.html")
def progress(value: int, maximum: int, *, label: str) -> dict[str, Any]:
    """How far something has come, in figures and as a bar."""
    return {"value": value, "maximum": maximum, "label": label}


@register.simple_block_tag
def disclosure(content: str, *, summary: str, opened: bool = False, symbol: str = "") -> SafeString:
    """Something more to read for those who want it."""
    return _drawn("disclosure", content=content, summary=summary, opened=opened, symbol=symbol)


@register.inclusion_tag("ui/components/two_texts.html")
def two_texts(*, mine: str, theirs: str, author: str, saved_at: datetime) -> dict[str, Any]:
    """Two versions of one text side by side, when somebody else saved first."""
    return {"mine": mine, "theirs": theirs, "author": author, "saved_at": saved_at}


@register.simple_tag(takes_context=True)
def post_button(
    context: Context,
    href: str,
    label: str,
    *,
    variant: str = "secondary",
    symbol: str = "",
    colour: str = "accent",
    **values: Any,
) -> SafeString:
    """A button that does something at once: a form of its own, with any hidden values given as keywords."""
    hidden = {"csrfmiddlewaretoken": context.get("csrf_token", "")} | values
    inputs = format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden.items())
    button = (
        '<button class="ds-button" type="submit" data-variant="{}" data-color="{}">{}<span>{}</span></button>'
    )
    drawn = format_html(button, variant, colour, _symbol(symbol), label)
    return format_html('<form class="post-button" method="post" action="{}">{}{}</form>', href, inputs, drawn)


@register.simple_tag
def link_button(
    href: str, label: str, *, variant: str = "secondary", symbol: str = "", colour: str = "accent"
) -> SafeString:
    """A link that looks like the button it stands beside."""
    drawn = (variant, colour, href, _symbol(symbol), label)
    button = '<a class="ds-button" data-variant="{}" data-color="{}" href="{}">{}<span>{}</span></a>'
    return format_html(button, *drawn)


@register.inclusion_tag("ui/components/submit.html")
def submit(
    label: str, *, variant: str = "primary", symbol: str = "", name: str = "", value: str = ""
) -> dict[str, Any]:
    """The button that sends the form it stands in."""
    return {"label": label, "variant": variant, "symbol": symbol, "name": name, "value": value}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """Everything to mend in a form, first on the page, each with a way to its field."""
    return {"faults": faults_of(form) if form.is_bound else ()}


@register.simple_tag
def autosave_state() -> SafeString:
    """Says inside a form with `data-autosave` whether what was typed is kept."""
    return autosave_words(current_language())


@cache
def autosave_words(language: str) -> SafeString:  # noqa: ARG001 (it is the active one)
    """The same in one language, drawn once: a page has it beside each of its texts."""
    return _drawn("autosave_state")


@register.inclusion_tag("ui/components/flash_messages.html", takes_context=True)
def flash_messages(context: Context) -> dict[str, Any]:
    """What was just done, with a way back where there is one."""
    request = context.get("request")
    return {"flashes": flashes(request) if request else (), "csrf_token": context.get("csrf_token", "")}


@register.filter
def day(value: date | None) -> str:
    """«mandag 3. mars 2026»."""
    return dates.long_day(value) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """«3. mars 2026»."""
    return dates.short_day(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """«10.00»."""
    return dates.clock(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """«3. mars 2026 kl. 10.00»."""
    return dates.day_and_clock(value) if value else ""


@register.filter
def relative(value: date | None, today: date | None = None) -> str:
    """«om 12 dager», «for 3 dager siden»."""
    return dates.days_from(value, today or timezone.localdate()) if value else ""


@register.filter
def period(first: date | None, until: date | None = None) -> str:
    """«1. mars 2026 – 30. juni 2026» from two half-open ends."""
    return dates.period(first, until) if first else ""


_ITEM = (
    '<li class="item" data-color="{colour}">{symbol}<div class="item__words">'
    '<h{level} class="item__title">{title}</h{level}>{text}</div>{actions}</li>'
)


def _symbol(name: str) -> str:
    return symbols.symbol(name, "") if name else ""


def _framed(frame: str, content: str) -> str:
    """The content in its frame, or nothing where there is no content."""
    return format_html(frame, content) if content else ""


def _drawn(component: str, **values: Any) -> SafeString:
    return _component(component).render(Context(values))


@cache
def _component(name: str) -> Template:
    found: Template = get_template(f"ui/components/{name}.html").template  # type: ignore[attr-defined]
    return found


def _trimmed(content: str) -> SafeString:
    return mark_safe(content.strip())  # noqa: S308 (what the template itself rendered)
