from django.db import migrations

from samlop.access.row_security import PersonalTable, guard

TABLES = [
    PersonalTable("participants_participant", "person", participant="id"),
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


class Migration(migrations.Migration):
    dependencies = [("participants", "0001_initial"), ("access", "0002_row_security")]

    operations = [
        *(guard(table) for table in TABLES),
        migrations.RunSQL(SUBJECT, migrations.RunSQL.noop),
        migrations.RunSQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samlop_web, samlop_system", ""),
    ]
