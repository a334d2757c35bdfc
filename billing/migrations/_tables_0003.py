"""The tables of billing as they are after 0003: each with its constraints and indexes. See 0001_squashed_0003_credit_notes."""

from decimal import Decimal

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

MODELS = [
    migrations.CreateModel(
        name="Invoice",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "Draft"),
                        ("issued", "Issued"),
                        ("part_paid", "Part paid"),
                        ("paid", "Paid"),
                        ("credited", "Credited in full"),
                    ],
                    default="draft",
                    editable=False,
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            ("year", models.PositiveSmallIntegerField(editable=False, null=True)),
            ("sequence", models.PositiveIntegerField(editable=False, null=True)),
            ("number", models.CharField(editable=False, max_length=40, null=True, unique=True, verbose_name="number")),
            ("drafted_at", models.DateTimeField()),
            ("issued_at", models.DateTimeField(editable=False, null=True)),
            ("due_date", models.DateField(null=True, verbose_name="due")),
            ("net", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=14)),
            ("tax", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=14)),
            ("gross", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=14)),
            ("paid", models.DecimalField(decimal_places=2, default=Decimal("0"), editable=False, max_digits=14)),
            ("snapshot", models.JSONField(editable=False, null=True)),
            (
                "contract",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="contracts.contract"
                ),
            ),
            (
                "debtor",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="received_invoices", to="parties.party"
                ),
            ),
            (
                "issuer",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="issued_invoices", to="parties.party"
                ),
            ),
            (
                "pdf",
                models.OneToOneField(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="foundation.storedfile",
                ),
            ),
            ("credited", models.DecimalField(decimal_places=2, default=Decimal("0"), editable=False, max_digits=14)),
            ("set_off", models.DecimalField(decimal_places=2, default=Decimal("0"), editable=False, max_digits=14)),
        ],
        options={
            "verbose_name": "invoice",
            "verbose_name_plural": "invoices",
            "ordering": ["-drafted_at", "-pk"],
            "indexes": [
                models.Index(fields=["issuer", "state", "due_date"], name="invoice_by_issuer"),
                models.Index(fields=["debtor", "state", "due_date"], name="invoice_by_debtor"),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("issuer", "year", "sequence"), name="invoice_number_once"),
                models.CheckConstraint(
                    condition=models.Q(("issuer", models.F("debtor")), _negated=True), name="invoice_two_parties"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "gross",
                            django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("tax")),
                        )
                    ),
                    name="invoice_net_and_tax_are_gross",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("paid__gte", 0),
                        (
                            "paid__lte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("gross"), "-", models.F("set_off")
                            ),
                        ),
                        ("set_off__gte", 0),
                    ),
                    name="invoice_paid_in_bounds",
                ),
                models.CheckConstraint(
                    condition=models.Q(("credited__gte", models.F("set_off")), ("credited__lte", models.F("gross"))),
                    name="invoice_credits_never_exceed_it",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("issued_at", None),
                            ("number", None),
                            ("pdf", None),
                            ("sequence", None),
                            ("state", "draft"),
                            ("year", None),
                            ("credited", 0),
                            ("paid", 0),
                        ),
                        models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("number__isnull", False),
                            ("sequence__isnull", False),
                            ("year__isnull", False),
                            ("due_date__isnull", False),
                            ("issued_at__isnull", False),
                            ("snapshot__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="invoice_issued_is_complete",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("paid", 0), ("set_off__lt", models.F("gross")), ("state__in", ["draft", "issued"])),
                        models.Q(
                            ("paid__gt", 0),
                            (
                                "paid__lt",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("gross"), "-", models.F("set_off")
                                ),
                            ),
                            ("state", "part_paid"),
                        ),
                        models.Q(
                            ("credited__lt", models.F("gross")),
                            (
                                "paid",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("gross"), "-", models.F("set_off")
                                ),
                            ),
                            ("state", "paid"),
                        ),
                        models.Q(
                            ("credited", models.F("gross")),
                            (
                                "paid",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("gross"), "-", models.F("set_off")
                                ),
                            ),
                            ("state", "credited"),
                        ),
                        _connector="OR",
                    ),
                    name="invoice_state_follows_paid",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="InvoiceCounter",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("year", models.PositiveSmallIntegerField()),
            ("last", models.PositiveIntegerField(default=0)),
            (
                "issuer",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "invoice counter",
            "verbose_name_plural": "invoice counters",
            "constraints": [models.UniqueConstraint(fields=("issuer", "year"), name="invoice_counter_once")],
        },
    ),
    migrations.CreateModel(
        name="InvoiceLine",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveSmallIntegerField()),
            ("text_zh", models.CharField(max_length=300)),
            ("text_en", models.CharField(max_length=300)),
            ("tax_rate", models.DecimalField(decimal_places=4, default=Decimal("0"), max_digits=5)),
            ("net", models.DecimalField(decimal_places=2, max_digits=14)),
            ("tax", models.DecimalField(decimal_places=2, max_digits=14)),
            ("gross", models.DecimalField(decimal_places=2, max_digits=14)),
            (
                "damages",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="invoice_lines", to="contracts.damages"
                ),
            ),
            (
                "invoice",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="billing.invoice"
                ),
            ),
            (
                "adjustment",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="invoice_line",
                    to="contracts.adjustment",
                ),
            ),
        ],
        options={
            "verbose_name": "invoice line",
            "verbose_name_plural": "invoice lines",
            "ordering": ["invoice", "position"],
            "constraints": [
                models.UniqueConstraint(fields=("invoice", "position"), name="invoice_line_position_once"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "gross",
                            django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("tax")),
                        )
                    ),
                    name="line_net_and_tax_are_gross",
                ),
                models.CheckConstraint(
                    condition=models.Q(("gross__gt", 0), ("net__gt", 0), ("tax__gte", 0)), name="line_is_positive"
                ),
                models.UniqueConstraint(
                    condition=models.Q(("adjustment", None)), fields=("damages",), name="invoice_line_once_for_damages"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Payment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.UUIDField(unique=True)),
            ("received_date", models.DateField(verbose_name="received on")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
            ("allocated", models.DecimalField(decimal_places=2, max_digits=14)),
            ("advance", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=14)),
            ("reference", models.CharField(blank=True, max_length=80, verbose_name="bank reference")),
            ("recorded_at", models.DateTimeField()),
            (
                "invoice",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="billing.invoice"
                ),
            ),
            (
                "payee",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "payer",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "payment",
            "verbose_name_plural": "payments",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_is_positive"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "amount",
                            django.db.models.expressions.CombinedExpression(
                                models.F("allocated"), "+", models.F("advance")
                            ),
                        )
                    ),
                    name="payment_is_all_used",
                ),
                models.CheckConstraint(
                    condition=models.Q(("advance__gte", 0), ("allocated__gt", 0)), name="payment_parts_in_bounds"
                ),
                models.CheckConstraint(
                    condition=models.Q(("payer", models.F("payee")), _negated=True), name="payment_two_parties"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CreditNote",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("year", models.PositiveSmallIntegerField()),
            ("sequence", models.PositiveIntegerField()),
            ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
            ("issued_at", models.DateTimeField()),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
            ("allocated", models.DecimalField(decimal_places=2, max_digits=14)),
            ("advance", models.DecimalField(decimal_places=2, max_digits=14)),
            (
                "adjustment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="credit_notes", to="contracts.adjustment"
                ),
            ),
            (
                "debtor",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "invoice",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="credit_notes", to="billing.invoice"
                ),
            ),
            (
                "issuer",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "line",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="credit_notes", to="billing.invoiceline"
                ),
            ),
        ],
        options={
            "verbose_name": "credit note",
            "verbose_name_plural": "credit notes",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("issuer", "year", "sequence"), name="credit_note_number_once"),
                models.UniqueConstraint(fields=("line", "adjustment"), name="credit_note_once_for_adjustment"),
                models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="credit_note_is_positive"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "amount",
                            django.db.models.expressions.CombinedExpression(
                                models.F("allocated"), "+", models.F("advance")
                            ),
                        )
                    ),
                    name="credit_note_is_all_used",
                ),
                models.CheckConstraint(
                    condition=models.Q(("advance__gte", 0), ("allocated__gte", 0)), name="credit_note_parts_in_bounds"
                ),
            ],
        },
    ),
]
