"""Courses of participants and routines of one meeting point, as the tests need them."""

from datetime import date

from samlop.routines.document import routine_from
from samlop.routines.due import Concern, Held, ParticipantDates
from tests.routines.documents import contract

TODAY = date(2026, 11, 22)


def day(written: str) -> date:
    return date.fromisoformat(written)


def dina(*, held=(), concerns=(), language="ti", **milestones: str) -> ParticipantDates:
    return ParticipantDates(
        participant="dina",
        milestones={code: day(written) for code, written in milestones.items()},
        held=tuple(Held(point, day(written)) for point, written in held),
        concerns=tuple(Concern(code, day(written)) for code, written in concerns),
        interpreter_language=language,
    )


def routine_of(**changes):
    """One meeting point, three months after the start of the programme, changed as the test needs."""
    content = contract()
    point = content["meeting_points"][0]
    for key in ("repeat", "also_on", "applies_when", "window"):
        del point[key]
    point.update(changes)
    return routine_from(content)


def dates_of(life: dict) -> ParticipantDates:
    return ParticipantDates(
        participant=life["id"],
        milestones={code: day(written) for code, written in life["milestones"].items()},
        held=tuple(Held(held["point"], day(held["day"])) for held in life.get("held", ())),
        concerns=tuple(
            Concern(concern["code"], day(concern["raised"])) for concern in life.get("concerns", ())
        ),
        interpreter_language=life.get("interpreter_language"),
    )
