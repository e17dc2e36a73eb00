from django.db import migrations, models

import samlop.access.models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_mergers")]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="orgnr",
            field=models.CharField(
                blank=True,
                max_length=9,
                validators=[samlop.access.models.validate_orgnummer],
                verbose_name="organisasjonsnummer",
            ),
        ),
    ]
