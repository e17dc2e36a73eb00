"""The pathway as a metro map before it has a size: lanes, stops, links, and the order in which all is met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samlop.kernel.periods import add_days
from samlop.plans.pathway import MeetingMarker, Pathway, Station, TrackKind
from samlop.plans.transitions import Approach, Transition, approaches, transitions

_Moment = tuple[int, date, int]
_LONG_DAYS = 60
_NEVER: _Moment = (2, date.max, 0)


@dataclass(frozen=True)
class Lane:
    """One line to draw stations on; a track has side lanes where its steps overlap."""

    number: int
    track: TrackKind


@dataclass(frozen=True)
class Stop:
    """A station given its lane; one on each track bears the name of the line."""

    station: Station
    lane: int
    names_line: bool


@dataclass(frozen=True)
class Link:
    """The line from one stop to the next or to the goal; a minor one only shows what else is waited for."""

    source: str
    target: str | None
    is_gap: bool
    is_minor: bool = False
    leaves_at_end: bool = False


class EventKind(StrEnum):
    """What can happen along the map."""

    END = "end"
    START = "start"
    MEETING = "meeting"
    TODAY = "today"
    GOAL = "goal"


@dataclass(frozen=True)
class Event:
    """One thing met on the way; `subject` is a station's key, or a meeting's number in the pathway."""

    kind: EventKind
    day: date | None = None
    subject: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class PathwayMap:
    """The whole map: what there is, on which lane, linked how, in which order."""

    pathway: Pathway
    lanes: tuple[Lane, ...]
    stops: tuple[Stop, ...]
    links: tuple[Link, ...]
    transitions: tuple[Transition, ...]
    events: tuple[Event, ...]

    def stop(self, key: str) -> Stop:
        """The stop of a station."""
        return next(stop for stop in self.stops if stop.station.key == key)

    def links_to(self, key: str | None) -> tuple[Link, ...]:
        """The links by which a station, or the goal, is reached; the main one first."""
        return tuple(link for link in self.links if link.target == key)

    def transitions_to(self, key: str | None) -> tuple[Transition, ...]:
        """The hand-overs to a station, or out of the plan's last one."""
        return tuple(t for t in self.transitions if (t.entering.key if t.entering else None) == key)

    def gaps_at(self, key: str | None) -> tuple[Transition, ...]:
        """The hand-overs to a station, or out of the plan, that somebody must mind."""
        return tuple(transition for transition in self.transitions_to(key) if transition.is_gap)

    @property
    def goal_lane(self) -> int:
        """The lane that leads to the goal."""
        return next((self.stop(link.source).lane for link in self.links_to(None)), 0)

    def event_number(self, kind: EventKind, subject: str) -> int | None:
        """Where in the order something happens, if it does."""
        numbers = (n for n, event in enumerate(self.events) if (event.kind, event.subject) == (kind, subject))
        return next(numbers, None)


class ItemKind(StrEnum):
    """What a line of the equivalent list tells."""

    STATION = "station"
    TRANSITION = "transition"
    MEETING = "meeting"
    TODAY = "today"
    GOAL = "goal"


@dataclass(frozen=True)
class ListItem:
    """One line of the list that says in words what the map shows."""

    kind: ItemKind
    day: date | None = None
    station: Station | None = None
    transition: Transition | None = None
    meeting: MeetingMarker | None = None
    waits_for: tuple[Station, ...] = ()


def lay_out(pathway: Pathway) -> PathwayMap:
    """The map of a pathway; equal pathways give equal maps, and no plan is too odd to be drawn."""
    reached = approaches(pathway.stations, today=pathway.today)
    found = transitions(pathway.stations, today=pathway.today)
    links = _links(reached, found, pathway=pathway)
    lanes, stops = _lanes(reached, links)
    return PathwayMap(
        pathway=pathway,
        lanes=lanes,
        stops=stops,
        links=links,
        transitions=found,
        events=_events(pathway, stops=stops, links=links),
    )


def equivalent_list(drawn: PathwayMap) -> tuple[ListItem, ...]:
    """Everything the map shows, in reading order, for those who do not see it."""
    items: list[ListItem] = []
    stations = {stop.station.key: stop.station for stop in drawn.stops}
    for event in drawn.events:
        if event.kind is EventKind.START:
            station = stations[event.subject]
            items += _transition_items(drawn, event.subject)
            waited = tuple(stations[key] for key in station.waits_for if key in stations)
            items.append(ListItem(ItemKind.STATION, day=event.day, station=station, waits_for=waited))
        elif event.kind is EventKind.MEETING:
            meeting = drawn.pathway.meetings[int(event.subject)]
            items.append(ListItem(ItemKind.MEETING, day=event.day, meeting=meeting))
        elif event.kind is EventKind.TODAY:
            items.append(ListItem(ItemKind.TODAY, day=event.day))
    goal = ListItem(ItemKind.GOAL, day=drawn.pathway.horizon)
    return (*items, *_transition_items(drawn, None), goal)


def _transition_items(drawn: PathwayMap, key: str | None) -> list[ListItem]:
    """The hand-overs to a station that have anything to tell."""
    told = [transition for transition in drawn.transitions_to(key) if transition.reasons]
    return [ListItem(ItemKind.TRANSITION, day=transition.day, transition=transition) for transition in told]


def _links(reached: Sequence[Approach], found: Iterable[Transition], *, pathway: Pathway) -> tuple[Link, ...]:
    """The lines between stops: to each from what it follows, and from the last one to the goal."""
    gaps = {(t.entering.key if t.entering else None) for t in found if t.is_gap}
    links: list[Link] = []
    met: set[str] = set()
    for approach in reached:
        sources = [other for other in (*approach.left, approach.beside) if other and other.key in met]
        for position, other in enumerate(sources):
            links.append(
                _link(other, approach.station, is_gap=approach.station.key in gaps, is_minor=position > 0)
            )
        met.add(approach.station.key)
    if reached:
        last = _last(reached, pathway)
        links.append(Link(last.key, None, is_gap=None in gaps, leaves_at_end=last.ends is not None))
    return tuple(links)


def _link(source: Station, target: Station, *, is_gap: bool, is_minor: bool) -> Link:
    """The line between two stations; it leaves the first at its end unless that one goes on."""
    at_end = bool(source.ends and (target.first is None or source.ends <= target.first))
    return Link(source.key, target.key, is_gap=is_gap, is_minor=is_minor, leaves_at_end=at_end)


def _last(reached: Sequence[Approach], pathway: Pathway) -> Station:
    """The station the goal is reached from: the last undated one, else the one that lasts longest."""
    stations = [approach.station for approach in reached]
    if stations[-1].first is None:
        return stations[-1]
    return max(reversed(stations), key=lambda station: station.covers_until(pathway.today))


def _lanes(reached: Sequence[Approach], links: Sequence[Link]) -> tuple[tuple[Lane, ...], tuple[Stop, ...]]:
    """Every station on a lane of its track that is free; the lane it comes from when that is free."""
    order = {approach.station.key: number for number, approach in enumerate(reached)}
    ends = _occupied_until([approach.station for approach in reached], links)
    free_from: dict[TrackKind, list[_Moment]] = {}
    chosen: dict[str, tuple[TrackKind, int]] = {}
    main = {link.target: link.source for link in reversed(links) if not link.is_minor}
    for approach in reached:
        station = approach.station
        side = free_from.setdefault(station.track, [])
        begins = _moment(station.first, order[station.key])
        track, previous = chosen.get(main.get(station.key, ""), (None, -1))
        open_lanes = [number for number, moment in enumerate(side) if moment <= begins]
        preferred = previous if track is station.track and previous in open_lanes else None
        lane = preferred if preferred is not None else min(open_lanes, default=len(side))
        side[lane : lane + 1] = [ends[station.key]]
        chosen[station.key] = (station.track, lane)
    places = [(track, lane) for track in TrackKind for lane in range(len(free_from.get(track, [])))]
    lanes = tuple(Lane(number, track) for number, (track, _) in enumerate(places))
    return lanes, _stops(reached, {key: places.index(place) for key, place in chosen.items()})


def _stops(reached: Sequence[Approach], numbers: dict[str, int]) -> tuple[Stop, ...]:
    """The stops in order; the first long one of each track, or else the first, names the line."""
    naming: dict[TrackKind, Station] = {}
    for approach in reached:
        station = approach.station
        if station.track not in naming or (_is_long(station) and not _is_long(naming[station.track])):
            naming[station.track] = station
    stations = (approach.station for approach in reached)
    return tuple(Stop(s, numbers[s.key], names_line=naming[s.track] is s) for s in stations)


def _is_long(station: Station) -> bool:
    """Whether a step lasts long enough for a name to be read along its line."""
    return station.ends is None or station.first is None or (station.ends - station.first).days >= _LONG_DAYS


def _occupied_until(ordered: Sequence[Station], links: Sequence[Link]) -> dict[str, _Moment]:
    """When each station leaves its lane; one without an end leaves it to what follows, or keeps it."""
    begins = {station.key: _moment(station.first, number) for number, station in enumerate(ordered)}
    ends: dict[str, _Moment] = {}
    for number, station in enumerate(ordered):
        followers = [begins[link.target] for link in links if link.target and link.source == station.key]
        if station.first is None:
            ends[station.key] = _moment(None, number + 1)
        elif station.ends:
            ends[station.key] = _moment(station.ends, number)
        else:
            ends[station.key] = min(followers, default=_NEVER)
    return ends


def _moment(day: date | None, number: int) -> _Moment:
    """A point in the order of things where undated steps come one by one after all dated ones."""
    return (0, day, 0) if day else (1, date.min, number)


def _events(pathway: Pathway, *, stops: Sequence[Stop], links: Sequence[Link]) -> tuple[Event, ...]:
    """Everything met on the way in order; on one day ends come first, then starts, meetings and today."""
    followed = {link.source for link in links if not link.is_minor}
    timed: list[tuple[_Moment, int, Event]] = []
    for number, stop in enumerate(stops):
        station = stop.station
        begins = _moment(station.first, number)
        timed.append((begins, 1, Event(EventKind.START, station.first, station.key)))
        if station.ends:
            timed.append((_moment(station.ends, number), 0, Event(EventKind.END, station.ends, station.key)))
        elif station.key not in followed:
            shown = _moment(add_days(max(station.first, pathway.today), 1), 0) if station.first else begins
            timed.append((shown, 2, Event(EventKind.END, station.first, station.key, is_open=True)))
    for number, meeting in enumerate(pathway.meetings):
        timed.append(((0, meeting.day, 0), 3, Event(EventKind.MEETING, meeting.day, str(number))))
    timed.append(((0, pathway.today, 0), 4, Event(EventKind.TODAY, pathway.today)))
    timed.sort(key=lambda entry: entry[:2])
    return (*(event for _, _, event in timed), Event(EventKind.GOAL, pathway.horizon))
