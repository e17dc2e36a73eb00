"""The plan's rules in words: why something is refused, and what there is to say of the realistic day."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samlop.plans.pathway import StepStatus, TrackKind
from samlop.plans.rules import HorizonNote, Refusal

REFUSALS: Mapping[Refusal, Promise] = {
    Refusal.ENDS_BEFORE_IT_BEGINS: _("Steget kan ikke slutte før det begynner."),
    Refusal.WAITS_IN_A_RING: _("Stegene venter på hverandre i ring. Da kan ingen av dem begynne."),
    Refusal.HORIZON_IS_PAST: _("Dagen må ligge fram i tid."),
    Refusal.HORIZON_TOO_FAR: _("Dagen kan ikke ligge mer enn femten år fram."),
    Refusal.IMPOSSIBLE_DAY: _("Årstallet kan ikke være riktig. Skriv dagen på nytt."),
}
TRACKS: Mapping[TrackKind, Promise] = {
    TrackKind.GUIDANCE: _("Veiledning"),
    TrackKind.INTRODUCTION: _("Introduksjon"),
    TrackKind.LEARNING: _("Opplæring"),
    TrackKind.WORK: _("Arbeid"),
}
LOOKS: Mapping[StepStatus, str] = {
    StepStatus.PLANNED: "planned",
    StepStatus.ONGOING: "active",
    StepStatus.COMPLETED: "done",
    StepStatus.PAUSED: "stopped",
    StepStatus.INTERRUPTED: "stopped",
}
"""How a status looks, by the names of the ui's states."""

HORIZON_NOTES: Mapping[HorizonNote, Promise] = {
    HorizonNote.NOT_SAID: _("Ingen har sagt når det er realistisk å nå målet."),
    HorizonNote.PASSED: _("Dagen er passert. Finn en ny sammen med deltakeren."),
    HorizonNote.STEPS_LAST_LONGER: _(
        "Stegene i planen varer lenger enn dette. Er tiden fortsatt realistisk?"
    ),
}
