"""Which version of which routine governs: the newest that every party of the agreement has approved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from samlop.access.models import Organisation
from samlop.kernel.prepared import prepared
from samlop.participants.models import Participant
from samlop.routines.document import routine_from
from samlop.routines.models import AgreementParty, RoutineApproval, RoutineVersion
from samlop.routines.routine import Routine
from samlop.routines.rules import in_force_since, living, word_of

_READ: dict[UUID, Routine] = {}


@dataclass(frozen=True)
class Standing:
    """One version as it stands on a day: who are parties now, who has approved, since when it governs."""

    version: RoutineVersion
    parties: frozenset[UUID]
    approvals: Mapping[UUID, date]
    in_force_since: date | None

    @property
    def missing(self) -> frozenset[UUID]:
        """The parties whose yes is still wanted."""
        return self.parties - self.approvals.keys()


@dataclass(frozen=True)
class Successions:
    """Who carries on for whom on one day, after every merger so far."""

    ended: Mapping[UUID, UUID | None]

    def living(self, organisation: UUID) -> UUID | None:
        """The organisation that answers today for this one."""
        return living(organisation, self.ended)

    def of(self, organisations: Iterable[UUID]) -> frozenset[UUID]:
        """The organisations that answer today for any of these."""
        return frozenset(found for one in organisations if (found := self.living(one)) is not None)

    def also(self, organisations: Iterable[UUID]) -> frozenset[UUID]:
        """These, those that answer for them today, and all those they answer for."""
        wanted = frozenset(organisations)
        alive = self.of(wanted)
        return wanted | alive | {one for one in self.ended if self.living(one) in alive}


def routine_of(version: RoutineVersion) -> Routine:
    """The routine a version holds; a version never changes, so it is read once."""
    if version.pk not in _READ:
        _READ[version.pk] = routine_from(version.document)
    return _READ[version.pk]


def successions(day: date) -> Successions:
    """The mergers that have happened by that day."""
    return Successions(dict(_ended(day)))


@prepared
def _ended(day: date) -> QuerySet[Organisation, tuple[UUID, UUID | None]]:
    return Organisation.objects.exclude(period__contains=day).values_list("pk", "successor_id")


def standings(versions: QuerySet[RoutineVersion], day: date, *, carried: Successions) -> list[Standing]:
    """How each of these versions stands that day, in one query."""
    return [_standing(version, carried) for version in _with_approvals(versions, day)]


def _with_approvals(versions: QuerySet[RoutineVersion], day: date) -> QuerySet[RoutineVersion]:
    parties = AgreementParty.objects.filter(agreement=OuterRef("agreement")).values("organisation_id")
    approvals = RoutineApproval.objects.filter(version=OuterRef("pk"), approved_on__lte=day)
    return versions.select_related("agreement").annotate(
        party_ids=ArraySubquery(parties),
        approval_rows=ArraySubquery(
            approvals.values(row=JSONObject(organisation="organisation_id", day="approved_on"))
        ),
    )


@prepared
def _approved_of(organisation_ids: list[UUID], day: date) -> QuerySet[RoutineVersion]:
    """The versions of the agreements these are party to, with who has approved each."""
    signed = AgreementParty.objects.filter(organisation__one_of=organisation_ids).values("agreement")
    versions = RoutineVersion.objects.filter(agreement__in=signed, agreement__period__contains=day)
    return _with_approvals(versions.defer("document"), day)


def _standing(version: RoutineVersion, carried: Successions) -> Standing:
    signed = frozenset(version.party_ids)  # type: ignore[attr-defined]
    rows = version.approval_rows  # type: ignore[attr-defined]
    given = {UUID(row["organisation"]): date.fromisoformat(row["day"]) for row in rows}
    parties = carried.of(signed)
    words = {party: word_of(party, signed=signed, given=given, ended=carried.ended) for party in parties}
    approvals = {party: day for party, day in words.items() if day is not None}
    since = in_force_since(version.effective_from, parties=parties, approvals=approvals)
    return Standing(version, parties, approvals, since)


def newest_in_force(found: Iterable[Standing], day: date) -> list[Standing]:
    """Of each agreement the version with the highest number among those in force, whenever each came into force."""
    newest: dict[UUID, Standing] = {}
    in_force = [one for one in found if one.in_force_since is not None and one.in_force_since <= day]
    for one in sorted(in_force, key=lambda one: (one.version.number, one.version.pk)):
        newest[one.version.agreement_id] = one
    return sorted(newest.values(), key=lambda one: (one.in_force_since, one.version.pk))


def governing_versions(organisation_ids: Iterable[UUID], day: date) -> dict[UUID, RoutineVersion]:
    """The version that governs for each organisation that is party to one, directly or through a merger."""
    wanted, carried = frozenset(organisation_ids), successions(day)
    found = [_standing(version, carried) for version in _approved_of(list(carried.also(wanted)), day)]
    return {
        organisation: one.version
        for one in newest_in_force(found, day)
        for organisation in wanted
        if carried.living(organisation) in one.parties
    }


def governing_version(subject: Participant | Organisation, day: date) -> RoutineVersion | None:
    """The version in force for a participant's organisation, or for an organisation itself."""
    organisation = subject.registered_by_id if isinstance(subject, Participant) else subject.pk
    return governing_versions([organisation], day).get(organisation)
