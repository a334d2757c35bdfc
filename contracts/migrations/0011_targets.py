import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable


class Migration(migrations.Migration):
    """Measurements of targets, which stay as they were recorded; a breach has one cause at most."""

    dependencies = [
        ("contracts", "0010_clause_comments"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Measurement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(max_length=40)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("level", models.DecimalField(decimal_places=4, max_digits=9)),
                ("value", models.DecimalField(decimal_places=4, max_digits=9, verbose_name="value")),
                ("sample", models.PositiveIntegerField(null=True)),
                ("population", models.PositiveIntegerField(null=True)),
                ("low", models.DecimalField(decimal_places=4, max_digits=9)),
                ("high", models.DecimalField(decimal_places=4, max_digits=9)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("met", "Met"),
                            ("unproven", "Met but not proven"),
                            ("missed", "Not reached"),
                            ("too_few", "Too few answers to judge"),
                        ],
                        max_length=8,
                    ),
                ),
                ("method", models.TextField(max_length=2000)),
                ("recorded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="contracts.contract",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.storedfile",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="contracts.measurement",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measurements", to="contracts.term"
                    ),
                ),
            ],
            options={
                "verbose_name": "measurement",
                "verbose_name_plural": "measurements",
                "ordering": ["first_day", "pk"],
            },
        ),
        migrations.AddField(
            model_name="breach",
            name="measurement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="breaches",
                to="contracts.measurement",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    models.Func(
                        models.F("obligation"),
                        models.F("measurement"),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="breach_one_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="breach",
            constraint=models.UniqueConstraint(
                condition=models.Q(("measurement__isnull", False)),
                fields=("measurement", "at_fault"),
                name="breach_once_for_measurement",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("contract", "target", "first_day"),
                name="measurement_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))), name="measurement_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(("high__gte", models.F("value")), ("low__lte", models.F("value"))),
                name="measurement_within_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(("sample", None), ("sample__gte", 1), _connector="OR"),
                name="measurement_sample_not_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("population", None),
                    models.Q(("population__gte", models.F("sample")), ("sample__isnull", False)),
                    _connector="OR",
                ),
                name="measurement_sample_of_population",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["met", "unproven", "missed", "too_few"])),
                name="measurement_verdicts",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(("method", ""), _negated=True), name="measurement_says_how"
            ),
        ),
        AuditTable("contracts_measurement"),
        AppendOnly("contracts_measurement"),
    ]
