"""The forms of this package."""

from samlop.participants.forms.basics import BasicsForm, RegisterForm
from samlop.participants.forms.changing import SeenForm
from samlop.participants.forms.group import EndForm, HandoverForm, MemberForm
from samlop.participants.forms.history import HistoryFilter
from samlop.participants.forms.mapping import (
    DocumentationForm,
    EducationForm,
    ExperienceForm,
    LanguageForm,
    NeedsForm,
    NewEducationForm,
    SchoolingForm,
    WishForm,
)
from samlop.participants.forms.milestones import MilestonesForm

__all__ = [
    "BasicsForm",
    "DocumentationForm",
    "EducationForm",
    "EndForm",
    "ExperienceForm",
    "HandoverForm",
    "HistoryFilter",
    "LanguageForm",
    "MemberForm",
    "MilestonesForm",
    "NeedsForm",
    "NewEducationForm",
    "RegisterForm",
    "SchoolingForm",
    "SeenForm",
    "WishForm",
]
