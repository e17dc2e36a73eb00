"""Why a meeting is due, in one sentence that the participant understands.

The sentences stand here and not in the translation catalogues, because the pure computation prints them
without a server, and in the participant's language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

from samlop.routines.routine import NORWEGIAN, Title
from samlop.routines.spans import Span

ISOLATE = "\u2068{}\u2069"


@dataclass(frozen=True, slots=True)
class MilestoneReason:
    """The meeting is counted from a milestone."""

    title: Title
    distance: Span


@dataclass(frozen=True, slots=True)
class ConcernReason:
    """Somebody raised a concern, and the meeting must come soon after."""

    concern: str
    raised: date
    within: Span


Reason: TypeAlias = MilestoneReason | ConcernReason


class Reasoned(Protocol):
    """Anything that is due for a reason."""

    @property
    def reason(self) -> Reason: ...


@dataclass(frozen=True, slots=True)
class Language:
    """The words that one language makes the sentences from."""

    units: Mapping[str, Callable[[int], str]]
    months: tuple[str, ...]
    joined: Callable[[list[str]], str]
    day: str
    same_day: str
    after: str
    before: str
    before_the_day: str
    after_the_day: str
    concern: str
    concern_at_once: str
    concerns: Mapping[str, str]
    any_concern: str


def because(row: Reasoned, language: str = NORWEGIAN) -> str:
    """Why the meeting is due, in the language, or in bokmål where Samløp lacks the language."""
    return sentence(row.reason, language)


def sentence(reason: Reason, language: str = NORWEGIAN) -> str:
    """The reason in words."""
    words = LANGUAGES.get(language)
    if words is None:
        language, words = NORWEGIAN, LANGUAGES[NORWEGIAN]
    if isinstance(reason, ConcernReason):
        return _concern_sentence(reason, words)
    return _distance_sentence(reason.distance, _inside_sentence(reason.title, language), words)


def _concern_sentence(reason: ConcernReason, words: Language) -> str:
    concern = words.concerns.get(reason.concern, words.any_concern)
    raised = words.day.format(reason.raised.day, words.months[reason.raised.month - 1], reason.raised.year)
    lengths = _lengths(reason.within, words)
    if not lengths:
        return words.concern_at_once.format(concern=concern, day=raised)
    return words.concern.format(
        length=words.joined([length for _, length in lengths]), concern=concern, day=raised
    )


def _distance_sentence(distance: Span, milestone: str, words: Language) -> str:
    lengths = _lengths(distance, words)
    if not lengths:
        return words.same_day.format(milestone=milestone)
    first_sign = lengths[0][0]
    if all(sign == first_sign for sign, _ in lengths):
        form = words.after if first_sign > 0 else words.before
        return form.format(length=words.joined([length for _, length in lengths]), milestone=milestone)
    months = [length for sign, length in lengths if sign == first_sign]
    days = [length for sign, length in lengths if sign != first_sign]
    inner = (words.after if first_sign > 0 else words.before).format(
        length=words.joined(months), milestone=milestone
    )
    return (words.before_the_day if first_sign > 0 else words.after_the_day).format(
        length=words.joined(days), day=inner
    )


def _lengths(distance: Span, words: Language) -> list[tuple[int, str]]:
    """Each unit with its sign; within months and within days the signs are made to agree."""
    pairs = [*_agreeing(distance.years, distance.months, 12), *_agreeing(distance.weeks, distance.days, 7)]
    named = zip(("years", "months", "weeks", "days"), pairs, strict=True)
    return [(1 if count > 0 else -1, words.units[unit](abs(count))) for unit, count in named if count]


def _agreeing(large: int, small: int, size: int) -> tuple[int, int]:
    if large * small < 0:
        return 0, large * size + small
    return large, small


def _inside_sentence(title: Title, language: str) -> str:
    """The title as it stands inside a sentence; a foreign one is kept apart from the writing direction."""
    text = title.text(language)
    inside = text[0].lower() + text[1:] if len(text) > 1 and text[1].islower() else text
    return inside if title.has(language) or language != "ar" else ISOLATE.format(inside)


def _counted(one: str, many: str) -> Callable[[int], str]:
    return lambda count: f"{count} {one if count == 1 else many}"


def _arabic(*forms: str) -> Callable[[int], str]:
    """Arabic counts in five forms: one, two, three to ten, eleven to ninety-nine, hundreds."""
    one, two, few, many, hundreds = forms

    def counted(count: int) -> str:
        if count <= 2:
            return one if count == 1 else two
        rest = count % 100
        return f"{count} {few if 3 <= rest <= 10 else many if rest >= 11 else hundreds}"

    return counted


def _with_commas(last_joint: str) -> Callable[[list[str]], str]:
    def joined(lengths: list[str]) -> str:
        return last_joint.join([", ".join(lengths[:-1]), lengths[-1]]) if lengths[1:] else lengths[0]

    return joined


NORWEGIAN_MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)

LANGUAGES: Mapping[str, Language] = {
    "nb": Language(
        units={
            "years": _counted("år", "år"),
            "months": _counted("måned", "måneder"),
            "weeks": _counted("uke", "uker"),
            "days": _counted("dag", "dager"),
        },
        months=NORWEGIAN_MONTHS,
        joined=_with_commas(" og "),
        day="{}. {} {}",
        same_day="samme dag som {milestone}",
        after="{length} etter {milestone}",
        before="{length} før {milestone}",
        before_the_day="{length} før dagen som er {day}",
        after_the_day="{length} etter dagen som er {day}",
        concern="innen {length} etter at noen {day} sa fra om bekymring{concern}",
        concern_at_once="straks, fordi noen {day} sa fra om bekymring{concern}",
        concerns={"progress": " for framdriften"},
        any_concern="",
    ),
    "nn": Language(
        units={
            "years": _counted("år", "år"),
            "months": _counted("månad", "månader"),
            "weeks": _counted("veke", "veker"),
            "days": _counted("dag", "dagar"),
        },
        months=NORWEGIAN_MONTHS,
        joined=_with_commas(" og "),
        day="{}. {} {}",
        same_day="same dag som {milestone}",
        after="{length} etter {milestone}",
        before="{length} før {milestone}",
        before_the_day="{length} før dagen som er {day}",
        after_the_day="{length} etter dagen som er {day}",
        concern="innan {length} etter at nokon {day} sa frå om uro{concern}",
        concern_at_once="straks, fordi nokon {day} sa frå om uro{concern}",
        concerns={"progress": " for framdrifta"},
        any_concern="",
    ),
    "en": Language(
        units={
            "years": _counted("year", "years"),
            "months": _counted("month", "months"),
            "weeks": _counted("week", "weeks"),
            "days": _counted("day", "days"),
        },
        months=(
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        joined=_with_commas(" and "),
        day="{} {} {}",
        same_day="on the same day as {milestone}",
        after="{length} after {milestone}",
        before="{length} before {milestone}",
        before_the_day="{length} before the day that is {day}",
        after_the_day="{length} after the day that is {day}",
        concern="within {length} after somebody raised a concern{concern} on {day}",
        concern_at_once="at once, because somebody raised a concern{concern} on {day}",
        concerns={"progress": " about progress"},
        any_concern="",
    ),
    "ar": Language(
        units={
            "years": _arabic("سنة واحدة", "سنتين", "سنوات", "سنة", "سنة"),
            "months": _arabic("شهر واحد", "شهرين", "أشهر", "شهرًا", "شهر"),
            "weeks": _arabic("أسبوع واحد", "أسبوعين", "أسابيع", "أسبوعًا", "أسبوع"),
            "days": _arabic("يوم واحد", "يومين", "أيام", "يومًا", "يوم"),
        },
        months=(
            *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
            *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
        ),
        joined=" و".join,
        day="{} {} {}",
        same_day="في نفس يوم {milestone}",
        after="بعد {length} من {milestone}",
        before="قبل {length} من {milestone}",
        before_the_day="قبل {length} من اليوم الذي يأتي {day}",
        after_the_day="بعد {length} من اليوم الذي يأتي {day}",
        concern="خلال {length} بعد أن أبدى أحدهم قلقًا{concern} في {day}",
        concern_at_once="على الفور، لأن أحدهم أبدى قلقًا{concern} في {day}",
        concerns={"progress": " بشأن التقدّم"},
        any_concern="",
    ),
}
