"""Refusals of the plan's rules in words."""

from django.utils.translation import gettext_lazy as _

from samlop.plans.rules import Refusal

REFUSALS = {
    Refusal.ENDS_BEFORE_IT_BEGINS: _("Steget kan ikke slutte før det begynner."),
    Refusal.WAITS_IN_A_RING: _("Stegene venter på hverandre i ring. Da kan ingen av dem begynne."),
    Refusal.HORIZON_IS_PAST: _("Dagen må ligge fram i tid."),
    Refusal.HORIZON_TOO_FAR: _("Dagen kan ikke ligge mer enn femten år fram."),
}
