from django.db import migrations

from foundation.migration_operations import AppendOnly, AuditTable


class Migration(migrations.Migration):
    """Every change of a complaint is audited; steps taken and evidence given stay as they are."""

    dependencies = [("complaints", "0001_initial"), ("foundation", "0002_audit_and_append_only")]

    operations = [
        AuditTable("complaints_complaint"),
        AuditTable("complaints_complaintstep"),
        AuditTable("complaints_evidence"),
        AuditTable("complaints_houserule"),
        AuditTable("complaints_clock"),
        AppendOnly("complaints_complaintstep"),
        AppendOnly("complaints_evidence"),
    ]
