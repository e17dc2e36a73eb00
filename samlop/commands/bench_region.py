"""The made-up country of the benchmark: what is in it, said once for any number of participants."""

import json
from collections.abc import Callable
from dataclasses import astuple
from datetime import date

import yaml
from django.db import connection

from samlop.access.models import Employment, Organisation, Person, ReadLog, Relation
from samlop.commands import bench_course as course
from samlop.commands.bench_filling import Rows, fill, write_table
from samlop.commands.bench_region_meetings import MEETINGS
from samlop.demo.names import ADJECTIVES, THINGS
from samlop.kernel.models import Change, Event
from samlop.kernel.norwegian_order import norwegian_order
from samlop.participants import models as people
from samlop.plans import models as plans
from samlop.routines import models as routines
from samlop.routines.document import shipped_text

SINCE = "daterange('2016-01-01', NULL)"
PARTICIPANTS = "bench.participant AS p"
SEATS = "bench.participant AS p CROSS JOIN bench.seat AS s"
MUNICIPALITIES = "bench.municipality AS m CROSS JOIN bench.seat AS s"
SKILLS = {"overall": "'A2'", "reading": "'B1'", "writing": "'A2'"}
WORK = {"occupation": "'pleier'", "country": "'Eritrea'", "years": "4"}
WAITS = f"{PARTICIPANTS} CROSS JOIN (VALUES (5, 3), (6, 5)) AS w (step, other)"
DAYS = f"{SEATS} CROSS JOIN generate_series(1, 3) AS d"
ORGANISATION = "bench.id('organisation', p.municipality * 4 + s.seat)"
EMPLOYMENT = "bench.id('employment', p.block * 4 + s.seat)"
OF_PARTICIPANT = {"participant_id": "p.id"}

GROUND = """
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
CREATE FUNCTION bench.id(kind text, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
  RETURN md5(kind || ' ' || number)::uuid;
"""
PEOPLE = """
CREATE TABLE bench.participant AS
  SELECT n, (n - 1) / 30 AS block, mod(n - 1, 30) AS place, (n - 1) / 300 AS municipality,
         bench.id('participant', n) AS id, c.start, w.first_name, w.last_name, w.name_order
  FROM generate_series(1, {participants}) AS n
  JOIN bench.course AS c ON c.place = mod(n - 1, 30)
  JOIN bench.name AS w ON w.number = mod(n * 7919, (SELECT count(*) FROM bench.name));
CREATE TABLE bench.municipality AS SELECT DISTINCT municipality FROM bench.participant;
CREATE TABLE bench.staff AS
  SELECT b.block * 4 + s.seat AS number, b.municipality, s.seat, s.role, w.first_name || ' ' || w.last_name AS name
  FROM (SELECT DISTINCT block, municipality FROM bench.participant) AS b CROSS JOIN bench.seat AS s
  JOIN bench.name AS w ON w.number = mod((b.block * 4 + s.seat) * 104729, (SELECT count(*) FROM bench.name));
ANALYZE bench.participant, bench.staff;
"""
THEIR_MEETINGS = """
CREATE TABLE bench.meeting AS
  SELECT p.n, p.id AS participant_id, p.block, p.municipality, m.point, m.state, m.target, m.place,
         p.n * 4 + m.number AS number, bench.id('meeting', p.n * 4 + m.number) AS id, m.day,
         (m.day + time '09:00') AT TIME ZONE 'Europe/Oslo' AS starts_at
  FROM bench.participant AS p JOIN bench.meeting_course AS m USING (place);
ANALYZE bench.meeting;
"""
COURSES = (
    ("milestone_course", "place int, code text, expected date, actual date", course.milestones),
    (
        "meeting_course",
        "place int, number int, point text, state text, target date, day date",
        course.meetings,
    ),
    (
        "step_course",
        "place int, number int, kind text, seat int, first date, until date, status text",
        course.steps,
    ),
    ("promise_course", "place int, number int, seat int, due_on date, done_on date", course.promises),
)
ORGANISATIONS = (
    ("refugee_service", "municipality", "Flyktningtjenesten"),
    ("adult_education", "municipality", "Voksenopplæringen"),
    ("county_career_centre", "county", "Karrieresenteret"),
    ("nav", "state", "NAV"),
)

STAFF = (
    Rows(Organisation, MUNICIPALITIES, {
        "id": "bench.id('organisation', m.municipality * 4 + s.seat)",
        "name": "s.title || ' i kommune ' || m.municipality",
        "kind": "s.kind",
        "level": "s.level",
        "municipality_numbers": "ARRAY[lpad((m.municipality + 1)::text, 4, '0')]",
        "period": SINCE,
    }),
    Rows(Person, "bench.staff AS e", {"id": "bench.id('staff', e.number)", "name": "e.name"}),
    Rows(Employment, "bench.staff AS e", {
        "id": "bench.id('employment', e.number)",
        "person_id": "bench.id('staff', e.number)",
        "organisation_id": "bench.id('organisation', e.municipality * 4 + e.seat)",
        "role": "e.role",
        "period": SINCE,
        "intake": "e.seat = 0",
        "email": "'ansatt' || e.number || '@example.org'",
    }),
    Rows(routines.Agreement, "bench.municipality AS m", {
        "id": "bench.id('agreement', m.municipality)",
        "title": "'Samarbeid om kvalifisering ' || m.municipality",
        "period": SINCE,
    }),
    Rows(routines.AgreementParty, MUNICIPALITIES, {
        "agreement_id": "bench.id('agreement', m.municipality)",
        "organisation_id": "bench.id('organisation', m.municipality * 4 + s.seat)",
    }),
    Rows(routines.RoutineVersion, "bench.municipality AS m CROSS JOIN bench.routine AS r", {
        "id": "bench.id('version', m.municipality)",
        "agreement_id": "bench.id('agreement', m.municipality)",
        "routine_code": "r.document ->> 'id'",
        "number": "1",
        "document": "r.document",
        "effective_from": "'2016-01-01'",
    }),
    Rows(routines.RoutineApproval, MUNICIPALITIES, {
        "version_id": "bench.id('version', m.municipality)",
        "organisation_id": "bench.id('organisation', m.municipality * 4 + s.seat)",
        "approved_on": "'2016-01-01'",
    }),
)  # fmt: skip

FILES = (
    Rows(Person, PARTICIPANTS, {"id": "bench.id('person', p.n)"}),
    Rows(people.Participant, PARTICIPANTS, {
        "id": "p.id",
        "first_name": "p.first_name",
        "last_name": "p.last_name",
        "name_order": "p.name_order",
        "municipality_number": "lpad((p.municipality + 1)::text, 4, '0')",
        "registered_by_id": "bench.id('organisation', p.municipality * 4)",
        "person_id": "bench.id('person', p.n)",
        "language": "(ARRAY['ar', 'ti', 'so', 'uk'])[mod(p.n, 4) + 1]",
        "needs_interpreter": "p.place < 12",
        "created_at": "p.start",
    }),
    Rows(Relation, PARTICIPANTS, {
        "subject_id": "p.id",
        "relation": "'intake'",
        "organisation_id": "bench.id('organisation', p.municipality * 4)",
        "period": "daterange(p.start, NULL)",
        "basis": "'integreringsloven § 12'",
    }),
    Rows(Relation, PARTICIPANTS, {
        "subject_id": "p.id",
        "relation": "'self'",
        "person_id": "bench.id('person', p.n)",
        "period": "daterange(p.start, NULL)",
        "basis": "'personvernforordningen art. 15'",
    }),
    Rows(Relation, SEATS, {
        "id": "bench.id('relation', p.n * 4 + s.seat)",
        "subject_id": "p.id",
        "relation": "CASE WHEN s.seat IN (0, 3) THEN 'responsible' ELSE 'member' END",
        "employment_id": EMPLOYMENT,
        "period": "daterange(p.start, NULL)",
        "basis": "'samarbeidsavtalen'",
    }),
    Rows(people.Membership, SEATS, OF_PARTICIPANT | {
        "relation_id": "bench.id('relation', p.n * 4 + s.seat)",
        "employment_id": EMPLOYMENT,
        "organisation_id": ORGANISATION,
        "role": "s.role",
        "is_contact": "s.seat = 0",
    }),
    Rows(people.Milestone, "bench.participant AS p JOIN bench.milestone_course AS c USING (place)", OF_PARTICIPANT | {
        "code": "c.code",
        "expected": "c.expected",
        "actual": "c.actual",
    }),
    Rows(people.Concern, "bench.participant AS p WHERE p.place = 14", OF_PARTICIPANT | {
        "code": "'progress'",
        "raised_on": "CURRENT_DATE - 10",
    }),
    Rows(people.Contact, PARTICIPANTS, OF_PARTICIPANT | {"phone": "'400' || lpad(p.n::text, 5, '0')"}),
)  # fmt: skip

MAPPING = (
    Rows(people.Education, PARTICIPANTS, OF_PARTICIPANT | {
        "level": "'upper_secondary'",
        "subject": "'helsefag'",
        "country": "'Eritrea'",
        "completion": "'completed'",
        "years": "3",
        "documentation": "CASE WHEN mod(p.place, 3) = 0 THEN 'exists' ELSE 'none' END",
    }),
    Rows(people.LanguageSkills, PARTICIPANTS, OF_PARTICIPANT | SKILLS),
    Rows(people.Experience, PARTICIPANTS, OF_PARTICIPANT | WORK),
    Rows(people.OccupationalWish, PARTICIPANTS, OF_PARTICIPANT | {"words": "'Jeg vil bli helsefagarbeider.'"}),
    Rows(people.Schooling, PARTICIPANTS, OF_PARTICIPANT),
    Rows(people.Needs, PARTICIPANTS, OF_PARTICIPANT | {"own_computer": "'needed'"}),
)  # fmt: skip

PLANS = (
    Rows(plans.Plan, PARTICIPANTS, OF_PARTICIPANT | {"horizon": "p.start + 2300"}),
    Rows(plans.PlanVersion, "bench.participant AS p CROSS JOIN generate_series(1, 2) AS v", OF_PARTICIPANT | {
        "number": "v",
        "content": """'{"goals": [], "steps": [], "actions": []}'""",
    }),
    Rows(plans.Goal, PARTICIPANTS, OF_PARTICIPANT | {"words": "'Jeg vil ha fagbrev som helsefagarbeider.'"}),
    Rows(plans.Step, "bench.participant AS p JOIN bench.step_course AS c USING (place)", OF_PARTICIPANT | {
        "id": "bench.id('step', p.n * 8 + c.number)",
        "kind": "c.kind",
        "first": "c.first",
        "until": "c.until",
        "status": "c.status",
        "organisation_id": "bench.id('organisation', p.municipality * 4 + c.seat)",
    }),
    Rows(plans.StepDependency, WAITS, OF_PARTICIPANT | {
        "step_id": "bench.id('step', p.n * 8 + w.step)",
        "waits_for_id": "bench.id('step', p.n * 8 + w.other)",
    }),
    Rows(plans.Action, "bench.participant AS p JOIN bench.promise_course AS c USING (place)", OF_PARTICIPANT | {
        "text": "'Ringe skolen om plass ' || c.number",
        "owner_employment_id": "bench.id('employment', p.block * 4 + c.seat)",
        "owner_is_participant": "c.seat IS NULL",
        "due_on": "c.due_on",
        "done_on": "c.done_on",
    }),
)  # fmt: skip

TRACES = (
    Rows(ReadLog, DAYS, OF_PARTICIPANT | {
        "at": "now() - make_interval(days => d * 11 + s.seat)",
        "person_id": "bench.id('staff', p.block * 4 + s.seat)",
        "employment_id": EMPLOYMENT,
        "organisation_id": ORGANISATION,
        "section": "(ARRAY['overview', 'plan', 'meeting'])[d]",
        "relation": "'member'",
        "purpose": "'follow_up'",
    }),
    Rows(Change, DAYS, OF_PARTICIPANT | {
        "at": "now() - make_interval(days => d * 17 + s.seat)",
        "kind": "'milestone'",
        "table": "'participants_milestone'",
        "row_id": "bench.id('milestone', p.n * 4 + s.seat)::text",
        "verb": "'UPDATE'",
        "values": """'{"expected": ["2026-01-02", "2026-03-04"]}'""",
        "person_id": "bench.id('staff', p.block * 4 + s.seat)",
        "employment_id": EMPLOYMENT,
        "organisation_id": ORGANISATION,
    }),
    Rows(Event, DAYS, OF_PARTICIPANT | {
        "code": "'milestone.changed'",
        "subject_type": "'participants.milestone'",
        "subject_id": "bench.id('milestone', p.n * 4 + s.seat)::text",
        "person_id": "bench.id('staff', p.block * 4 + s.seat)",
        "employment_id": EMPLOYMENT,
        "organisation_id": ORGANISATION,
    }),
)  # fmt: skip

REGION = (*STAFF, *FILES, *MAPPING, *MEETINGS, *PLANS, *TRACES)


def fill_region(participants: int, today: date, *, tell: Callable[[str], None]) -> dict[str, int]:
    """Fills an empty database and tells how many rows each table got; `tell` hears of each table."""
    with connection.cursor() as cursor:
        cursor.execute(GROUND)
        _write_courses(today)
        cursor.execute(PEOPLE.format(participants=int(participants)))
        cursor.execute(THEIR_MEETINGS)
    written: dict[str, int] = {}
    for rows in REGION:
        table = rows.model._meta.db_table
        tell(table)
        written[table] = written.get(table, 0) + fill(rows)
    return written


def _write_courses(today: date) -> None:
    """Writes what the statements draw upon: names, seats, the routine, and the thirty courses."""
    names = [(first, last) for first in THINGS for last in ADJECTIVES]
    columns = "number int, first_name text, last_name text, name_order text"
    write_table(
        "name", columns, [(n, *name, norwegian_order(name[1], name[0])) for n, name in enumerate(names)]
    )
    seats = [(n, role, *ORGANISATIONS[n]) for n, role in enumerate(course.SEATS)]
    write_table("seat", "seat int, role text, kind text, level text, title text", seats)
    document = yaml.safe_load(shipped_text("kmv"))
    write_table("routine", "document jsonb", [(json.dumps(document),)])
    agenda = [
        (point["code"], n, item["code"])
        for point in document["meeting_points"]
        for n, item in enumerate(point["agenda"])
    ]
    write_table("agenda", "point text, number int, code text", [*agenda, ("", 0, "")])
    places = range(course.PLACES)
    write_table(
        "course", "place int, start date", [(place, course.start_of(place, today)) for place in places]
    )
    for name, columns, rows_of in COURSES:
        write_table(name, columns, [astuple(row) for place in places for row in rows_of(place, today)])
