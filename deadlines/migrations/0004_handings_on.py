import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable


class Migration(migrations.Migration):
    """Whoever was away can take back what went to others."""

    dependencies = [
        ("deadlines", "0003_extensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandingOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handings_on", to="deadlines.deadline"
                    ),
                ),
                (
                    "from_user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "handing on of a clock",
                "verbose_name_plural": "handings on of clocks",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["from_user", "-id"], name="handing_on_from")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_user", models.F("to_user")), _negated=True),
                        name="handing_on_to_another",
                    )
                ],
            },
        ),
        AuditTable("deadlines_handingon"),
        AppendOnly("deadlines_handingon"),
    ]
