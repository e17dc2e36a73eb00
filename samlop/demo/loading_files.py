"""Puts today's participants among the rows: who they are, the days of the road, and the group round each."""

from datetime import date, datetime, timedelta

from samlop.access.models import Person, Relation, SignInIdentity
from samlop.demo import cast
from samlop.demo.caseload.groups import EMPLOYMENT_ENDED
from samlop.demo.days import workday_from, workday_until
from samlop.demo.loading_keys import (
    Hand,
    employment_id,
    hand_of,
    key_id,
    moment,
    own_hand,
    participant_id,
    person_id,
    staff_id,
)
from samlop.demo.loading_people import Seat, add_intake, add_number, add_seat, personal_row, seat_id
from samlop.demo.loading_rows import Rows
from samlop.demo.records import Milestone, Participant
from samlop.demo.sign_in import ISSUER
from samlop.kernel.periods import Period
from samlop.participants import models

AT_REGISTRATION = frozenset({"settled", "programme_start"})
KNOWN_BEFORE = timedelta(days=200)
MOVED_AFTER = timedelta(days=40)
LET_IN_AFTER = timedelta(days=10)


class File:
    """One participant's record with what its rows share."""

    def __init__(self, record: Participant, today: date) -> None:
        self.record = record
        self.today = today
        self.key = record.key
        self.id = participant_id(record.key)
        self.opened = next(one.day for one in record.milestones if one.code == "settled")

    def adviser(self, day: date) -> str:
        """The programme adviser that day, who writes down what nobody else did."""
        return self.seated(cast.PROGRAMME_ADVISER, day) or self.record.group[0].employment

    def seated(self, role: str, day: date) -> str:
        """Who held a role that day; empty when nobody did."""
        held = (
            one
            for one in self.record.group
            if one.role == role and Period(one.first, one.until).contains(day)
        )
        return next((one.employment for one in held), "")

    def hand(self, day: date) -> Hand:
        """The adviser's hand."""
        return hand_of(self.adviser(day))

    def hand_by(self, owner: str) -> Hand:
        """The hand of whoever is named: a hat, or the participant where there is a way in."""
        return hand_of(owner) if "@" in owner else self.own_hand

    @property
    def own_hand(self) -> Hand:
        """The participant's hand; somebody without a way in has staff write for them."""
        return own_hand(self.key) if self.record.cast else self.hand(self.today)

    @property
    def registered(self) -> datetime:
        """When the file was opened."""
        return moment(self.opened)


def add_file(rows: Rows, file: File) -> None:
    """Everything of one participant that is not mapping, meeting or plan."""
    _add_person(rows, file)
    add_intake(rows, file.key, file.record.organisation, first=file.opened)
    _add_seats(rows, file)
    for milestone in file.record.milestones:
        _add_milestone(rows, file, milestone)
    for concern in file.record.concerns:
        row = models.Concern(
            id=key_id("concern", file.key, concern.code),
            participant_id=file.id,
            code=concern.code,
            raised_on=concern.raised,
            raised_by_id=staff_id(concern.raised_by),
        )
        rows.add(row, at=moment(concern.raised), by=hand_of(concern.raised_by))


def _add_person(rows: Rows, file: File) -> None:
    record, by = file.record, file.hand(file.opened)
    row = personal_row(record, organisation=record.organisation, at=file.registered)
    row.language = next(one.code for one in record.languages if one.first_language)
    row.needs_interpreter = bool(record.interpreter)
    row.portal_language = record.portal_language
    rows.add(row, at=file.registered, by=by)
    contact = models.Contact(participant_id=file.id, email=record.email)
    rows.add(contact, at=file.registered, by=by)
    add_number(rows, file.key, record.fodselsnummer, at=file.registered, by=by)
    if record.cast:
        _let_in(rows, file, row)


def _let_in(rows: Rows, file: File, row: models.Participant) -> None:
    """A participant of the cast may sign in; the name stands in the file and nowhere else."""
    day = workday_from(file.opened + LET_IN_AFTER)
    rows.add(Person(id=person_id(file.key)))
    rows.add(SignInIdentity(person_id=person_id(file.key), issuer=ISSUER, subject_hash=file.key))
    row.person_id = person_id(file.key)
    rows.turn(row, at=moment(day), by=file.hand(day), values={"person_id": (None, str(row.person_id))})
    rows.add(
        Relation(
            id=key_id("self", file.key),
            subject_id=file.id,
            relation=Relation.Kind.SELF,
            person_id=row.person_id,
            period=(day, None),
            basis="personvernforordningen art. 15",
            granted_by_id=employment_id(file.adviser(day)),
        )
    )


def _add_seats(rows: Rows, file: File) -> None:
    """Every seat; one that was handed over was handed over by whoever had it."""
    before = {one.successor: one for one in file.record.group if one.successor}
    for held in file.record.group:
        former = before.get(held.employment)
        seat = Seat(
            participant=file.key,
            employment=held.employment,
            role=held.role,
            first=held.first,
            until=held.until,
            predecessor=seat_id(file.key, former.employment, former.first) if former else None,
            has_successor=bool(held.successor),
            waits_for_successor=held.left_because == EMPLOYMENT_ENDED,
            is_contact=held.role == cast.PROGRAMME_ADVISER and held.until is None,
        )
        add_seat(rows, seat, by=hand_of(former.employment) if former else file.hand(held.first))


def _add_milestone(rows: Rows, file: File, milestone: Milestone) -> None:
    """A day as it was first expected, then as it was moved, then as it came."""
    row = models.Milestone(
        id=key_id("milestone", file.key, milestone.code),
        participant_id=file.id,
        code=milestone.code,
        expected=milestone.expected,
        actual=milestone.actual,
    )
    known = _known_on(file, milestone)
    rows.add(row, at=moment(known, turn=1), by=file.hand(known))
    if milestone.first_expected:
        moved = _moved_on(file, known)
        by = hand_of(file.seated(cast.ADULT_EDUCATION, moved) or file.adviser(moved))
        values = {"expected": (milestone.first_expected, milestone.expected)}
        rows.turn(row, at=moment(moved, turn=2), by=by, values=values)
    if milestone.actual and milestone.actual > known:
        came = {"actual": (None, milestone.actual)}
        rows.turn(row, at=moment(milestone.actual, turn=3), by=file.hand(milestone.actual), values=came)


def _known_on(file: File, milestone: Milestone) -> date:
    """The first days of the road are known when the file is opened, later ones when they come in sight."""
    if milestone.code in AT_REGISTRATION:
        return file.opened
    begun = next(one.day for one in file.record.milestones if one.code == "programme_start")
    return workday_from(max(begun, min(milestone.day - KNOWN_BEFORE, file.today - KNOWN_BEFORE)))


def _moved_on(file: File, known: date) -> date:
    return workday_until(max(min(known + MOVED_AFTER, file.today - timedelta(days=1)), known))
