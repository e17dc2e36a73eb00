"""The pathway in words and dates: its stations, their periods, and what each one waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from samlop.kernel.periods import add_days


class StepKind(StrEnum):
    """What a step in a plan can be. Source: domain vocabulary of stages, routine and report."""

    SETTLEMENT = "settlement"
    INTRODUCTION_PROGRAMME = "introduction_programme"
    NORWEGIAN_COURSE = "norwegian_course"
    ADULT_EDUCATION = "adult_education"
    CAREER_GUIDANCE = "career_guidance"
    PRIOR_LEARNING_ASSESSMENT = "prior_learning_assessment"
    DOCUMENT_RECOGNITION = "document_recognition"
    COMBINATION_CLASS = "combination_class"
    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL_TRAINING = "vocational_training"
    APPRENTICESHIP = "apprenticeship"
    TRADE_EXAMINATION = "trade_examination"
    HIGHER_EDUCATION = "higher_education"
    WORK_PRACTICE = "work_practice"
    LABOUR_MARKET_MEASURE = "labour_market_measure"
    WORK = "work"
    OTHER = "other"


class TrackKind(StrEnum):
    """The lines of the map, in the order they are drawn."""

    GUIDANCE = "guidance"
    INTRODUCTION = "introduction"
    LEARNING = "learning"
    WORK = "work"


class StepStatus(StrEnum):
    """How far a step has come."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    COMPLETED = "completed"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"


class MeetingState(StrEnum):
    """How far a meeting has come, as the map tells it."""

    DUE = "due"
    CALLED = "called"
    HELD = "held"


_TRACKS = {
    StepKind.CAREER_GUIDANCE: TrackKind.GUIDANCE,
    StepKind.PRIOR_LEARNING_ASSESSMENT: TrackKind.GUIDANCE,
    StepKind.DOCUMENT_RECOGNITION: TrackKind.GUIDANCE,
    StepKind.SETTLEMENT: TrackKind.INTRODUCTION,
    StepKind.INTRODUCTION_PROGRAMME: TrackKind.INTRODUCTION,
    StepKind.OTHER: TrackKind.INTRODUCTION,
    StepKind.APPRENTICESHIP: TrackKind.WORK,
    StepKind.TRADE_EXAMINATION: TrackKind.WORK,
    StepKind.WORK_PRACTICE: TrackKind.WORK,
    StepKind.LABOUR_MARKET_MEASURE: TrackKind.WORK,
    StepKind.WORK: TrackKind.WORK,
}
_MOMENTS = frozenset({StepKind.SETTLEMENT, StepKind.TRADE_EXAMINATION})
OVER = frozenset({StepStatus.COMPLETED, StepStatus.INTERRUPTED})
HALTED = frozenset({StepStatus.PAUSED, StepStatus.INTERRUPTED})


def track_of(kind: StepKind) -> TrackKind:
    """The line a kind of step is drawn on: whatever is not guidance, introduction or work is learning."""
    return _TRACKS.get(kind, TrackKind.LEARNING)


@dataclass(frozen=True, kw_only=True)
class Station:
    """One step of a plan as the map needs it; its period is half-open, and either end may be unknown."""

    key: str
    title: str
    kind: StepKind
    first: date | None = None
    until: date | None = None
    status: StepStatus = StepStatus.PLANNED
    organisation: str = ""
    organisation_key: str = ""
    waits_for: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.first and self.until and self.until < self.first:
            raise ValueError(f"Station {self.key!r} ends on {self.until}, before it begins on {self.first}.")

    @cached_property
    def track(self) -> TrackKind:
        """The line this station stands on."""
        return track_of(self.kind)

    @cached_property
    def ends(self) -> date | None:
        """The first day after the step, also for steps that by nature last one day."""
        if self.first and (self.until == self.first or (self.kind in _MOMENTS and not self.until)):
            return add_days(self.first, 1)
        return self.until if self.first else None

    @property
    def agency(self) -> str:
        """What tells one responsible organisation from another; empty when nobody is named."""
        return self.organisation_key or self.organisation

    def covers_until(self, today: date) -> date:
        """The first day this dated step no longer fills; a halted step fills no day after today."""
        last = self.ends or date.max
        return min(last, max(today, self.first or today)) if self.status in HALTED else last

    def runs_on(self, day: date, *, today: date) -> bool:
        """Whether something happens in this step on the day."""
        return self.first is not None and self.first <= day < self.covers_until(today)


@dataclass(frozen=True, kw_only=True)
class MeetingMarker:
    """A resource-group meeting on the map."""

    day: date
    title: str
    state: MeetingState


@dataclass(frozen=True, kw_only=True)
class Pathway:
    """All that one participant's map is drawn from."""

    stations: tuple[Station, ...]
    today: date
    meetings: tuple[MeetingMarker, ...] = ()
    goal: str = ""
    horizon: date | None = None

    def __post_init__(self) -> None:
        keys = [station.key for station in self.stations]
        doubled = sorted({key for key in keys if keys.count(key) > 1})
        if doubled:
            raise ValueError(f"Two stations share a key: {', '.join(doubled)}.")


def dependency_cycle(stations: Iterable[Station]) -> tuple[str, ...]:
    """The keys of steps that wait for each other in a ring, the first found; empty when none do."""
    waiting = {station.key: set(station.waits_for) for station in stations}
    waiting = {key: {other for other in others if other in waiting} for key, others in waiting.items()}
    while free := [key for key, others in waiting.items() if not others]:
        waiting = {key: others - set(free) for key, others in waiting.items() if key not in free}
    if not waiting:
        return ()
    trail = [next(iter(waiting))]
    while (following := min(waiting[trail[-1]])) not in trail:
        trail.append(following)
    return tuple(trail[trail.index(following) :])


def in_order(stations: Iterable[Station]) -> tuple[Station, ...]:
    """Stations by first day; those without a day come last, each after what it waits for."""
    listed = list(stations)
    dated = [station for station in listed if station.first]
    placed = sorted(dated, key=lambda station: station.first or date.max)
    waiting = [station for station in listed if not station.first]
    while waiting:
        open_keys = {station.key for station in waiting}
        ready = next((s for s in waiting if not open_keys & (set(s.waits_for) - {s.key})), waiting[0])
        placed.append(ready)
        waiting.remove(ready)
    return tuple(placed)
