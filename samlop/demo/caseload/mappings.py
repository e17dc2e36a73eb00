"""What is mapped of one participant: languages, schooling and its papers, earlier work, wish and needs."""

from dataclasses import dataclass, replace
from datetime import date

from samlop.demo import prose
from samlop.demo.caseload import situations as at
from samlop.demo.caseload.readiness import (
    documentation_on,
    documentation_state,
    first_meeting_day,
    is_mapped,
    needs,
)
from samlop.demo.caseload.timeline import Timeline
from samlop.demo.days import workday_until
from samlop.demo.own_words import Wish, wish_in
from samlop.demo.prose import Occupation
from samlop.demo.records import Education, Experience, LanguageSkill, Mapping, Norwegian

FIRST_LANGUAGES = (
    "uk",
    "ar",
    "ti",
    "uk",
    "so",
    "ar",
    "prs",
    "uk",
    "ti",
    "ar",
    "uk",
    "pl",
    "ti",
    "en",
    "prs",
    "so",
)
OTHER_LANGUAGES = {"ti": "ar", "so": "sw", "uk": "ru", "prs": "fa", "ar": "en", "pl": "en", "en": "sw"}
PORTAL_LANGUAGES = {"ar": "ar", "uk": "en", "pl": "en", "en": "en"}

STUDIES_STAGES = frozenset({at.SETTLED, at.PROGRAMME, at.ADULT_EDUCATION, at.SECOND, at.HIGHER_EDUCATION})
ENGLISH = ("none", "self_declared", "documented", "self_declared")
SCHOOLING = (
    ("primary", "completed"),
    ("upper_secondary", "partly"),
    ("primary", "partly"),
    ("upper_secondary", "completed"),
)
FULL_SCHOOLING = ("upper_secondary", "completed")
NORWEGIAN_BY_STAGE = {
    at.SETTLED: ("", "", "", ""),
    at.PROGRAMME: ("A2", "A1", "A1", "A1"),
    at.ADULT_EDUCATION: ("A2", "A2", "A2", "A1"),
    at.SECOND: ("B1", "A2", "A2", "A2"),
    at.THIRD: ("B1", "B1", "B1", "A2"),
    at.READY: ("B1", "B1", "B1", "B1"),
    at.HIGHER_EDUCATION: ("B2", "B2", "B2", "B2"),
    at.STRAIGHT_TO_WORK: ("B1", "A2", "B1", "A2"),
}
LATER_NORWEGIAN = ("B2", "B1", "B2", "B1")
WITH_INTERPRETER = frozenset({at.SETTLED, at.PROGRAMME, at.ADULT_EDUCATION, at.SECOND, at.THIRD})


@dataclass(frozen=True)
class Profile:
    """Which language somebody speaks first, and what they wish to become."""

    language: str
    wish: Wish

    @property
    def occupation(self) -> Occupation:
        """The occupation the wish points to."""
        return prose.OCCUPATIONS[self.wish.occupation]


def profile(stage: str, ordinal: int, *, language: str = "") -> Profile:
    """Somebody with a wish that fits the stage they have come to."""
    language = language or FIRST_LANGUAGES[ordinal % len(FIRST_LANGUAGES)]
    if stage == at.HIGHER_EDUCATION:
        language = ("uk", "ar")[ordinal % 2]
    told = (Profile(language, wish_in(language, ordinal // 3 + turn)) for turn in range(8))
    return next(person for person in told if _fits(person.occupation, stage))


def _fits(occupation: Occupation, stage: str) -> bool:
    if stage == at.HIGHER_EDUCATION:
        return occupation.route == prose.HIGHER
    return occupation.route == prose.TRADE or stage in STUDIES_STAGES


def languages(person: Profile, line: Timeline) -> tuple[LanguageSkill, ...]:
    """The first language, another one, and Norwegian when it has been begun."""
    other = LanguageSkill(OTHER_LANGUAGES[person.language], reads=line.turn % 3 != 1)
    spoken = [LanguageSkill(person.language, reads=line.turn % 7 != 6, first_language=True), other]
    if line.situation.stage != at.SETTLED:
        spoken.append(LanguageSkill("nb", reads=line.situation.stage != at.PROGRAMME))
    return tuple(spoken)


def interpreter(person: Profile, line: Timeline) -> str:
    """The language an interpreter is needed in, until Norwegian carries the conversation."""
    return person.language if line.situation.stage in WITH_INTERPRETER and person.language != "en" else ""


def mapping(person: Profile, line: Timeline) -> Mapping:
    """The whole mapping as far as it has come at this stage."""
    english = _english(line)
    later = line.situation.stage not in {at.SETTLED, at.PROGRAMME}
    levels = NORWEGIAN_BY_STAGE.get(line.situation.stage, LATER_NORWEGIAN)
    assessed = workday_until(line.days(-35 - line.turn % 9)) if levels[0] and later else None
    return Mapping(
        education=_education(person, line),
        english=english,
        english_measures=prose.ENGLISH_MEASURES[english],
        norwegian=Norwegian(*levels, assessed_on=assessed),
        experience=_experience(person, line.turn),
        wish=person.wish.words,
        occupation=person.occupation.title,
        alternatives=person.occupation.alternative,
        time_perspective=_time_perspective(person, line.turn) if is_mapped(line) else "",
        needs=needs(line),
    )


def _english(line: Timeline) -> str:
    if line.situation.stage == at.HIGHER_EDUCATION:
        return "documented"
    return ENGLISH[line.turn % len(ENGLISH)] if is_mapped(line) else ""


def _time_perspective(person: Profile, turn: int) -> str:
    if person.occupation.route == prose.HIGHER:
        return prose.TIME_TO_A_DEGREE
    return prose.TIME_PERSPECTIVES[turn % len(prose.TIME_PERSPECTIVES)]


def _education(person: Profile, line: Timeline) -> tuple[Education, ...]:
    country = prose.COUNTRIES[person.language]
    studied = person.occupation.route == prose.HIGHER
    level, completion = FULL_SCHOOLING if studied else SCHOOLING[line.turn % len(SCHOOLING)]
    state = documentation_state(line)
    school = Education(
        level=level,
        subject="",
        country=country,
        completion=completion,
        years=(9 if level == "primary" else 12) - (completion == "partly"),
        documentation=state,
        documentation_on=documentation_on(line, state),
        decided_by="Agder fylkeskommune" if state == "approved" else "",
        self_declared_on=_self_declared_on(line, state),
    )
    if not studied:
        return (school,)
    studies = replace(
        school,
        level="higher",
        subject=person.occupation.qualification.removeprefix("bachelor i "),
        completion="completed" if line.turn % 2 else "partly",
        years=3 if line.turn % 2 else 2,
        decided_by="HK-dir" if state == "approved" else "",
        self_declared_on=None,
    )
    return school, studies


def _self_declared_on(line: Timeline, state: str) -> date | None:
    """The county's form stands in for papers that do not exist, and is filled in at the first meeting."""
    return first_meeting_day(line) if state == "none" and is_mapped(line) else None


def _experience(person: Profile, turn: int) -> tuple[Experience, ...]:
    country = prose.COUNTRIES[person.language]
    return (Experience(person.occupation.earlier, country, 2 + turn % 9),)
