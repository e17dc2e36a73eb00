"""What the page of the mapping shows: each part with what may be read and changed, and who may see the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samlop.access.matrix import ANY_ROLE, matrix
from samlop.access.models import Role
from samlop.access.policies import Standing
from samlop.participants import policies
from samlop.participants.language_words import language_name
from samlop.participants.mapping_groups import GROUPS, Group
from samlop.participants.mapping_today import Mapped
from samlop.participants.mapping_words import documentation_in_words, education_in_words
from samlop.participants.models import Education, OccupationalWish
from samlop.participants.rules import NEXT_DOCUMENTATION
from samlop.ui.dates import short_day

KIND_OF_PART: Mapping[str, str] = MappingProxyType(
    {
        "education": "mapping_education",
        "schooling": "mapping_education",
        "languages": "mapping_language",
        "work": "mapping_work",
        "wishes": "wish",
        "needs": "mapping_needs",
    }
)
LOOKS: Mapping[str, str] = MappingProxyType(
    {
        "none": "gap",
        "exists": "planned",
        "translated": "planned",
        "sent": "waiting",
        "approved": "done",
        "refused": "missing",
    }
)
WHO: Mapping[str, Promise] = MappingProxyType(
    {
        "self": _("deltakeren selv"),
        "responsible": _("de som svarer for gruppen"),
        "intake": _("de som tar imot nye deltakere"),
        "member": _("alle i gruppen"),
    }
)


@dataclass(frozen=True)
class Part:
    """One part of the mapping in the hands of one reader."""

    may_read: bool
    may_change: bool
    who: str


@dataclass(frozen=True)
class EducationRow:
    """One education as the page shows it."""

    education: Education
    words: str
    papers: str
    look: str
    has_next: bool
    self_declared: str


@dataclass(frozen=True)
class WishRow:
    """One wish as the page shows it, with the language it was written in when that is not Norwegian."""

    wish: OccupationalWish
    words: SafeString
    language: str


@dataclass(frozen=True)
class Facts:
    """The fields under one heading: those with a value, in words, and the names of those without."""

    group: Group
    known: list[tuple[str, str]]
    missing: list[str]

    @property
    def query(self) -> str:
        """What asks the form of the part for the fields under this heading alone."""
        return f"?del={self.group.code}"


@dataclass(frozen=True)
class Section:
    """One part of the mapping: the headings under which something is known, and those that are still empty."""

    begun: list[Facts]
    empty: list[Facts]

    @property
    def empty_titles(self) -> str:
        """The headings that are still empty, as one reads a list aloud."""
        return get_text_list([str(facts.group.title) for facts in self.empty], gettext("og"))


@dataclass(frozen=True)
class MappingPage:
    """The whole page; `parts` are Part by name."""

    mapping: Mapped
    parts: dict[str, Part]
    educations: list[EducationRow]
    wishes: list[WishRow]
    schooling: Section
    languages: Section
    needs: Section


def mapping_page(held: Standing, mapping: Mapped) -> MappingPage:
    """The mapping for one reader."""
    parts = {
        name: Part(kind in mapping.kinds, policies.may_map(held, kind), who_may_read(kind))
        for name, kind in KIND_OF_PART.items()
    }
    return MappingPage(
        mapping=mapping,
        parts=parts,
        educations=[_education(one) for one in mapping.educations],
        wishes=[_wish(one) for one in mapping.wishes],
        schooling=_section(mapping.schooling, "schooling"),
        languages=_section(mapping.skills, "languages"),
        needs=_section(mapping.needs, "needs"),
    )


def who_may_read(kind: str) -> str:
    """Everybody the access matrix lets read this, in words: «deltakeren selv, de som svarer for gruppen og …»."""
    named: list[str] = []
    for row in matrix():
        if row.kind != kind or row.action != "read" or row.relation not in WHO:
            continue
        who = str(WHO[row.relation] if row.role == ANY_ROLE else Role(row.role).label)
        if who not in named:
            named.append(who)
    return get_text_list(named, gettext("og"))


def _section(row: models.Model, name: str) -> Section:
    told = [facts(row, group) for group in GROUPS[name]]
    return Section(
        begun=[one for one in told if one.known],
        empty=[one for one in told if not one.known],
    )


def facts(row: models.Model, group: Group) -> Facts:
    """What a row says under one heading, and what it does not say yet."""
    fields: list[models.Field[Any, Any]] = [row._meta.get_field(name) for name in group.names]  # type: ignore[misc]
    values = {field: _value(row, field) for field in fields}
    return Facts(
        group=group,
        known=[(str(capfirst(field.verbose_name)), value) for field, value in values.items() if value],
        missing=[str(field.verbose_name) for field, value in values.items() if not value],
    )


def _value(row: models.Model, field: models.Field[Any, Any]) -> str:
    value = getattr(row, field.name)
    if value in (None, "", False):
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, date):
        return short_day(value)
    return gettext("ja") if value is True else str(value)


def _education(education: Education) -> EducationRow:
    declared = education.self_declared_on
    return EducationRow(
        education=education,
        words=str(capfirst(education_in_words(education))),
        papers=gettext("papirer: %(state)s") % {"state": documentation_in_words(education)},
        look=LOOKS[education.documentation],
        has_next=bool(NEXT_DOCUMENTATION[education.documentation]),
        self_declared=short_day(declared) if declared else "",
    )


def _wish(wish: OccupationalWish) -> WishRow:
    words = format_html('<span lang="{}" dir="auto">{}</span>', wish.language, wish.words)
    return WishRow(wish, words, "" if wish.language in ("nb", "nn") else language_name(wish.language))
