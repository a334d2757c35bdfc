import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

from billing.migrations._fee_rules import BEFORE, BILLED, CLAIM, DROP_NEW, INVOICE, LINE, TRIGGERS
from foundation.migration_operations import AuditTable, CreateModels

PARTS = ["whole", "first_instalment", "final_instalment", "period", "base", "value_added", "revenue_share"]
SAME_CONTRACT = (
    models.Func(models.F("contract"), models.F("contract"), models.Value("[]"), function="int8range"),
    "&&",
)
SAME_TIME = (
    models.Func(models.F("first_day"), models.F("last_day"), models.Value("[]"), function="daterange"),
    "&&",
)
FEE_CLAIM = migrations.CreateModel(
    name="FeeClaim",
    fields=[
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("part", models.CharField(max_length=20)),
        ("first_day", models.DateField()),
        ("last_day", models.DateField(null=True)),
        ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
        ("counted_until", models.DateTimeField(null=True)),
        (
            "contract",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="fee_claims", to="contracts.contract"
            ),
        ),
        (
            "term",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="fee_claims", to="contracts.term"
            ),
        ),
    ],
    options={
        "verbose_name": "payment of a fee",
        "verbose_name_plural": "payments of a fee",
        "ordering": ["contract", "first_day", "pk"],
        "constraints": [
            models.CheckConstraint(condition=models.Q(("part__in", PARTS)), name="fee_parts"),
            models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="fee_is_positive"),
            models.CheckConstraint(
                condition=models.Q(("last_day", None), ("last_day__gte", models.F("first_day")), _connector="OR"),
                name="fee_days_in_order",
            ),
            models.UniqueConstraint(fields=("contract", "part", "first_day"), name="fee_claimed_once"),
            models.UniqueConstraint(
                condition=models.Q(("last_day", None)), fields=("contract", "part"), name="fee_without_period_once"
            ),
            django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("last_day__isnull", False), models.Q(("part", "value_added"), _negated=True)),
                expressions=[SAME_CONTRACT, SAME_TIME],
                name="fee_once_a_day",
            ),
            django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("last_day__isnull", False), ("part", "value_added")),
                expressions=[SAME_CONTRACT, SAME_TIME],
                name="fee_added_once_a_day",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    """The fee of a contract is invoiced: a second cause of an invoice line, beside damages."""

    dependencies = [
        ("billing", "0003_credit_notes"),
        ("contracts", "0024_whose_word"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
        CreateModels([FEE_CLAIM]),
        migrations.AddField(
            model_name="invoice",
            name="purpose",
            field=models.CharField(
                choices=[("damages", "Damages"), ("fee", "Fee")],
                default="damages",
                editable=False,
                max_length=10,
                verbose_name="purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["damages", "fee"])), name="invoice_purposes"
            ),
        ),
        migrations.AlterField(
            model_name="invoiceline",
            name="damages",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoice_lines",
                to="contracts.damages",
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="fee",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="line", to="billing.feeclaim"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("damages__isnull", False), ("fee", None)),
                    models.Q(("adjustment", None), ("damages", None), ("fee__isnull", False)),
                    _connector="OR",
                ),
                name="line_has_one_cause",
            ),
        ),
        migrations.RunSQL([INVOICE, LINE], BEFORE),
        migrations.RunSQL([CLAIM, BILLED, TRIGGERS], DROP_NEW),
        AuditTable("billing_feeclaim"),
    ]
