"""The staff of the demo region, and the few whose keys the tests and the sign-in page know."""

from datetime import date

from samlop.demo.days import ONE_DAY, workday_until
from samlop.demo.names import synthetic_name
from samlop.demo.records import Employment, Person
from samlop.kernel.periods import add_months

MERGER = date(2020, 1, 1)
STAFF_NAMES_FROM = 2000

PROGRAMME_ADVISER = "programme_adviser"
ADULT_EDUCATION = "adult_education"
CAREER_ADVISER = "career_adviser"
NAV_ADVISER = "nav_adviser"
SCHOOL_ADVISER = "school_adviser"
LEADER = "leader"
ARCHIVIST = "archivist"

REFUGEE_SERVICE = "flyktning_lindesnes"
LEARNING_CENTRE = "laeringssenter"
CAREER_CENTRE = "karriere_agder"
NAV = "nav_lindesnes"
SCHOOL = "mandal_vgs"
OUTSIDE = "vestre_kommune"

MAIL_DOMAINS = {
    REFUGEE_SERVICE: "flyktning.example",
    LEARNING_CENTRE: "laering.example",
    CAREER_CENTRE: "karriere.example",
    NAV: "nav.example",
    SCHOOL: "skole.example",
    OUTSIDE: "vestre.example",
}

CAST_NAMES = {
    "kari": ("Kari", "Klarsynt Kompass"),
    "tea": ("Tea", "Tålmodig Tekanne"),
    "kim": ("Kim", "Kreativ Kikkert"),
    "nils": ("Nils", "Nysgjerrig Notatblokk"),
    "siv": ("Siv", "Sindig Solsikke"),
    "lea": ("Lea", "Lydhør Lykt"),
    "arne": ("Arne", "Aktsom Arkivskap"),
    "ute": ("Ute", "Uredd Ullgenser"),
    "berit": ("Berit", "Begeistret Bokhylle"),
}
COLLEAGUES = (
    "adviser_two",
    "adviser_three",
    "teacher_two",
    "teacher_three",
    "teacher_left",
    "career_two",
    "career_three",
    "nav_two",
    "nav_three",
    "nav_left",
    "nav_leader",
    "school_two",
)

HATS: tuple[tuple[str, str, str, int], ...] = (
    ("kari", REFUGEE_SERVICE, PROGRAMME_ADVISER, 2020),
    ("adviser_two", REFUGEE_SERVICE, PROGRAMME_ADVISER, 2020),
    ("adviser_three", REFUGEE_SERVICE, PROGRAMME_ADVISER, 2020),
    ("lea", REFUGEE_SERVICE, LEADER, 2020),
    ("arne", REFUGEE_SERVICE, ARCHIVIST, 2020),
    ("tea", LEARNING_CENTRE, ADULT_EDUCATION, 2020),
    ("teacher_two", LEARNING_CENTRE, ADULT_EDUCATION, 2020),
    ("teacher_three", LEARNING_CENTRE, ADULT_EDUCATION, 2020),
    ("teacher_left", LEARNING_CENTRE, ADULT_EDUCATION, 2020),
    ("berit", LEARNING_CENTRE, ADULT_EDUCATION, 2020),
    ("berit", NAV, NAV_ADVISER, 2021),
    ("kim", CAREER_CENTRE, CAREER_ADVISER, 2020),
    ("career_two", CAREER_CENTRE, CAREER_ADVISER, 2020),
    ("career_three", CAREER_CENTRE, CAREER_ADVISER, 2020),
    ("nils", NAV, NAV_ADVISER, 2020),
    ("nav_two", NAV, NAV_ADVISER, 2020),
    ("nav_three", NAV, NAV_ADVISER, 2020),
    ("nav_left", NAV, NAV_ADVISER, 2020),
    ("nav_leader", NAV, LEADER, 2020),
    ("siv", SCHOOL, SCHOOL_ADVISER, 2020),
    ("school_two", SCHOOL, SCHOOL_ADVISER, 2020),
    ("ute", OUTSIDE, PROGRAMME_ADVISER, 2020),
)
BEFORE_THE_MERGER: tuple[tuple[str, str, str], ...] = (
    ("kari", "flyktning_mandal", PROGRAMME_ADVISER),
    ("adviser_two", "flyktning_gamle_lindesnes", PROGRAMME_ADVISER),
    ("tea", "kvalifiseringsenheten", ADULT_EDUCATION),
    ("teacher_two", "kvalifiseringsenheten", ADULT_EDUCATION),
    ("kim", "karriere_lindesnes", CAREER_ADVISER),
    ("nils", "nav_mandal", NAV_ADVISER),
    ("nav_two", "nav_gamle_lindesnes", NAV_ADVISER),
)
HOLD_INTAKE = frozenset({"kari", "adviser_two", "ute"})
COORDINATES = frozenset({"kari"})


def employment_key(person: str, organisation: str) -> str:
    """How one hat is called throughout the region."""
    return f"{person}@{organisation}"


def staff() -> tuple[Person, ...]:
    """Everybody employed in the region, the cast first."""
    cast = tuple(Person(key, given, family, cast=True) for key, (given, family) in CAST_NAMES.items())
    others = (
        Person(key, *synthetic_name(STAFF_NAMES_FROM + 7 * place)) for place, key in enumerate(COLLEAGUES)
    )
    return cast + tuple(others)


def last_days(today: date) -> dict[str, date]:
    """The last day of those who left, so lately that some participants still wait for a successor."""
    return {
        "nav_left": workday_until(today - 24 * ONE_DAY),
        "teacher_left": workday_until(add_months(today, -2)),
    }


def employments(today: date) -> tuple[Employment, ...]:
    """All hats, those from before the merger included."""
    left = last_days(today)
    earlier = (
        Employment(employment_key(person, organisation), person, organisation, role, date(2017, 1, 1), MERGER)
        for person, organisation, role in BEFORE_THE_MERGER
    )
    return tuple(earlier) + tuple(_hat(hat, left.get(hat[0])) for hat in HATS)


def _hat(hat: tuple[str, str, str, int], last_day: date | None) -> Employment:
    person, organisation, role, year = hat
    return Employment(
        key=employment_key(person, organisation),
        person=person,
        organisation=organisation,
        role=role,
        first=date(year, 1, 1),
        until=last_day + ONE_DAY if last_day else None,
        intake=person in HOLD_INTAKE,
        coordinator=person in COORDINATES,
        email=f"{person.replace('_', '.')}@{MAIL_DOMAINS[organisation]}",
    )
