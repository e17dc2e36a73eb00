"""Who may do what with a participant's file; asked by the action and by the page that shows its button."""

from samlop.access.policies import Standing
from samlop.kernel.actor import Actor
from samlop.participants.rules import ANSWERS


def may_register(actor: Actor) -> bool:
    """Those whose organisation receives newcomers, in the hat that does so."""
    return actor.is_staff and actor.intake


def may_change_basics(held: Standing) -> bool:
    """Those who answer for the file's name, birth and language."""
    return held.may("write", "person")


def may_change_contact(held: Standing) -> bool:
    """Those who keep telephone and address right."""
    return held.may("write", "contact")


def may_read_national_id(held: Standing) -> bool:
    """The few who need the number to tell people apart."""
    return held.may("read", "national_id")


def may_open_for_participant(held: Standing) -> bool:
    """Those who may let the participant into the file, and anybody else into the group."""
    return held.may("write", "person") and held.may("write", "group")


def may_set_milestones(held: Standing) -> bool:
    """Those who know the days of the road."""
    return held.may("write", "milestone")


def may_raise_concern(held: Standing) -> bool:
    """Anybody in the group who is worried about progress. Source: routine, meeting 4."""
    return held.actor.is_staff and held.may("write", "milestone")


def may_map(held: Standing, kind: str) -> bool:
    """Those who both see this part of the mapping and may change it."""
    return held.may("read", kind) and held.may("write", kind)


def may_fill(held: Standing, fills: str) -> bool:
    """Whether an answer of a meeting may be taken into the mapping by this one."""
    return fills in ANSWERS and may_map(held, ANSWERS[fills].kind)


def may_change_group(held: Standing) -> bool:
    """Those who answer for who sits in the group."""
    return held.may("write", "group")


def may_read_history(held: Standing) -> bool:
    """Those who may see what has been changed, as far as they may read what was changed."""
    return held.may("read", "history")
