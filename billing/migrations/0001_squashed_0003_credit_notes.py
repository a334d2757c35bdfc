"""The tables of billing in one step, for a database that is new; one that began with single migrations keeps to them."""

from django.db import migrations

from billing.migrations._rules_0003 import FUNCTIONS, NAMES, TRIGGERS
from billing.migrations._tables_0003 import MODELS
from foundation.migration_operations import AppendOnly, AuditTable, CreateModels

AUDITED = [
    "invoice",
    "invoiceline",
    "payment",
    "creditnote",
]
KEPT = [
    "payment",
    "creditnote",
]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("billing", "0001_initial"),
        ("billing", "0002_rules_of_invoices"),
        ("billing", "0003_credit_notes"),
    ]
    dependencies = [
        ("contracts", "0012_liability"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]
    operations = [
        CreateModels(MODELS),
        migrations.RunSQL(FUNCTIONS, [f"DROP FUNCTION public.{name} CASCADE" for name in reversed(NAMES)]),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        *(AuditTable(f"billing_{table}") for table in AUDITED),
        *(AppendOnly(f"billing_{table}") for table in KEPT),
    ]
