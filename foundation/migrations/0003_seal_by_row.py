from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    """Blocks are made of the hashes of their rows, each with a random salt, so that one row can be shown alone.

    Rows that are there already keep an empty salt: filling it would rewrite the whole trail. Blocks that are there
    already keep their heads, and are verified as they were made.
    """

    dependencies = [("foundation", "0002_audit_and_append_only")]

    operations = [
        migrations.AddField("auditentry", "salt", models.UUIDField(editable=False, null=True)),
        # In two steps: added with its default at once, the column would be computed for every row of the past.
        migrations.AlterField(
            "auditentry", "salt", models.UUIDField(db_default=RandomUUID(), editable=False, null=True)
        ),
        migrations.AddField("sealblock", "private", models.JSONField(default=list)),
        migrations.AddField("sealblock", "rows_hash", models.CharField(default="", max_length=64)),
    ]
