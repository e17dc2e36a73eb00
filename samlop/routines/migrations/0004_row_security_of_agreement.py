from pathlib import Path

from django.db import migrations

import samlop.access
from samlop.access.row_security import PersonalTable, guard, same_participant

ROLES = Path(samlop.access.__file__).parent / "roles.sql"

# Written by the database alone, when all agree: nobody else adds a note to what an agency archives.
ARCHIVED_NOTES = PersonalTable("routines_archivednote", "own_note", own=True, commands=("SELECT",))
# The last who confirms may not read the others' notes, so a role that reads nothing else keeps them, once a text.
KEEP_NOTES = """
GRANT USAGE ON SCHEMA public, authz TO samlop_archivist;
GRANT EXECUTE ON FUNCTION authz.reach(text, text), authz.reached(text, text, text[]) TO samlop_archivist;
GRANT SELECT (id, participant_id, meeting_id, state) ON routines_agreedtext TO samlop_archivist;
GRANT SELECT (meeting_id, organisation_id, agenda_code, text, author_id) ON routines_ownnote TO samlop_archivist;
GRANT SELECT (agreed_text_id) ON routines_archivecopy TO samlop_archivist;
GRANT INSERT ON routines_archivednote TO samlop_archivist;
CREATE POLICY samlop_archivist_select ON routines_agreedtext FOR SELECT TO samlop_archivist USING (state = 'agreed');
CREATE POLICY samlop_archivist_select ON routines_ownnote FOR SELECT TO samlop_archivist USING (true);
CREATE POLICY samlop_archivist_select ON routines_archivecopy FOR SELECT TO samlop_archivist USING (true);
CREATE POLICY samlop_archivist_insert ON routines_archivednote FOR INSERT TO samlop_archivist WITH CHECK (true);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON routines_archivednote FOR EACH ROW EXECUTE FUNCTION authz.refuse();
CREATE FUNCTION authz.keep_notes(agreed uuid) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  kept record;
BEGIN
  SELECT t.participant_id, t.meeting_id INTO kept FROM public.routines_agreedtext t WHERE t.id = agreed;
  IF NOT FOUND OR NOT kept.participant_id = ANY (authz.reach('archive_copy', 'deliver'))
     OR EXISTS (SELECT FROM public.routines_archivecopy c WHERE c.agreed_text_id = agreed) THEN
    RAISE insufficient_privilege USING MESSAGE = 'notes are kept once, when all have agreed';
  END IF;
  INSERT INTO public.routines_archivednote (id, participant_id, agreed_text_id, organisation_id, agenda_code, text, author_id)
  SELECT gen_random_uuid(), kept.participant_id, agreed, n.organisation_id, n.agenda_code, n.text, n.author_id
  FROM public.routines_ownnote n WHERE n.meeting_id = kept.meeting_id AND n.text <> '';
  RETURN QUERY SELECT DISTINCT n.organisation_id FROM public.routines_ownnote n
  WHERE n.meeting_id = kept.meeting_id AND n.text <> '';
END $$;
GRANT CREATE ON SCHEMA authz TO samlop_archivist;
ALTER FUNCTION authz.keep_notes(uuid) OWNER TO samlop_archivist;
REVOKE CREATE ON SCHEMA authz FROM samlop_archivist;
REVOKE ALL ON FUNCTION authz.keep_notes(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION authz.keep_notes(uuid) TO samlop_web;
"""
# The history tells that all agreed; what lay beside the text stands with it and is not told twice.
AGREED_TEXT_HISTORY = """
DROP TRIGGER record_change ON routines_agreedtext;
CREATE TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON routines_agreedtext FOR EACH ROW
EXECUTE FUNCTION authz.record_change('agreed', 'participant_id', 'as_agreed');
"""
# Whoever holds the meeting may add somebody of the group who came without being called, and take the seat away again.
WALK_INS = """
CREATE POLICY samlop_web_insert_walk_in ON routines_invitation FOR INSERT TO samlop_web WITH CHECK (
  walked_in AND participant_id = ANY ((SELECT authz.reach('meeting', 'hold'))::uuid[])
  AND EXISTS (SELECT FROM participants_membership s JOIN access_relation r ON r.id = s.relation_id
              WHERE s.participant_id = routines_invitation.participant_id
              AND s.employment_id = routines_invitation.employment_id
              AND s.organisation_id = routines_invitation.organisation_id AND r.period @> authz.today()));
CREATE POLICY samlop_web_delete_walk_in ON routines_invitation FOR DELETE TO samlop_web USING (
  walked_in AND participant_id = ANY ((SELECT authz.reach('meeting', 'hold'))::uuid[]));
"""
# Signed in, each speaks for the own organisation or for themselves; in the room only one who is there presses, and only
# for those who are there: the first version in the meeting itself, a later one by being marked present for it.
SPEAKING = """
CREATE FUNCTION authz.is_here(agreed uuid, employment uuid, organisation uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT EXISTS (
    SELECT FROM public.routines_agreedtext t JOIN public.routines_invitation i ON i.meeting_id = t.meeting_id
    WHERE t.id = agreed AND i.employment_id IS NOT DISTINCT FROM employment
    AND (organisation IS NULL OR i.organisation_id = organisation)
    AND CASE WHEN t.number = 1 THEN i.attended ELSE i.here_for = t.number END)
$$;
GRANT EXECUTE ON FUNCTION authz.is_here(uuid, uuid, uuid) TO samlop_web;
CREATE POLICY speaks_for_whom ON routines_confirmation AS RESTRICTIVE FOR INSERT TO samlop_web WITH CHECK (
  CASE manner
    WHEN 'signed_in' THEN given_by_id IS NOT DISTINCT FROM (SELECT authz.setting('employment'))
      AND (SELECT authz.setting('assisted_by')) IS NULL
      AND CASE WHEN is_participant THEN participant_id = (SELECT authz.setting('participant'))
          ELSE organisation_id = ANY ((SELECT authz.organisations())::uuid[]) END
    WHEN 'assisted' THEN is_participant AND participant_id = (SELECT authz.setting('participant'))
      AND given_by_id = (SELECT authz.setting('assisted_by'))
    WHEN 'in_room' THEN (SELECT authz.setting('employment')) IS NOT NULL
      AND authz.is_here(agreed_text_id, (SELECT authz.setting('employment')), NULL)
      AND CASE WHEN is_participant THEN authz.is_here(agreed_text_id, NULL, NULL)
          ELSE authz.is_here(agreed_text_id, given_by_id, organisation_id) END
  END);
"""


class Migration(migrations.Migration):
    dependencies = [("routines", "0003_as_agreed")]

    operations = [
        migrations.RunSQL(ROLES.read_text(encoding="utf-8"), migrations.RunSQL.noop),
        guard(ARCHIVED_NOTES, history=False),
        same_participant("routines_archivednote", "routines_agreedtext", "agreed_text_id"),
        migrations.RunSQL(KEEP_NOTES, "DROP FUNCTION authz.keep_notes"),
        migrations.RunSQL(AGREED_TEXT_HISTORY, migrations.RunSQL.noop),
        migrations.RunSQL(
            WALK_INS,
            "DROP POLICY samlop_web_insert_walk_in ON routines_invitation;"
            "DROP POLICY samlop_web_delete_walk_in ON routines_invitation",
        ),
        migrations.RunSQL(
            SPEAKING,
            "DROP POLICY speaks_for_whom ON routines_confirmation; DROP FUNCTION authz.is_here",
        ),
    ]
