"""The way from a gap to the very thing that closes it: its form for whoever may use it, else where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from samlop.access.policies import Standing
from samlop.desk.rules import Act, FoundGap
from samlop.participants.policies import may_change_group, may_map
from samlop.plans.policies import may_add_step, may_change_actions, may_change_step
from samlop.routines.policies.calling import may_call
from samlop.routines.rules import EXTRA, ON_NEED


@dataclass(frozen=True)
class Way:
    """Where a button leads and what it says; without an address there is no button."""

    href: str = ""
    label: str = ""


NO_WAY = Way()


def way_to_close(found: FoundGap, held: Standing) -> Way:
    """The form that closes the gap, the place of the thing for those who only read it, or nothing."""
    return WAYS[found.act](found, held)


def _call(_found: FoundGap, held: Standing) -> Way:
    if may_call(held):
        return Way(reverse("routines:call", args=[held.participant_id, EXTRA, ON_NEED]), _("Kall inn"))
    return _read(held, "meeting", "routines:meetings", label=_("Se møtene"))


def _name_agency(found: FoundGap, held: Standing) -> Way:
    """Where the road ends without a next step, that step is what is missing."""
    if found.subject_id and may_change_step(held, None):
        form = reverse("plans:change_step", args=[held.participant_id, found.subject_id])
        return Way(form, _("Velg etat"))
    if not found.subject_id and may_add_step(held):
        return Way(reverse("plans:step", args=[held.participant_id]), _("Nytt steg"))
    anchor = f"#steg-{found.subject_id}" if found.subject_id else "#steg"
    return _read(held, "plan", "plans:plan", anchor=anchor, label=_("Se planen"))


def _hand_over(found: FoundGap, held: Standing) -> Way:
    if may_change_group(held):
        form = reverse("participants:hand_over", args=[held.participant_id, found.subject_id])
        return Way(form, _("Finn etterfølger"))
    anchor = "#uten-etterfolger"
    return _read(held, "group", "participants:group", anchor=anchor, label=_("Se gruppen"))


def _add_member(_found: FoundGap, held: Standing) -> Way:
    if may_change_group(held):
        return Way(reverse("participants:add_member", args=[held.participant_id]), _("Legg til i gruppen"))
    return _read(held, "group", "participants:group", anchor="#medlemmer", label=_("Se gruppen"))


def _send_documentation(found: FoundGap, held: Standing) -> Way:
    if found.subject_id and may_map(held, "mapping_education"):
        papers = reverse("participants:documentation", args=[held.participant_id, found.subject_id])
        return Way(papers, _("Neste steg for papirene"))
    mapping = "participants:mapping"
    return _read(held, "mapping_education", mapping, anchor="#utdanning", label=_("Åpne utdanning"))


def _follow_up(found: FoundGap, held: Standing) -> Way:
    if may_change_actions(held):
        form = reverse("plans:change_action", args=[held.participant_id, found.subject_id])
        return Way(form, _("Åpne oppgaven"))
    return _read(held, "plan", "plans:plan", anchor="#oppgaver", label=_("Se planen"))


def _reconcile(found: FoundGap, held: Standing) -> Way:
    can_open = held.may("read", "agreed")
    return Way(reverse("routines:reconcile", args=[found.subject_id]), _("Samordne")) if can_open else NO_WAY


def _share_notes(found: FoundGap, held: Standing) -> Way:
    """Notes are shared where they are written, and after the agreement beside the text."""
    if not held.may("read", "agreed"):
        return NO_WAY
    page = "routines:agreed" if found.is_agreed else "routines:hold"
    return Way(reverse(page, args=[found.subject_id]), _("Åpne notatene"))


def _read(held: Standing, kind: str, page: str, *, anchor: str = "", label: str) -> Way:
    return (
        Way(reverse(page, args=[held.participant_id]) + anchor, label) if held.may("read", kind) else NO_WAY
    )


WAYS: Mapping[Act, Callable[[FoundGap, Standing], Way]] = {
    Act.CALL: _call,
    Act.NAME_AGENCY: _name_agency,
    Act.HAND_OVER: _hand_over,
    Act.SEND_DOCUMENTATION: _send_documentation,
    Act.RECONCILE: _reconcile,
    Act.SHARE_NOTES: _share_notes,
    Act.FOLLOW_UP_ACTION: _follow_up,
    Act.ADD_MEMBER: _add_member,
}
