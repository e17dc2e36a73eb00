from django.db import migrations

from samlop.access.row_security import PersonalTable, guard

TABLES = [
    PersonalTable("participants_participant", "person", participant="id", extra_update="choose_language"),
    PersonalTable("participants_contact", "contact"),
    PersonalTable("participants_nationalid", "national_id", unlogged=("sealed", "blind_index")),
    PersonalTable("participants_milestone", "milestone"),
    PersonalTable("participants_concern", "milestone"),
    PersonalTable("participants_membership", "group"),
    PersonalTable("participants_education", "mapping_education"),
    PersonalTable("participants_schooling", "mapping_education"),
    PersonalTable("participants_languageskills", "mapping_language"),
    PersonalTable("participants_experience", "mapping_work"),
    PersonalTable("participants_occupationalwish", "wish"),
    PersonalTable("participants_needs", "mapping_needs"),
]

SUBJECT = """
ALTER TABLE access_relation ADD CONSTRAINT relation_subject_exists FOREIGN KEY (subject_id)
  REFERENCES participants_participant (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE access_readlog ADD CONSTRAINT read_subject_exists FOREIGN KEY (participant_id)
  REFERENCES participants_participant (id) DEFERRABLE INITIALLY DEFERRED;
"""
# Choosing the language of Min vei is the one thing participants change in the row that says who they are.
LANGUAGE_ALONE = """
CREATE FUNCTION authz.language_alone() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF authz.setting('participant') IS NOT NULL
     AND to_jsonb(NEW) - 'portal_language' IS DISTINCT FROM to_jsonb(OLD) - 'portal_language' THEN
    RAISE insufficient_privilege USING MESSAGE = 'participants change nothing here but their language';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER language_alone BEFORE UPDATE ON participants_participant
  FOR EACH ROW EXECUTE FUNCTION authz.language_alone();
"""

# Who is let in until when is said in the history of the file like everything else.
ACCESS_GIVEN = """
CREATE TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON access_relation
  FOR EACH ROW EXECUTE FUNCTION authz.record_change('group', 'subject_id');
"""


class Migration(migrations.Migration):
    dependencies = [("participants", "0001_initial"), ("access", "0002_row_security")]

    operations = [
        *(guard(table) for table in TABLES),
        migrations.RunSQL(SUBJECT, migrations.RunSQL.noop),
        migrations.RunSQL(ACCESS_GIVEN, "DROP TRIGGER record_change ON access_relation"),
        migrations.RunSQL(LANGUAGE_ALONE, "DROP FUNCTION authz.language_alone CASCADE"),
        migrations.RunSQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samlop_web, samlop_system", ""),
    ]
