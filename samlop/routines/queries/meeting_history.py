"""What has happened with one meeting's call, in words: from what to what, by whom, when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from samlop.access.models import Employment
from samlop.kernel.models import Change
from samlop.participants.language_words import language_name
from samlop.routines.models import Invitation, Meeting
from samlop.ui import components
from samlop.ui.dates import day_and_clock

MEETING, INVITATION = "routines_meeting", "routines_invitation"
MOST = 500

Values = Mapping[str, list[Any]]


@dataclass(frozen=True)
class Line:
    """One thing told: `text` has room for who it happened to, so that the same for several is told once."""

    at: datetime
    author: str
    text: str
    who: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    words: str = ""

    def joined_with(self, other: "Line") -> "Line | None":
        """Both as one, when they differ in nothing but to whom it happened."""
        if not self.who or not other.who or replace(self, who=other.who) != other:
            return None
        return replace(self, who=(*other.who, *self.who))

    def shown(self) -> components.Change:
        """The line as it is drawn."""
        text = self.text % {"who": ", ".join(self.who)} if self.who else self.text
        text = f"{text}: {self.words}" if self.words else text
        return components.Change(self.at, self.author, text, self.before, self.after)


def history_of(meeting: Meeting) -> list[components.Change]:
    """Every change of the meeting's time, place, people and answers, the latest first."""
    changes = _changes_of(meeting)
    invited = _invited(changes)
    employments = {change.employment_id for change in changes} | set(invited.values())
    people = Employment.objects.filter(pk__in=[one for one in employments if one])
    names: dict[UUID | None, str] = dict(people.values_list("pk", "person__name"))
    lines: list[Line] = []
    for change in changes:
        author = names.get(change.employment_id) or _own_name(change, meeting)
        who = names.get(invited.get(change.row_id), "") or _("deltakeren")
        for line in _told(change):
            about = (who,) if change.table == INVITATION else ()
            said = replace(line, at=change.at, author=author, who=about)
            joined = lines[-1].joined_with(said) if lines else None
            lines = [*lines[:-1], joined] if joined else [*lines, said]
    return [line.shown() for line in lines]


def _changes_of(meeting: Meeting) -> list[Change]:
    """The changes of the meeting's own row and of its invitations, those taken off the list included."""
    changes = Change.objects.filter(participant_id=meeting.participant_id, table__in=(MEETING, INVITATION))
    found = list(changes.order_by("-at", "-pk")[:MOST])
    ours = {str(meeting.pk)} | {
        change.row_id
        for change in found
        if change.table == INVITATION and str(meeting.pk) in change.values.get("meeting_id", ())
    }
    return [change for change in found if change.row_id in ours]


def _invited(changes: Iterable[Change]) -> dict[str, UUID | None]:
    """Whose invitation each row is, as far as the history knows."""
    found: dict[str, UUID | None] = {}
    for change in changes:
        for employment in change.values.get("employment_id", ()):
            if employment:
                found[change.row_id] = UUID(employment)
    return found


def _own_name(change: Change, meeting: Meeting) -> str:
    if change.system:
        return "Samløp"
    return str(meeting.participant) if change.person_id else ""


def _told(change: Change) -> list[Line]:
    """What one change says: a text, with room for who it is about, and from what to what."""
    if change.table == MEETING:
        return [_called(change)] if change.verb == Change.Verb.ADDED else _changed(change)
    if change.verb == Change.Verb.ADDED:
        walked_in = change.values.get("walked_in", [None, None])[1]
        return [
            Line(
                change.at, "", _("%(who)s kom uten å være kalt inn") if walked_in else _("Kalte inn %(who)s")
            )
        ]
    if change.verb == Change.Verb.REMOVED:
        return [Line(change.at, "", _("Tok %(who)s av listen"))]
    return _answered(change)


def _called(change: Change) -> Line:
    return Line(change.at, "", _("Kalte inn til møtet"), words=_moment(change.values["starts_at"][1]))


def _changed(change: Change) -> list[Line]:
    values: Values = change.values
    told = [
        Line(change.at, "", text, before=shown(values[column][0]), after=shown(values[column][1]))
        for column, (text, shown) in _columns().items()
        if column in values
    ]
    return [*told, _state(change)] if "state" in values else told


def _columns() -> dict[str, tuple[str, Callable[[Any], str]]]:
    return {
        "starts_at": (_("Flyttet møtet"), _moment),
        "place": (_("Endret sted"), str),
        "interpreter_language": (_("Endret tolk"), language_name),
        "interpreter_booked": (_("Skrev hvor tolken er bestilt"), str),
    }


def _state(change: Change) -> Line:
    before, after = change.values["state"]
    if after == Meeting.State.CANCELLED:
        because = change.values.get("cancelled_because", ["", ""])[1]
        return Line(change.at, "", _("Avlyste møtet"), words=str(because))
    if before == Meeting.State.CANCELLED:
        return Line(change.at, "", _("Tok avlysningen tilbake"))
    begun, agreed = Meeting.State.HELD, Meeting.State.AGREED
    text = {begun: _("Begynte møtet"), agreed: _("Alle ble enige om teksten")}.get(after)
    return Line(change.at, "", text or _("Møtet er åpnet igjen"))


def _answered(change: Change) -> list[Line]:
    values: Values = change.values
    told = []
    reply, apology = values.get("reply", ["", ""])[1], values.get("apology", ["", ""])[1]
    if reply == Invitation.Reply.NONE:
        told.append(Line(change.at, "", _("Spurte %(who)s på nytt")))
    elif reply or apology:
        answer = str(Invitation.Reply(reply).label) if reply else ""
        words = ". ".join(part for part in (answer, f"«{apology}»" if apology else "") if part)
        told.append(Line(change.at, "", _("Svar fra %(who)s"), words=words))
    attended = values.get("attended", [None, None])[1]
    if attended is not None:
        there = _("%(who)s var til stede") if attended else _("%(who)s var ikke til stede")
        told.append(Line(change.at, "", there))
    return told


def _moment(written: str | None) -> str:
    moment: datetime | None = parse_datetime(written) if written else None
    return day_and_clock(moment) if moment else ""
