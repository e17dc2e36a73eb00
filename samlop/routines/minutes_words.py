"""Why something cannot be written now, and how far notes are shared, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samlop.routines.minutes_rules import Refusal, Sharing

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
