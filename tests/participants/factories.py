"""Makes what these tests start from: files with a past, colleagues, forms as a browser sends them."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate
from lxml.html import HtmlElement, fromstring

from samlop.access.models import Role
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.identifiers import synthetic_duf, synthetic_fodselsnummer
from samlop.participants.actions import Newcomer, register_participant
from samlop.participants.models import Education, Participant
from tests.cast import Cast, make_employee

BORN = date(1994, 11, 13)
FODSELSNUMMER = synthetic_fodselsnummer(BORN, 3)
DUF = synthetic_duf(2024, 17)


def make_newcomer(**differently: Any) -> Newcomer:
    """Rolig Bekk, of whom the municipality knows the usual."""
    usual = {
        "first_name": "Rolig",
        "last_name": "Bekk",
        "municipality_number": "4205",
        "birth_day": BORN,
        "language": "ti",
        "needs_interpreter": True,
        "programme_start": localdate() - timedelta(days=10),
    }
    return Newcomer(**usual | differently)


def registered(actor: Actor, *, file_id: Any, today: date | None = None, **differently: Any) -> Participant:
    """A file opened by this actor, as the database allows it."""
    chosen = {
        "join_group": differently.pop("join_group", True),
        "is_another": differently.pop("is_another", False),
    }
    with acting_as(actor):
        return register_participant(
            actor, make_newcomer(**differently), file_id=file_id, today=today or localdate(), **chosen
        )


def make_education(participant: Participant, **differently: Any) -> Education:
    """Primary school in Syria, with papers that exist."""
    usual = {
        "level": "primary",
        "country": "Syria",
        "completion": "completed",
        "years": 9,
        "documentation": "exists",
    }
    return Education.objects.create(participant=participant, **usual | differently)


def make_colleague(
    cast: Cast, name: str = "Berit Bergtatt", *, place: str = "nav", role: str = Role.NAV_ADVISER
) -> Actor:
    """Somebody employed beside the cast, who sits in no group."""
    return make_employee(name, cast.organisations[place], role)


def main_of(response: HttpResponse) -> HtmlElement:
    """The main part of a page."""
    return fromstring(response.content.decode()).xpath("//main")[0]


def words_of(response: HttpResponse) -> str:
    """The words of the main part of a page, with single spaces."""
    return " ".join(main_of(response).text_content().split())


def pieces_of(response: HttpResponse) -> set[str]:
    """Each unbroken piece of text in the main part of a page."""
    return {piece.strip() for piece in main_of(response).itertext() if piece.strip()}


def links_of(response: HttpResponse) -> set[str]:
    """Where the main part of a page leads, and where its buttons post."""
    main = main_of(response)
    return {*main.xpath(".//a/@href"), *main.xpath(".//form/@action")}


def undo_of(response: HttpResponse) -> str:
    """Where the button beside what was just done posts."""
    return main_of(response).xpath("//*[@id='messages']//form/@action")[0]


def filled(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """What a browser would send: the form as it stands, with these fields changed; None unticks one."""
    form = main_of(response).xpath(
        ".//form[contains(@class, 'form') and not(contains(@class, 'post-button'))]"
    )[0]
    values = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    values |= {text.name: (text.text or "").removeprefix("\n") for text in form.xpath(".//textarea")}
    return {name: value for name, value in (values | changes).items() if value is not None}
