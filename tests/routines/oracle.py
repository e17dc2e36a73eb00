"""What is due, worked out the slow way from the words of the contract; shares no code with what it judges."""

from datetime import date, timedelta

LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
FAR = 400


def month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else LENGTHS[month - 1]


def shift(day: date, units: dict, sign: int = 1) -> date:
    """Walks month by month, then day by day."""
    steps = sign * (12 * units.get("years", 0) + units.get("months", 0))
    year, month = day.year, day.month
    while steps:
        month += 1 if steps > 0 else -1
        year, month = (year + 1, 1) if month == 13 else (year - 1, 12) if month == 0 else (year, month)
        steps -= 1 if steps > 0 else -1
    day = date(year, month, min(day.day, month_length(year, month)))
    return day + timedelta(days=sign * (7 * units.get("weeks", 0) + units.get("days", 0)))


def summed(offset: dict, every: dict, times: int) -> dict:
    return {
        unit: offset.get(unit, 0) + times * every.get(unit, 0)
        for unit in ("years", "months", "weeks", "days")
    }


def targets(point: dict, milestones: dict, on: date) -> list[date]:
    start = milestones[point["due"]["milestone"]]
    offset = point["due"].get("offset", {})
    if "repeat" not in point:
        return [shift(start, offset)]
    until = point["repeat"]["until"]
    end = milestones.get(until["milestone"])
    found: list[date] = []
    for times in range(FAR):
        target = shift(start, summed(offset, point["repeat"]["every"], times))
        if end is not None and target > shift(end, until.get("offset", {})):
            break
        found.append(target)
        if end is None and target > on:
            break
    else:
        raise AssertionError("the oracle does not look so far")
    return found


def applies(point: dict, milestones: dict) -> bool:
    condition = point.get("applies_when", {})
    if point["due"]["milestone"] not in milestones:
        return False
    if "has_milestone" in condition and condition["has_milestone"] not in milestones:
        return False
    return "lacks_milestone" not in condition or condition["lacks_milestone"] not in milestones


def state(on: date, first: date, last: date, *, held: bool) -> str:
    if held:
        return "held"
    return "upcoming" if on < first else "overdue" if on > last else "due"


def due(routine: dict, participants: list[dict], on: date) -> list[dict]:
    """The rows of the answer, all but `because`."""
    rows = [row for participant in participants for row in rows_of(routine, participant, on)]
    return sorted(rows, key=sort_key)


def sort_key(row: dict) -> tuple:
    none_last = row["occurrence"] is None
    return (row["target"], row["participant"], row["point"], none_last, row["occurrence"] or 0, row["window"])


def rows_of(routine: dict, participant: dict, on: date) -> list[dict]:
    milestones = {code: date.fromisoformat(day) for code, day in participant["milestones"].items()}
    rows = []
    for point in routine["meeting_points"]:
        held = [
            date.fromisoformat(e["day"]) for e in participant.get("held", []) if e["point"] == point["code"]
        ]
        if applies(point, milestones):
            rows += occurrence_rows(point, targets(point, milestones, on), held, on)
        rows += concern_rows(point, participant.get("concerns", []), held, on)
    for row in rows:
        point = next(point for point in routine["meeting_points"] if point["code"] == row["point"])
        row["participant"] = participant["id"]
        row["responsible"] = point["responsible"]
        row["calls"] = point["calls"]
        row["may_call"] = point.get("may_call", [])
        row["interpreter"] = point["interpreter"] == "if_needed" and bool(
            participant.get("interpreter_language")
        )
    return rows


def occurrence_rows(point: dict, days: list[date], held: list[date], on: date) -> list[dict]:
    window = point.get("window", {})
    taken = {min(range(len(days)), key=lambda k: (abs(days[k] - day), k)) for day in held if days}
    rows = []
    for number, target in enumerate(days):
        first = shift(target, window.get("before", {"weeks": 2}), sign=-1)
        last = shift(target, window.get("after", {"weeks": 4}))
        rows.append(
            row_of(point, number, (first, target, last), state(on, first, last, held=number in taken))
        )
    return rows


def concern_rows(point: dict, concerns: list[dict], held: list[date], on: date) -> list[dict]:
    rows = []
    for trigger in point.get("also_on", []):
        for concern in concerns:
            raised = date.fromisoformat(concern["raised"])
            if concern["code"] == trigger["concern"] and raised <= on:
                target = shift(raised, trigger["within"])
                standing = state(on, raised, target, held=any(day >= raised for day in held))
                rows.append(row_of(point, None, (raised, target, target), standing))
    return rows


def row_of(point: dict, number: int | None, days: tuple[date, date, date], standing: str) -> dict:
    first, target, last = (day.isoformat() for day in days)
    return {
        "point": point["code"],
        "occurrence": number,
        "target": target,
        "window": [first, last],
        "state": standing,
    }
