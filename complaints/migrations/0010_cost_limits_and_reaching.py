import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable, CreateModels

NEW = ("costlimit", "reachingrule")
USER = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}


class Migration(migrations.Migration):
    """Limits of approval and attempts before the close become rules with a history; who knew that it was major."""

    dependencies = [
        ("complaints", "0009_costs"),
        ("foundation", "0003_seal_by_row"),
        ("parties", "0004_leave_and_opening_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="CostLimit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("account_manager", "Account manager"),
                                    ("contract_owner", "Client's contract owner"),
                                    ("floor", "Floor staff"),
                                    ("promoter", "Promoter"),
                                    ("customer_service", "Customer service"),
                                    ("marketing", "Marketing"),
                                    ("promotions", "Promotions"),
                                    ("hr", "Human resources"),
                                    ("venue_manager", "Venue manager"),
                                    ("finance", "Finance"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("set_at", models.DateTimeField()),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                            ),
                        ),
                        ("user", models.ForeignKey(**USER)),
                    ],
                    options={
                        "verbose_name": "limit of approval",
                        "verbose_name_plural": "limits of approval",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("party", "role", "number"), name="cost_limit_once"),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ("venue_manager", "finance"))), name="cost_limit_roles"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)), name="cost_limit_not_below_zero"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="cost_limit_has_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReachingRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("attempts", models.PositiveSmallIntegerField(verbose_name="attempts")),
                        ("days", models.PositiveSmallIntegerField(verbose_name="on how many days")),
                        ("set_at", models.DateTimeField()),
                        ("set_by", models.ForeignKey(**USER)),
                        (
                            "venue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reaching_rules",
                                to="parties.venue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rule of reaching the customer",
                        "verbose_name_plural": "rules of reaching the customer",
                        "constraints": [
                            models.UniqueConstraint(fields=("venue", "number"), name="reaching_rule_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("attempts__range", (1, 10)), ("days__range", (1, models.F("attempts")))
                                ),
                                name="reaching_rule_range",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="complaintstep",
            name="was_known",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="complaintstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("was_known", False), models.Q(("gravity", "major"), ("verb", "regrade")), _connector="OR"
                ),
                name="step_known_to_be_major",
            ),
        ),
        *(AuditTable(f"complaints_{name}") for name in NEW),
        *(AppendOnly(f"complaints_{name}") for name in NEW),
    ]
