from django.db import migrations

GRANTS = """
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate%' LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO samlop_system', thing.name);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON procrastinate_jobs, procrastinate_events TO samlop_web;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO samlop_web, samlop_system;
"""


class Migration(migrations.Migration):
    """Lets requests leave a job in the queue, and the worker do the rest."""

    dependencies = [
        ("kernel", "0001_initial"),
        ("access", "0002_row_security"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(GRANTS, migrations.RunSQL.noop)]
