from django.db import migrations

SQL = """
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON kernel_change FOR EACH STATEMENT EXECUTE FUNCTION authz.refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_orgnummer_checked"), ("kernel", "0002_jobs")]

    operations = [migrations.RunSQL(SQL, "DROP TRIGGER never_emptied ON kernel_change;")]
