import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom a file may not bring back."""

    dependencies = [
        ("members", "0005_points"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportErasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.import",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "key"), name="import_erasure_once"),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-f]{64}$")), name="import_erasure_is_a_hash"
                    ),
                ],
            },
        ),
    ]
