"""The answers to choose among where the mapping speaks of school, application and apprenticeship."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far something that is applied for or gone through has come."""

    UNKNOWN = "", _("ikke avklart")
    NOT_BEGUN = "not_begun", _("ikke begynt")
    PLANNED = "planned", _("planlagt")
    SENT = "sent", _("sendt")
    DONE = "done", _("ferdig")
    NOT_RELEVANT = "not_relevant", _("ikke aktuelt")


class FvoModule(models.TextChoices):
    """Where in primary school for adults the participant is. Source: routine, meeting 1; report, stages."""

    UNKNOWN = "", _("ikke kartlagt")
    LITERACY = "literacy", _("lese- og skriveopplæring")
    MODULE_1 = "1", _("modul 1")
    MODULE_2 = "2", _("modul 2")
    MODULE_3 = "3", _("modul 3")
    MODULE_4 = "4", _("modul 4")
    UNDIVIDED = "whole", _("grunnskole uten moduler")
    DONE = "done", _("fullført grunnskole")


class PriorLearningLevel(models.TextChoices):
    """The municipality assesses primary school, the county upper secondary."""

    UNKNOWN = "", _("ikke avklart")
    PRIMARY = "primary", _("grunnskolenivå, av kommunen")
    UPPER_SECONDARY = "upper_secondary", _("videregående nivå, av fylkeskommunen")


class PriorLearningResult(models.TextChoices):
    """What the assessment of prior learning came to."""

    UNKNOWN = "", _("ikke kommet")
    WHOLE = "whole", _("alt godkjent")
    PARTLY = "partly", _("noe godkjent")
    NOTHING = "nothing", _("ikke godkjent")


class ApplicationAnswer(models.TextChoices):
    """What the county answered to the application in vigo.no."""

    UNKNOWN = "", _("ikke kommet")
    OFFERED = "offered", _("tilbud om plass")
    ACCEPTED = "accepted", _("takket ja")
    WAITING_LIST = "waiting_list", _("venteliste")
    REFUSED = "refused", _("avslag")


class Programme(models.TextChoices):
    """The education programmes of upper secondary by their national codes, and the bridges into them."""

    UNKNOWN = "", _("ikke kartlagt")
    BRIDGE = "bridge", _("kombinasjonsklasse eller innføringstilbud")
    BA = "BA", _("bygg- og anleggsteknikk")
    EL = "EL", _("elektro og datateknologi")
    FD = "FD", _("frisør, blomster, interiør og eksponeringsdesign")
    HS = "HS", _("helse- og oppvekstfag")
    DT = "DT", _("håndverk, design og produktutvikling")
    IM = "IM", _("informasjonsteknologi og medieproduksjon")
    NA = "NA", _("naturbruk")
    RM = "RM", _("restaurant- og matfag")
    SR = "SR", _("salg, service og reiseliv")
    TP = "TP", _("teknologi- og industrifag")
    ID = "ID", _("idrettsfag")
    KD = "KD", _("kunst, design og arkitektur")
    ME = "ME", _("medier og kommunikasjon")
    MD = "MD", _("musikk, dans og drama")
    ST = "ST", _("studiespesialisering")
    PB = "PB", _("påbygging til generell studiekompetanse")


class VgLevel(models.TextChoices):
    """The year of upper secondary; the third may be taken in school or as an apprentice."""

    UNKNOWN = "", _("ikke kartlagt")
    VG1 = "vg1", _("Vg1")
    VG2 = "vg2", _("Vg2")
    VG3 = "vg3", _("Vg3 i skole")
    APPRENTICE = "apprentice", _("Vg3 i bedrift (læretid)")
    DONE = "done", _("fullført")


class Apprenticeship(models.TextChoices):
    """How near an apprenticeship is. Source: routine, meeting 4: need for a place, direct application to employers."""

    UNKNOWN = "", _("ikke avklart")
    NEEDED = "needed", _("trengs")
    SEEKING = "seeking", _("søker selv hos bedrifter")
    APPLIED = "applied", _("søkt gjennom fylkeskommunen")
    CONTRACT = "contract", _("lærekontrakt")
    NOT_RELEVANT = "not_relevant", _("ikke aktuelt")


class TradeExam(models.TextChoices):
    """The trade examination and what it came to."""

    UNKNOWN = "", _("ikke avklart")
    REGISTERED = "registered", _("meldt opp")
    PASSED = "passed", _("bestått")
    PASSED_WELL = "passed_well", _("bestått meget godt")
    FAILED = "failed", _("ikke bestått")
    NOT_RELEVANT = "not_relevant", _("ikke aktuelt")
