"""The drawn map: nothing collides or falls off the sheet, in any orientation and direction of writing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samlop import plans
from samlop.plans.captions import MapLabels
from samlop.plans.drawing import Orientation, draw
from samlop.plans.landscape import wide_sheets
from samlop.plans.lettering import fenced, text_width, wrap
from samlop.plans.metro import lay_out
from samlop.plans.pathway import (
    MeetingMarker,
    MeetingState,
    Pathway,
    Station,
    StepKind,
    StepStatus,
    TrackKind,
)
from samlop.plans.portrait import tall_sheets
from samlop.plans.sheet import Point, StrokeKind, Words
from samlop.plans.symbols import meeting_sign, status_sign

TODAY = date(2026, 11, 22)
SVG = "{http://www.w3.org/2000/svg}"
BOTH_WAYS = [(orientation, direction) for orientation in Orientation for direction in ("ltr", "rtl")]

LABELS = MapLabels(
    title="Veien din på kartet",
    lines={
        TrackKind.GUIDANCE: "Veiledning",
        TrackKind.INTRODUCTION: "Introduksjon",
        TrackKind.LEARNING: "Opplæring",
        TrackKind.WORK: "Arbeid",
    },
    statuses={status: f"Status {status}" for status in StepStatus},
    meeting_states={state: f"Møte {state}" for state in MeetingState},
    today="I dag",
    goal="Målet mitt",
    no_goal="Målet er ikke skrevet ennå",
    gap="Pass på overgangen",
    no_agency="Ingen etat er ansvarlig ennå",
    no_next_step="Ingen neste steg er avtalt",
    quiet=lambda days: f"{days} dager uten tilbud",
    awaits=lambda title: f"Venter på {title}",
    period=lambda first, until: f"{first or 'tid er ikke satt'} – {until or ''}",
    day=lambda day: day.isoformat(),
    year=str,
    part=lambda number, count: f"del {number} av {count}",
)

TITLES = st.sampled_from(
    [
        "Vg1",
        "Norskkurs",
        "Introduksjonsprogrammet",
        "Realkompetansevurdering og godkjenning av utdanning fra hjemlandet i mange ledd",
        "Arbeidsmarkedstiltaksordningskoordinatorutdanningsprogrammet",
        "دورة اللغة النرويجية للبالغين المهاجرين في المدرسة",
        "Vg2 عامل صحي (FOV)",
        "ትግርኛ ቋንቋ ስልጠና",
        "W" * 40,
        "",
    ]
)
ORGANISATIONS = st.sampled_from(
    ["", "NAV Lindesnes", "Lindesnes kommune, flyktningtjenesten", "بلدية ليندسنيس"]
)
DAYS = st.integers(-1500, 1500).map(lambda days: TODAY + timedelta(days=days))


@st.composite
def stations(draw_from: st.DrawFn, key: str, others: list[str]) -> Station:
    """One step of any kind, dated or not, that may wait for any other."""
    first = draw_from(st.one_of(st.none(), DAYS, DAYS))
    length = draw_from(st.one_of(st.none(), st.integers(0, 900)))
    return Station(
        key=key,
        title=draw_from(TITLES),
        kind=draw_from(st.sampled_from(StepKind)),
        first=first,
        until=first + timedelta(days=length) if first and length is not None else None,
        status=draw_from(st.sampled_from(StepStatus)),
        organisation=draw_from(ORGANISATIONS),
        waits_for=tuple(draw_from(st.lists(st.sampled_from(others), max_size=2))) if others else (),
    )


@st.composite
def pathways(draw_from: st.DrawFn, most: int = 12) -> Pathway:
    """Any plan, however odd, with meetings and a goal or without."""
    keys = [f"s{number}" for number in range(draw_from(st.integers(0, most)))]
    meeting = st.builds(
        MeetingMarker,
        day=DAYS,
        title=st.sampled_from(["Møte 1: kartlegging", "اجتماع"]),
        state=st.sampled_from(MeetingState),
    )
    return Pathway(
        stations=tuple(draw_from(stations(key, [*keys, "unknown"])) for key in keys),
        today=TODAY,
        meetings=tuple(draw_from(st.lists(meeting, max_size=4))),
        goal=draw_from(
            st.sampled_from(["", "Fast jobb", "Jeg vil bli helsefagarbeider " * 12, "أريد عملاً ثابتاً"])
        ),
        horizon=draw_from(st.one_of(st.none(), DAYS)),
    )


@dataclass(frozen=True)
class Box:
    """The room some words take in a drawing."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two boxes share more than their edges."""
        return (
            self.left < other.right - 0.5
            and other.left < self.right - 0.5
            and self.top < other.bottom - 0.5
            and other.top < self.bottom - 0.5
        )


def drawings(
    pathway: Pathway, *, orientation: Orientation, direction: str, **options
) -> list[ElementTree.Element]:
    """The drawn sheets, parsed."""
    drawn = draw(lay_out(pathway), orientation=orientation, direction=direction, labels=LABELS, **options)
    return list(ElementTree.fromstring(f"<sheets>{drawn}</sheets>"))


def text_boxes(drawing: ElementTree.Element, direction: str) -> Iterator[Box]:
    """Where each line of words stands, by its anchor and the width of its letters."""
    for element in drawing.iter(f"{SVG}text"):
        size, x, y = (float(element.get(name)) for name in ("font-size", "x", "y"))
        text = element.text or ""
        width = text_width(text, size=size, bold=element.get("font-weight") is not None)
        start = {"start": 0.0, "middle": width / 2}[element.get("text-anchor")]
        left = x - start if direction == "ltr" else x - width + start
        yield Box(text, left, y - size * 0.8, left + width, y + size * 0.2)


def viewbox(drawing: ElementTree.Element) -> tuple[float, float]:
    """The width and height of a drawing."""
    return tuple(float(part) for part in drawing.get("viewBox").split()[2:])


def box_of(words: Words) -> Box:
    """The room of a caption."""
    caption = words.caption
    text = " ".join(line.text for line in caption.lines)
    return Box(text, words.x, words.y, words.x + caption.width, words.y + caption.height)


def box_of_line(ends: tuple[Point, Point]) -> Box:
    """The room of a straight line, or the middle of a slanting one."""
    (left, right), (top, bottom) = (sorted(values) for values in zip(*ends, strict=True))
    if right - left > 1 and bottom - top > 1:
        left = right = (left + right) / 2
        top = bottom = (top + bottom) / 2
    return Box("line", left - 3, top - 3, right + 3, bottom + 3)


@pytest.mark.parametrize(("orientation", "direction"), BOTH_WAYS)
@given(pathway=pathways())
@settings(max_examples=60, deadline=None)
def test_no_words_meet_or_leave_the_sheet(orientation, direction, pathway):
    for drawing in drawings(pathway, orientation=orientation, direction=direction):
        width, height = viewbox(drawing)
        boxes = list(text_boxes(drawing, direction))
        for box in boxes:
            assert box.left >= 0, box
            assert box.right <= width, box
            assert box.top >= 0, box
            assert box.bottom <= height, box
        assert [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])] == []


@pytest.mark.parametrize("sheets", [wide_sheets, tall_sheets])
@given(pathway=pathways())
@settings(max_examples=60, deadline=None)
def test_no_line_runs_through_words(sheets, pathway):
    for sheet in sheets(lay_out(pathway), LABELS):
        boxes = [box_of(words) for words in sheet.words()]
        for stroke in sheet.strokes:
            for line in map(box_of_line, pairwise(stroke.points)):
                assert [box for box in boxes if box.meets(line)] == [], stroke


@pytest.mark.parametrize("sheets", [wide_sheets, tall_sheets])
@given(pathway=pathways())
@settings(max_examples=60, deadline=None)
def test_later_is_never_drawn_earlier(sheets, pathway):
    drawn = lay_out(pathway)
    order = [stop.station.key for stop in drawn.stops]
    along = 0 if sheets is wide_sheets else 1
    met = []
    for sheet in sheets(drawn, LABELS):
        places = [(place.at[along], order.index(place.stop.station.key)) for place in sheet.stops]
        assert [place for place, _ in sorted(places, key=lambda place: place[1])] == sorted(
            p for p, _ in places
        )
        met += sorted(number for _, number in places)
    assert met == list(range(len(order)))


def test_long_plan_takes_sheets_not_small_letters():
    steps = tuple(
        Station(
            key=str(number),
            title="Kvalifisering på arbeidsplassen",
            kind=list(StepKind)[number % len(StepKind)],
            first=TODAY + timedelta(days=40 * number),
            until=TODAY + timedelta(days=40 * number + 90),
            organisation="Lindesnes læringssenter",
        )
        for number in range(40)
    )
    sheets = drawings(
        Pathway(stations=steps, today=TODAY), orientation=Orientation.HORIZONTAL, direction="ltr"
    )
    assert len(sheets) > 2
    assert {sheet.get("width") for sheet in sheets} == {"1120"}
    assert [name_of(sheet) for sheet in sheets][:2] == [
        f"Veien din på kartet, del 1 av {len(sheets)}",
        f"Veien din på kartet, del 2 av {len(sheets)}",
    ]
    keys = [
        element.get("data-station")
        for sheet in sheets
        for element in sheet.iter()
        if element.get("data-station")
    ]
    assert sorted(keys, key=int) == [str(number) for number in range(40)]


SCHOOL = Station(
    key="vg1",
    title="Vg1 Helse- og oppvekstfag",
    kind=StepKind.UPPER_SECONDARY,
    first=date(2027, 8, 16),
    until=date(2028, 6, 16),
    organisation="Mandal videregående skole",
)
COURSE = Station(
    key="norsk",
    title="Norskkurs",
    kind=StepKind.NORWEGIAN_COURSE,
    first=date(2026, 8, 17),
    until=date(2027, 6, 18),
    status=StepStatus.ONGOING,
    organisation="Lindesnes læringssenter",
)
PLAN = Pathway(stations=(COURSE, SCHOOL), today=TODAY, goal="Fast jobb", horizon=date(2031, 8, 1))


def words_in(drawing):
    """All words of a drawing in one line."""
    return " ".join("".join(element.itertext()) for element in drawing.iter(f"{SVG}text"))


def name_of(drawing):
    """What a screen reader calls a drawing."""
    return drawing.find(f"{SVG}title").text


@pytest.mark.parametrize(("orientation", "direction"), BOTH_WAYS)
def test_map_says_what_the_plan_says(orientation, direction):
    (drawing,) = drawings(PLAN, orientation=orientation, direction=direction)
    words = words_in(drawing).replace("\u2066", "").replace("\u2069", "")
    for told in (
        "Norskkurs",
        "59 dager uten tilbud",
        "Fast jobb",
        "2031-08-01",
        "I dag 2026-11-22",
        "Opplæring",
    ):
        assert told in words
    assert "Mandal" in words
    assert drawing.get("direction") == direction


@pytest.mark.parametrize("orientation", Orientation)
def test_right_to_left_is_the_mirror_image(orientation):
    (plain,) = drawings(PLAN, orientation=orientation, direction="ltr")
    (turned,) = drawings(PLAN, orientation=orientation, direction="rtl")
    width, _ = viewbox(plain)
    places, mirrored = (
        [(float(c.get("cx")), float(c.get("cy"))) for c in drawing.iter(f"{SVG}circle")]
        for drawing in (plain, turned)
    )
    assert [(width - x, y) for x, y in mirrored] == [pytest.approx(place, abs=0.02) for place in places]


def test_stations_with_an_address_are_named_links():
    (drawing,) = drawings(
        PLAN,
        orientation=Orientation.VERTICAL,
        direction="ltr",
        address=lambda key: f"/steg/{key}/",
        name="mitt",
    )
    links = list(drawing.iter(f"{SVG}a"))
    assert [link.get("href") for link in links] == ["/steg/norsk/", "/steg/vg1/"]
    assert links[0].get("aria-label") == (
        "Norskkurs, 2026-08-17 – 2027-06-18, Status ongoing, Lindesnes læringssenter"
    )
    assert drawing.get("role") == "group"
    assert [element.get("id") for element in drawing.iter() if element.get("data-station")] == [
        "mitt-station-norsk",
        "mitt-station-vg1",
    ]


def test_map_without_addresses_is_one_picture():
    (drawing,) = drawings(PLAN, orientation=Orientation.VERTICAL, direction="ltr")
    assert drawing.get("role") == "img"
    assert name_of(drawing) == "Veien din på kartet"
    assert list(drawing.iter(f"{SVG}a")) == []


def test_words_cannot_become_markup():
    hostile = replace(COURSE, title="<script>alert(1)</script>", organisation='"><a href="//x">')
    drawn = draw(
        lay_out(replace(PLAN, stations=(hostile,))),
        orientation=Orientation.HORIZONTAL,
        direction="ltr",
        labels=LABELS,
    )
    assert "<script" not in drawn
    assert 'href="//x"' not in drawn


def test_equal_plans_give_equal_drawings():
    first, second = (
        draw(lay_out(plan), orientation=Orientation.HORIZONTAL, direction="rtl", labels=LABELS)
        for plan in (PLAN, replace(PLAN, stations=(COURSE, SCHOOL)))
    )
    assert first == second


def test_each_status_has_a_shape_of_its_own():
    shapes = {re.sub(r'"[^"]*"', "", str(status_sign(status, (0, 0), size=10))) for status in StepStatus}
    assert len(shapes) == len(StepStatus)
    assert len({str(meeting_sign(state, (0, 0))) for state in MeetingState}) == len(MeetingState)


def test_gap_is_a_broken_line_with_a_mark():
    drawn = lay_out(PLAN)
    (sheet,) = wide_sheets(drawn, LABELS)
    assert StrokeKind.GAP in {stroke.kind for stroke in sheet.strokes}
    assert len(sheet.marks) == len([transition for transition in drawn.transitions if transition.is_gap]) == 2


def test_ongoing_step_is_solid_until_today():
    (sheet,) = wide_sheets(lay_out(PLAN), LABELS)
    (line, _) = sheet.today[0]
    solid = [stroke for stroke in sheet.strokes if stroke.kind is StrokeKind.SOLID]
    assert [stroke.points[-1][0] for stroke in solid] == [line[0]]


@pytest.mark.parametrize(
    ("text", "bold", "measured"),
    [
        ("Introduksjonsprogrammet", False, 182.6),
        ("Introduksjonsprogrammet", True, 188.3),
        ("Lindesnes læringssenter", False, 174.0),
        ("aug. 2024 – juni 2025", False, 154.1),
        ("تدريب مهني في مكان العمل", False, 169.7),
        ("التعليم للكبار", True, 79.0),
        ("أغسطس ٢٠٢٤ – يونيو ٢٠٢٥", False, 174.8),
    ],
)
def test_words_take_no_more_room_than_estimated(text, bold, measured):
    """The widths are measured in a browser, with the typefaces Samløp brings along."""
    assert measured <= text_width(text, size=15, bold=bold) <= measured * 1.6


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("Norskkurs", 150, ("Norskkurs",)),
        ("Introduksjonsprogrammet", 130, ("Introduksjons-", "programmet")),
        ("Realkompetansevurdering", 150, ("Realkompetanse-", "vurdering")),
        (
            "Vg1 Helse- og oppvekstfag i Mandal og Lyngdal og Kvinesdal",
            120,
            ("Vg1 Helse- og", "oppvekstfag i", "Mandal og…"),
        ),
        ("", 150, ()),
    ],
)
def test_words_are_broken_where_a_reader_would(text, limit, lines):
    assert wrap(text, size=15, limit=limit, bold=True) == lines


@pytest.mark.parametrize(
    ("text", "right_to_left", "shown"),
    [
        ("NAV (Lindesnes)", True, "\u2066NAV (Lindesnes)\u2069"),
        ("Vg1 عامل", True, "Vg1 عامل"),
        ("2026", True, "2026"),
        ("عامل (1)", False, "\u2067عامل (1)\u2069"),
        ("NAV", False, "NAV"),
    ],
)
def test_words_of_the_other_direction_are_fenced(text, right_to_left, shown):
    assert fenced(text, right_to_left=right_to_left) == shown


def test_every_colour_is_defined_in_light_and_dark():
    sheet = (Path(plans.__file__).parent / "static" / "plans" / "map.css").read_text(encoding="utf-8")
    used = set(re.findall(r"var\((--map-[a-z-]+)\)", sheet))
    light, chosen_dark, asked_dark = (
        set(re.findall(r"(--map-[a-z-]+):", re.search(rf"{start}[^}}]*}}", sheet).group()))
        for start in (r"\.pathway-map \{", r'\[data-color-scheme="dark"\]', r'\[data-color-scheme="auto"\]')
    )
    assert used <= light
    assert chosen_dark == asked_dark >= {f"--map-{track}" for track in TrackKind}
