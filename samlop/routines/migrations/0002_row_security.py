from django.db import migrations

from samlop.access.row_security import PersonalTable, guard, open_to_runtime, same_participant

TABLES = [
    PersonalTable("routines_meeting", "meeting"),
    PersonalTable("routines_invitation", "invitation", extra_update="reply"),
    PersonalTable("routines_gatheringinvitation", "invitation", extra_update="reply"),
    PersonalTable("routines_ownwords", "own_words"),
    PersonalTable("routines_agendaanswer", "agreed"),
    PersonalTable("routines_agreedtext", "agreed", carry_out="state <> 'draft'", carry_out_kind="plan"),
    PersonalTable("routines_agreeditem", "agreed"),
    PersonalTable("routines_decision", "agreed"),
    PersonalTable("routines_confirmation", "confirmation"),
]
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
    IF TG_OP = 'UPDATE' AND OLD.state = 'agreed' AND NEW.state = 'superseded' AND NEW.number = OLD.number THEN RETURN NEW; END IF;
    IF OLD.state = 'draft' THEN RETURN coalesce(NEW, OLD); END IF;
  ELSIF NOT EXISTS (SELECT 1 FROM public.routines_agreedtext t WHERE t.id = OLD.agreed_text_id AND t.state <> 'draft') THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  RAISE insufficient_privilege USING MESSAGE = 'what is agreed is never overwritten: make a new version';
END $$;
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
        open_to_runtime("routines_gathering", "SELECT, INSERT, UPDATE"),
        migrations.RunSQL(AGREED_STAYS, "DROP FUNCTION authz.agreed_stays"),
        *(_stays(f"routines_{table}") for table in ("agreedtext", "agreeditem", "decision", "confirmation")),
        migrations.RunSQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samlop_web, samlop_system", ""),
    ]
