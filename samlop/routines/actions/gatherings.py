"""What happens with gatherings: several participants are called at once, answer, and are told if it is off."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samlop.access.models import Employment, Organisation
from samlop.access.policies import standing
from samlop.kernel.actor import Actor
from samlop.kernel.errors import RuleBroken, require
from samlop.kernel.log import record
from samlop.kernel.models import Outbox
from samlop.kernel.outbox import send_later
from samlop.participants.actions.changing import lock
from samlop.participants.models import Participant
from samlop.routines.actions.call_checks import check_future
from samlop.routines.actions.summons import CANCEL, MAIL, REQUEST
from samlop.routines.models import Gathering, GatheringInvitation, Invitation, RoutineVersion
from samlop.routines.policies import calling as policies
from samlop.routines.queries.gatherings import (
    attendance_of,
    callable_participants,
    called_elsewhere,
    taken_then,
)
from samlop.routines.queries.governing import governing_version, routine_of
from samlop.routines.rules import Stretch, meeting_id


@transaction.atomic
def call_gathering(
    actor: Actor,
    code: str,
    *,
    participants: Collection[UUID],
    when: Stretch,
    place: str,
    key: UUID,
    now: datetime,
) -> Gathering:
    """Calls several participants together; a form sent twice calls once."""
    require(actor.is_staff)
    pk = meeting_id(actor.employment_id or key, key)
    lock(pk)
    called_before = Gathering.objects.filter(pk=pk).first()
    if called_before is not None:
        return called_before
    version = _version_with(actor, code, now=now)
    chosen = _chosen(actor, participants)
    check_future(when, now)
    _check_free([one.pk for one in chosen], when)
    gathering = Gathering(
        id=pk,
        routine_version=version,
        code=code,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        place=place,
        organisation=Organisation(pk=actor.organisation_id),
        called_by=Employment(pk=actor.employment_id),
    )
    gathering.save(force_insert=True)
    called = GatheringInvitation.objects.bulk_create(
        GatheringInvitation(gathering=gathering, participant=participant) for participant in chosen
    )
    record(actor, "gathering.called", gathering, gathering=code, called=len(chosen))
    _tell(gathering, REQUEST, {str(one.pk): one.participant.portal_language for one in called})
    return gathering


@transaction.atomic
def cancel_gathering(actor: Actor, gathering: Gathering, *, now: datetime) -> Gathering:
    """Calls a gathering off, and tells everybody called."""
    require(policies.may_change_gathering(actor, gathering))
    gathering = Gathering.objects.select_for_update(of=["self"]).get(pk=gathering.pk)
    if gathering.cancelled_at is not None:
        return gathering
    if gathering.starts_at <= now:
        raise RuleBroken(_("Fellesmøtet har vært og kan ikke avlyses."))
    gathering.cancelled_at = now
    _save_anew(gathering)
    record(actor, "gathering.cancelled", gathering, sequence=gathering.sequence)
    _tell(gathering, CANCEL, _told_before(gathering))
    return gathering


@transaction.atomic
def call_gathering_again(actor: Actor, gathering: Gathering, *, now: datetime) -> Gathering:
    """Takes a cancellation back: the gathering stands as it was."""
    require(policies.may_change_gathering(actor, gathering))
    gathering = Gathering.objects.select_for_update(of=["self"]).get(pk=gathering.pk)
    if gathering.cancelled_at is None:
        return gathering
    when = Stretch(gathering.starts_at, gathering.ends_at)
    check_future(when, now)
    invited = GatheringInvitation.objects.filter(gathering=gathering)
    _check_free(list(invited.values_list("participant_id", flat=True)), when)
    if called_elsewhere(gathering):
        raise RuleBroken(_("Noen som er kalt inn, har fått et annet møte på denne tiden."))
    gathering.cancelled_at = None
    _save_anew(gathering)
    record(actor, "gathering.called_again", gathering, sequence=gathering.sequence)
    _tell(gathering, REQUEST, _told_before(gathering))
    return gathering


@transaction.atomic
def reply_to_gathering(actor: Actor, invitation: GatheringInvitation, *, reply: str) -> GatheringInvitation:
    """Keeps a participant's answer, given by themselves or to somebody in the group."""
    locked = GatheringInvitation.objects.select_for_update(of=["self"]).select_related("gathering")
    invitation = locked.get(pk=invitation.pk)
    require(policies.may_reply_to_gathering(standing(actor, invitation.participant_id)))
    if invitation.gathering.cancelled_at is not None:
        raise RuleBroken(_("Fellesmøtet er avlyst, så svaret kan ikke endres."))
    if reply not in (Invitation.Reply.ACCEPTED, Invitation.Reply.DECLINED):
        raise RuleBroken(_("Velg et av svarene."), field="reply")
    invitation.reply = reply
    invitation.save(update_fields=["reply"], force_update=True)
    record(actor, "gathering.replied", invitation, gathering=str(invitation.gathering_id), reply=reply)
    return invitation


@transaction.atomic
def note_attendance(
    actor: Actor, gathering: Gathering, *, came: Collection[UUID], now: datetime
) -> list[GatheringInvitation]:
    """Writes down who came, of those the actor may note it for; returns those for whom it was not so noted."""
    require(actor.is_staff)
    called = list(attendance_of(actor, gathering).select_for_update(of=["self"]))
    require({one.pk for one in called} >= set(came))
    if not policies.may_note_attendance(gathering, now=now):
        raise RuleBroken(_("Oppmøtet kan skrives ned når fellesmøtet har begynt."))
    changed = [one for one in called if one.attended != (one.pk in came)]
    for one in changed:
        one.attended = one.pk in came
        one.save(update_fields=["attended"], force_update=True)
        record(actor, "gathering.attended", one, gathering=str(gathering.pk), attended=one.attended)
    return changed


def _chosen(actor: Actor, participants: Collection[UUID]) -> list[Participant]:
    """The chosen, all of whom the actor answers for."""
    chosen = list(callable_participants(actor).filter(pk__in=participants))
    require(len(chosen) == len(set(participants)))
    if not chosen:
        raise RuleBroken(_("Velg minst én deltaker."), field="participants")
    return chosen


def _version_with(actor: Actor, code: str, *, now: datetime) -> RoutineVersion:
    version = governing_version(Organisation(pk=actor.organisation_id), localdate(now))
    if version is None or code not in {one.code for one in routine_of(version).gatherings}:
        raise RuleBroken(_("Rutinen som gjelder nå, har ikke dette fellesmøtet."))
    return version


def _check_free(participants: Collection[UUID], when: Stretch) -> None:
    taken = taken_then(participants, when)
    if taken:
        words = _("Alt i et møte på denne tiden: %(names)s.") % {"names": ", ".join(taken)}
        raise RuleBroken(words, field="day")


def _save_anew(gathering: Gathering) -> None:
    gathering.sequence += 1
    gathering.save(force_update=True)


def _tell(gathering: Gathering, method: str, languages: Mapping[str, str]) -> None:
    """One letter for each participant called, in the language of their own pages."""
    for invitation, language in languages.items():
        send_later(
            MAIL,
            key=f"{_letters(gathering)}{gathering.sequence}:{invitation}",
            gathering=str(gathering.pk),
            invitation=invitation,
            sequence=gathering.sequence,
            method=method,
            language=language,
        )


def _told_before(gathering: Gathering) -> dict[str, str]:
    """Everybody who has been told of a gathering, also those outside the actor's own groups, and in which language.

    The letters hold no name, so that a colleague of whoever called can call it off without knowing who is called.
    """
    first = Outbox.objects.filter(key__startswith=f"{_letters(gathering)}0:")
    return dict(first.values_list("payload__invitation", "payload__language"))


def _letters(gathering: Gathering) -> str:
    return f"gathering:{gathering.pk}:"
