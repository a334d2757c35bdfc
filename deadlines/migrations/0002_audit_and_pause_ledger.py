from django.db import migrations

from foundation.migration_operations import AppendOnly, AuditTable


class Migration(migrations.Migration):
    """Every change of a deadline is audited; what was written about a pause stays."""

    dependencies = [("deadlines", "0001_initial"), ("foundation", "0002_audit_and_append_only")]

    operations = [
        AuditTable("deadlines_deadline"),
        AuditTable("deadlines_deadlinepause"),
        AppendOnly("deadlines_deadlinepause"),
    ]
