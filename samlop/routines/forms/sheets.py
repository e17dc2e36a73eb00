"""The texts of one page, each with its own form and version, kept together by one button."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.forms import ChoiceField
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from samlop.kernel.errors import Conflict
from samlop.routines import minutes_rules as rules
from samlop.routines.forms.minutes import AnswerForm, OwnWordsForm, TextForm, shown
from samlop.routines.models import Meeting, OwnWords
from samlop.routines.queries.minutes import HeldItem, Sheet, Table

THEIRS = "theirs"
BOTH = "both"
NOTE, ANSWER, AGREED, OWN = "n-", "a-", "t-", "o"


@dataclass(frozen=True)
class PageText:
    """One text of a page: its form, where it saves itself, what stands there now, and what contests it."""

    code: str
    form: TextForm
    address: str
    stored: str
    conflict: Conflict | None = None

    def typed(self, act: str, what: str) -> rules.Typed | None:
        """What is to be kept, after the writer's choice between two texts."""
        chosen = what == self.form.prefix
        if not self.form.is_bound or (chosen and act == THEIRS):
            return None
        typed = self.form.typed(self.code)
        if typed and chosen and act == BOTH:
            typed = replace(typed, text=rules.joined(self.stored, typed.text))
        return None if typed and self._stands(typed) else typed

    def _stands(self, typed: rules.Typed) -> bool:
        """Whether the same already stands there: a button pressed twice asks for nothing more."""
        return not typed.language and rules.as_kept(typed.text) == self.stored

    def contested_by(self, conflict: Conflict) -> "PageText":
        """The same text with both versions in sight; what was typed stays in the field."""
        initial = {"text": conflict.mine, "version": conflict.version, "mark": ""}
        form = type(self.form)(prefix=self.form.prefix, initial=initial, **self.form.made_with)
        return replace(self, form=form, conflict=_readable(conflict, form))


class SheetTexts:
    """The texts of the page on which one organisation writes in a meeting."""

    def __init__(self, page: Sheet, posted: QueryDict | None = None) -> None:
        self.notes = {held.item.code: _note(page.meeting, held, posted) for held in page.items}
        self.answers = {
            held.item.code: _answer(page.meeting, held, posted) for held in page.items if held.item.fills
        }
        self.own_words = _own_words(page, posted)

    def all(self) -> list[PageText]:
        """Every text of the page."""
        return [*self.notes.values(), *self.answers.values(), self.own_words]

    def contest(self, conflicts: Mapping[str, Conflict], *, answer_to: str, own_words: str) -> None:
        """Shows both texts where somebody else saved first."""
        for name, conflict in conflicts.items():
            if name == own_words:
                self.own_words = self.own_words.contested_by(conflict)
            elif name.startswith(answer_to):
                code = name.removeprefix(answer_to)
                self.answers[code] = self.answers[code].contested_by(conflict)
            else:
                self.notes[name] = self.notes[name].contested_by(conflict)


class TableTexts:
    """The texts of the page on which all of them reconcile a meeting."""

    def __init__(self, page: Table, posted: QueryDict | None = None) -> None:
        self.items = {one.item.code: _agreed(page, one.item.code, posted) for one in page.items}

    def all(self) -> list[PageText]:
        """Every text of the page."""
        return list(self.items.values())

    def contest(self, conflicts: Mapping[str, Conflict]) -> None:
        """Shows both texts where somebody else saved first."""
        for code, conflict in conflicts.items():
            self.items[code] = self.items[code].contested_by(conflict)


def _readable(conflict: Conflict, form: TextForm) -> Conflict:
    """The two texts as they are read: an answer chosen among several by its words, not its code."""
    field = form.fields["text"]
    words = dict(field.choices) if isinstance(field, ChoiceField) else {}  # type: ignore[arg-type]
    return Conflict(
        mine=str(words.get(conflict.mine, conflict.mine)),
        theirs=str(words.get(conflict.theirs, conflict.theirs)),
        version=conflict.version,
        author=conflict.author,
        saved_at=conflict.saved_at,
    )


def are_valid(texts: Iterable[PageText]) -> bool:
    """Whether everything that was sent can be kept."""
    return not [text for text in texts if text.form.is_bound and not text.form.is_valid()]


def typed_in(texts: Iterable[PageText], act: str, what: str) -> list[rules.Typed]:
    """Everything that was typed, after the writer's choices."""
    return [typed for text in texts if (typed := text.typed(act, what))]


def self_saving(posted: QueryDict, form: type[TextForm], *, prefix: str, **made: Any) -> TextForm:
    """The form of one text that saves itself: its version comes under the name `version`."""
    own = posted.copy()
    own[f"{prefix}-version"] = posted.get("version", "")
    return form(own, prefix=prefix, **made)


def _form(
    kind: type[TextForm], *, prefix: str, posted: QueryDict | None, text: str, version: int, **made: Any
) -> TextForm:
    is_sent = posted is not None and f"{prefix}-version" in posted
    return kind(posted if is_sent else None, prefix=prefix, initial=shown(text, version), **made)


def _note(meeting: Meeting, held: HeldItem, posted: QueryDict | None) -> PageText:
    note, code = held.note, held.item.code
    text, version = (note.text, note.version) if note else ("", 0)
    return PageText(
        code=code,
        form=_form(
            TextForm, prefix=f"{NOTE}{code}", posted=posted, text=text, version=version, label=_("Vårt notat")
        ),
        address=_address("routines:note", meeting, code),
        stored=text,
    )


def _answer(meeting: Meeting, held: HeldItem, posted: QueryDict | None) -> PageText:
    answer, code = held.answer, held.item.code
    text, version = (str(answer.value), answer.version) if answer else ("", 0)
    return PageText(
        code=code,
        form=_form(
            AnswerForm, prefix=f"{ANSWER}{code}", posted=posted, text=text, version=version, item=held.item
        ),
        address=reverse("routines:answer", args=[meeting.pk, code]),
        stored=text,
    )


def _own_words(page: Sheet, posted: QueryDict | None) -> PageText:
    words = page.own_words
    text, version, language = (words.text, words.version, words.language) if words else ("", 0, "")
    form = _form(
        OwnWordsForm,
        label=_("Det deltakeren selv sier"),
        prefix=OWN,
        posted=posted,
        text=text,
        version=version,
        languages=languages_of(page.meeting, words),
    )
    form.initial["language"] = language
    address = reverse("routines:own_words", args=[page.meeting.pk])
    return PageText(code="", form=form, address=address, stored=text)


def languages_of(meeting: Meeting, words: OwnWords | None) -> tuple[str, ...]:
    """The languages the participant's words are likely to be in."""
    participant = meeting.participant
    return (participant.language, participant.portal_language, words.language if words else "")


def _agreed(page: Table, code: str, posted: QueryDict | None) -> PageText:
    item = page.version.text_to(code)
    text, version = (item.text, item.version) if item else ("", 1)
    return PageText(
        code=code,
        form=_form(
            TextForm,
            prefix=f"{AGREED}{code}",
            posted=posted,
            text=text,
            version=version,
            label=_("Felles tekst"),
            rows=4,
        ),
        address=_address("routines:agreed_item", page.meeting, code),
        stored=text,
    )


def _address(name: str, meeting: Meeting, code: str) -> str:
    return reverse(name, args=[meeting.pk, code] if code else [meeting.pk])
