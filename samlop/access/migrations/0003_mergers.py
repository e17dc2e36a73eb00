from django.db import migrations

# Everybody may know where people work; only the part of the system that merges organisations ends one.
MERGERS = """
GRANT UPDATE (period, successor_id) ON access_organisation TO samlop_system;
GRANT UPDATE (period) ON access_employment TO samlop_system;
"""
GUARD = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY samlop_select ON {table} FOR SELECT TO samlop_web, samlop_system, samlop_calendar USING (true);
CREATE POLICY samlop_system_update ON {table} FOR UPDATE TO samlop_system
  USING ((SELECT authz.system_may('organisation', 'write')));
"""
UNGUARD = """
DROP POLICY samlop_select ON {table};
DROP POLICY samlop_system_update ON {table};
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
TABLES = ("access_organisation", "access_employment")


class Migration(migrations.Migration):
    """Lets a merger be carried out by the system, and by nobody else."""

    dependencies = [("access", "0002_row_security")]

    operations = [
        *(migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table)) for table in TABLES),
        migrations.RunSQL(MERGERS, migrations.RunSQL.noop),
    ]
