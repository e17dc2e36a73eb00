"""The tables of this package."""

from samlop.participants.models.mapping import (
    Cefr,
    Education,
    Experience,
    LanguageSkills,
    Needs,
    OccupationalWish,
    Schooling,
)
from samlop.participants.models.participant import (
    Concern,
    Contact,
    Membership,
    Milestone,
    MilestoneCode,
    NationalId,
    OfParticipantQuerySet,
    Participant,
)

__all__ = [
    "Cefr",
    "Concern",
    "Contact",
    "Education",
    "Experience",
    "LanguageSkills",
    "Membership",
    "Milestone",
    "MilestoneCode",
    "NationalId",
    "Needs",
    "OccupationalWish",
    "OfParticipantQuerySet",
    "Participant",
    "Schooling",
]
