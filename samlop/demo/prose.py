"""The words staff of the demo write, in bokmål: trades, answers, own notes, decisions and plans."""

from dataclasses import dataclass

TRADE, HIGHER = "trade", "higher"


@dataclass(frozen=True)
class Occupation:
    """Something one can become, and what leads there."""

    title: str
    programme: str
    qualification: str
    alternative: str
    earlier: str
    route: str = TRADE


OCCUPATIONS = {
    "health": Occupation(
        "helsefagarbeider",
        "helse- og oppvekstfag",
        "helsearbeiderfaget",
        "renholder på sykehjem",
        "omsorg i familien",
    ),
    "kindergarten": Occupation(
        "barne- og ungdomsarbeider",
        "helse- og oppvekstfag",
        "barne- og ungdomsarbeiderfaget",
        "assistent i barnehage",
        "barneskole",
    ),
    "electrician": Occupation(
        "elektriker", "elektro og datateknologi", "elektrikerfaget", "vaktmester", "montørarbeid"
    ),
    "mechanic": Occupation(
        "bilmekaniker", "teknologi- og industrifag", "bilfaget, lette kjøretøy", "hjulskifter", "bilverksted"
    ),
    "carpenter": Occupation(
        "tømrer", "bygg- og anleggsteknikk", "tømrerfaget", "hjelpearbeider", "snekkerverksted"
    ),
    "cook": Occupation("kokk", "restaurant- og matfag", "kokkefaget", "kjøkkenassistent", "bakeri"),
    "bus": Occupation(
        "bussjåfør", "teknologi- og industrifag", "yrkessjåførfaget", "varebilsjåfør", "lastebilkjøring"
    ),
    "sales": Occupation(
        "butikkmedarbeider", "salg, service og reiseliv", "salgsfaget", "lagermedarbeider", "familiens butikk"
    ),
    "welder": Occupation("sveiser", "teknologi- og industrifag", "sveisefaget", "platearbeider", "verft"),
    "nurse": Occupation(
        "sykepleier", "studiespesialisering", "bachelor i sykepleie", "helsefagarbeider", "sykehus", HIGHER
    ),
    "accounting": Occupation(
        "regnskapsmedarbeider",
        "studiespesialisering",
        "bachelor i regnskap og revisjon",
        "kontormedarbeider",
        "regnskapskontor",
        HIGHER,
    ),
    "computing": Occupation(
        "systemutvikler",
        "studiespesialisering",
        "bachelor i informasjonssystemer",
        "IKT-medarbeider",
        "brukerstøtte",
        HIGHER,
    ),
}
COUNTRIES = {
    "ar": "Syria",
    "uk": "Ukraina",
    "ti": "Eritrea",
    "so": "Somalia",
    "prs": "Afghanistan",
    "en": "Uganda",
    "pl": "Polen",
}
ROOMS = (
    "Møterom Elva, læringssenteret",
    "Møterom Fyret, NAV Lindesnes",
    "Møterom Brygga, flyktningtjenesten",
    "Grupperom 2, Mandal videregående skole",
)
OUTSIDE_ITEMS = {
    "progress": "Hvordan går det nå, og hva trenger du?",
    "goal": "Er målet det samme, eller skal planen endres?",
}
"""What a meeting outside the routine's points speaks of."""

OUTSIDE_REASONS = ("Halvårlig oppfølging", "Deltakeren ba om et møte", "Ny praksisplass å snakke om")

ANSWERS: dict[str, dict[str, tuple[str, ...]]] = {
    "first": {
        "earlier_education": (
            "{years} års skole i {country}. Siste skoleår ble ikke avsluttet.",
            "Fullført skole i {country}, {years} år til sammen.",
        ),
        "documentation": (
            "Karakterutskrift finnes som bilde på telefonen. Originalen må skaffes.",
            "Vitnemålet ligger hjemme. Det skal oversettes før det sendes.",
        ),
        "self_declaration": (
            "Skjemaet er fylt ut i møtet og underskrevet.",
            "Ikke nødvendig foreløpig. Vi venter på papirene.",
        ),
        "english": (
            "Forstår enkle setninger. Karriereveileder ordner en kort kartlegging.",
            "Har lest engelsk på skolen i flere år. Ingen dokumentasjon ennå.",
        ),
        "prior_learning": (
            "Ja. Erfaringen fra {earlier} bør vurderes.",
            "Ikke nå. Vi ser på det igjen når norsken er bedre.",
        ),
        "norwegian": (
            "God framgang muntlig. Trenger mer trening i å skrive.",
            "Leser godt og vil gjerne snakke mer norsk utenfor klasserommet.",
        ),
        "education_system": (
            "Gikk gjennom veien fra grunnskole for voksne til fagbrev. Er nå på modul 2.",
            "Vi tegnet veien på tavla. Er nå på modul 3 i norsk og modul 2 i matematikk.",
        ),
        "occupational_wish": (
            "Ønsker å bli {occupation}. Kan også tenke seg {alternative}.",
            "Målet er å bli {occupation}. Har erfaring fra {earlier}.",
        ),
        "routes": (
            "Vil prøve veien gjennom {programme} og {qualification}.",
            "Vi ser på to veier: skole først, eller praksis og skole side om side.",
        ),
        "time_horizon": (
            "Fire til fem år er realistisk. Familien må ha en inntekt underveis.",
            "Rundt fem år. Målet er en deltidsjobb ved siden av fra neste år.",
        ),
        "application": (
            "Søker på vigo.no når siste år i voksenopplæringen begynner. Fristen er 1. mars.",
            "Karriereveileder viser vigo.no i neste samtale.",
        ),
    },
    "second": {
        "documentation": (
            "Godkjenningen er sendt inn. Vi venter på svar.",
            "Papirene er oversatt og sendt. Svar ventes før neste møte.",
        ),
        "progress": (
            "Jevn framgang i alle fag. Matematikk er tyngst.",
            "Har kommet lenger enn planlagt i norsk. Samfunnsfag tar mer tid.",
        ),
        "plan_followed": (
            "Planen er fulgt. Målet om å bli {occupation} står fast.",
            "Praksisen ble kortere enn planlagt. Målet er det samme.",
        ),
        "english": (
            "Trenger engelskmodul 4 før opptak. Den legges inn neste termin.",
            "Engelsken holder. Ingen ekstra tiltak.",
        ),
        "time_horizon": (
            "Ja. Ett år igjen i voksenopplæringen er realistisk.",
            "Ja, men vi setter av en ekstra termin til norsk.",
        ),
        "application": (
            "Ikke ennå. Karriereveileder går gjennom vigo.no i egen time.",
            "Har laget bruker på vigo.no. Velger {programme} som første ønske.",
        ),
    },
    "third": {
        "progress": (
            "Alt går etter planen. Skolen er trygg på at grunnlaget holder.",
            "God framgang. Vi avtalte ekstra skrivetrening fram til prøven.",
        ),
        "final_test": (
            "Skriftlig prøve i norsk gjenstår.",
            "Muntlig prøve er bestått. Matematikk gjenstår.",
        ),
        "application": (
            "Søknaden til {programme} er sendt, med tre ønsker.",
            "Søknaden er sendt. Vitnemål ettersendes.",
        ),
        "student_finance": (
            "Søknaden til Lånekassen fylles ut sammen med karriereveileder.",
            "Stipend er søkt. Kvittering er vist fram.",
        ),
        "travel_cost": ("Trenger busskort fra første skoledag.", "Bor i gangavstand. Trenger ikke dekning."),
        "own_computer": ("Har egen PC.", "Trenger PC. Skolens låneordning er avtalt."),
        "adapted_teaching": (
            "Ønsker mer tid på prøver. Dokumentasjon følger med til skolen.",
            "Ikke behov nå. Tas opp igjen ved skolestart.",
        ),
    },
    "fourth": {
        "progress": (
            "Står i alle fag. Gode tilbakemeldinger fra yrkesfaglig fordypning.",
            "Bra i programfagene. Får leksehjelp i norsk og naturfag.",
        ),
        "apprenticeship": (
            "Ønsker læreplass i {qualification}. Søker direkte hos to bedrifter.",
            "Bedriften fra praksisen er interessert. NAV tar kontakt med dem.",
        ),
        "higher_education": ("Ikke aktuelt nå.", "Kanskje senere, etter noen år i arbeid."),
        "labour_market_measure": (
            "NAV vurderer lønnstilskudd i overgangen.",
            "Klarer seg uten tiltak. NAV følger med til kontrakten er underskrevet.",
        ),
    },
    "": {
        "progress": (
            "Trives og møter fast. Vil ha mer muntlig norsk.",
            "Travelt med arbeid ved siden av, men det går bra.",
            "Går bra. Vi ble enige om ett fast kontaktpunkt i uka.",
        ),
        "goal": (
            "Målet om å bli {occupation} står fast.",
            "Målet er det samme. Vi flyttet ett steg i planen.",
        ),
    },
}

Notes = dict[str, tuple[tuple[str, str], ...]]
EARLY_NOTES: Notes = {
    "programme_adviser": (
        (
            "time_horizon",
            "Ønsker inntekt snart av hensyn til familien. Se på deltidsarbeid ved siden av skolen.",
        ),
        ("application", "Husk fristen 1. mars. Avtale egen time for søknaden."),
    ),
    "adult_education": (
        ("progress", "Arbeider selvstendig. Neste modul i norsk kan begynne tidligere enn planlagt."),
        ("norwegian", "Sterk muntlig. Skriver korte tekster uten hjelp."),
        ("english", "Engelsk modul 3 er i gang."),
    ),
    "career_adviser": (
        ("routes", "Viste tre veier til {qualification}. Vil tenke til neste samtale."),
        ("application", "Aktuelle skolesteder: Mandal og Lyngdal."),
        ("plan_followed", "Karrierevalget virker gjennomtenkt."),
    ),
    "nav_adviser": (
        ("occupational_wish", "Gode muligheter for arbeid som {occupation} i regionen."),
        ("time_horizon", "Kan tilby praksisplass i skoleferien."),
        ("progress", "Arbeidsgiver fra praksisen gir god attest."),
    ),
}
LATE_NOTES: Notes = {
    "nav_adviser": (
        ("labour_market_measure", "Kontakt med to mulige lærebedrifter. Ring dem denne uka."),
        ("progress", "Ingen tiltak nå. Ny vurdering om tre måneder."),
    ),
    "career_adviser": (
        ("apprenticeship", "Kontrakten går gjennom fylkeskommunen. Jeg beholder kontakten over i læretida."),
        ("goal", "Planen holder. Målet er innen rekkevidde."),
    ),
    "school_adviser": (
        ("progress", "Fraværet er lavt. Faglærer melder om god innsats i verkstedet."),
        ("apprenticeship", "Skolen skriver anbefaling."),
    ),
    "programme_adviser": (
        ("goal", "Snakk om økonomien i overgangen."),
        ("progress", "Positiv utvikling siden sist."),
    ),
}

DECISIONS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "first": (
        ("Skaffe originale papirer på utdanningen", "participant", 150),
        ("Sende skjemaet for egenerklæring til fylkeskommunen", "programme_adviser", 21),
        ("Avtale karrieresamtale om veien til {occupation}", "career_adviser", 28),
    ),
    "second": (
        ("Legge inn engelskmodul i timeplanen", "adult_education", 40),
        ("Finne praksisplass til neste skoleferie", "nav_adviser", 200),
        ("Avtale egen time om søknaden på vigo.no", "programme_adviser", 175),
        ("Lage bruker på vigo.no", "participant", 30),
    ),
    "third": (
        ("Søke stipend i Lånekassen", "participant", 45),
        ("Sende dokumentasjon om tilrettelegging til skolen", "adult_education", 165),
        ("Avtale omvisning på {programme}", "career_adviser", 50),
    ),
    "fourth": (
        ("Ringe to mulige lærebedrifter", "nav_adviser", 30),
        ("Skrive søknad om læreplass", "participant", 28),
        ("Følge opp kontrakten i fylkeskommunen", "career_adviser", 60),
    ),
    "": (
        ("Møte på språkkafeen hver uke", "participant", 130),
        ("Snakke med faglærer om ekstra tid", "programme_adviser", 80),
    ),
}

FORGOTTEN = (
    ("Bestille busskort før skolestart", "programme_adviser"),
    ("Svare arbeidsgiver om praksisavtalen", "nav_adviser"),
    ("Sende kopi av integreringsplanen til NAV", "programme_adviser"),
)
"""Promises that nobody has kept in time."""

CONCERN = "Har falt etter i to fag denne terminen. Vi bør møtes snart."
TIME_PERSPECTIVES = (
    "Fire år til fagbrev",
    "Fem år, med arbeid ved siden av",
    "Tre år, deretter arbeid",
    "To til tre år",
)
TIME_TO_A_DEGREE = "Tre år til bachelor, etter at norsken er på plass"
ENGLISH_MEASURES = {
    "": "",
    "documented": "",
    "self_declared": "Dokumenteres før opptak, med prøve eller realkompetansevurdering.",
    "none": "Engelskmodul i voksenopplæringen.",
}
PREMISES = (
    "Barn i barnehage. Undervisning mellom kl. 9 og 14 passer best.",
    "Vil ha en deltidsinntekt underveis.",
    "",
    "Lang reisevei med buss.",
    "Sender penger til familien og trenger fast inntekt innen få år.",
)
STEP_TITLES = {
    "settlement": "Bosetting i Lindesnes",
    "introduction_programme": "Introduksjonsprogram",
    "norwegian_course": "Norsk og samfunnskunnskap",
    "career_guidance": "Karriereveiledning",
    "document_recognition": "Godkjenning av utdanning",
    "prior_learning_assessment": "Realkompetansevurdering",
    "adult_education": "Voksenopplæring",
    "work_practice": "Praksis i bedrift",
    "upper_secondary": "Videregående: {programme}",
    "apprenticeship": "Læretid: {qualification}",
    "trade_examination": "Fagprøve: {qualification}",
    "higher_education": "Studier: {qualification}",
    "labour_market_measure": "Lønnstilskudd",
    "work": "Fast arbeid som {occupation}",
}
