import django.db.models.deletion
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable


class Migration(migrations.Migration):
    """Written wishes to renew a contract."""

    dependencies = [
        ("contracts", "0004_version_life"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="RenewalWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewal_wishes",
                        to="contracts.contract",
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
                "verbose_name": "wish to renew",
                "verbose_name_plural": "wishes to renew",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(text=""), name="renewal_wish_says_why"),
                ],
            },
        ),
        AuditTable("contracts_renewalwish"),
        AppendOnly("contracts_renewalwish"),
    ]
