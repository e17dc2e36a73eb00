"""The days of the road: when they are expected, when they were."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import require
from samlop.kernel.log import record
from samlop.participants import policies
from samlop.participants.actions.changing import Faults, Overtaken, lock
from samlop.participants.milestone_words import doubt_in_words
from samlop.participants.models import Milestone, Participant
from samlop.participants.rules import Days, implausible_days

DayKey = tuple[str, str]


def set_milestone(
    actor: Actor,
    participant: Participant,
    *,
    code: str,
    expected: date | None,
    actual: date | None,
    today: date,
) -> None:
    """Sets both days of one milestone."""
    days = {(code, "expected"): expected, (code, "actual"): actual}
    set_milestones(actor, participant, changes=days, seen={}, today=today)


@transaction.atomic
def set_milestones(
    actor: Actor,
    participant: Participant,
    *,
    changes: Mapping[DayKey, date | None],
    seen: Mapping[DayKey, date | None],
    today: date,
) -> list[str]:
    """Moves the days that were changed and names their milestones; one without any day left is taken away.

    Source: routine, meetings 1-4: what is due is counted from these days.
    """
    require(policies.may_set_milestones(standing(actor, participant.pk)))
    lock(participant.pk)
    rows = {row.code: row for row in Milestone.objects.filter(participant=participant)}
    before = {code: Days(row.expected, row.actual) for code, row in rows.items()}
    after = _changed(before, changes, seen=seen)
    moved = [code for code in after if after[code] != before.get(code, Days())]
    doubts = implausible_days(after, birth=participant.birth_day, today=today, changed=moved)
    if doubts:
        raise Faults({f"{doubt.which}_{doubt.code}": doubt_in_words(doubt) for doubt in doubts})
    for code in moved:
        row = rows.get(code) or Milestone(participant=participant, code=code)
        _store_days(actor, row, after[code], is_new=code not in rows)
    return moved


def _changed(
    before: Mapping[str, Days], changes: Mapping[DayKey, date | None], *, seen: Mapping[DayKey, date | None]
) -> dict[str, Days]:
    after = dict(before)
    overtaken = {}
    for (code, which), day in changes.items():
        days = after.get(code, Days())
        present: date | None = getattr(days, which)
        if (code, which) in seen and present not in (seen[code, which], day):
            overtaken[f"{which}_{code}"] = present
        expected, actual = (day, days.actual) if which == "expected" else (days.expected, day)
        after[code] = Days(expected, actual)
    if overtaken:
        raise Overtaken(overtaken)
    return after


def _store_days(actor: Actor, row: Milestone, days: Days, *, is_new: bool) -> None:
    row.expected, row.actual = days.expected, days.actual
    if days.day is None:
        record(actor, "milestone.removed", row, milestone=row.code)
        row.delete()
        return
    if is_new:
        row.save(force_insert=True)
    else:
        row.save(update_fields=["expected", "actual"], force_update=True)
    record(actor, "milestone.set", row, milestone=row.code)
