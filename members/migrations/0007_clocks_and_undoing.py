import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable, TableRule
from members.migrations import _clocks_and_undoing as rules


class Migration(migrations.Migration):
    """The 72 hours of a data incident are a clock that rises; a benefit that was counted by mistake is taken back."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("deadlines", "0004_handings_on"),
        ("members", "0006_erased_from_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="IncidentClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clocks", to="members.dataincident"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_clock",
                        to="deadlines.deadline",
                    ),
                ),
            ],
            options={
                "verbose_name": "clock of a data incident",
                "verbose_name_plural": "clocks of data incidents",
                "ordering": ["level"],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "level"), name="incident_clock_once"),
                    models.CheckConstraint(condition=models.Q(("level__range", (0, 3))), name="incident_clock_levels"),
                ],
            },
        ),
        AuditTable("members_incidentclock"),
        AppendOnly("members_incidentclock"),
        migrations.RemoveConstraint(model_name="benefituse", name="benefit_use_once"),
        migrations.AddField(model_name="benefituse", name="undone_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="benefituse",
            name="undone_because",
            field=models.CharField(blank=True, max_length=200, verbose_name="why it was taken back"),
        ),
        migrations.AddField(
            model_name="benefituse",
            name="undone_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="benefituse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("member", "benefit", "period_date", "number"),
                name="benefit_use_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefituse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at", None), ("undone_because", ""), ("undone_by", None)),
                    models.Q(
                        ("undone_at__gte", models.F("used_at")),
                        ("undone_by__isnull", False),
                        models.Q(("undone_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="benefit_undone_by_somebody",
            ),
        ),
        TableRule("members_benefituse", rules.MAY_BE_UNDONE, rules.NEVER_CHANGED),
        migrations.RunSQL(rules.USE_STAYS, rules.DROP_USE_STAYS),
        migrations.RunSQL(rules.START_CLOCKS, migrations.RunSQL.noop),
        migrations.RunSQL(rules.CLOCK_IN_ORDER, rules.DROP_CLOCK_IN_ORDER),
    ]
