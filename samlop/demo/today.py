"""Today's caseload: one participant for every situation, three of them in the cast."""

from datetime import date

from samlop.demo import cast, prose
from samlop.demo.caseload import situations as at
from samlop.demo.caseload.groups import members, staffing
from samlop.demo.caseload.hours import with_hours
from samlop.demo.caseload.mappings import PORTAL_LANGUAGES, Profile, interpreter, languages, mapping, profile
from samlop.demo.caseload.meetings import Circle, meetings
from samlop.demo.caseload.plans import plan
from samlop.demo.caseload.situations import Situation, situations
from samlop.demo.caseload.timeline import Timeline, timeline
from samlop.demo.cast import employment_key
from samlop.demo.identity import NumberSeries, birth_before
from samlop.demo.names import synthetic_name
from samlop.demo.own_words import wish_for
from samlop.demo.records import Concern, Participant

NAMES_FROM = 400
NUMBERS_FROM = 40
MUNICIPALITY = "4205"
SHIELDED = frozenset({6, 27})
"""Places in the caseload of two participants whose address is protected."""

CAST_SITUATIONS = {
    "dina": Situation(at.PROGRAMME, at.DUE),
    "yonas": Situation(at.THIRD, at.CALLED),
    "olena": Situation(at.SECOND, at.RECONCILING),
}
CAST_NAMES = {
    "dina": ("Dina", "Driftig Drage"),
    "yonas": ("Yonas", "Ypperlig Ytterdør"),
    "olena": ("Olena", "Oppfinnsom Oppskrift"),
}
CAST_WISHES = {"dina": ("ar", "health"), "yonas": ("ti", "carpenter"), "olena": ("uk", "accounting")}
CAST_GROUP = {
    cast.PROGRAMME_ADVISER: employment_key("kari", cast.REFUGEE_SERVICE),
    cast.ADULT_EDUCATION: employment_key("tea", cast.LEARNING_CENTRE),
    cast.CAREER_ADVISER: employment_key("kim", cast.CAREER_CENTRE),
    cast.NAV_ADVISER: employment_key("nils", cast.NAV),
    cast.SCHOOL_ADVISER: employment_key("siv", cast.SCHOOL),
}


def caseload(today: date) -> tuple[Participant, ...]:
    """Everybody followed today, in the order of the pathway."""
    numbers = NumberSeries(first=NUMBERS_FROM)
    keys = _keys()
    return with_hours(
        _participant(key, ordinal, timeline(situation, today, ordinal), numbers=numbers)
        for ordinal, (key, situation) in enumerate(zip(keys, situations(), strict=True))
    )


def _keys() -> list[str]:
    """A key for each situation; the first that fits goes to the member of the cast it is meant for."""
    free = {situation: key for key, situation in CAST_SITUATIONS.items()}
    return [free.pop(situation, f"p{ordinal:02}") for ordinal, situation in enumerate(situations(), 1)]


def _participant(key: str, ordinal: int, line: Timeline, *, numbers: NumberSeries) -> Participant:
    person = _profile(key, ordinal, line.situation.stage)
    circle = _circle(key, ordinal, person, line=line)
    held = meetings(circle)
    given, family = CAST_NAMES.get(key) or synthetic_name(NAMES_FROM + ordinal)
    birth = birth_before(line.day_of("settled"), age=20 + ordinal * 11 % 34, days=ordinal * 53 % 360)
    return Participant(
        key=key,
        given=given,
        family=family,
        birth=birth,
        fodselsnummer=numbers.take(birth),
        municipality=MUNICIPALITY,
        organisation=cast.REFUGEE_SERVICE,
        email=f"{key}@deltaker.example",
        address_protection="confidential" if ordinal in SHIELDED else "none",
        languages=languages(person, line),
        interpreter=circle.interpreter,
        portal_language=PORTAL_LANGUAGES.get(person.language, "nb"),
        stage=line.situation.stage,
        state=line.situation.state,
        gaps=line.situation.gaps,
        milestones=tuple(sorted(line.milestones.values(), key=lambda milestone: milestone.day)),
        concerns=_concerns(circle),
        mapping=mapping(person, line),
        group=circle.group,
        meetings=held,
        plan=plan(circle, person, held),
        cast=key in CAST_NAMES,
    )


def _profile(key: str, ordinal: int, stage: str) -> Profile:
    if key not in CAST_WISHES:
        return profile(stage, ordinal)
    language, occupation = CAST_WISHES[key]
    return Profile(language, wish_for(language, occupation))


def _circle(key: str, ordinal: int, person: Profile, *, line: Timeline) -> Circle:
    occupation = person.occupation
    return Circle(
        key=key,
        line=line,
        group=members(line, staffing(ordinal, known=CAST_GROUP if key in CAST_NAMES else None)),
        language=person.language,
        interpreter=interpreter(person, line),
        words={
            "occupation": occupation.title,
            "alternative": occupation.alternative,
            "programme": occupation.programme,
            "qualification": occupation.qualification,
            "earlier": occupation.earlier,
            "country": prose.COUNTRIES[person.language],
            "years": str(8 + line.turn % 5),
        },
    )


def _concerns(circle: Circle) -> tuple[Concern, ...]:
    if not circle.line.situation.concern:
        return ()
    raised = circle.line.days(-9)
    return (Concern("progress", raised, circle.owner(cast.SCHOOL_ADVISER, raised), prose.CONCERN),)
