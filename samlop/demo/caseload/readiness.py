"""How far papers, admission and practical needs have come for one participant."""

from dataclasses import replace
from datetime import date, timedelta

from samlop.demo import prose
from samlop.demo.caseload import situations as at
from samlop.demo.caseload.timeline import Timeline
from samlop.demo.days import workday_from, workday_until
from samlop.demo.records import Needs

AGREED_STATES = frozenset({at.AGREED, at.ARCHIVED})
NOT_YET_ASKED = frozenset({at.ADULT_EDUCATION, at.SECOND})
WITHOUT_SCHOOL = frozenset({at.PROGRAMME, at.STRAIGHT_TO_WORK})
PRACTICAL = (
    ("needed", "needed", "not_needed"),
    ("in_place", "not_needed", "needed"),
    ("in_place", "not_needed", "not_needed"),
    ("in_place", "needed", "not_needed"),
    ("needed", "not_needed", "not_needed"),
)


def is_mapped(line: Timeline) -> bool:
    """Whether a first meeting has been agreed on; before that the mapping is what the municipality knew."""
    return bool(line.earlier) or line.situation.state in AGREED_STATES


def first_meeting_day(line: Timeline) -> date:
    """The day of the first meeting of all."""
    days = [day for _, day in line.earlier] + [day for day in [line.meeting_day] if day]
    return min(days)


def career_talk(line: Timeline) -> date:
    """Career guidance follows three weeks after the first meeting."""
    return workday_from(first_meeting_day(line) + timedelta(days=21))


def documentation_state(line: Timeline) -> str:
    """How far the papers on earlier schooling have come."""
    stage = line.situation.stage
    if line.situation.shows(at.DOCUMENTATION_NOT_SENT):
        return ("exists", "translated")[line.turn % 2]
    if stage in {at.SETTLED, at.PROGRAMME}:
        return ("none", "exists", "translated", "sent")[line.turn % 4]
    if stage in {at.ADULT_EDUCATION, at.SECOND, at.STRAIGHT_TO_WORK}:
        return "sent"
    return "approved"


def documentation_on(line: Timeline, state: str) -> date | None:
    """The day the papers came as far as they are, after settlement."""
    if state == "none":
        return None
    if state == "approved":
        return approved_on(line)
    earliest = max(line.day_of("settled"), line.days(-100 - line.turn * 3 % 40))
    return workday_until(earliest + timedelta(days=7))


def approved_on(line: Timeline) -> date:
    """The day the papers were approved: well before adult education ends, and not only yesterday."""
    return workday_until(min(line.day_of("adult_education_end") - timedelta(days=60), line.days(-75)))


def application_due(line: Timeline) -> date | None:
    """When the application to upper secondary must be in; close at hand for those whose papers lie still."""
    if line.situation.shows(at.DOCUMENTATION_NOT_SENT):
        return workday_from(line.days(18 + line.turn % 12))
    milestone = line.milestones.get("upper_secondary_start")
    return workday_until(milestone.day - timedelta(days=165)) if milestone and not milestone.actual else None


def needs(line: Timeline) -> Needs:
    """What is in place and what is not, as the meetings held so far have found out."""
    if not is_mapped(line):
        return Needs()
    talk = career_talk(line)
    premises = prose.PREMISES[line.turn % len(prose.PREMISES)]
    guided = talk if talk <= line.today else None
    prior = "planned" if documentation_state(line) == "none" else "not_relevant"
    if line.situation.stage in WITHOUT_SCHOOL:
        return Needs(career_guidance_on=guided, prior_learning=prior, premises=premises)
    return _towards_school(line, Needs(career_guidance_on=guided, prior_learning=prior, premises=premises))


def _towards_school(line: Timeline, known: Needs) -> Needs:
    if line.situation.stage in NOT_YET_ASKED or not _third_is_agreed(line):
        return replace(
            known, final_test="planned", application="planned", application_due=application_due(line)
        )
    computer, travel, adapted = PRACTICAL[line.turn % len(PRACTICAL)]
    ahead = line.situation.stage in {at.THIRD, at.READY}
    unsent = line.situation.shows(at.DOCUMENTATION_NOT_SENT)
    return replace(
        known,
        final_test="planned" if ahead else "done",
        application="planned" if unsent else "sent" if ahead else "done",
        application_due=application_due(line),
        student_finance="sent" if ahead else "done",
        own_computer=computer if ahead else "in_place",
        travel_cost=travel,
        adapted_teaching=adapted,
        adapted_teaching_documented=adapted == "needed",
    )


def _third_is_agreed(line: Timeline) -> bool:
    """The third meeting is where practical needs are asked for. Source: routine, meeting 3."""
    return line.situation.stage != at.THIRD or line.situation.state in AGREED_STATES
