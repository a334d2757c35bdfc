import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from complaints.migrations import _cost_rules as rules
from foundation.migration_operations import AppendOnly, AuditTable


class Migration(migrations.Migration):
    """Budgets, expense claims, months of costs that are locked, and what corrects them."""

    dependencies = [
        ("complaints", "0008_handling"),
        ("contracts", "0023_decided_stays"),
        ("foundation", "0003_seal_by_row"),
        ("ledger", "0002_rules_of_the_books"),
        ("parties", "0003_own_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CostMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="the month's first day", verbose_name="month")),
                ("locked_at", models.DateTimeField(editable=False, null=True)),
                ("total", models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14)),
                (
                    "journal",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journal",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "month of costs",
                "verbose_name_plural": "months of costs",
                "ordering": ["party", "-month"],
                "constraints": [
                    models.UniqueConstraint(fields=("party", "month"), name="cost_month_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="cost_month_starts_on_the_first"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("month", None),
                            ("month__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                        name="cost_month_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("journal", None), ("locked_at", None), ("locked_by", None), ("total", 0)),
                            models.Q(("locked_at__isnull", False), ("locked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="cost_month_locked_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("locked_at", None), ("journal__isnull", False), ("total", 0), _connector="OR"
                        ),
                        name="cost_month_is_in_the_books",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpenseClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "Training"),
                            ("equipment", "Equipment"),
                            ("surveys", "Surveys"),
                            ("compensation", "Compensation"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("purpose", models.CharField(max_length=160, verbose_name="what for")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Handed in"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("settled", "Settled"),
                            ("dropped", "Dropped"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="amount")),
                ("overrun", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "month",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="complaints.costmonth",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.venue",
                        verbose_name="venue",
                    ),
                ),
            ],
            options={
                "verbose_name": "expense claim",
                "verbose_name_plural": "expense claims",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["party", "-id"], name="claim_by_party"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "submitted", "approved", "rejected", "settled", "dropped"])
                        ),
                        name="claim_states",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["training", "equipment", "surveys", "compensation"])),
                        name="claim_kinds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            models.Q(("amount", 0), ("state__in", ["draft", "dropped"])),
                            _connector="OR",
                        ),
                        name="claim_is_for_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("overrun__gte", 0)), name="claim_overrun_not_below_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="claim_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ("approved", "rejected", "settled")),
                            ),
                            models.Q(
                                models.Q(("state__in", ("approved", "rejected", "settled")), _negated=True),
                                ("decided_at", None),
                                ("decided_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="claim_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("month__isnull", False), ("state__in", ("approved", "settled"))),
                            models.Q(models.Q(("state__in", ("approved", "settled")), _negated=True), ("month", None)),
                            _connector="OR",
                        ),
                        name="claim_counts_once_approved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=10)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="complaints.expenseclaim"
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a claim",
                "verbose_name_plural": "steps of claims",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ClaimLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("spent_date", models.DateField(verbose_name="paid on")),
                ("text", models.CharField(max_length=160, verbose_name="what")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="complaints.expenseclaim"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a claim",
                "verbose_name_plural": "lines of claims",
                "ordering": ["spent_date", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="claim_line_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("spent_date", None),
                            ("spent_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                            _connector="OR",
                        ),
                        name="claim_line_day_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="complaints.expenseclaim",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SettledCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=20)),
                ("source_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "Training"),
                            ("equipment", "Equipment"),
                            ("surveys", "Surveys"),
                            ("compensation", "Compensation"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "complaint",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settled_costs",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "month",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="costs", to="complaints.costmonth"
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.venue"
                    ),
                ),
            ],
            options={
                "verbose_name": "settled cost",
                "verbose_name_plural": "settled costs",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "source_id"), name="cost_settled_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="settled_cost_is_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["training", "equipment", "surveys", "compensation"])),
                        name="settled_cost_kinds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostAdjustment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "month",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="complaints.costmonth",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="complaints.settledcost",
                    ),
                ),
            ],
            options={
                "verbose_name": "adjustment of a cost",
                "verbose_name_plural": "adjustments of costs",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="cost_adjustment_is_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="cost_adjustment_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "Training"),
                            ("equipment", "Equipment"),
                            ("surveys", "Surveys"),
                            ("compensation", "Compensation"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("set_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.venue",
                        verbose_name="venue",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget",
                "verbose_name_plural": "budgets",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("contract", None)),
                        fields=("party", "venue", "year", "kind", "number"),
                        name="budget_version_once_at_venue",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("venue", None)),
                        fields=("party", "contract", "year", "kind", "number"),
                        name="budget_version_once_under_contract",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contract__isnull", False), ("venue", None)),
                            models.Q(("contract", None), ("venue__isnull", False)),
                            _connector="OR",
                        ),
                        name="budget_of_venue_or_contract",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["training", "equipment", "surveys", "compensation"])),
                        name="budget_kinds",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="budget_not_below_zero"),
                    models.CheckConstraint(condition=models.Q(("year__range", (1990, 2199))), name="budget_year_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            models.Q(("number__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="budget_change_has_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(rules.CLAIM_RULES, rules.DROP_CLAIM_RULES),
        migrations.RunSQL(rules.OF_A_DRAFT, rules.DROP_OF_A_DRAFT),
        migrations.RunSQL(rules.MONTH_RULES, rules.DROP_MONTH_RULES),
        migrations.RunSQL(rules.INTO_AN_OPEN_MONTH, rules.DROP_INTO_AN_OPEN_MONTH),
        AppendOnly("complaints_settledcost"),
        AppendOnly("complaints_costadjustment"),
        AppendOnly("complaints_budget"),
        AppendOnly("complaints_claimstep"),
        AuditTable("complaints_costmonth"),
        AuditTable("complaints_settledcost"),
        AuditTable("complaints_costadjustment"),
        AuditTable("complaints_budget"),
        AuditTable("complaints_expenseclaim"),
        AuditTable("complaints_claimline"),
        AuditTable("complaints_receipt"),
        AuditTable("complaints_claimstep"),
    ]
