"""Whom the demo's sign-in page offers: the cast of the region, and what there is to try as each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samlop.access.models import Employment, SignInIdentity
from samlop.demo import cast, today
from samlop.participants.language_words import LANGUAGE_NAMES

ISSUER = "demo"

TRIES: Mapping[str, Promise] = MappingProxyType(
    {
        "kari": gettext_lazy("Dinas første møte skal kalles inn. Det står på Min dag."),
        "tea": gettext_lazy("Svar på innkallingen til det tredje møtet med Yonas."),
        "kim": gettext_lazy("Møtet med Olena er holdt. Se notatene side om side, og gjør dem til én tekst."),
        "nils": gettext_lazy("Se hvem som snart er ferdig på skolen, og hva som mangler."),
        "siv": gettext_lazy("Se hvem som går på videregående skole nå, og kartet over veien deres."),
        "lea": gettext_lazy("En leder følger rutinen, ikke deltakerne. Foreslå en ny versjon av den."),
        "arne": gettext_lazy("Heller ikke arkivaren ser en deltaker uten å stå i et forhold til dem."),
        "ute": gettext_lazy("Hun arbeider i en annen kommune. For henne finnes ingen av deltakerne her."),
        "berit": gettext_lazy("Hun har to stillinger. Det hun får se, følger den rollen hun velger."),
        "dina": gettext_lazy(
            "Se Min vei på arabisk: neste steg, ressursgruppen og hvem som har lest om deg."
        ),
        "olena": gettext_lazy("Se kartet over veien din, og kryss av det du har lovet å gjøre."),
        "yonas": gettext_lazy(
            "Svar på innkallingen til det tredje møtet ditt, og les hva dere snakket om sist."
        ),
    }
)


@dataclass(frozen=True)
class Step:
    """One step of the walk through a meeting."""

    title: str
    text: str


@dataclass(frozen=True)
class CastMember:
    """One fictional person, with the hats they may put on; a participant has none."""

    person_id: UUID
    given: str
    name: str
    part: str
    tries: str
    hats: tuple[Employment, ...]


@dataclass(frozen=True)
class Cast:
    """Everybody one may be."""

    staff: tuple[CastMember, ...]
    participants: tuple[CastMember, ...]


def offered() -> Cast:
    """The cast in the order of the region; a participant's name comes from the region's own list, not from a file."""
    people = dict(SignInIdentity.objects.filter(issuer=ISSUER).values_list("subject_hash", "person_id"))
    hats: dict[UUID, list[Employment]] = {}
    current = Employment.objects.current(localdate()).filter(person__in=people.values())
    for employment in current.select_related("organisation").order_by("organisation__name"):
        hats.setdefault(employment.person_id, []).append(employment)
    return Cast(
        staff=tuple(
            _staff(people[key], key, hats.get(people[key], [])) for key in cast.CAST_NAMES if key in people
        ),
        participants=tuple(_participant(people[key], key) for key in today.CAST_NAMES if key in people),
    )


def _staff(person_id: UUID, key: str, hats: list[Employment]) -> CastMember:
    given, family = cast.CAST_NAMES[key]
    return CastMember(
        person_id=person_id,
        given=given,
        name=f"{given} {family}",
        part="",
        tries=str(TRIES[key]),
        hats=tuple(hats),
    )


def _participant(person_id: UUID, key: str) -> CastMember:
    given, family = today.CAST_NAMES[key]
    language, _occupation = today.CAST_WISHES[key]
    return CastMember(
        person_id=person_id,
        given=given,
        name=f"{given} {family}",
        part=_("Deltaker, snakker %(language)s") % {"language": LANGUAGE_NAMES[language]},
        tries=str(TRIES[key]),
        hats=(),
    )


def walk() -> list[Step]:
    """The way of one meeting through the house, in five steps."""
    return [
        Step(
            _("Kall inn som Kari"),
            _("Ett skjema på Min dag foreslår folk, tolk, rom og tid for Dinas første møte."),
        ),
        Step(
            _("Hold møtet"),
            _("Åpne møtet som Kari og si at det begynner. Skriv notater, og gjør det samme som Tea."),
        ),
        Step(
            _("Bli enige"),
            _("Notatene ligger side om side. Skriv én felles tekst, og hvem som gjør hva."),
        ),
        Step(
            _("Bekreft"),
            _("Alle som er til stede, sier ja på én skjerm. Hver etat får sin egen kopi i arkivet."),
        ),
        Step(
            _("Se det som Dina"),
            _("Min vei er på arabisk: hva som er avtalt, hva du skal gjøre, og kartet som er endret."),
        ),
    ]
