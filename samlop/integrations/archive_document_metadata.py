"""The machine-readable half of an archive copy: `samlop/archive-copy/1`, the same bytes for the same copy."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from samlop.integrations.archive_document_contents import Contents, Seat
from samlop.routines.queries.agreed_texts import Version

SCHEMA = "samlop/archive-copy/1"
DOCUMENT = "referat.pdf"


def metadata(contents: Contents, document: bytes) -> bytes:
    """Who, what, when and with which digests. `agreed_sha256` is the same in every agency's copy of a version."""
    agreed = _agreed(contents)
    own = [{"code": note.code, "text": note.text, "author": note.author} for note in contents.notes]
    whole = {
        "schema": SCHEMA,
        "agency": _agency(contents),
        "participant": _participant(contents),
        "agreed": agreed,
        "own_notes": own,
        "document": {"file": DOCUMENT, "bytes": len(document), "sha256": sha256(document).hexdigest()},
        "agreed_sha256": sha256(canonical(agreed)).hexdigest(),
        "own_notes_sha256": sha256(canonical(own)).hexdigest(),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_written).encode() + b"\n"


def canonical(value: Any) -> bytes:
    """The value as JSON that never varies, for a digest."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_written)
    return text.encode()


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _agency(contents: Contents) -> Mapping[str, Any]:
    agency = contents.agency
    return {"id": agency.pk, "name": agency.name, "orgnr": agency.orgnr}


def _participant(contents: Contents) -> Mapping[str, Any]:
    """Whom it is about, by the key the agency itself gave, if it did."""
    participant = contents.participant
    own_key = participant.external_key if participant.registered_by_id == contents.agency.pk else ""
    return {
        "id": participant.pk,
        "name": str(participant),
        "birth_day": participant.birth_day,
        "own_key": own_key,
    }


def _agreed(contents: Contents) -> Mapping[str, Any]:
    words = contents.own_words
    return {
        "meeting": _meeting(contents),
        "present": [_seat(seat) for seat in contents.at_meeting],
        "gathered": [_seat(seat) for seat in contents.gathered],
        "version": contents.version.number,
        "agreed_at": contents.version.agreed_at,
        "items": _items(contents),
        "decisions": _decisions(contents.version),
        "own_words": {"text": words.text, "language": words.language} if words else None,
        "confirmations": _confirmations(contents),
    }


def _meeting(contents: Contents) -> Mapping[str, Any]:
    meeting = contents.meeting
    return {
        "id": meeting.pk,
        "title": contents.title,
        "point": meeting.point,
        "routine": {"code": meeting.routine_version.routine_code, "version": meeting.routine_version.number},
        "starts_at": meeting.starts_at,
        "held_at": meeting.held_at,
        "place": meeting.place,
        "interpreter": {"language": meeting.interpreter_language, "attended": meeting.interpreter_attended},
    }


def _seat(seat: Seat) -> Mapping[str, Any]:
    organisation = {"id": seat.organisation.pk, "name": seat.organisation.name} if seat.organisation else None
    return {
        "name": seat.name,
        "role": seat.then.role,
        "organisation": organisation,
        "called": not seat.then.walked_in,
        "attended": seat.then.attended,
    }


def _items(contents: Contents) -> list[Mapping[str, Any]]:
    texts = {item.code: item.text for item in contents.version.items if item.text}
    return [
        {"code": code, "title": title, "text": texts[code]}
        for code, title in contents.titles.items()
        if code in texts
    ]


def _decisions(version: Version) -> list[Mapping[str, Any]]:
    return [
        {
            "text": one.text,
            "owner": "participant" if one.owner_is_participant else one.owner,
            "owner_organisation": one.owner_organisation,
            "due_on": one.due_on,
            "plan": one.plan_words,
        }
        for one in version.decisions
    ]


def _confirmations(contents: Contents) -> list[Mapping[str, Any]]:
    participant = str(contents.participant)
    return [
        {
            "party": participant if word.is_participants else word.organisation,
            "agrees": word.agrees,
            "words": word.words,
            "given_by": word.given_by,
            "manner": word.manner,
            "at": word.at,
            "counts": word.counts,
        }
        for word in contents.version.words
    ]
