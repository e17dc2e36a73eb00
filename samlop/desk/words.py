"""Gaps in words, each with the way to the very thing that closes it, as far as the reader may go it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from samlop.access.policies import Standing
from samlop.desk.closing import way_to_close
from samlop.desk.rules import FoundGap, Gap
from samlop.ui.dates import short_day

TITLES = {
    Gap.TRANSITION_WITHOUT_MEETING: gettext_lazy("Overgang uten møte"),
    Gap.NO_NEXT_AGENCY: gettext_lazy("Ingen tar over"),
    Gap.NO_SUCCESSOR: gettext_lazy("Tomt sete i gruppen"),
    Gap.DOCUMENTATION_NOT_SENT: gettext_lazy("Papirer er ikke sendt"),
    Gap.NOT_RECONCILED: gettext_lazy("Møtet er ikke samordnet"),
    Gap.NOTES_NEVER_SHARED: gettext_lazy("Notater er ikke delt"),
    Gap.ACTION_OVERDUE: gettext_lazy("Oppgave over fristen"),
    Gap.NOT_MET: gettext_lazy("Lenge siden møte"),
    Gap.APPRENTICE_ALONE: gettext_lazy("Lærling uten oppfølging"),
}

SENTENCES = {
    Gap.TRANSITION_WITHOUT_MEETING: gettext_lazy(
        "%(subject)s er neste, %(day)s, og ingen møter er holdt eller kalt inn før det."
    ),
    Gap.NO_NEXT_AGENCY: gettext_lazy("Ved %(subject)s, %(day)s, er ingen etat valgt til å følge opp."),
    Gap.NO_SUCCESSOR: gettext_lazy("%(subject)s har gått ut av gruppen, og ingen har tatt over."),
    Gap.DOCUMENTATION_NOT_SENT: gettext_lazy(
        "Søknadsfristen er %(day)s, og papirene er ikke sendt til godkjenning."
    ),
    Gap.NOT_RECONCILED: gettext_lazy("Møtet ble holdt %(day)s, og notatene er ikke blitt én felles tekst."),
    Gap.NOTES_NEVER_SHARED: gettext_lazy("Møtet ble holdt %(day)s, og dere har ikke delt notatene deres."),
    Gap.ACTION_OVERDUE: gettext_lazy("«%(subject)s» hadde frist %(day)s."),
    Gap.NOT_MET: gettext_lazy("Ingen har møtt deltakeren siden %(day)s, og ingen møter er kalt inn."),
    Gap.APPRENTICE_ALONE: gettext_lazy(
        "Læretiden begynte %(day)s, og verken fylket eller NAV er med i gruppen."
    ),
}
CHANGED = gettext_lazy("En ny versjon av referatet ble begynt %(day)s, og ikke alle har bekreftet den.")


@dataclass(frozen=True)
class GapInWords:
    """One gap as it stands on a page: what, why, and the way to close it; no way for whoever may not open the thing."""

    title: str
    reason: str
    label: str
    href: str
    gap: FoundGap


def reason(found: FoundGap) -> str:
    """Why it is a gap, in one sentence."""
    is_changed = found.gap is Gap.NOT_RECONCILED and found.is_agreed
    values = {"day": short_day(found.day), "subject": found.subject}
    return str(CHANGED if is_changed else SENTENCES[found.gap]) % values


def in_words(found: FoundGap, held: Standing) -> GapInWords:
    """A gap ready for the page of somebody who stands so to the participant."""
    way = way_to_close(found, held)
    return GapInWords(
        title=str(TITLES[found.gap]), reason=reason(found), label=way.label, href=way.href, gap=found
    )
