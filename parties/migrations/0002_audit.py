from django.db import migrations

from foundation.migration_operations import AuditTable


class Migration(migrations.Migration):
    """Every change of who takes part, and of what they may do, is audited; secrets never reach the audit."""

    dependencies = [("parties", "0001_initial"), ("foundation", "0002_audit_and_append_only")]

    operations = [
        AuditTable("parties_user", columns_left_out=("password", "last_login")),
        AuditTable("parties_party"),
        AuditTable("parties_party_keepers"),
        AuditTable("parties_venue"),
        AuditTable("parties_room"),
        AuditTable("parties_membership"),
        AuditTable("parties_membership_venues"),
        AuditTable("parties_apitoken", columns_left_out=("token_hash",)),
    ]
