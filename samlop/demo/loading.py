"""Loads the demo region into an empty database: once, whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from samlop.access.models import Organisation
from samlop.demo.loading_adults import add_adults
from samlop.demo.loading_cast import with_past
from samlop.demo.loading_files import File, add_file
from samlop.demo.loading_keys import moment
from samlop.demo.loading_mapping import add_mapping
from samlop.demo.loading_meetings import Held, add_meeting, targets_of
from samlop.demo.loading_minutes import add_copies, add_minutes
from samlop.demo.loading_places import add_agreement, add_places
from samlop.demo.loading_plans import add_plan
from samlop.demo.loading_reads import add_reads
from samlop.demo.loading_rows import Rows
from samlop.demo.records import Region
from samlop.demo.region import build_region
from samlop.kernel.models import Event
from samlop.participants.models import Participant

EARLIEST, LATEST = date(2026, 1, 1), date(2045, 12, 31)
"""The days the region can be made for."""

SYSTEM = "demo"
LOADED = "demo.loaded"
LOCK = 1_602_990_419
COPIES_A_MINUTE = 12
"""How many copies the worker is given at a time, so that what a visitor sends never waits behind them."""

Tell = Callable[[str], None]


class NotEmpty(Exception):
    """There is something in the database that is not the demo region."""


@dataclass(frozen=True)
class Loaded:
    """What a load came to: the day the region was made for, and how many rows; none if it was there."""

    today: str
    rows: int


def load_region(today: date, *, tell: Tell) -> Loaded:
    """Loads the region as it stands that day; one that is there already is left as it is."""
    with transaction.atomic():
        _one_at_a_time()
        if earlier := Event.objects.filter(code=LOADED).first():
            return Loaded(earlier.details["today"], 0)
        if Participant.objects.exists() or Organisation.objects.exists():
            raise NotEmpty
        return Loaded(today.isoformat(), _load(with_past(build_region(today)), tell=tell))


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _load(region: Region, *, tell: Tell) -> int:
    now = _now(region.today)
    rows = Rows(now)
    parts: list[tuple[str, Callable[[], None]]] = [
        ("Organisasjoner, ansatte og avtale", lambda: _add_frame(rows, region)),
        ("Historien: 239 voksne bosatt 2016–2021", lambda: add_adults(rows, region)),
        ("Dagens deltakere, møter og planer", lambda: _add_caseload(rows, region, now=now)),
    ]
    for title, add in parts:
        before = len(rows)
        add()
        tell(f"{title}: {len(rows) - before} rader")
    rows.add(_note(region, rows, at=now))
    tell("Skriver alt til databasen")
    rows.pour()
    return len(rows)


def _now(today: date) -> datetime:
    """This moment, or for another day than today the middle of that day: nothing has happened later."""
    now = timezone.now()
    return now if timezone.localdate(now) == today else moment(today) + timedelta(hours=3)


def _add_frame(rows: Rows, region: Region) -> None:
    add_places(rows, region)
    add_agreement(rows, region)


def _add_caseload(rows: Rows, region: Region, *, now: datetime) -> None:
    names = {place.key: place.name for place in region.organisations}
    archived: list[Held] = []
    for record in region.participants:
        file = File(record, region.today)
        add_file(rows, file)
        add_mapping(rows, file)
        meetings = [Held(file, meeting) for meeting in record.meetings]
        targets = targets_of(file)
        for held in meetings:
            add_meeting(rows, held, target=targets.get(held.record.point))
            add_minutes(rows, held)
        add_plan(rows, file, meetings, names=names)
        archived += [held for held in meetings if held.is_agreed]
        if record.cast:
            add_reads(rows, file)
    _add_copies(rows, archived, now=now)


def _add_copies(rows: Rows, agreed: list[Held], *, now: datetime) -> None:
    """The cast's meetings first, then the latest: so they leave, a few each minute."""
    ordered = sorted(
        agreed, key=lambda held: (not held.file.record.cast, -held.record.day.toordinal(), held.record.key)
    )
    waiting = 0
    for held in ordered:
        add_copies(rows, held, leaves_at=now + timedelta(minutes=waiting // COPIES_A_MINUTE))
        waiting += len(held.record.invitations) - 1


def _note(region: Region, rows: Rows, *, at: datetime) -> Event:
    """The line of the log that says the region is here, by which a second load knows it."""
    details = {"today": region.today.isoformat(), "rows": len(rows)}
    return Event(
        at=at, code=LOADED, subject_type="demo.region", subject_id="region", system=SYSTEM, details=details
    )
