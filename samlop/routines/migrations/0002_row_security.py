from django.db import migrations

from samlop.access.row_security import PersonalTable, guard, open_to_runtime, same_participant

TABLES = [
    PersonalTable(
        "routines_meeting",
        "meeting",
        extra_update="hold",
        carry_out="state = 'agreed'",
        carry_out_kind="plan",
    ),
    PersonalTable("routines_invitation", "invitation", extra_update="reply"),
    PersonalTable("routines_gatheringinvitation", "invitation", extra_update="reply"),
    PersonalTable("routines_ownwords", "own_words"),
    PersonalTable("routines_agendaanswer", "agreed"),
    PersonalTable("routines_agreedtext", "agreed", carry_out="state <> 'draft'", carry_out_kind="plan"),
    PersonalTable("routines_decision", "agreed"),
    PersonalTable("routines_confirmation", "confirmation"),
]
# A draft is saved every other second and each agreed version is kept whole: the history tells of the versions.
ITEMS = PersonalTable("routines_agreeditem", "agreed")
# An agency's own note is its own record: its words stay out of the common history.
OWN_NOTES = PersonalTable(
    "routines_ownnote", "own_note", own=True, shared=("shared_note", "shared_at IS NOT NULL"),
)  # fmt: skip
COPIES = PersonalTable("routines_archivecopy", "archive_copy", own=True, insert_also="deliver")
CHILDREN = [
    ("routines_invitation", "routines_meeting", "meeting_id"),
    ("routines_ownnote", "routines_meeting", "meeting_id"),
    ("routines_ownwords", "routines_meeting", "meeting_id"),
    ("routines_agendaanswer", "routines_meeting", "meeting_id"),
    ("routines_agreedtext", "routines_meeting", "meeting_id"),
    ("routines_agreeditem", "routines_agreedtext", "agreed_text_id"),
    ("routines_decision", "routines_agreedtext", "agreed_text_id"),
    ("routines_confirmation", "routines_agreedtext", "agreed_text_id"),
    ("routines_archivecopy", "routines_agreedtext", "agreed_text_id"),
]
AGREED_STAYS = """
CREATE FUNCTION authz.agreed_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF TG_TABLE_NAME = 'routines_agreedtext' THEN
    IF OLD.state = 'draft' THEN RETURN coalesce(NEW, OLD); END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'agreed' AND NEW.state = 'superseded'
       AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN RETURN NEW; END IF;
  ELSIF NOT EXISTS (SELECT 1 FROM public.routines_agreedtext t
                    WHERE t.id IN (OLD.agreed_text_id, NEW.agreed_text_id) AND t.state <> 'draft') THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  RAISE insufficient_privilege USING MESSAGE = 'what is agreed is never overwritten: make a new version';
END $$;
"""
# A meeting begins as called and a text as a draft, whoever writes; what is agreed is not added to either.
BEGINNINGS = """
CREATE POLICY begins_as_called ON routines_meeting AS RESTRICTIVE FOR INSERT TO samlop_web WITH CHECK (state = 'called');
CREATE POLICY begins_as_draft ON routines_agreedtext AS RESTRICTIVE FOR INSERT TO samlop_web WITH CHECK (state = 'draft');
"""
ONLY_TO_DRAFTS = """
CREATE POLICY only_to_drafts ON {table} AS RESTRICTIVE FOR INSERT TO samlop_web WITH CHECK (
  EXISTS (SELECT 1 FROM routines_agreedtext t WHERE t.id = agreed_text_id AND t.state = 'draft'));
"""
# Free or busy, and not a word more: a role that reads when people meet answers for those one may call together,
# the participant (without an employment) included.
FREE_OR_BUSY = """
GRANT USAGE ON SCHEMA public, authz TO samlop_calendar;
GRANT EXECUTE ON FUNCTION authz.reach(text, text), authz.reached(text, text, text[]), authz.today() TO samlop_calendar;
GRANT SELECT (id, participant_id, state, starts_at, ends_at) ON routines_meeting TO samlop_calendar;
GRANT SELECT (meeting_id, employment_id, reply) ON routines_invitation TO samlop_calendar;
GRANT SELECT (gathering_id, participant_id, reply) ON routines_gatheringinvitation TO samlop_calendar;
GRANT SELECT (id, called_by_id, starts_at, ends_at, cancelled_at) ON routines_gathering TO samlop_calendar;
GRANT SELECT (subject_id, employment_id, period) ON access_relation TO samlop_calendar;
GRANT SELECT (id, person_id) ON access_employment TO samlop_calendar;
CREATE POLICY samlop_calendar_select ON routines_meeting FOR SELECT TO samlop_calendar USING (state <> 'cancelled');
CREATE POLICY samlop_calendar_select ON routines_invitation FOR SELECT TO samlop_calendar USING (employment_id IS NOT NULL);
CREATE POLICY samlop_calendar_select ON routines_gatheringinvitation FOR SELECT TO samlop_calendar USING (true);
CREATE POLICY samlop_calendar_select ON access_relation FOR SELECT TO samlop_calendar USING (employment_id IS NOT NULL);
CREATE FUNCTION authz.busy(subject uuid, first timestamptz, until timestamptz, besides uuid)
RETURNS TABLE (employment_id uuid, starts_at timestamptz, ends_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
  IF NOT subject = ANY (authz.reach('meeting', 'write')) THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH hats AS (
    SELECT seat.employment_id AS seat, hat.id AS hat FROM public.access_relation seat
    JOIN public.access_employment own ON own.id = seat.employment_id
    JOIN public.access_employment hat ON hat.person_id = own.person_id
    WHERE seat.subject_id = subject AND seat.period @> authz.today())
  SELECT hats.seat, m.starts_at, m.ends_at FROM hats
  JOIN public.routines_invitation i ON i.employment_id = hats.hat AND i.reply <> 'declined'
  JOIN public.routines_meeting m ON m.id = i.meeting_id
  WHERE m.id IS DISTINCT FROM besides AND m.state <> 'cancelled' AND m.starts_at < until AND m.ends_at > first
  UNION
  SELECT hats.seat, g.starts_at, g.ends_at FROM hats
  JOIN public.routines_gathering g ON g.called_by_id = hats.hat
  WHERE g.cancelled_at IS NULL AND g.starts_at < until AND g.ends_at > first
  UNION
  SELECT NULL::uuid, m.starts_at, m.ends_at FROM public.routines_meeting m WHERE m.participant_id = subject
  AND m.id IS DISTINCT FROM besides AND m.state <> 'cancelled' AND m.starts_at < until AND m.ends_at > first
  UNION
  SELECT NULL::uuid, g.starts_at, g.ends_at FROM public.routines_gathering g
  JOIN public.routines_gatheringinvitation gi ON gi.gathering_id = g.id AND gi.reply <> 'declined'
  WHERE gi.participant_id = subject AND g.cancelled_at IS NULL AND g.starts_at < until AND g.ends_at > first
  ORDER BY 2, 1;
END $$;
GRANT CREATE ON SCHEMA authz TO samlop_calendar;
ALTER FUNCTION authz.busy(uuid, timestamptz, timestamptz, uuid) OWNER TO samlop_calendar;
REVOKE CREATE ON SCHEMA authz FROM samlop_calendar;
REVOKE ALL ON FUNCTION authz.busy(uuid, timestamptz, timestamptz, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authz.busy(uuid, timestamptz, timestamptz, uuid) TO samlop_web;
"""
# A participant's session answers for the participant and changes nothing else of a call.
OWN_ANSWER = """
CREATE FUNCTION authz.own_answer() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  answer text[] := ARRAY['reply', 'apology', 'replied_at'];
BEGIN
  IF authz.setting('participant') IS NOT NULL
     AND (to_jsonb(OLD) ->> 'employment_id' IS NOT NULL OR to_jsonb(NEW) - answer IS DISTINCT FROM to_jsonb(OLD) - answer) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a participant answers for nobody else';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER own_answer BEFORE UPDATE ON routines_invitation FOR EACH ROW EXECUTE FUNCTION authz.own_answer();
CREATE TRIGGER own_answer BEFORE UPDATE ON routines_gatheringinvitation FOR EACH ROW EXECUTE FUNCTION authz.own_answer();
"""
# A version is proposed whole and approved once; only a leader does either, and approves for the own organisation.
VERSIONS = """
CREATE FUNCTION authz.leads() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT 1 FROM public.access_employment e WHERE e.id = authz.setting('employment') AND e.role = 'leader'
                 AND e.person_id = authz.setting('person') AND e.organisation_id = authz.organisation()
                 AND e.period @> authz.today())
$$;
GRANT EXECUTE ON FUNCTION authz.leads() TO samlop_web;
ALTER TABLE routines_routineversion ENABLE ROW LEVEL SECURITY;
CREATE POLICY samlop_select ON routines_routineversion FOR SELECT TO samlop_web, samlop_system USING (true);
CREATE POLICY samlop_web_insert ON routines_routineversion FOR INSERT TO samlop_web WITH CHECK ((SELECT authz.leads()));
ALTER TABLE routines_routineapproval ENABLE ROW LEVEL SECURITY;
CREATE POLICY samlop_select ON routines_routineapproval FOR SELECT TO samlop_web, samlop_system USING (true);
CREATE POLICY samlop_web_insert ON routines_routineapproval FOR INSERT TO samlop_web WITH CHECK (
  (SELECT authz.leads()) AND organisation_id = (SELECT authz.organisation())
  AND approved_by_id = (SELECT authz.setting('employment')));
GRANT INSERT ON routines_routineversion, routines_routineapproval TO samlop_web;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON routines_routineversion FOR EACH ROW EXECUTE FUNCTION authz.refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON routines_routineapproval FOR EACH ROW EXECUTE FUNCTION authz.refuse();
ALTER TABLE routines_gathering ENABLE ROW LEVEL SECURITY;
CREATE POLICY samlop_select ON routines_gathering FOR SELECT TO samlop_web, samlop_system, samlop_calendar USING (true);
CREATE POLICY samlop_web_insert ON routines_gathering FOR INSERT TO samlop_web WITH CHECK (
  organisation_id = (SELECT authz.organisation()) AND called_by_id = (SELECT authz.setting('employment')));
CREATE POLICY samlop_web_update ON routines_gathering FOR UPDATE TO samlop_web USING (
  organisation_id = ANY ((SELECT authz.organisations())::uuid[]));
"""


def _stays(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER agreed_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION authz.agreed_stays()",
        f"DROP TRIGGER agreed_stays ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("routines", "0001_initial"), ("participants", "0002_row_security")]

    operations = [
        *(guard(table) for table in TABLES),
        guard(ITEMS, history=False),
        guard(OWN_NOTES, history=False),
        guard(COPIES),
        *(same_participant(*child[:2], child[2]) for child in CHILDREN),
        *(
            open_to_runtime(f"routines_{table}")
            for table in (
                "agreement",
                "agreementparty",
                "routineversion",
                "routineapproval",
            )
        ),
        migrations.RunSQL("GRANT SELECT, INSERT, UPDATE ON routines_gathering TO samlop_web", ""),
        migrations.RunSQL("GRANT SELECT ON routines_gathering TO samlop_system", ""),
        migrations.RunSQL(AGREED_STAYS, "DROP FUNCTION authz.agreed_stays"),
        migrations.RunSQL(FREE_OR_BUSY, "DROP FUNCTION authz.busy"),
        migrations.RunSQL(OWN_ANSWER, "DROP FUNCTION authz.own_answer CASCADE"),
        migrations.RunSQL(VERSIONS, "DROP FUNCTION authz.leads"),
        *(_stays(f"routines_{table}") for table in ("agreedtext", "agreeditem", "decision", "confirmation")),
        migrations.RunSQL(BEGINNINGS, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(ONLY_TO_DRAFTS.format(table=f"routines_{table}"), migrations.RunSQL.noop)
            for table in ("agreeditem", "decision", "confirmation")
        ),
        migrations.RunSQL(
            "GRANT UPDATE (next_attempt_at) ON kernel_outbox TO samlop_web", migrations.RunSQL.noop
        ),
        migrations.RunSQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samlop_web, samlop_system", ""),
    ]
