"""The routine itself: proposed whole, approved party by party, followed, never changed."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from samlop.access.models import Organisation, Role
from samlop.kernel.acting import acting_as
from samlop.kernel.actor import Actor
from samlop.kernel.errors import Denied, RuleBroken
from samlop.kernel.models import Event
from samlop.routines.actions.calling import change_meeting
from samlop.routines.actions.versions import approve_version, propose_version
from samlop.routines.document import shipped_text
from samlop.routines.forms.versions import ProposalForm, written
from samlop.routines.models import Agreement, AgreementParty, RoutineApproval, RoutineVersion
from samlop.routines.queries.governing import governing_version
from samlop.routines.queries.versions import agreement_cards
from tests.cast import LONG_AGO, Cast, make_employee, make_organisation, make_routine
from tests.routines.calls import arrangement, called, in_days, stretch
from tests.routines.reading import at_most_twelve_queries, text_of


def next_document(cast: Cast, **changes: Any) -> dict[str, Any]:
    return cast.routine_version.document | {"version": 2} | changes


def proposed(cast: Cast, *, first: date | None = None, **changes: Any) -> RoutineVersion:
    with acting_as(cast.lea):
        return propose_version(
            cast.lea,
            cast.routine_version.agreement,
            document=next_document(cast, **changes),
            effective_from=first or in_days(0),
            today=in_days(0),
        )


def leaders(cast: Cast) -> list[Actor]:
    others = [cast.organisations[name] for name in ("school", "career", "nav")]
    return [cast.lea, *(make_employee(f"Leder {one.name}", one, Role.LEADER) for one in others)]


def approved_by(version: RoutineVersion, actors: list[Actor], today: date | None = None) -> None:
    for actor in actors:
        with acting_as(actor):
            approve_version(actor, version, today=today or in_days(0))


def test_a_version_governs_when_the_last_party_has_said_yes(cast: Cast) -> None:
    version, everybody = proposed(cast), leaders(cast)
    for actor in everybody:
        assert governing_version(cast.participant, in_days(0)) == cast.routine_version
        approved_by(version, [actor])
    assert governing_version(cast.participant, in_days(0)) == version
    assert governing_version(cast.participant, in_days(-1)) == cast.routine_version
    codes = list(Event.objects.order_by("pk").values_list("code", flat=True))
    assert codes == ["routine.proposed"] + ["routine.approved"] * 4
    assert [event.details["complete"] for event in Event.objects.order_by("pk")[1:]] == [
        False,
        False,
        False,
        True,
    ]


def test_a_version_waits_for_its_first_day(cast: Cast) -> None:
    version = proposed(cast, first=in_days(30))
    approved_by(version, leaders(cast))
    assert governing_version(cast.participant, in_days(29)) == cast.routine_version
    assert governing_version(cast.participant, in_days(30)) == version


def test_a_late_yes_never_rolls_the_routine_back(cast: Cast) -> None:
    """The third version governs; the last yes to the second comes a month later and changes nothing."""
    second = proposed(cast)
    third = proposed(cast, version=3)
    everybody = leaders(cast)
    approved_by(second, everybody[:3])
    approved_by(third, everybody, in_days(1))
    RoutineApproval.objects.create(
        version=second, organisation=cast.organisations["nav"], approved_on=in_days(30)
    )
    assert governing_version(cast.participant, in_days(29)) == third
    assert governing_version(cast.participant, in_days(40)) == third
    (card,) = [card for card in agreement_cards(in_days(40)) if card.agreement == second.agreement]
    assert [line.version for line in card.lines if line.governs] == [third]


def test_a_version_that_is_superseded_takes_no_yes(cast: Cast, signed_in: Any) -> None:
    second = proposed(cast)
    third = proposed(cast, version=3)
    everybody = leaders(cast)
    approved_by(second, everybody[:3])
    approved_by(third, everybody)
    with (
        acting_as(everybody[3]),
        pytest.raises(RuleBroken, match="Versjon 2 er erstattet: versjon 3 gjelder nå"),
    ):
        approve_version(everybody[3], second, today=in_days(0))
    address = reverse("routines:approve", args=[second.pk])
    client = signed_in(everybody[3])
    page = client.post(address, follow=True).content.decode()
    assert "Versjon 2 er erstattet" in page
    assert f'action="{address}"' not in page
    assert "Ble aldri godkjent av alle" in page
    assert f'action="{address}"' not in text_of(client, reverse("routines:versions"))
    assert not RoutineApproval.objects.filter(version=second, organisation=cast.organisations["nav"]).exists()


def test_a_routine_by_another_name_is_numbered_after_the_last(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Skriv version: 2"):
        proposed(cast, id="kmv-two", version=1)
    newer = proposed(cast, id="kmv-two", version=2)
    approved_by(newer, leaders(cast))
    assert governing_version(cast.participant, in_days(0)) == newer


def test_saying_yes_twice_counts_once(cast: Cast) -> None:
    version = proposed(cast)
    approved_by(version, [cast.lea, cast.lea])
    assert RoutineApproval.objects.filter(version=version).count() == 1


@pytest.mark.parametrize("who", ["kari", "nils", "ute"])
def test_only_a_leader_of_a_party_proposes_and_approves(cast: Cast, who: str) -> None:
    actor, version = getattr(cast, who), proposed(cast)
    with acting_as(actor):
        with pytest.raises(Denied):
            approve_version(actor, version, today=in_days(0))
        with pytest.raises(Denied):
            propose_version(
                actor, version.agreement, document={}, effective_from=in_days(0), today=in_days(0)
            )


def test_a_leader_elsewhere_has_no_say(cast: Cast) -> None:
    stranger = make_employee("Leder Elsewhere", cast.organisations["elsewhere"], Role.LEADER)
    version = proposed(cast)
    with acting_as(stranger), pytest.raises(Denied):
        approve_version(stranger, version, today=in_days(0))


def test_the_database_takes_a_yes_only_from_a_leader_for_the_own_organisation(cast: Cast) -> None:
    version = proposed(cast)
    for actor, organisation in ((cast.kari, "refugee"), (cast.lea, "nav")):
        approval = RoutineApproval(
            version=version,
            organisation=cast.organisations[organisation],
            approved_on=in_days(0),
            approved_by_id=actor.employment_id,
        )
        with acting_as(actor), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            approval.save(force_insert=True)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE routines_routineversion SET document = '{}'",
        "UPDATE routines_routineversion SET effective_from = '2001-01-01'",
        "DELETE FROM routines_routineapproval",
        "UPDATE routines_routineapproval SET approved_on = '2001-01-01'",
    ],
)
def test_not_even_the_owner_changes_what_was_adopted(cast: Cast, sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_meeting_keeps_the_version_it_was_called_by(cast: Cast) -> None:
    meeting = called(cast)
    approved_by(proposed(cast), leaders(cast))
    with acting_as(cast.kari):
        moved = change_meeting(
            cast.kari, meeting, arrangement=arrangement(cast.kari, when=stretch(9)), now=now()
        )
    assert moved.routine_version == cast.routine_version
    from samlop.routines.rules import Occasion

    later = called(cast, occasion=Occasion("second", 0), when=stretch(12))
    assert later.routine_version.number == 2


def test_a_merger_carries_the_agreement_and_the_yes_with_it(cast: Cast) -> None:
    """The old service ends; its successor is party in its place, also for those the old one registered."""
    old = cast.organisations["refugee"]
    heir = make_organisation("Flyktningtjenesten i Nye Lindesnes", "refugee_service", "municipality")
    old.period, old.successor = (LONG_AGO, in_days(-10)), heir
    old.save()
    assert governing_version(cast.participant, in_days(0)) == cast.routine_version
    assert governing_version(heir, in_days(0)) == cast.routine_version

    leader = make_employee("Leder Heir", heir, Role.LEADER)
    with acting_as(leader):
        version = propose_version(
            leader,
            cast.routine_version.agreement,
            document=next_document(cast),
            effective_from=in_days(0),
            today=in_days(0),
        )
    approved_by(version, [leader, *leaders(cast)[1:]])
    assert governing_version(cast.participant, in_days(0)) == version


def test_a_yes_is_not_carried_to_a_party_that_withheld_its_own(cast: Cast) -> None:
    """The service has said yes, NAV has not; then the service is merged into NAV, whose word is still wanted."""
    version, everybody = proposed(cast), leaders(cast)
    approved_by(version, everybody[:3])
    old = cast.organisations["refugee"]
    old.period, old.successor = (LONG_AGO, in_days(10)), cast.organisations["nav"]
    old.save()
    assert governing_version(cast.organisations["nav"], in_days(10)) == cast.routine_version
    approved_by(version, everybody[3:], in_days(12))
    assert governing_version(cast.organisations["nav"], in_days(11)) == cast.routine_version
    assert governing_version(cast.organisations["nav"], in_days(12)) == version


def test_two_parties_made_one_both_had_to_say_yes(cast: Cast) -> None:
    """The service said yes and NAV did not: the new unit that carries on for both says its own."""
    version, everybody = proposed(cast), leaders(cast)
    approved_by(version, everybody[:3])
    heir = make_organisation("NAV og flyktning", "nav", "municipality")
    for name in ("refugee", "nav"):
        Organisation.objects.filter(pk=cast.organisations[name].pk).update(
            period=(LONG_AGO, in_days(-1)), successor=heir
        )
    assert governing_version(heir, in_days(0)) == cast.routine_version
    approved_by(version, [make_employee("Leder Heir", heir, Role.LEADER)])
    assert governing_version(heir, in_days(0)) == version


def test_a_party_that_is_gone_without_heir_no_longer_holds_back(cast: Cast) -> None:
    version = proposed(cast)
    approved_by(version, [actor for actor in leaders(cast) if actor.organisation_name != "NAV Lindesnes"])
    assert governing_version(cast.participant, in_days(0)) == cast.routine_version
    Organisation.objects.filter(name="NAV Lindesnes").update(period=(LONG_AGO, in_days(-1)))
    assert governing_version(cast.participant, in_days(0)) == version


def test_the_approval_of_one_who_is_gone_does_not_count_for_another(cast: Cast) -> None:
    """Three of four have said yes and one of the three is gone: the fourth is still wanted."""
    version = proposed(cast)
    approved_by(version, leaders(cast)[:3])
    Organisation.objects.filter(name="Karriere Agder – Lyngdal").update(period=(LONG_AGO, in_days(-1)))
    assert governing_version(cast.participant, in_days(0)) == cast.routine_version


def test_several_agreements_each_govern_their_own(cast: Cast) -> None:
    other = make_routine([cast.organisations["elsewhere"]])
    assert governing_version(cast.organisations["elsewhere"], in_days(0)) == other
    assert governing_version(cast.participant, in_days(0)) == cast.routine_version


def test_an_agreement_that_has_ended_governs_nobody(cast: Cast) -> None:
    Agreement.objects.update(period=(LONG_AGO, in_days(0)))
    assert governing_version(cast.participant, in_days(0)) is None
    assert governing_version(cast.participant, in_days(-1)) == cast.routine_version


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": 1}, "Skriv version: 2"),
        ({"version": 10**12}, "Skriv version: 2"),
        ({"schema": "other"}, "schema"),
        ({"roles": []}, "rolle"),
        ({"id": "k" * 61}, "høyst 60 tegn"),
    ],
)
def test_a_document_that_cannot_govern_is_refused(cast: Cast, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as broken:
        proposed(cast, **changes)
    assert broken.value.field == "document"


def with_code(cast: Cast, *place: str, code: str) -> dict[str, Any]:
    """The document with the last code at this place spelt differently, wherever it is referred to."""
    document: Any = cast.routine_version.document
    thing = document
    for step in place:
        thing = thing[step][-1]
    return json.loads(json.dumps(document).replace(f'"{thing["code"]}"', json.dumps(code))) | {"version": 2}


@pytest.mark.parametrize("code", ["a/b", "a b", "Æ", "a.b", "a?b", "A", "k" * 61])
@pytest.mark.parametrize("place", [("meeting_points",), ("meeting_points", "agenda"), ("gatherings",)])
def test_a_code_that_no_address_can_hold_is_refused(cast: Cast, place: tuple[str, ...], code: str) -> None:
    with pytest.raises(RuleBroken, match=r"mellomrom|høyst 60 tegn") as broken:
        proposed(cast, **with_code(cast, *place, code=code))
    assert broken.value.field == "document"
    assert proposed(cast, **with_code(cast, *place, code="k" * 58 + "_1")).number == 2


@pytest.mark.parametrize(
    ("place", "code", "words"),
    [
        ("milestones", "treatment_start", "milepælen «treatment_start», så ingen kan skrive inn dagen"),
        ("roles", "clinic", "rollen «clinic», så ingen kan kalles inn"),
        ("roles", "archivist", "rollen «archivist»"),
    ],
)
def test_what_nobody_can_enter_is_refused_by_name(cast: Cast, place: str, code: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as broken:
        proposed(cast, **with_code(cast, place, code=code))
    assert broken.value.field == "document"


def test_a_concern_that_nobody_can_raise_is_refused(cast: Cast) -> None:
    text = json.dumps(cast.routine_version.document).replace('"concern": "progress"', '"concern": "relapse"')
    with pytest.raises(RuleBroken, match="bekymringen «relapse», så ingen kan si fra om den"):
        proposed(cast, **json.loads(text) | {"version": 2})


def test_a_meeting_outside_the_calendar_is_refused(cast: Cast) -> None:
    points = [point | {} for point in cast.routine_version.document["meeting_points"]]
    points[0]["due"] = {"milestone": "programme_start", "offset": {"years": 9000}}
    with pytest.raises(RuleBroken, match="utenfor kalenderen"):
        proposed(cast, meeting_points=points)


def test_a_routine_never_governs_backwards(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as broken:
        proposed(cast, first=in_days(-1))
    assert broken.value.field == "effective_from"


def test_the_list_says_who_has_approved_and_whose_yes_is_wanted(cast: Cast, signed_in: Any) -> None:
    version = proposed(cast)
    approved_by(version, [cast.lea])
    client: Client = signed_in(cast.kari)
    with at_most_twelve_queries():
        page = text_of(client, reverse("routines:versions"))
    for words in (
        "Samarbeid for kvalifisering",
        "gjelder nå",
        "venter på godkjenning",
        "Lea Lunefull",
        "ikke godkjent ennå",
    ):
        assert words in page, words
    assert reverse("routines:approve", args=[version.pk]) not in page


def test_the_routine_can_be_read(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.kari)
    with at_most_twelve_queries():
        page = text_of(client, reverse("routines:version", args=[cast.routine_version.pk]))
    for words in (
        "Første møte – bli kjent og kartlegge",
        "3 måneder etter start i introduksjonsprogrammet",
        "fra 2 uker før til 4 uker etter",
        "når det trengs, bestilles av programrådgiver",
        "bestilles ikke etter rutinen",
        "Er papirene på utdanningen din godkjent?",
        "Felles informasjonsmøte før videregående",
        "Bare for dem som ikke har denne datoen: Slutt på videregående skole.",
    ):
        assert words in page, words


def test_a_leader_approves_with_one_press(cast: Cast, signed_in: Any) -> None:
    version = proposed(cast)
    address = reverse("routines:approve", args=[version.pk])
    client = signed_in(cast.lea)
    assert f'action="{address}"' in text_of(client, reverse("routines:versions"))
    assert "godkjent for din organisasjon" in client.post(address, follow=True).content.decode()
    assert f'action="{address}"' not in text_of(client, reverse("routines:versions"))


@pytest.mark.parametrize("who", ["kari", "ute"])
def test_others_neither_approve_nor_propose(cast: Cast, signed_in: Any, who: str) -> None:
    version, client = proposed(cast), signed_in(getattr(cast, who))
    assert client.post(reverse("routines:approve", args=[version.pk])).status_code == 403
    assert client.get(reverse("routines:propose", args=[version.agreement_id])).status_code == 403


@pytest.mark.parametrize("name", ["versions", "version", "propose", "approve"])
def test_to_a_participant_there_is_no_such_page(cast: Cast, signed_in: Any, name: str) -> None:
    arguments = {"versions": [], "propose": [cast.routine_version.agreement_id]}
    address = reverse(f"routines:{name}", args=arguments.get(name, [cast.routine_version.pk]))
    client = signed_in(cast.dina)
    response = client.post(address) if name == "approve" else client.get(address)
    assert response.status_code == 404


def test_what_is_stored_is_written_and_proposed_again(cast: Cast, signed_in: Any) -> None:
    address = reverse("routines:propose", args=[cast.routine_version.agreement_id])
    client = signed_in(cast.lea)
    text = client.get(address).context["form"].initial["document"]
    assert text.startswith("schema: samlop/routine/1\nid: kmv\nversion: 2\n")
    response = client.post(address, {"document": text, "effective_from": in_days(3).isoformat()})
    version = RoutineVersion.objects.get(number=2)
    assert response["Location"] == reverse("routines:version", args=[version.pk])
    assert version.document == cast.routine_version.document | {"version": 2}


def test_half_yearly_meetings_are_chosen_with_one_tick(cast: Cast, signed_in: Any) -> None:
    """The leader ticks, the text is left alone; a later leader takes the tick away."""
    address = reverse("routines:propose", args=[cast.routine_version.agreement_id])
    client = signed_in(cast.lea)
    assert "Ta med møter hvert halvår i videregående" in text_of(client, address)
    days = {"effective_from": in_days(3).isoformat()}
    text = client.get(address).context["form"].initial["document"]
    client.post(address, days | {"document": text, "half_yearly": "on"})
    second = RoutineVersion.objects.get(number=2)
    shipped = yaml.safe_load(shipped_text("kmv-half-yearly"))
    assert second.document["meeting_points"] == shipped["meeting_points"]
    assert second.document == cast.routine_version.document | {
        "version": 2,
        "meeting_points": shipped["meeting_points"],
    }
    assert governing_version(cast.participant, in_days(5)) == cast.routine_version

    form = client.get(address).context["form"]
    assert form.initial["half_yearly"]
    client.post(address, days | {"document": form.initial["document"], "half_yearly": "on"})
    assert RoutineVersion.objects.get(number=3).document == second.document | {"version": 3}
    client.post(address, days | {"document": client.get(address).context["form"].initial["document"]})
    assert RoutineVersion.objects.get(number=4).document == cast.routine_version.document | {"version": 4}


def test_a_half_yearly_meeting_written_by_hand_is_left_as_written(cast: Cast, signed_in: Any) -> None:
    address = reverse("routines:propose", args=[cast.routine_version.agreement_id])
    shipped = yaml.safe_load(shipped_text("kmv-half-yearly"))
    by_hand = cast.routine_version.document | {"version": 2, "meeting_points": shipped["meeting_points"]}
    text = yaml.safe_dump(by_hand, allow_unicode=True)
    signed_in(cast.lea).post(address, {"document": text, "effective_from": in_days(3).isoformat()})
    assert RoutineVersion.objects.get(number=2).document == by_hand


def test_a_routine_without_upper_secondary_is_not_offered_the_option(cast: Cast) -> None:
    milestones = [
        one for one in cast.routine_version.document["milestones"] if "secondary" not in one["code"]
    ]
    other = RoutineVersion(number=1, document=cast.routine_version.document | {"milestones": milestones})
    assert "half_yearly" in ProposalForm(last=cast.routine_version).fields
    assert "half_yearly" not in ProposalForm(last=other).fields


def test_the_first_version_starts_from_the_routine_that_follows_with_samlop(cast: Cast) -> None:
    form = ProposalForm()
    assert form.initial["document"] == shipped_text()
    assert form.initial["half_yearly"] is False


def test_a_faulty_text_is_kept_with_its_line(cast: Cast, signed_in: Any) -> None:
    address = reverse("routines:propose", args=[cast.routine_version.agreement_id])
    text = written(cast.routine_version).replace("responsible: programme_adviser", "responsible: nobody", 1)
    response = signed_in(cast.lea).post(address, {"document": text, "effective_from": in_days(3).isoformat()})
    page = response.content.decode()
    assert response.status_code == 422
    assert "responsible: nobody" in page
    assert "linje" in page
    assert RoutineVersion.objects.count() == 1


@pytest.mark.parametrize("text", ["", "[]", "a: [", "schema: &a [*a]", "\x00", "- " * 2000])
def test_no_text_breaks_the_form(cast: Cast, signed_in: Any, text: str) -> None:
    address = reverse("routines:propose", args=[cast.routine_version.agreement_id])
    response = signed_in(cast.lea).post(address, {"document": text, "effective_from": in_days(3).isoformat()})
    assert response.status_code == 422


def test_an_agreement_of_nobody_cannot_be_followed(cast: Cast) -> None:
    alone = make_organisation("Alene", "other", "civil")
    agreement = Agreement.objects.create(title="Tom", period=(LONG_AGO, None))
    AgreementParty.objects.create(agreement=agreement, organisation=alone)
    assert governing_version(alone, in_days(0)) is None
    assert governing_version(alone, in_days(0) - timedelta(days=1)) is None
