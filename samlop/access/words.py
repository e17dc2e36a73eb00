"""The access matrix and the read log in words a participant understands."""

from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "overview": _("oversikten din"),
    "mapping": _("kartleggingen din"),
    "milestones": _("datoene dine"),
    "group": _("ressursgruppen din"),
    "history": _("endringene i mappen din"),
    "contact": _("hvordan du kan nås"),
    "meeting": _("et møte"),
    "minutes": _("et referat"),
    "plan": _("planen din"),
    "goals": _("målene dine"),
    "actions": _("oppgavene dine"),
    "read_log": _("hvem som har lest om deg"),
    "archive": _("arkivkopier"),
}
