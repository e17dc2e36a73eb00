"""Gaps and the acts that close them, in words."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from samlop.desk.rules import Act, FoundGap, Gap
from samlop.routines.rules import EXTRA, ON_NEED
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

LABELS = {
    Act.CALL: gettext_lazy("Kall inn"),
    Act.NAME_AGENCY: gettext_lazy("Velg etat"),
    Act.HAND_OVER: gettext_lazy("Finn etterfølger"),
    Act.SEND_DOCUMENTATION: gettext_lazy("Åpne utdanning"),
    Act.RECONCILE: gettext_lazy("Samordne"),
    Act.SHARE_NOTES: gettext_lazy("Åpne notatene"),
    Act.FOLLOW_UP_ACTION: gettext_lazy("Åpne oppgaven"),
    Act.ADD_MEMBER: gettext_lazy("Legg til i gruppen"),
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
    Gap.NOTES_NEVER_SHARED: gettext_lazy("Møtet ble holdt %(day)s, og ingen har delt notatene sine."),
    Gap.ACTION_OVERDUE: gettext_lazy("«%(subject)s» hadde frist %(day)s."),
    Gap.NOT_MET: gettext_lazy("Ingen har møtt deltakeren siden %(day)s, og ingen møter er kalt inn."),
    Gap.APPRENTICE_ALONE: gettext_lazy(
        "Læretiden begynte %(day)s, og verken fylket eller NAV er med i gruppen."
    ),
}


@dataclass(frozen=True)
class GapInWords:
    """One gap as it stands on a page: what, why, and the way to close it."""

    title: str
    reason: str
    label: str
    href: str
    gap: FoundGap


def reason(found: FoundGap) -> str:
    """Why it is a gap, in one sentence."""
    values = {"day": short_day(found.day), "subject": found.subject}
    return str(SENTENCES[found.gap]) % values


def act_address(found: FoundGap, participant_id: UUID) -> str:
    """The page that closes the gap."""
    if found.act is Act.RECONCILE:
        return reverse("routines:reconcile", args=[found.subject_id])
    if found.act is Act.SHARE_NOTES:
        return reverse("routines:hold", args=[found.subject_id])
    if found.act is Act.CALL:
        return reverse("routines:call", args=[participant_id, EXTRA, ON_NEED])
    pages = {
        Act.NAME_AGENCY: "plans:plan",
        Act.FOLLOW_UP_ACTION: "plans:plan",
        Act.HAND_OVER: "participants:group",
        Act.ADD_MEMBER: "participants:group",
        Act.SEND_DOCUMENTATION: "participants:mapping",
    }
    return reverse(pages[found.act], args=[participant_id])


def in_words(found: FoundGap, participant_id: UUID) -> GapInWords:
    """A gap ready for a page."""
    return GapInWords(
        title=str(TITLES[found.gap]),
        reason=reason(found),
        label=str(LABELS[found.act]),
        href=act_address(found, participant_id),
        gap=found,
    )
