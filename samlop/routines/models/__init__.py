"""The tables of this package."""

from samlop.routines.models.agreement import Agreement, AgreementParty, RoutineApproval, RoutineVersion
from samlop.routines.models.meeting import (
    Gathering,
    GatheringInvitation,
    Invitation,
    Meeting,
    MeetingQuerySet,
)
from samlop.routines.models.minutes import (
    AgendaAnswer,
    AgreedItem,
    AgreedText,
    ArchiveCopy,
    ArchivedNote,
    Confirmation,
    Decision,
    OwnNote,
    OwnWords,
)

__all__ = [
    "AgendaAnswer",
    "AgreedItem",
    "AgreedText",
    "Agreement",
    "AgreementParty",
    "ArchiveCopy",
    "ArchivedNote",
    "Confirmation",
    "Decision",
    "Gathering",
    "GatheringInvitation",
    "Invitation",
    "Meeting",
    "MeetingQuerySet",
    "OwnNote",
    "OwnWords",
    "RoutineApproval",
    "RoutineVersion",
]
