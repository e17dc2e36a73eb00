"""What is written in meetings, as its pages need to read it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samlop.kernel.actor import Actor
from samlop.kernel.prepared import prepared
from samlop.participants.models import Membership, Participant
from samlop.routines import minutes_rules as rules
from samlop.routines.models import AgendaAnswer, AgreedText, Invitation, Meeting, OwnNote, OwnWords
from samlop.routines.queries.agreed_texts import Version, current, versions_of
from samlop.routines.queries.governing import routine_of
from samlop.routines.routine import AgendaItem, Answer, Title
from samlop.ui.languages import current_language

WRITTEN_IN = (Meeting.State.HELD, Meeting.State.AGREED)


@dataclass(frozen=True)
class HeldItem:
    """One agenda item while the meeting is held: my organisation's note, and the answer that is proposed."""

    item: AgendaItem
    title: str
    note: OwnNote | None
    answer: AgendaAnswer | None


@dataclass(frozen=True)
class Sheet:
    """A meeting as one organisation writes in it."""

    meeting: Meeting
    seats: tuple[Invitation, ...]
    items: tuple[HeldItem, ...]
    own_words: OwnWords | None
    sharing: rules.Sharing
    refusal: rules.Refusal | None

    @property
    def proposals(self) -> tuple[AgendaAnswer, ...]:
        """The answers waiting to be taken in or not."""
        return tuple(held.answer for held in self.items if held.answer and held.answer.state == "proposed")


@dataclass(frozen=True)
class Party:
    """One who must confirm, who of them is in the room, and its word if it has been given."""

    party: str
    name: str
    people: tuple[Invitation, ...]
    agrees: bool | None
    words: str

    @property
    def is_participant(self) -> bool:
        """The participant, as against an organisation."""
        return self.party == rules.PARTICIPANT


@dataclass(frozen=True)
class ReconciledItem:
    """One agenda item being reconciled: every note that can be seen, and the one text."""

    item: AgendaItem
    title: str
    notes: tuple[OwnNote, ...]


@dataclass(frozen=True)
class Table:
    """A meeting as all of them reconcile it."""

    meeting: Meeting
    seats: tuple[Invitation, ...]
    items: tuple[ReconciledItem, ...]
    own_words: OwnWords | None
    version: Version
    earlier: tuple[Version, ...]
    silent: tuple[str, ...]
    refusal: rules.Refusal | None


@dataclass(frozen=True)
class ParticipantView:
    """What the participant reads of one meeting, and whether there is something to confirm."""

    meeting: Meeting
    title: str
    titles: Mapping[str, str]
    agreed: Version | None
    to_confirm: Version | None
    own_words: OwnWords | None
    may_confirm: bool


@dataclass(frozen=True)
class Minutes:
    """One meeting in the collected minutes of a participant."""

    meeting: Meeting
    title: str
    titles: Mapping[str, str]
    version: Version | None
    number_of_versions: int


def agenda_of(meeting: Meeting) -> tuple[AgendaItem, ...]:
    """The agenda of the routine version that governs the meeting, and a place for whatever else came up."""
    if not meeting.point:
        return (_other_matters(),)
    return (*routine_of(meeting.routine_version).point(meeting.point).agenda, _other_matters())


def heading_of(meeting: Meeting) -> str:
    """What stands over a meeting's minutes, in the language of the page; over an extra meeting its reason."""
    if not meeting.point:
        return meeting.reason
    return routine_of(meeting.routine_version).point(meeting.point).title.text(current_language())


def titles_of(agenda: Iterable[AgendaItem], language: str = "") -> dict[str, str]:
    """Each agenda item's words, in the language of the page or another."""
    return {item.code: item.title.text(language or current_language()) for item in agenda}


def meetings_at_hand(actor: Actor) -> QuerySet[Meeting]:
    """Meetings the actor may see, each with its routine and whether a draft is under way and closed."""
    draft = AgreedText.objects.filter(meeting=OuterRef("pk"), state=AgreedText.State.DRAFT)
    visible: QuerySet[Meeting] = Meeting.objects.visible_to(actor).select_related("routine_version")
    return visible.annotate(has_draft=Exists(draft), is_closed=Exists(draft.filter(closed=True)))


@prepared
def meeting_at_hand(actor: Actor, pk: UUID) -> QuerySet[Meeting]:
    """That one meeting, if the actor may see it."""
    return meetings_at_hand(actor).filter(pk=pk)


def seats_of(meeting: Meeting) -> tuple[Invitation, ...]:
    """Everybody who is called, the participant first, then as the organisations are named."""
    return tuple(sorted(_seats(meeting.pk), key=_place_at_table))


@prepared
def _seats(meeting_id: UUID) -> QuerySet[Invitation]:
    seats = Invitation.objects.filter(meeting=meeting_id)
    return seats.select_related("employment__person", "organisation")


def not_called(meeting: Meeting) -> tuple[Membership, ...]:
    """Those who sit in the group today and have no seat in the meeting, by role and name."""
    others = _group_besides(meeting.pk, meeting.participant_id)
    return tuple({one.employment_id: one for one in others}.values())


@prepared
def _group_besides(meeting_id: UUID, participant_id: UUID) -> QuerySet[Membership]:
    seated = Invitation.objects.filter(meeting=meeting_id, employment__isnull=False).values("employment")
    group = Membership.objects.filter(participant=participant_id).current(localdate())
    others = group.exclude(employment__in=seated).select_related("employment__person", "organisation")
    return others.order_by("role", "employment__person__name")


def _place_at_table(seat: Invitation) -> tuple[bool, str, str]:
    return seat.employment_id is not None, str(seat.organisation or ""), seat.role


def sheet(actor: Actor, meeting: Meeting) -> Sheet:
    """The meeting as the actor's organisation writes in it; the meeting comes from `meetings_at_hand`."""
    notes = _own_notes(actor, meeting.pk)
    own = {note.agenda_code: note for note in notes if note.organisation_id == actor.organisation_id}
    answers = {answer.agenda_code: answer for answer in _answers(meeting.pk)}
    agenda = agenda_of(meeting)
    titles = titles_of(agenda)
    return Sheet(
        meeting=meeting,
        seats=seats_of(meeting),
        items=tuple(
            HeldItem(item, titles[item.code], own.get(item.code), answers.get(item.code)) for item in agenda
        ),
        own_words=own_words_in(meeting),
        sharing=rules.sharing((note.text, note.shared_at is not None) for note in notes),
        refusal=rules.why_notes_are_closed(meeting.state, has_draft=meeting.has_draft),  # type: ignore[attr-defined]
    )


@prepared
def _answers(meeting_id: UUID) -> QuerySet[AgendaAnswer]:
    return AgendaAnswer.objects.filter(meeting=meeting_id)


@prepared
def _own_notes(actor: Actor, meeting_id: UUID) -> QuerySet[OwnNote]:
    notes: QuerySet[OwnNote] = OwnNote.objects.visible_to(actor).filter(meeting=meeting_id)
    return notes.filter(organisation__in=actor.organisations).select_related("author__person")


def own_words_in(meeting: Meeting) -> OwnWords | None:
    """The participant's words in a meeting, with whoever wrote them down."""
    return next(iter(_own_words(meeting.pk)), None)


@prepared
def _own_words(meeting_id: UUID) -> QuerySet[OwnWords]:
    return OwnWords.objects.filter(meeting=meeting_id).select_related("written_by__person", "participant")


def table(actor: Actor, meeting: Meeting) -> Table | None:
    """The meeting as it is reconciled, with every note the actor may read; nothing before it has begun."""
    versions = versions_of(AgreedText.objects.filter(meeting=meeting))
    version = current(versions)
    if version is None:
        return None
    seats, notes = seats_of(meeting), _notes_by_item(actor, meeting)
    agenda = agenda_of(meeting)
    titles = titles_of(agenda)
    shared = {note.organisation_id for shown in notes.values() for note in shown if note.shared_at}
    present = {
        seat.organisation_id: str(seat.organisation) for seat in seats if seat.attended and seat.organisation
    }
    return Table(
        meeting=meeting,
        seats=seats,
        items=tuple(ReconciledItem(item, titles[item.code], tuple(notes[item.code])) for item in agenda),
        own_words=own_words_in(meeting),
        version=version,
        earlier=tuple(other for other in versions if other.number < version.number),
        silent=tuple(name for organisation, name in present.items() if organisation not in shared),
        refusal=rules.why_text_is_closed(meeting.state, has_draft=version.is_draft, closed=version.closed),
    )


def _notes_by_item(actor: Actor, meeting: Meeting) -> Mapping[str, list[OwnNote]]:
    notes = OwnNote.objects.visible_to(actor).filter(meeting=meeting).exclude(text="")
    by_item: defaultdict[str, list[OwnNote]] = defaultdict(list)
    for note in notes.select_related("organisation", "author__person").order_by("organisation__name"):
        by_item[note.agenda_code].append(note)
    return by_item


def parties_of(seats: Sequence[Invitation], version: Version) -> tuple[Party, ...]:
    """Everybody who must confirm the version, with the word each has given; the participant last."""
    words = {word.party: word for word in version.counting}
    people: defaultdict[str, list[Invitation]] = defaultdict(list)
    for seat in seats:
        if seat.is_here(version.number):
            people[str(seat.organisation_id or rules.PARTICIPANT)].append(seat)
    parties = [seat for seat in seats if seat.is_party(version.number)]
    names = {str(seat.organisation_id): str(seat.organisation) for seat in parties if seat.organisation}
    return tuple(
        Party(
            party=party,
            name=names.get(party, ""),
            people=tuple(people[party]),
            agrees=words[party].agrees if party in words else None,
            words=words[party].words if party in words else "",
        )
        for party in sorted(
            rules.parties(seat.organisation_id for seat in parties),
            key=lambda one: (one == rules.PARTICIPANT, one),
        )
    )


def agreed_texts_of(participant: Participant) -> list[Minutes]:
    """The minutes of all held meetings of one participant, the latest first, each as it was last agreed."""
    held = Meeting.objects.filter(participant=participant, state__in=WRITTEN_IN).order_by("-starts_at")
    versions: defaultdict[UUID, list[Version]] = defaultdict(list)
    for version in versions_of(AgreedText.objects.filter(participant=participant)):
        versions[version.meeting_id].append(version)
    return [
        Minutes(
            meeting=meeting,
            title=heading_of(meeting),
            titles=titles_of(agenda_of(meeting)),
            version=next((one for one in versions[meeting.pk] if one.is_agreed), None),
            number_of_versions=len(versions[meeting.pk]),
        )
        for meeting in held.select_related("routine_version")
    ]


def participant_view(meeting: Meeting) -> ParticipantView:
    """One meeting as its participant reads it: what all agree on, and what lies ready to be confirmed."""
    versions = versions_of(AgreedText.objects.filter(meeting=meeting))
    ready = next((version for version in versions if version.is_draft and version.closed), None)
    has_spoken = ready is not None and any(word.is_participants and word.agrees for word in ready.counting)
    return ParticipantView(
        meeting=meeting,
        title=heading_of(meeting),
        titles=titles_of(agenda_of(meeting)),
        agreed=next((version for version in versions if version.is_agreed), None),
        to_confirm=ready,
        own_words=own_words_in(meeting),
        may_confirm=ready is not None and not has_spoken,
    )


def _other_matters() -> AgendaItem:
    words = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words.append((language, _("Annet vi snakket om")))
    return AgendaItem(code="", title=Title(tuple(words)), answer=Answer.TEXT)
