"""Gives every meeting of the region an hour and a room, so that nobody and no room is in two at once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product

from samlop.demo.prose import ROOMS
from samlop.demo.records import Meeting, Participant

MINUTES = 45
HOURS = tuple(time(8 + minutes // 60, minutes % 60) for minutes in range(0, 8 * 60, MINUTES))
Taken = set[tuple[date, time, str]]


def with_hours(people: Iterable[Participant]) -> tuple[Participant, ...]:
    """The same participants, whose meetings no longer collide."""
    taken: Taken = set()
    return tuple(
        replace(person, meetings=tuple(_placed(meeting, turn, taken=taken) for meeting in person.meetings))
        for turn, person in enumerate(people)
    )


def _placed(meeting: Meeting, turn: int, *, taken: Taken) -> Meeting:
    """The first free hour and room, beginning at another one for each participant."""
    people = {one.invited.partition("@")[0] for one in meeting.invitations} - {"participant"}
    choices = list(product(HOURS, ROOMS))
    turned = choices[turn * len(ROOMS) % len(choices) :] + choices[: turn * len(ROOMS) % len(choices)]
    for hour, room in turned:
        wanted = {(meeting.day, hour, one) for one in (*people, room)}
        if not wanted & taken:
            taken |= wanted
            ends = (datetime.combine(meeting.day, hour) + timedelta(minutes=MINUTES)).time()
            return replace(meeting, starts=hour, ends=ends, place=room)
    raise ValueError(f"no hour is left on {meeting.day} for {meeting.key}")
