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

RELATIONS = {
    "self": _("Deltakeren selv"),
    "responsible": _("Ansvarlig i ressursgruppen"),
    "member": _("Medlem av ressursgruppen"),
    "intake": _("Den som tar imot nye deltakere"),
}

ACTIONS = {
    "read": _("se"),
    "write": _("skrive"),
    "reply": _("svare"),
    "gather": _("kalle inn til fellesmøte"),
    "hold": _("holde"),
    "approve": _("si seg enig"),
    "carry_out": _("sette i verk det møtet har vedtatt"),
    "tick": _("krysse av"),
    "deliver": _("sende til arkivet"),
    "open": _("åpne"),
    "choose_language": _("velge språk"),
}

KINDS = {
    "person": _("navn og språk"),
    "contact": _("telefon og e-post"),
    "national_id": _("fødselsnummer"),
    "milestone": _("milepæler"),
    "mapping_education": _("kartlegging: utdanning"),
    "mapping_language": _("kartlegging: språk"),
    "mapping_work": _("kartlegging: arbeid"),
    "mapping_needs": _("kartlegging: behov"),
    "wish": _("yrkesønsker"),
    "group": _("hvem som er i ressursgruppen"),
    "meeting": _("møtetid og sted"),
    "invitation": _("innkallinger og svar"),
    "own_note": _("egne notater"),
    "shared_note": _("notater andre har delt"),
    "own_words": _("deltakerens egne ord"),
    "agreed": _("felles referat"),
    "confirmation": _("bekreftelser"),
    "plan": _("planen"),
    "goal": _("mål"),
    "action": _("oppgaver"),
    "read_log": _("hvem som har lest"),
    "history": _("endringer"),
    "archive_copy": _("arkivkopier"),
    "assisted": _("en økt ved siden av deltakeren"),
}
