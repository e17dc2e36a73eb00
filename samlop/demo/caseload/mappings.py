"""What is mapped of one participant: languages, schooling and its papers, earlier work, wish and needs."""

from dataclasses import dataclass
from datetime import date, timedelta

from samlop.demo import prose
from samlop.demo.caseload import situations as at
from samlop.demo.caseload.timeline import Timeline
from samlop.demo.days import workday_from, workday_until
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
NEEDS = (("pc", "travel_cover"), ("adapted_teaching",), (), ("travel_cover",), ("pc",), ("childcare", "pc"))
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
    english = _english_basis(line)
    later = line.situation.stage not in {at.SETTLED, at.PROGRAMME}
    needs = NEEDS[line.turn % len(NEEDS)] if later else ()
    levels = NORWEGIAN_BY_STAGE.get(line.situation.stage, LATER_NORWEGIAN)
    tested = workday_until(line.days(-35 - line.turn % 9)) if levels[0] and later else None
    return Mapping(
        education=_education(person, line),
        english_basis=english,
        english_comment=prose.ENGLISH_COMMENTS[english] if is_mapped(line) else prose.NOT_YET_MAPPED,
        norwegian=Norwegian(*levels, tested_on=tested),
        experience=_experience(person, line.turn),
        wish=person.wish.words,
        occupation=person.occupation.title,
        alternatives=person.occupation.alternative,
        time_perspective=_time_perspective(person, line.turn),
        needs=needs,
        needs_comment=" ".join(prose.NEEDS_COMMENTS[need] for need in needs),
        application_day=application_day(line),
    )


def is_mapped(line: Timeline) -> bool:
    """Whether a first meeting has been agreed on; before that the mapping is what the municipality knew."""
    return bool(line.earlier) or line.situation.state in {at.AGREED, at.ARCHIVED}


def application_day(line: Timeline) -> date | None:
    """When the application to upper secondary must be in; close at hand for those whose papers lie still."""
    if line.situation.shows(at.DOCUMENTATION_NOT_SENT):
        return workday_from(line.days(18 + line.turn % 12))
    milestone = line.milestones.get("upper_secondary_start")
    return workday_until(milestone.day - timedelta(days=165)) if milestone and not milestone.actual else None


def documentation_state(line: Timeline) -> str:
    """How far the papers on earlier schooling have come."""
    stage = line.situation.stage
    if line.situation.shows(at.DOCUMENTATION_NOT_SENT):
        return ("exists", "translated")[line.turn % 2]
    if stage in {at.SETTLED, at.PROGRAMME}:
        return ("exists", "none", "translated", "sent")[line.turn % 4]
    if stage in {at.ADULT_EDUCATION, at.SECOND, at.STRAIGHT_TO_WORK}:
        return "sent"
    return "approved"


def _english_basis(line: Timeline) -> str:
    if line.situation.stage == at.HIGHER_EDUCATION:
        return "documented"
    return ENGLISH[line.turn % len(ENGLISH)] if is_mapped(line) else "none"


def _time_perspective(person: Profile, turn: int) -> str:
    if person.occupation.route == prose.HIGHER:
        return prose.TIME_TO_A_DEGREE
    return prose.TIME_PERSPECTIVES[turn % len(prose.TIME_PERSPECTIVES)]


def _education(person: Profile, line: Timeline) -> tuple[Education, ...]:
    country = prose.COUNTRIES[person.language]
    left_school = line.today.year - 8 - line.turn % 7
    studied = person.occupation.route == prose.HIGHER
    level, completion = FULL_SCHOOLING if studied else SCHOOLING[line.turn % len(SCHOOLING)]
    state = documentation_state(line)
    school = Education(
        level=level,
        country=country,
        completion=completion,
        first_year=left_school - (9 if level == "primary" else 12),
        last_year=left_school,
        field="",
        documentation=state,
        documentation_day=_documentation_day(line, state),
        approved_by=("Agder fylkeskommune" if state == "approved" else ""),
        self_declared_on=_self_declared(line, state),
    )
    if not studied:
        return (school,)
    studies = Education(
        level="higher",
        country=country,
        completion="completed" if line.turn % 2 else "partly",
        first_year=left_school,
        last_year=left_school + 4,
        field=person.occupation.qualification.removeprefix("bachelor i "),
        documentation=state,
        documentation_day=_documentation_day(line, state),
        approved_by="HK-dir" if state == "approved" else "",
    )
    return school, studies


def _documentation_day(line: Timeline, state: str) -> date | None:
    """The day the papers came as far as they are, after settlement."""
    if state == "none":
        return None
    if state == "approved":
        return approved_on(line)
    return workday_until(
        max(line.day_of("settled"), line.days(-100 - line.turn * 3 % 40)) + timedelta(days=7)
    )


def approved_on(line: Timeline) -> date:
    """The day the papers were approved: well before adult education ends, and not only yesterday."""
    return workday_until(min(line.day_of("adult_education_end") - timedelta(days=60), line.days(-75)))


def _self_declared(line: Timeline, state: str) -> date | None:
    """The county's form stands in for papers that do not exist."""
    if state != "none" or not is_mapped(line):
        return None
    return workday_until(line.days(-3))


def _experience(person: Profile, turn: int) -> tuple[Experience, ...]:
    country = prose.COUNTRIES[person.language]
    return (Experience(person.occupation.earlier, country, 2 + turn % 9),)
