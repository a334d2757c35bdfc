"""The functions behind audited, append-only and sealed tables, and the first tables that are so."""

from django.db import migrations

from foundation import sql
from foundation.migration_operations import AppendOnly, AuditTable, SealTable


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [
        migrations.RunSQL(sql.AUDIT, sql.DROP_AUDIT),
        migrations.RunSQL(sql.APPEND_ONLY, sql.DROP_APPEND_ONLY),
        migrations.RunSQL(sql.NUMBER_FIRST, sql.DROP_NUMBER_FIRST),
        AppendOnly("foundation_auditentry", closed=True),
        SealTable("foundation_auditentry"),
        AppendOnly("foundation_sealblock"),
        AuditTable("foundation_storedfile"),
        AppendOnly("foundation_storedfile"),
    ]
