"""Plain words for what the participant meets on Min vei: parts people play, stations, things to bring."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from samlop.access.models import Role
from samlop.plans.pathway import StepKind
from samlop.portal.rules import Bring, Place
from samlop.routines.because import ISOLATE

WHAT_THEY_DO: Mapping[str, Promise] = {
    Role.PROGRAMME_ADVISER: gettext_lazy("Hjelper deg i introduksjonsprogrammet og med planen din."),
    Role.ADULT_EDUCATION: gettext_lazy("Underviser deg på skolen for voksne."),
    Role.CAREER_ADVISER: gettext_lazy("Snakker med deg om yrker, utdanning og veien dit."),
    Role.SCHOOL_ADVISER: gettext_lazy("Hjelper deg på videregående skole."),
    Role.NAV_ADVISER: gettext_lazy("Hjelper deg på veien til arbeid."),
}

WHAT_IT_IS: Mapping[StepKind, Promise] = {
    StepKind.SETTLEMENT: gettext_lazy("Du får et sted å bo i kommunen."),
    StepKind.INTRODUCTION_PROGRAMME: gettext_lazy(
        "Du lærer norsk, blir kjent med samfunnet og lager en plan for arbeid eller utdanning."
    ),
    StepKind.NORWEGIAN_COURSE: gettext_lazy("Du lærer norsk."),
    StepKind.ADULT_EDUCATION: gettext_lazy("Skole for voksne. Du tar fagene du trenger for å gå videre."),
    StepKind.CAREER_GUIDANCE: gettext_lazy(
        "Du snakker med en veileder om hva du kan, hva du vil, og veien dit."
    ),
    StepKind.PRIOR_LEARNING_ASSESSMENT: gettext_lazy(
        "Skolen ser på det du kan fra før. Da slipper du kanskje å ta det om igjen."
    ),
    StepKind.DOCUMENT_RECOGNITION: gettext_lazy(
        "Noen ser på papirene fra utdanningen din og godkjenner dem."
    ),
    StepKind.COMBINATION_CLASS: gettext_lazy("Du tar fag fra grunnskolen og fra videregående på samme tid."),
    StepKind.UPPER_SECONDARY: gettext_lazy(
        "Videregående skole. Etterpå kan du arbeide i et yrke eller studere videre."
    ),
    StepKind.VOCATIONAL_TRAINING: gettext_lazy("Du lærer et yrke, på skolen og i arbeid."),
    StepKind.APPRENTICESHIP: gettext_lazy("Du arbeider i en bedrift, lærer yrket der og får lønn."),
    StepKind.TRADE_EXAMINATION: gettext_lazy(
        "En prøve der du viser at du kan yrket. Består du, får du fagbrev."
    ),
    StepKind.HIGHER_EDUCATION: gettext_lazy("Du studerer på høyskole eller universitet."),
    StepKind.WORK_PRACTICE: gettext_lazy("Du prøver deg i arbeid hos en arbeidsgiver."),
    StepKind.LABOUR_MARKET_MEASURE: gettext_lazy("Hjelp fra NAV på veien til arbeid."),
    StepKind.WORK: gettext_lazy("Du er i arbeid."),
    StepKind.OTHER: gettext_lazy("Noe du og gruppen din har blitt enige om."),
}

SYMBOLS: Mapping[StepKind, str] = {
    StepKind.SETTLEMENT: "house",
    StepKind.INTRODUCTION_PROGRAMME: "compass",
    StepKind.NORWEGIAN_COURSE: "speech",
    StepKind.ADULT_EDUCATION: "book",
    StepKind.CAREER_GUIDANCE: "chat",
    StepKind.PRIOR_LEARNING_ASSESSMENT: "light-bulb",
    StepKind.DOCUMENT_RECOGNITION: "document-check",
    StepKind.COMBINATION_CLASS: "book",
    StepKind.UPPER_SECONDARY: "school",
    StepKind.VOCATIONAL_TRAINING: "school",
    StepKind.APPRENTICESHIP: "work",
    StepKind.TRADE_EXAMINATION: "document-check",
    StepKind.HIGHER_EDUCATION: "school",
    StepKind.WORK_PRACTICE: "work",
    StepKind.LABOUR_MARKET_MEASURE: "work",
    StepKind.WORK: "work",
    StepKind.OTHER: "road",
}

PLACES: Mapping[Place, Promise] = {
    Place.BEHIND: gettext_lazy("Der har du vært"),
    Place.HERE: gettext_lazy("Her er du nå"),
    Place.PAUSED: gettext_lazy("Dette venter"),
    Place.AHEAD: gettext_lazy("Dit skal du"),
}

BRING: Mapping[Bring, Promise] = {
    Bring.SCHOOL_PAPERS: gettext_lazy("Papirer fra skole og utdanning"),
    Bring.VIGO: gettext_lazy("BankID eller MinID, så du kan logge inn på vigo.no"),
    Bring.STUDENT_FINANCE: gettext_lazy("Brev fra Lånekassen"),
    Bring.ADAPTATION_PAPERS: gettext_lazy("Papirer om hva som hjelper deg på skolen"),
}


def apart(text: str) -> str:
    """Names and typed words kept whole inside a sentence that is written the other way."""
    return ISOLATE.format(text) if text and get_language_bidi() else text


def plan_change(words: str) -> str:
    """What a decision changes in the plan; kept in bokmål, and told in the language of the page where it has words.

    The forms are those the plan offers a meeting; a typed title, and a day, stay as they were written.
    """
    head, colon, rest = words.partition(": ")
    if not colon:
        return apart(_known(words))
    if head == "Nytt steg":
        return _("Nytt steg: %s") % apart(_known(rest))
    if head == "Realistisk dag for målet":
        return _("Realistisk dag for målet: %(day)s") % {"day": apart(rest)}
    step, _colon, change = words.rpartition(": ")
    if change == "ny tid":
        return _("%(step)s: ny tid") % {"step": apart(_known(step))}
    return f"{apart(_known(step))}: {apart(_known(change))}"


def _known(words: str) -> str:
    """The words in the language of the page, or as they stand."""
    return _(words) if words else ""


def role_in_words(code: str) -> str:
    """What somebody is in the group, in the language of the page."""
    return _("deltaker") if code == "participant" else str(Role(code).label)


def first_name(name: str) -> str:
    """What one calls a person one knows."""
    return name.partition(" ")[0]
