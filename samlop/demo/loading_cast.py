"""What the cast has that nobody else needs: a file with a past, and a way in of their own."""

from dataclasses import replace
from datetime import timedelta

from samlop.demo import cast
from samlop.demo.caseload.groups import HANDED_OVER
from samlop.demo.cast import employment_key
from samlop.demo.days import workday_from, workday_until
from samlop.demo.records import Membership, Milestone, Participant, Region
from samlop.kernel.periods import add_months

DINA = "dina"
FORMER_ADVISER = employment_key("adviser_three", cast.REFUGEE_SERVICE)
HAD_FOR = timedelta(days=16)
MOVED_MONTHS = 6


def with_past(region: Region) -> Region:
    """The region in which Dina's file has a past: her adviser has changed, and a day has been moved."""
    people = tuple(_with_past(one) if one.key == DINA else one for one in region.participants)
    return replace(region, participants=people)


def _with_past(dina: Participant) -> Participant:
    return replace(
        dina,
        group=tuple(seat for one in dina.group for seat in _seats(one)),
        milestones=tuple(_moved(milestone) for milestone in dina.milestones),
    )


def _seats(seat: Membership) -> tuple[Membership, ...]:
    """A colleague of Kari's received Dina, and handed her over with no day between."""
    if seat.role != cast.PROGRAMME_ADVISER:
        return (seat,)
    handed_over = workday_from(seat.first + HAD_FOR)
    earlier = replace(
        seat,
        employment=FORMER_ADVISER,
        until=handed_over,
        left_because=HANDED_OVER,
        successor=seat.employment,
    )
    return earlier, replace(seat, first=handed_over)


def _moved(milestone: Milestone) -> Milestone:
    """Adult education was first expected to take half a year less."""
    if milestone.code != "adult_education_end":
        return milestone
    earlier = workday_until(add_months(milestone.day, -MOVED_MONTHS))
    return replace(milestone, first_expected=earlier)
