"""Puts what is mapped of each participant among the rows, as the meetings have brought it to light."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import override

from samlop.demo.days import workday_from, workday_until
from samlop.demo.loading_files import File
from samlop.demo.loading_keys import employment_id, key_id, moment
from samlop.demo.loading_rows import Rows
from samlop.demo.records import Education, LanguageSkill, Mapping, Meeting, OwnWords
from samlop.participants import models
from samlop.participants.language_words import LANGUAGE_NAMES
from samlop.participants.rules import documentation_route

MAPPED_AFTER = timedelta(days=8)
BETWEEN_PAPERS = timedelta(days=18)
NORWEGIAN = frozenset({"nb", "nn"})


def add_mapping(rows: Rows, file: File) -> None:
    """Schooling, languages, work, wishes and needs of one participant."""
    mapping = file.record.mapping
    day = _mapped_on(file)
    for place, education in enumerate(mapping.education):
        _add_education(rows, file, education, place=place)
    _add_experience(rows, file, mapping)
    _add_wishes(rows, file, mapping)
    for row in (_languages(file, mapping), _schooling(file, mapping), _needs(file, mapping)):
        rows.add(row, at=moment(day, turn=4), by=file.hand(day))


def _mapped_on(file: File) -> date:
    """The municipality maps first; what the first meeting finds is written down after it."""
    first = min((one.day for one in file.record.meetings if one.agreed), default=file.opened + MAPPED_AFTER)
    return workday_until(min(max(first, file.opened), file.today - timedelta(days=1)))


def _add_education(rows: Rows, file: File, education: Education, *, place: int) -> None:
    row = models.Education(
        id=key_id("education", file.key, place),
        participant_id=file.id,
        level=education.level,
        subject=education.subject,
        country=education.country,
        completion=education.completion,
        years=education.years,
        documentation=education.documentation,
        documentation_on=education.documentation_on,
        decided_by=education.decided_by,
        self_declared_on=education.self_declared_on,
    )
    day = workday_from(file.opened)
    rows.add(row, at=moment(day, turn=2), by=file.hand(day))
    if education.documentation_on:
        _turn_papers(rows, file, row, last=education.documentation_on)


def _turn_papers(rows: Rows, file: File, row: models.Education, *, last: date) -> None:
    """The papers' way to where they are, state by state. Source: routine, meetings 1 and 2."""
    begun = models.Education.Documentation.NONE.value
    route = documentation_route(begun, row.documentation) or ()
    before: tuple[str, date | None] = (begun, None)
    for place, state in enumerate(route):
        steps_left = len(route) - 1 - place
        day = max(workday_until(last - BETWEEN_PAPERS * steps_left), file.opened)
        values = {
            "documentation": (before[0], state),
            "documentation_on": (before[1], day if steps_left else last),
        }
        if state == models.Education.Documentation.APPROVED:
            values["decided_by"] = ("", row.decided_by)
        rows.turn(row, at=moment(day, turn=3 + place), by=file.hand(day), values=values)
        before = (state, day)


def _add_experience(rows: Rows, file: File, mapping: Mapping) -> None:
    day = workday_from(file.opened)
    for place, one in enumerate(mapping.experience):
        row = models.Experience(
            id=key_id("experience", file.key, place),
            participant_id=file.id,
            occupation=one.occupation,
            country=one.country,
            years=one.years,
        )
        rows.add(row, at=moment(day, turn=3), by=file.hand(day))


def _add_wishes(rows: Rows, file: File, mapping: Mapping) -> None:
    """The wish as it was said, what the interpreter made of it, and once mapped what else could be."""
    wish = mapping.wish
    said = [wish, OwnWords(wish.bokmal, "nb", wish.bokmal)]
    if mapping.time_perspective:
        alternative = f"Kan også tenke seg å bli {mapping.alternatives}."
        said.append(OwnWords(alternative, "nb", alternative))
    day = workday_from(file.opened)
    for rank, words in enumerate(said, 1):
        row = models.OccupationalWish(
            id=key_id("wish", file.key, rank),
            participant_id=file.id,
            words=words.text,
            language=words.language,
            rank=rank,
            written_by_id=None if rank == 1 and file.record.cast else employment_id(file.adviser(day)),
        )
        rows.add(row, at=moment(day, turn=2 + rank), by=file.hand(day))


def _languages(file: File, mapping: Mapping) -> models.LanguageSkills:
    skills = mapping.norwegian
    levels = [skills.listening, skills.reading, skills.speaking, skills.writing]
    return models.LanguageSkills(
        participant_id=file.id,
        overall=min(levels),
        listening=skills.listening,
        reading=skills.reading,
        speaking=skills.speaking,
        writing=skills.writing,
        assessed_on=skills.assessed_on,
        english=mapping.english,
        english_measures=mapping.english_measures,
        other_languages=_spoken(file.record.languages),
    )


def _spoken(languages: Iterable[LanguageSkill]) -> str:
    """Languages beside the first and Norwegian, and whether they are read as well."""
    with override("nb"):
        return ", ".join(
            f"{LANGUAGE_NAMES[one.code]} ({'leser' if one.reads else 'bare muntlig'})"
            for one in languages
            if not one.first_language and one.code not in NORWEGIAN
        )


def _schooling(file: File, mapping: Mapping) -> models.Schooling:
    needs = mapping.needs
    return models.Schooling(
        participant_id=file.id,
        earlier=_agreed(file.record.meetings, "earlier_education"),
        progress=_agreed(file.record.meetings, "progress"),
        time_horizon=mapping.time_perspective,
        career_guidance_on=needs.career_guidance_on,
        prior_learning=needs.prior_learning,
        final_test=needs.final_test,
        application=needs.application,
        application_due=needs.application_due,
        student_finance=needs.student_finance,
    )


def _agreed(meetings: Iterable[Meeting], item: str) -> str:
    """What the latest agreed meeting says to an agenda item."""
    texts = [text.text for one in meetings if one.confirmations for text in one.agreed if text.item == item]
    return texts[-1] if texts else ""


def _needs(file: File, mapping: Mapping) -> models.Needs:
    needs = mapping.needs
    return models.Needs(
        participant_id=file.id,
        own_computer=needs.own_computer,
        travel_cost=needs.travel_cost,
        adapted_teaching=needs.adapted_teaching,
        adapted_teaching_note="Trenger mer tid på prøver." if needs.adapted_teaching == "needed" else "",
        adapted_teaching_documented=needs.adapted_teaching_documented,
        premises=needs.premises,
    )
