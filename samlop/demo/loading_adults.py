"""Puts the 239 adults of the report's tables among the rows: milestones, steps, the seats of their time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, zip_longest
from uuid import UUID

from samlop.demo import cast
from samlop.demo.cast import MERGER
from samlop.demo.loading_keys import Hand, hand_of, key_id, moment, organisation_id, participant_id
from samlop.demo.loading_people import Seat, add_intake, add_number, add_seat, personal_row, seat_id
from samlop.demo.loading_rows import Rows
from samlop.demo.records import HistoricParticipant, HistoryEvent, Region
from samlop.kernel.periods import add_months
from samlop.participants.models import Milestone, MilestoneCode
from samlop.plans.models import Step, StepKind

PROGRAMME_MONTHS = 24
STAFFED_FROM = date(2017, 1, 1)
Codes = MilestoneCode
MILESTONES = {
    "settled": Codes.SETTLED,
    "programme_start": Codes.PROGRAMME_START,
    "adult_education_start": Codes.ADULT_EDUCATION_START,
    "adult_education_end": Codes.ADULT_EDUCATION_END,
    "upper_secondary_start": Codes.UPPER_SECONDARY_START,
    "apprenticeship_start": Codes.APPRENTICESHIP_START,
    "trade_certificate_passed": Codes.TRADE_CERTIFICATE,
    "work_start": Codes.WORK_START,
}
LEAVES_SCHOOL = ("left_school", "apprenticeship_start", "trade_certificate_passed")
EXAMINATIONS = ("trade_examination_failed", "trade_certificate_passed")
WEST = ("flyktning_mandal", "kari", "tea", "nils", "nav_mandal")
EAST = ("flyktning_gamle_lindesnes", "adviser_two", "teacher_two", "nav_two", "nav_gamle_lindesnes")
STAFF_OF = {"1002": WEST, "1021": WEST, "1029": EAST, "4205": WEST}
"""Who followed whom; Marnardal had no staff of its own and was served from Mandal."""

SERVICES = {"1002": "flyktning_mandal", "1021": "flyktning_marnardal", "1029": "flyktning_gamle_lindesnes"}


@dataclass(frozen=True)
class Life:
    """One adult with all that is known to have happened, in order."""

    adult: HistoricParticipant
    events: tuple[HistoryEvent, ...]
    reference_day: date

    def first(self, *codes: str) -> HistoryEvent | None:
        """The first event with one of these codes."""
        return next((event for event in self.events if event.code in codes), None)

    def day(self, *codes: str) -> date | None:
        """The day of that event."""
        event = self.first(*codes)
        return event.day if event else None

    @property
    def settled(self) -> date:
        """The day everything begins."""
        return self.events[0].day

    @property
    def followed_until(self) -> date:
        """The group was dissolved when the adult moved away, and all of them by the reference day."""
        return self.day("moved") or self.reference_day

    @property
    def received_by(self) -> str:
        """The refugee service that received the adult."""
        return SERVICES.get(self.adult.municipality, cast.REFUGEE_SERVICE)


@dataclass(frozen=True)
class Stretch:
    """A step before it is a row."""

    kind: str
    first: date
    until: date | None
    status: str
    title: str = ""
    note: str = ""


def add_adults(rows: Rows, region: Region) -> None:
    """Everybody of the tables, with the group they had, long since dissolved."""
    adults = {adult.key: adult for adult in region.history}
    for key, events in groupby(region.events, key=lambda event: event.participant):
        _add_life(rows, Life(adults[key], tuple(events), region.reference_day))


def _add_life(rows: Rows, life: Life) -> None:
    key, by = life.adult.key, hand_of(_hats(life)[0][1][0])
    registered = moment(life.settled)
    rows.add(personal_row(life.adult, organisation=life.received_by, at=registered), at=registered, by=by)
    add_number(rows, key, life.adult.fodselsnummer, at=registered, by=by)
    add_intake(rows, key, life.received_by, first=life.settled, until=life.day("moved"))
    for seat in _seats(life):
        add_seat(rows, seat, by=hand_of(_adviser_on(life, seat.first)))
    for code, day in _milestones(life).items():
        milestone = Milestone(
            id=key_id("milestone", key, code), participant_id=participant_id(key), code=code, actual=day
        )
        rows.add(milestone, at=moment(day), by=hand_of(_adviser_on(life, day)))
    for place, stretch in enumerate(_stretches(life)):
        _add_step(rows, life, stretch, place=place)


def _hats(life: Life) -> list[tuple[str, tuple[str, str]]]:
    """Each role with the hat of it before the merger and the one after."""
    service, adviser, teacher, nav, office = STAFF_OF[life.adult.municipality]
    return [
        (cast.PROGRAMME_ADVISER, (f"{adviser}@{service}", f"{adviser}@{cast.REFUGEE_SERVICE}")),
        (cast.ADULT_EDUCATION, (f"{teacher}@kvalifiseringsenheten", f"{teacher}@{cast.LEARNING_CENTRE}")),
        (cast.CAREER_ADVISER, ("kim@karriere_lindesnes", f"kim@{cast.CAREER_CENTRE}")),
        (cast.NAV_ADVISER, (f"{nav}@{office}", f"{nav}@{cast.NAV}")),
    ]


def _adviser_on(life: Life, day: date) -> str:
    _role, hats = _hats(life)[0]
    return hats[day >= MERGER]


def _seats(life: Life) -> Iterator[Seat]:
    """One seat for each role; the merger handed it from the old unit to the new one with no day between."""
    begun = max(life.events[1].day, STAFFED_FROM)
    for role, (before, after) in _hats(life):
        inherited: UUID | None = None
        if begun < MERGER:
            end = min(MERGER, life.followed_until)
            goes_on = life.followed_until > MERGER
            yield Seat(life.adult.key, before, role, begun, end, has_successor=goes_on)
            inherited = seat_id(life.adult.key, before, begun)
        if life.followed_until > MERGER:
            first = max(begun, MERGER)
            yield Seat(life.adult.key, after, role, first, life.followed_until, predecessor=inherited)


def _milestones(life: Life) -> dict[str, date]:
    days: dict[str, date] = {}
    for event in life.events:
        if event.code in MILESTONES:
            days.setdefault(MILESTONES[event.code].value, event.day)
    left = life.day(*LEAVES_SCHOOL)
    if left:
        days[Codes.UPPER_SECONDARY_END.value] = left
    return days


def _stretches(life: Life) -> Iterator[Stretch]:
    programme = life.events[1].day
    yield Stretch(StepKind.SETTLEMENT, life.settled, programme, "completed", "Bosetting")
    ended = min(add_months(programme, PROGRAMME_MONTHS), life.followed_until)
    status = "ongoing" if ended == life.reference_day else "completed"
    yield Stretch(StepKind.INTRODUCTION_PROGRAMME, programme, None if status == "ongoing" else ended, status)
    if taught := life.day("adult_education_start"):
        until = life.day("adult_education_end")
        yield Stretch(StepKind.ADULT_EDUCATION, taught, until, "completed" if until else "ongoing")
    yield from _school(life)
    yield from _work(life)
    if moved := life.first("moved"):
        title = f"Flyttet til {dict(moved.details)['to']}"
        yield Stretch(StepKind.OTHER, moved.day, moved.day, "completed", title)


def _school(life: Life) -> Iterator[Stretch]:
    start = life.first("upper_secondary_start")
    if start is None:
        return
    broken_off, left = life.day("interrupted"), life.day(*LEAVES_SCHOOL)
    status = "interrupted" if broken_off else "completed" if left else "ongoing"
    title = f"Videregående: {dict(start.details)['programme'].lower()}"
    yield Stretch(StepKind.UPPER_SECONDARY, start.day, broken_off or left, status, title)
    if begun := life.first("apprenticeship_start"):
        until = life.day(*EXAMINATIONS)
        title = f"Læretid: {dict(begun.details)['trade'].lower()}"
        yield Stretch(StepKind.APPRENTICESHIP, begun.day, until, "completed" if until else "ongoing", title)
    for examination in (event for event in life.events if event.code in EXAMINATIONS):
        passed = examination.code == "trade_certificate_passed"
        title = f"Fagprøve: {dict(examination.details)['trade'].lower()}"
        status, note = ("completed", "Bestått") if passed else ("interrupted", "Ikke bestått")
        yield Stretch(StepKind.TRADE_EXAMINATION, examination.day, examination.day, status, title, note)


def _work(life: Life) -> Iterator[Stretch]:
    begun = [event for event in life.events if event.code == "work_start"]
    ended = [event.day for event in life.events if event.code == "work_end"]
    for event, until in zip_longest(begun, ended):
        hours = dict(event.details)["hours_a_week"].replace(".", ",")
        status = "completed" if until else "ongoing"
        yield Stretch(StepKind.WORK, event.day, until, status, note=f"{hours} timer i uken")


def _organisation(life: Life, stretch: Stretch) -> UUID | None:
    """Where the step was taken: upper secondary at the school, adult education at its centre of the day."""
    if stretch.kind in (StepKind.UPPER_SECONDARY, StepKind.TRADE_EXAMINATION, StepKind.APPRENTICESHIP):
        return organisation_id(cast.SCHOOL)
    if stretch.kind in (StepKind.WORK, StepKind.OTHER):
        return None
    merged = stretch.first >= MERGER
    if stretch.kind == StepKind.ADULT_EDUCATION:
        return organisation_id(cast.LEARNING_CENTRE if merged else "kvalifiseringsenheten")
    return organisation_id(cast.REFUGEE_SERVICE if merged else life.received_by)


def _add_step(rows: Rows, life: Life, stretch: Stretch, *, place: int) -> None:
    step = Step(
        id=key_id("step", life.adult.key, place),
        participant_id=participant_id(life.adult.key),
        kind=stretch.kind,
        title=stretch.title,
        first=stretch.first,
        until=stretch.until,
        status=stretch.status,
        note=stretch.note,
        organisation_id=_organisation(life, stretch),
    )
    by: Hand = hand_of(_adviser_on(life, stretch.first))
    rows.add(step, at=moment(stretch.first, turn=1), by=by)
    if stretch.until and stretch.until > stretch.first:
        values = {"status": ("ongoing", stretch.status), "until": (None, stretch.until)}
        rows.turn(step, at=moment(stretch.until), by=hand_of(_adviser_on(life, stretch.until)), values=values)
