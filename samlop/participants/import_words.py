"""The sentences for what is wrong with an imported table: what it is, and what would be right."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samlop.participants.import_problems import FileRejected, Problem, ProblemCode

OF_THE_FILE: Mapping[ProblemCode, Promise] = {
    ProblemCode.FILE_MISSING: _("Filen %(name)s finnes ikke. Kontroller navnet og mappen."),
    ProblemCode.FILE_IS_DIRECTORY: _("%(name)s er en mappe. Oppgi navnet på en CSV-fil."),
    ProblemCode.FILE_UNREADABLE: _("Filen %(name)s kan ikke leses. Kontroller at du har tilgang til den."),
    ProblemCode.FILE_EMPTY: _(
        "Filen er tom. Første linje skal ha kolonnenavn, og hver linje under én deltaker."
    ),
    ProblemCode.SPREADSHEET: _("Filen er et regneark. Åpne det og lagre det som «CSV UTF-8»."),
    ProblemCode.UTF16: _("Filen er lagret som UTF-16. Lagre den som «CSV UTF-8»."),
    ProblemCode.NOT_UTF8: _("Byte %(position)s (%(byte)s) er ikke UTF-8. Lagre filen som «CSV UTF-8»."),
    ProblemCode.NUL_BYTE: _(
        "Byte %(position)s er null, og det har ingen tekstfil. Lagre filen som «CSV UTF-8»."
    ),
    ProblemCode.LINE_TOO_LONG: _(
        "Linjen er lengre enn %(longest)s byte. Hver deltaker skal ha sin egen linje."
    ),
    ProblemCode.UNCLOSED_QUOTE: _(
        "Et anførselstegn som begynner her, blir aldri lukket. Lukk det eller fjern det."
    ),
    ProblemCode.NO_HEADER: _(
        "Første linje har ingen kjente kolonnenavn: «%(found)s». Den skal for eksempel begynne slik: "
        "nøkkel;fornavn;etternavn;kommunenummer"
    ),
    ProblemCode.UNKNOWN_COLUMNS: _("Ukjente kolonner: %(unknown)s. Kolonnene som kan brukes, er: %(known)s."),
    ProblemCode.MISSING_COLUMNS: _("Disse kolonnene må være med, men mangler: %(missing)s."),
    ProblemCode.DUPLICATE_COLUMN: _(
        "Kolonnen %(name)s finnes %(times)s ganger. Den skal være med bare én gang."
    ),
    ProblemCode.NO_ROWS: _(
        "Filen har kolonnenavn, men ingen deltakere. Skriv én deltaker på hver linje under."
    ),
}

OF_A_ROW: Mapping[ProblemCode, Promise] = {
    ProblemCode.BAD_QUOTES: _(
        "Anførselstegnene i linjen går ikke opp. Et anførselstegn inne i en verdi skal skrives to ganger."
    ),
    ProblemCode.TOO_MANY_FIELDS: _(
        "Verdien står ikke under noe kolonnenavn: linjen har %(found)s felt, og overskriften %(expected)s. "
        "Sett anførselstegn rundt en verdi som inneholder skilletegnet."
    ),
    ProblemCode.DUPLICATE_IN_FILE: _(
        "Samme verdi står også på linje %(first_line)s. Én deltaker skal ha én linje."
    ),
    ProblemCode.KNOWN_BY_OTHER_KEY: _(
        "Nummeret tilhører en deltaker dere alt har, med nøkkelen %(key)s. Én deltaker skal ha én nøkkel."
    ),
    ProblemCode.KNOWN_WITHOUT_KEY: _(
        "Nummeret tilhører en deltaker dere alt har registrert uten nøkkel. Skriv nøkkelen inn på deltakeren først."
    ),
    ProblemCode.KEY_OF_SEVERAL: _(
        "Flere deltakere fra etater som er slått sammen, har denne nøkkelen. Skriv fødselsnummeret eller DUF-nummeret "
        "i linjen, så vet vi hvem du mener."
    ),
}

OF_A_TEXT: Mapping[ProblemCode, Promise] = {
    ProblemCode.REQUIRED: _("Feltet er tomt. Det må fylles ut."),
    ProblemCode.FORMULA: _("Verdien er en formel i et regneark. Skriv verdien som vanlig tekst."),
    ProblemCode.TOO_LONG: _("Verdien har %(found)s tegn. Den kan ha høyst %(longest)s."),
    ProblemCode.UNREADABLE_CHARACTERS: _("Verdien har usynlige tegn. Skriv den på nytt for hånd."),
    ProblemCode.BROKEN_LETTERS: _("Bokstaver er ødelagt, trolig æ, ø eller å. Lagre kilden som «CSV UTF-8»."),
    ProblemCode.NO_LETTER: _("Et navn må ha minst én bokstav."),
    ProblemCode.UNKNOWN_LANGUAGE: _(
        "Språket er ukjent. Bruk det norske navnet eller koden, for eksempel «tigrinja» eller «ti»."
    ),
    ProblemCode.NOT_YES_OR_NO: _("Svaret er ukjent. Skriv ja eller nei."),
    ProblemCode.BAD_PHONE: _("Det er ikke et telefonnummer. Skriv åtte siffer, eller + og landkode."),
    ProblemCode.BAD_EMAIL: _("Det er ikke en e-postadresse. Skriv den slik: navn@eksempel.no"),
    ProblemCode.INTERPRETER_WITHOUT_LANGUAGE: _(
        "Deltakeren trenger tolk, men språket mangler. Fyll ut språk."
    ),
}

OF_A_NUMBER: Mapping[ProblemCode, Promise] = {
    ProblemCode.NOT_DIGITS: _(
        "Nummeret har andre tegn enn siffer. Formater kolonnen som tekst i regnearket."
    ),
    ProblemCode.WRONG_LENGTH: _("Nummeret har %(found)s siffer. Det skal ha %(expected)s."),
    ProblemCode.LOST_ZERO: _(
        "Nummeret har mistet nullen foran. Det skal ha %(expected)s siffer; formater kolonnen som tekst."
    ),
    ProblemCode.EMERGENCY_NUMBER: _("Det er et felles hjelpenummer fra helsetjenesten. La feltet stå tomt."),
    ProblemCode.AUXILIARY_NUMBER: _(
        "Det er et hjelpenummer. La feltet stå tomt til fødselsnummer eller D-nummer finnes."
    ),
    ProblemCode.IMPOSSIBLE_DATE: _("De første seks sifrene er ingen dato. Kontroller nummeret."),
    ProblemCode.CONTROL_DIGITS: _("Kontrollsifrene stemmer ikke. Et siffer er trolig skrevet feil."),
    ProblemCode.UNKNOWN_KOMMUNE: _("Ingen kommune har dette nummeret. Bruk kommunenummer på fire siffer."),
    ProblemCode.KOMMUNE_NOT_YET: _("Nummeret for %(name)s gjelder først fra %(first)s."),
    ProblemCode.KOMMUNE_ENDED: _("Nummeret for %(name)s gjaldt til %(until)s. Nå gjelder: %(successors)s."),
}

OF_A_DAY: Mapping[ProblemCode, Promise] = {
    ProblemCode.BAD_DATE: _("Det er ikke en dato. Skriv 31.12.2026 eller 2026-12-31."),
    ProblemCode.TWO_DIGIT_YEAR: _("Årstallet har to siffer. Skriv det med fire, for eksempel 31.12.2026."),
    ProblemCode.IMPOSSIBLE_DAY: _("Dagen finnes ikke i kalenderen. Kontroller dag og måned."),
    ProblemCode.IMPOSSIBLE_YEAR: _("Skriv et årstall fra %(first)s til %(last)s."),
    ProblemCode.BIRTH_DISAGREES: _("Datoen stemmer ikke med fødselsnummeret. Kontroller begge."),
    ProblemCode.BORN_TOO_EARLY: _("Fødselsdatoen er %(day)s. Den kan ikke være før %(earliest)s."),
    ProblemCode.BORN_IN_FUTURE: _("Fødselsdatoen er %(day)s. Den kan ikke være etter i dag, %(today)s."),
    ProblemCode.TOO_EARLY: _("Datoen er for langt tilbake. Den kan ikke være før %(earliest)s."),
    ProblemCode.TOO_FAR_AHEAD: _("Datoen er for langt fram. Den kan ikke være etter %(latest)s."),
    ProblemCode.BEFORE_BIRTH: _("Datoen er før deltakeren ble født, %(birth)s."),
    ProblemCode.BEFORE_OTHER: _(
        "Datoen er før %(other)s, som er %(other_day)s. Den må være samme dag eller senere."
    ),
    ProblemCode.NOT_AFTER_OTHER: _("Datoen må være etter %(other)s, som er %(other_day)s."),
    ProblemCode.AFTER_OTHER: _(
        "Datoen er etter %(other)s, som er registrert %(other_day)s. Den må være samme dag eller tidligere."
    ),
    ProblemCode.NOT_BEFORE_OTHER: _("Datoen må være før %(other)s, som er registrert %(other_day)s."),
    ProblemCode.HAS_HAPPENED: _(
        "Dette er registrert som skjedd %(day)s, og kan ikke ligge fram i tid. Rett datoen her, "
        "eller den faktiske datoen i mappen først."
    ),
}

SENTENCES = {**OF_THE_FILE, **OF_A_ROW, **OF_A_TEXT, **OF_A_NUMBER, **OF_A_DAY}


def problem_in_words(problem: Problem) -> str:
    """What is wrong and what would be right, without saying where."""
    return str(SENTENCES[problem.code]) % {
        name: _written(value) for name, value in problem.parameters.items()
    }


def row_problem_in_words(line: int, problem: Problem) -> str:
    """One problem of a row: line, column, value, what is wrong and what would be right."""
    place = gettext("Linje %(line)s") % {"line": line}
    if problem.column:
        place += ", " + gettext("kolonne %(column)s") % {"column": problem.column}
    if problem.value:
        place += f", «{problem.value}»"
    return f"{place}: {problem_in_words(problem)}"


def file_in_words(rejected: FileRejected) -> str:
    """Why the file cannot be read, and on which line reading stopped."""
    if rejected.line is None:
        return problem_in_words(rejected.problem)
    return row_problem_in_words(rejected.line, rejected.problem)


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value)
