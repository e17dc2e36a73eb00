"""What happens to a participant's file: one function a sentence of the work."""

from samlop.participants.actions.basics import change_basics, close_for_participant, open_for_participant
from samlop.participants.actions.changing import Overtaken
from samlop.participants.actions.concerns import raise_concern, settle_concern
from samlop.participants.actions.filling import fill_mapping
from samlop.participants.actions.group import (
    add_member,
    choose_contact,
    end_membership,
    hand_over,
    resume_membership,
    set_responsibility,
)
from samlop.participants.actions.mapping import (
    add_education,
    add_experience,
    add_wish,
    advance_documentation,
    change_row,
    change_section,
    move_wish_up,
    remove_row,
)
from samlop.participants.actions.milestones import set_milestone, set_milestones
from samlop.participants.actions.registering import AlreadyRegistered, Newcomer, register_participant
from samlop.participants.actions.undoing import undo_changes

__all__ = [
    "AlreadyRegistered",
    "Newcomer",
    "Overtaken",
    "add_education",
    "add_experience",
    "add_member",
    "add_wish",
    "advance_documentation",
    "change_basics",
    "change_row",
    "change_section",
    "choose_contact",
    "close_for_participant",
    "end_membership",
    "fill_mapping",
    "hand_over",
    "move_wish_up",
    "open_for_participant",
    "raise_concern",
    "register_participant",
    "remove_row",
    "resume_membership",
    "set_milestone",
    "set_milestones",
    "set_responsibility",
    "settle_concern",
    "undo_changes",
]
