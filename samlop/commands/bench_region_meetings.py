"""The meetings of the made-up country: who was called, what was written, agreed, confirmed and archived."""

from samlop.commands.bench_filling import Rows
from samlop.kernel.models import Outbox
from samlop.routines import models as routines

OF_MEETING = {"participant_id": "m.participant_id", "meeting_id": "m.id"}
OF_TEXT = {"participant_id": "m.participant_id", "agreed_text_id": "bench.id('agreed text', m.number)"}
SEATS = "bench.meeting AS m CROSS JOIN bench.seat AS s"
AGREED = "WHERE m.state = 'agreed'"
WRITTEN = "WHERE m.state <> 'called'"
EMPLOYMENT = "bench.id('employment', m.block * 4 + s.seat)"
ORGANISATION = "bench.id('organisation', m.municipality * 4 + s.seat)"
CALLER = "bench.id('employment', m.block * 4)"
PROSE = "'Vi snakket om skole, arbeid og veien videre, og ble enige om hva som skjer til neste gang. '"

CALLED = (
    Rows(routines.Meeting, "bench.meeting AS m", {
        "id": "m.id",
        "participant_id": "m.participant_id",
        "routine_version_id": "bench.id('version', m.municipality)",
        "point": "m.point",
        "reason": "CASE WHEN m.point = '' THEN 'Gruppen vil snakke om framdriften' ELSE '' END",
        "occurrence": "CASE WHEN m.point <> '' THEN 0 END",
        "target": "m.target",
        "state": "m.state",
        "starts_at": "m.starts_at",
        "ends_at": "m.starts_at + interval '1 hour'",
        "place": "'Møterom 2'",
        "called_by_id": CALLER,
        "interpreter_language": "'ar'",
        "held_at": "CASE WHEN m.state <> 'called' THEN m.starts_at END",
    }),
    Rows(routines.Invitation, SEATS, OF_MEETING | {
        "role": "s.role",
        "employment_id": EMPLOYMENT,
        "organisation_id": ORGANISATION,
        "reply": "CASE WHEN m.state = 'called' AND mod(m.n, 3) = 0 THEN 'none' ELSE 'accepted' END",
        "attended": "CASE WHEN m.state <> 'called' THEN true END",
    }),
    Rows(routines.Invitation, "bench.meeting AS m", OF_MEETING | {
        "role": "'participant'",
        "reply": "CASE WHEN m.state = 'called' AND mod(m.n, 2) = 0 THEN 'none' ELSE 'accepted' END",
        "attended": "CASE WHEN m.state <> 'called' THEN true END",
    }),
)  # fmt: skip

TEXTS = (
    Rows(routines.OwnNote, f"{SEATS} JOIN bench.agenda AS a USING (point) {WRITTEN} AND a.number < 3", OF_MEETING | {
        "organisation_id": ORGANISATION,
        "agenda_code": "a.code",
        "text": f"repeat({PROSE}, 3)",
        "author_id": EMPLOYMENT,
        "shared_at": "CASE WHEN m.state = 'agreed' OR s.seat = 1 THEN m.starts_at END",
    }),
    Rows(routines.OwnWords, f"bench.meeting AS m {WRITTEN}", OF_MEETING | {
        "text": "'Jeg vil gjerne begynne på skolen til høsten.'",
    }),
    Rows(routines.AgendaAnswer, f"bench.meeting AS m {WRITTEN} AND m.point <> ''", OF_MEETING | {
        "agenda_code": "'application'",
        "fills": "'mapping.application'",
        "value": """'"planned"'""",
        "state": "CASE WHEN m.state = 'agreed' THEN 'accepted' ELSE 'proposed' END",
        "proposed_by_id": CALLER,
    }),
    Rows(routines.AgreedText, f"bench.meeting AS m {WRITTEN}", OF_MEETING | {
        "id": "bench.id('agreed text', m.number)",
        "number": "1",
        "state": "CASE WHEN m.state = 'agreed' THEN 'agreed' ELSE 'draft' END",
        "closed": "m.state = 'agreed'",
        "created_by_id": CALLER,
        "agreed_at": "CASE WHEN m.state = 'agreed' THEN m.starts_at + interval '50 minutes' END",
    }),
    Rows(routines.AgreedItem, f"bench.meeting AS m JOIN bench.agenda AS a USING (point) {WRITTEN}", OF_TEXT | {
        "agenda_code": "a.code",
        "text": f"CASE WHEN m.state = 'agreed' THEN repeat({PROSE}, 2) ELSE '' END",
        "author_id": CALLER,
    }),
    Rows(routines.Decision, f"bench.meeting AS m CROSS JOIN generate_series(1, 2) AS d {AGREED}", OF_TEXT | {
        "agenda_code": "''",
        "text": "'Gruppen hjelper til med søknaden.'",
        "owner_employment_id": CALLER,
        "due_on": "m.day + 30",
        "position": "d",
    }),
    Rows(routines.Confirmation, f"{SEATS} {AGREED}", OF_TEXT | {
        "organisation_id": ORGANISATION,
        "answer": "'agrees'",
        "manner": "'in_room'",
        "given_by_id": EMPLOYMENT,
    }),
    Rows(routines.Confirmation, f"bench.meeting AS m {AGREED}", OF_TEXT | {
        "is_participant": "true",
        "answer": "'agrees'",
        "manner": "'in_room'",
    }),
)  # fmt: skip

COPIES = (
    Rows(Outbox, f"{SEATS} {AGREED}", {
        "id": "bench.id('outbox', m.number * 4 + s.seat)",
        "kind": "'archive.copy'",
        "key": "'archive ' || m.number || ' ' || s.seat",
        "state": "'delivered'",
        "delivered_at": "m.starts_at + interval '1 hour'",
    }),
    Rows(routines.ArchiveCopy, f"{SEATS} {AGREED}", OF_TEXT | {
        "organisation_id": ORGANISATION,
        "outbox_id": "bench.id('outbox', m.number * 4 + s.seat)",
        "receipt": "'mappe/' || m.number",
        "archived_at": "m.starts_at + interval '1 hour'",
    }),
)  # fmt: skip

MEETINGS = (*CALLED, *TEXTS, *COPIES)
