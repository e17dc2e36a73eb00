from pathlib import Path

from django.db import migrations

from samlop.access.row_security import history_of_what_may_be_read, open_to_runtime

PACKAGE = Path(__file__).resolve().parents[1]
ROLES = PACKAGE / "roles.sql"
AUTHZ = PACKAGE / "authz.sql"

OVERLAPS = """
CREATE TYPE uuidrange AS RANGE (subtype = uuid);
CREATE TYPE textrange AS RANGE (subtype = text);
ALTER TABLE access_employment ADD CONSTRAINT one_employment_at_a_time EXCLUDE USING gist (
  uuidrange(person_id, person_id, '[]') WITH &&, uuidrange(organisation_id, organisation_id, '[]') WITH &&,
  textrange(role::text, role::text, '[]') WITH &&, period WITH &&);
ALTER TABLE access_relation ADD CONSTRAINT one_relation_at_a_time EXCLUDE USING gist (
  uuidrange(subject_id, subject_id, '[]') WITH &&, uuidrange(employment_id, employment_id, '[]') WITH &&,
  textrange(relation::text, relation::text, '[]') WITH &&, period WITH &&) WHERE (employment_id IS NOT NULL);
"""

RELATIONS = """
ALTER TABLE access_relation ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON access_relation TO samlop_web, samlop_system;
CREATE POLICY samlop_web_select ON access_relation FOR SELECT TO samlop_web USING (
  subject_id = ANY ((SELECT authz.reach('group', 'read'))::uuid[]) OR person_id = (SELECT authz.setting('person'))
  OR employment_id = (SELECT authz.setting('employment')));
CREATE POLICY samlop_web_insert ON access_relation FOR INSERT TO samlop_web WITH CHECK (
  subject_id = ANY ((SELECT authz.reach('group', 'write'))::uuid[])
  OR (relation = 'intake' AND authz.may_register(subject_id, organisation_id)));
CREATE POLICY samlop_web_update ON access_relation FOR UPDATE TO samlop_web USING (
  subject_id = ANY ((SELECT authz.reach('group', 'write'))::uuid[]));
CREATE POLICY samlop_system_all ON access_relation FOR ALL TO samlop_system
  USING ((SELECT authz.system_may('group', 'read'))) WITH CHECK ((SELECT authz.system_may('group', 'write')));

ALTER TABLE access_readlog ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_readlog FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON access_readlog TO samlop_web;
CREATE POLICY samlop_web_select ON access_readlog FOR SELECT TO samlop_web USING (
  participant_id = ANY ((SELECT authz.reach('read_log', 'read'))::uuid[]));
CREATE POLICY samlop_web_insert ON access_readlog FOR INSERT TO samlop_web WITH CHECK (
  person_id = (SELECT authz.setting('person')) AND employment_id IS NOT DISTINCT FROM (SELECT authz.setting('employment'))
  AND assisted_by_id IS NOT DISTINCT FROM (SELECT authz.setting('assisted_by'))
  AND participant_id = ANY ((SELECT authz.reach('person', 'read'))::uuid[]));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON access_readlog FOR EACH ROW EXECUTE FUNCTION authz.refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON access_readlog FOR EACH STATEMENT EXECUTE FUNCTION authz.refuse();
"""

KERNEL = """
ALTER TABLE kernel_change ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON kernel_change TO samlop_web;
GRANT INSERT ON kernel_event TO samlop_web, samlop_system;
ALTER TABLE kernel_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE kernel_event FORCE ROW LEVEL SECURITY;
CREATE POLICY samlop_web_insert ON kernel_event FOR INSERT TO samlop_web WITH CHECK (
  person_id = (SELECT authz.setting('person')) AND employment_id IS NOT DISTINCT FROM (SELECT authz.setting('employment')));
CREATE POLICY samlop_system_insert ON kernel_event FOR INSERT TO samlop_system WITH CHECK (
  system = current_setting('app.system', true));
GRANT SELECT ON kernel_event TO samlop_system;
CREATE POLICY samlop_system_select ON kernel_event FOR SELECT TO samlop_system USING (
  (SELECT authz.system_may('log', 'read')));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_event FOR EACH ROW EXECUTE FUNCTION authz.refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON kernel_event FOR EACH STATEMENT EXECUTE FUNCTION authz.refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_change FOR EACH ROW EXECUTE FUNCTION authz.refuse();
GRANT SELECT, INSERT ON kernel_outbox TO samlop_web;
GRANT SELECT, INSERT, UPDATE ON kernel_outbox TO samlop_system;
GRANT SELECT, INSERT ON kernel_seal TO samlop_system;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("kernel", "0001_initial"), ("sessions", "0001_initial")]

    operations = [
        migrations.RunSQL(ROLES.read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(AUTHZ.read_text(encoding="utf-8"), "DROP SCHEMA authz CASCADE"),
        migrations.RunSQL(OVERLAPS, migrations.RunSQL.noop),
        migrations.RunSQL(RELATIONS, migrations.RunSQL.noop),
        migrations.RunSQL(KERNEL, migrations.RunSQL.noop),
        migrations.RunSQL(history_of_what_may_be_read(), "DROP POLICY samlop_web_select ON kernel_change"),
        *(
            open_to_runtime(table)
            for table in (
                "access_organisation",
                "access_person",
                "access_employment",
                "access_rule",
                "access_signinidentity",
            )
        ),
        open_to_runtime("django_session", "SELECT, INSERT, UPDATE, DELETE"),
        migrations.RunSQL(
            "GRANT INSERT ON access_person TO samlop_web, samlop_system", migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samlop_web, samlop_system",
            migrations.RunSQL.noop,
        ),
    ]
