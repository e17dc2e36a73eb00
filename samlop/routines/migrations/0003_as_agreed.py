import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_row_security"),
        ("participants", "0002_row_security"),
        ("routines", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="agreedtext",
            name="as_agreed",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="invitation",
            name="here_for",
            field=models.PositiveIntegerField(null=True, verbose_name="til stede for versjon"),
        ),
        migrations.AddField(
            model_name="invitation",
            name="walked_in",
            field=models.BooleanField(default=False, verbose_name="kom uten å være kalt inn"),
        ),
        migrations.AlterField(
            model_name="confirmation",
            name="manner",
            field=models.CharField(
                choices=[
                    ("signed_in", "logget inn selv"),
                    ("assisted", "på Min vei med hjelp"),
                    ("in_room", "på felles skjerm i rommet"),
                ],
                max_length=9,
            ),
        ),
        migrations.CreateModel(
            name="ArchivedNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("agenda_code", models.CharField(blank=True, max_length=60)),
                ("text", models.TextField()),
                (
                    "agreed_text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archived_notes",
                        to="routines.agreedtext",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.employment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="participants.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "arkivert notat",
                "verbose_name_plural": "arkiverte notater",
                "ordering": ["agenda_code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreed_text", "organisation", "agenda_code"),
                        name="one_archived_note_an_item",
                    )
                ],
            },
        ),
    ]
