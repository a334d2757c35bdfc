import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import contracts.models.saying
from foundation.migration_operations import AppendOnly, AuditTable

# What was asked for stays as it was asked; the file is added once, and never exchanged.
KEPT_PACK = """
CREATE FUNCTION contracts_kept_pack() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.file_id IS NOT NULL
        OR (to_jsonb(NEW) - 'file_id' - 'made_at') IS DISTINCT FROM (to_jsonb(OLD) - 'file_id' - 'made_at')
    THEN
        RAISE EXCEPTION 'evidence pack % is kept as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON contracts_evidencepack
    FOR EACH ROW EXECUTE FUNCTION contracts_kept_pack();
"""
DROP_KEPT_PACK = """
DROP TRIGGER kept ON contracts_evidencepack;
DROP FUNCTION contracts_kept_pack();
"""


class Migration(migrations.Migration):
    """Evidence packs that a side had made: what each is about, what for, and the file, for good."""

    dependencies = [
        ("contracts", "0017_nobody_decides_alone"),
        ("foundation", "0003_seal_by_row"),
        ("parties", "0002_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidencePack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(null=True, verbose_name="first day")),
                ("last_day", models.DateField(null=True, verbose_name="last day")),
                ("reason", models.TextField(max_length=500, verbose_name="what for")),
                ("by", models.CharField(max_length=120)),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(editable=False, null=True)),
                ("breaches", models.ManyToManyField(related_name="+", to="contracts.breach", verbose_name="breaches")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_packs",
                        to="contracts.contract",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.storedfile",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence pack",
                "verbose_name_plural": "evidence packs",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="pack_says_what_for"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_day", None), ("last_day", None)),
                            models.Q(
                                ("first_day__isnull", False),
                                ("last_day__gte", models.F("first_day")),
                                ("last_day__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pack_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", None), ("made_at", None)),
                            models.Q(
                                ("file__isnull", False),
                                ("made_at__gte", models.F("asked_at")),
                                ("made_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pack_made_with_file",
                    ),
                ],
            },
            bases=(contracts.models.saying.Said, models.Model),
        ),
        migrations.RunSQL(KEPT_PACK, DROP_KEPT_PACK),
        AuditTable("contracts_evidencepack"),
        AuditTable("contracts_evidencepack_breaches"),
        AppendOnly("contracts_evidencepack_breaches"),
    ]
