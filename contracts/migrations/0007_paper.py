import django.db.models.deletion
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable

TABLES = ("papersigning", "papersigner", "paperanswer")


class Migration(migrations.Migration):
    """Contracts that were signed on paper, with their scans."""

    dependencies = [
        ("contracts", "0006_notices_and_settlement"),
        ("foundation", "0002_audit_and_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperSigning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_date", models.DateField(verbose_name="signed on")),
                ("entered_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "scan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_signing",
                        to="contracts.contractversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "signing on paper",
                "verbose_name_plural": "signings on paper",
            },
        ),
        migrations.CreateModel(
            name="PaperSigner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("A", "Party A"), ("B", "Party B")], max_length=1)),
                ("party_name", models.CharField(max_length=200)),
                ("party_uscc", models.CharField(max_length=18)),
                ("signer_name", models.CharField(max_length=80, verbose_name="signer")),
                ("signer_title", models.CharField(max_length=80, verbose_name="title")),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("legal_representative", "Legal representative"),
                            ("letter_of_authority", "Letter of authority"),
                        ],
                        max_length=24,
                        verbose_name="authority",
                    ),
                ),
                (
                    "signing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signers",
                        to="contracts.papersigning",
                    ),
                ),
            ],
            options={
                "verbose_name": "signer on paper",
                "verbose_name_plural": "signers on paper",
                "ordering": ["signing", "side"],
                "constraints": [
                    models.UniqueConstraint(fields=("signing", "side"), name="paper_signer_once_per_side"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_confirmed", models.BooleanField()),
                ("reason", models.TextField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "signing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="contracts.papersigning",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a signing on paper",
                "verbose_name_plural": "answers to signings on paper",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_confirmed", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="paper_rejected_with_reason",
                    ),
                ],
            },
        ),
        *(AuditTable(f"contracts_{name}") for name in TABLES),
        *(AppendOnly(f"contracts_{name}") for name in TABLES),
    ]
