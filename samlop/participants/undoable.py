"""The tables whose changes can be taken back with one button: what is mapped, and the days of the road."""

from django.db import models

from samlop.participants.models import (
    Concern,
    Education,
    Experience,
    LanguageSkills,
    Milestone,
    Needs,
    OccupationalWish,
    Schooling,
)

UNDOABLE: dict[str, type[models.Model]] = {
    model._meta.db_table: model
    for model in (
        Concern,
        Education,
        Experience,
        LanguageSkills,
        Milestone,
        Needs,
        OccupationalWish,
        Schooling,
    )
}
