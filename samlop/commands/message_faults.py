"""What may be wrong with a translation, each fault in one line."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from samlop.commands.message_catalogues import Catalogue, Translation
from samlop.commands.message_sources import Key, Source

WHOLE = ("nn",)
"""Languages everything is translated to."""
FOR_PARTICIPANTS = ("en", "ar")
"""Languages the participant's own pages are translated to."""
PLURAL_FORMS = {"nn": 2, "en": 2, "ar": 6}
"""How many forms each language counts in. Source: Unicode CLDR, plural rules."""

MET_BY_PARTICIPANTS = (
    "samlop/portal/",
    "samlop/ui/",
    "samlop/integrations/meeting_",
    "samlop/integrations/templates/integrations/meeting_mail",
    "samlop/access/actions.py",
    "samlop/access/models.py",
    "samlop/access/views.py",
    "samlop/access/words.py",
    "samlop/access/templates/access/sign_in.html",
    "samlop/access/templates/access/signed_out.html",
    "samlop/participants/language_words.py",
    "samlop/plans/actions/",
    "samlop/plans/map_words.py",
    "samlop/plans/models.py",
    "samlop/plans/queries.py",
    "samlop/plans/wording.py",
    "samlop/plans/templates/plans/map.html",
    "samlop/routines/actions/agreement.py",
    "samlop/routines/actions/calling.py",
    "samlop/routines/actions/minutes.py",
    "samlop/routines/minutes_words.py",
    "samlop/routines/models/",
)
"""Where the words of the participant's pages, their refusals and their e-mail stand."""
MET_BY_STAFF_ALONE = ("samlop/ui/showcase", "samlop/ui/templates/ui/showcase")

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
_TAG = re.compile(r"</?[a-z]+")
_WORD = re.compile(r"[^\W\d_]{2,}")


def faults(language: str, catalogue: Catalogue, found: Mapping[Key, Source]) -> Iterator[str]:
    """Every fault of one language, in the order of the texts."""
    if catalogue.plural_forms != PLURAL_FORMS[language]:
        yield f"{language}: Plural-Forms gir {catalogue.plural_forms} former, skal være {PLURAL_FORMS[language]}"
    for key, source in sorted(found.items()):
        if language in WHOLE or is_met_by_participants(source):
            translation = catalogue.translations.get(key, Translation())
            yield from (
                f"{language}: {why}: «{key.text}»"
                for why in _faults_of(language, key, source=source, translation=translation)
            )


def is_met_by_participants(source: Source) -> bool:
    """The text stands on a page, in a refusal or in an e-mail that a participant may read."""
    return any(
        place.startswith(MET_BY_PARTICIPANTS) and not place.startswith(MET_BY_STAFF_ALONE)
        for place in source.places
    )


def _faults_of(language: str, key: Key, *, source: Source, translation: Translation) -> Iterator[str]:
    if not translation.is_finished:
        yield "usikker oversettelse" if translation.fuzzy else "ikke oversatt"
        return
    wanted = PLURAL_FORMS[language] if source.plural else 1
    if sorted(translation.forms) != list(range(wanted)):
        yield f"{len(translation.forms)} former, skal være {wanted}"
        return
    for number, text in translation.forms.items():
        yield from _faults_of_form(language, key, text, source=source, number=number)


def _faults_of_form(language: str, key: Key, text: str, *, source: Source, number: int) -> Iterator[str]:
    model = source.plural or key.text
    if _TAG.findall(model) != _TAG.findall(text):
        yield "andre merker i teksten"
    if not _holds_the_same(model, text, may_omit_number=bool(source.plural) and number < _exact(language)):
        yield "andre plassholdere"
    if language in FOR_PARTICIPANTS and text == key.text and _WORD.search(_PLACEHOLDER.sub("", text)):
        yield "lik originalen"
    if text != text.strip() and key.text == key.text.strip():
        yield "mellomrom i endene"


def _exact(language: str) -> int:
    """How many of the first plural forms stand for one number alone, and may say it as a word."""
    return {"ar": 3}.get(language, 1)


def _holds_the_same(model: str, text: str, *, may_omit_number: bool) -> bool:
    wanted, held = Counter(_PLACEHOLDER.findall(model)), Counter(_PLACEHOLDER.findall(text))
    if may_omit_number and "%s" not in wanted and "%d" not in wanted:
        return not held - wanted and (wanted - held).total() <= 1
    return wanted == held
