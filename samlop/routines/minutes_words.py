"""Why something cannot be written now, how far notes are shared, why a copy has not left: in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samlop.routines.minutes_rules import Refusal, Sharing
from samlop.routines.ports import ArchiveProblem, ArchiveUnavailable

REFUSALS: dict[Refusal, Promise] = {
    Refusal.CANCELLED: _("Møtet er avlyst."),
    Refusal.NOT_BEGUN: _("Møtet har ikke begynt ennå."),
    Refusal.AGREED: _("Alle har bekreftet referatet. Begynn en ny versjon hvis noe må endres."),
    Refusal.CLOSED: _("Teksten ligger klar til bekreftelse. Åpne den igjen hvis noe må endres."),
    Refusal.STILL_OPEN: _("Teksten er ikke gjort klar til bekreftelse ennå."),
}
SHARING: dict[Sharing, Promise] = {
    Sharing.NOTHING_WRITTEN: _("ingenting skrevet"),
    Sharing.NONE: _("ikke delt"),
    Sharing.SOME: _("delvis delt"),
    Sharing.ALL: _("delt med de andre"),
}
ARCHIVE_PROBLEMS: dict[str, Promise] = {
    ArchiveProblem.FULL: _("Arkivet er fullt."),
    ArchiveProblem.LOCKED: _("Arkivet lar oss ikke skrive dit."),
    ArchiveProblem.UNREACHABLE: _("Arkivet svarer ikke."),
}
OWN_FAULT = _("Noe gikk galt hos oss.")


def archive_problem(error: str) -> Promise:
    """Why a copy has not left, from what the outbox has written down."""
    kind, _separator, problem = error.partition(": ")
    known = ARCHIVE_PROBLEMS.get(problem) if kind == ArchiveUnavailable.__name__ else None
    return known or OWN_FAULT
