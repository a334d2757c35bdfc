import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable

# The period is the key by which a duty is opened once, so it must speak of the very duty that it belongs to.
FITTING = """
CREATE FUNCTION contracts_occurrence_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_obligation o
        WHERE o.id = NEW.obligation_id AND o.contract_id = NEW.contract_id
            AND o.debtor_id = NEW.debtor_id AND o.creditor_id = NEW.creditor_id
    ) THEN
        RAISE EXCEPTION 'occurrence of other parties than obligation %', NEW.obligation_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits BEFORE INSERT ON contracts_occurrence
    FOR EACH ROW EXECUTE FUNCTION contracts_occurrence_fits();
"""
DROP_FITTING = """
DROP TRIGGER fits ON contracts_occurrence;
DROP FUNCTION contracts_occurrence_fits();
"""
TABLES = ("schedule", "occurrence", "fulfilment", "obligationevidence")
APPEND_ONLY = ("occurrence", "fulfilment", "obligationevidence")


class Migration(migrations.Migration):
    """What falls due under a contract by itself, each period once; what was done about it, and the evidence."""

    dependencies = [
        ("contracts", "0007_paper"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fulfilment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_on", models.DateField(verbose_name="done on")),
                ("recorded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "obligation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fulfilment",
                        to="contracts.obligation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "fulfilment",
                "verbose_name_plural": "fulfilments",
            },
        ),
        migrations.CreateModel(
            name="ObligationEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("added_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.storedfile",
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="contracts.obligation"
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
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("file__isnull", False), models.Q(("text", ""), _negated=True), _connector="OR"
                        ),
                        name="obligation_evidence_not_empty",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=40)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("planned_at", models.DateTimeField()),
                ("is_provisional", models.BooleanField(default=False)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="occurrences", to="contracts.contract"
                    ),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "debtor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "obligation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occurrence",
                        to="contracts.obligation",
                    ),
                ),
            ],
            options={
                "verbose_name": "period of a duty",
                "verbose_name_plural": "periods of duties",
                "ordering": ["first_day", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "series", "first_day", "debtor", "creditor"), name="occurrence_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="occurrence_days_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debtor", models.F("creditor")), _negated=True),
                        name="occurrence_two_parties",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=40)),
                ("starts_at", models.DateTimeField()),
                ("month", models.PositiveSmallIntegerField(default=1)),
                ("is_running", models.BooleanField(default=False)),
                ("next_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="schedules", to="contracts.contract"
                    ),
                ),
                (
                    "debtor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "schedule",
                "verbose_name_plural": "schedules",
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="schedule_next"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "series"), name="schedule_once"),
                    models.CheckConstraint(condition=models.Q(("month__gte", 1)), name="schedule_months_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("next_at", None), ("next_at__gte", models.F("starts_at")), _connector="OR"),
                        name="schedule_forward",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FITTING, DROP_FITTING),
        *(AuditTable(f"contracts_{name}") for name in TABLES),
        *(AppendOnly(f"contracts_{name}") for name in APPEND_ONLY),
    ]
