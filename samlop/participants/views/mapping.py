"""The mapping: each part on one page as far as the reader may see it, each changed in a form of its own."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samlop.participants import actions, mapping_words, queries
from samlop.participants.forms import (
    DocumentationForm,
    EducationForm,
    ExperienceForm,
    LanguageForm,
    NeedsForm,
    NewEducationForm,
    SchoolingForm,
    WishForm,
)
from samlop.participants.mapping_groups import named_group
from samlop.participants.mapping_page import mapping_page
from samlop.participants.models import (
    Education,
    Experience,
    LanguageSkills,
    Needs,
    OccupationalWish,
    Schooling,
)
from samlop.participants.opening import OpenFile, open_file
from samlop.participants.rules import NEXT_DOCUMENTATION
from samlop.participants.views.answering import Way, actor_in, answer, done_at_once, open_to_change
from samlop.ui.rendering import render_page

SECTIONS: dict[str, tuple[type[Any], type[Any], Any]] = {
    "sprak": (LanguageSkills, LanguageForm, "languages"),
    "skole": (Schooling, SchoolingForm, "schooling"),
    "behov": (Needs, NeedsForm, "needs"),
}
ROWS: dict[str, type[Any]] = {"utdanning": Education, "arbeid": Experience, "onske": OccupationalWish}


@require_GET
def mapping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that is mapped, and in plain words who may see what this reader may not."""
    file = open_file(actor_in(request), pk, section="mapping")
    if "mapping" not in file.parts:
        raise Http404
    kinds = queries.readable_kinds(file.standing)
    page = mapping_page(file.standing, queries.mapped(file.participant, kinds=kinds))
    return render_page(request, "participants/mapping.html", {"file": file, "page": page})


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: UUID, *, part: str) -> HttpResponse:
    """Change languages, schooling or needs, all of it or what stands under one heading."""
    model, form_class, name = SECTIONS[part]
    group = named_group(name, request.GET.get("del", ""))
    actor, today = actor_in(request), localdate()
    file = open_to_change(request, pk, section="mapping", kind=model.access_kind)
    row = model.objects.visible_to(actor).filter(participant=file.participant).first()
    form = form_class(request.POST or None, row=row, group=group.code if group else "")
    return answer(
        request,
        file,
        form,
        title=str(group.title if group else mapping_words.SECTION_TITLES[name]),
        way=_way(pk, anchor=part),
        deed=lambda: actions.change_section(
            actor, file.participant, section=model, changes=form.changes(), seen=form.seen(), today=today
        ),
        template="participants/section_form.html",
    )


@require_http_methods(["GET", "POST"])
def add_education(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down one education."""
    actor, today = actor_in(request), localdate()
    file = open_to_change(request, pk, section="mapping", kind="mapping_education")
    form = NewEducationForm(request.POST or None)
    return answer(
        request,
        file,
        form,
        title=_("Ny utdanning"),
        way=_way(pk, anchor="utdanning"),
        deed=lambda: actions.add_education(actor, file.participant, education=form.education(), today=today),
    )


@require_http_methods(["GET", "POST"])
def add_experience(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down work done before."""
    actor = actor_in(request)
    file = open_to_change(request, pk, section="mapping", kind="mapping_work")
    form = ExperienceForm(request.POST or None)
    return answer(
        request,
        file,
        form,
        title=_("Ny arbeidserfaring"),
        way=_way(pk, anchor="arbeid"),
        deed=lambda: actions.add_experience(actor, file.participant, experience=form.experience()),
    )


@require_http_methods(["GET", "POST"])
def add_wish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what the participant wants to work with."""
    actor = actor_in(request)
    file = open_to_change(request, pk, section="mapping", kind="wish")
    form = WishForm(request.POST or None)
    return answer(
        request,
        file,
        form,
        title=_("Nytt yrkesønske"),
        way=_way(pk, anchor="onske"),
        deed=lambda: actions.add_wish(actor, file.participant, **form.cleaned_data),
    )


FORMS: dict[str, tuple[type[Any], Any]] = {
    "utdanning": (EducationForm, "education"),
    "arbeid": (ExperienceForm, "experience"),
    "onske": (WishForm, "wish"),
}


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, pk: UUID, row_pk: UUID, *, part: str) -> HttpResponse:
    """Put one education, one job or one wish right."""
    file = open_to_change(request, pk, section="mapping", kind=ROWS[part].access_kind)
    held = _held(request, file, ROWS[part], row_pk=row_pk)
    form_class, name = FORMS[part]
    actor, today, form = actor_in(request), localdate(), form_class(request.POST or None, row=held)
    return answer(
        request,
        file,
        form,
        title=str(mapping_words.ROW_TITLES[name]),
        way=_way(pk, anchor=part),
        deed=lambda: actions.change_row(actor, held, changes=form.changes(), seen=form.seen(), today=today),
    )


@require_http_methods(["GET", "POST"])
def documentation(request: HttpRequest, pk: UUID, row_pk: UUID) -> HttpResponse:
    """Take the papers of an education one step on."""
    actor, today = actor_in(request), localdate()
    file = open_to_change(request, pk, section="mapping", kind="mapping_education")
    education = _held(request, file, Education, row_pk=row_pk)
    if not NEXT_DOCUMENTATION[education.documentation]:
        raise Http404
    form = DocumentationForm(request.POST or None, education=education, today=today)
    return answer(
        request,
        file,
        form,
        title=_("Papirene på utdanningen"),
        way=_way(pk, anchor="utdanning"),
        deed=lambda: actions.advance_documentation(actor, education, today=today, **form.step()),
        extra={
            "lead": capfirst(mapping_words.education_in_words(education)),
            "today_is": mapping_words.documentation_in_words(education),
        },
    )


@require_POST
def remove(request: HttpRequest, pk: UUID, row_pk: UUID, *, part: str) -> HttpResponse:
    """Take one row out; the way back is one button."""
    actor = actor_in(request)
    file = open_to_change(request, pk, section="mapping", kind=ROWS[part].access_kind)
    held = _held(request, file, ROWS[part], row_pk=row_pk)
    way = _way(pk, anchor=part, done=_("Det er tatt ut av kartleggingen."))
    return done_at_once(request, file, way=way, deed=lambda: actions.remove_row(actor, held))


@require_POST
def wish_up(request: HttpRequest, pk: UUID, row_pk: UUID) -> HttpResponse:
    """Put a wish before the one above it."""
    actor = actor_in(request)
    file = open_to_change(request, pk, section="mapping", kind="wish")
    wish = _held(request, file, OccupationalWish, row_pk=row_pk)
    way = _way(pk, anchor="onske", done=_("Rekkefølgen er endret."))
    return done_at_once(request, file, way=way, deed=lambda: actions.move_wish_up(actor, wish))


def _held(request: HttpRequest, file: OpenFile, model: type[Any], *, row_pk: UUID) -> Any:
    rows = model.objects.visible_to(actor_in(request)).filter(participant=file.participant)
    return get_object_or_404(rows, pk=row_pk)


def _way(pk: UUID, *, anchor: str, done: str = "") -> Way:
    address = reverse("participants:mapping", args=[pk])
    return Way(f"{address}#{anchor}", _("Kartlegging"), done or _("Kartleggingen er lagret."))
