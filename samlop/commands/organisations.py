"""Which organisation somebody means on the command line: by number, name or id."""

from unicodedata import normalize
from uuid import UUID

from django.db.models import Q

from samlop.access.models import Organisation
from samlop.commands.command_line import CommandError
from samlop.kernel.identifiers import IdentifierRejected, Reason, check_orgnummer

WHY_NOT = {
    Reason.WRONG_LENGTH: "det har {found} siffer og skal ha 9.",
    Reason.CONTROL_DIGITS: "kontrollsifferet stemmer ikke. Et siffer er trolig skrevet feil.",
}


def organisations_meant(wanted: str) -> list[Organisation]:
    """All that are called so, those that have ended too."""
    return list(Organisation.objects.filter(_meaning(wanted)).select_related("successor"))


def the_one_meant(option: str, wanted: str) -> Organisation:
    """The only one that is called so, whether it still exists or not."""
    found = organisations_meant(wanted)
    if len(found) > 1:
        names = ", ".join(sorted(str(one.pk) for one in found))
        raise CommandError(f"--{option}: flere heter «{wanted}». Oppgi id: {names}")
    if not found:
        raise unknown(option, wanted)
    return found[0]


def unknown(option: str, wanted: str) -> CommandError:
    """What is said of one that nobody knows."""
    return CommandError(
        f"--{option}: «{wanted}» finnes ikke. Oppgi organisasjonsnummer, fullt navn eller id."
    )


def _meaning(wanted: str) -> Q:
    plain = "".join(wanted.split())
    try:
        return Q(pk=UUID(plain))
    except ValueError:
        is_number = plain.isascii() and plain.isdigit()
    return Q(orgnr=_orgnummer(plain)) if is_number else Q(name__iexact=normalize("NFC", wanted).strip())


def _orgnummer(plain: str) -> str:
    """The number, or what is wrong with it: one digit mistyped must not read as an organisation nobody knows."""
    try:
        return check_orgnummer(plain)
    except IdentifierRejected as rejected:
        why = WHY_NOT[rejected.reason].format(found=len(plain))
        raise CommandError(f"«{plain}» er ikke et organisasjonsnummer: {why}") from None
